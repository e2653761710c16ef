// Flat little-endian records: what the import worker hands its parent and what leg files hold. The reader trusts
// nothing: every count is checked against the bytes that are left before anything is allocated.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include <glm/glm.hpp>

namespace crus::atlas {

static_assert(std::endian::native == std::endian::little, "the flat files are copied as they lie in memory");

// What may be copied as it lies: numbers, and vectors of them without padding.
template <class T>
concept Flat = std::is_arithmetic_v<T> || std::is_same_v<T, glm::vec3> || std::is_same_v<T, glm::uvec3> ||
    std::is_same_v<T, glm::dvec3> || std::is_same_v<T, glm::dmat4>;

class ByteWriter {
 public:
  template <Flat T>
  void put(const T& value) {
    const std::span<const std::byte> raw = std::as_bytes(std::span(&value, 1));
    bytes_.insert(bytes_.end(), raw.begin(), raw.end());
  }
  void put(std::string_view text) {
    put(static_cast<std::uint64_t>(text.size()));
    const std::span<const std::byte> raw = std::as_bytes(std::span(text.data(), text.size()));
    bytes_.insert(bytes_.end(), raw.begin(), raw.end());
  }
  template <Flat T>
  void put_all(const std::vector<T>& values) {
    put(static_cast<std::uint64_t>(values.size()));
    const std::span<const std::byte> raw = std::as_bytes(std::span(values));
    bytes_.insert(bytes_.end(), raw.begin(), raw.end());
  }
  [[nodiscard]] const std::vector<std::byte>& bytes() const { return bytes_; }
  [[nodiscard]] std::vector<std::byte> take() { return std::move(bytes_); }

 private:
  std::vector<std::byte> bytes_;
};

// After the first value that does not fit, every further read gives zeros and ok() stays false.
class ByteReader {
 public:
  explicit ByteReader(std::span<const std::byte> bytes) : rest_(bytes) {}

  [[nodiscard]] bool ok() const { return ok_; }
  [[nodiscard]] bool at_end() const { return rest_.empty(); }
  [[nodiscard]] std::size_t left() const { return rest_.size(); }

  template <Flat T>
  [[nodiscard]] T get() {
    T value{};
    if (const auto raw = take(sizeof(T)); ok_) {
      std::memcpy(&value, raw.data(), sizeof(T));
    }
    return value;
  }
  [[nodiscard]] std::string get_text() {
    const auto raw = take(count_of(1));
    return ok_ ? std::string(reinterpret_cast<const char*>(raw.data()), raw.size()) : std::string();
  }
  template <Flat T>
  [[nodiscard]] std::vector<T> get_all() {
    const std::size_t count = count_of(sizeof(T));
    const auto raw = take(count * sizeof(T));
    std::vector<T> values(ok_ ? count : 0);
    if (!values.empty()) {
      std::memcpy(values.data(), raw.data(), raw.size());
    }
    return values;
  }
  // A count of items that take at least `least_bytes` each; 0 (and not ok) when so many cannot follow.
  [[nodiscard]] std::size_t count_of(std::size_t least_bytes) {
    const auto count = get<std::uint64_t>();
    if (count > rest_.size() / least_bytes) {
      ok_ = false;
      return 0;
    }
    return static_cast<std::size_t>(count);
  }
  void refuse() { ok_ = false; }

 private:
  std::span<const std::byte> take(std::size_t count) {
    if (!ok_ || count > rest_.size()) {
      ok_ = false;
      return {};
    }
    const auto taken = rest_.first(count);
    rest_ = rest_.subspan(count);
    return taken;
  }

  std::span<const std::byte> rest_;
  bool ok_ = true;
};

}  // namespace crus::atlas
