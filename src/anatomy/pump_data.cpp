#include "anatomy/pump_data.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "anatomy/toml_reader.hpp"

namespace crus::anatomy {
namespace {

constexpr const char* kFile = "calf-pump.toml";

void read_claim(TableReader& reader, Claim& claim) {
  reader.required("text", claim.text);
  reader.word("confidence", kConfidenceNames, claim.confidence);
  reader.texts("sources", claim.sources);
}

void required_real(TableReader& reader, std::string_view key, double low, double high, double& out) {
  std::optional<double> value;
  reader.real(key, value, low, high);
  if (!value) {
    reader.wrong("no '" + std::string(key) + "'", reader.table());
  }
  out = value.value_or(low);
}

Status read_pump(const toml::table& table, const std::string& file, PumpData& out) {
  TableReader reader(table, file,
                     {"name", "step_s", "mmhg_per_cm", "heart_cm", "heart_mmhg", "squeeze_mmhg", "collapse_ml",
                      "confidence", "sources", "text"});
  reader.required("name", out.name);
  required_real(reader, "step_s", 1e-4, 0.02, out.step_s);
  required_real(reader, "mmhg_per_cm", 0.5, 1.0, out.mmhg_per_cm);
  required_real(reader, "heart_cm", 1.0, 200.0, out.heart_cm);
  required_real(reader, "heart_mmhg", 0.0, 30.0, out.heart_mmhg);
  required_real(reader, "squeeze_mmhg", 0.0, 500.0, out.squeeze_mmhg);
  required_real(reader, "collapse_ml", 0.1, 50.0, out.collapse_ml);
  read_claim(reader, out.claim);
  return reader.error() ? Status(tl::unexpected(*reader.error())) : Status();
}

Status read_words(const toml::table& table, const std::string& file, PumpData& out) {
  TableReader reader(table, file, {"established", "schematic", "no_veins"});
  reader.required("established", out.established);
  reader.required("schematic", out.schematic);
  reader.required("no_veins", out.no_veins);
  return reader.error() ? Status(tl::unexpected(*reader.error())) : Status();
}

Result<PumpChamber> read_chamber(const toml::table& table, const std::string& file) {
  PumpChamber chamber;
  chamber.location = place(file, table);
  TableReader reader(table, file, {"id", "name", "height_cm", "ml_per_mmhg", "inflow_ml_s", "structures"});
  reader.required("id", chamber.id);
  reader.required("name", chamber.name);
  required_real(reader, "height_cm", 0.0, 120.0, chamber.height_cm);
  required_real(reader, "ml_per_mmhg", 0.01, 10.0, chamber.ml_per_mmhg);
  required_real(reader, "inflow_ml_s", 0.0, 20.0, chamber.inflow_ml_s);
  reader.texts("structures", chamber.structures);
  return finished(reader, std::move(chamber));
}

struct NamedValve {
  PumpValve valve;
  std::string from, to;
};

Result<NamedValve> read_valve(const toml::table& table, const std::string& file) {
  NamedValve named;
  named.valve.location = place(file, table);
  TableReader reader(table, file, {"id", "name", "from", "to", "mmhg_s_per_ml"});
  reader.required("id", named.valve.id);
  reader.required("name", named.valve.name);
  reader.required("from", named.from);
  reader.required("to", named.to);
  required_real(reader, "mmhg_s_per_ml", 0.01, 1000.0, named.valve.mmhg_s_per_ml);
  return finished(reader, std::move(named));
}

Result<PumpStart> read_start(const toml::table& table, const std::string& file) {
  PumpStart start;
  start.location = place(file, table);
  TableReader reader(table, file, {"clip", "after", "rounds"});
  reader.required("clip", start.clip);
  reader.required("after", start.after);
  double rounds = 0.0;
  required_real(reader, "rounds", 1.0, 100.0, rounds);
  start.rounds = static_cast<int>(std::lround(rounds));
  return finished(reader, std::move(start));
}

Result<PumpFigure> read_figure(const toml::table& table, const std::string& file) {
  PumpFigure figure;
  figure.location = place(file, table);
  TableReader reader(table, file, {"id", "low", "high", "text", "confidence", "sources"});
  reader.required("id", figure.id);
  required_real(reader, "low", 0.0, 1000.0, figure.low);
  required_real(reader, "high", 0.0, 1000.0, figure.high);
  read_claim(reader, figure.claim);
  return finished(reader, std::move(figure));
}

// The items named by `ids`, in that order.
template <class Item, std::size_t N, class IdOf>
Status in_order(const std::vector<Item>& items, const std::array<std::string_view, N>& ids, IdOf id_of,
                const std::string& what, std::array<Item, N>& out) {
  if (items.size() != N) {
    return fail("the pump needs " + std::to_string(N) + " of [[" + what + "]]", kFile,
                "use " + quoted_list(std::vector<std::string>(ids.begin(), ids.end())));
  }
  for (std::size_t i = 0; i < N; ++i) {
    const auto found =
        std::find_if(items.begin(), items.end(), [&](const Item& item) { return id_of(item) == ids.at(i); });
    if (found == items.end()) {
      return fail("no [[" + what + "]] '" + std::string(ids.at(i)) + "'", kFile);
    }
    out.at(i) = *found;
  }
  return {};
}

std::optional<std::size_t> chamber_index(const std::string& id) {
  const auto found = std::find(kPumpChamberIds.begin(), kPumpChamberIds.end(), id);
  return found == kPumpChamberIds.end() ? std::nullopt
                                        : std::optional(static_cast<std::size_t>(found - kPumpChamberIds.begin()));
}

Status set_valves(const std::vector<NamedValve>& named, PumpData& data) {
  std::array<NamedValve, kPumpValves> valves;
  if (const Status set = in_order(
          named, kPumpValveIds, [](const NamedValve& n) { return n.valve.id; }, "valve", valves);
      !set) {
    return set;
  }
  for (std::size_t i = 0; i < valves.size(); ++i) {
    const NamedValve& each = valves.at(i);
    const auto from = chamber_index(each.from);
    const auto to = chamber_index(each.to);
    if (!from || (!to && each.to != "heart") || from == to) {
      return fail("a valve leads from one chamber to another or to 'heart'", each.valve.location);
    }
    data.valves.at(i) = each.valve;
    data.valves.at(i).from = *from;
    data.valves.at(i).to = to;
  }
  return {};
}

template <class Item, class Read>
Status list_of(const toml::table& document, std::string_view key, std::vector<Item>& out, Read read) {
  const toml::node* node = document.get(key);
  return node == nullptr ? Status() : read_list(*node, kFile, out, read);
}

Status read_tables(const toml::table& document, PumpData& data) {
  const std::vector<std::string> known{"pump", "chamber", "valve", "start", "figure", "words"};
  for (const auto& [key, node] : document) {
    if (std::find(known.begin(), known.end(), key.str()) == known.end()) {
      return fail("unknown table '" + std::string(key.str()) + "'", place(kFile, node), "known: " + quoted_list(known));
    }
  }
  const toml::table* pump = document["pump"].as_table();
  const toml::table* words = document["words"].as_table();
  if (pump == nullptr || words == nullptr) {
    return fail(pump == nullptr ? "no [pump]" : "no [words]", kFile);
  }
  if (const Status read = read_pump(*pump, kFile, data); !read) {
    return read;
  }
  return read_words(*words, kFile, data);
}

}  // namespace

std::optional<std::size_t> PumpData::chamber_of(std::string_view structure) const {
  for (std::size_t i = 0; i < chambers.size(); ++i) {
    const std::vector<std::string>& ids = chambers.at(i).structures;
    if (std::find(ids.begin(), ids.end(), structure) != ids.end()) {
      return i;
    }
  }
  return std::nullopt;
}

Result<PumpData> PumpData::load(const std::filesystem::path& file) {
  const auto document = parse_toml(file);
  if (!document) {
    return tl::unexpected(document.error());
  }
  PumpData data;
  if (const Status read = read_tables(*document, data); !read) {
    return tl::unexpected(read.error());
  }
  std::vector<PumpChamber> chambers;
  std::vector<NamedValve> valves;
  if (const Status read = list_of(*document, "chamber", chambers, read_chamber)
                              .and_then([&] { return list_of(*document, "valve", valves, read_valve); })
                              .and_then([&] { return list_of(*document, "start", data.starts, read_start); })
                              .and_then([&] { return list_of(*document, "figure", data.figures, read_figure); })
                              .and_then([&] {
                                return in_order(
                                    chambers, kPumpChamberIds, [](const PumpChamber& c) { return c.id; }, "chamber",
                                    data.chambers);
                              })
                              .and_then([&] { return set_valves(valves, data); });
      !read) {
    return tl::unexpected(read.error());
  }
  return data;
}

std::vector<Error> PumpData::lint(const Catalogue& catalogue) const {
  std::vector<Error> problems;
  const auto check = [&](const Claim& checked, const std::string& what, const std::string& where) {
    if (checked.sources.empty()) {
      problems.push_back({what + " names no source", where, {}});
    }
    for (const std::string& source : checked.sources) {
      if (catalogue.source(source) == nullptr) {
        problems.push_back({what + " names the unknown source '" + source + "'", where, {}});
      }
    }
  };
  check(claim, "[pump]", kFile);
  for (const PumpFigure& figure : figures) {
    check(figure.claim, "figure '" + figure.id + "'", figure.location);
    if (!(figure.low < figure.high)) {
      problems.push_back({"figure '" + figure.id + "' has its bounds the wrong way round", figure.location, {}});
    }
  }
  for (const PumpChamber& chamber : chambers) {
    for (const std::string& id : chamber.structures) {
      if (catalogue.find(id) == nullptr) {
        problems.push_back({"the catalogue has no structure '" + id + "'", chamber.location, {}});
      }
    }
    // A chamber above the heart would never fill while standing.
    if (chamber.height_cm >= heart_cm) {
      problems.push_back({"chamber '" + chamber.id + "' stands above the heart", chamber.location, {}});
    }
  }
  // The fixed step must be much shorter than any chamber takes to empty.
  for (const PumpValve& valve : valves) {
    if (constexpr double kSteps = 10.0; valve.mmhg_s_per_ml * chambers.at(valve.from).ml_per_mmhg < kSteps * step_s) {
      problems.push_back({"valve '" + valve.id + "' is too quick for the pump's step", valve.location, {}});
    }
  }
  return problems;
}

}  // namespace crus::anatomy
