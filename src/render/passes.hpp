// The passes that turn planned items into one tile of the picture.
#pragma once

#include <array>
#include <span>
#include <vector>

#include "render/caps.hpp"
#include "render/gl_messages.hpp"
#include "render/mesh_store.hpp"
#include "render/plan.hpp"
#include "render/programs.hpp"
#include "render/targets.hpp"

namespace crus::render {

struct FrameInput {
  const DrawList& list;
  std::span<const PlannedItem> items;
  glm::ivec2 size;  // of the picture
  PixelBox box;     // the pixels that `result` below holds
  SamplePlan sample;
};

class Passes {
 public:
  Passes(Programs& programs, MeshStore& meshes, Caps& caps, GlMessages& messages);

  // Renders the tile's rays and writes its pixels into `result` as they are shown, over the background.
  void draw_tile(const FrameInput& frame, const Tile& tile, const ColourTarget& result);
  // Ids into the bound target, of the pixels of `box`.
  void draw_ids(const DrawList& list, std::span<const PlannedItem> items, glm::ivec2 size, const PixelBox& box);

 private:
  void set_frame(const DrawList& list, glm::ivec2 size, const PixelBox& box);
  void solids(const FrameInput& frame);
  void caps(const FrameInput& frame);
  void mask_caps(const FrameInput& frame);
  void place_cap(const Program& used, const DrawItem& item, const Caps::Range& range) const;
  void pick_caps(std::span<const PlannedItem> items, const PixelBox& box);
  bool shells(const FrameInput& frame);
  int ghosts(const FrameInput& frame);
  PixelBox outlines(const FrameInput& frame);
  void compose(const FrameInput& frame, const Tile& tile, glm::ivec2 layer_range, const PixelBox& outlined,
               const ColourTarget& result);
  void set_background(const FrameInput& frame, const Program& program);
  // Which program draws a layer's items, by what is painted on them: nothing, a field, shares.
  using LayerPrograms = std::array<ProgramName, 3>;
  void draw_items(const FrameInput& frame, Layer layer, const LayerPrograms& names, bool first_layer);
  const Program* program(ProgramName name);

  Programs& programs_;
  MeshStore& meshes_;
  Caps& caps_;
  GlMessages& messages_;
  // Quick looks and finished pictures take turns; each would clear the other's larger textures in vain.
  TileTargets quick_targets_, finished_targets_;
  TileTargets* targets_ = &quick_targets_;
  GlBuffer frame_block_;
  GlVertexArray no_attributes_;
  GlQuery samples_;
  PixelBox tile_;
  glm::dmat4 clip_from_world_{1.0};  // of the tile
  glm::dvec4 cut_{0.0};
};

}  // namespace crus::render
