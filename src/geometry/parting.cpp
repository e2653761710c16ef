#include "geometry/parting.hpp"

#include <algorithm>
#include <cmath>
#include <memory>
#include <optional>

#include "core/parallel.hpp"
#include "geometry/crossing.hpp"
#include "geometry/measure.hpp"
#include "geometry/parting_contacts.hpp"

namespace crus::geometry {
namespace {

// Pressure per share of volume lost.
constexpr double kBulk = 60.0;

std::vector<double> vertex_areas(const Mesh& mesh) {
  std::vector<double> areas(mesh.positions.size(), 0.0);
  for (const glm::uvec3& t : mesh.triangles) {
    const glm::dvec3 a(mesh.positions[t.x]);
    const double third =
        glm::length(glm::cross(glm::dvec3(mesh.positions[t.y]) - a, glm::dvec3(mesh.positions[t.z]) - a)) / 6.0;
    for (int k = 0; k < 3; ++k) {
      areas[t[k]] += third;
    }
  }
  return areas;
}

// The derivative of the volume by each vertex.
std::vector<glm::dvec3> volume_slopes(const Mesh& mesh) {
  std::vector<glm::dvec3> slopes(mesh.positions.size(), glm::dvec3(0.0));
  for (const glm::uvec3& t : mesh.triangles) {
    const glm::dvec3 a(mesh.positions[t.x]);
    const glm::dvec3 share = glm::cross(glm::dvec3(mesh.positions[t.y]) - a, glm::dvec3(mesh.positions[t.z]) - a) / 6.0;
    for (int k = 0; k < 3; ++k) {
      slopes[t[k]] += share;
    }
  }
  return slopes;
}

class Parter {
 public:
  Parter(std::span<const PartingBody> bodies, const PartingOptions& options) : options_(options) {
    for (const PartingBody& given : bodies) {
      Body& body = bodies_.emplace_back();
      body.mesh = given.mesh;
      body.stiffness = given.stiffness;
    }
    bodies_.emplace_back();  // what vertices are held by
    each_body([](Body& body) {
      if (body.mesh == nullptr) {
        return;
      }
      body.area_mm2 = vertex_areas(*body.mesh);
      body.volume_mm3 = volume_mm3(*body.mesh);
      refresh(body);
    });
  }

  void run() {
    for (const PartingPass& pass : options_.passes) {
      each_mover([&](Body& body) {
        body.cage = std::make_unique<Cage>(*body.mesh, pass.spacing_mm);
        body.from = body.mesh->positions;
        const std::size_t count = body.cage->node_count();
        for (Nodes* nodes : {&body.moved, &body.step, &body.residual, &body.preconditioned, &body.direction,
                             &body.image, &body.bulge, &body.diagonal}) {
          nodes->assign(count, glm::dvec3(0.0));
        }
      });
      finder_.begin_pass(pass.press_per_mm);
      for (int step = 0; step < pass.steps; ++step) {
        contacts_ = finder_.find();
        if (contacts_.empty()) {
          break;
        }
        newton_step(pass);
      }
    }
  }

 private:
  template <class Work>
  void each_body(const Work& work) {
    for_each_parallel(
        bodies_.size(), [&](std::size_t i) { work(bodies_[i]); }, options_.threads);
  }
  template <class Work>
  void each_mover(const Work& work) {
    each_body([&](Body& body) {
      if (body.moves()) {
        work(body);
      }
    });
  }

  static void refresh(Body& body) {
    body.tree = std::make_unique<SurfaceTree>(*body.mesh);
    body.box = bounds(*body.mesh);
  }

  // Which vertices of which bodies the contacts act on.
  void list_touched() {
    for (Body& body : bodies_) {
      body.touched.clear();
      body.slot.assign(body.moves() ? body.mesh->positions.size() : 0, kNoSlot);
    }
    const auto touch = [](Body& body, std::uint32_t v) {
      if (body.moves() && body.slot[v] == kNoSlot) {
        body.slot[v] = static_cast<std::uint32_t>(body.touched.size());
        body.touched.push_back(v);
      }
    };
    for (const Contact& contact : contacts_) {
      touch(bodies_[contact.body], contact.vertex);
      for (int k = 0; k < 3; ++k) {
        touch(bodies_[contact.other], contact.corners[k]);
      }
    }
    for (Body& body : bodies_) {
      body.touched_values.assign(body.touched.size(), glm::dvec3(0.0));
    }
  }

