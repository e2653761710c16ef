// Saved views: their version and the words that stand for values. Private to the room.
#pragma once

#include <array>
#include <string_view>
#include <utility>

#include "session/session.hpp"

namespace crus {

inline constexpr int kSessionVersion = 1;
inline constexpr std::string_view kSessionVersionKey = "crus_session";

inline constexpr std::array<std::pair<Labels, const char*>, 3> kLabelWords{
    {{Labels::off, "off"}, {Labels::english, "english"}, {Labels::latin, "latin"}}};
inline constexpr std::array<std::pair<Background, const char*>, 3> kBackgroundWords{
    {{Background::dark, "dark"}, {Background::light, "light"}, {Background::white, "white"}}};

inline constexpr std::array<std::pair<AttachmentColours, const char*>, 2> kAttachmentColourWords{
    {{AttachmentColours::red_blue, "red-blue"}, {AttachmentColours::colour_blind, "colour-blind"}}};
inline constexpr std::array<std::pair<anatomy::Side, const char*>, 3> kSideWords{
    {{anatomy::Side::none, "as-loaded"}, {anatomy::Side::left, "left"}, {anatomy::Side::right, "right"}}};
using PlaneKind = SectionPlane::Kind;
inline constexpr std::array<std::pair<PlaneKind, const char*>, 4> kPlaneWords{{{PlaneKind::axial, "axial"},
                                                                               {PlaneKind::sagittal, "sagittal"},
                                                                               {PlaneKind::coronal, "coronal"},
                                                                               {PlaneKind::free, "free"}}};

// The word of a value; the table's first where it has none.
template <class Table, class Enum>
const char* word_of(const Table& table, Enum value) {
  for (const auto& [candidate, word] : table) {
    if (candidate == value) {
      return word;
    }
  }
  return table.front().second;
}

}  // namespace crus
