#include "geometry/remesh.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <vector>

namespace crus::geometry {
namespace {

using Index = std::uint32_t;

class Remesher {
 public:
  Remesher(const Mesh& mesh, const RemeshOptions& options) : options_(options), triangles_(mesh.triangles) {
    points_.reserve(mesh.positions.size());
    for (const glm::vec3& p : mesh.positions) {
      points_.emplace_back(p);
    }
    alive_.assign(triangles_.size(), 1);
    fans_.resize(points_.size());
    for (Index t = 0; t < triangles_.size(); ++t) {
      for (int k = 0; k < 3; ++k) {
        fans_[triangles_[t][k]].push_back(t);
      }
    }
  }

  Mesh run() {
    for (int round = 0; round < options_.iterations; ++round) {
      split_long_edges();
      collapse_short_edges();
      flip_edges();
      smooth();
    }
    flip_edges();
    smooth();
    return result();
  }

 private:
  // Bounds of edges against the wanted length (Botsch and Kobbelt).
  static constexpr double kLongest = 4.0 / 3.0;
  static constexpr double kShortest = 4.0 / 5.0;

  [[nodiscard]] double relative_length(Index a, Index b) const {
    return glm::distance(points_[a], points_[b]) / options_.edge_mm(0.5 * (points_[a] + points_[b]));
  }
  [[nodiscard]] glm::dvec3 normal(const glm::uvec3& t) const {
    return glm::cross(points_[t.y] - points_[t.x], points_[t.z] - points_[t.x]);
  }
  [[nodiscard]] static bool has(const glm::uvec3& t, Index v) { return t.x == v || t.y == v || t.z == v; }
  [[nodiscard]] static Index third(const glm::uvec3& t, Index a, Index b) {
    for (int k = 0; k < 3; ++k) {
      if (t[k] != a && t[k] != b) {
        return t[k];
      }
    }
    return t.x;
  }
  static void replace(glm::uvec3& t, Index from, Index to) {
    for (int k = 0; k < 3; ++k) {
      t[k] = t[k] == from ? to : t[k];
    }
  }
  void leave(Index vertex, Index triangle) {
    auto& fan = fans_[vertex];
    fan.erase(std::find(fan.begin(), fan.end(), triangle));
  }

  // The triangles at an edge; false unless there are two.
  [[nodiscard]] bool wings(Index a, Index b, Index& first, Index& second) const {
    int found = 0;
    for (const Index t : fans_[a]) {
      if (has(triangles_[t], b)) {
        (found == 0 ? first : second) = t;
        ++found;
      }
    }
    return found == 2;
  }

  void split_long_edges() {
    for (Index t = 0; t < triangles_.size(); ++t) {
      if (alive_[t] == 0) {
        continue;
      }
      for (int guard = 0; guard < 8; ++guard) {
        const glm::uvec3 corners = triangles_[t];
        int longest = 0;
        double most = 0.0;
        for (int k = 0; k < 3; ++k) {
          const double length = relative_length(corners[k], corners[(k + 1) % 3]);
          longest = length > most ? k : longest;
          most = std::max(most, length);
        }
        if (most <= kLongest) {
          break;
        }
        split(corners[longest], corners[(longest + 1) % 3]);
      }
    }
  }

  void split(Index a, Index b) {
    Index sides[2] = {0, 0};
    if (!wings(a, b, sides[0], sides[1])) {
      return;
    }
    const auto middle = static_cast<Index>(points_.size());
    points_.push_back(0.5 * (points_[a] + points_[b]));
    fans_.emplace_back();
    for (const Index t : sides) {
      const Index apex = third(triangles_[t], a, b);
      const auto added = static_cast<Index>(triangles_.size());
      glm::uvec3 other = triangles_[t];
      replace(other, a, middle);
      replace(triangles_[t], b, middle);
      leave(b, t);
      triangles_.push_back(other);
      alive_.push_back(1);
      fans_[b].push_back(added);
      fans_[apex].push_back(added);
      fans_[middle].push_back(t);
      fans_[middle].push_back(added);
    }
  }

  void collapse_short_edges() {
    for (int pass = 0; pass < 12; ++pass) {
      std::size_t collapsed = 0;
      for (Index t = 0; t < triangles_.size(); ++t) {
        for (int k = 0; k < 3 && alive_[t] != 0; ++k) {
          const Index a = triangles_[t][k];
          const Index b = triangles_[t][(k + 1) % 3];
          if (relative_length(a, b) < kShortest && collapse(a, b)) {
            ++collapsed;
          }
        }
      }
      if (collapsed * 200 < triangles_.size() / 100) {
        break;
      }
    }
  }

