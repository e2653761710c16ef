#include <algorithm>
#include <iostream>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "app/model.hpp"
#include "app/motion.hpp"
#include "app/subcommands.hpp"
#include "atlas/export.hpp"
#include "core/log.hpp"

namespace crus::app {
namespace {

using Json = nlohmann::ordered_json;

Json json_of(const glm::dvec3& v) { return Json::array({v.x, v.y, v.z}); }

template <class T>
Json json_of(const std::optional<T>& value) {
  return value ? Json(*value) : Json(nullptr);
}

Json json_of(const Inference& inference) {
  return {{"value", inference.value}, {"confidence", inference.confidence}, {"reason", inference.reason}};
}

Json json_of(const LegStructure& structure) {
  return {{"id", structure.id},
          {"fma", json_of(structure.fma)},
          {"name", structure.name},
          {"kind", std::string(anatomy::name_of(structure.kind))},
          {"side", std::string(anatomy::name_of(structure.side))},
          {"origin", std::string(name_of(structure.origin))},
          {"source_name", structure.source_name},
          {"vertices", structure.mesh.positions.size()},
          {"triangles", structure.mesh.triangles.size()},
          {"closed", structure.closed},
          {"volume_cm3", structure.closed ? Json(structure.volume_mm3 / 1000.0) : Json(nullptr)},
          {"area_cm2", structure.area_mm2 / 100.0},
          {"bbox_mm", Json::array({json_of(glm::dvec3(structure.box.min)), json_of(glm::dvec3(structure.box.max))})}};
}

Json json_of(const Leg& leg, const Attachment& attachment) {
  std::string source;
  for (const std::string& id : attachment.sources) {
    const anatomy::Source* entry = leg.catalogue->source(id);
    source += (source.empty() ? "" : "; ") + (entry != nullptr ? entry->citation : id);
  }
  return {{"id", attachment.id},
          {"muscle", attachment.muscle},
          {"bone", attachment.bone},
          {"kind", std::string(name_of(attachment.kind))},
          {"area_cm2", attachment.area_mm2 / 100.0},
          {"centroid_mm", json_of(attachment.centroid_mm)},
          {"residual_mm", attachment.residual_mm},
          {"source", source},
          {"confidence", std::string(anatomy::name_of(attachment.confidence))}};
}

Json report(const Leg& leg) {
  Json structures = Json::array();
  Json unrecognised = Json::array();
  for (const LegStructure& structure : leg.structures) {
    structures.push_back(json_of(structure));
    if (!structure.recognised) {
      unrecognised.push_back(structure.source_name);
    }
  }
  Json attachments = Json::array();
  for (const Attachment& attachment : leg.attachments) {
    attachments.push_back(json_of(leg, attachment));
  }
  Json landmarks = Json::object();
  Json landmarks_how = Json::object();
  for (const Landmark& landmark : leg.landmarks) {
    landmarks[landmark.id] = json_of(landmark.position_mm);
    landmarks_how[landmark.id] = landmark.how;
  }
  Json matrix = Json::array();
  for (int row = 0; row < 4; ++row) {
    Json line = Json::array();
    for (int column = 0; column < 4; ++column) {
      line.push_back(leg.frame.world_from_file[column][row]);
    }
    matrix.push_back(line);
  }
  return {{"source", leg.source},
          {"hash", leg.hash.hex()},
          {"unit", leg.frame.unit.value},
          {"unit_scale_to_mm", leg.frame.unit_scale_to_mm},
          {"up_axis", leg.frame.up_axis.value},
          {"side", std::string(anatomy::name_of(leg.side))},
          {"inferred",
           {{"unit", json_of(leg.frame.unit)},
            {"up_axis", json_of(leg.frame.up_axis)},
            {"side", json_of(leg.frame.side)},
            {"frame", leg.frame.how}}},
          {"tibia_length_mm", json_of(leg.tibia_length_mm)},
          {"rest_plantarflexion_deg", json_of(leg.rest_plantarflexion_deg)},
          {"structures", structures},
          {"unrecognised", unrecognised},
          {"attachments", attachments},
          {"landmarks_mm", landmarks},
          {"landmarks_how", landmarks_how},
          {"world_from_file", matrix},
          {"credit", leg.credit},
          {"warnings", leg.warnings}};
}

std::string sure(const Inference& inference) {
  std::string text = inference.confidence;
  if (!inference.reason.empty()) {
    text += ": " + inference.reason;
  }
  return fmt::format("{} ({})", inference.value.empty() ? "unknown" : inference.value, text);
}

std::string figure(const std::optional<double>& value, const char* unit) {
  return value ? fmt::format("{:.1f} {}", *value, unit) : "withheld";
}

std::string words(const Leg& leg) {
  std::string text = fmt::format("source      {}\n", leg.source);
  text += fmt::format("unit        {}\n", sure(leg.frame.unit));
  text += fmt::format("up axis     {}\n", sure(leg.frame.up_axis));
  text += fmt::format("side        {}\n", sure(leg.frame.side));
  text += fmt::format("frame       {}\n", leg.frame.how);
  text += fmt::format("tibia       {}\n", figure(leg.tibia_length_mm, "mm"));
  text += fmt::format("rest angle  {} (plantarflexion positive)\n", figure(leg.rest_plantarflexion_deg, "degrees"));
  text += fmt::format("\n{} structures, {} triangles\n", leg.structures.size(), leg.triangle_count());
  for (const LegStructure& structure : leg.structures) {
    const std::string volume =
        structure.closed ? fmt::format("{:8.2f} cm3", structure.volume_mm3 / 1000.0) : "   open sheet";
    text += fmt::format("  {:<40} {:<10} {:<9} {:>7} triangles {}\n", structure.id, anatomy::name_of(structure.kind),
                        name_of(structure.origin), structure.mesh.triangles.size(), volume);
  }
  text += fmt::format("\n{} attachments\n", leg.attachments.size());
  for (const Attachment& attachment : leg.attachments) {
    text +=
        fmt::format("  {:<46} {:<9} {:6.2f} cm2  residual {:4.2f} mm  {}\n", attachment.id, name_of(attachment.kind),
                    attachment.area_mm2 / 100.0, attachment.residual_mm, anatomy::name_of(attachment.confidence));
  }
  text += "\nlandmarks (world, mm)\n";
  for (const Landmark& landmark : leg.landmarks) {
    const glm::dvec3& p = landmark.position_mm;
    text += fmt::format("  {:<28} {:8.2f} {:8.2f} {:8.2f}  {}\n", landmark.id, p.x, p.y, p.z, landmark.how);
  }
  for (const std::string& warning : leg.warnings) {
    text += "warning: " + warning + "\n";
  }
  return text;
}

}  // namespace

int inspect_command(const ReportOptions& options) {
  const auto leg = open_leg(options.model);
  if (!leg) {
    return failed(leg.error());
  }
  // Names from foreign files may hold bytes that are no UTF-8: they are replaced, never a reason to fail.
  std::cout << (options.json ? report(**leg).dump(2, ' ', false, Json::error_handler_t::replace) + "\n" : words(**leg));
  return kDone;
}

int export_command(const ExportOptions& options) {
  if (const Status known = atlas::exportable(options.output); !known) {
    return failed(known.error(), kWrongUsage);
  }
  auto leg = open_leg(options.model);
  if (leg) {
    const auto pose = request_of(options.pose, **leg);
    if (!pose) {
      return failed_command(pose.error());
    }
    leg = in_pose(*leg, *pose);
  }
  if (!leg) {
    return failed(leg.error());
  }
  if (const auto status = atlas::export_leg(**leg, options.output); !status) {
    return failed(status.error());
  }
  log::info(fmt::format("wrote {}: {} structures", options.output, (*leg)->structures.size()));
  return kDone;
}

}  // namespace crus::app
