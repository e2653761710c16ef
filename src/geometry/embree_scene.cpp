#include "geometry/embree_scene.hpp"

#include <cstring>
#include <new>

#include <embree3/rtcore.h>

#include "geometry/mesh.hpp"

namespace crus::geometry {

EmbreeScene::EmbreeScene() {
  RTCDevice device = rtcNewDevice("threads=1,isa=sse4.2");
  if (device == nullptr) {
    device = rtcNewDevice("threads=1");
  }
  if (device == nullptr) {
    throw std::bad_alloc();
  }
  RTCScene scene = rtcNewScene(device);
  rtcSetSceneFlags(scene, static_cast<RTCSceneFlags>(RTC_SCENE_FLAG_ROBUST | RTC_SCENE_FLAG_CONTEXT_FILTER_FUNCTION));
  device_ = device;
  scene_ = scene;
}

EmbreeScene::~EmbreeScene() {
  rtcReleaseScene(static_cast<RTCScene>(scene_));
  rtcReleaseDevice(static_cast<RTCDevice>(device_));
}

void EmbreeScene::add(const Mesh& mesh, std::uint32_t id) {
  if (mesh.triangles.empty()) {
    return;
  }
  RTCGeometry geometry = rtcNewGeometry(static_cast<RTCDevice>(device_), RTC_GEOMETRY_TYPE_TRIANGLE);
  // Embree's own buffers: it reads up to 16 bytes past the last vertex.
  void* vertices = rtcSetNewGeometryBuffer(geometry, RTC_BUFFER_TYPE_VERTEX, 0, RTC_FORMAT_FLOAT3, sizeof(glm::vec3),
                                           mesh.positions.size());
  void* indices = rtcSetNewGeometryBuffer(geometry, RTC_BUFFER_TYPE_INDEX, 0, RTC_FORMAT_UINT3, sizeof(glm::uvec3),
                                          mesh.triangles.size());
  if (vertices == nullptr || indices == nullptr) {
    rtcReleaseGeometry(geometry);
    throw std::bad_alloc();
  }
  std::memcpy(vertices, mesh.positions.data(), mesh.positions.size() * sizeof(glm::vec3));
  std::memcpy(indices, mesh.triangles.data(), mesh.triangles.size() * sizeof(glm::uvec3));
  rtcCommitGeometry(geometry);
  rtcAttachGeometryByID(static_cast<RTCScene>(scene_), geometry, id);
  rtcReleaseGeometry(geometry);
}

void EmbreeScene::commit() { rtcCommitScene(static_cast<RTCScene>(scene_)); }

}  // namespace crus::geometry
