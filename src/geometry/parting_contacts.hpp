// What parting.cpp works on: bodies under way, and where they press on one another. Private to this room.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "geometry/cage.hpp"
#include "geometry/closest.hpp"
#include "geometry/parting.hpp"

namespace crus::geometry {

inline constexpr std::uint32_t kNoSlot = 0xFFFFFFFFU;

using Nodes = std::vector<glm::dvec3>;

struct Body {
  Mesh* mesh = nullptr;
  double stiffness = 0.0;
  Box box;
  std::unique_ptr<SurfaceTree> tree;
  std::vector<double> area_mm2;  // per vertex, a third of its triangles
  double volume_mm3 = 0.0;       // it began with
  // Of the pass under way.
  std::unique_ptr<Cage> cage;
  std::vector<glm::vec3> from;  // positions at its start
  Nodes moved;                  // the displacement so far
  Nodes step, residual, preconditioned, direction, image;
  Nodes bulge;  // change of volume per displacement of a node
  Nodes diagonal;
  // Vertices a contact acts on, their forces, and where each vertex is in the list.
  std::vector<std::uint32_t> touched;
  Nodes touched_values;
  std::vector<std::uint32_t> slot;

  [[nodiscard]] bool moves() const { return stiffness > 0.0; }
};

// A vertex of one body that lies in another, and the place on a triangle where it comes out.
struct Contact {
  std::uint32_t body = 0, other = 0;
  std::uint32_t vertex = 0;
  glm::uvec3 corners{0};
  glm::dvec3 barycentric{0.0};
  glm::dvec3 out{0.0};                      // the way out of the other body
  double weight = 0.0;                      // force per millimetre
  double depth_mm = 0.0;                    // by which it is to come out
  double within_mm = 0.0;                   // in the other body; negative outside
  std::uint32_t pair = kNoSlot, place = 0;  // of the vertex among those near the other body; a hold has no pair
};

// Where bodies press on one another. The last body is none: it stands for what vertices are held by.
class ContactFinder {
 public:
  ContactFinder(const std::vector<Body>& bodies, const PartingOptions& options) : bodies_(bodies), options_(options) {}

  // Lists, of each pair, what may come to press during a pass.
  void begin_pass(double press_per_mm);
  [[nodiscard]] std::vector<Contact> find() const;
  // Which of the contacts found last press on after a step (1), by the solve.
  void note_pressing(const std::vector<Contact>& contacts, const std::vector<char>& pressing);

 private:
  struct Near {
    std::uint32_t body = 0, other = 0;
    std::vector<std::uint32_t> vertices;
    std::vector<char> pressed;  // which of them the last step's solve left pressing
  };

  [[nodiscard]] std::optional<Contact> meeting_of(std::uint32_t a, std::uint32_t b, std::uint32_t v) const;
  [[nodiscard]] std::optional<Contact> contact_of(std::uint32_t a, std::uint32_t b, std::uint32_t v,
                                                  bool pressed) const;
  [[nodiscard]] std::optional<Contact> loose(const PartingHold& hold) const;
  void agree_on_ways_out(std::vector<Contact>& contacts) const;

  const std::vector<Body>& bodies_;
  const PartingOptions& options_;
  std::vector<Near> near_;
  double press_per_mm_ = 0.0;
};

}  // namespace crus::geometry
