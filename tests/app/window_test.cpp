// The real window under a virtual display: driven by a script of commands, and by mouse and keyboard.
#include <gtest/gtest.h>

#include <cmath>
#include <cstdlib>
#include <fstream>
#include <sstream>

#include <fmt/format.h>
#include <sys/wait.h>
#include <nlohmann/json.hpp>

#include "app/image_file.hpp"
#include "app/settings.hpp"
#include "core/files.hpp"
#include "session/session.hpp"
#include "support/support.hpp"
#include "ui/gizmo.hpp"
#include "ui/panels.hpp"

namespace crus {
namespace {
namespace fs = std::filesystem;
using render::Image;

constexpr glm::ivec2 kSize{1024, 700};

bool has_virtual_display() { return std::system("command -v Xvfb xdotool import >/dev/null 2>&1") == 0; }

#define CRUS_NEEDS_VIRTUAL_DISPLAY()                                            \
  if (!has_virtual_display()) {                                                 \
    GTEST_SKIP() << "no virtual display (packages xvfb, xdotool, imagemagick)"; \
  }                                                                             \
  static_cast<void>(0)

// Runs a shell command in a folder on a virtual screen; its exit code. The driver is unloaded when the window closes,
// so a leak checker could not tell the driver's leaks from ours by name; every other check of a sanitizer build stays
// on.
int on_screen(const fs::path& folder, const std::string& command, const std::string& environment = {}) {
  const std::string line = fmt::format(
      "cd '{}' && env -u XDG_CONFIG_HOME -u XDG_STATE_HOME CRUS_SHARE_DIR='{}' HOME='{}' XDG_CACHE_HOME='{}/cache' "
      "LIBGL_ALWAYS_SOFTWARE=1 "
      "ASAN_OPTIONS=detect_leaks=0:intercept_tls_get_addr=0 {} "
      "timeout 100 '{}' {}x{} {} >output.txt 2>&1",
      folder.string(), test::built_share_folder().string(), folder.string(), folder.string(), environment,
      (test::source_folder() / "tests" / "app" / "on_screen.sh").string(), kSize.x, kSize.y, command);
  const int status = std::system(line.c_str());
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

std::string text_of(const fs::path& file) { return read_text(file).value_or("(no file " + file.string() + ")"); }

Session session_of(const fs::path& file) {
  const auto session = session_from_json(text_of(file));
  EXPECT_TRUE(session) << file << ": " << session.error().message();
  return session.value_or(Session());
}

Image image_of(const fs::path& file) {
  const auto image = app::read_png(file);
  EXPECT_TRUE(image) << image.error().message();
  return image.value_or(Image());
}

// Share of the pixels within a rectangle that differ by more than a little.
double difference(const Image& a, const Image& b, const ui::Rect& within) {
  if (a.width != b.width || a.height != b.height || a.width == 0) {
    return 1.0;
  }
  int differing = 0;
  int all = 0;
  const glm::ivec2 low(within.min);
  const glm::ivec2 high = glm::min(glm::ivec2(within.max), glm::ivec2(a.width, a.height));
  for (int y = low.y; y < high.y; ++y) {
    for (int x = low.x; x < high.x; ++x) {
      const std::size_t at =
          4 * (static_cast<std::size_t>(y) * static_cast<std::size_t>(a.width) + static_cast<std::size_t>(x));
      int most = 0;
      for (std::size_t k = 0; k < 3; ++k) {
        most = std::max(most, std::abs(int{a.rgba[at + k]} - int{b.rgba[at + k]}));
      }
      differing += most > 12 ? 1 : 0;
      ++all;
    }
  }
  return static_cast<double>(differing) / std::max(all, 1);
}

ui::Layout window_layout() { return ui::layout(glm::vec2(kSize), 1.0F, true, ui::Card::hidden); }

std::string script_line(const fs::path& script) {
  return fmt::format("'{}' --script '{}'", test::program().string(), script.string());
}

TEST(Window, AScriptDrivesIt) {
  CRUS_NEEDS_VIRTUAL_DISPLAY();
  const test::ScratchFolder scratch;
  test::write_file(scratch / "steps.txt",
                   "# comments and blank lines are fine\n\n"
                   "screenshot start.png\nhighlight fibula\nscreenshot fibula.png\nview.save fibula.json\n"
                   "undo\nwait 50\nscreenshot back.png\nview.load fibula.json\nscreenshot again.png\n"
                   "picture.save saved.png\nquit\n");
  ASSERT_EQ(on_screen(scratch.path(), script_line(scratch / "steps.txt")), 0) << text_of(scratch / "output.txt");
  const ui::Rect picture = window_layout().picture;
  const Image start = image_of(scratch / "start.png");
  const Image fibula = image_of(scratch / "fibula.png");
  EXPECT_GT(difference(start, fibula, picture), 0.01);
  EXPECT_EQ(difference(start, image_of(scratch / "back.png"), picture), 0.0);
  EXPECT_EQ(difference(fibula, image_of(scratch / "again.png"), picture), 0.0);
  EXPECT_EQ(session_of(scratch / "fibula.json").highlighted, std::vector<std::string>{"fibula"});
  const Image saved = image_of(scratch / "saved.png");
  EXPECT_EQ(glm::vec2(saved.width, saved.height), picture.size());
  // No settings, no layout files: the folder holds what was asked for.
  EXPECT_FALSE(fs::exists(scratch / "imgui.ini"));
}

TEST(Window, PainPatternsComeAndGoAndADrawingIsKept) {
  CRUS_NEEDS_VIRTUAL_DISPLAY();
  const test::ScratchFolder scratch;
  test::write_file(scratch / "steps.txt",
                   "pain on\nscreenshot start.png\noverlay.toggle soleus-1\nscreenshot one.png\n"
                   "overlay.only soleus-2\nscreenshot two.png\nview.save two.json\noverlay.clear\nscreenshot off.png\n"
                   "view.load two.json\nscreenshot loaded.png\noverlay.clear\n"
                   "hurt.dab -66 -30 0\nhurt.dab -62 0 0\nscreenshot drawn.png\ndrawing.save drawing.json\n"
                   "drawing.save drawing.json\ndrawing.export answer.csv\nhurt.clear\nscreenshot wiped.png\n"
                   "drawing.load drawing.json\nscreenshot again.png\nquit\n");
  ASSERT_EQ(on_screen(scratch.path(), script_line(scratch / "steps.txt")), 0) << text_of(scratch / "output.txt");
  const ui::Rect picture = window_layout().picture;
  const auto shot = [&](const char* name) { return image_of(scratch / (std::string(name) + ".png")); };
  const Image start = shot("start");
  EXPECT_GT(difference(start, shot("one"), picture), 0.02);
  EXPECT_GT(difference(shot("one"), shot("two"), picture), 0.02) << "one pattern for another, same list of items";
  EXPECT_EQ(difference(start, shot("off"), picture), 0.0) << "the last one off leaves the leg as it was";
  EXPECT_EQ(difference(shot("two"), shot("loaded"), picture), 0.0);
  EXPECT_GT(difference(start, shot("drawn"), picture), 0.005);
  EXPECT_EQ(difference(start, shot("wiped"), picture), 0.0);
  EXPECT_EQ(difference(shot("drawn"), shot("again"), picture), 0.0);
  const auto drawings = nlohmann::json::parse(text_of(scratch / "drawing.json"), nullptr, false);
  EXPECT_EQ(drawings["drawings"].size(), 2U) << "each saving adds one, with its date";
  EXPECT_NE(text_of(scratch / "answer.csv").find("soleus-1"), std::string::npos);
}

TEST(Window, TwoDatesAreComparedAndABadFileLosesNothing) {
  CRUS_NEEDS_VIRTUAL_DISPLAY();
  const test::ScratchFolder scratch;
  test::write_file(scratch / "steps.txt",
                   "pain on\nhurt.dab -66 -30 0\ndrawing.save d.json\nhurt.clear\nhurt.dab -62 0 0\n"
                   "drawing.save d.json\nscreenshot second.png\ndrawing.choose 1\nscreenshot first.png\n"
                   "drawing.compare 2\nscreenshot both.png\ndrawing.export both.csv\ndrawing.compare off\n"
                   "screenshot alone.png\ndrawing.load d.json 2\nscreenshot again.png\nquit\n");
  ASSERT_EQ(on_screen(scratch.path(), script_line(scratch / "steps.txt")), 0) << text_of(scratch / "output.txt");
  const ui::Rect picture = window_layout().picture;
  const auto shot = [&](const char* name) { return image_of(scratch / (std::string(name) + ".png")); };
  EXPECT_GT(difference(shot("second"), shot("first"), picture), 0.001);
  EXPECT_GT(difference(shot("first"), shot("both"), picture), 0.001);
  EXPECT_EQ(difference(shot("first"), shot("alone"), picture), 0.0);
  EXPECT_EQ(difference(shot("second"), shot("again"), picture), 0.0);
  EXPECT_NE(text_of(scratch / "both.csv").find("compared_with"), std::string::npos);
  // A file that cannot be used ends the script with its reason; what was saved is as it was.
  const std::string kept = text_of(scratch / "d.json");
  for (const std::string& bad :
       {std::string("{"), std::string(R"({"crus_drawing": 9, "drawings": []})"),
        std::string(R"({"crus_drawing": 1, "model": "0", "side": "right", "drawings": [{}]})")}) {
    test::write_file(scratch / "bad.json", bad);
    for (const char* line : {"drawing.load bad.json", "drawing.save bad.json"}) {
      test::write_file(scratch / "bad.txt", std::string("hurt.dab -66 -30 0\n") + line + "\nquit\n");
      EXPECT_EQ(on_screen(scratch.path(), script_line(scratch / "bad.txt")), 1) << bad;
      EXPECT_NE(text_of(scratch / "output.txt").find("bad.json"), std::string::npos) << text_of(scratch / "output.txt");
      EXPECT_EQ(text_of(scratch / "bad.json"), bad) << "what is there is not written over";
    }
  }
  EXPECT_EQ(text_of(scratch / "d.json"), kept);
}

// How often the scene was drawn, and the window, while something happened.
nlohmann::json figures_of(const fs::path& file) { return nlohmann::json::parse(text_of(file), nullptr, false); }

// The clock of self-care draws the panels once a second and the leg not at all, with and without eased moves.
TEST(Window, TheClockOfSelfCareDrawsOnlyWhenItsSecondsChange) {
  CRUS_NEEDS_VIRTUAL_DISPLAY();
  for (const char* motion : {"full", "reduced"}) {
    const test::ScratchFolder scratch;
    test::write_file(scratch / "steps.txt", std::string("motion ") + motion +
                                                "\npain on\nscreenshot before.png\ncare.start soleus-2\nwait 2500\n"
                                                "stats lit.json\nwait 5000\nstats ticking.json\ncare.pause on\n"
                                                "wait 300\nstats pause.json\nwait 3000\nstats paused.json\n"
                                                "screenshot lit.png\nview.save lit.view.json\ncare.next\n"
                                                "care.repeat\ncare.seconds 60\ncare.stop\nwait 400\n"
                                                "screenshot after.png\ncare.start stretch\ncare.stop\nquit\n");
    test::write_file(scratch / "use.sh", "xdotool mousemove 2 2\nexec " + script_line(scratch / "steps.txt") + "\n");
    ASSERT_EQ(on_screen(scratch.path(), "bash use.sh"), 0) << text_of(scratch / "output.txt");
    const auto ticking = figures_of(scratch / "ticking.json");
    EXPECT_EQ(ticking["scene_draws"], 0) << motion;
    EXPECT_EQ(ticking["finishing_parts"], 0) << motion;
    EXPECT_GE(ticking["window_frames"], 4) << motion;
    EXPECT_LE(ticking["window_frames"], 5 + 5) << "five seconds, and what the line itself takes; " << motion;
    EXPECT_LE(figures_of(scratch / "paused.json")["window_frames"], 4) << motion;
    const Session lit = session_of(scratch / "lit.view.json");
    EXPECT_EQ(lit.overlays.lit, "soleus-2");
    EXPECT_FALSE(lit.camera_fits);
    EXPECT_GT(difference(image_of(scratch / "before.png"), image_of(scratch / "lit.png"), window_layout().picture),
              0.05);
  }
}

TEST(Window, DrawsTheLegOnlyWhenItChanges) {
  CRUS_NEEDS_VIRTUAL_DISPLAY();
  const test::ScratchFolder scratch;
  test::write_file(scratch / "steps.txt",
                   "stats start.json\nwait 10000\nstats idle.json\n"
                   "search tib\nwait 100\nhelp on\nwait 100\nhelp off\npanel off\npanel on\nwait 300\n"
                   "stats panels.json\ncamera.orbit 20 0\nwait 300\nstats turned.json\nquit\n");
  // The pointer out of the way: where the picture moves beneath it, another structure lights up, which is a drawing
  // too.
  test::write_file(scratch / "use.sh", "xdotool mousemove 2 2\nexec " + script_line(scratch / "steps.txt") + "\n");
  ASSERT_EQ(on_screen(scratch.path(), "bash use.sh"), 0) << text_of(scratch / "output.txt");
  const auto idle = figures_of(scratch / "idle.json");
  ASSERT_TRUE(idle.contains("scene_draws")) << idle;
  // The line that asks for the figures is itself followed by a few frames.
  EXPECT_EQ(idle["scene_draws"], 0);
  EXPECT_LE(idle["window_frames"], 4);
  EXPECT_EQ(idle["finishing_parts"], 0);
  const auto panels = figures_of(scratch / "panels.json");
  EXPECT_GT(panels["window_frames"], 4);
  const auto turned = figures_of(scratch / "turned.json");
  EXPECT_GE(turned["scene_draws"], 1);
  EXPECT_GE(turned["finishing_parts"], 1);
  EXPECT_EQ(panels["scene_draws"], 2) << "the picture's size changes twice, when the panel goes and comes";
}

TEST(Window, StrangeSizesAreSurvived) {
  CRUS_NEEDS_VIRTUAL_DISPLAY();
  const test::ScratchFolder scratch;
  test::write_file(scratch / "steps.txt",
                   "window.size 1x1\nwait 200\nwindow.size 8000x300\nwait 200\nui.scale 3\nwait 100\nui.scale 0.75\n"
                   "window.size 1024x700\nwait 200\nui.scale 1\nview.save after.json\nquit\n");
  ASSERT_EQ(on_screen(scratch.path(), script_line(scratch / "steps.txt")), 0) << text_of(scratch / "output.txt");
  EXPECT_EQ(text_of(scratch / "output.txt"), "");
  EXPECT_TRUE(session_of(scratch / "after.json").camera_fits);
}

TEST(Window, AFaultyScriptSaysWhereAndFails) {
  CRUS_NEEDS_VIRTUAL_DISPLAY();
  const test::ScratchFolder scratch;
  test::write_file(scratch / "steps.txt", "highlight soleus\nhighlihgt tibia\n");
  EXPECT_EQ(on_screen(scratch.path(), script_line(scratch / "steps.txt")), 1);
  const std::string output = text_of(scratch / "output.txt");
  EXPECT_NE(output.find("line 2"), std::string::npos) << output;
  EXPECT_NE(output.find("'highlight'"), std::string::npos) << output;
}

TEST(Window, BadInputIsAMessageAndTheLegStays) {
  CRUS_NEEDS_VIRTUAL_DISPLAY();
  const test::ScratchFolder scratch;
  test::write_file(scratch / "text.glb", "this is no mesh");
  test::write_file(
      scratch / "steps.txt",
      "screenshot before.png\nopen text.glb\nopen missing.obj\nscreenshot after.png\nview.save v.json\nquit\n");
  ASSERT_EQ(on_screen(scratch.path(), script_line(scratch / "steps.txt")), 0) << text_of(scratch / "output.txt");
  const ui::Layout layout = window_layout();
  EXPECT_EQ(difference(image_of(scratch / "before.png"), image_of(scratch / "after.png"), layout.picture), 0.0);
  EXPECT_GT(difference(image_of(scratch / "before.png"), image_of(scratch / "after.png"), layout.status), 0.001);
}

TEST(Window, DroppedRubbishIsAMessageAndTheLegStays) {
  CRUS_NEEDS_VIRTUAL_DISPLAY();
  const test::ScratchFolder scratch;
  fs::create_directory(scratch / "empty");
  test::write_file(scratch / "notes.txt", "dear diary");
  test::write_file(scratch / "broken.json", "{\"crus_session\": 1, \"xray\": ");
  test::write_file(scratch / "wrong.json", "{\"crus_session\": 1, \"xray\": 7}");
  const ui::Layout layout = window_layout();
  std::string steps = "screenshot before.png\n";
  const std::vector<std::string> rubbish{"empty", "notes.txt", "broken.json", "wrong.json", "no-such-file"};
  for (const std::string& name : rubbish) {
    steps += "messages clear\nwait 50\nscreenshot clear.png\ndrop " + name + "\nwait 50\nscreenshot " + name + ".png\n";
  }
  test::write_file(scratch / "steps.txt", steps + "view.save after.json\nquit\n");
  ASSERT_EQ(on_screen(scratch.path(), script_line(scratch / "steps.txt")), 0) << text_of(scratch / "output.txt");
  const Image before = image_of(scratch / "before.png");
  const Image clear = image_of(scratch / "clear.png");
  for (const std::string& name : rubbish) {
    const Image after = image_of(scratch / (name + ".png"));
    EXPECT_EQ(difference(before, after, layout.picture), 0.0) << name;
    EXPECT_GT(difference(clear, after, layout.status), 0.001) << name << " brought no message";
  }
}

TEST(Window, AViewOfAnotherLegIsLoadedAndSaidSo) {
  CRUS_NEEDS_VIRTUAL_DISPLAY();
  const test::ScratchFolder scratch;
  Session other;
  other.leg_hash = "00112233445566778899aabbccddeeff";
  other.highlighted = {"tibia", "a-structure-this-leg-lacks"};
  test::write_file(scratch / "other.json", to_json(other));
  test::write_file(scratch / "steps.txt",
                   "messages clear\nscreenshot before.png\ndrop other.json\nwait 50\nscreenshot after.png\n"
                   "view.save after.json\nquit\n");
  ASSERT_EQ(on_screen(scratch.path(), script_line(scratch / "steps.txt")), 0) << text_of(scratch / "output.txt");
  EXPECT_EQ(session_of(scratch / "after.json").highlighted, other.highlighted);
  EXPECT_GT(difference(image_of(scratch / "before.png"), image_of(scratch / "after.png"), window_layout().status),
            0.001);
}

TEST(Window, AnySizeIsBorne) {
  CRUS_NEEDS_VIRTUAL_DISPLAY();
  const test::ScratchFolder scratch;
  test::write_file(scratch / "steps.txt",
                   "screenshot before.png\nwindow.size 1x1\nwait 100\nview posterior\nhelp on\nbrowse open\nwait 100\n"
                   "window.size 8000x300\nwait 100\nwindow.size 1024x700\nescape\nhelp off\nwait 100\n"
                   "view.save after.json\nquit\n");
  ASSERT_EQ(on_screen(scratch.path(), script_line(scratch / "steps.txt")), 0) << text_of(scratch / "output.txt");
  EXPECT_NEAR(std::remainder(session_of(scratch / "after.json").camera.azimuth_deg - 180.0, 360.0), 0.0, 1e-9);
}

TEST(Window, DamagedSettingsAreKeptAsideAndSaidSo) {
  CRUS_NEEDS_VIRTUAL_DISPLAY();
  const test::ScratchFolder scratch;
  fs::create_directories(scratch / ".config" / "crus");
  const fs::path settings = scratch / ".config" / "crus" / "settings.json";
  test::write_file(settings, "{\"crus_settings\": 1, \"theme\": \"da");
  test::write_file(scratch / "steps.txt", "theme dark\nsettings.save\nquit\n");
  ASSERT_EQ(on_screen(scratch.path(), script_line(scratch / "steps.txt")), 0) << text_of(scratch / "output.txt");
  EXPECT_NE(text_of(scratch / "output.txt").find("settings.json.damaged"), std::string::npos);
  EXPECT_EQ(text_of(settings.string() + ".damaged"), "{\"crus_settings\": 1, \"theme\": \"da");
  const auto kept = app::preferences_from_json(text_of(settings));
  ASSERT_TRUE(kept);
  EXPECT_EQ(kept->theme, ui::Theme::dark);
}

TEST(Window, AnUnwritableHomeIsOneMessage) {
  CRUS_NEEDS_VIRTUAL_DISPLAY();
  const test::ScratchFolder scratch;
  test::write_file(
      scratch / "use.sh",
      fmt::format("'{}' & pid=$!\n"
                  "for i in $(seq 150); do xdotool search --name '^Crus: ' >/dev/null 2>&1 && break; sleep "
                  "0.1; done\nsleep 0.5\nxdotool key ctrl+equal sleep 0.4 key ctrl+0 sleep 0.4\n"
                  "xdotool key ctrl+q\nwait $pid\n",
                  test::program().string()));
  ASSERT_EQ(on_screen(scratch.path(), "bash use.sh", "HOME=/dev/null"), 0) << text_of(scratch / "output.txt");
  const std::string output = text_of(scratch / "output.txt");
  const std::size_t first = output.find("settings are not kept");
  ASSERT_NE(first, std::string::npos) << output;
  EXPECT_EQ(output.find("settings are not kept", first + 1), std::string::npos) << output;
}

TEST(Window, MouseAndKeyboard) {
  CRUS_NEEDS_VIRTUAL_DISPLAY();
  const test::ScratchFolder scratch;
  const ui::Rect picture = window_layout().picture;
  const glm::ivec2 middle(0.5F * (picture.min + picture.max));
  const std::string places = fmt::format(
      "SOLEUS_X=78 SOLEUS_Y=140 TIBIA_X=216 TIBIA_Y=140 MENU_X=159 MENU_Y=20 ENTRY_Y=56 MIDDLE_X={} MIDDLE_Y={}",
      middle.x, middle.y);
  const fs::path steps = test::source_folder() / "tests" / "app" / "window_session.sh";
  ASSERT_EQ(on_screen(scratch.path(), fmt::format("'{}' '{}'", steps.string(), test::program().string()), places), 0)
      << text_of(scratch / "output.txt");
  EXPECT_EQ(text_of(scratch / "output.txt"), "");
  EXPECT_EQ(text_of(scratch / "exit_code"), "0\n");

  const Session start = session_of(scratch / "start.json");
  EXPECT_NEAR(start.camera.azimuth_deg, 145.0, 1e-9);
  const Session dragged = session_of(scratch / "dragged.json");
  // 100 pixels to the right turn the leg, 20 down raise the eye; a drag selects nothing.
  EXPECT_GT(std::remainder(dragged.camera.azimuth_deg - start.camera.azimuth_deg, 360.0), 10.0);
  EXPECT_GT(dragged.camera.elevation_deg, start.camera.elevation_deg + 2.0);
  EXPECT_TRUE(dragged.selected.empty());
  EXPECT_GT(difference(image_of(scratch / "start.png"), image_of(scratch / "dragged.png"), picture), 0.01);
  EXPECT_GT(difference(image_of(scratch / "start.png"), image_of(scratch / "soleus.png"), picture), 0.005);
  EXPECT_EQ(session_of(scratch / "soleus.json").highlighted, std::vector<std::string>{"soleus"});
  EXPECT_TRUE(session_of(scratch / "undone.json").highlighted.empty());
  EXPECT_EQ(session_of(scratch / "picked.json").selected, std::vector<std::string>{"tibia"});
  EXPECT_TRUE(session_of(scratch / "hidden.json").hidden.contains("tibia"));
  const Session cleared = session_of(scratch / "cleared.json");
  const Session zoomed = session_of(scratch / "zoomed.json");
  EXPECT_LT(zoomed.camera.distance_mm, 0.9 * cleared.camera.distance_mm);
  // "1" and "3" are views elsewhere, letters in the search field.
  EXPECT_EQ(session_of(scratch / "typed.json").camera, zoomed.camera);

  const ui::Layout layout = window_layout();
  EXPECT_GT(difference(image_of(scratch / "before_menu.png"), image_of(scratch / "menu.png"), layout.panel), 0.01);
  EXPECT_EQ(session_of(scratch / "menu.json").highlighted, std::vector<std::string>{"soleus"});
  EXPECT_EQ(session_of(scratch / "menu_undone.json").highlighted, std::vector<std::string>{"tibia"});
  EXPECT_EQ(session_of(scratch / "opened.json").highlighted, std::vector<std::string>{"soleus"});
  // Searching changes the list and nothing else.
  EXPECT_GT(difference(image_of(scratch / "before_search.png"), image_of(scratch / "search.png"), layout.panel), 0.01);
  EXPECT_EQ(difference(image_of(scratch / "before_search.png"), image_of(scratch / "search.png"), picture), 0.0);
  const Session found = session_of(scratch / "found.json");
  EXPECT_EQ(found.selected, std::vector<std::string>{"gastrocnemius-lateral"});
  EXPECT_TRUE(session_of(scratch / "found_hidden.json").hidden.contains("gastrocnemius-lateral"));
  EXPECT_TRUE(session_of(scratch / "found_shown.json").hidden.empty());
  EXPECT_GT(image_of(scratch / "own.png").width, 100);

  // What was opened is remembered, under the XDG folders only.
  const auto kept = app::places_from_json(text_of(scratch / ".local" / "state" / "crus" / "window.json"));
  ASSERT_TRUE(kept);
  ASSERT_FALSE(kept->recent.empty());
  EXPECT_EQ(fs::path(kept->recent.front()).filename(), "soleus.json");
  EXPECT_TRUE(fs::exists(scratch / ".config" / "crus" / "settings.json"));
  EXPECT_FALSE(fs::exists(scratch / "imgui.ini"));

  // Nothing moves: no processor time to speak of (the clock counts in hundredths of a second).
  int ticks = 1000;
  std::istringstream(text_of(scratch / "idle_ticks")) >> ticks;
  EXPECT_LE(ticks, 2);
}

TEST(Window, EachStepChangesWhatItShouldAndOnlyThat) {
  CRUS_NEEDS_VIRTUAL_DISPLAY();
  const test::ScratchFolder scratch;
  const ui::Layout layout = window_layout();
  const ui::Rect& picture = layout.picture;
  const glm::ivec2 middle(0.5F * (picture.min + picture.max));
  Camera front;
  front.azimuth_deg = parse_view("anterior", anatomy::Side::right)->azimuth_deg;
  glm::ivec2 lateral(0);
  for (const ui::GizmoKnob& knob : ui::gizmo_knobs(picture, 1.0F, front, anatomy::Side::right)) {
    lateral = knob.view == "lateral" ? glm::ivec2(knob.centre) : lateral;
  }
  const std::string places =
      fmt::format("MIDDLE_X={} MIDDLE_Y={} LATERAL_X={} LATERAL_Y={} ASIDE_X={} ASIDE_Y={}", middle.x, middle.y,
                  lateral.x, lateral.y, static_cast<int>(picture.min.x) + 12, static_cast<int>(picture.min.y) + 40);
  const fs::path steps = test::source_folder() / "tests" / "app" / "window_steps.sh";
  ASSERT_EQ(on_screen(scratch.path(), fmt::format("'{}' '{}'", steps.string(), test::program().string()), places), 0)
      << text_of(scratch / "output.txt");
  EXPECT_EQ(text_of(scratch / "output.txt"), "");
  EXPECT_EQ(text_of(scratch / "exit_code"), "0\n");

  const auto changed = [&](const char* before, const char* after, const ui::Rect& where) {
    return difference(image_of(scratch / (std::string(before) + ".png")),
                      image_of(scratch / (std::string(after) + ".png")), where);
  };
  // The camera moves: the picture, and neither panel nor menus.
  for (const auto& [before, after] : {std::pair("rest", "orbit"), std::pair("orbit", "zoom"), std::pair("zoom", "home"),
                                      std::pair("home", "anterior"), std::pair("anterior", "gizmo"),
                                      std::pair("key", "left"), std::pair("right", "travelled")}) {
    EXPECT_GT(changed(before, after, picture), 0.01) << before << " to " << after;
    EXPECT_EQ(changed(before, after, layout.panel), 0.0) << before << " to " << after;
    EXPECT_EQ(changed(before, after, layout.menu), 0.0) << before << " to " << after;
  }
  // Back is back, and a click on the gizmo is the key.
  EXPECT_EQ(changed("rest", "home", picture), 0.0);
  EXPECT_EQ(changed("key", "right", picture), 0.0);
  EXPECT_EQ(changed("gizmo", "key", picture), 0.0);
  // Hiding changes the picture and a row of the panel; undoing takes both back.
  EXPECT_GT(changed("picked", "hidden", picture), 0.001);
  EXPECT_GT(changed("picked", "hidden", layout.panel), 0.0);
  EXPECT_LT(changed("picked", "hidden", layout.panel), 0.1);
  EXPECT_EQ(changed("picked", "hidden", layout.menu), 0.0);
  EXPECT_EQ(changed("picked", "undone", picture), 0.0);
  EXPECT_EQ(changed("picked", "undone", layout.panel), 0.0);
}

TEST(Window, WithoutADisplayItSaysSo) {
  const auto result =
      test::run_crus({}, {"DISPLAY=", "WAYLAND_DISPLAY=", "CRUS_SHARE_DIR=" + test::built_share_folder().string()});
  EXPECT_EQ(result.exit_code, 1);
  EXPECT_NE(result.err.find("display"), std::string::npos) << result.err;
}

}  // namespace
}  // namespace crus
