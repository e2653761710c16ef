// Which unit a model is in, and which way is up where no tibia tells it.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.hpp"
#include "geometry/mesh.hpp"
#include "leg/leg.hpp"

namespace crus::atlas {

// A recognised structure in file units, roughly welded.
struct Known {
  std::string_view id;
  const geometry::Mesh* mesh;
};

struct UnitInference {
  Inference inference;
  double scale_to_mm = 1.0;
};

// `given` is the user's word ("" to infer): m, dm, cm, mm or in. Otherwise from the lengths of whole bones, the tibia
// first (300 to 480 mm); failing that from the size of the whole model. Fails on a unit it does not know.
[[nodiscard]] Result<UnitInference> infer_unit(std::span<const Known> known, const geometry::Box& whole,
                                               const std::string& given);

// The user's up axis: +x -x +y -y +z -z, where x means +x. Empty for "". Fails on anything else.
[[nodiscard]] Result<std::optional<glm::dvec3>> parse_up(const std::string& given);

// "+z": the axis nearest to a direction.
[[nodiscard]] std::string axis_name(const glm::dvec3& direction);

// A guess for a model without a tibia: along fibula, femur or soleus, from calcaneus to talus, else the longest extent.
struct UpGuess {
  glm::dvec3 direction{0.0, 1.0, 0.0};  // a file axis
  std::string reason;
};
[[nodiscard]] UpGuess guess_up(std::span<const Known> known, const geometry::Box& whole);

}  // namespace crus::atlas
