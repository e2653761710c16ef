#include "scene/colours.hpp"

#include <algorithm>
#include <array>
#include <string_view>

namespace crus::scene {
namespace {

using anatomy::Kind;

glm::vec3 colour_of(Kind kind) {
  switch (kind) {
    case Kind::landmark:
    case Kind::bone: return {0.89F, 0.85F, 0.76F};
    case Kind::cartilage: return {0.80F, 0.86F, 0.88F};
    case Kind::muscle: return {0.68F, 0.34F, 0.30F};
    case Kind::tendon:
    case Kind::aponeurosis: return {0.87F, 0.85F, 0.80F};
    case Kind::ligament:
    case Kind::joint:
    case Kind::membrane:
    case Kind::retinaculum:
    case Kind::fascia: return {0.80F, 0.79F, 0.72F};
    case Kind::bursa: return {0.70F, 0.80F, 0.86F};
    case Kind::fat: return {0.92F, 0.83F, 0.58F};
    case Kind::artery: return {0.78F, 0.20F, 0.18F};
    case Kind::vein: return {0.28F, 0.40F, 0.66F};
    case Kind::nerve: return {0.91F, 0.80F, 0.38F};
    case Kind::skin: return {0.86F, 0.69F, 0.59F};
  }
  return glm::vec3(0.7F);
}

struct NamedAccent {
  std::string_view id;
  glm::vec3 colour;
};
constexpr std::array<NamedAccent, 4> kNamedAccents{{{"soleus", {0.97F, 0.60F, 0.08F}},
                                                    {"tibia", {0.20F, 0.52F, 0.80F}},
                                                    {"fibula", {0.06F, 0.62F, 0.52F}},
                                                    {"calcaneal-tendon", {0.63F, 0.42F, 0.80F}}}};
constexpr std::array<glm::vec3, 5> kOtherAccents{{{0.35F, 0.72F, 0.92F},
                                                  {0.80F, 0.46F, 0.66F},
                                                  {0.92F, 0.82F, 0.25F},
                                                  {0.15F, 0.38F, 0.62F},
                                                  {0.55F, 0.74F, 0.30F}}};

float lightness(const glm::vec3& colour) { return glm::dot(colour, glm::vec3(0.30F, 0.59F, 0.11F)); }

}  // namespace

glm::vec3 natural_colour(const Leg& leg, const LegStructure& structure) {
  const anatomy::Structure* entry = leg.catalogue != nullptr ? leg.entry(structure) : nullptr;
  if (entry != nullptr) {
    const auto& palette = leg.catalogue->palette();
    if (const auto found = palette.find(entry->colour_group); found != palette.end()) {
      return found->second;
    }
  }
  return structure.recognised ? colour_of(structure.kind) : glm::vec3(0.66F, 0.68F, 0.70F);
}

render::Material material_of(Kind kind) {
  using render::Material;
  switch (kind) {
    case Kind::landmark:
    case Kind::bone: return Material::bone;
    case Kind::cartilage: return Material::cartilage;
    case Kind::muscle: return Material::muscle;
    case Kind::tendon: return Material::tendon;
    case Kind::aponeurosis:
    case Kind::fascia: return Material::aponeurosis;
    case Kind::ligament:
    case Kind::joint:
    case Kind::membrane:
    case Kind::retinaculum: return Material::ligament;
    case Kind::artery: return Material::artery;
    case Kind::vein: return Material::vein;
    case Kind::nerve: return Material::nerve;
    case Kind::fat: return Material::fat;
    case Kind::skin: return Material::skin;
    case Kind::bursa: return Material::cartilage;
  }
  return Material::plain;
}

glm::vec3 tissue_colour(const Leg& leg, anatomy::Kind kind) {
  const std::string_view group = name_of(kind);
  if (leg.catalogue != nullptr) {
    if (const auto found = leg.catalogue->palette().find(group); found != leg.catalogue->palette().end()) {
      return found->second;
    }
  }
  return colour_of(kind);
}

std::vector<glm::vec3> accent_colours(const std::vector<std::string>& ids) {
  std::vector<glm::vec3> colours;
  std::size_t others = 0;
  for (const std::string& id : ids) {
    const auto named = std::find_if(kNamedAccents.begin(), kNamedAccents.end(),
                                    [&](const NamedAccent& accent) { return accent.id == id; });
    if (named != kNamedAccents.end()) {
      colours.push_back(named->colour);
      continue;
    }
    // Past the last, the same hues come back paler.
    const float paler = std::min(0.5F, 0.25F * static_cast<float>(others / kOtherAccents.size()));
    colours.push_back(glm::mix(kOtherAccents.at(others % kOtherAccents.size()), glm::vec3(1.0F), paler));
    ++others;
  }
  return colours;
}

BackgroundColours colours_of(Background background) {
  switch (background) {
    case Background::dark:
      return {{0.175F, 0.19F, 0.215F},
              {0.085F, 0.095F, 0.11F},
              {0.93F, 0.94F, 0.95F, 1.0F},
              {0.80F, 0.82F, 0.84F, 0.75F},
              {0.10F, 0.11F, 0.13F, 0.72F}};
    case Background::light:
      return {{0.955F, 0.962F, 0.970F},
              {0.850F, 0.868F, 0.885F},
              {0.13F, 0.15F, 0.18F, 1.0F},
              {0.20F, 0.22F, 0.25F, 0.75F},
              {0.98F, 0.985F, 0.99F, 0.78F}};
    case Background::white: break;
  }
  return {glm::vec3(1.0F),
          glm::vec3(1.0F),
          {0.13F, 0.15F, 0.18F, 1.0F},
          {0.20F, 0.22F, 0.25F, 0.75F},
          {1.0F, 1.0F, 1.0F, 0.82F}};
}

glm::vec3 outline_of(const glm::vec3& colour, Background background) {
  const bool darken = background != Background::dark;
  const glm::vec3 line = darken ? colour * 0.45F : glm::mix(colour, glm::vec3(1.0F), 0.55F);
  return darken && lightness(line) > 0.45F ? line * 0.7F : line;
}

}  // namespace crus::scene
