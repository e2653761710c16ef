#include "app/settings.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <utility>

#include <nlohmann/json.hpp>

#include "core/files.hpp"
#include "ui/text.hpp"

namespace crus::app {
namespace fs = std::filesystem;
namespace {
using nlohmann::json;

constexpr int kVersion = 1;
constexpr const char* kVersionKey = "crus_settings";
constexpr std::uintmax_t kMaxBytes = std::uintmax_t{1} << 20U;
constexpr int kLargestWindow = 32'768;

template <class Enum>
using Table = std::vector<std::pair<Enum, const char*>>;
const Table<ui::Theme> kThemes{{ui::Theme::light, "light"}, {ui::Theme::dark, "dark"}};
const Table<ui::Names> kNames{{ui::Names::english, "english"}, {ui::Names::latin, "latin"}};

template <class Enum>
const char* word_of(const Table<Enum>& table, Enum value) {
  const auto at = std::find_if(table.begin(), table.end(), [&](const auto& entry) { return entry.first == value; });
  return at == table.end() ? table.front().second : at->second;
}

tl::unexpected<Error> wrong(const std::string& key) { return fail(ui::text::kSettingWrong, key); }

// Members of one object, read one after the other; the first that is wrong stays.
class Members {
 public:
  explicit Members(const json& object) : object_(object) {}

  template <class Enum>
  void choice(const char* key, const Table<Enum>& table, Enum& value) {
    read(key, [&](const json& member) {
      const auto at = std::find_if(table.begin(), table.end(),
                                   [&](const auto& entry) { return member.is_string() && member == entry.second; });
      if (at != table.end()) {
        value = at->first;
      }
      return at != table.end();
    });
  }
  void flag(const char* key, bool& value) {
    read(key, [&](const json& member) {
      value = member.is_boolean() ? member.get<bool>() : value;
      return member.is_boolean();
    });
  }
  void number(const char* key, double& value, double low, double high) {
    read(key, [&](const json& member) {
      const double read = member.is_number() ? member.get<double>() : std::nan("");
      value = read >= low && read <= high ? read : value;
      return read >= low && read <= high;
    });
  }
  void word(const char* key, std::string& value) {
    read(key, [&](const json& member) {
      value = member.is_string() ? member.get<std::string>() : value;
      return member.is_string();
    });
  }
  template <class Strings>
  void words(const char* key, Strings& values) {
    read(key, [&](const json& member) {
      const bool good = member.is_array() &&
                        std::all_of(member.begin(), member.end(), [](const json& item) { return item.is_string(); });
      if (good) {
        values = member.get<Strings>();
      }
      return good;
    });
  }
  void size(const char* key, glm::ivec2& value) {
    read(key, [&](const json& member) {
      const auto side = [](const json& item) {
        return item.is_number_integer() && item >= 0 && item <= kLargestWindow;
      };
      const bool good = member.is_array() && member.size() == 2 && side(member[0]) && side(member[1]);
      value = good ? glm::ivec2(member[0].get<int>(), member[1].get<int>()) : value;
      return good;
    });
  }
  [[nodiscard]] const std::string& wrong_key() const { return wrong_key_; }

