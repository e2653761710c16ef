// What the readers of motion data share. Internal to the room.
#pragma once

#include "anatomy/toml_reader.hpp"

namespace crus::anatomy {

inline void read_claim(TableReader& reader, Claim& claim) {
  reader.required("text", claim.text);
  reader.word("confidence", kConfidenceNames, claim.confidence);
  reader.texts("sources", claim.sources);
}

inline void required_range(TableReader& reader, std::string_view key, glm::dvec2& out) {
  std::optional<glm::dvec2> range;
  reader.range(key, range);
  if (!range || !(range->x < range->y)) {
    reader.wrong("'" + std::string(key) + "' must be two numbers, the lower first", reader.table());
    return;
  }
  out = *range;
}

inline void required_real(TableReader& reader, std::string_view key, double low, double high, double& out) {
  std::optional<double> value;
  reader.real(key, value, low, high);
  if (!value) {
    reader.wrong("no '" + std::string(key) + "'", reader.table());
  }
  out = value.value_or(low);
}

inline void optional_real(TableReader& reader, std::string_view key, double low, double high, double& out) {
  std::optional<double> value;
  reader.real(key, value, low, high);
  out = value.value_or(out);
}

// Finite numbers, at least `least` and at most N of them; what is left out stays 0.
template <std::size_t N>
std::optional<std::array<double, N>> numbers_of(const toml::node& node, std::size_t least) {
  const toml::array* numbers = node.as_array();
  if (numbers == nullptr || numbers->size() < least || numbers->size() > N) {
    return std::nullopt;
  }
  std::array<double, N> value{};
  for (std::size_t i = 0; i < numbers->size(); ++i) {
    const auto number = (*numbers)[i].value<double>();
    if (!number || !std::isfinite(*number)) {
      return std::nullopt;
    }
    value.at(i) = *number;
  }
  return value;
}

}  // namespace crus::anatomy
