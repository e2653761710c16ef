#include <cmath>
#include <iostream>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "app/model.hpp"
#include "app/motion.hpp"
#include "app/subcommands.hpp"
#include "core/log.hpp"
#include "leg/motion_table.hpp"

namespace crus::app {
namespace {
using Json = nlohmann::ordered_json;

// To the thousandth: what lies below is noise of single precision.
double rounded(double value) { return std::round(value * 1000.0) / 1000.0; }

Json vector_json(const glm::dvec3& v) { return {rounded(v.x), rounded(v.y), rounded(v.z)}; }

Json row_json(const MotionRow& row) {
  Json json;
  json["plantarflexion_deg"] = rounded(row.plantarflexion_deg);
  json["soleus_mtu_mm"] = rounded(row.soleus_mtu_mm);
  json["achilles_excursion_mm"] = rounded(row.achilles_excursion_mm);
  json["achilles_moment_arm_mm"] = rounded(row.achilles_moment_arm_mm);
  json["tendon_length_mm"] = rounded(row.tendon_length_mm);
  json["tendon_strain"] = std::round(row.tendon_strain * 1e6) / 1e6;
  json["soleus_volume_cm3"] = rounded(row.soleus_volume_cm3);
  json["soleus_thickness_mm"] = rounded(row.soleus_thickness_mm);
  json["soleus_fascicle_mm"] = rounded(row.soleus_fascicle_mm);
  json["soleus_pennation_deg"] = rounded(row.soleus_pennation_deg);
  json["origin_drift_mm"] = rounded(row.origin_drift_mm);
  json["insertion_drift_mm"] = rounded(row.insertion_drift_mm);
  json["max_penetration_mm"] = rounded(row.max_penetration_mm);
  json["talus_tibia_overlap_mm"] = rounded(row.talus_tibia_overlap_mm);
  json["skin_min_gap_mm"] = row.skin_min_gap_mm ? Json(rounded(*row.skin_min_gap_mm)) : Json();
  json["moment_arms_mm"] = Json::object();
  for (const auto& [muscle, arm] : row.moment_arms_mm) {
    json["moment_arms_mm"][muscle] = rounded(arm);
  }
  return json;
}

Json report(const Leg& leg, const Rig& rig, double activation, const std::vector<MotionRow>& rows) {
  const Hinge& ankle = rig.ankle();
  Json json;
  json["source"] = leg.source;
  json["axis"] = {{"point_mm", vector_json(ankle.point_mm)},
                  {"direction", vector_json(ankle.direction)},
                  {"method", ankle.method},
                  {"reason", ankle.reason},
                  {"residual_mm", ankle.residual_mm ? Json(rounded(*ankle.residual_mm)) : Json()}};
  json["zero"] = {{"plantarflexion_deg", 0.0},
                  {"meaning", "the underside of calcaneus and metatarsal heads square to the shank"},
                  {"rest_plantarflexion_deg", rounded(rig.rest_plantarflexion_deg())}};
  json["activation"] = activation;
  json["rows"] = Json::array();
  for (const MotionRow& row : rows) {
    json["rows"].push_back(row_json(row));
  }
  json["warnings"] = rig.warnings();
  return json;
}

std::string words(const Rig& rig, const std::vector<MotionRow>& rows) {
  std::string text = "Ankle axis: " + rig.ankle().method + "\n";
  text += rig.ankle().reason.empty() ? "" : "  " + rig.ankle().reason + "\n";
  text += fmt::format("{:>8} {:>9} {:>9} {:>9} {:>9} {:>9} {:>9} {:>9}\n", "plantar-", "length of", "change", "moment",
                      "volume", "thickness", "fascicle", "pennation");
  text += fmt::format("{:>8} {:>9} {:>9} {:>9} {:>9} {:>9} {:>9} {:>9}\n", "flexion", "soleus mm", "mm", "arm mm",
                      "cm3", "mm", "mm", "deg");
  for (const MotionRow& row : rows) {
    text += fmt::format("{:8.1f} {:9.1f} {:9.1f} {:9.1f} {:9.1f} {:9.1f} {:9.1f} {:9.1f}\n", row.plantarflexion_deg,
                        row.soleus_mtu_mm, row.achilles_excursion_mm, row.achilles_moment_arm_mm, row.soleus_volume_cm3,
                        row.soleus_thickness_mm, row.soleus_fascicle_mm, row.soleus_pennation_deg);
  }
  return text;
}

}  // namespace

int motion_command(const MotionOptions& options) {
  if (options.from_deg > options.to_deg) {
    return failed({"--from must not lie above --to", fmt::format("{} > {}", options.from_deg, options.to_deg), {}},
                  kWrongUsage);
  }
  const auto leg = open_leg(options.model);
  if (!leg) {
    return failed(leg.error());
  }
  Progress progress;
  const auto rig = rig_of(**leg, progress);
  if (!rig) {
    return failed(rig.error());
  }
  for (const std::string& warning : (*rig)->warnings()) {
    log::warning(warning);
  }
  const MotionMeter meter(**leg, **rig);
  std::vector<MotionRow> rows;
  const double slack = 1e-6 * options.step_deg;
  for (int i = 0; options.from_deg + i * options.step_deg <= options.to_deg + slack; ++i) {
    rows.push_back(meter.row(options.from_deg + i * options.step_deg, options.activation));
  }
  std::cout << (options.json ? report(**leg, **rig, options.activation, rows).dump(2) + "\n" : words(**rig, rows));
  return kDone;
}

}  // namespace crus::app
