#include "app/cli.hpp"

#include <algorithm>
#include <array>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include <CLI/CLI.hpp>

#include "app/model.hpp"
#include "app/subcommands.hpp"
#include "core/files.hpp"
#include "core/log.hpp"
#include "core/text.hpp"

namespace crus::app {
namespace {

const std::vector<std::string>& command_names() {
  static const std::vector<std::string> names{"render",  "movie",  "inspect", "motion", "pain",
                                              "handout", "export", "atlas",   "check",  "bench"};
  return names;
}

// Without a command the first word is a model. A word that is neither is a slip of the pen, and says so.
bool first_word_is_unknown(const std::vector<std::string>& arguments, std::string& word) {
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    const std::string& argument = arguments[i];
    constexpr std::array<std::string_view, 7> kTakeAValue{"--script", "--without-display", "--unit", "--up",
                                                          "--side",   "--ui-scale",        "--theme"};
    if (std::find(kTakeAValue.begin(), kTakeAValue.end(), argument) != kTakeAValue.end()) {
      ++i;
      continue;
    }
    if (argument.starts_with("-")) {
      continue;
    }
    const auto& names = command_names();
    std::error_code code;
    word = argument;
    return std::find(names.begin(), names.end(), argument) == names.end() && !std::filesystem::exists(argument, code);
  }
  return false;
}

// --labels stands alone or takes a language. Only a language after it is its value, so that a model may follow it.
std::vector<std::string> join_language(const std::vector<std::string>& arguments) {
  std::vector<std::string> joined;
  for (const std::string& argument : arguments) {
    const bool language = argument == "english" || argument == "latin" || argument == "off";
    if (language && !joined.empty() && joined.back() == "--labels") {
      joined.back() += "=" + argument;
    } else {
      joined.push_back(argument);
    }
  }
  return joined;
}

void add_unit_and_up(CLI::App& app, std::string& unit, std::string& up) {
  app.add_option("--unit", unit, "Unit of the file: m, dm, cm, mm or in (inferred when left out)")
      ->check(CLI::IsMember({"m", "dm", "cm", "mm", "in"}, CLI::ignore_case));
  app.add_option("--up", up, "File axis that points up the limb: +x -x +y -y +z -z (inferred when left out)")
      ->check(CLI::IsMember({"+x", "-x", "+y", "-y", "+z", "-z", "x", "y", "z"}, CLI::ignore_case));
}

void add_model(CLI::App& app, ModelOptions& model) {
  app.add_option("MODEL", model.path,
                 "Mesh file (GLB, glTF, OBJ, STL, PLY, FBX) or a folder of them; "
                 "without it the built-in leg");
  add_unit_and_up(app, model.unit, model.up);
  app.add_option("--side", model.side, "Show the leg as a left or a right one: the other side is its mirror image")
      ->check(CLI::IsMember({"left", "right"}));
  app.add_flag("--no-cache", model.no_cache, "Neither read nor write the disk cache");
}

void add_pose(CLI::App& app, PoseOptions& pose) {
  app.add_option("--plantarflexion", pose.plantarflexion_deg,
                 "Angle of the ankle in degrees, toes down positive; kept within -35 to 60");
  app.add_option("--activation", pose.activation, "0 to 1: how hard the calf works")->check(CLI::Range(0.0, 1.0));
  app.add_flag("--strain", pose.strain,
               "The Achilles tendon lengthens with the activation, as reported; else it keeps its length");
  app.add_option("--toe-extension", pose.toe_extension_deg, "Angle of the toes in degrees, up positive");
  app.add_option("--inversion", pose.inversion_deg, "Angle of the subtalar joint in degrees, sole inward positive");
  app.add_flag("--floor", pose.floor, "The toes stay on the floor and the shank moves");
  app.add_option("--pose", pose.everyday,
                 "An everyday pose: high-heels:80 (height of the heel in mm), uphill:10 (degrees), stairs-down, "
                 "foot-stool, cast; the other options change it");
}

void add_look(CLI::App& app, RenderOptions& options) {
  app.add_option("--size", options.size, "Width x height in pixels")->capture_default_str();
  app.add_option("--view", options.view,
                 "anterior, posterior, medial, lateral, superior, plantar, or AZIMUTH,ELEVATION in degrees");
  app.add_option("--highlight", options.highlight,
                 "Structures to show in colour: ids, or soleus, tibia, fibula, achilles")
      ->delimiter(',');
  app.add_option("--isolate", options.isolate, "Show only these structures")->delimiter(',');
  app.add_option("--hide", options.hide, "Leave these structures out")->delimiter(',');
  app.add_option("--xray", options.xray, "0 to 1: how far everything not highlighted fades");
  app.add_option("--skin", options.skin, "0 to 1: opacity of the skin (0: outline only)");
  app.add_option("--peel", options.peel, "0 to 1: peel the leg from skin (0) to bone (1), layer by layer; or off");
  app.add_option("--section", options.section,
                 "Cut by a plane: axial:0.4 (0 top of the tibia, 1 tip of the medial malleolus), sagittal:0.5 "
                 "(0 medial, 1 lateral), coronal:0.5 (0 back, 1 front), free:NX,NY,NZ,MM");
  app.add_flag("--attachments", options.attachments, "Paint on the bones where muscles arise (red) and insert (blue)");
  app.add_option("--overlay", options.overlay,
                 "Pain patterns or zones on the skin, or a muscle for all of its: ids, for example soleus-1,soleus-3")
      ->delimiter(',');
  app.add_option("--style", options.style, "How they are painted: heat (as it is), chart (dots) or contour")
      ->check(CLI::IsMember({"heat", "chart", "contour"}));
  app.add_option("--map", options.colour_map, "Colours of heat: cividis (as it is), viridis, inferno or magma")
      ->check(CLI::IsMember({"cividis", "viridis", "inferno", "magma"}));
  app.add_option("--motion-lines", options.motion_lines,
                 "Drawn beside the leg: axis (of the joints), action (the line the calf pulls along), lever (its arm), "
                 "fibres, ghost (bones and skin at rest); or all, none")
      ->delimiter(',');
  app.add_flag("--second-heart", options.second_heart, "The calf as a pump: its veins, valves and pressures");
  app.add_option("--explode", options.explode, "0 to 1: move the compartments apart");
  app.add_flag("--labels{english}", options.labels, "Name what is shown: --labels (English) or --labels latin");
  app.add_option("--background", options.background, "dark, light or white");
  app.add_option("--state", options.state, "A saved view (JSON) to start from");
  app.add_flag("--no-credit", options.no_credit, "Leave out the credit line");
}

void add_render(CLI::App& app, RenderOptions& options) {
  add_model(app, options.model);
  add_pose(app, options.pose);
  app.add_option("-o,--output", options.output, "The PNG to write")->required();
  add_look(app, options);
  CLI::Option* clip =
      app.add_option("--clip", options.clip, "Pose and veins at a time of this movement, for example calf-pump");
  app.add_option("--time", options.time_s, "Seconds from the movement's beginning; rounds count on")
      ->check(CLI::Range(0.0, 3600.0))
      ->needs(clip);
  app.add_flag("--transparent", options.transparent, "No background: alpha 0");
}

void add_movie(CLI::App& app, MovieOptions& options) {
  add_model(app, options.look.model);
  app.add_option("-o,--output", options.look.output, "The movie to write: .mp4, .mov, .mkv or .webm")->required();
  app.add_option("--clip", options.clip, "Which movement: heel-raise, walking ... (plantarflexion when left out)");
  app.add_option("--seconds", options.seconds,
                 "Length of the movie; the movement goes on in a circle (once when left "
                 "out)")
      ->check(CLI::Range(0.001, 3600.0));
  app.add_option("--fps", options.fps, "Frames a second")->capture_default_str()->check(CLI::Range(1.0, 240.0));
  app.add_option("--speed", options.speed, "Speed of the movement")
      ->capture_default_str()
      ->check(CLI::Range(0.05, 8.0));
  app.add_flag("--passive", options.passive, "The calf stays at rest");
  app.add_flag("--strain", options.strain, "The Achilles tendon lengthens while the calf works, as reported");
  app.add_option("--chain", options.chain, "closed: the toes stay on the floor; open: they do not (as the movement is)")
      ->check(CLI::IsMember({"open", "closed"}));
  app.add_flag("--frames", options.frames, "Numbered PNG pictures in a folder instead, as without ffmpeg");
  app.add_flag("--progress", options.progress, "A line on stdout for each frame");
  add_look(app, options.look);
}

void add_pain(CLI::App& app, PainOptions& options) {
  add_model(app, options.model);
  app.add_option("--at", options.at, "Patterns that include this place: x,y,z in mm of the leg's world frame");
  app.add_option("--zone", options.zone, "Patterns that include this zone, for example heel-plantar");
  app.add_option("--pattern", options.pattern, "Only this pattern, for example soleus-1");
  app.add_option("--values", options.values,
                 "The pattern's field at these points of the unposed skin: \"x,y,z;x,y,z\"");
  app.add_option("--drawing", options.drawing,
                 "A saved pain drawing (JSON): the patterns on record that include what was drawn, for each date");
  app.add_option("--plantarflexion", options.plantarflexion_deg,
                 "Angle of the ankle; the field belongs to the unposed skin and does not change with it")
      ->check(CLI::Range(-35.0, 60.0));
  app.add_flag("--json", options.json, "JSON on stdout");
}

void add_motion(CLI::App& app, MotionOptions& options) {
  add_model(app, options.model);
  app.add_option("--from", options.from_deg, "First angle, plantarflexion in degrees; kept within -35 to 60")
      ->capture_default_str();
  app.add_option("--to", options.to_deg, "Last angle")->capture_default_str();
  app.add_option("--step", options.step_deg, "Degrees from row to row")->capture_default_str();
  app.add_option("--activation", options.activation, "0 to 1: how hard the calf works")->capture_default_str();
  app.add_flag("--strain", options.strain,
               "The Achilles tendon lengthens with the activation, as reported; else it keeps its length");
  app.add_option("--csv", options.csv, "Write the rows to this file as comma-separated values");
  app.add_flag("--json", options.json, "JSON on stdout");
}

struct Parsed {
  RenderOptions render;
  MovieOptions movie;
  MotionOptions motion;
  ReportOptions inspect;
  PainOptions pain;
  HandoutOptions handout;
  ExportOptions exported;
  MeasureOptions measure;
  BuildOptions build;
  CompareOptions compare;
  BenchOptions bench;
  WindowArguments window;
};

void add_point(CLI::App& command, const std::string& name, std::optional<glm::dvec3>& point, const std::string& help) {
  const auto take = [&point](const std::vector<double>& values) {
    point = glm::dvec3(values[0], values[1], values[2]);
  };
  command.add_option_function<std::vector<double>>(name, take, help)->delimiter(',')->expected(3);
}

void add_atlas(CLI::App& app, Parsed& parsed) {
  CLI::App* atlas = app.add_subcommand("atlas", "Section tables, the built-in leg, its distance to a reference");
  atlas->require_subcommand(1);
  CLI::App* measure = atlas->add_subcommand("measure", "Measure closed meshes as section tables");
  measure->add_option("MESH", parsed.measure.meshes, "Models to measure")->required();
  measure->add_option("-o,--output", parsed.measure.output, "The table to write; with several structures a folder")
      ->required();
  measure->add_option("--structure", parsed.measure.structure, "Only the structure with this id");
  measure->add_option("--stations", parsed.measure.stations, "Stations along the tube (default: the tool's own)");
  measure->add_option("--points", parsed.measure.points, "Control points per station (default: the tool's own)");
  add_point(*measure, "--from", parsed.measure.from_mm, "Where the tube begins: x,y,z in the world frame, mm");
  add_point(*measure, "--to", parsed.measure.to_mm, "Where it ends");
  measure->add_flag("--bent", parsed.measure.bent, "The tube turns, as a tendon does round the ankle");
  measure
      ->add_option("--keep", parsed.measure.keep, "Cut by a plane: X,Y,Z of a point and X,Y,Z of the way to what stays")
      ->expected(1)
      ->take_all()
      ->allow_extra_args(false);
  measure->add_option("--path", parsed.measure.path,
                      "Keep what is nearer to this row of points than to the --rival ones");
  measure->add_option("--rival", parsed.measure.rivals, "A row of points: X,Y,Z,X,Y,Z...")
      ->expected(1)
      ->take_all()
      ->allow_extra_args(false);
  measure->add_option("--overlap", parsed.measure.overlap_mm, "How far a piece reaches over to its rivals, mm");
  measure->add_option("--seed", parsed.measure.seed, "Keep the connected piece nearest to X,Y,Z");
  measure->add_option("--round", parsed.measure.round_mm, "Radius of the rims where a piece is cut, mm");
  measure->add_option("--edge", parsed.measure.edge_mm, "Edges of the piece's triangles, mm");
  add_unit_and_up(*measure, parsed.measure.unit, parsed.measure.up);
  CLI::App* build = atlas->add_subcommand("build", "Build the built-in leg from its section tables");
  build->add_option("--assets", parsed.build.assets, "Folder with atlas/ and catalogue/ (default: the program's own)");
  build->add_option("-o,--output", parsed.build.output, "The leg file to write")->required();
  CLI::App* compare = atlas->add_subcommand(
      "compare", "Distance of a leg's surfaces to the reference meshes, overlaps of neighbours, gaps at insertions");
  add_model(*compare, parsed.compare.model);
  compare->add_option("--reference", parsed.compare.reference,
                      "The reference model (default: $CRUS_REFERENCE_DIR/bodyparts3d)");
  compare->add_flag("--json", parsed.compare.json, "JSON on stdout");
}

void add_commands(CLI::App& app, Parsed& parsed) {
  add_render(*app.add_subcommand("render", "One picture as PNG, no display needed"), parsed.render);
  add_movie(*app.add_subcommand("movie", "A movement as a movie, no display needed"), parsed.movie);
  CLI::App* inspect = app.add_subcommand("inspect", "What was recognised: structures, sizes, unit, frame, warnings");
  add_model(*inspect, parsed.inspect.model);
  inspect->add_flag("--json", parsed.inspect.json, "JSON on stdout");
  add_pain(*app.add_subcommand("pain", "Pain patterns on record, and those that include a place"), parsed.pain);
  add_motion(*app.add_subcommand("motion", "Excursion, moment arms, volume and more over the range of the ankle"),
             parsed.motion);
  CLI::App* handout = app.add_subcommand("handout", "One page about a pain pattern, to hand out or pin to a wall");
  add_model(*handout, parsed.handout.model);
  handout->add_option("--pattern", parsed.handout.pattern, "The pattern, for example soleus-1")->required();
  handout->add_option("-o,--output", parsed.handout.output, "pdf or png, by its ending")->required();
  handout->add_option("--paper", parsed.handout.paper, "a4 or letter")
      ->capture_default_str()
      ->check(CLI::IsMember({"a4", "letter"}));
  CLI::App* exported = app.add_subcommand("export", "The leg as meshes, node names = structure ids");
  add_model(*exported, parsed.exported.model);
  add_pose(*exported, parsed.exported.pose);
  exported->add_option("-o,--output", parsed.exported.output, "glb, obj, stl, ply or fbx, by its ending")->required();
  add_atlas(app, parsed);
  app.add_subcommand("check", "GL, EGL, fonts, assets and catalogue in order? One line each");
  CLI::App* bench = app.add_subcommand("bench", "Frame, load and memory figures");
  add_model(*bench, parsed.bench.model);
  bench->add_option("--size", parsed.bench.size, "Width x height in pixels")->capture_default_str();
  bench->add_option("--rounds", parsed.bench.rounds, "Frames of each kind")
      ->capture_default_str()
      ->check(CLI::Range(1, 1000));
  bench->add_flag("--json", parsed.bench.json, "JSON on stdout");
  // The window itself.
  add_model(app, parsed.window.model);
  app.add_option("--script", parsed.window.script, "A file of commands that drives the window");
  app.add_option("--ui-scale", parsed.window.ui_scale, "Size of the panels, 0.75 to 3 times what the display asks for")
      ->check(CLI::Range(0.75, 3.0));
  app.add_option("--theme", parsed.window.theme, "Colours of the panels: light or dark")
      ->check(CLI::IsMember({"light", "dark"}));
  app.add_flag("--reduced-motion", parsed.window.reduced_motion, "The camera jumps instead of gliding");
  app.add_option("--without-display", parsed.window.without_display, "Where there is no display, render this PNG");
}

int dispatch(const CLI::App& app, const Parsed& parsed) {
  if (app.got_subcommand("render")) {
    return render_command(parsed.render);
  }
  if (app.got_subcommand("movie")) {
    return movie_command(parsed.movie);
  }
  if (app.got_subcommand("inspect")) {
    return inspect_command(parsed.inspect);
  }
  if (app.got_subcommand("motion")) {
    return motion_command(parsed.motion);
  }
  if (app.got_subcommand("pain")) {
    return pain_command(parsed.pain);
  }
  if (app.got_subcommand("handout")) {
    return handout_command(parsed.handout);
  }
  if (app.got_subcommand("export")) {
    return export_command(parsed.exported);
  }
  if (const CLI::App* atlas = app.get_subcommand("atlas"); atlas->parsed()) {
    if (atlas->got_subcommand("measure")) {
      return atlas_measure_command(parsed.measure);
    }
    return atlas->got_subcommand("build") ? atlas_build_command(parsed.build) : atlas_compare_command(parsed.compare);
  }
  if (app.got_subcommand("check")) {
    return check_command();
  }
  if (app.got_subcommand("bench")) {
    return bench_command(parsed.bench);
  }
  return window_command(parsed.window);
}

}  // namespace

