// (Leg, Session, size) -> draw list. Pure functions: same input, same list.
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include <glm/glm.hpp>

#include "leg/calf_pump.hpp"
#include "leg/leg.hpp"
#include "leg/motion_lines.hpp"
#include "leg/vein_courses.hpp"
#include "pain/fields.hpp"
#include "render/draw_list.hpp"
#include "render/font.hpp"
#include "session/session.hpp"

namespace crus::scene {

struct PictureOptions {
  bool transparent = false;
  bool credit = true;
  float ui_scale = 1.0F;                   // text size of labels and credit
  std::optional<std::string> hovered;      // structure under the pointer, window only
  bool pain_words = true;                  // the legend of pain patterns; a page may say all of it itself
  const pain::PainFields* pain = nullptr;  // of this leg; null: not there, or not yet
  const MotionLines* lines = nullptr;      // of the leg in its pose, as the session wishes
  const Leg* rest = nullptr;               // the leg unposed, whose meshes were given to mesh_views too; null: no ghost
  const anatomy::PumpData* pump = nullptr;
  const VeinCourses* veins = nullptr;           // of this leg
  std::span<const PumpSample> pump_curve = {};  // up to the moment shown
};

struct Fonts {
  const render::Font& regular;
  const render::Font& bold;
};

[[nodiscard]] render::DrawList draw_list(const Leg& leg, const Session& session, glm::ivec2 size, const Fonts& fonts,
                                         const PictureOptions& options);

// The region of the whole-body figure under a pixel of the picture, where the figure is shown.
[[nodiscard]] std::optional<std::string> figure_region_at(const Leg& leg, const Session& session, glm::ivec2 size,
                                                          const Fonts& fonts, const PictureOptions& options,
                                                          glm::ivec2 pixel);

// Index of mesh i in the draw list = index of structure i in the leg, then of the attachments; pick id = that index
// + 1. `rest`, where given, adds what the ghost shows of it.
[[nodiscard]] std::vector<render::MeshView> mesh_views(const Leg& leg, const Leg* rest = nullptr);
// For an attachment its muscle, or its bone where the leg lacks the muscle.
[[nodiscard]] const LegStructure* structure_of_pick(const Leg& leg, std::uint32_t pick_id);
[[nodiscard]] const Attachment* attachment_of_pick(const Leg& leg, std::uint32_t pick_id);

// Whether a structure is drawn at all under this session, and whether see-through.
enum class Visibility { hidden, ghost, shell, solid };
[[nodiscard]] Visibility visibility(const Leg& leg, const LegStructure& structure, const Session& session);

// The share of the picture's width that one column of labels takes (0 when labels are off).
[[nodiscard]] double label_column_fraction(const Leg& leg, const Session& session, glm::ivec2 size);

// The camera actually used: when session.camera_fits, distance and target frame what is shown for this aspect.
[[nodiscard]] Camera fitted_camera(const Leg& leg, const Session& session, glm::ivec2 size);
// The same for a leg that moves: add it in each of several poses, and the camera frames them all.
class CameraFitter {
 public:
  CameraFitter(const Leg& leg, const Session& session, glm::ivec2 size);
  ~CameraFitter();
  CameraFitter(const CameraFitter&) = delete;
  CameraFitter& operator=(const CameraFitter&) = delete;
  void add(const Leg& leg);
  void add(const glm::dvec3& point);  // shall be in the picture too
  [[nodiscard]] Camera camera() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};
[[nodiscard]] render::View view_of(const Camera& camera, const geometry::Box& box, glm::ivec2 size);

}  // namespace crus::scene
