// A leg with its rig and its meter, and what any motion of it must keep.
#pragma once

#include <algorithm>
#include <cmath>
#include <limits>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

#include "anatomy/motion_data.hpp"
#include "atlas/rig_cache.hpp"
#include "geometry/measure.hpp"
#include "leg/motion_table.hpp"
#include "leg/rig.hpp"
#include "support/support.hpp"

namespace crus::test {

inline const anatomy::MotionData& motion_data() {
  static const anatomy::MotionData loaded = anatomy::MotionData::load(source_folder() / "assets" / "motion").value();
  return loaded;
}

// A leg, its rig and its meter, made once for a test program.
struct Moving {
  const Leg* leg = nullptr;
  std::shared_ptr<const Rig> rig;
  std::unique_ptr<const MotionMeter> meter;
};

inline std::shared_ptr<const Rig> rig_of(const Leg& leg) {
  Progress progress;
  return atlas::load_rig(leg, motion_data(), test::built_share_folder(), progress).value();
}

inline Moving moving(const Leg& leg) {
  Moving result;
  result.leg = &leg;
  result.rig = rig_of(leg);
  result.meter = std::make_unique<const MotionMeter>(leg, *result.rig);
  return result;
}

inline PoseRequest request(double plantarflexion_deg, double activation = 0.0) {
  PoseRequest result;
  result.plantarflexion_deg = plantarflexion_deg;
  result.activation = activation;
  return result;
}

inline std::vector<PosedSurface> deformed(const Moving& m, const PoseRequest& wanted) {
  std::vector<PosedSurface> surfaces;
  m.rig->deform(*m.leg, m.rig->pose(wanted), surfaces);
  return surfaces;
}

// Of as many vertices as tell, spread over the bone, all distances.
inline void stays_rigid(const LegStructure& bone, const std::vector<glm::vec3>& posed) {
  constexpr std::size_t kMarks = 24;
  const std::vector<glm::vec3>& rest = bone.mesh.positions;
  ASSERT_EQ(posed.size(), rest.size()) << bone.id;
  const std::size_t step = std::max<std::size_t>(1, rest.size() / kMarks);
  double worst = 0.0;
  for (std::size_t i = 0; i < rest.size(); i += step) {
    for (std::size_t j = i + step; j < rest.size(); j += step) {
      const double before = glm::distance(glm::dvec3(rest[i]), glm::dvec3(rest[j]));
      const double after = glm::distance(glm::dvec3(posed[i]), glm::dvec3(posed[j]));
      worst = std::max(worst, std::abs(after - before));
    }
  }
  EXPECT_LE(worst, 1e-3) << bone.id;
}

inline void bones_stay_rigid(const Moving& m) {
  std::vector<PoseRequest> wanted{request(-20.0), request(50.0), request(20.0, 1.0)};
  PoseRequest everything = request(35.0, 0.7);
  everything.toe_extension_deg = 30.0;
  everything.inversion_deg = 10.0;
  everything.closed_chain = true;
  wanted.push_back(everything);
  for (const PoseRequest& each : wanted) {
    const std::vector<PosedSurface> surfaces = deformed(m, each);
    for (std::size_t i = 0; i < surfaces.size(); ++i) {
      const LegStructure& structure = m.leg->structures[i];
      if (structure.kind == anatomy::Kind::bone && structure.recognised) {
        stays_rigid(structure, surfaces[i].positions);
      }
    }
  }
}

inline void is_the_loaded_leg_at_rest(const Moving& m) {
  const std::vector<PosedSurface> surfaces = deformed(m, request(m.rig->rest_plantarflexion_deg()));
  ASSERT_EQ(surfaces.size(), m.leg->structures.size());
  const LegPtr posed = m.rig->posed(*m.leg, m.rig->pose(request(m.rig->rest_plantarflexion_deg())));
  for (std::size_t i = 0; i < surfaces.size(); ++i) {
    EXPECT_EQ(surfaces[i].positions, m.leg->structures[i].mesh.positions) << m.leg->structures[i].id;
    EXPECT_EQ(surfaces[i].normals, m.leg->structures[i].mesh.normals) << m.leg->structures[i].id;
    EXPECT_EQ(posed->structures[i].mesh, m.leg->structures[i].mesh) << m.leg->structures[i].id;
  }
  // And nothing jumps when it begins to move.
  const std::vector<PosedSurface> moved = deformed(m, request(m.rig->rest_plantarflexion_deg() + 1e-3, 1e-4));
  for (std::size_t i = 0; i < moved.size(); ++i) {
    float most = 0.0F;
    for (std::size_t v = 0; v < moved[i].positions.size(); ++v) {
      most = std::max(most, glm::distance(moved[i].positions[v], surfaces[i].positions[v]));
    }
    EXPECT_LT(most, 0.05F) << m.leg->structures[i].id;
  }
}

// Whatever ankle and toes do: with the foot on the floor, toes lie where they do at 0 degrees.
inline void the_floor_holds_the_toes(const Moving& m, const std::vector<PoseRequest>& wanted) {
  const std::vector<PosedSurface> standing = deformed(m, request(0.0));
  std::size_t toes = 0;
  for (PoseRequest each : wanted) {
    each.closed_chain = true;
    const std::vector<PosedSurface> surfaces = deformed(m, each);
    for (std::size_t i = 0; i < surfaces.size(); ++i) {
      const LegStructure& structure = m.leg->structures[i];
      if (structure.kind != anatomy::Kind::bone || structure.id.find("phalanx") == std::string::npos) {
        continue;
      }
      ++toes;
      float most = 0.0F;
      for (std::size_t v = 0; v < surfaces[i].positions.size(); ++v) {
        most = std::max(most, glm::distance(surfaces[i].positions[v], standing[i].positions[v]));
      }
      EXPECT_LE(most, 1e-3F) << structure.id << " at " << each.plantarflexion_deg << ", toes " << each.toe_extension_deg
                             << ", inversion " << each.inversion_deg;
    }
  }
  EXPECT_GT(toes, 0U);
}

inline double height_of(const Moving& m, std::string_view id, const std::vector<PosedSurface>& surfaces) {
  for (std::size_t i = 0; i < surfaces.size(); ++i) {
    if (m.leg->structures[i].id == id) {
      return geometry::surface_centroid({surfaces[i].positions, {}, m.leg->structures[i].mesh.triangles}).y;
    }
  }
  return std::numeric_limits<double>::quiet_NaN();
}

inline PoseRequest heel_raise(double plantarflexion_deg, double toe_extension_deg) {
  PoseRequest result = request(plantarflexion_deg, 0.5);
  result.toe_extension_deg = toe_extension_deg;
  result.closed_chain = true;
  return result;
}

}  // namespace crus::test
