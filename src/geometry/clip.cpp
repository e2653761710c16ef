#include "geometry/clip.hpp"

#include <array>
#include <cmath>
#include <map>
#include <utility>

namespace crus::geometry {
namespace {

// Rings of triangles between a cap's rim and its middle.
constexpr int kCapRings = 6;

class Clipper {
 public:
  Clipper(const Mesh& mesh, const glm::dvec3& origin, const glm::dvec3& normal, double bulge_mm)
      : mesh_(mesh), bulge_(bulge_mm * normal) {
    for (const glm::vec3& p : mesh.positions) {
      const double height = glm::dot(glm::dvec3(p) - origin, normal);
      // A vertex in the plane would make triangles without area.
      heights_.push_back(std::abs(height) < 1e-4 ? -1e-4 : height);
    }
    kept_.assign(mesh.positions.size(), kNone);
  }

  void cut() {
    for (const glm::uvec3& t : mesh_.triangles) {
      std::vector<std::uint32_t> polygon;
      for (int k = 0; k < 3; ++k) {
        const std::uint32_t a = t[k];
        const std::uint32_t b = t[(k + 1) % 3];
        if (heights_[a] < 0.0) {
          polygon.push_back(kept(a));
        }
        if ((heights_[a] < 0.0) != (heights_[b] < 0.0)) {
          polygon.push_back(crossing(a, b));
        }
      }
      for (std::size_t k = 2; k < polygon.size(); ++k) {
        result_.triangles.emplace_back(polygon[0], polygon[k - 1], polygon[k]);
      }
      note_rim(t);
    }
  }

  // Fails when the rim does not run in closed loops.
  bool cap() {
    while (!next_on_rim_.empty()) {
      std::vector<std::uint32_t> loop;
      for (std::uint32_t at = next_on_rim_.begin()->first;;) {
        const auto next = next_on_rim_.find(at);
        if (next == next_on_rim_.end()) {
          break;
        }
        loop.push_back(at);
        at = next->second;
        next_on_rim_.erase(next);
      }
      if (loop.size() < 3) {
        return false;
      }
      close(loop);
    }
    return true;
  }

  [[nodiscard]] Mesh take() { return std::move(result_); }

 private:
  static constexpr std::uint32_t kNone = static_cast<std::uint32_t>(-1);

  std::uint32_t add(const glm::dvec3& p) {
    result_.positions.emplace_back(p);
    return static_cast<std::uint32_t>(result_.positions.size() - 1);
  }

  std::uint32_t kept(std::uint32_t v) {
    if (kept_[v] == kNone) {
      kept_[v] = add(glm::dvec3(mesh_.positions[v]));
    }
    return kept_[v];
  }

  std::uint32_t crossing(std::uint32_t a, std::uint32_t b) {
    const auto key = std::minmax(a, b);
    const auto found = crossings_.find(key);
    if (found != crossings_.end()) {
      return found->second;
    }
    const double share = heights_[key.first] / (heights_[key.first] - heights_[key.second]);
    const glm::dvec3 p(mesh_.positions[key.first]);
    const std::uint32_t index = add(p + share * (glm::dvec3(mesh_.positions[key.second]) - p));
    crossings_.emplace(key, index);
    return index;
  }

  // The rim as the cap will run it: against the cut triangles.
  void note_rim(const glm::uvec3& t) {
    std::uint32_t leaves = kNone;
    std::uint32_t enters = kNone;
    for (int k = 0; k < 3; ++k) {
      const std::uint32_t a = t[k];
      const std::uint32_t b = t[(k + 1) % 3];
      if ((heights_[a] < 0.0) != (heights_[b] < 0.0)) {
        (heights_[a] < 0.0 ? leaves : enters) = crossing(a, b);
      }
    }
    if (leaves != kNone && enters != kNone) {
      next_on_rim_[enters] = leaves;
    }
  }

  void close(const std::vector<std::uint32_t>& rim) {
    glm::dvec3 middle(0.0);
    for (const std::uint32_t v : rim) {
      middle += glm::dvec3(result_.positions[v]) / static_cast<double>(rim.size());
    }
    std::vector<std::uint32_t> outer = rim;
    for (int ring = 1; ring < kCapRings; ++ring) {
      std::vector<std::uint32_t> inner;
      for (const std::uint32_t v : rim) {
        const double share = static_cast<double>(ring) / kCapRings;
        const double rise = std::sqrt(share * (2.0 - share));
        inner.push_back(add((1.0 - share) * glm::dvec3(result_.positions[v]) + share * middle + rise * bulge_));
      }
      for (std::size_t k = 0; k < rim.size(); ++k) {
        const std::size_t next = (k + 1) % rim.size();
        result_.triangles.emplace_back(outer[k], outer[next], inner[k]);
        result_.triangles.emplace_back(outer[next], inner[next], inner[k]);
      }
      outer = std::move(inner);
    }
    const std::uint32_t tip = add(middle + bulge_);
    for (std::size_t k = 0; k < rim.size(); ++k) {
      result_.triangles.emplace_back(outer[k], outer[(k + 1) % rim.size()], tip);
    }
  }

  const Mesh& mesh_;
  glm::dvec3 bulge_;
  std::vector<double> heights_;
  std::vector<std::uint32_t> kept_;
  std::map<std::pair<std::uint32_t, std::uint32_t>, std::uint32_t> crossings_;
  std::map<std::uint32_t, std::uint32_t> next_on_rim_;
  Mesh result_;
};

}  // namespace

Result<Mesh> clip(const Mesh& mesh, const glm::dvec3& origin, const glm::dvec3& normal, double bulge_mm) {
  Clipper clipper(mesh, origin, normal, bulge_mm);
  clipper.cut();
  if (!clipper.cap()) {
    return fail("the cut does not close", {}, "is the surface closed and welded?");
  }
  Mesh result = clipper.take();
  if (result.empty()) {
    return fail("the plane leaves nothing of the surface");
  }
  return result;
}

}  // namespace crus::geometry
