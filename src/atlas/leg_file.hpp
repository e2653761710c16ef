// The flat leg file: what the disk cache holds and what the built-in leg is shipped as. Little-endian, versioned, with
// a hash of its whole content in the header; anything damaged, truncated or of another version is refused with a
// reason.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>

#include "core/result.hpp"
#include "leg/leg.hpp"

namespace crus::atlas {

inline constexpr std::uint32_t kLegFileVersion = 6;

[[nodiscard]] std::vector<std::byte> encode_leg(const Leg& leg);
[[nodiscard]] Result<Leg> decode_leg(std::span<const std::byte> bytes,
                                     std::shared_ptr<const anatomy::Catalogue> catalogue);
[[nodiscard]] Status write_leg_file(const Leg& leg, const std::filesystem::path& file);
[[nodiscard]] Result<Leg> read_leg_file(const std::filesystem::path& file,
                                        std::shared_ptr<const anatomy::Catalogue> catalogue);

// What the file's header says the hash of its content is, without reading the rest; nothing if there is no header.
[[nodiscard]] std::optional<Hash128> stated_hash(const std::filesystem::path& file);

}  // namespace crus::atlas
