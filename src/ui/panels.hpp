// The panels round the picture. They read Leg and Session and answer with command lines; they touch neither GL nor the
// session. All lengths are ImGui units (screen coordinates of the window); "design pixels" are multiplied by the scale.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <vector>

#include <glm/glm.hpp>

#include "anatomy/motion_data.hpp"
#include "leg/everyday.hpp"
#include "leg/leg.hpp"
#include "leg/motion_table.hpp"
#include "leg/pose.hpp"
#include "pain/drawing.hpp"
#include "session/session.hpp"

struct ImFont;

namespace crus::ui {

enum class Theme { light, dark };
enum class Names { english, latin };  // which name of a structure comes first in the panels

// Size of the panels, times what the display asks for.
inline constexpr float kSmallestScale = 0.75F;
inline constexpr float kLargestScale = 3.0F;
// Width of the panel at the left, in design pixels.
inline constexpr float kPanelWidth = 296.0F;
inline constexpr float kLeastPanelWidth = 248.0F;
inline constexpr float kMostPanelWidth = 520.0F;

struct Fonts {
  ImFont* regular = nullptr;  // null: ImGui's current font
  ImFont* bold = nullptr;
  ImFont* title = nullptr;
  ImFont* clock = nullptr;  // digits alone, large
};

struct Rect {
  glm::vec2 min{0.0F}, max{0.0F};
  [[nodiscard]] glm::vec2 size() const { return max - min; }
  [[nodiscard]] bool contains(const glm::vec2& point) const {
    return point.x >= min.x && point.y >= min.y && point.x < max.x && point.y < max.y;
  }
  bool operator==(const Rect&) const = default;
};

// Where everything goes in a window of this size. One bar on top holds menus, view buttons and tools. The picture gets
// what bar, panel and status bar leave, and what the card leaves where it would cover the leg (a narrow window) or its
// labels; never less than 1x1.
struct Layout {
  Rect menu;   // the menus; empty, like the next two, in a very low window
  Rect views;  // the view buttons
  Rect tools;  // undo, picture, theme; empty where there is no room
  Rect panel;  // empty when hidden
  Rect picture;
  Rect card;  // the most room the information card may take
  Rect status;
  Rect transport;  // below the picture; empty where there is no room
  bool panel_shown = true;
};
enum class Card { hidden, floating, beside };
[[nodiscard]] Layout layout(const glm::vec2& window, float scale, bool panel_wanted, Card card,
                            float panel_width = kPanelWidth);
// How the card is shown under this session.
[[nodiscard]] Card card_for(const Leg* leg, const Session& session);

enum class MessageKind { info, warning, error };
struct Message {
  MessageKind kind = MessageKind::info;
  std::string text;
  std::string time = {};  // of day, "14:02:31"
};

// A model or view opened before.
struct Recent {
  std::string path;
  bool exists = true;
};

struct Loading {
  bool active = false;
  bool cancelled = false;
  double fraction = 0.0;
  std::string text;
  std::string name;
};

// The leg in motion, as the strip below the picture shows it.
struct Motion {
  bool possible = false;  // the leg has what makes an ankle
  bool finding = false;   // how it moves is being found
  double fraction = 0.0;  // of that
  std::string problem;    // why it cannot move; empty: it can
  std::span<const anatomy::Clip> clips;
  const anatomy::TalocruralData* range = nullptr;
  const anatomy::PumpData* pump = nullptr;        // null: no second heart
  const anatomy::TendonStrain* strain = nullptr;  // of the calcaneal tendon under load; null: not known
  std::string clip;                               // the one chosen
  bool playing = false;
  double clip_at = 0.0;  // 0..1
  double speed = 1.0;
  PoseRequest pose;  // as shown
  // Of the calcaneal tendon at this pose, once the rig is there.
  std::optional<double> excursion_mm, moment_arm_mm;
  bool loop = true;
  Playing way;                // how clips are played
  int frame = 0, frames = 1;  // of the clip, at 30 a second
  std::span<const anatomy::EverydayPose> poses;
  std::string everyday;  // the one that is shown; empty: none
  double amount = 0.0;   // of it
  std::optional<double> heel_to_ball_mm;
  // The leg's own figures over the range of the ankle, as `crus motion` prints them; empty: not measured yet.
  std::span<const MotionRow> rows;
  bool measuring = false;
  double measured = 0.0;                          // fraction
  const anatomy::Published* published = nullptr;  // what they are compared with
  Loading movie;                                  // a movie on its way
};

// The course of self-care, as it stands.
struct Care {
  enum class Phase { off, ready, timed, done } phase = Phase::off;
  bool paused = false;
  std::size_t index = 0, count = 0;  // of the place whose turn it is
  std::string id, name, place;       // of a pattern, or of a text of care
  bool point = true;                 // a pattern's trigger point
  int left_s = 0;                    // as shown
  double of_s = 0.0;                 // the whole time of this phase
  double next_change_s = -1.0;       // until the shown seconds change; negative: they do not
  double seconds = 90.0;             // for each point, as chosen
};

// A drawing of the file that was loaded or saved last.
struct DrawingDate {
  std::string date;
  double area_mm2 = 0.0;
};

// What the panels show besides leg and session.
struct Context {
  float scale = 1.0F;       // in effect
  float user_scale = 1.0F;  // as chosen: times what the display asks for
  Theme theme = Theme::light;
  Names names = Names::english;
  bool reduced_motion = false;
  Fonts fonts;
  Loading loading;
  std::span<const Message> messages;
  std::span<const Recent> recent;
  std::span<const std::string> model_extensions;  // "glb": what the file browser offers to open
  std::filesystem::path first_folder;             // where it starts
  const anatomy::Catalogue* catalogue = nullptr;  // for the credits; may be null
  std::string version;
  std::string renderer;
  double frame_ms = 0.0;
  bool can_undo = false, can_redo = false;
  std::string undo_step, redo_step;
  std::optional<std::string> hovered_in_picture;  // structure under the pointer in the picture
  Motion motion;
  bool pain_ready = false;                  // the leg's pain patterns have been laid on its skin
  std::string probe;                        // value and zone under the pointer, over a shown pattern
  std::span<const pain::Included> at_spot;  // the patterns that include session.drawing.spot_mm
  const pain::Answer* answer = nullptr;     // to session.drawing; null when it is empty
  Care care;
  std::span<const DrawingDate> drawings;
  std::string drawings_file;
  std::size_t drawing_chosen = 0;
  std::optional<std::size_t> drawing_compared;
  const pain::Comparison* comparison = nullptr;  // of session.drawing with the earlier one; null: none
};

class StructureList;
class FileBrowser;
enum class Browse {
  open,
  load_view,
  save_view,
  save_picture,
  save_movie,
  save_numbers,
  load_drawing,
  save_drawing,
  export_drawing
};

// What the panels remember from frame to frame; nothing of it changes the picture.
struct State {
  State();
  ~State();
  State(State&&) noexcept;
  State& operator=(State&&) noexcept;