 private:
  void read(const char* key, const std::function<bool(const json&)>& take) {
    const auto at = object_.find(key);
    if (at != object_.end() && !take(*at) && wrong_key_.empty()) {
      wrong_key_ = key;
    }
  }
  const json& object_;
  std::string wrong_key_;
};

template <class Value>
Result<Value> parse(std::string_view text, const std::function<void(Members&, Value&)>& read) {
  try {
    const json document = json::parse(text);
    if (!document.is_object() || document.value(kVersionKey, 0) != kVersion) {
      return wrong(kVersionKey);
    }
    Members members(document);
    Value value;
    read(members, value);
    if (!members.wrong_key().empty()) {
      return wrong(members.wrong_key());
    }
    return value;
  } catch (const json::exception& error) {
    return fail(ui::text::kSettingWrong, error.what());
  }
}

std::string written(const nlohmann::ordered_json& document) {
  // Paths may not be UTF-8.
  return document.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n";
}

// The file's value, or the default; a damaged file is put aside.
template <class Value>
Value read_file(const fs::path& file, Result<Value> (*from_json)(std::string_view), std::vector<Error>& problems) {
  std::error_code code;
  if (file.empty() || !fs::exists(file, code)) {
    return {};
  }
  const auto text = read_text(file, kMaxBytes);
  if (!text) {
    problems.push_back(text.error());
    return {};
  }
  auto value = from_json(*text);
  if (value) {
    return std::move(*value);
  }
  fs::path aside = file;
  aside += ".damaged";
  fs::rename(file, aside, code);
  problems.push_back({ui::text::kSettingsDamaged, file.string() + ", " + value.error().where,
                      code ? std::string() : ui::text::kSettingsKept + aside.string()});
  return {};
}

}  // namespace

void add_recent(std::vector<std::string>& recent, const fs::path& path) {
  std::error_code code;
  const fs::path absolute = fs::absolute(path, code);
  std::string word = (code ? path : absolute.lexically_normal()).string();
  if (word.size() > 1 && word.ends_with('/')) {
    word.pop_back();
  }
  std::erase(recent, word);
  recent.insert(recent.begin(), std::move(word));
  recent.resize(std::min(recent.size(), kMostRecent));
}

std::string to_json(const Preferences& preferences) {
  nlohmann::ordered_json document;
  document[kVersionKey] = kVersion;
  document["theme"] = word_of(kThemes, preferences.theme);
  document["ui_scale"] = preferences.ui_scale;
  document["names"] = word_of(kNames, preferences.names);
  document["reduced_motion"] = preferences.reduced_motion;
  return written(document);
}

std::string to_json(const Places& places) {
  nlohmann::ordered_json document;
  document[kVersionKey] = kVersion;
  document["window_size"] = {places.window_size.x, places.window_size.y};
  document["maximized"] = places.maximized;
  document["panel_shown"] = places.panel_shown;
  document["panel_width"] = places.panel_width;
  document["closed_sections"] = places.closed_sections;
  document["last_folder"] = places.last_folder;
  document["recent"] = places.recent;
  return written(document);
}

Result<Preferences> preferences_from_json(std::string_view text) {
  return parse<Preferences>(text, [](Members& members, Preferences& value) {
    members.choice("theme", kThemes, value.theme);
    members.number("ui_scale", value.ui_scale, ui::kSmallestScale, ui::kLargestScale);
    members.choice("names", kNames, value.names);
    members.flag("reduced_motion", value.reduced_motion);
  });
}

Result<Places> places_from_json(std::string_view text) {
  return parse<Places>(text, [](Members& members, Places& value) {
    members.size("window_size", value.window_size);
    members.flag("maximized", value.maximized);
    members.flag("panel_shown", value.panel_shown);
    members.number("panel_width", value.panel_width, ui::kLeastPanelWidth, ui::kMostPanelWidth);
    members.words("closed_sections", value.closed_sections);
    members.word("last_folder", value.last_folder);
    members.words("recent", value.recent);
    value.recent.resize(std::min(value.recent.size(), kMostRecent));
  });
}

SettingsFiles settings_files() {
  const fs::path config = config_folder();
  const fs::path state = state_folder();
  return {config.empty() ? config : config / "settings.json", state.empty() ? state : state / "window.json"};
}

Settings read_settings(const SettingsFiles& files, std::vector<Error>& problems) {
  return {read_file(files.preferences, preferences_from_json, problems),
          read_file(files.places, places_from_json, problems)};
}

Status write_settings(const SettingsFiles& files, const Settings& settings) {
  if (files.preferences.empty() || files.places.empty()) {
    return fail(ui::text::kNoHome, {}, ui::text::kNoHomeAdvice);
  }
  const Status first = write_atomically(files.preferences, to_json(settings.preferences), true);
  const Status second = write_atomically(files.places, to_json(settings.places), true);
  return first ? second : first;
}

}  // namespace crus::app
