#include "scene/colour_maps.hpp"

#include <algorithm>

namespace crus::scene {
namespace {

constexpr Ramp kCividis{{{0.000F, 0.135F, 0.305F},
                         {0.000F, 0.179F, 0.415F},
                         {0.103F, 0.220F, 0.436F},
                         {0.195F, 0.264F, 0.426F},
                         {0.264F, 0.308F, 0.423F},
                         {0.324F, 0.351F, 0.426F},
                         {0.381F, 0.395F, 0.436F},
                         {0.435F, 0.440F, 0.451F},
                         {0.489F, 0.485F, 0.471F},
                         {0.544F, 0.529F, 0.472F},
                         {0.605F, 0.577F, 0.464F},
                         {0.668F, 0.626F, 0.449F},
                         {0.732F, 0.677F, 0.426F},
                         {0.798F, 0.731F, 0.393F},
                         {0.866F, 0.786F, 0.347F},
                         {0.937F, 0.844F, 0.281F},
                         {0.996F, 0.909F, 0.218F}}};
constexpr Ramp kViridis{{{0.267F, 0.005F, 0.329F},
                         {0.282F, 0.095F, 0.417F},
                         {0.279F, 0.175F, 0.483F},
                         {0.259F, 0.252F, 0.525F},
                         {0.230F, 0.322F, 0.546F},
                         {0.199F, 0.388F, 0.555F},
                         {0.173F, 0.449F, 0.558F},
                         {0.149F, 0.508F, 0.557F},
                         {0.128F, 0.567F, 0.551F},
                         {0.120F, 0.622F, 0.535F},
                         {0.154F, 0.680F, 0.504F},
                         {0.239F, 0.736F, 0.456F},
                         {0.361F, 0.786F, 0.388F},
                         {0.506F, 0.829F, 0.300F},
                         {0.668F, 0.862F, 0.196F},
                         {0.835F, 0.886F, 0.103F},
                         {0.993F, 0.906F, 0.144F}}};
constexpr Ramp kInferno{{{0.001F, 0.000F, 0.014F},
                         {0.042F, 0.028F, 0.141F},
                         {0.129F, 0.047F, 0.291F},
                         {0.238F, 0.037F, 0.396F},
                         {0.342F, 0.062F, 0.429F},
                         {0.441F, 0.099F, 0.432F},
                         {0.541F, 0.135F, 0.415F},
                         {0.640F, 0.171F, 0.381F},
                         {0.736F, 0.216F, 0.330F},
                         {0.817F, 0.271F, 0.270F},
                         {0.890F, 0.348F, 0.198F},
                         {0.944F, 0.443F, 0.120F},
                         {0.977F, 0.551F, 0.039F},
                         {0.988F, 0.668F, 0.058F},
                         {0.976F, 0.790F, 0.196F},
                         {0.949F, 0.910F, 0.395F},
                         {0.988F, 0.998F, 0.645F}}};
constexpr Ramp kMagma{{{0.001F, 0.000F, 0.014F},
                       {0.040F, 0.031F, 0.134F},
                       {0.113F, 0.065F, 0.277F},
                       {0.212F, 0.062F, 0.419F},
                       {0.317F, 0.072F, 0.485F},
                       {0.415F, 0.110F, 0.505F},
                       {0.513F, 0.148F, 0.508F},
                       {0.614F, 0.182F, 0.499F},
                       {0.716F, 0.215F, 0.475F},
                       {0.811F, 0.253F, 0.439F},
                       {0.900F, 0.315F, 0.391F},
                       {0.958F, 0.411F, 0.360F},
                       {0.986F, 0.528F, 0.379F},
                       {0.996F, 0.646F, 0.441F},
                       {0.997F, 0.762F, 0.529F},
                       {0.993F, 0.877F, 0.633F},
                       {0.987F, 0.991F, 0.750F}}};

}  // namespace

const Ramp& ramp_of(ColourMap map) {
  switch (map) {
    case ColourMap::viridis: return kViridis;
    case ColourMap::inferno: return kInferno;
    case ColourMap::magma: return kMagma;
    case ColourMap::cividis: break;
  }
  return kCividis;
}

glm::vec3 colour_at(const Ramp& ramp, float value) {
  const float at = std::clamp(value, 0.0F, 1.0F) * static_cast<float>(ramp.size() - 1);
  const auto i = std::min(static_cast<std::size_t>(at), ramp.size() - 2);
  return glm::mix(ramp.at(i), ramp.at(i + 1), at - static_cast<float>(i));
}

const std::array<glm::vec3, render::SharePaint::kFields>& pattern_hues() {
  static constexpr std::array<glm::vec3, render::SharePaint::kFields> kHues{
      {{0.835F, 0.369F, 0.0F}, {0.0F, 0.447F, 0.698F}, {0.0F, 0.62F, 0.451F}, {0.8F, 0.475F, 0.655F}}};
  return kHues;
}

glm::vec3 drawing_hue() { return {0.55F, 0.05F, 0.45F}; }
glm::vec3 earlier_hue() { return {0.0F, 0.6F, 0.76F}; }
glm::vec3 lit_hue() { return {1.0F, 0.45F, 0.0F}; }

}  // namespace crus::scene