  void add_force(const Contact& contact, double force) {
    Body& body = bodies_[contact.body];
    Body& other = bodies_[contact.other];
    if (body.moves()) {
      body.touched_values[body.slot[contact.vertex]] += force * contact.out;
    }
    if (other.moves()) {
      for (int k = 0; k < 3; ++k) {
        other.touched_values[other.slot[contact.corners[k]]] -= contact.barycentric[k] * force * contact.out;
      }
    }
  }

  [[nodiscard]] double parted(const Contact& contact) const {
    const Body& body = bodies_[contact.body];
    const Body& other = bodies_[contact.other];
    glm::dvec3 apart(0.0);
    if (body.moves()) {
      apart += body.touched_values[body.slot[contact.vertex]];
    }
    if (other.moves()) {
      for (int k = 0; k < 3; ++k) {
        apart -= contact.barycentric[k] * other.touched_values[other.slot[contact.corners[k]]];
      }
    }
    return glm::dot(apart, contact.out);
  }

  // image = (elastic + bulk + contact) direction
  void apply(double reach_mm) {
    each_mover([&](Body& body) {
      body.cage->elastic(body.direction, reach_mm, body.image);
      double along = 0.0;
      for (std::size_t n = 0; n < body.image.size(); ++n) {
        along += glm::dot(body.bulge[n], body.direction[n]);
      }
      for (std::size_t n = 0; n < body.image.size(); ++n) {
        body.image[n] = body.stiffness * (body.image[n] + kBulk / body.volume_mm3 * along * body.bulge[n]);
      }
      for (std::size_t k = 0; k < body.touched.size(); ++k) {
        body.touched_values[k] = body.cage->at(body.touched[k], body.direction);
      }
    });
    forces_.resize(contacts_.size());
    for (std::size_t i = 0; i < contacts_.size(); ++i) {
      forces_[i] = contacts_[i].weight * parted(contacts_[i]);
    }
    scatter(forces_, [](Body& body) -> Nodes& { return body.image; });
  }

  template <class Target>
  void scatter(const std::vector<double>& forces, const Target& target) {
    each_mover([](Body& body) { std::fill(body.touched_values.begin(), body.touched_values.end(), glm::dvec3(0.0)); });
    for (std::size_t i = 0; i < contacts_.size(); ++i) {
      add_force(contacts_[i], forces[i]);
    }
    each_mover([&](Body& body) {
      for (std::size_t k = 0; k < body.touched.size(); ++k) {
        body.cage->spread(body.touched[k], body.touched_values[k], target(body));
      }
    });
  }

  void set_up(const PartingPass& pass) {
    list_touched();
    each_mover([&](Body& body) {
      const std::vector<glm::dvec3> slopes = volume_slopes(*body.mesh);
      std::fill(body.bulge.begin(), body.bulge.end(), glm::dvec3(0.0));
      for (std::uint32_t v = 0; v < slopes.size(); ++v) {
        body.cage->spread(v, slopes[v], body.bulge);
      }
      const double lost = body.volume_mm3 - volume_mm3(*body.mesh);
      body.cage->elastic(body.moved, pass.reach_mm, body.residual);
      const std::vector<double> elastic = body.cage->elastic_diagonal(pass.reach_mm);
      for (std::size_t n = 0; n < body.residual.size(); ++n) {
        body.residual[n] = body.stiffness * (kBulk / body.volume_mm3 * lost * body.bulge[n] - body.residual[n]);
        body.diagonal[n] = glm::dvec3(body.stiffness * elastic[n]) +
                           body.stiffness * kBulk / body.volume_mm3 * body.bulge[n] * body.bulge[n];
        body.step[n] = glm::dvec3(0.0);
      }
    });
    forces_.resize(contacts_.size());
    for (std::size_t i = 0; i < contacts_.size(); ++i) {
      forces_[i] = contacts_[i].weight * contacts_[i].depth_mm;
    }
    scatter(forces_, [](Body& body) -> Nodes& { return body.residual; });
    // The contacts' part of the diagonal, by way of the touched vertices.
    each_mover([](Body& body) { std::fill(body.touched_values.begin(), body.touched_values.end(), glm::dvec3(0.0)); });
    for (const Contact& contact : contacts_) {
      const glm::dvec3 stiffness = contact.weight * contact.out * contact.out;
      Body& body = bodies_[contact.body];
      Body& other = bodies_[contact.other];
      if (body.moves()) {
        body.touched_values[body.slot[contact.vertex]] += stiffness;
      }
      for (int k = 0; k < 3 && other.moves(); ++k) {
        other.touched_values[other.slot[contact.corners[k]]] +=
            contact.barycentric[k] * contact.barycentric[k] * stiffness;
      }
    }
    each_mover([](Body& body) {
      for (std::size_t k = 0; k < body.touched.size(); ++k) {
        body.cage->spread_squared(body.touched[k], body.touched_values[k], body.diagonal);
      }
    });
  }

