// Content hashing (XXH3, 128 bit): cache keys and damage checks. Not cryptographic.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace crus {

struct Hash128 {
  std::uint64_t high = 0;
  std::uint64_t low = 0;
  [[nodiscard]] std::string hex() const;  // 32 lower-case digits
  bool operator==(const Hash128&) const = default;
};

[[nodiscard]] Hash128 hash_bytes(std::span<const std::byte> bytes);

// Feeds several pieces into one hash. Each piece's length is hashed too, so ("ab","c") differs from ("a","bc").
class Hasher {
 public:
  Hasher();
  ~Hasher();
  Hasher(Hasher&&) noexcept;
  Hasher& operator=(Hasher&&) noexcept;
  Hasher& add(std::span<const std::byte> bytes);
  Hasher& add(std::string_view text);
  [[nodiscard]] Hash128 finish() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace crus
