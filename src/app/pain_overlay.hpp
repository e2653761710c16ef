// Pain patterns over a still picture: the field painted on the skin, trigger points as crosses, a legend with numbers
// and words, and the line that says what it is.
#pragma once

#include <string>
#include <vector>

#include "anatomy/pain_data.hpp"
#include "app/picture.hpp"
#include "pain/fields.hpp"

namespace crus::app {

struct PainOverlay {
  anatomy::PainData data;
  pain::PainFields fields;
  std::vector<std::string> shown;  // ids of patterns and zones
  int style = 0;                   // heat, chart, contour
  std::vector<float> values;       // one per vertex of the skin: the greatest of what is shown
};

// Whether each id is a pattern or a zone; the error suggests the nearest.
[[nodiscard]] Status known_overlays(const anatomy::PainData& data, const std::vector<std::string>& ids);
[[nodiscard]] Result<PainOverlay> make_overlay(const Leg& leg, anatomy::PainData data,
                                               const std::vector<std::string>& ids, const std::string& style);
// `overlay` must outlive the changes.
[[nodiscard]] PictureChanges changes_of(const PainOverlay& overlay, const Studio& studio, glm::ivec2 size);

}  // namespace crus::app