  bool panel_wanted = true;
  float panel_width = kPanelWidth;        // design pixels
  std::set<std::string> closed_sections;  // of the panel: "highlights", "layers"
  bool pain_tab = false;                  // the panel shows pain patterns instead of the anatomy
  bool motion_tab = false;                // ... or the leg in motion; not both
  float controls_height = 0.0F;           // of what stands above the list, as last drawn; 0: not yet
  bool help_open = false;
  bool messages_open = false;
  bool about_open = false;
  bool menu_open = false;              // a menu of the bar was open in the last frame
  std::optional<Browse> browse;        // a request: open the file browser
  bool focus_search = false;           // put the keyboard into the search field at the next frame
  std::optional<std::string> menu_of;  // a request: open the menu of this structure at the pointer
  std::string menu_structure;          // whose menu was opened last
  // A request: list these structures at the pointer, nearest first; and the list opened last.
  std::vector<std::string> list_under, under;
  std::string search;
  std::unique_ptr<StructureList> list;  // rows, rebuilt when leg or search change
  std::unique_ptr<FileBrowser> files;

  // A dialog has the window to itself: keys belong to it.
  [[nodiscard]] bool dialog_open() const;
  void close_dialog();
};

struct Output {
  // Session commands (session/commands.hpp) and the window's own (app/window_commands.hpp).
  std::vector<std::string> commands;
  std::optional<std::string> copied;   // what was put on the clipboard
  std::optional<std::string> hovered;  // structure whose row is under the pointer
  double again_in_s = -1.0;            // what is shown changes by itself after so long; negative: it does not
  std::string merge_key;               // not empty while a slider is dragged: its changes are one undo step
};

// Draws everything for this frame between ImGui::NewFrame and Render. `leg` may be null (nothing loaded yet).
void draw_panels(const Leg* leg, const Session& session, const Context& context, State& state, Output& output);

}  // namespace crus::ui
