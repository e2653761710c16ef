#include "app/window_loader.hpp"

#include <sys/resource.h>
#include <sys/types.h>
#include <unistd.h>

#include "scene/scene.hpp"

namespace crus::app {

// On a machine with few cores the hand must not wait for the bake. Linux keeps a niceness for each thread; elsewhere
// this changes nothing.
void give_way() {
#ifdef __linux__
  constexpr int kNiceness = 10;
  static_cast<void>(setpriority(PRIO_PROCESS, static_cast<id_t>(gettid()), kNiceness));
#endif
}

Result<LoadedLeg> packed(Result<LegPtr> leg) {
  return std::move(leg).map([](LegPtr&& loaded) {
    render::PackedMeshes meshes(scene::mesh_views(*loaded));
    return LoadedLeg{std::move(loaded), std::move(meshes)};
  });
}

}  // namespace crus::app
