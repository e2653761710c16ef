#include "atlas/leg_file.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <fstream>
#include <span>

#include "atlas/bytes.hpp"
#include "core/files.hpp"
#include "core/hash.hpp"

namespace crus::atlas {
namespace {

constexpr std::string_view kMagic = "CRUSLEG1";
// Magic, version, a spare word, payload size, payload hash.
constexpr std::size_t kHeaderBytes = 8 + 4 + 4 + 8 + 16;

template <class Enum>
void put_enum(ByteWriter& out, Enum value) {
  out.put(static_cast<std::uint8_t>(value));
}

// An enumerator up to and including `last`; anything else is refused.
template <class Enum>
Enum get_enum(ByteReader& in, Enum last) {
  const auto value = in.get<std::uint8_t>();
  if (value > static_cast<std::uint8_t>(last)) {
    in.refuse();
    return Enum{};
  }
  return static_cast<Enum>(value);
}

bool get_bool(ByteReader& in) {
  const auto value = in.get<std::uint8_t>();
  if (value > 1) {
    in.refuse();
  }
  return value == 1;
}

template <class T>
void put_optional(ByteWriter& out, const std::optional<T>& value) {
  out.put(static_cast<std::uint8_t>(value.has_value()));
  out.put(value.value_or(T{}));
}

template <class T>
std::optional<T> get_optional(ByteReader& in) {
  const bool has = get_bool(in);
  const T value = in.get<T>();
  return has ? std::optional(value) : std::nullopt;
}

void put_structure(ByteWriter& out, const LegStructure& structure) {
  out.put(std::string_view(structure.id));
  out.put(std::string_view(structure.name));
  out.put(std::string_view(structure.source_name));
  out.put(static_cast<std::uint8_t>(structure.recognised));
  put_enum(out, structure.kind);
  put_enum(out, structure.side);
  put_optional(out, structure.fma);
  put_enum(out, structure.origin);
  out.put_all(structure.mesh.positions);
  out.put_all(structure.mesh.normals);
  out.put_all(structure.mesh.triangles);
  out.put_all(structure.occlusion);
  out.put(static_cast<std::uint64_t>(structure.levels.size()));
  for (const geometry::DetailLevel& level : structure.levels) {
    out.put(level.error_mm);
    out.put_all(level.triangles);
  }
  out.put(static_cast<std::uint64_t>(structure.fields.size()));
  for (const VertexField& field : structure.fields) {
    out.put(std::string_view(field.id));
    out.put_all(field.values);
  }
  out.put_all(structure.fibre_directions);
  out.put(static_cast<std::uint8_t>(structure.closed));
  out.put(structure.area_mm2);
  out.put(structure.volume_mm3);
  out.put(structure.box.min);
  out.put(structure.box.max);
}

bool is_finite(const glm::vec3& v) { return std::isfinite(v.x) && std::isfinite(v.y) && std::isfinite(v.z); }

bool is_sound(const LegStructure& structure) {
  const geometry::Mesh& mesh = structure.mesh;
  const std::size_t count = mesh.positions.size();
  const auto per_vertex = [&](std::size_t size) { return size == 0 || size == count; };
  const auto fits = [&](const std::vector<glm::uvec3>& triangles) {
    return std::all_of(triangles.begin(), triangles.end(), [&](const glm::uvec3& t) {
      return std::max({t.x, t.y, t.z}) < count;
    });
  };
  return !structure.id.empty() && per_vertex(mesh.normals.size()) && per_vertex(structure.occlusion.size()) &&
         per_vertex(structure.fibre_directions.size()) &&
         std::all_of(structure.fields.begin(), structure.fields.end(),
                     [&](const VertexField& field) { return field.values.size() == count; }) &&
         std::all_of(mesh.positions.begin(), mesh.positions.end(), is_finite) && fits(mesh.triangles) &&
         std::all_of(structure.levels.begin(), structure.levels.end(), [&](const geometry::DetailLevel& level) {
           return std::isfinite(level.error_mm) && fits(level.triangles);
         });
}

LegStructure get_structure(ByteReader& in) {
  LegStructure structure;
  structure.id = in.get_text();
  structure.name = in.get_text();
  structure.source_name = in.get_text();
  structure.recognised = get_bool(in);
  structure.kind = get_enum(in, anatomy::Kind::skin);
  structure.side = get_enum(in, anatomy::Side::none);
  structure.fma = get_optional<std::uint32_t>(in);
  structure.origin = get_enum(in, Origin::imported);
  structure.mesh.positions = in.get_all<glm::vec3>();
  structure.mesh.normals = in.get_all<glm::vec3>();
  structure.mesh.triangles = in.get_all<glm::uvec3>();
  structure.occlusion = in.get_all<float>();
  structure.levels.resize(in.count_of(sizeof(float) + sizeof(std::uint64_t)));
  for (geometry::DetailLevel& level : structure.levels) {
    level.error_mm = in.get<float>();
    level.triangles = in.get_all<glm::uvec3>();
  }
  structure.fields.resize(in.count_of(2 * sizeof(std::uint64_t)));
  for (VertexField& field : structure.fields) {
    field.id = in.get_text();
    field.values = in.get_all<float>();
  }
  structure.fibre_directions = in.get_all<glm::vec3>();
  structure.closed = get_bool(in);
  structure.area_mm2 = in.get<double>();
  structure.volume_mm3 = in.get<double>();
  structure.box.min = in.get<glm::vec3>();
  structure.box.max = in.get<glm::vec3>();
  if (!is_sound(structure)) {
    in.refuse();
  }
  return structure;
}

void put_attachment(ByteWriter& out, const Attachment& attachment) {
  out.put(std::string_view(attachment.id));
  out.put(std::string_view(attachment.name));
  out.put(std::string_view(attachment.muscle));
  out.put(std::string_view(attachment.bone));
  put_enum(out, attachment.kind);
  out.put(attachment.area_mm2);
  out.put(attachment.centroid_mm);
  out.put(attachment.pull);
  out.put(attachment.residual_mm);
  put_enum(out, attachment.confidence);
  out.put(static_cast<std::uint64_t>(attachment.sources.size()));
  for (const std::string& source : attachment.sources) {
    out.put(std::string_view(source));
  }
  out.put(std::string_view(attachment.note));
  out.put_all(attachment.patch.positions);
  out.put_all(attachment.patch.normals);
  out.put_all(attachment.patch.triangles);
  out.put_all(attachment.depth_mm);
  out.put(static_cast<std::uint64_t>(attachment.boundary.size()));
  for (const std::vector<glm::vec3>& loop : attachment.boundary) {
    out.put_all(loop);
  }
}

bool is_sound(const Attachment& attachment) {
  const geometry::Mesh& patch = attachment.patch;
  return !attachment.id.empty() && patch.normals.size() == patch.positions.size() &&
         attachment.depth_mm.size() == patch.positions.size() &&
         std::all_of(patch.positions.begin(), patch.positions.end(), is_finite) &&
         std::all_of(patch.triangles.begin(), patch.triangles.end(),
                     [&](const glm::uvec3& t) {
                       return std::max({t.x, t.y, t.z}) < patch.positions.size();
                     }) &&
         std::all_of(attachment.boundary.begin(), attachment.boundary.end(),
                     [](const auto& loop) { return std::all_of(loop.begin(), loop.end(), is_finite); });
}

Attachment get_attachment(ByteReader& in) {
  Attachment attachment;
  attachment.id = in.get_text();
  attachment.name = in.get_text();
  attachment.muscle = in.get_text();
  attachment.bone = in.get_text();
  attachment.kind = get_enum(in, AttachmentKind::insertion);
  attachment.area_mm2 = in.get<double>();
  attachment.centroid_mm = in.get<glm::dvec3>();
  attachment.pull = in.get<glm::dvec3>();
  attachment.residual_mm = in.get<double>();
  attachment.confidence = get_enum(in, anatomy::Confidence::modelled);
  attachment.sources.resize(in.count_of(sizeof(std::uint64_t)));
  for (std::string& source : attachment.sources) {
    source = in.get_text();
  }
  attachment.note = in.get_text();
  attachment.patch.positions = in.get_all<glm::vec3>();
  attachment.patch.normals = in.get_all<glm::vec3>();
  attachment.patch.triangles = in.get_all<glm::uvec3>();
  attachment.depth_mm = in.get_all<float>();
  attachment.boundary.resize(in.count_of(sizeof(std::uint64_t)));
  for (std::vector<glm::vec3>& loop : attachment.boundary) {
    loop = in.get_all<glm::vec3>();
  }
  if (!is_sound(attachment)) {
    in.refuse();
  }
  return attachment;
}

void put_inference(ByteWriter& out, const Inference& inference) {
  out.put(std::string_view(inference.value));
  out.put(std::string_view(inference.confidence));
  out.put(std::string_view(inference.reason));
}

Inference get_inference(ByteReader& in) {
  Inference inference;
  inference.value = in.get_text();
  inference.confidence = in.get_text();
  inference.reason = in.get_text();
  return inference;
}

void put_head(ByteWriter& out, const Leg& leg) {
  out.put(std::string_view(leg.source));
  out.put(leg.hash.high);
  out.put(leg.hash.low);
  put_enum(out, leg.side);
  put_inference(out, leg.frame.unit);
  put_inference(out, leg.frame.up_axis);
  put_inference(out, leg.frame.side);
  out.put(leg.frame.unit_scale_to_mm);
  out.put(leg.frame.world_from_file);
  out.put(std::string_view(leg.frame.how));
  put_optional(out, leg.tibia_length_mm);
  put_optional(out, leg.rest_plantarflexion_deg);
  out.put(std::string_view(leg.credit));
}

void get_head(ByteReader& in, Leg& leg) {
  leg.source = in.get_text();
  leg.hash.high = in.get<std::uint64_t>();
  leg.hash.low = in.get<std::uint64_t>();
  leg.side = get_enum(in, anatomy::Side::none);
  leg.frame.unit = get_inference(in);
  leg.frame.up_axis = get_inference(in);
  leg.frame.side = get_inference(in);
  leg.frame.unit_scale_to_mm = in.get<double>();
  leg.frame.world_from_file = in.get<glm::dmat4>();
  leg.frame.how = in.get_text();
  leg.tibia_length_mm = get_optional<double>(in);
  leg.rest_plantarflexion_deg = get_optional<double>(in);
  leg.credit = in.get_text();
}

Status check_header(std::span<const std::byte> bytes) {
  if (bytes.size() < kHeaderBytes || !std::equal(kMagic.begin(), kMagic.end(), bytes.begin(),
                                                 [](char a, std::byte b) { return static_cast<std::byte>(a) == b; })) {
    return fail("this is no leg file");
  }
  ByteReader in(bytes.subspan(kMagic.size()));
  const auto version = in.get<std::uint32_t>();
  static_cast<void>(in.get<std::uint32_t>());
  const auto size = in.get<std::uint64_t>();
  Hash128 hash;
  hash.high = in.get<std::uint64_t>();
  hash.low = in.get<std::uint64_t>();
  if (version != kLegFileVersion) {
    return fail("the leg file is of version " + std::to_string(version) + ", this program reads version " +
                std::to_string(kLegFileVersion));
  }
  const std::span<const std::byte> payload = bytes.subspan(kHeaderBytes);
  if (size != payload.size()) {
    return fail("the leg file is cut short or has something added: " + std::to_string(payload.size()) + " bytes of " +
                std::to_string(size));
  }
  if (hash != hash_bytes(payload)) {
    return fail("the leg file is damaged: its content does not match its hash");
  }
  return {};
}

}  // namespace

std::vector<std::byte> encode_leg(const Leg& leg) {
  ByteWriter payload;
  put_head(payload, leg);
  payload.put(static_cast<std::uint64_t>(leg.landmarks.size()));
  for (const Landmark& landmark : leg.landmarks) {
    payload.put(std::string_view(landmark.id));
    payload.put(landmark.position_mm);
    payload.put(std::string_view(landmark.how));
  }
  payload.put(static_cast<std::uint64_t>(leg.warnings.size()));
  for (const std::string& warning : leg.warnings) {
    payload.put(std::string_view(warning));
  }
  payload.put(static_cast<std::uint64_t>(leg.structures.size()));
  for (const LegStructure& structure : leg.structures) {
    put_structure(payload, structure);
  }
  payload.put(static_cast<std::uint64_t>(leg.attachments.size()));
  for (const Attachment& attachment : leg.attachments) {
    put_attachment(payload, attachment);
  }

  const Hash128 hash = hash_bytes(payload.bytes());
  ByteWriter file;
  for (const char c : kMagic) {
    file.put(static_cast<std::uint8_t>(c));
  }
  file.put(kLegFileVersion);
  file.put(std::uint32_t{0});
  file.put(static_cast<std::uint64_t>(payload.bytes().size()));
  file.put(hash.high);
  file.put(hash.low);
  std::vector<std::byte> bytes = file.take();
  bytes.insert(bytes.end(), payload.bytes().begin(), payload.bytes().end());
  return bytes;
}

Result<Leg> decode_leg(std::span<const std::byte> bytes, std::shared_ptr<const anatomy::Catalogue> catalogue) {
  if (const Status header = check_header(bytes); !header) {
    return tl::unexpected(header.error());
  }
  ByteReader in(bytes.subspan(kHeaderBytes));
  Leg leg;
  get_head(in, leg);
  constexpr std::size_t kLeastLandmark = 2 * sizeof(std::uint64_t) + sizeof(glm::dvec3);
  leg.landmarks.resize(in.count_of(kLeastLandmark));
  for (Landmark& landmark : leg.landmarks) {
    landmark.id = in.get_text();
    landmark.position_mm = in.get<glm::dvec3>();
    landmark.how = in.get_text();
  }
  leg.warnings.resize(in.count_of(sizeof(std::uint64_t)));
  for (std::string& warning : leg.warnings) {
    warning = in.get_text();
  }
  constexpr std::size_t kLeastStructure = 100;
  const std::size_t count = in.count_of(kLeastStructure);
  leg.structures.reserve(count);
  for (std::size_t i = 0; i < count && in.ok(); ++i) {
    leg.structures.push_back(get_structure(in));
  }
  constexpr std::size_t kLeastAttachment = 150;
  leg.attachments.resize(in.count_of(kLeastAttachment));
  for (Attachment& attachment : leg.attachments) {
    attachment = get_attachment(in);
  }
  if (!in.ok() || !in.at_end()) {
    return fail("the leg file is damaged: its counts do not add up");
  }
  leg.catalogue = std::move(catalogue);
  return leg;
}

std::optional<Hash128> stated_hash(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  std::array<char, kHeaderBytes> header{};
  if (!in.read(header.data(), header.size())) {
    return std::nullopt;
  }
  ByteReader fields(std::as_bytes(std::span(header)).last(2 * sizeof(std::uint64_t)));
  Hash128 hash;
  hash.high = fields.get<std::uint64_t>();
  hash.low = fields.get<std::uint64_t>();
  return hash;
}

Status write_leg_file(const Leg& leg, const std::filesystem::path& file) {
  return write_atomically(file, encode_leg(leg), true);
}

Result<Leg> read_leg_file(const std::filesystem::path& file, std::shared_ptr<const anatomy::Catalogue> catalogue) {
  const auto mapped = MappedFile::open(file);  // leg files are only ever replaced whole
  if (!mapped) {
    return tl::unexpected(mapped.error());
  }
  auto leg = decode_leg(mapped->bytes(), std::move(catalogue));
  if (!leg) {
    leg.error().where = file.string();
  }
  return leg;
}

}  // namespace crus::atlas
