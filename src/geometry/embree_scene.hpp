// Owners of Embree's handles, shared by the closest-point tree and the occlusion baker. Private to this room.
#pragma once

#include <cstdint>

namespace crus::geometry {

struct Mesh;

// The handles of Embree 3 are pointers to opaque types; naming them so keeps its header out of ours.
class EmbreeScene {
 public:
  // One thread builds the tree and one instruction set walks it, so that the same mesh gives the same hits anywhere.
  EmbreeScene();
  ~EmbreeScene();
  EmbreeScene(const EmbreeScene&) = delete;
  EmbreeScene& operator=(const EmbreeScene&) = delete;

  // Adds the triangles; rays then report geometry `id`. Call commit() after the last.
  void add(const Mesh& mesh, std::uint32_t id);
  void commit();

  [[nodiscard]] void* handle() const { return scene_; }

 private:
  void* device_ = nullptr;
  void* scene_ = nullptr;
};

}  // namespace crus::geometry