int run_cli(int argc, char** argv) {
  std::string word;
  if (first_word_is_unknown({argv + 1, argv + argc}, word)) {
    const std::vector<std::string> near = nearest(word, command_names(), 1);
    return failed({"neither a command nor an existing file or folder", word,
                   near.empty() ? "see crus --help" : "did you mean " + quoted_list(near) + "?"},
                  kWrongUsage);
  }
  CLI::App app{"Crus: a real-time 3D viewer of the lower leg. A reference work, not a medical device.", "crus"};
  app.set_version_flag("--version", std::string(version()));
  app.footer("Messages go to stderr, data to stdout. Exit status: 0 done, 1 could not, 2 wrong usage.");
  app.require_subcommand(0, 1);
  Parsed parsed;
  add_commands(app, parsed);
  try {
    std::vector<std::string> arguments = join_language({argv + 1, argv + argc});
    std::reverse(arguments.begin(), arguments.end());  // CLI11 takes them from the back
    app.parse(std::move(arguments));
  } catch (const CLI::Success& success) {  // --help, --version
    return app.exit(success);
  } catch (const CLI::ParseError& error) {
    return failed({error.what(), {}, "see crus --help"}, kWrongUsage);
  }
  return dispatch(app, parsed);
}

}  // namespace crus::app
