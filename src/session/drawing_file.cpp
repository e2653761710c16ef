#include "session/drawing_file.hpp"

#include <algorithm>
#include <cmath>

#include <nlohmann/json.hpp>

#include "session/drawing_json.hpp"

namespace crus {
namespace {

using nlohmann::json;

constexpr int kVersion = 1;
constexpr const char* kVersionKey = "crus_drawing";
constexpr std::size_t kMostDrawings = 1000;

std::string text_in(const json& object, const char* key) {
  const auto at = object.find(key);
  return at != object.end() && at->is_string() ? at->get<std::string>() : std::string();
}

Result<std::vector<std::string>> texts_in(const json& object, const char* key, const std::string& where) {
  std::vector<std::string> texts;
  const auto at = object.find(key);
  if (at == object.end()) {
    return texts;
  }
  if (!at->is_array()) {
    return fail("the drawing cannot be used", where + key, "a list of ids is needed");
  }
  for (const json& item : *at) {
    if (!item.is_string()) {
      return fail("the drawing cannot be used", where + key, "a list of ids is needed");
    }
    texts.push_back(item.get<std::string>());
  }
  return texts;
}

Result<DatedDrawing> read_drawing(const json& object, const std::string& where) {
  if (!object.is_object()) {
    return fail("the drawing cannot be used", where, "an object is needed");
  }
  DatedDrawing drawing;
  drawing.date = text_in(object, "date");
  auto regions = texts_in(object, "regions", where);
  auto zones = texts_in(object, "zones", where);
  if (!regions || !zones) {
    return tl::unexpected(!regions ? regions.error() : zones.error());
  }
  drawing.regions = std::move(*regions);
  drawing.zones = std::move(*zones);
  const auto dabs = object.find("dabs");
  if (dabs != object.end()) {
    auto read = dabs_from(*dabs, where + "dabs");
    if (!read) {
      return tl::unexpected(read.error());
    }
    drawing.dabs = std::move(*read);
  }
  return drawing;
}

Result<DrawingFile> read_file(const json& document) {
  const auto version = document.is_object() ? document.find(kVersionKey) : document.end();
  if (!document.is_object() || version == document.end() || !version->is_number_integer()) {
    return fail("this is not a pain drawing saved by Crus", kVersionKey, "it should hold {\"crus_drawing\": 1, ...}");
  }
  if (*version != kVersion) {
    return fail("the drawing was saved by another version of Crus", "version " + version->dump(),
                "this program reads version " + std::to_string(kVersion));
  }
  DrawingFile file;
  file.model = text_in(document, "model");
  file.side = text_in(document, "side");
  file.leg_words = text_in(document, "leg");
  const auto drawings = document.find("drawings");
  if (drawings == document.end() || !drawings->is_array() || drawings->size() > kMostDrawings) {
    return fail("the drawing cannot be used", "drawings", "a list of drawings is needed");
  }
  for (std::size_t i = 0; i < drawings->size(); ++i) {
    auto drawing = read_drawing((*drawings)[i], "drawings[" + std::to_string(i) + "].");
    if (!drawing) {
      return tl::unexpected(drawing.error());
    }
    file.drawings.push_back(std::move(*drawing));
  }
  return file;
}

}  // namespace

nlohmann::json dabs_json(const std::vector<pain::Dab>& dabs) {
  json list = json::array();
  for (const pain::Dab& dab : dabs) {
    list.push_back({{"at_mm", {dab.at_mm.x, dab.at_mm.y, dab.at_mm.z}},
                    {"radius_mm", dab.radius_mm},
                    {"intensity", dab.intensity},
                    {"erase", dab.erase},
                    {"depth", pain::kDepths.at(static_cast<std::size_t>(dab.depth))},
                    {"quality", pain::kQualities.at(static_cast<std::size_t>(dab.quality))}});
  }
  return list;
}

Result<std::vector<pain::Dab>> dabs_from(const nlohmann::json& list, const std::string& where) {
  constexpr std::size_t kMostDabs = 5000;
  constexpr double kReachMm = 1e5;
  if (!list.is_array() || list.size() > kMostDabs) {
    return fail("the drawing cannot be used", where, "a list of at most 5000 dabs is needed");
  }
  std::vector<pain::Dab> dabs;
  for (std::size_t i = 0; i < list.size(); ++i) {
    const json& item = list[i];
    const auto refuse = [&](const char* key, const char* wanted) {
      return fail("the drawing cannot be used", where + "[" + std::to_string(i) + "]." + key, wanted);
    };
    const auto number = [&](const json& value, double low, double high) {
      return value.is_number() && std::isfinite(value.get<double>()) && value.get<double>() >= low &&
             value.get<double>() <= high;
    };
    pain::Dab dab;
    const json at = item.is_object() ? item.value("at_mm", json()) : json();
    if (!at.is_array() || at.size() != 3 ||
        !std::all_of(at.begin(), at.end(), [&](const json& value) { return number(value, -kReachMm, kReachMm); })) {
      return refuse("at_mm", "three numbers of millimetres are needed");
    }
    dab.at_mm = {at[0].get<double>(), at[1].get<double>(), at[2].get<double>()};
    const json radius = item.value("radius_mm", json(dab.radius_mm));
    const json intensity = item.value("intensity", json(dab.intensity));
    if (!number(radius, pain::kLeastBrushMm, pain::kMostBrushMm)) {
      return refuse("radius_mm", "a number between 4 and 60 is needed");
    }
    if (!number(intensity, 0.0, 1.0)) {
      return refuse("intensity", "a number between 0 and 1 is needed");
    }
    dab.radius_mm = radius.get<double>();
    dab.intensity = intensity.get<double>();
    const json erase = item.value("erase", json(false));
    dab.erase = erase.is_boolean() && erase.get<bool>();
    const auto word_index = [&](const char* key, const auto& words, std::size_t own) {
      const json word = item.value(key, json(words.at(own)));
      const auto found =
          word.is_string() ? std::find(words.begin(), words.end(), word.get<std::string>()) : words.end();
      return static_cast<std::size_t>(found - words.begin());
    };
    const std::size_t depth = word_index("depth", pain::kDepths, static_cast<std::size_t>(dab.depth));
    const std::size_t quality = word_index("quality", pain::kQualities, static_cast<std::size_t>(dab.quality));
    if (depth == pain::kDepths.size()) {
      return refuse("depth", "skin, muscle, tendon or bone is needed");
    }
    if (quality == pain::kQualities.size()) {
      return refuse("quality", "ache, sharp, burning or numb is needed");
    }
    dab.depth = static_cast<pain::Depth>(depth);
    dab.quality = static_cast<pain::Quality>(quality);
    dabs.push_back(dab);
  }
  return dabs;
}

std::string to_json(const DrawingFile& file) {
  nlohmann::ordered_json document;
  document[kVersionKey] = kVersion;
  document["about"] = "Where it hurts, as drawn by a user. Not a diagnosis.";
  document["model"] = file.model;
  document["leg"] = file.leg_words;
  document["side"] = file.side;
  document["drawings"] = nlohmann::ordered_json::array();
  for (const DatedDrawing& drawing : file.drawings) {
    document["drawings"].push_back({{"date", drawing.date},
                                    {"zones", drawing.zones},
                                    {"regions", drawing.regions},
                                    {"dabs", dabs_json(drawing.dabs)}});
  }
  return document.dump(1, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n";
}

Result<DrawingFile> drawing_file_from_json(std::string_view text) {
  if (text.size() > kMaxDrawingBytes) {
    return fail("the drawing is too large", std::to_string(text.size()) + " bytes", "a drawing takes less than 1 MB");
  }
  try {
    return read_file(json::parse(text));
  } catch (const json::parse_error& error) {
    return fail("the drawing is not JSON", "byte " + std::to_string(error.byte));
  } catch (const json::exception& error) {
    return fail("the drawing cannot be read", error.what());
  }
}

}  // namespace crus
