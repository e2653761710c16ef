#include "geometry/parting_contacts.hpp"

#include <algorithm>
#include <cmath>

#include "core/parallel.hpp"

namespace crus::geometry {
namespace {

// What a held vertex stands for, however fine the mesh.
constexpr double kHoldArea_mm2 = 4.0;
// Deeper places are looked for this far; a step asks for less at once.
constexpr float kReach_mm = 14.0F;
constexpr double kMostAtOnce_mm = 2.5;
// That may be asked for between bodies.
constexpr double kMostRoom_mm = 2.0;

}  // namespace

// Of each ordered pair the vertices of the first that may come to lie in the second during the pass.
void ContactFinder::begin_pass(double press_per_mm) {
  press_per_mm_ = press_per_mm;
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

std::vector<Contact> ContactFinder::find() const {
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
  std::vector<Contact> contacts;
  for (const std::vector<Contact>& some : found) {
    contacts.insert(contacts.end(), some.begin(), some.end());
  }
  for (const PartingHold& hold : options_.holds) {
    if (const auto contact = loose(hold)) {
      contacts.push_back(*contact);
    }
  }
  for (Contact& contact : contacts) {
    contact.depth_mm = std::min(contact.depth_mm, kMostAtOnce_mm);
  }
  return contacts;
}

void ContactFinder::note_pressing(const std::vector<Contact>& contacts, const std::vector<char>& pressing) {
  for (Near& near : near_) {
    std::fill(near.pressed.begin(), near.pressed.end(), 0);
  }
  for (std::size_t i = 0; i < contacts.size(); ++i) {
    if (contacts[i].pair != kNoSlot) {
      near_[contacts[i].pair].pressed[contacts[i].place] = pressing[i];
    }
  }
}

// A contact that pressed in the last step is one still where it has just come apart: whether it is to be dropped the
// solve tells. Else a body would fall back and be pushed out by turns.
std::optional<Contact> ContactFinder::contact_of(std::uint32_t a, std::uint32_t b, std::uint32_t v,
                                                 bool pressed) const {
  constexpr double kJustApart_mm = 2.0;
  constexpr float kAbout_mm = 2.0F;
  const glm::vec3& p = bodies_[a].mesh->positions[v];
  const Box& box = bodies_[b].box;
  if (glm::any(glm::lessThan(p, box.min - kAbout_mm)) || glm::any(glm::greaterThan(p, box.max + kAbout_mm))) {
    return std::nullopt;
  }
  auto contact = meeting_of(a, b, v);
  if (!contact || contact->within_mm <= (pressed ? -kMostRoom_mm - kJustApart_mm : -kMostRoom_mm)) {
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
void ContactFinder::agree_on_ways_out(std::vector<Contact>& contacts) const {
  constexpr double kDeep_mm = 0.8;
  constexpr double kAbout_mm = 10.0;
  constexpr double kDetour = 3.0;
  const std::vector<Contact> found = contacts;
  const auto place = [&](const Contact& c) { return glm::dvec3(bodies_[c.body].mesh->positions[c.vertex]); };
  for (Contact& contact : contacts) {
    if (contact.within_mm < kDeep_mm) {
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
    if (hit && static_cast<double>(hit->distance_mm) < kDetour * contact.within_mm + 1.0) {
      contact.out = way;
      contact.corners = body.mesh->triangles[hit->triangle];
      contact.barycentric = glm::dvec3(hit->barycentric);
      contact.depth_mm += std::max(0.0, static_cast<double>(hit->distance_mm) - contact.within_mm);
    }
  }
}

// Where a hold is loose, a contact with what does not move.
std::optional<Contact> ContactFinder::loose(const PartingHold& hold) const {
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
  contact.weight = press_per_mm_ * kHoldArea_mm2;
  contact.depth_mm = distance - hold.within_mm;
  return contact;
}

// A vertex and the nearest place on another body, the depth negative outside.
std::optional<Contact> ContactFinder::meeting_of(std::uint32_t a, std::uint32_t b, std::uint32_t v) const {
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
  const bool inside =
      in_face ? glm::dot(p - hit->point, glm::cross(q[t.y] - q[t.x], q[t.z] - q[t.x])) < 0.0F : other.tree->contains(p);
  const auto distance = static_cast<double>(hit->distance_mm);
  const glm::dvec3 across = glm::dvec3(hit->point - p) / distance;
  Contact contact;
  contact.body = a;
  contact.other = b;
  contact.vertex = v;
  contact.corners = t;
  contact.barycentric = glm::dvec3(hit->barycentric);
  contact.out = inside ? across : -across;
  contact.weight = press_per_mm_ * body.area_mm2[v];
  contact.within_mm = contact.depth_mm = inside ? distance : -distance;
  return contact;
}

}  // namespace crus::geometry