  void ring_of(Index vertex, std::vector<Index>& ring) const {
    ring.clear();
    for (const Index t : fans_[vertex]) {
      for (int k = 0; k < 3; ++k) {
        if (triangles_[t][k] != vertex) {
          ring.push_back(triangles_[t][k]);
        }
      }
    }
    std::sort(ring.begin(), ring.end());
    ring.erase(std::unique(ring.begin(), ring.end()), ring.end());
  }

  // Whether moving `vertex` to `place` keeps the triangles round it (but those at `other`) upright and not too long.
  [[nodiscard]] bool may_move(Index vertex, Index other, const glm::dvec3& place) const {
    for (const Index t : fans_[vertex]) {
      const glm::uvec3& corners = triangles_[t];
      if (has(corners, other)) {
        continue;
      }
      std::array<glm::dvec3, 3> p{};
      for (int k = 0; k < 3; ++k) {
        p[static_cast<std::size_t>(k)] = corners[k] == vertex ? place : points_[corners[k]];
      }
      const glm::dvec3 before = normal(corners);
      const glm::dvec3 after = glm::cross(p[1] - p[0], p[2] - p[0]);
      if (glm::dot(before, after) < 0.3 * glm::length(before) * glm::length(after)) {
        return false;
      }
      for (int k = 0; k < 3; ++k) {
        if (corners[k] != vertex) {
          const double limit = kLongest * options_.edge_mm(0.5 * (place + points_[corners[k]]));
          if (glm::distance(place, points_[corners[k]]) > limit) {
            return false;
          }
        }
      }
    }
    return true;
  }

  // Draws b into a.
  bool collapse(Index a, Index b) {
    Index sides[2] = {0, 0};
    if (!wings(a, b, sides[0], sides[1])) {
      return false;
    }
    ring_of(a, ring_a_);
    ring_of(b, ring_b_);
    shared_.clear();
    std::set_intersection(ring_a_.begin(), ring_a_.end(), ring_b_.begin(), ring_b_.end(), std::back_inserter(shared_));
    if (shared_.size() != 2 || ring_a_.size() + ring_b_.size() < 8 || fans_[shared_[0]].size() < 4 ||
        fans_[shared_[1]].size() < 4) {
      return false;
    }
    const glm::dvec3 place = 0.5 * (points_[a] + points_[b]);
    if (!may_move(a, b, place) || !may_move(b, a, place)) {
      return false;
    }
    for (const Index t : sides) {
      for (int k = 0; k < 3; ++k) {
        leave(triangles_[t][k], t);
      }
      alive_[t] = 0;
    }
    for (const Index t : fans_[b]) {
      replace(triangles_[t], b, a);
      fans_[a].push_back(t);
    }
    fans_[b].clear();
    points_[a] = place;
    return true;
  }

  [[nodiscard]] static int excess(std::size_t valence, int change) {
    const int off = static_cast<int>(valence) + change - 6;
    return off * off;
  }

  void flip_edges() {
    for (int pass = 0; pass < 3; ++pass) {
      std::size_t flipped = 0;
      for (Index t = 0; t < triangles_.size(); ++t) {
        for (int k = 0; k < 3 && alive_[t] != 0; ++k) {
          const Index a = triangles_[t][k];
          const Index b = triangles_[t][(k + 1) % 3];
          flipped += flip(t, a, b) ? 1U : 0U;
        }
      }
      if (flipped == 0) {
        break;
      }
    }
  }

  // Smallest angle of a triangle as a cosine: larger is worse.
  [[nodiscard]] double sharpest(Index a, Index b, Index c) const {
    double most = -1.0;
    const std::array<Index, 3> v{a, b, c};
    for (std::size_t k = 0; k < 3; ++k) {
      const glm::dvec3 u = points_[v[(k + 1) % 3]] - points_[v[k]];
      const glm::dvec3 w = points_[v[(k + 2) % 3]] - points_[v[k]];
      most = std::max(most, glm::dot(u, w) / std::max(1e-12, glm::length(u) * glm::length(w)));
    }
    return most;
  }