  template <class Term>
  double sum_over_nodes(const Term& term) {
    std::vector<double> sums(bodies_.size(), 0.0);
    for_each_parallel(
        bodies_.size(),
        [&](std::size_t i) {
          if (bodies_[i].moves()) {
            for (std::size_t n = 0; n < bodies_[i].step.size(); ++n) {
              sums[i] += term(bodies_[i], n);
            }
          }
        },
        options_.threads);
    double sum = 0.0;
    for (const double s : sums) {
      sum += s;
    }
    return sum;
  }

  void precondition() {
    each_mover([](Body& body) {
      for (std::size_t n = 0; n < body.residual.size(); ++n) {
        body.preconditioned[n] = body.residual[n] / body.diagonal[n];
      }
    });
  }

  // Conjugate gradients, then the bodies move.
  void newton_step(const PartingPass& pass) {
    constexpr int kMostIterations = 120;
    constexpr double kTolerance = 1e-3;
    set_up(pass);
    precondition();
    each_mover([](Body& body) { body.direction = body.preconditioned; });
    const auto along = [](const Body& b, std::size_t n) { return glm::dot(b.residual[n], b.preconditioned[n]); };
    double energy = sum_over_nodes(along);
    const double enough = kTolerance * kTolerance * energy;
    for (int i = 0; i < kMostIterations && energy > enough; ++i) {
      apply(pass.reach_mm);
      const double curvature =
          sum_over_nodes([](const Body& b, std::size_t n) { return glm::dot(b.direction[n], b.image[n]); });
      const double length = energy / curvature;
      each_mover([&](Body& body) {
        for (std::size_t n = 0; n < body.step.size(); ++n) {
          body.step[n] += length * body.direction[n];
          body.residual[n] -= length * body.image[n];
        }
      });
      precondition();
      const double before = energy;
      energy = sum_over_nodes(along);
      each_mover([&](Body& body) {
        for (std::size_t n = 0; n < body.step.size(); ++n) {
          body.direction[n] = body.preconditioned[n] + energy / before * body.direction[n];
        }
      });
    }
    note_pressing();
    each_mover(take_step);
  }

  void note_pressing() {
    each_mover([](Body& body) {
      for (std::size_t k = 0; k < body.touched.size(); ++k) {
        body.touched_values[k] = body.cage->at(body.touched[k], body.step);
      }
    });
    std::vector<char> pressing(contacts_.size(), 0);
    for (std::size_t i = 0; i < contacts_.size(); ++i) {
      pressing[i] = contacts_[i].depth_mm > parted(contacts_[i]) ? 1 : 0;
    }
    finder_.note_pressing(contacts_, pressing);
  }

  // As much of it as does not make the surface pass through itself.
  static void take_step(Body& body) {
    constexpr float kStiffer = 4.0F;
    constexpr float kHardly_mm = 0.1F;
    constexpr int kTries = 5;
    const Nodes moved = body.moved;
    const auto place = [&] {
      float most = 0.0F;
      for (std::size_t n = 0; n < moved.size(); ++n) {
        body.moved[n] = moved[n] + body.step[n];
      }
      for (std::uint32_t v = 0; v < body.from.size(); ++v) {
        const glm::vec3 to = body.from[v] + glm::vec3(body.cage->at(v, body.moved));
        most = std::max(most, glm::distance(to, body.mesh->positions[v]));
        body.mesh->positions[v] = to;
      }
      return most;
    };
    const float most = place();
    for (int i = 0; i < kTries && most > kHardly_mm; ++i) {
      const std::vector<glm::uvec2> crossing = crossing_edges(*body.mesh);
      if (crossing.empty()) {
        break;
      }
      std::vector<std::uint32_t> vertices;
      for (const glm::uvec2& edge : crossing) {
        vertices.push_back(edge.x);
        vertices.push_back(edge.y);
      }
      body.cage->stiffen(vertices, kStiffer);
      if (i + 1 < kTries) {
        body.cage->lessen(vertices, 0.5, body.step);
      } else {
        std::fill(body.step.begin(), body.step.end(), glm::dvec3(0.0));
      }
      place();
    }
    refresh(body);
  }

  const PartingOptions& options_;
  std::vector<Body> bodies_;
  ContactFinder finder_{bodies_, options_};
  std::vector<Contact> contacts_;
  std::vector<double> forces_;
};

}  // namespace

void part_bodies(std::span<const PartingBody> bodies, const PartingOptions& options) { Parter(bodies, options).run(); }

}  // namespace crus::geometry
