// The window at work: events in, commands through the desk, panels and picture out.
#pragma once

#include <array>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <glm/glm.hpp>

#include "anatomy/catalogue.hpp"
#include "app/care_course.hpp"
#include "app/settings.hpp"
#include "app/window.hpp"
#include "app/window_desk.hpp"
#include "app/window_input.hpp"
#include "app/window_loader.hpp"
#include "app/window_picture.hpp"
#include "app/window_script.hpp"
#include "app/window_timing.hpp"
#include "app/window_veins.hpp"
#include "session/drawing_file.hpp"
#include "ui/panels.hpp"

struct GLFWwindow;

namespace crus::app {

// "crus.png" here, or the first of crus-2.png, crus-3.png ... that is free.
[[nodiscard]] std::filesystem::path free_name(const std::string& stem, const std::string& extension);

class WindowLoop {
 public:
  // With the window's GL context current and ImGui set up for it. All must outlive the loop.
  WindowLoop(GLFWwindow* window, const WindowOptions& options, WindowPicture picture, std::string renderer_name,
             std::shared_ptr<const anatomy::Catalogue> catalogue, std::filesystem::path share, Settings settings);
  ~WindowLoop();
  WindowLoop(const WindowLoop&) = delete;
  WindowLoop& operator=(const WindowLoop&) = delete;

  // Until the window closes; the exit code.
  int run(Script script);

 private:
  struct Event {
    enum class Kind { press, release, move, scroll, key, key_up } kind;
    int code = 0;  // button or key
    int modifiers = 0;
    glm::vec2 position{0.0F};
    double amount = 0.0;
  };

  void listen();
  void queue(const Event& event);
  void wait();
  void read_events(double sleep_s);
  void advance_script();
  [[nodiscard]] bool animated(double now) const;
  [[nodiscard]] bool at_rest() const;
  [[nodiscard]] bool shows_progress() const;

  void open(const std::filesystem::path& path, bool builtin);
  void take_loaded();
  void take_pain();
  // Motion (window_motion.cpp).
  void find_motion();
  void take_rig();
  [[nodiscard]] Session shown_now();
  [[nodiscard]] bool wants_motion() const;
  [[nodiscard]] ui::Motion motion_context() const;
  Status run_motion_command(const std::vector<std::string>& words, bool& known);
  Status run_play_command(const std::vector<std::string>& words, bool& known);
  Status choose_everyday(const std::vector<std::string>& words, const std::string& merge_key);
  [[nodiscard]] Session framed(Session shown) const;
  void fill_readings(ui::Motion& motion, const Session& shown) const;
  void read_tendon(ui::Motion& motion) const;
  // Its figures, and movies (window_movie.cpp).
  void find_curves();
  void take_curves();
  Status save_curves(const std::string& file);
  Status save_movie(const std::string& file);
  void take_movie();
  [[nodiscard]] Result<std::vector<std::string>> movie_arguments(const std::string& file,
                                                                 const std::filesystem::path& view) const;
  void dropped(const std::vector<std::string>& paths);

  void frame();
  [[nodiscard]] std::vector<Event> take_batch();
  void feed_panels(const std::vector<Event>& batch);
  void handle(const Event& event);
  void handle_pointer(const Event& event);
  void clicked(const Click& click);
  [[nodiscard]] std::optional<std::string> gizmo_view(const glm::vec2& position) const;
  void update_hovered();
  // Where it hurts (window_pain.cpp).
  void paint_at(const glm::vec2& position);
  [[nodiscard]] std::optional<glm::dvec3> rest_place_at(const glm::vec2& position) const;
  [[nodiscard]] std::string probe_words() const;
  [[nodiscard]] std::string region_words(const std::string& region) const;
  [[nodiscard]] const Leg& seen_leg() const;  // as it is drawn, which is where the pointer meets it
  [[nodiscard]] const Session& seen_session() const;
  void answer_questions();
  // Drawings as files (window_drawings.cpp).
  Status run_drawing_command(const std::vector<std::string>& words, bool& known);
  Status save_drawing(const std::string& file);
  Status load_drawing(const std::string& file, const std::string& number);
  Status export_drawing(const std::string& file);
  Status choose_drawing(const std::string& number);
  Status compare_drawing(const std::string& number);
  [[nodiscard]] Status fits_leg(const DrawingFile& drawings, const std::string& file) const;
  void take_drawings(DrawingFile drawings, std::string file);
  void show_drawing(std::size_t index);
  void replace_drawing(Session session);
  void describe_drawings(ui::Context& context) const;
  // Self-care (window_care.cpp).
  Status run_care_command(const std::vector<std::string>& words, bool& known);
  Status start_care(const std::string& word);
  void light_step();
  Status unlight();
  void advance_care();
  [[nodiscard]] ui::Care care_context() const;
  void update_scale();
  void present();
  void save_screenshot();

