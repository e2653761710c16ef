#include "pain/field_file.hpp"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>
#include <utility>
#include <vector>

#include "core/files.hpp"
#include "core/log.hpp"

namespace crus::pain {
namespace fs = std::filesystem;
namespace {

constexpr std::uint32_t kMagic = 0x31465243;  // "CRF1"
constexpr int kFieldsVersion = 3;             // of the way fields are computed
constexpr std::uintmax_t kMaxBytes = std::uintmax_t{1} << 30U;

class Writer {
 public:
  template <class T>
  void value(const T& one) {
    static_assert(std::is_trivially_copyable_v<T>);
    const auto* from = reinterpret_cast<const std::byte*>(&one);
    bytes.insert(bytes.end(), from, from + sizeof(T));
  }
  template <class T>
  void list(const std::vector<T>& items) {
    static_assert(std::is_trivially_copyable_v<T>);
    value(static_cast<std::uint64_t>(items.size()));
    const auto* from = reinterpret_cast<const std::byte*>(items.data());
    bytes.insert(bytes.end(), from, from + items.size() * sizeof(T));
  }
  void text(const std::string& words) { list(std::vector<char>(words.begin(), words.end())); }
  std::vector<std::byte> bytes;
};

// Every read is checked against what is left; the first failure makes all later ones fail.
class Reader {
 public:
  explicit Reader(std::span<const std::byte> bytes) : bytes_(bytes) {}
  template <class T>
  void value(T& one) {
    if (take(sizeof(T))) {
      std::memcpy(&one, bytes_.data() + at_ - sizeof(T), sizeof(T));
    }
  }
  template <class T>
  void list(std::vector<T>& items) {
    std::uint64_t count = 0;
    value(count);
    if (!good_ || count > (bytes_.size() - at_) / sizeof(T)) {
      good_ = false;
      return;
    }
    items.resize(static_cast<std::size_t>(count));
    if (take(items.size() * sizeof(T)) && !items.empty()) {
      std::memcpy(items.data(), bytes_.data() + at_ - items.size() * sizeof(T), items.size() * sizeof(T));
    }
  }
  void text(std::string& words) {
    std::vector<char> letters;
    list(letters);
    words.assign(letters.begin(), letters.end());
  }
  [[nodiscard]] bool good() const { return good_; }
  [[nodiscard]] bool at_end() const { return good_ && at_ == bytes_.size(); }
  void refuse() { good_ = false; }

