// What the command line asked for, as plain values.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include <glm/glm.hpp>

namespace crus::app {

struct ModelOptions {
  std::string path;  // empty: the built-in leg
  std::string unit;  // empty: inferred
  std::string up;    // empty: inferred
  std::string side;  // left, right; empty: as it is
  bool no_cache = false;
};

// The posture asked for; nothing: as the leg was loaded.
struct PoseOptions {
  std::optional<double> plantarflexion_deg, activation, toe_extension_deg, inversion_deg;
  bool strain = false;
  bool floor = false;
  std::string everyday;  // "", high-heels:80
};

struct RenderOptions {
  ModelOptions model;
  PoseOptions pose;
  std::string output;
  std::string size = "1280x720";
  std::string view;
  std::vector<std::string> highlight, isolate, hide;
  std::optional<double> xray, skin, explode;
  std::string peel;                       // "", off, 0..1
  std::string section;                    // "", axial:0.4, ...
  std::string labels;                     // "", english, latin
  std::string background;                 // "", dark, light, white
  std::vector<std::string> overlay;       // pain patterns or zones
  std::string style;                      // "", heat, chart, contour
  std::string colour_map;                 // "", cividis, viridis, inferno, magma
  std::string state;                      // a session file
  std::vector<std::string> motion_lines;  // axis, action, lever, fibres, ghost
  std::string clip;                       // the pose at a time of this movement
  double time_s = 0.0;                    // from its beginning, rounds and all
  bool second_heart = false;
  bool attachments = false;
  bool transparent = false;
  bool no_credit = false;
};

struct ReportOptions {
  ModelOptions model;
  bool json = false;
};

struct PainOptions {
  ModelOptions model;
  std::string at;       // "", x,y,z
  std::string zone;     // "", a zone's id
  std::string pattern;  // "", a pattern's id
  std::string values;   // "", x,y,z;x,y,z
  std::string drawing;  // "", a file of drawings
  double plantarflexion_deg = 0.0;
  bool json = false;
};

struct HandoutOptions {
  ModelOptions model;
  std::string pattern;
  std::string output;
  std::string paper = "a4";  // a4, letter
};

struct ExportOptions {
  ModelOptions model;
  PoseOptions pose;
  std::string output;
};

struct MotionOptions {
  ModelOptions model;
  double from_deg = -20.0, to_deg = 50.0, step_deg = 5.0;
  double activation = 0.0;
  bool strain = false;
  std::string csv;  // "", a file to write
  bool json = false;
};

struct MovieOptions {
  RenderOptions look;  // model, pose to begin with, size and everything seen
  std::string clip;
  std::optional<double> seconds;  // of the movie; empty: the clip once
  double fps = 30.0;
  double speed = 1.0;     // of the clip
  bool passive = false;   // the calf at rest, whatever the clip says
  bool strain = false;    // the calcaneal tendon lengthens with the work of the calf
  std::string chain;      // "", open, closed
  bool frames = false;    // numbered pictures instead of a film
  bool progress = false;  // one line on stdout for each frame
};

struct MeasureOptions {
  std::vector<std::string> meshes;
  std::string output;
  std::string structure;  // which structure of the models; empty: each
  std::string unit, up;
  int stations = 0;  // 0: the measuring tool's default
  int points = 0;
  std::optional<glm::dvec3> from_mm, to_mm;  // world; where the tube begins and ends
  bool bent = false;  // a tube that turns: ends farthest apart over the surface, sections square to its own course
  // A piece of a shape that one tube cannot hold; numbers separated by commas.
  std::vector<std::string> keep;    // x,y,z of a plane's point and of its normal, which points to what is kept
  std::vector<std::string> rivals;  // x,y,z of each point of a path
  std::string path, seed;
  double round_mm = 0.0, edge_mm = 0.0, overlap_mm = 0.0;  // 0: the measuring tool's default
};

struct BuildOptions {
  std::string assets;  // empty: the program's own
  std::string output;
};

struct CompareOptions {
  ModelOptions model;
  std::string reference;  // empty: $CRUS_REFERENCE_DIR/bodyparts3d
  bool json = false;
};

struct BenchOptions {
  ModelOptions model;
  std::string size = "1280x720";
  int rounds = 15;
  bool json = false;
};

struct WindowArguments {
  ModelOptions model;
  std::string script;
  std::string without_display;  // picture rendered instead where there is no display
  std::optional<double> ui_scale;
  std::string theme;  // "": as remembered, light, dark
  bool reduced_motion = false;
};

}  // namespace crus::app
