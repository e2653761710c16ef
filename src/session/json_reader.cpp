#include "session/json_reader.hpp"

#include <cmath>

namespace crus {

using nlohmann::json;

void JsonReader::number(const char* key, double& value, double low, double high) {
  const json* member = find(key);
  if (member == nullptr) {
    return;
  }
  if (!member->is_number()) {
    return wrong(key, "a number");
  }
  const auto read = member->get<double>();
  if (!std::isfinite(read) || read < low || read > high) {
    return wrong(key, "a number between " + json(low).dump() + " and " + json(high).dump());
  }
  value = read;
}

void JsonReader::flag(const char* key, bool& value) {
  const json* member = find(key);
  if (member == nullptr) {
    return;
  }
  if (!member->is_boolean()) {
    return wrong(key, "true or false");
  }
  value = member->get<bool>();
}

void JsonReader::string(const char* key, std::string& value) {
  const json* member = find(key);
  if (member == nullptr) {
    return;
  }
  if (!member->is_string()) {
    return wrong(key, "a text");
  }
  value = member->get<std::string>();
}

void JsonReader::point(const char* key, glm::dvec3& value, double reach_mm) {
  const json* member = find(key);
  if (member == nullptr) {
    return;
  }
  if (!member->is_array() || member->size() != 3) {
    return wrong(key, "three numbers");
  }
  for (glm::length_t i = 0; i < 3; ++i) {
    const json& item = (*member)[static_cast<std::size_t>(i)];
    if (!item.is_number() || !(std::abs(item.get<double>()) <= reach_mm)) {
      return wrong(key, "three numbers of millimetres");
    }
    value[i] = item.get<double>();
  }
}

const nlohmann::json* JsonReader::find(const char* key) const {
  const auto at = object_.find(key);
  return at == object_.end() ? nullptr : &*at;
}

void JsonReader::wrong(const char* key, const std::string& wanted) {
  if (problem_.empty()) {
    problem_ = path_ + key + " should be " + wanted;
  }
}

}  // namespace crus
