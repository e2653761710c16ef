// The calf's muscle pump as data: chambers, valves and the figures on record beside them, read from
// assets/motion/calf-pump.toml. Pressures are mmHg, volumes ml, heights cm above the ankle of a standing person.
#pragma once

#include <array>
#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "anatomy/catalogue.hpp"
#include "core/result.hpp"

namespace crus::anatomy {

struct PumpChamber {
  std::string id;    // "deep"
  std::string name;  // "Soleal sinuses and deep veins"
  double height_cm = 0.0;
  double ml_per_mmhg = 1.0;             // what a mmHg more stretches it by
  double inflow_ml_s = 0.0;             // from the arteries, through the tissue
  std::vector<std::string> structures;  // ids of the veins it stands for
  std::string location;
};

// Lets blood through from one chamber to the next and never back. `to` is empty for the valve before the heart.
struct PumpValve {
  std::string id;    // "calf"
  std::string name;  // "Calf outflow"
  std::size_t from = 0;
  std::optional<std::size_t> to;
  double mmhg_s_per_ml = 1.0;
  std::string location;
};

// A clip that begins after so many rounds of another one.
struct PumpStart {
  std::string clip, after;
  int rounds = 0;
  std::string location;
};

// A figure on record, with the range it speaks of.
struct PumpFigure {
  std::string id;
  double low = 0.0, high = 0.0;
  Claim claim;
  std::string location;
};

inline constexpr std::size_t kPumpChambers = 3;
inline constexpr std::size_t kPumpValves = 4;

struct PumpData {
  std::string name;
  double step_s = 0.002;
  double mmhg_per_cm = 0.78;  // weight of a column of blood
  double heart_cm = 0.0, heart_mmhg = 0.0;
  double squeeze_mmhg = 0.0;                        // on the deep chamber, at full activation
  double collapse_ml = 0.0;                         // a deep chamber of this content lets half as much through
  std::array<PumpChamber, kPumpChambers> chambers;  // superficial, deep, popliteal
  std::array<PumpValve, kPumpValves> valves;        // perforators, calf, saphenous, thigh
  std::vector<PumpStart> starts;
  std::vector<PumpFigure> figures;
  std::string established, schematic, no_veins;  // sentences for people
  Claim claim;

  // The chamber a structure belongs to.
  [[nodiscard]] std::optional<std::size_t> chamber_of(std::string_view structure) const;

  [[nodiscard]] static Result<PumpData> load(const std::filesystem::path& file);
  // Unknown sources and structures; chambers and valves that cannot be.
  [[nodiscard]] std::vector<Error> lint(const Catalogue& catalogue) const;
};

inline constexpr std::array<std::string_view, kPumpChambers> kPumpChamberIds{"superficial", "deep", "popliteal"};
inline constexpr std::array<std::string_view, kPumpValves> kPumpValveIds{"perforators", "calf", "saphenous", "thigh"};
inline constexpr std::size_t kSuperficial = 0, kDeep = 1, kPopliteal = 2;
inline constexpr std::size_t kPerforators = 0, kCalfOutflow = 1, kSaphenous = 2, kThigh = 3;

}  // namespace crus::anatomy
