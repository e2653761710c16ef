#include "app/window_picture.hpp"

#include <algorithm>
#include <array>
#include <chrono>

#include <glad/gl.h>

#include "core/files.hpp"
#include "scene/scene.hpp"

namespace crus::app {

namespace {

using Clock = std::chrono::steady_clock;

double ms_since(Clock::time_point start) {
  return std::chrono::duration<double, std::milli>(Clock::now() - start).count();
}

// What is left of 50 milliseconds from hand to screen when panels, copy and display have had theirs.
constexpr double kQuickBudgetMs = 18.0;
constexpr double kSurelyFits = 0.7;
constexpr std::array<float, 4> kScales{1.0F, 0.75F, 0.6F, 0.5F};

// A quick look costs about so much, in solid items: every layer of see-through ones is drawn by itself.
double work_of(const render::DrawList& list) {
  constexpr double kLayers = 4.0;
  double work = 1.0;
  for (const render::DrawItem& item : list.items) {
    work += item.layer == render::Layer::ghost ? kLayers : 1.0;
  }
  return work;
}

}  // namespace

Result<WindowPicture> WindowPicture::create() {
  const auto share = share_folder();
  if (!share) {
    return tl::unexpected(share.error());
  }
  auto fonts = load_fonts();
  if (!fonts) {
    return tl::unexpected(fonts.error());
  }
  auto kept = std::make_unique<Fonts>(std::move(*fonts));
  auto renderer = render::Renderer::create(*share / "shaders", kept->regular, kept->bold);
  if (!renderer) {
    return tl::unexpected(renderer.error());
  }
  // Software drivers compile a shader at its first use: better now than under the user's first drag.
  if (const auto warm = renderer->warm_up(); !warm) {
    return tl::unexpected(warm.error());
  }
  return WindowPicture(std::move(kept), std::move(*renderer));
}

void WindowPicture::set_leg(LegPtr leg) {
  render::PackedMeshes meshes(leg ? scene::mesh_views(*leg) : std::vector<render::MeshView>());
  set_leg(std::move(leg), std::move(meshes));
}

void WindowPicture::set_leg(LegPtr leg, render::PackedMeshes meshes) {
  leg_ = std::move(leg);
  shown_.reset();
  samples_ = 0;
  finishing_ = false;
  moving_scale_ = kScales.back();
  quick_work_ = 0.0;
  rig_.reset();
  posed_.reset();
  pose_ = {};
  with_ghost_ = false;
  extras_.set(leg_, nullptr, pump_);
  renderer_.set_meshes(std::move(meshes));
  painted_.reset();
  canvas_.reset();
}

void WindowPicture::set_rig(std::shared_ptr<const Rig> rig) {
  rig_ = std::move(rig);
  shown_.reset();
  extras_.set(leg_, rig_, pump_);
}

void WindowPicture::set_pump(const anatomy::PumpData* pump, std::vector<PumpSample> curve) {
  if (pump != pump_) {
    pump_ = pump;
    extras_.set(leg_, rig_, pump_);
    shown_.reset();
  }
  extras_.set_curve(std::move(curve));
}

// Whether the meshes had to be uploaded anew, with or without those of the rest.
bool WindowPicture::take_ghost(const Session& session) {
  if (session.motion.ghost == with_ghost_) {
    return false;
  }
  with_ghost_ = session.motion.ghost;
  renderer_.set_meshes(scene::mesh_views(drawn_leg(), with_ghost_ ? leg_.get() : nullptr));
  painted_.reset();
  return true;
}

// Whether the leg stands otherwise than before.
bool WindowPicture::take_pose(const Session& session) {
  const Pose pose = rig_ && session.pose ? rig_->pose(*session.pose) : Pose();
  if (pose == pose_) {
    return false;
  }
  pose_ = pose;
  if (pose.at_rest()) {
    posed_.reset();
  } else {
    if (!posed_) {
      posed_ = std::make_shared<Leg>(*leg_);
    }
    rig_->repose(*leg_, pose, *posed_);
  }
  renderer_.move_meshes(scene::mesh_views(drawn_leg(), with_ghost_ ? leg_.get() : nullptr));
  return true;
}

void WindowPicture::set_pain(std::shared_ptr<const pain::PainFields> fields) {
  pain_ = std::move(fields);
  painted_.reset();
  shown_.reset();
}

// Whether the skin carries something else than before.
bool WindowPicture::paint_skin(const Session& session) {
  Painted now{session.overlays.shown, session.drawing.dabs, session.drawing.earlier};
  if (!pain_ || leg_->pain() == nullptr || !paints_skin(session) || painted_ == now) {
    return false;
  }
  if ((!now.dabs.empty() || !now.earlier.empty()) && !canvas_) {
    canvas_ = std::make_unique<pain::Canvas>(pain::rest_skin(*pain_, *leg_));
  }
  const auto laid = [&](const std::vector<pain::Dab>& dabs) {
    return dabs.empty() ? std::vector<float>() : canvas_->field_of(dabs);
  };
  const pain::Shares shares = pain::shares_of(*pain_, *leg_->pain(), now.shown, laid(now.dabs), laid(now.earlier));
  renderer_.set_shares(pain_->skin, shares.values, pain_->rest_places());
  painted_ = std::move(now);
  return true;
}

render::DrawList WindowPicture::list(bool credit) const {
  scene::PictureOptions options;
  options.credit = credit;
  options.ui_scale = shown_->ui_scale;
  options.pain = pain_.get();
  options.hovered = credit ? std::nullopt : shown_->hovered;
  extras_.lend(options);
  return scene::draw_list(drawn_leg(), shown_->session, shown_->size, {fonts_->regular, fonts_->bold}, options);
}

void WindowPicture::show(const Session& session, const glm::ivec2& size, float ui_scale,
                         const std::optional<std::string>& hovered) {
  if (!leg_) {
    return;
  }
  Shown now{session, glm::max(size, glm::ivec2(1)), ui_scale, hovered};
  // The selection alone may change nothing in the picture, the same list then keeps it.
  if (shown_ == now) {
    return;
  }
  const bool same_size = shown_ && shown_->size == now.size;
  shown_ = std::move(now);
  const bool uploaded = take_ghost(shown_->session);
  const bool moved = take_pose(shown_->session) || uploaded;
  extras_.update(shown_->session, pose_, drawn_leg());
  const bool repainted = paint_skin(shown_->session) || moved;
  render::DrawList next = list(false);
  if (samples_ > 0 && same_size && !repainted && next == list_) {
    return;
  }
  list_ = std::move(next);
  samples_ = 0;
  finishing_ = false;
}

bool WindowPicture::refine(double budget_s) {
  if (!leg_ || !shown_ || finished()) {
    return false;
  }
  if (samples_ == 0) {
    draw_quick_look();
    return true;
  }
  const auto start = Clock::now();
  if (!finishing_) {
    renderer_.begin(list_, shown_->size, samples_);
    finishing_ = true;
  }
  bool more = true;
  do {
    more = renderer_.draw_part();
    ++parts_drawn_;
  } while (more && ms_since(start) < 1e3 * budget_s);
  if (!more) {
    finishing_ = false;
    resolved_ = false;
    ++samples_;
  }
  return true;
}

void WindowPicture::draw_quick_look() {
  // What has just turned see-through must not keep the hand waiting once before it is drawn smaller.
  const double work = work_of(list_);
  if (quick_work_ > 0.0) {
    shrink_to(frame_ms_ * work / quick_work_);
  }
  quick_work_ = work;
  const auto start = Clock::now();
  renderer_.begin(list_, shown_->size, 0, moving_scale_);
  while (renderer_.draw_part()) {
  }
  ++samples_;
  ++pictures_begun_;
  finishing_ = false;
  resolved_ = false;
  static_cast<void>(texture());
  glFinish();
  frame_ms_ = ms_since(start);
  choose_scale();
}

// To the largest scale that fits, of a quick look that takes so long at the present one.
void WindowPicture::shrink_to(double quick_ms) {
  const auto fits = [&](float scale) {
    const double smaller = scale / moving_scale_;
    return quick_ms * smaller * smaller <= kQuickBudgetMs;
  };
  const auto at = std::find(kScales.begin(), kScales.end(), moving_scale_);
  const auto found = std::find_if(at, kScales.end(), fits);
  moving_scale_ = found == kScales.end() ? kScales.back() : *found;
}

// Smaller at once when the hand would have to wait, larger again only when that is sure to fit: a picture that keeps
// changing its sharpness is worse than a soft one.
void WindowPicture::choose_scale() {
  const auto at = std::find(kScales.begin(), kScales.end(), moving_scale_);
  if (frame_ms_ > kQuickBudgetMs) {
    shrink_to(frame_ms_);
  } else if (at != kScales.begin()) {
    const double larger = *(at - 1) / moving_scale_;
    if (frame_ms_ * larger * larger < kSurelyFits * kQuickBudgetMs) {
      moving_scale_ = *(at - 1);
    }
  }
}

std::uint32_t WindowPicture::texture() {
  if (!resolved_ && begun()) {
    texture_ = renderer_.resolve(list_.overlay);
    resolved_ = true;
  }
  return texture_;
}

void WindowPicture::copy_to_window(const glm::ivec2& corner) {
  if (begun()) {
    static_cast<void>(texture());
    renderer_.copy_to_window(corner);
  }
}

render::Image WindowPicture::image() {
  // Outlines of what the pointer happens to be over do not belong in a saved picture.
  render::DrawList saved = list(true);
  if (saved.items != list_.items) {
    list_ = saved;
    samples_ = 0;
    finishing_ = false;
  }
  while (refine()) {
  }
  resolved_ = false;
  render::Image image = renderer_.read(saved.overlay);
  shown_.reset();
  return image;
}

std::optional<std::string> WindowPicture::region_at(const glm::ivec2& pixel) const {
  if (!leg_ || !shown_) {
    return std::nullopt;
  }
  scene::PictureOptions options;
  options.ui_scale = shown_->ui_scale;
  options.pain = pain_.get();
  return scene::figure_region_at(*leg_, shown_->session, shown_->size, {fonts_->regular, fonts_->bold}, options, pixel);
}

std::optional<std::string> WindowPicture::structure_at(const glm::ivec2& pixel, int radius_px) {
  picked_attachment_.clear();
  if (!begun() || !shown_) {
    return std::nullopt;
  }
  const std::uint32_t id = renderer_.pick(list_, shown_->size, pixel, radius_px);
  const LegStructure* structure = scene::structure_of_pick(*leg_, id);
  const Attachment* attachment = scene::attachment_of_pick(*leg_, id);
  picked_attachment_ = attachment == nullptr ? std::string() : attachment->id;
  return structure == nullptr ? std::nullopt : std::optional(structure->id);
}

}  // namespace crus::app
