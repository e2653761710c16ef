// Places on a leg's anatomy, as the tables of assets/atlas/modelled state them. Private to this room.
//
// A place is an anchor and where on it ("at"):
//   leg        LEVEL                   on the axis from between the malleoli to between the condyles
//   landmark   ID                      a landmark of the leg
//   STRUCTURE  LEVEL                   the centre of the structure's horizontal section (the largest piece)
//   STRUCTURE  LEVEL SIDE U [OFFSET]   on the section's outer surface seen from SIDE, OFFSET mm outside it (negative:
//                                      inside). SIDE is front, back, medial or lateral; U runs from medial (0) to
//                                      lateral (1), or from back (0) to front (1), over the section's width
//   STRUCTURE  box X Y Z [OFFSET]      the surface point nearest to a place in the structure's box: X from back (0) to
//                                      front (1), Y from bottom to top, Z from medial to lateral
//   path:ID/PATH  T [OFFSET]           at the fraction T of a path already laid, by its length
// STRUCTURE may be several joined by +: the outermost counts. LEVEL is 0 at the tibial plateau, 1 at the tip of the
// medial malleolus, measured along the leg's axis; it may go beyond both.
#pragma once

#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.hpp"
#include "geometry/closest.hpp"
#include "leg/leg.hpp"

namespace crus::atlas {

// A structure that tubes and sheets are placed on and keep clear of.
struct Part {
  std::string id;
  const geometry::Mesh* mesh = nullptr;
  geometry::Box box;
  std::unique_ptr<geometry::SurfaceTree> tree;
};

// Signed distance, negative inside, and the unit direction that leads out. Empty when the surface is farther than
// `reach_mm`.
struct Clearance {
  double distance_mm = 0.0;
  glm::dvec3 out{0.0};
};
[[nodiscard]] std::optional<Clearance> clearance(const Part& part, const glm::dvec3& point, double reach_mm);

class Places {
 public:
  // The leg must outlive it, and its meshes must stay where they are.
  explicit Places(const Leg& leg);

  void add(const std::string& id, const geometry::Mesh& mesh);
  // After its mesh has changed.
  void refresh(const std::string& id);
  void add_path(const std::string& id, std::vector<glm::dvec3> points);

  [[nodiscard]] const std::deque<Part>& parts() const { return parts_; }
  [[nodiscard]] const Part* find(std::string_view id) const;

  [[nodiscard]] double height_of(double level) const;
  [[nodiscard]] double level_of(double height_mm) const;
  [[nodiscard]] Result<glm::dvec3> find_place(const std::string& anchor, const std::string& at,
                                              const std::string& where) const;
  // "path:ID/PATH A..B" as points every `step_mm` or so; any other place as itself.
  [[nodiscard]] Result<std::vector<glm::dvec3>> find_places(const std::string& anchor, const std::string& at,
                                                            double step_mm, const std::string& where) const;

 private:
  [[nodiscard]] Result<std::vector<const Part*>> named(std::string_view anchor, const std::string& where) const;
  [[nodiscard]] Result<glm::dvec3> on_path(const std::string& path, double fraction, const std::string& where) const;
  [[nodiscard]] Result<glm::dvec3> on_section(const std::vector<const Part*>& parts, const std::vector<std::string>& at,
                                              const std::string& where) const;
  [[nodiscard]] Result<glm::dvec3> on_box(const std::vector<const Part*>& parts, const std::vector<std::string>& at,
                                          const std::string& where) const;

  const Leg& leg_;
  double plateau_mm_ = 0.0;
  double ankle_mm_ = 0.0;
  std::deque<Part> parts_;
  std::map<std::string, std::vector<glm::dvec3>, std::less<>> paths_;
};

}  // namespace crus::atlas
