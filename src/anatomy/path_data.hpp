// The courses of tendons that are more than the middle of their surface: drawn taut, held by pulleys, stretched by
// load; and what rides on them. Read from assets/motion/paths.toml. Lengths are mm on a tibia of 380 mm.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <glm/glm.hpp>

#include "anatomy/catalogue.hpp"
#include "core/result.hpp"

namespace crus::anatomy {

// A tendon that runs straight through the air between a bone and the shank. What of it lies on the bone goes with the
// bone: it is wrapped round it up to the upper edge of its insertion there, the first via point. The second lies
// `straight_mm` further along the resting course and is held by the shank.
struct TautCourse {
  std::string tendon;                // structure id; its surface tells the course
  std::vector<std::string> muscles;  // that pull at it and slide along its course
  std::string wraps;                 // the bone
  double straight_mm = 0.0;
  double onward_mm = 0.0;     // straight on above, where the surface spreads into a sheet and ends; 0: as the surface
  glm::dvec2 beside_mm{0.0};  // vessels, nerves and skin go along wholly up to, and no more from; 0: they do not
  Claim claim;
  std::string location;
};

// What lies in or on a muscle and goes where the muscle goes.
struct Carried {
  std::string muscle;
  std::vector<std::string> structures;
  Claim claim;
  std::string location;
};

// A retinaculum that holds a tendon to the shank for longer than the tissue around it goes along with the shank.
struct Pulley {
  std::string muscle;
  double held_mm = 0.0;  // along the tendon
  Claim claim;
  std::string location;
};

// How a tendon lengthens under load. Force is (a strain + b) strain through two published points, the form that Kharazi
// et al. 2021 fit to the tendon of each of their people.
struct TendonStrain {
  std::string tendon;
  std::vector<glm::dvec2> points;  // force in kN, strain as a share; two, growing and stiffening
  Claim claim;
  std::string location;

  // Strain at a share of the greatest of these forces, 0 to 1; beyond it is kept within.
  [[nodiscard]] double at(double load) const;
  [[nodiscard]] double most() const { return points.empty() ? 0.0 : points.back().y; }
};

struct PathData {
  std::vector<TautCourse> taut;
  std::vector<Carried> carried;
  std::vector<Pulley> pulleys;
  std::vector<TendonStrain> strains;

  // The taut course a structure takes part in, as its tendon or as one of its muscles; null where there is none.
  [[nodiscard]] const TautCourse* course_of(std::string_view structure) const;
  [[nodiscard]] double held_mm(std::string_view muscle) const;                  // 0 where no pulley is known
  [[nodiscard]] std::string_view carrier_of(std::string_view structure) const;  // empty where nothing carries it
  [[nodiscard]] const TendonStrain* strain_of(std::string_view tendon) const;   // null where none is known

  // The first problem comes back with file and line.
  [[nodiscard]] static Result<PathData> load(const std::filesystem::path& file);
  // Everything wrong with it: unknown structures, bones and sources, something named twice.
  [[nodiscard]] std::vector<Error> lint(const Catalogue& catalogue) const;
};

}  // namespace crus::anatomy
