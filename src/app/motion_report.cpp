#include "app/motion_report.hpp"

#include <cmath>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace crus::app {
namespace {
using Json = nlohmann::ordered_json;

// To the thousandth: what lies below is noise of single precision.
double rounded(double value) { return std::round(value * 1000.0) / 1000.0; }

Json vector_json(const glm::dvec3& v) { return {rounded(v.x), rounded(v.y), rounded(v.z)}; }

// A leg without a calcaneal tendon or a soleus has none of their figures, rather than figures of 0.
bool has_tendon(const MotionRow& row) { return row.tendon_length_mm > 0.0; }
bool has_soleus(const MotionRow& row) { return row.soleus_thickness_mm > 0.0; }
bool has_volume(const MotionRow& row) { return row.soleus_volume_cm3 > 0.0; }
bool has_fibre(const MotionRow& row) { return row.soleus_fascicle_mm > 0.0; }

Json figure(bool known, double value) { return known ? Json(rounded(value)) : Json(); }

std::vector<std::string> withheld(const std::vector<MotionRow>& rows) {
  std::vector<std::string> reasons;
  if (!rows.empty() && !has_tendon(rows.front())) {
    reasons.emplace_back("no calcaneal tendon on a heel: its length, strain, excursion and moment arm are withheld");
  }
  if (!rows.empty() && !has_soleus(rows.front())) {
    reasons.emplace_back("no soleus: its volume, thickness, fascicle and pennation are withheld");
  } else if (!rows.empty() && !has_volume(rows.front())) {
    reasons.emplace_back("the soleus is open: its volume is withheld");
  }
  return reasons;
}

Json row_json(const MotionRow& row) {
  Json json;
  json["plantarflexion_deg"] = rounded(row.plantarflexion_deg);
  json["soleus_mtu_mm"] = figure(has_tendon(row), row.soleus_mtu_mm);
  json["achilles_excursion_mm"] = figure(has_tendon(row), row.achilles_excursion_mm);
  json["achilles_moment_arm_mm"] = figure(has_tendon(row), row.achilles_moment_arm_mm);
  json["tendon_length_mm"] = figure(has_tendon(row), row.tendon_length_mm);
  json["tendon_strain"] = has_tendon(row) ? Json(std::round(row.tendon_strain * 1e6) / 1e6) : Json();
  json["soleus_volume_cm3"] = figure(has_volume(row), row.soleus_volume_cm3);
  json["soleus_thickness_mm"] = figure(has_soleus(row), row.soleus_thickness_mm);
  json["soleus_fascicle_mm"] = figure(has_fibre(row), row.soleus_fascicle_mm);
  json["soleus_pennation_deg"] = figure(has_fibre(row), row.soleus_pennation_deg);
  json["origin_drift_mm"] = rounded(row.origin_drift_mm);
  json["insertion_drift_mm"] = rounded(row.insertion_drift_mm);
  json["max_penetration_mm"] = rounded(row.max_penetration_mm);
  json["talus_tibia_overlap_mm"] = rounded(row.talus_tibia_overlap_mm);
  json["skin_min_gap_mm"] = row.skin_min_gap_mm ? Json(rounded(*row.skin_min_gap_mm)) : Json();
  json["skin_worse_mm"] = row.skin_worse_mm ? Json(rounded(*row.skin_worse_mm)) : Json();
  json["moment_arms_mm"] = Json::object();
  for (const auto& [muscle, arm] : row.moment_arms_mm) {
    json["moment_arms_mm"][muscle] = rounded(arm);
  }
  return json;
}

}  // namespace

std::vector<MotionRow> motion_rows(const Leg& leg, const Rig& rig, const MotionOptions& options, Progress& progress) {
  const MotionMeter meter(leg, rig);
  std::vector<MotionRow> rows;
  const double slack = 1e-6 * options.step_deg;
  const auto angle = [&](int i) { return options.from_deg + i * options.step_deg; };
  for (int i = 0; angle(i) <= options.to_deg + slack && !progress.cancelled(); ++i) {
    const double span = std::max(options.to_deg - options.from_deg, options.step_deg);
    progress.report((angle(i) - options.from_deg) / span, "measuring the motion");
    PoseRequest request;
    request.plantarflexion_deg = angle(i);
    request.activation = options.activation;
    request.strain = options.strain;
    rows.push_back(meter.row(request));
  }
  return rows;
}

std::string motion_json(const Leg& leg, const Rig& rig, const MotionOptions& options,
                        const std::vector<MotionRow>& rows) {
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
  json["activation"] = options.activation;
  json["strain"] = options.strain;
  json["rows"] = Json::array();
  for (const MotionRow& row : rows) {
    json["rows"].push_back(row_json(row));
  }
  json["warnings"] = rig.warnings();
  for (std::string& reason : withheld(rows)) {
    json["warnings"].push_back(std::move(reason));
  }
  return json.dump(2) + "\n";
}

std::string motion_csv(const std::vector<MotionRow>& rows) {
  std::string text;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    std::string names;
    std::string line;
    const auto add = [&](const std::string& name, const Json& value) {
      names += (names.empty() ? "" : ",") + name;
      line += (names == name ? "" : ",") + (value.is_null() ? std::string() : value.dump());
    };
    const Json row = row_json(rows[i]);
    for (const auto& [key, value] : row.items()) {
      if (!value.is_object()) {
        add(key, value);
        continue;
      }
      for (const auto& [muscle, arm] : value.items()) {
        add(key + "." + muscle, arm);
      }
    }
    text += i == 0 ? names + "\n" : "";
    text += line + "\n";
  }
  return text;
}

std::string motion_words(const Rig& rig, const std::vector<MotionRow>& rows) {
  std::string text = "Ankle axis: " + rig.ankle().method + "\n";
  text += rig.ankle().reason.empty() ? "" : "  " + rig.ankle().reason + "\n";
  text += fmt::format("{:>8} {:>9} {:>9} {:>9} {:>9} {:>9} {:>9} {:>9}\n", "plantar-", "length of", "change", "moment",
                      "volume", "thickness", "fascicle", "pennation");
  text += fmt::format("{:>8} {:>9} {:>9} {:>9} {:>9} {:>9} {:>9} {:>9}\n", "flexion", "soleus mm", "mm", "arm mm",
                      "cm3", "mm", "mm", "deg");
  const auto cell = [](bool known, double value) {
    return known ? fmt::format(" {:9.1f}", value) : fmt::format(" {:>9}", "-");
  };
  for (const MotionRow& row : rows) {
    const bool tendon = has_tendon(row);
    const bool soleus = has_soleus(row);
    text += fmt::format("{:8.1f}", row.plantarflexion_deg) + cell(tendon, row.soleus_mtu_mm) +
            cell(tendon, row.achilles_excursion_mm) + cell(tendon, row.achilles_moment_arm_mm) +
            cell(has_volume(row), row.soleus_volume_cm3) + cell(soleus, row.soleus_thickness_mm) +
            cell(has_fibre(row), row.soleus_fascicle_mm) + cell(has_fibre(row), row.soleus_pennation_deg) + "\n";
  }
  for (const std::string& reason : withheld(rows)) {
    text += reason + "\n";
  }
  return text;
}

}  // namespace crus::app
