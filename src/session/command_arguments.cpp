#include "session/command_arguments.hpp"

#include <algorithm>

#include "session/number.hpp"

namespace crus {

Result<double> number(const std::string& word) {
  const auto value = signed_number(word);
  return value ? Result<double>(*value) : fail("not a number", "'" + word + "'");
}

Result<std::vector<double>> numbers(Words words) {
  std::vector<double> values;
  for (const std::string& word : words) {
    const Result<double> value = number(word);
    if (!value) {
      return tl::unexpected(value.error());
    }
    values.push_back(*value);
  }
  return values;
}

Result<std::vector<std::string>> structures(const Call& call) {
  std::vector<std::string> ids;
  for (const std::string& word : call.words) {
    Result<std::string> id = resolve_structure(call.leg, word);
    if (!id) {
      return tl::unexpected(id.error());
    }
    if (std::find(ids.begin(), ids.end(), *id) == ids.end()) {
      ids.push_back(std::move(*id));
    }
  }
  return ids;
}

Status set_fraction(const Call& call, double& value) {
  const Result<double> read = number(call.words[0]);
  if (!read || *read < 0.0 || *read > 1.0) {
    return fail("a value between 0 and 1 is needed", "'" + call.words[0] + "'",
                read ? std::string("nearest valid: ") + (*read < 0.0 ? "0" : "1") : std::string("for example 0.5"));
  }
  value = *read;
  return {};
}

Status set_flag(const Call& call, bool& on) {
  return choose<bool, 3>(call, on, {{{"on", true}, {"off", false}, {"toggle", !on}}});
}

}  // namespace crus