  bool flip(Index t, Index a, Index b) {
    Index sides[2] = {0, 0};
    if (!wings(a, b, sides[0], sides[1])) {
      return false;
    }
    const Index other = sides[0] == t ? sides[1] : sides[0];
    const Index c = third(triangles_[t], a, b);
    const Index d = third(triangles_[other], a, b);
    const auto valence = [&](Index v) { return fans_[v].size(); };
    const int before = excess(valence(a), 0) + excess(valence(b), 0) + excess(valence(c), 0) + excess(valence(d), 0);
    const int after = excess(valence(a), -1) + excess(valence(b), -1) + excess(valence(c), 1) + excess(valence(d), 1);
    // t runs a, b, c; the other one b, a, d.
    const double worst_before = std::max(sharpest(a, b, c), sharpest(b, a, d));
    const double worst_after = std::max(sharpest(a, d, c), sharpest(d, b, c));
    const bool rescue = worst_before > 0.97 && worst_after < worst_before - 0.01;
    if (!rescue && (after >= before || worst_after > std::max(0.95, worst_before))) {
      return false;
    }
    if (valence(a) < 4 || valence(b) < 4 || c == d) {
      return false;
    }
    for (const Index n : fans_[c]) {
      if (has(triangles_[n], d)) {
        return false;
      }
    }
    const glm::dvec3 n1 = normal(triangles_[t]);
    const glm::dvec3 n2 = normal(triangles_[other]);
    const glm::dvec3 up = n1 + n2;
    const glm::uvec3 first(a, d, c);
    const glm::uvec3 second(d, b, c);
    const glm::dvec3 m1 = normal(first);
    const glm::dvec3 m2 = normal(second);
    if (glm::dot(m1, up) < 0.5 * glm::length(m1) * glm::length(up) ||
        glm::dot(m2, up) < 0.5 * glm::length(m2) * glm::length(up)) {
      return false;
    }
    leave(b, t);
    leave(a, other);
    fans_[d].push_back(t);
    fans_[c].push_back(other);
    triangles_[t] = first;
    triangles_[other] = second;
    return true;
  }

  // Moves each vertex within its tangent plane towards the middle of its ring (weighted by the triangles' areas, so
  // that graded lengths stay graded), then onto the surface.
  void smooth() {
    std::vector<glm::dvec3> moved = points_;
    for (Index v = 0; v < points_.size(); ++v) {
      if (fans_[v].empty()) {
        continue;
      }
      glm::dvec3 up(0.0);
      glm::dvec3 sum(0.0);
      double weight = 0.0;
      for (const Index t : fans_[v]) {
        const glm::uvec3& c = triangles_[t];
        const glm::dvec3 n = normal(c);
        const glm::dvec3 centre = (points_[c.x] + points_[c.y] + points_[c.z]) / 3.0;
        const double size = options_.edge_mm(centre);
        const double share = glm::length(n) / (size * size);
        up += n;
        sum += share * centre;
        weight += share;
      }
      const double length = glm::length(up);
      if (length > 0.0 && weight > 0.0) {
        const glm::dvec3 n = up / length;
        const glm::dvec3 shift = sum / weight - points_[v];
        moved[v] = points_[v] + 0.9 * (shift - n * glm::dot(n, shift));
      }
      moved[v] = options_.project(moved[v]);
    }
    points_.swap(moved);
    hold_back(moved);
  }

  // On thin sheets a vertex may land on the other wall, and triangles turn over: such vertices go back to where they
  // were.
  void hold_back(const std::vector<glm::dvec3>& before) {
    for (int pass = 0; pass < 4; ++pass) {
      std::vector<Index> turned;
      for (Index t = 0; t < triangles_.size(); ++t) {
        if (alive_[t] == 0) {
          continue;
        }
        const glm::uvec3& c = triangles_[t];
        const glm::dvec3 old = glm::cross(before[c.y] - before[c.x], before[c.z] - before[c.x]);
        const glm::dvec3 now = normal(c);
        if (glm::dot(old, now) < 0.3 * glm::length(old) * glm::length(now)) {
          turned.push_back(t);
        }
      }
      for (const Index t : turned) {
        for (int k = 0; k < 3; ++k) {
          points_[triangles_[t][k]] = before[triangles_[t][k]];
        }
      }
      if (turned.empty()) {
        break;
      }
    }
  }

  [[nodiscard]] Mesh result() const {
    Mesh mesh;
    std::vector<Index> number(points_.size(), 0);
    for (Index v = 0; v < points_.size(); ++v) {
      if (!fans_[v].empty()) {
        number[v] = static_cast<Index>(mesh.positions.size());
        mesh.positions.emplace_back(points_[v]);
      }
    }
    for (Index t = 0; t < triangles_.size(); ++t) {
      if (alive_[t] != 0) {
        const glm::uvec3& c = triangles_[t];
        mesh.triangles.emplace_back(number[c.x], number[c.y], number[c.z]);
      }
    }
    return mesh;
  }

  const RemeshOptions& options_;
  std::vector<glm::dvec3> points_;
  std::vector<glm::uvec3> triangles_;
  std::vector<char> alive_;
  std::vector<std::vector<Index>> fans_;
  std::vector<Index> ring_a_, ring_b_, shared_;
};

}  // namespace

Mesh remesh(const Mesh& mesh, const RemeshOptions& options) { return Remesher(mesh, options).run(); }

}  // namespace crus::geometry
