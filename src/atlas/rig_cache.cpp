#include "atlas/rig_cache.hpp"

#include <cstring>

#include "core/files.hpp"
#include "core/hash.hpp"
#include "core/log.hpp"

namespace crus::atlas {
namespace {
namespace fs = std::filesystem;

// Grows with every change to how a rig is found.
constexpr std::string_view kRigVersion = "crus-rig-15";
constexpr std::size_t kHeader = 64;  // key and checksum, 32 digits each

// Of the surfaces themselves: a leg and its mirror image share a rig's numbers.
std::string key_of(const Leg& leg, const anatomy::MotionData& data) {
  Hasher hasher;
  hasher.add(kRigVersion).add(version()).add(data.rig_fingerprint);
  for (const LegStructure& structure : leg.structures) {
    hasher.add(structure.id);
    if (leg.side == anatomy::Side::left) {
      std::vector<glm::vec3> flipped = structure.mesh.positions;
      for (glm::vec3& p : flipped) {
        p.z = -p.z;
      }
      hasher.add(std::as_bytes(std::span(flipped)));
    } else {
      hasher.add(std::as_bytes(std::span(structure.mesh.positions)));
    }
  }
  return hasher.finish().hex();
}

std::vector<std::byte> packed(const std::string& key, const std::vector<float>& kept) {
  const auto content = std::as_bytes(std::span(kept));
  const std::string header = key + hash_bytes(content).hex();
  std::vector<std::byte> bytes(kHeader + content.size());
  std::memcpy(bytes.data(), header.data(), kHeader);
  std::memcpy(bytes.data() + kHeader, content.data(), content.size());
  return bytes;
}

// Empty when the file is missing or speaks of another leg; says so when it is damaged.
std::vector<float> unpacked(const fs::path& file, const std::string& key) {
  std::error_code code;
  const auto bytes = fs::exists(file, code) ? read_bytes(file) : Result<std::vector<std::byte>>();
  if (!bytes || bytes->size() < kHeader) {
    return {};
  }
  const std::string header(reinterpret_cast<const char*>(bytes->data()), kHeader);
  if (!header.starts_with(key)) {
    return {};
  }
  const auto content = std::span(*bytes).subspan(kHeader);
  if (content.size() % sizeof(float) != 0 || header.substr(32) != hash_bytes(content).hex()) {
    log::warning("the cached motion of this leg is damaged and is made anew: " + file.string());
    return {};
  }
  std::vector<float> kept(content.size() / sizeof(float));
  std::memcpy(kept.data(), content.data(), content.size());
  return kept;
}

}  // namespace

Result<std::shared_ptr<const Rig>> load_rig(const Leg& leg, const anatomy::MotionData& data, const fs::path& share,
                                            Progress& progress) {
  const std::string key = key_of(leg, data);
  std::vector<float> kept = unpacked(share / "builtin.crusrig", key);
  const fs::path folder = cache_folder();
  const fs::path file = folder.empty() ? fs::path() : folder / "rigs" / (key + ".crusrig");
  if (kept.empty() && !file.empty()) {
    kept = unpacked(file, key);
  }
  auto rig = Rig::build(leg, data, progress, kept);
  if (rig && kept.empty() && !file.empty()) {
    if (const Status written = write_atomically(file, packed(key, (*rig)->keep()), true); !written) {
      log::debug("the motion of this leg is not kept for next time: " + written.error().message());
    }
  }
  return rig;
}

Status bake_rig(const Leg& leg, const anatomy::MotionData& data, const fs::path& file) {
  Progress progress;
  const auto rig = Rig::build(leg, data, progress);
  if (!rig) {
    return tl::unexpected(rig.error());
  }
  return write_atomically(file, packed(key_of(leg, data), (*rig)->keep()));
}

}  // namespace crus::atlas
