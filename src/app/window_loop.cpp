#include "app/window_loop.hpp"

#include "app/motion.hpp"

#include <algorithm>
#include <cmath>
#include <span>
#include <utility>

#include <glad/gl.h>
// GLFW comes after the GL loader, which brings the GL declarations.
#include <GLFW/glfw3.h>
#include <imgui.h>
#include <imgui_impl_glfw.h>
#include <imgui_impl_opengl3.h>

#include <fmt/format.h>

#include "app/image_file.hpp"
#include "app/model.hpp"
#include "atlas/import.hpp"
#include "core/files.hpp"
#include "core/log.hpp"
#include "scene/labels.hpp"
#include "scene/scene.hpp"
#include "scene/under_pointer.hpp"
#include "ui/gizmo.hpp"
#include "ui/text.hpp"
#include "ui/theme.hpp"

namespace crus::app {
namespace {

// Panels settle (hover, tooltips, popups) within this many frames after an event.
constexpr int kSettlingFrames = 3;
// A finished picture takes a slow driver longer than a hand may wait: it starts when input has paused for so long.
constexpr double kPauseBeforeRefiningS = 0.12;
constexpr double kProgressEveryS = 0.1;
constexpr double kNoTimeS = 1e-4;
// Between two looks at the input while a picture is being finished; a part of it may take longer.
constexpr double kFinishingTurnS = 0.008;
constexpr float kPickRadius = 3.0F;
// Size of the picture's labels in design pixels.
constexpr float kSmallestLabel = 12.5F;
constexpr float kLargestLabel = 19.0F;

// Keys stand where a US keyboard has them; letters and signs mean what is printed on them.
int key_by_letter(int key, int scancode) {
  const char* name = key >= GLFW_KEY_SPACE && key < GLFW_KEY_ESCAPE ? glfwGetKeyName(key, scancode) : nullptr;
  if (name == nullptr || name[0] == '\0' || name[1] != '\0') {
    return key;
  }
  if (name[0] >= 'a' && name[0] <= 'z') {
    return GLFW_KEY_A + (name[0] - 'a');
  }
  return name[0] == '+' || name[0] == '=' ? GLFW_KEY_EQUAL : (name[0] == '-' ? GLFW_KEY_MINUS : key);
}

// A message of one line, whatever was copied.
std::string copied_words(const std::string& copied) {
  constexpr std::size_t kMost = 60;
  std::string line = copied.substr(0, std::min(copied.find('\n'), kMost));
  const auto cuts_a_letter = [&] {
    return line.size() < copied.size() && (static_cast<unsigned char>(copied[line.size()]) & 0xC0U) == 0x80U;
  };
  while (!line.empty() && cuts_a_letter()) {
    line.pop_back();
  }
  return std::string(ui::text::kCopied) + ": " + line + (line.size() < copied.size() ? " ..." : "");
}

WindowLoop* self(GLFWwindow* window) { return static_cast<WindowLoop*>(glfwGetWindowUserPointer(window)); }

Modifiers modifiers_of(int bits) {
  return {(bits & GLFW_MOD_SHIFT) != 0, (bits & GLFW_MOD_CONTROL) != 0, (bits & GLFW_MOD_ALT) != 0};
}

std::optional<Button> button_of(int code) {
  switch (code) {
    case GLFW_MOUSE_BUTTON_LEFT: return Button::left;
    case GLFW_MOUSE_BUTTON_MIDDLE: return Button::middle;
    case GLFW_MOUSE_BUTTON_RIGHT: return Button::right;
    default: return std::nullopt;
  }
}

}  // namespace

WindowLoop::WindowLoop(GLFWwindow* window, const WindowOptions& options, WindowPicture picture,
                       std::string renderer_name, std::shared_ptr<const anatomy::Catalogue> catalogue,
                       std::filesystem::path share, Settings settings)
    : window_(window),
      options_(options),
      picture_(std::move(picture)),
      renderer_name_(std::move(renderer_name)),
      catalogue_(std::move(catalogue)),
      share_(std::move(share)),
      settings_(std::move(settings)),
      loader_([] { glfwPostEmptyEvent(); }),
      pain_loader_([] { glfwPostEmptyEvent(); }),
      rig_loader_([] { glfwPostEmptyEvent(); }),
      curves_loader_([] { glfwPostEmptyEvent(); }),
      movie_loader_([] { glfwPostEmptyEvent(); }),
      first_commands_(options.commands) {
  const Preferences& preferences = settings_.preferences;
  theme_ = options.theme.value_or(preferences.theme);
  user_scale_ = static_cast<float>(options.ui_scale.value_or(preferences.ui_scale));
  reduced_motion_ = options.reduced_motion || preferences.reduced_motion;
  desk_.set_reduced_motion(reduced_motion_);
  panels_.panel_wanted = settings_.places.panel_shown;
  panels_.panel_width = static_cast<float>(settings_.places.panel_width);
  panels_.closed_sections = settings_.places.closed_sections;
  for (const std::string_view extension : atlas::mesh_extensions()) {
    model_extensions_.emplace_back(extension);
  }
  if (auto data = load_motion_data(*catalogue_)) {
    motion_ = std::move(*data);
  } else {
    motion_problem_ = data.error().message();
  }
  refresh_recent();
  log::set_listener([this](log::Level level, const std::string& text) {
    const bool bad = level == log::Level::error;
    const bool doubtful = level == log::Level::warning;
    messages_.add(bad ? ui::MessageKind::error : (doubtful ? ui::MessageKind::warning : ui::MessageKind::info), text);
    glfwPostEmptyEvent();
  });
  listen();
}

WindowLoop::~WindowLoop() {
  log::set_listener({});
  glfwSetWindowUserPointer(window_, nullptr);
}

// ImGui's own callbacks are installed after these and call them.
void WindowLoop::listen() {
  glfwSetWindowUserPointer(window_, this);
  glfwSetMouseButtonCallback(window_, [](GLFWwindow* window, int button, int action, int modifiers) {
    // Where the pointer was when this happened, as told by the moves before it; asking now would tell where it has
    // got to since.
    WindowLoop* loop = self(window);
    loop->queue(
        {action == GLFW_PRESS ? Event::Kind::press : Event::Kind::release, button, modifiers, loop->last_move_, 0.0});
  });
  glfwSetCursorPosCallback(window_, [](GLFWwindow* window, double x, double y) {
    self(window)->last_move_ = glm::vec2(x, y);
    self(window)->queue({Event::Kind::move, 0, 0, glm::vec2(x, y), 0.0});
  });
  glfwSetScrollCallback(window_, [](GLFWwindow* window, double, double notches) {
    self(window)->queue({Event::Kind::scroll, 0, 0, self(window)->last_move_, notches});
  });
  glfwSetKeyCallback(window_, [](GLFWwindow* window, int key, int scancode, int action, int modifiers) {
    const auto kind = action == GLFW_RELEASE ? Event::Kind::key_up : Event::Kind::key;
    self(window)->queue({kind, key_by_letter(key, scancode), modifiers, glm::vec2(0.0F), 0.0});
  });
  glfwSetFramebufferSizeCallback(window_,
                                 [](GLFWwindow* window, int, int) { self(window)->frames_due_ = kSettlingFrames; });
  glfwSetWindowContentScaleCallback(
      window_, [](GLFWwindow* window, float, float) { self(window)->frames_due_ = kSettlingFrames; });
  glfwSetWindowRefreshCallback(window_, [](GLFWwindow* window) { self(window)->frames_due_ = kSettlingFrames; });
  glfwSetDropCallback(window_, [](GLFWwindow* window, int count, const char** paths) {
    const std::span<const char*> all(paths, static_cast<std::size_t>(std::max(count, 0)));
    self(window)->dropped({all.begin(), all.end()});
  });
}

void WindowLoop::queue(const Event& event) {
  events_.push_back(event);
  frames_due_ = kSettlingFrames;
  last_input_s_ = glfwGetTime();
  response_.event(last_input_s_);
}

int WindowLoop::run(Script script) {
  script_ = std::move(script);
  open(options_.model.value_or(std::filesystem::path()), !options_.model);
  while (glfwWindowShouldClose(window_) == GLFW_FALSE) {
    wait();
    take_loaded();
    take_pain();
    find_motion();
    take_rig();
    find_curves();
    take_curves();
    take_movie();
    desk_.settle(glfwGetTime());
    advance_care();
    advance_script();
    int width = 0;
    int height = 0;
    glfwGetFramebufferSize(window_, &width, &height);
    if (width > 0 && height > 0) {
      frame();
    } else {
      events_.clear();
      frames_due_ = 0;
    }
  }
  remember();
  return exit_code_;
}

// Sleeps until there is something to do: an event, a camera on its way, a picture to finish, progress to show.
void WindowLoop::wait() {
  const double now = glfwGetTime();
  if (frames_due_ > 0 || animated(now) || screenshot_) {
    read_events(0.0);
    return;
  }
  double timeout_s = -1.0;
  // What is overdue is due now; a negative time would mean for ever.
  const auto within = [&](double seconds) {
    timeout_s = timeout_s < 0.0 ? std::max(0.0, seconds) : std::min(timeout_s, std::max(0.0, seconds));
  };
  if (veins_.live()) {
    within(VeinClock::kEvery_s);
  } else if (!picture_.finished()) {
    within(last_input_s_ + kPauseBeforeRefiningS - now);
  }
  if (shows_progress()) {
    within(kProgressEveryS);
  }
  if (panels_change_s_) {
    within(*panels_change_s_ - now);
  }
  if (const double change_s = care_.next_change_s(now); change_s >= 0.0) {
    within(change_s);
  }
  if (!script_.done()) {
    within(shows_progress() || pain_loader_.active() ? kProgressEveryS : script_.waiting_s(now));
  }
  read_events(timeout_s);
  if (veins_.live()) {
    frames_due_ = std::max(frames_due_, 1);
  }
  if (panels_change_s_ && glfwGetTime() >= *panels_change_s_) {
    frames_due_ = std::max(frames_due_, 1);
  }
  if (timeout_s < 0.0 || (timeout_s > kNoTimeS && shows_progress())) {
    frames_due_ = std::max(frames_due_, 1);
  }
}

// Sleeps until an event comes, for so long at most (negative: for ever), and reads it.
void WindowLoop::read_events(double sleep_s) {
  const bool sleeps = sleep_s < 0.0 || sleep_s > kNoTimeS;
  response_.reading(last_read_s_, glfwGetTime(), sleeps);
  if (!sleeps) {
    glfwPollEvents();
  } else if (sleep_s < 0.0) {
    glfwWaitEvents();
  } else {
    glfwWaitEventsTimeout(sleep_s);
  }
  last_read_s_ = glfwGetTime();
}

// Something is on its way that the panels tell about.
bool WindowLoop::shows_progress() const {
  return loader_.active() || rig_loader_.active() || curves_loader_.active() || movie_loader_.active();
}

// Until the rig is found a movement has nothing to show, and drawing would take its time.
bool WindowLoop::animated(double now) const { return desk_.gliding(now) || (desk_.playing() && !rig_loader_.active()); }

bool WindowLoop::at_rest() const {
  if (shows_progress() || pain_loader_.active()) {
    return false;
  }
  // A movement never comes to rest by itself, and veins take their time.
  if (screenshot_ && veins_.live()) {
    return false;
  }
  return (desk_.playing() && !screenshot_) || veins_.live() ||
         (!desk_.moving(glfwGetTime()) && picture_.finished() && frames_due_ <= 0 && !screenshot_);
}

void WindowLoop::advance_script() {
  const double now = glfwGetTime();
  while (!script_.done() && script_.waiting_s(now) <= 0.0 && at_rest()) {
    const auto line = script_.next(now);
    const Status done = line && !line->empty() ? run_line(*line) : Status();
    if (!line || !done) {
      const Error& error = !line ? line.error() : done.error();
      log::error("script line " + std::to_string(script_.line_number()) + ": " + error.message());
      exit_code_ = 1;
      script_.stop();
      glfwSetWindowShouldClose(window_, GLFW_TRUE);
    }
    if (line && !line->empty()) {
      frames_due_ = kSettlingFrames;
    }
  }
}

void WindowLoop::take_loaded() {
  auto result = loader_.take();
  if (!result) {
    return;
  }
  frames_due_ = kSettlingFrames;
  if (!*result) {
    log::error(result->error().message());
    return;
  }
  if (!opening_.empty()) {
    opened(opening_);
  }
  opened_ = opening_;
  desk_.set_leg((*result)->leg);
  picture_.set_leg(desk_.leg(), std::move((*result)->meshes));
  picture_.set_pain(nullptr);
  pain_.reset();
  book_ = {};
  care_.stop();
  pain_loader_.cancel();
  if (desk_.leg()->pain() != nullptr) {
    pain_loader_.start({}, [leg = desk_.leg(), keep = options_.load.use_cache](Progress& job) -> Result<PainPtr> {
      auto fields = load_pain_fields(*leg, keep, &job);
      if (!fields) {
        return tl::unexpected(fields.error());
      }
      return std::make_shared<const pain::PainFields>(std::move(*fields));
    });
  }
  hovered_.reset();
  hovered_in_picture_.reset();
  glfwSetWindowTitle(window_, ("Crus: " + desk_.leg()->source).c_str());
  for (const std::string& warning : desk_.leg()->warnings) {
    log::warning(warning);
  }
  for (const std::string& line : std::exchange(first_commands_, {})) {
    static_cast<void>(run_line(line));
  }
}

void WindowLoop::take_pain() {
  auto result = pain_loader_.take();
  if (!result) {
    return;
  }
  frames_due_ = std::max(frames_due_, 1);
  if (!*result) {
    log::warning("no pain patterns: " + result->error().message());
    return;
  }
  pain_ = std::move(**result);
  picture_.set_pain(pain_);
}

void WindowLoop::frame() {
  const double now = glfwGetTime();
  update_scale();
  desk_.set_size(picture_pixels());
  const bool due = frames_due_ > 0 || animated(now) || screenshot_;
  if (due) {
    present();
    --frames_due_;
    return;
  }
  // At rest: finish the picture, then show it once.
  if (!picture_.finished() && !veins_.live() && now >= last_input_s_ + kPauseBeforeRefiningS - 1e-4) {
    picture_.refine(kFinishingTurnS);
    if (picture_.finished()) {
      frames_due_ = 1;
    }
  }
}

void WindowLoop::present() {
  ImGui_ImplOpenGL3_NewFrame();
  ImGui_ImplGlfw_NewFrame();
  const std::vector<Event> batch = take_batch();
  feed_panels(batch);
  ImGui::NewFrame();
  search_opening_ = ImGui::GetIO().WantTextInput ? 0 : std::max(0, search_opening_ - 1);
  for (const Event& event : batch) {
    handle(event);
  }
  update_hovered();

  const std::vector<ui::Message> messages = messages_.all();
  ui::Context context;
  context.scale = scale_;
  context.user_scale = user_scale_;
  context.theme = theme_;
  context.names = settings_.preferences.names;
  context.reduced_motion = reduced_motion_;
  context.recent = recent_;
  context.model_extensions = model_extensions_;
  context.first_folder = settings_.places.last_folder;
  context.catalogue = catalogue_.get();
  context.version = version();
  context.fonts = fonts_;
  context.loading = {loader_.active(), loader_.cancelled(), loader_.fraction(), loader_.text(), loader_.name()};
  context.messages = messages;
  context.renderer = renderer_name_;
  context.frame_ms = picture_.frame_ms();
  context.can_undo = desk_.history().can_undo();
  context.can_redo = desk_.history().can_redo();
  context.undo_step = desk_.history().undo_step();
  context.redo_step = desk_.history().redo_step();
  answer_questions();
  context.motion = motion_context();
  context.pain_ready = pain_ != nullptr;
  context.probe = pointer_.dragging() || painting_ ? std::string() : probe_;
  context.at_spot = at_spot_;
  context.answer = answer_ ? &*answer_ : nullptr;
  context.care = care_context();
  describe_drawings(context);
  context.hovered_in_picture = pointer_.dragging() ? std::nullopt : hovered_in_picture_;
  ui::Output output;
  const LegPtr leg = desk_.leg();
  const bool menu_was_open = panels_.menu_open;
  ui::draw_panels(leg.get(), desk_.session(), context, panels_, output);
  if (panels_.menu_open && !menu_was_open) {
    refresh_recent();
  }
  panels_change_s_ = output.again_in_s >= 0.0 ? std::optional(glfwGetTime() + output.again_in_s) : std::nullopt;
  if (output.copied) {
    tell(ui::MessageKind::info, copied_words(*output.copied));
  }
  for (const std::string& line : output.commands) {
    static_cast<void>(run_line(line, output.merge_key));
    frames_due_ = kSettlingFrames;
  }
  if (output.merge_key.empty() && !painting_) {
    desk_.end_merge();
  }
  hovered_ = output.hovered ? output.hovered : hovered_in_picture_;

  if (desk_.leg()) {
    const ui::Rect rect = picture_rect();
    desk_.set_size(picture_pixels());
    if (picture_.leg() != desk_.leg()) {
      picture_.set_leg(desk_.leg());
    }
    if (rig_leg_ == desk_.leg() && picture_.rig() != rig_) {
      picture_.set_rig(rig_);
    }
    const Session shown = shown_now();
    picture_.set_pump(motion_ && motion_->pump ? &*motion_->pump : nullptr, veins_.curve());
    picture_.show(framed(shown), picture_pixels(), label_scale(), hovered_);
    desk_.set_seen(picture_.drawn());
    if (picture_.samples() == 0) {
      picture_.refine();
    }
    while (screenshot_ && veins_.live() && picture_.refine()) {
    }
    ui::Context over_picture = context;  // readable on the picture's background, whatever the panels' theme
    over_picture.theme = shown.background == Background::dark ? ui::Theme::dark : ui::Theme::light;
    ui::draw_gizmo(rect, over_picture, shown.camera, desk_.leg()->side,
                   pointer_.dragging() ? glm::vec2(-1.0F) : pointer_position_, *ImGui::GetBackgroundDrawList());
  }
  ImGui::Render();
  glm::ivec2 pixels(0);
  glfwGetFramebufferSize(window_, &pixels.x, &pixels.y);
  glBindFramebuffer(GL_FRAMEBUFFER, 0);
  glViewport(0, 0, pixels.x, pixels.y);
  const ImVec4& clear = ui::palette(theme_).panel;
  glClearColor(clear.x, clear.y, clear.z, 1.0F);
  glClear(GL_COLOR_BUFFER_BIT);
  if (desk_.leg()) {
    const ui::Rect rect = picture_rect();
    const glm::ivec2 corner(glm::round(glm::vec2(rect.min.x, rect.max.y) * pixels_per_unit()));
    picture_.copy_to_window({corner.x, pixels.y - corner.y});
  }
  ImGui_ImplOpenGL3_RenderDrawData(ImGui::GetDrawData());
  // A movement does not come to rest: its picture is taken as it goes by.
  const bool ready = desk_.playing() ? !rig_loader_.active() : picture_.finished() && !desk_.moving(glfwGetTime());
  if (screenshot_ && ready && frames_due_ <= 1) {
    save_screenshot();
  }
  glfwSwapBuffers(window_);
  response_.swapped(glfwGetTime());
}

void WindowLoop::save_screenshot() {
  glm::ivec2 size(0);
  glfwGetFramebufferSize(window_, &size.x, &size.y);
  const auto row = static_cast<std::size_t>(size.x) * 4;
  std::vector<std::uint8_t> rows(row * static_cast<std::size_t>(size.y));
  glPixelStorei(GL_PACK_ALIGNMENT, 1);
  glReadPixels(0, 0, size.x, size.y, GL_RGBA, GL_UNSIGNED_BYTE, rows.data());
  render::Image image{size.x, size.y, std::vector<std::uint8_t>(rows.size(), 255)};
  for (std::size_t y = 0; y < static_cast<std::size_t>(size.y); ++y) {
    const std::size_t from = (static_cast<std::size_t>(size.y) - 1 - y) * row;
    for (std::size_t i = 0; i < row; ++i) {
      image.rgba[y * row + i] = i % 4 == 3 ? 255 : rows[from + i];
    }
  }
  const std::string file = *std::exchange(screenshot_, std::nullopt);
  if (const Status written = write_png(image, file); !written) {
    log::error(written.error().message());
    exit_code_ = 1;
  }
}

// Events up to and including the first press or release of a button, and not past the release of a key pressed among
// them. What follows waits for the next frame, so that a quick click or key on a slow machine reaches the panels as
// one, where it was made.
std::vector<WindowLoop::Event> WindowLoop::take_batch() {
  const auto is_button = [](const Event& event) {
    return event.kind == Event::Kind::press || event.kind == Event::Kind::release;
  };
  auto end = std::find_if(events_.begin(), events_.end(), is_button);
  if (end != events_.end()) {
    ++end;
  }
  for (auto up = events_.begin(); up != end; ++up) {
    const bool pressed_here =
        up->kind == Event::Kind::key_up && std::any_of(events_.begin(), up, [&](const Event& event) {
          return event.kind == Event::Kind::key && event.code == up->code;
        });
    if (pressed_here) {
      end = up;
      break;
    }
  }
  std::vector<Event> batch(events_.begin(), end);
  events_.erase(events_.begin(), end);
  if (!events_.empty()) {
    frames_due_ = std::max(frames_due_, 1 + kSettlingFrames);
  }
  return batch;
}

// ImGui's own backend asks for the present state of pointer and keys; this replaces it by that of the events handled.
void WindowLoop::feed_panels(const std::vector<Event>& batch) {
  ImGuiIO& io = ImGui::GetIO();
  for (const Event& event : batch) {
    if (event.kind == Event::Kind::key || event.kind == Event::Kind::key_up) {
      if (event.code >= 0 && event.code < static_cast<int>(keys_down_.size())) {
        keys_down_[static_cast<std::size_t>(event.code)] = event.kind == Event::Kind::key;
      }
      continue;
    }
    pointer_position_ = event.position;
    if (event.code >= 0 && event.code < 3 && event.kind != Event::Kind::move && event.kind != Event::Kind::scroll) {
      buttons_down_[static_cast<std::size_t>(event.code)] = event.kind == Event::Kind::press;
    }
  }
  for (std::size_t i = 0; i < buttons_down_.size(); ++i) {
    io.MouseDown[i] = buttons_down_[i];
  }
  const bool focused = glfwGetWindowAttrib(window_, GLFW_FOCUSED) == GLFW_TRUE;
  for (std::size_t key = 0; key < keys_down_.size(); ++key) {
    keys_down_[key] = keys_down_[key] && (focused || !batch.empty());
    io.KeysDown[key] = keys_down_[key];
  }
  io.KeyCtrl = keys_down_[GLFW_KEY_LEFT_CONTROL] || keys_down_[GLFW_KEY_RIGHT_CONTROL];
  io.KeyShift = keys_down_[GLFW_KEY_LEFT_SHIFT] || keys_down_[GLFW_KEY_RIGHT_SHIFT];
  io.KeyAlt = keys_down_[GLFW_KEY_LEFT_ALT] || keys_down_[GLFW_KEY_RIGHT_ALT];
  const bool held = std::any_of(buttons_down_.begin(), buttons_down_.end(), [](bool down) { return down; });
  const bool here = held || !batch.empty() || glfwGetWindowAttrib(window_, GLFW_HOVERED) == GLFW_TRUE;
  constexpr float kNowhere = -1e6F;
  io.MousePos = here ? ImVec2(pointer_position_.x, pointer_position_.y) : ImVec2(kNowhere, kNowhere);
}

void WindowLoop::handle(const Event& event) {
  if (event.kind == Event::Kind::key_up) {
    return;
  }
  if (event.kind != Event::Kind::key) {
    handle_pointer(event);
    return;
  }
  const ImGuiIO& io = ImGui::GetIO();
  const Modifiers modifiers = modifiers_of(event.modifiers);
  // A dialog answers its own keys.
  if (panels_.dialog_open()) {
    return;
  }
  const bool typing = io.WantTextInput || search_opening_ > 0;
  // In a text field only what cannot be text works.
  if (typing && !modifiers.control && event.code != GLFW_KEY_F1) {
    return;
  }
  if (typing && event.code == GLFW_KEY_Z) {
    return;
  }
  // Escape closes an open menu first, which the panels do.
  const bool menu = ImGui::IsPopupOpen("", ImGuiPopupFlags_AnyPopupId | ImGuiPopupFlags_AnyPopupLevel);
  if (menu && event.code == GLFW_KEY_ESCAPE) {
    return;
  }
  const std::string line = key_line(event.code, modifiers, desk_.session(), hovered_in_picture_);
  if (!line.empty()) {
    static_cast<void>(run_line(line));
  }
}

void WindowLoop::handle_pointer(const Event& event) {
  const bool in_picture = picture_rect().contains(event.position) && !ImGui::GetIO().WantCaptureMouse;
  const double now = glfwGetTime();
  switch (event.kind) {
    case Event::Kind::press:
      if (in_picture && event.code == GLFW_MOUSE_BUTTON_LEFT) {
        if (const auto region = picture_.region_at(pixel_of(event.position))) {
          static_cast<void>(run_line("hurt.region " + *region));
          break;
        }
      }
      gizmo_pressed_ = in_picture && event.code == GLFW_MOUSE_BUTTON_LEFT ? gizmo_view(event.position) : std::nullopt;
      if (in_picture && !gizmo_pressed_ && event.code == GLFW_MOUSE_BUTTON_LEFT && desk_.session().drawing.brush.on) {
        paint_at(event.position);
        break;
      }
      if (const auto button = button_of(event.code); button && in_picture && !gizmo_pressed_) {
        pointer_.press(*button, modifiers_of(event.modifiers), event.position, now);
      }
      break;
    case Event::Kind::release:
      if (event.code == GLFW_MOUSE_BUTTON_LEFT && std::exchange(painting_, std::nullopt)) {
        desk_.end_merge();
        break;
      }
      if (const auto pressed = std::exchange(gizmo_pressed_, std::nullopt);
          pressed && gizmo_view(event.position) == pressed) {
        static_cast<void>(run_line("view " + *pressed));
      }
      if (const auto button = button_of(event.code)) {
        if (const auto click = pointer_.release(*button, now, scale_)) {
          clicked(*click);
        }
      }
      pointer_moved_ = true;
      break;
    case Event::Kind::move:
      pointer_moved_ = true;
      if (painting_) {
        paint_at(event.position);
        break;
      }
      if (const auto line = pointer_.move(event.position, picture_rect().size().y, scale_)) {
        static_cast<void>(run_line(*line));
      }
      break;
    case Event::Kind::scroll:
      if (in_picture && desk_.leg()) {
        const Camera camera = scene::fitted_camera(seen_leg(), seen_session(), picture_pixels());
        static_cast<void>(run_line(zoom_line(camera, picture_rect(), event.position, event.amount)));
      }
      break;
    case Event::Kind::key:
    case Event::Kind::key_up: break;
  }
}

void WindowLoop::clicked(const Click& click) {
  if (!desk_.leg()) {
    return;
  }
  const int radius = static_cast<int>(std::lround(kPickRadius * scale_ * pixels_per_unit().y));
  if (click.button == Button::right && panels_.pain_tab) {
    if (const auto place = rest_place_at(click.position)) {
      static_cast<void>(run_line(fmt::format("hurt.spot {:.2f} {:.2f} {:.2f}", place->x, place->y, place->z)));
      return;
    }
  }
  // The first click may have moved the picture aside for the card; the second means what the first one hit.
  const auto id = click.twice ? last_clicked_ : picture_.structure_at(pixel_of(click.position), radius);
  last_clicked_ = id;
  const bool lists = click.modifiers.alt && click.button == Button::left;
  if (lists || (click.button == Button::right && !id)) {
    std::vector<std::string> under;
    for (const scene::Under& one :
         scene::under_pointer(seen_leg(), seen_session(), picture_pixels(), pixel_of(click.position))) {
      under.push_back(one.id);
    }
    if (!lists && under.size() == 1) {
      panels_.menu_of = under.front();
    } else {
      panels_.list_under = std::move(under);
    }
  } else if (click.button == Button::right) {
    panels_.menu_of = id;
  } else if (click.button == Button::left) {
    if (!id) {
      static_cast<void>(run_line("clear"));
    } else if (click.twice) {
      static_cast<void>(run_line("camera.focus " + quote_word(*id)));
    } else if (!picture_.picked_attachment().empty() && !click.modifiers.control) {
      static_cast<void>(run_line("attachment " + quote_word(picture_.picked_attachment())));
    } else {
      static_cast<void>(run_line((click.modifiers.control ? "select.toggle " : "select ") + quote_word(*id)));
    }
  }
}

const Session& WindowLoop::seen_session() const {
  const Session* shown = picture_.leg() == desk_.leg() ? picture_.shown_session() : nullptr;
  return shown != nullptr ? *shown : desk_.session();
}

const Leg& WindowLoop::seen_leg() const { return picture_.leg() == desk_.leg() ? picture_.drawn_leg() : *desk_.leg(); }

std::optional<std::string> WindowLoop::gizmo_view(const glm::vec2& position) const {
  return desk_.leg()
             ? ui::gizmo_view_at(picture_rect(), scale_, desk_.shown(glfwGetTime()).camera, desk_.leg()->side, position)
             : std::nullopt;
}

void WindowLoop::update_hovered() {
  const bool in_picture = picture_rect().contains(pointer_position_) && !ImGui::GetIO().WantCaptureMouse;
  const bool on_gizmo = in_picture && gizmo_view(pointer_position_);
  if (!in_picture || on_gizmo || glfwGetWindowAttrib(window_, GLFW_HOVERED) == GLFW_FALSE) {
    hovered_in_picture_.reset();
  } else if ((pointer_moved_ || picture_.pictures_begun() != hovered_picture_) && !pointer_.pressed() &&
             !desk_.moving(glfwGetTime())) {
    hovered_picture_ = picture_.pictures_begun();
    const int radius = static_cast<int>(std::lround(kPickRadius * scale_ * pixels_per_unit().y));
    hovered_in_picture_ = picture_.structure_at(pixel_of(pointer_position_), radius);
    probe_ = probe_words();
  }
  // An outline under the brush would hide what is drawn.
  if (desk_.session().drawing.brush.on) {
    hovered_in_picture_.reset();
  }
  probe_ = hovered_in_picture_ || (in_picture && !on_gizmo) ? probe_ : std::string();
  pointer_moved_ = false;
}

// The display's scale, what the user wants on top, and what ImGui's units already contain.
void WindowLoop::update_scale() {
  glm::vec2 content(1.0F);
  glfwGetWindowContentScale(window_, &content.x, &content.y);
  const float display = content.y / std::max(pixels_per_unit().y, 0.1F);
  const float wanted = std::clamp(std::round(display * user_scale_ * 20.0F) / 20.0F, 0.5F, 4.0F);
  if (wanted == scale_) {
    return;
  }
  scale_ = wanted;
  ui::apply_theme(theme_, scale_);
  if (!ui::load_fonts(share_ / "fonts", scale_, fonts_)) {
    log::warning(ui::text::kFontMissing + (share_ / "fonts").string());
  }
  ImGui_ImplOpenGL3_DestroyFontsTexture();
  ImGui_ImplOpenGL3_CreateFontsTexture();
  frames_due_ = kSettlingFrames;
}

glm::vec2 WindowLoop::window_size() const {
  glm::ivec2 size(1);
  glfwGetWindowSize(window_, &size.x, &size.y);
  return {glm::max(size, glm::ivec2(1))};
}

glm::vec2 WindowLoop::pixels_per_unit() const {
  glm::ivec2 pixels(1);
  glfwGetFramebufferSize(window_, &pixels.x, &pixels.y);
  return glm::vec2(glm::max(pixels, glm::ivec2(1))) / window_size();
}

ui::Rect WindowLoop::picture_rect() const {
  const ui::Card card = ui::card_for(desk_.leg().get(), desk_.session());
  return ui::layout(window_size(), std::max(scale_, 0.5F), panels_.panel_wanted, card, panels_.panel_width).picture;
}

glm::ivec2 WindowLoop::picture_pixels() const {
  return glm::max(glm::ivec2(glm::round(picture_rect().size() * pixels_per_unit())), glm::ivec2(1));
}

// Labels grow with the picture, but never out of proportion to the words beside it.
float WindowLoop::label_scale() const {
  const float unit = scale_ * pixels_per_unit().y;
  const float own = scene::label_size_px(picture_pixels(), 1.0F);
  return std::clamp(own, kSmallestLabel * unit, kLargestLabel * unit) / own;
}

glm::ivec2 WindowLoop::pixel_of(const glm::vec2& position) const {
  return {glm::floor((position - picture_rect().min) * pixels_per_unit())};
}

}  // namespace crus::app