  // One line: the window's own commands, else the session's. Failures are messages.
  Status run_line(const std::string& line, const std::string& merge_key = {});
  Status run_own(const std::vector<std::string>& words, const std::string& merge_key, bool& known);
  Status run_panel_command(const std::vector<std::string>& words, bool& known);
  Status run_switch(const std::vector<std::string>& words, bool& known);
  Status set_tab(const std::string& word);
  Status run_look(const std::vector<std::string>& words, bool& known);
  Status run_file_command(const std::vector<std::string>& words, bool& known);
  Status browse(const std::string& word);
  void escape();
  Status set_scale(const std::string& word);
  void set_theme(ui::Theme theme);
  Status set_size(const std::string& word);
  Status save_picture(const std::string& file);
  Status save_figures(const std::string& file);
  Status save_view(const std::string& file);
  Status load_view(const std::string& file);
  void tell(ui::MessageKind kind, const std::string& text);

  // What is remembered.
  void opened(const std::filesystem::path& path);
  void visited(const std::filesystem::path& folder);
  void refresh_recent();
  void remember();
  Status save_settings();

  [[nodiscard]] glm::vec2 window_size() const;
  [[nodiscard]] glm::vec2 pixels_per_unit() const;
  [[nodiscard]] ui::Rect picture_rect() const;
  [[nodiscard]] glm::ivec2 picture_pixels() const;
  [[nodiscard]] float label_scale() const;
  [[nodiscard]] glm::ivec2 pixel_of(const glm::vec2& position) const;

  GLFWwindow* window_;
  WindowOptions options_;
  WindowPicture picture_;
  std::string renderer_name_;
  std::shared_ptr<const anatomy::Catalogue> catalogue_;
  std::filesystem::path share_;
  Settings settings_;
  bool settings_failure_told_ = false;
  std::vector<ui::Recent> recent_;
  std::vector<std::string> model_extensions_;
  MessageLog messages_;
  Desk desk_;
  LegLoader loader_;
  PainLoader pain_loader_;
  RigLoader rig_loader_;
  RigPtr rig_;                                 // of rig_leg_
  LegPtr rig_leg_;                             // the leg it is of, or was looked for
  std::string motion_problem_;                 // why that leg does not move
  std::optional<anatomy::MotionData> motion_;  // joints and clips; empty: they could not be read
  VeinClock veins_;
  std::optional<VeinState> shown_veins_;  // in the picture last
  CurvesLoader curves_loader_;
  // Figures of legs, the one measured last first.
  std::vector<std::pair<std::weak_ptr<const Leg>, std::vector<MotionRow>>> curves_;
  LegPtr curves_leg_;  // what is being measured, or was last
  std::optional<double> heel_to_ball_mm_;
  struct Everyday {
    std::string id;
    double amount = 0.0;
    PoseRequest request;  // what it asked for: it is shown while the session still asks for that
  } everyday_;
  MovieLoader movie_loader_;
  std::filesystem::path opened_;  // what the leg on the desk was loaded from; empty: the built-in one
  PainPtr pain_;                  // of the leg on the desk, or of its mirror image
  std::string probe_;
  std::optional<glm::vec2> painting_;   // where the brush was laid last, while the button is down
  std::optional<pain::Drawing> asked_;  // what the answers below are to
  std::vector<pain::Included> at_spot_;
  std::optional<pain::Answer> answer_;
  std::optional<pain::Comparison> comparison_;
  // The drawings of the file that was loaded or saved last.
  struct Book {
    std::string name;
    DrawingFile file;
    std::size_t chosen = 0;
    std::optional<std::size_t> compared;
    std::vector<ui::DrawingDate> rows;
  };
  Book book_;
  CareCourse care_;
  double care_seconds_ = 90.0;             // of each point
  std::optional<double> panels_change_s_;  // when the panels change by themselves
  Script script_;
  Pointer pointer_;
  ui::State panels_;
  ui::Fonts fonts_;
  ui::Theme theme_ = ui::Theme::light;
  bool reduced_motion_ = false;
  float scale_ = 0.0F;       // in effect
  float user_scale_ = 1.0F;  // times what the display asks for
  std::vector<Event> events_;
  std::vector<std::string> first_commands_;  // until the first model has loaded
  std::optional<std::string> hovered_;       // under the pointer, in the picture or in the list
  std::optional<std::string> hovered_in_picture_;
  glm::vec2 last_move_{-1.0F};         // as events come in
  glm::vec2 pointer_position_{-1.0F};  // as they are handled
  std::optional<std::string> last_clicked_;
  std::optional<std::string> gizmo_pressed_;  // the view of the knob on which the button went down
  std::array<bool, 3> buttons_down_{};
  std::array<bool, 512> keys_down_{};  // as events are handled, by GLFW's codes
  bool pointer_moved_ = false;
  std::size_t hovered_picture_ = 0;        // as counted by the picture: where hovered_in_picture_ was looked for
  std::filesystem::path opening_;          // what the loader works on; empty: the built-in leg
  std::optional<std::string> screenshot_;  // to be taken at the end of the frame
  int search_opening_ = 0;  // frames for which keys already mean the search field that is about to take them
  int frames_due_ = 3;
  double last_input_s_ = -10.0;
  double last_read_s_ = 0.0;  // events, by the clock of glfwGetTime
  ResponseTimes response_;
  struct Counted {
    std::size_t pictures = 0, parts = 0;
    double processor_s = 0.0;
  };
  Counted counted_;  // when the figures were last asked for
  int exit_code_ = 0;
};

}  // namespace crus::app
