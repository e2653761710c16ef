// The picture in the window: draws again only when what it shows has changed, finishes it in parts while at rest, and
// keeps the texture for frames in which only the panels change.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include <glm/glm.hpp>

#include "app/motion_extras.hpp"
#include "app/picture.hpp"
#include "core/result.hpp"
#include "leg/leg.hpp"
#include "leg/rig.hpp"
#include "render/renderer.hpp"
#include "session/session.hpp"

namespace crus::app {

class WindowPicture {
 public:
  // With a GL context current, which must outlive this.
  [[nodiscard]] static Result<WindowPicture> create();

  void set_leg(LegPtr leg);
  void set_leg(LegPtr leg, render::PackedMeshes meshes);  // scene::mesh_views of it
  // Of the leg, or of its mirror image; null takes them away.
  void set_pain(std::shared_ptr<const pain::PainFields> fields);
  // How the leg moves; null: it stays as it is. The rig must be of the leg.
  void set_rig(std::shared_ptr<const Rig> rig);
  // The second heart of session.motion.veins, with its curves up to then; null: none. `pump` must outlive this.
  void set_pump(const anatomy::PumpData* pump, std::vector<PumpSample> curve);
  [[nodiscard]] const std::shared_ptr<const Rig>& rig() const { return rig_; }
  [[nodiscard]] const LegPtr& leg() const { return leg_; }
  // As it is drawn: in the pose shown last.
  [[nodiscard]] const Leg& drawn_leg() const { return posed_ ? *posed_ : *leg_; }
  // What the picture shows; null: nothing yet.
  [[nodiscard]] const Session* shown_session() const { return shown_ ? &shown_->session : nullptr; }
  [[nodiscard]] LegPtr drawn() const { return posed_ ? LegPtr(posed_) : leg_; }
  // Says what to show. The picture starts over when anything of it differs from before.
  void show(const Session& session, const glm::ivec2& size, float ui_scale, const std::optional<std::string>& hovered);
  // Draws the quick look, or the next parts of the finished picture for about so long (one part at least); false when
  // there was nothing to draw. Whatever is shown anew in between starts over with the quick look.
  bool refine(double budget_s = 0.0);
  [[nodiscard]] bool finished() const { return !leg_ || samples_ >= render::Renderer::kSamples; }
  [[nodiscard]] bool begun() const { return leg_ && samples_ > 0; }
  [[nodiscard]] int samples() const { return samples_; }

  // GL texture of the picture so far.
  [[nodiscard]] std::uint32_t texture();
  // Copies the picture so far into the window's own framebuffer, which must be bound; corner: its lower left, in pixels
  // from the bottom.
  void copy_to_window(const glm::ivec2& corner);
  // The finished picture with the credit line, as it is saved.
  [[nodiscard]] render::Image image();
  // The structure under a pixel (from the picture's top left).
  [[nodiscard]] std::optional<std::string> structure_at(const glm::ivec2& pixel, int radius_px);
  // The region of the whole-body figure there.
  [[nodiscard]] std::optional<std::string> region_at(const glm::ivec2& pixel) const;
  // The attachment that structure_at met last; empty if it met something else.
  [[nodiscard]] const std::string& picked_attachment() const { return picked_attachment_; }

  [[nodiscard]] double frame_ms() const { return frame_ms_; }
  // How often the scene was drawn at all, and how many parts of finished pictures.
  [[nodiscard]] std::size_t pictures_begun() const { return pictures_begun_; }
  [[nodiscard]] std::size_t parts_drawn() const { return parts_drawn_; }
  // Of the quick look, a side: below 1 where the driver would be too slow for the hand.
  [[nodiscard]] float moving_scale() const { return moving_scale_; }
  [[nodiscard]] std::vector<std::string> take_messages() { return renderer_.take_messages(); }

 private:
  WindowPicture(std::unique_ptr<Fonts> fonts, render::Renderer renderer)
      : fonts_(std::move(fonts)), renderer_(std::move(renderer)) {}
  [[nodiscard]] render::DrawList list(bool credit) const;
  void draw_quick_look();
  bool paint_skin(const Session& session);
  bool take_pose(const Session& session);
  bool take_ghost(const Session& session);
  void shrink_to(double quick_ms);
  void choose_scale();

  struct Shown {
    Session session;
    glm::ivec2 size{0, 0};
    float ui_scale = 1.0F;
    std::optional<std::string> hovered;
    bool operator==(const Shown&) const = default;
  };

  std::unique_ptr<Fonts> fonts_;  // by pointer: the renderer holds references
  render::Renderer renderer_;
  LegPtr leg_;
  std::shared_ptr<const Rig> rig_;
  std::shared_ptr<Leg> posed_;  // empty: at rest
  Pose pose_;
  MotionExtras extras_;
  const anatomy::PumpData* pump_ = nullptr;
  bool with_ghost_ = false;  // the meshes of the rest are uploaded too
  std::shared_ptr<const pain::PainFields> pain_;
  struct Painted {
    std::vector<std::string> shown;
    std::vector<pain::Dab> dabs, earlier;
    bool operator==(const Painted&) const = default;
  };
  std::optional<Painted> painted_;        // what the skin's shares are of; empty: nothing yet
  std::unique_ptr<pain::Canvas> canvas_;  // made when first drawn on
  std::optional<Shown> shown_;
  render::DrawList list_;
  std::string picked_attachment_;
  int samples_ = 0;
  bool resolved_ = false;
  std::uint32_t texture_ = 0;
  double frame_ms_ = 0.0;
  std::size_t pictures_begun_ = 0;
  std::size_t parts_drawn_ = 0;
  bool finishing_ = false;  // parts of the finished picture are on their way
  float moving_scale_ = 1.0F;
  double quick_work_ = 0.0;  // that frame_ms_ was taken for
};

}  // namespace crus::app
