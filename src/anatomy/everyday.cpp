#include "anatomy/everyday.hpp"

#include "anatomy/motion_reader.hpp"

namespace crus::anatomy {
namespace {

constexpr double kWidestAngle = 180.0;
constexpr auto kMeasureNames = std::to_array<std::string_view>({"heel-mm", "slope-deg"});
constexpr auto kQuantityNames = std::to_array<std::string_view>({"moment-arm", "excursion"});

void read_amount(TableReader& reader, std::optional<Amount>& out) {
  if (!reader.has("measure")) {
    return;
  }
  Amount amount;
  reader.word("measure", kMeasureNames, amount.measure);
  required_range(reader, "range", amount.range);
  required_real(reader, "usual", amount.range.x, amount.range.y, amount.usual);
  out = amount;
}

Result<EverydayPose> read_pose(const toml::table& table, const std::string& file) {
  EverydayPose pose;
  pose.location = place(file, table);
  TableReader reader(
      table, file,
      {"id", "name", "plantarflexion_deg", "inversion_deg", "toe_extension_deg", "activation", "closed_chain",
       "bent_knee", "measure", "range", "usual", "soleus", "confidence", "sources", "text"});
  reader.required("id", pose.id);
  reader.required("name", pose.name);
  reader.required("soleus", pose.soleus);
  optional_real(reader, "plantarflexion_deg", -kWidestAngle, kWidestAngle, pose.plantarflexion_deg);
  optional_real(reader, "inversion_deg", -kWidestAngle, kWidestAngle, pose.inversion_deg);
  optional_real(reader, "toe_extension_deg", -kWidestAngle, kWidestAngle, pose.toe_extension_deg);
  optional_real(reader, "activation", 0.0, 1.0, pose.activation);
  reader.flag("closed_chain", pose.closed_chain);
  reader.flag("bent_knee", pose.bent_knee);
  read_amount(reader, pose.amount);
  if (pose.amount && reader.has("plantarflexion_deg")) {
    reader.wrong("the angle of '" + pose.id + "' follows from its measure, so it cannot be given too", table);
  }
  read_claim(reader, pose.claim);
  return finished(reader, std::move(pose));
}

Result<PublishedCurve> read_curve(const toml::table& table, const std::string& file) {
  PublishedCurve curve;
  curve.location = place(file, table);
  TableReader reader(table, file, {"id", "name", "method", "quantity", "points", "confidence", "sources", "text"});
  reader.required("id", curve.id);
  reader.required("name", curve.name);
  reader.required("method", curve.method);
  reader.word("quantity", kQuantityNames, curve.quantity);
  read_claim(reader, curve.claim);
  const toml::node* points = reader.find("points");
  const toml::array* list = points == nullptr ? nullptr : points->as_array();
  if (list == nullptr || list->empty()) {
    reader.wrong("'points' must hold one or more points", points == nullptr ? table : *points);
  }
  for (std::size_t i = 0; list != nullptr && i < list->size(); ++i) {
    const auto value = numbers_of<3>((*list)[i], 2);
    if (!value) {
      reader.wrong("a point is [plantarflexion, value in mm, standard deviation]", (*list)[i]);
    } else if (!curve.points.empty() && (*value)[0] <= curve.points.back().plantarflexion_deg) {
      reader.wrong("the angles of '" + curve.id + "' must grow", (*list)[i]);
    } else {
      curve.points.push_back({(*value)[0], (*value)[1], (*value)[2]});
    }
  }
  return finished(reader, std::move(curve));
}

Result<Disagreement> read_disagreement(const toml::table& table, const std::string& file) {
  Disagreement disagreement;
  disagreement.location = place(file, table);
  TableReader reader(table, file, {"quantity", "confidence", "sources", "text"});
  reader.word("quantity", kQuantityNames, disagreement.quantity);
  read_claim(reader, disagreement.claim);
  return finished(reader, std::move(disagreement));
}

}  // namespace

Result<std::vector<EverydayPose>> read_poses(const std::filesystem::path& folder) {
  const auto tables = parse_toml(folder / "poses.toml");
  if (!tables) {
    return tl::unexpected(tables.error());
  }
  std::vector<EverydayPose> poses;
  for (const auto& [key, node] : *tables) {
    if (key.str() != "pose") {
      return fail("unknown table '" + std::string(key.str()) + "'", place("poses.toml", node), "use [[pose]]");
    }
    if (const Status read = read_list(node, "poses.toml", poses, read_pose); !read) {
      return tl::unexpected(read.error());
    }
  }
  return poses;
}

Result<Published> read_published(const std::filesystem::path& folder) {
  const auto tables = parse_toml(folder / "published.toml");
  if (!tables) {
    return tl::unexpected(tables.error());
  }
  Published published;
  for (const auto& [key, node] : *tables) {
    Status read;
    if (key.str() == "curve") {
      read = read_list(node, "published.toml", published.curves, read_curve);
    } else if (key.str() == "disagreement") {
      read = read_list(node, "published.toml", published.disagreements, read_disagreement);
    } else {
      return fail("unknown table '" + std::string(key.str()) + "'", place("published.toml", node),
                  "use [[curve]] or [[disagreement]]");
    }
    if (!read) {
      return tl::unexpected(read.error());
    }
  }
  return published;
}

}  // namespace crus::anatomy