 private:
  bool take(std::size_t count) {
    good_ = good_ && count <= bytes_.size() - at_;
    at_ += good_ ? count : 0;
    return good_;
  }
  std::span<const std::byte> bytes_;
  std::size_t at_ = 0;
  bool good_ = true;
};

std::vector<std::uint16_t> packed(const std::vector<float>& values) {
  std::vector<std::uint16_t> steps(values.size());
  std::transform(values.begin(), values.end(), steps.begin(), [](float value) {
    return static_cast<std::uint16_t>(std::lround(std::clamp(value, 0.0F, 1.0F) * kFieldSteps));
  });
  return steps;
}

void add_number(Hasher& hasher, double number) { hasher.add(std::as_bytes(std::span<const double>(&number, 1))); }
void add_range(Hasher& hasher, const std::optional<glm::dvec2>& range) {
  add_number(hasher, range ? 1.0 : 0.0);
  add_number(hasher, range ? range->x : 0.0);
  add_number(hasher, range ? range->y : 0.0);
}
void add_number(Hasher& hasher, const std::optional<double>& number) {
  add_number(hasher, number ? 1.0 : 0.0);
  add_number(hasher, number.value_or(0.0));
}

void add_zone(Hasher& hasher, const anatomy::PainZone& zone) {
  hasher.add(zone.id);
  add_number(hasher, zone.fade_mm);
  for (const anatomy::ZonePart& part : zone.parts) {
    add_number(hasher, static_cast<double>(part.shape));
    for (const auto* range : {&part.h, &part.phi_deg, &part.below_mm, &part.u, &part.v, &part.w_mm}) {
      add_range(hasher, *range);
    }
    hasher.add(part.from).add(part.at);
    for (glm::length_t i = 0; i < 3; ++i) {
      add_number(hasher, static_cast<double>(part.offset_mm[i]));
    }
    add_number(hasher, part.radius_mm);
  }
}

void add_point(Hasher& hasher, const anatomy::PainPattern& pattern) {
  hasher.add(pattern.id).add(pattern.muscle);
  if (pattern.point) {
    for (const auto* number :
         {&pattern.point->h, &pattern.point->phi_deg, &pattern.point->below_mm, &pattern.point->u, &pattern.point->v}) {
      add_number(hasher, *number);
    }
    hasher.add(pattern.point->from);
  }
}

// Triangles and points must not reach past what they index.
bool consistent(const PainFields& fields) {
  const std::size_t count = fields.surface->positions.size();
  const auto inside = [&](const glm::uvec3& t) { return std::max({t.x, t.y, t.z}) < count; };
  return fields.skin_vertices <= count &&
         std::all_of(fields.surface->triangles.begin(), fields.surface->triangles.end(), inside) &&
         std::all_of(fields.zones.begin(), fields.zones.end(),
                     [&](const ZoneField& zone) { return zone.values.size() == count; });
}

void read_zone(Reader& reader, ZoneField& zone) {
  std::vector<std::uint16_t> steps;
  reader.text(zone.zone);
  reader.list(steps);
  zone.values.resize(steps.size());
  std::transform(steps.begin(), steps.end(), zone.values.begin(),
                 [](std::uint16_t step) { return std::round(static_cast<float>(step)) / kFieldSteps; });
}

template <class Visit, class Point>
void visit_point(Visit& visit, Point& point) {
  visit.text(point.pattern);
  visit.value(point.position_mm);
  visit.value(point.skin_mm);
  visit.value(point.in_muscle);
  visit.value(point.structure);
  visit.value(point.corners);
  visit.value(point.weights);
  visit.value(point.depth_mm);
}

// Points must lie on structures the leg has.
bool fits(const PainFields& fields, const Leg& leg) {
  const auto on_leg = [&](const TriggerPoint& point) {
    return point.structure < leg.structures.size() && std::max({point.corners.x, point.corners.y, point.corners.z}) <
                                                          leg.structures[point.structure].mesh.positions.size();
  };
  return fields.skin < leg.structures.size() &&
         leg.structures[fields.skin].mesh.positions.size() == fields.skin_vertices &&
         std::all_of(fields.points.begin(), fields.points.end(), on_leg);
}

// Keeps the newest.
void thin_out(const fs::path& folder) {
  constexpr std::size_t kKept = 24;
  std::error_code code;
  std::vector<std::pair<fs::file_time_type, fs::path>> files;
  for (fs::directory_iterator at(folder, code); !code && at != fs::directory_iterator(); at.increment(code)) {
    if (at->path().extension() == ".crusfields") {
      files.emplace_back(at->last_write_time(code), at->path());
    }
  }
  std::sort(files.rbegin(), files.rend());
  for (std::size_t i = kKept; i < files.size(); ++i) {
    fs::remove(files[i].second, code);
  }
}

}  // namespace

Hash128 fields_key(const Leg& leg, const anatomy::PainData& data) {
  Hasher hasher;
  hasher.add(version()).add(leg.hash.hex()).add(name_of(leg.side));
  add_number(hasher, static_cast<double>(kFieldsVersion));
  for (const LegStructure& structure : leg.structures) {
    hasher.add(structure.id);
    if (structure.kind == anatomy::Kind::skin || structure.kind == anatomy::Kind::muscle) {
      hasher.add(std::as_bytes(std::span(structure.mesh.positions)));
    }
  }
  for (const Landmark& landmark : leg.landmarks) {
    hasher.add(landmark.id);
    hasher.add(std::as_bytes(std::span<const glm::dvec3>(&landmark.position_mm, 1)));
  }
  for (const anatomy::PainZone& zone : data.zones) {
    add_zone(hasher, zone);
  }
  for (const anatomy::PainPattern& pattern : data.patterns) {
    add_point(hasher, pattern);
  }
  return hasher.finish();
}

Status write_fields(const PainFields& fields, const Hash128& key, const fs::path& file) {
  Writer writer;
  writer.value(kMagic);
  writer.value(key);
  writer.value(static_cast<std::uint64_t>(fields.skin));
  writer.value(static_cast<std::uint64_t>(fields.skin_vertices));
  writer.value(static_cast<std::uint8_t>(fields.side));
  writer.list(fields.surface->positions);
  writer.list(fields.surface->triangles);
  writer.value(static_cast<std::uint64_t>(fields.zones.size()));
  for (const ZoneField& zone : fields.zones) {
    writer.text(zone.zone);
    writer.list(packed(zone.values));
  }
  writer.value(static_cast<std::uint64_t>(fields.points.size()));
  for (const TriggerPoint& point : fields.points) {
    visit_point(writer, point);
  }
  writer.value(static_cast<std::uint64_t>(fields.warnings.size()));
  for (const std::string& warning : fields.warnings) {
    writer.text(warning);
  }
  writer.value(hash_bytes(writer.bytes));
  return write_atomically(file, std::span<const std::byte>(writer.bytes), true);
}

Result<PainFields> read_fields(const fs::path& file, const Hash128& key) {
  const auto bytes = read_bytes(file, kMaxBytes);
  if (!bytes) {
    return tl::unexpected(bytes.error());
  }
  const auto refuse = [&](const char* why) { return fail("the kept pain fields cannot be used", file.string(), why); };
  if (bytes->size() < sizeof(Hash128)) {
    return refuse("the file is cut short");
  }
  const std::span<const std::byte> body(bytes->data(), bytes->size() - sizeof(Hash128));
  Hash128 written;
  std::memcpy(&written, bytes->data() + body.size(), sizeof(written));
  if (written != hash_bytes(body)) {
    return refuse("the file is damaged");
  }
  Reader reader(body);
  std::uint32_t magic = 0;
  Hash128 found;
  std::uint64_t skin = 0;
  std::uint64_t vertices = 0;
  std::uint64_t count = 0;
  geometry::Mesh surface;
  PainFields fields;
  reader.value(magic);
  reader.value(found);
  if (magic != kMagic || found != key) {
    return refuse("it holds other fields");
  }
  reader.value(skin);
  reader.value(vertices);
  std::uint8_t side = 0;
  reader.value(side);
  reader.list(surface.positions);
  reader.list(surface.triangles);
  fields.skin = static_cast<std::size_t>(skin);
  fields.side =
      side <= static_cast<std::uint8_t>(anatomy::Side::none) ? static_cast<anatomy::Side>(side) : anatomy::Side::none;
  fields.skin_vertices = static_cast<std::size_t>(vertices);
  fields.surface = std::make_shared<const geometry::Mesh>(std::move(surface));
  reader.value(count);
  for (std::uint64_t i = 0; i < count && reader.good(); ++i) {
    read_zone(reader, fields.zones.emplace_back());
  }
  count = 0;
  reader.value(count);
  for (std::uint64_t i = 0; i < count && reader.good(); ++i) {
    visit_point(reader, fields.points.emplace_back());
  }
  count = 0;
  reader.value(count);
  for (std::uint64_t i = 0; i < count && reader.good(); ++i) {
    reader.text(fields.warnings.emplace_back());
  }
  if (!reader.at_end() || !consistent(fields)) {
    return refuse("its parts do not fit together");
  }
  return fields;
}

Result<PainFields> load_fields(const Leg& leg, const anatomy::PainData& data, const fs::path& folder,
                               const Progress* job) {
  if (folder.empty()) {
    return compute_fields(leg, data, job);
  }
  const Hash128 key = fields_key(leg, data);
  const fs::path file = folder / (key.hex() + ".crusfields");
  std::error_code code;
  if (fs::exists(file, code)) {
    auto kept = read_fields(file, key);
    if (kept && fits(*kept, leg)) {
      return kept;
    }
    log::debug("pain fields are computed anew: " + (kept ? file.string() : kept.error().message()));
  }
  auto fields = compute_fields(leg, data, job);
  if (fields) {
    if (const Status written = write_fields(*fields, key, file); !written) {
      log::debug("pain fields are not kept for next time: " + written.error().message());
    } else {
      thin_out(folder);
    }
  }
  return fields;
}

}  // namespace crus::pain
