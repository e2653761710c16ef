// Dabs as JSON, for saved views and drawings. Private to the room's sources.
#pragma once

#include <string>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "core/result.hpp"
#include "pain/drawing.hpp"

namespace crus {

[[nodiscard]] nlohmann::json dabs_json(const std::vector<pain::Dab>& dabs);
[[nodiscard]] Result<std::vector<pain::Dab>> dabs_from(const nlohmann::json& list, const std::string& where);

}  // namespace crus
