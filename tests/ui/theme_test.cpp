// Colours that can be read, and told apart with any kind of colour vision.
#include "ui/theme.hpp"

#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <utility>

#include <glm/glm.hpp>

namespace crus::ui {
namespace {

double linear(double value) { return value <= 0.04045 ? value / 12.92 : std::pow((value + 0.055) / 1.055, 2.4); }

glm::dvec3 linear(const ImVec4& colour) {
  return {linear(double{colour.x}), linear(double{colour.y}), linear(double{colour.z})};
}

// WCAG 2.1, relative luminance and contrast ratio.
double contrast(const ImVec4& a, const ImVec4& b) {
  const glm::dvec3 weights(0.2126, 0.7152, 0.0722);
  const double first = glm::dot(linear(a), weights) + 0.05;
  const double second = glm::dot(linear(b), weights) + 0.05;
  return std::max(first, second) / std::min(first, second);
}

// Machado, Oliveira and Fernandes 2009, severity 1: what protanopes and deuteranopes see, in linear sRGB.
const std::array<glm::dmat3, 3> kVisions{glm::dmat3(1.0),
                                         glm::transpose(glm::dmat3(0.152286, 1.052583, -0.204868, 0.114503, 0.786281,
                                                                   0.099216, -0.003882, -0.048116, 1.051998)),
                                         glm::transpose(glm::dmat3(0.367322, 0.860646, -0.227968, 0.280085, 0.672501,
                                                                   0.047413, -0.011820, 0.042940, 0.968881))};

TEST(Theme, TextReachesItsContrast) {
  for (const Theme theme : {Theme::light, Theme::dark}) {
    const Palette& p = palette(theme);
    for (const ImVec4& ground : {p.panel, p.raised, p.faint, p.hover, p.accent_soft}) {
      EXPECT_GE(contrast(p.text, ground), 7.0);
      EXPECT_GE(contrast(p.muted, ground), 4.5);
    }
    EXPECT_GE(contrast(p.on_accent, p.accent), 4.5);
    for (const ImVec4& ground : {p.panel, p.raised}) {
      EXPECT_GE(contrast(p.accent, ground), 4.5);
      EXPECT_GE(contrast(p.warning, ground), 4.5);
      EXPECT_GE(contrast(p.error, ground), 4.5);
    }
  }
}

TEST(Theme, AccentsDifferForEveryColourVision) {
  for (const Theme theme : {Theme::light, Theme::dark}) {
    const Palette& p = palette(theme);
    for (const glm::dmat3& vision : kVisions) {
      for (const auto& [one, other] : {std::pair(p.accent, p.error), std::pair(p.accent, p.warning)}) {
        const glm::dvec3 a = glm::clamp(vision * linear(one), 0.0, 1.0);
        const glm::dvec3 b = glm::clamp(vision * linear(other), 0.0, 1.0);
        // Blue against orange: the yellow-blue direction, which both kinds of vision keep.
        const double yellow_blue = (0.5 * (a.x + a.y) - a.z) - (0.5 * (b.x + b.y) - b.z);
        EXPECT_GT(std::abs(yellow_blue), 0.2);
      }
    }
  }
}

}  // namespace
}  // namespace crus::ui
