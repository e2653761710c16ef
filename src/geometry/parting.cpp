#include "geometry/parting.hpp"

#include <algorithm>
#include <cmath>
#include <memory>
#include <optional>

#include "core/parallel.hpp"
#include "geometry/cage.hpp"
#include "geometry/closest.hpp"
#include "geometry/crossing.hpp"
#include "geometry/measure.hpp"

namespace crus::geometry {
namespace {

// Pressure per millimetre of depth, against the elastic stress of one unit of strain at stiffness 1.
constexpr double kContact_per_mm = 6.0;
// Pressure per share of volume lost.
constexpr double kBulk = 60.0;
// Deeper places are looked for this far; a step asks for less at once.
constexpr float kReach_mm = 14.0F;
constexpr double kMostAtOnce_mm = 2.5;
constexpr std::uint32_t kFixed = 0xFFFFFFFFU;

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
  double lost_share = 0.0;
  // Vertices a contact acts on, their forces, and where each vertex is in the list.
  std::vector<std::uint32_t> touched;
  Nodes touched_values;
  std::vector<std::uint32_t> slot;

  [[nodiscard]] bool moves() const { return stiffness > 0.0; }
};

// A vertex of one body that lies in a triangle's body, or a place on a triangle where it comes out.
struct Contact {
  std::uint32_t body = 0, other = 0;
  std::uint32_t vertex = 0;
  glm::uvec3 corners{0};
  glm::dvec3 barycentric{0.0};
  glm::dvec3 out{0.0};  // the way out of the other body
  double weight = 0.0;  // force per millimetre
  double depth_mm = 0.0;
  std::uint32_t pair = kFixed, place = 0;  // of the vertex among those near the other body; a hold has no pair
};

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
      find_near_pairs();
      for (int step = 0; step < pass.steps; ++step) {
        find_contacts();
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

  // Of each ordered pair the vertices of the first that may come to lie in the second during the pass.
  void find_near_pairs() {
    constexpr float kMayMove_mm = 4.0F;
    near_.clear();
    for (std::uint32_t a = 0; a + 1 < bodies_.size(); ++a) {
      for (std::uint32_t b = 0; b + 1 < bodies_.size(); ++b) {
        const Box& mine = bodies_[a].box;
        const Box& theirs = bodies_[b].box;
        if (a == b || (!bodies_[a].moves() && !bodies_[b].moves()) ||
            glm::any(glm::greaterThan(mine.min, theirs.max + kMayMove_mm)) ||
            glm::any(glm::greaterThan(theirs.min, mine.max + kMayMove_mm)) ||
            (options_.part && !options_.part(std::min(a, b), std::max(a, b)))) {
          continue;
        }
        near_.push_back({a, b, {}, {}});
      }
    }
    for_each_parallel(
        near_.size(),
        [&](std::size_t i) {
          Near& near = near_[i];
          const Body& b = bodies_[near.other];
          const std::vector<glm::vec3>& positions = bodies_[near.body].mesh->positions;
          for (std::uint32_t v = 0; v < positions.size(); ++v) {
            const glm::vec3& p = positions[v];
            if (glm::all(glm::greaterThan(p, b.box.min - kMayMove_mm)) &&
                glm::all(glm::lessThan(p, b.box.max + kMayMove_mm)) && b.tree->closest(p, kReach_mm)) {
              near.vertices.push_back(v);
            }
          }
          near.pressed.assign(near.vertices.size(), 0);
        },
        options_.threads);
  }

  void find_contacts() {
    std::vector<std::vector<Contact>> found(near_.size());
    for_each_parallel(
        near_.size(),
        [&](std::size_t i) {
          const Near& near = near_[i];
          for (std::uint32_t k = 0; k < near.vertices.size(); ++k) {
            if (auto contact = contact_of(near.body, near.other, near.vertices[k], near.pressed[k] != 0)) {
              contact->pair = static_cast<std::uint32_t>(i);
              contact->place = k;
              found[i].push_back(*contact);
            }
          }
          agree_on_ways_out(found[i]);
        },
        options_.threads);
    contacts_.clear();
    for (const std::vector<Contact>& some : found) {
      contacts_.insert(contacts_.end(), some.begin(), some.end());
    }
    for (const PartingHold& hold : options_.holds) {
      if (const auto contact = loose(hold)) {
        contacts_.push_back(*contact);
      }
    }
    for (Contact& contact : contacts_) {
      contact.depth_mm = std::min(contact.depth_mm, kMostAtOnce_mm);
    }
  }

  // A contact that pressed in the last step is one still where it has just come apart: whether it is to be dropped the
  // solve tells. Else a body would fall back and be pushed out by turns.
  [[nodiscard]] std::optional<Contact> contact_of(std::uint32_t a, std::uint32_t b, std::uint32_t v,
                                                  bool pressed) const {
    constexpr double kJustApart_mm = 2.0;
    constexpr float kAbout_mm = 2.0F;
    const glm::vec3& p = bodies_[a].mesh->positions[v];
    const Box& box = bodies_[b].box;
    if (glm::any(glm::lessThan(p, box.min - kAbout_mm)) || glm::any(glm::greaterThan(p, box.max + kAbout_mm))) {
      return std::nullopt;
    }
    auto contact = meeting_of(a, b, v);
    if (!contact || (contact->depth_mm <= 0.0 && !pressed)) {
      return std::nullopt;
    }
    contact->depth_mm -= options_.allowed_mm ? options_.allowed_mm(a, b, p) : 0.0;
    if (contact->depth_mm <= (pressed ? -kJustApart_mm : 0.0)) {
      return std::nullopt;
    }
    return contact;
  }

  // Deep inside, the nearest way out may be another one for each vertex, and the surface would be torn between them:
  // there the contacts of two bodies take the way of those about them, where it leads out nearly as soon.
  void agree_on_ways_out(std::vector<Contact>& contacts) const {
    constexpr double kDeep_mm = 0.8;
    constexpr double kAbout_mm = 10.0;
    constexpr double kDetour = 3.0;
    const std::vector<Contact> found = contacts;
    const auto place = [&](const Contact& c) { return glm::dvec3(bodies_[c.body].mesh->positions[c.vertex]); };
    for (Contact& contact : contacts) {
      if (contact.depth_mm < kDeep_mm) {
        continue;
      }
      const glm::dvec3 p = place(contact);
      glm::dvec3 way(0.0);
      for (const Contact& other : found) {
        const double near = 1.0 - glm::distance(p, place(other)) / kAbout_mm;
        way += other.out * (near > 0.0 ? near * other.weight * other.depth_mm : 0.0);
      }
      const double length = glm::length(way);
      if (length <= 0.0) {
        continue;
      }
      way /= length;
      const Body& body = bodies_[contact.other];
      const auto hit = body.tree->first_hit(glm::vec3(p), glm::vec3(way));
      if (hit && static_cast<double>(hit->distance_mm) < kDetour * contact.depth_mm + 1.0) {
        contact.out = way;
        contact.corners = body.mesh->triangles[hit->triangle];
        contact.barycentric = glm::dvec3(hit->barycentric);
        contact.depth_mm += std::max(0.0, static_cast<double>(hit->distance_mm) - contact.depth_mm);
      }
    }
  }

  // Where a hold is loose, a contact with what does not move.
  [[nodiscard]] std::optional<Contact> loose(const PartingHold& hold) const {
    const Body& body = bodies_[hold.body];
    const glm::vec3& p = body.mesh->positions[hold.vertex];
    const auto hit = hold.by->closest(p);
    if (!hit || static_cast<double>(hit->distance_mm) <= hold.within_mm) {
      return std::nullopt;
    }
    const auto distance = static_cast<double>(hit->distance_mm);
    Contact contact;
    contact.body = static_cast<std::uint32_t>(hold.body);
    contact.other = static_cast<std::uint32_t>(bodies_.size() - 1);
    contact.vertex = hold.vertex;
    contact.out = glm::dvec3(hit->point - p) / distance;
    contact.weight = kContact_per_mm * body.area_mm2[hold.vertex];
    contact.depth_mm = distance - hold.within_mm;
    return contact;
  }

  // A vertex and the nearest place on another body, the depth negative outside.
  [[nodiscard]] std::optional<Contact> meeting_of(std::uint32_t a, std::uint32_t b, std::uint32_t v) const {
    const Body& body = bodies_[a];
    const Body& other = bodies_[b];
    const glm::vec3& p = body.mesh->positions[v];
    const auto hit = other.tree->closest(p, kReach_mm);
    if (!hit || hit->distance_mm < 1e-4F) {
      return std::nullopt;
    }
    const glm::uvec3& t = other.mesh->triangles[hit->triangle];
    constexpr float kRim = 0.02F;
    const bool in_face = std::min({hit->barycentric.x, hit->barycentric.y, hit->barycentric.z}) > kRim;
    const std::vector<glm::vec3>& q = other.mesh->positions;
    const bool inside = in_face ? glm::dot(p - hit->point, glm::cross(q[t.y] - q[t.x], q[t.z] - q[t.x])) < 0.0F
                                : other.tree->contains(p);
    const auto distance = static_cast<double>(hit->distance_mm);
    const glm::dvec3 across = glm::dvec3(hit->point - p) / distance;
    return Contact{a,
                   b,
                   v,
                   t,
                   glm::dvec3(hit->barycentric),
                   inside ? across : -across,
                   kContact_per_mm * body.area_mm2[v],
                   inside ? distance : -distance};
  }

  // Which vertices of which bodies the contacts act on.
  void list_touched() {
    for (Body& body : bodies_) {
      body.touched.clear();
      body.slot.assign(body.moves() ? body.mesh->positions.size() : 0, kFixed);
    }
    const auto touch = [](Body& body, std::uint32_t v) {
      if (body.moves() && body.slot[v] == kFixed) {
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
    for (Near& near : near_) {
      std::fill(near.pressed.begin(), near.pressed.end(), 0);
    }
    each_mover([](Body& body) {
      for (std::size_t k = 0; k < body.touched.size(); ++k) {
        body.touched_values[k] = body.cage->at(body.touched[k], body.step);
      }
    });
    for (const Contact& contact : contacts_) {
      if (contact.pair != kFixed && contact.depth_mm - parted(contact) > 0.0) {
        near_[contact.pair].pressed[contact.place] = 1;
      }
    }
  }

  // As much of it as does not make the surface pass through itself.
  static void take_step(Body& body) {
    constexpr float kStiffer = 4.0F;
    constexpr float kHardly_mm = 0.1F;
    double taken = 0.0;
    const auto place = [&](double share) {
      float most = 0.0F;
      for (std::size_t n = 0; n < body.moved.size(); ++n) {
        body.moved[n] += (share - taken) * body.step[n];
      }
      taken = share;
      for (std::uint32_t v = 0; v < body.from.size(); ++v) {
        const glm::vec3 to = body.from[v] + glm::vec3(body.cage->at(v, body.moved));
        most = std::max(most, glm::distance(to, body.mesh->positions[v]));
        body.mesh->positions[v] = to;
      }
      return most;
    };
    if (place(1.0) > kHardly_mm) {
      for (const double share : {0.5, 0.25, 0.0}) {
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
        place(share);
      }
    }
    refresh(body);
  }

  struct Near {
    std::uint32_t body = 0, other = 0;
    std::vector<std::uint32_t> vertices;
    std::vector<char> pressed;  // which of them the last step's solve left pressing
  };

  const PartingOptions& options_;
  std::vector<Body> bodies_;
  std::vector<Near> near_;
  std::vector<Contact> contacts_;
  std::vector<double> forces_;
};

}  // namespace

void part_bodies(std::span<const PartingBody> bodies, const PartingOptions& options) { Parter(bodies, options).run(); }

}  // namespace crus::geometry
