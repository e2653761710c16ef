// A lattice that carries a smooth displacement of one body. Private to this room.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include <glm/glm.hpp>

#include "geometry/mesh.hpp"

namespace crus::geometry {

// Quadratic B-splines: a vertex follows the 27 nodes round it. Nodes are those some vertex follows and those inside.
class Cage {
 public:
  Cage(const Mesh& mesh, double spacing_mm);

  [[nodiscard]] std::size_t node_count() const { return nodes_; }
  [[nodiscard]] double spacing_mm() const { return spacing_mm_; }
  // The displacement of a vertex under the nodes' ones.
  [[nodiscard]] glm::dvec3 at(std::uint32_t vertex, const std::vector<glm::dvec3>& nodes) const;
  // The transpose: a force on a vertex as forces on the nodes.
  void spread(std::uint32_t vertex, const glm::dvec3& force, std::vector<glm::dvec3>& nodes) const;
  // The same for squared weights, per axis.
  void spread_squared(std::uint32_t vertex, const glm::dvec3& stiffness, std::vector<glm::dvec3>& nodes) const;
  // out = the elastic force per unit of stiffness: of differences between neighbouring nodes, and of the tether.
  void elastic(const std::vector<glm::dvec3>& nodes, double reach_mm, std::vector<glm::dvec3>& out) const;
  // Makes differences dearer between the nodes these vertices follow.
  void stiffen(const std::vector<std::uint32_t>& vertices, float factor);
  // Lessens values at the nodes these vertices follow to a share, softly running out over the next few.
  void lessen(const std::vector<std::uint32_t>& vertices, double share, std::vector<glm::dvec3>& nodes) const;
  [[nodiscard]] std::vector<double> elastic_diagonal(double reach_mm) const;

 private:
  struct Weights {
    std::array<std::uint32_t, 27> node;
    std::array<float, 27> weight;
  };
  struct Link {
    std::uint32_t node;
    float weight;
  };
  double spacing_mm_;
  std::size_t nodes_ = 0;
  std::vector<Weights> vertices_;
  std::vector<std::uint32_t> first_link_;  // per node, and one beyond
  std::vector<Link> links_;
  std::vector<float> share_;  // of a node's cell, about, that is body
};

}  // namespace crus::geometry
