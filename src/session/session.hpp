// The Session value: everything that decides what a picture shows, besides the leg and the picture's size.
#pragma once

#include <array>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <glm/glm.hpp>

#include "core/result.hpp"
#include "leg/calf_pump.hpp"
#include "leg/leg.hpp"
#include "leg/pose.hpp"
#include "pain/drawing.hpp"
#include "session/overlay.hpp"

namespace crus {

// A turntable camera. It stands at target + distance * (cos el cos az, sin el, cos el sin az) in the world frame, y up:
// azimuth 0 sees the leg from the front, 90 from the subject's right, 180 from behind; positive elevation from above.
struct Camera {
  double azimuth_deg = 0.0;
  double elevation_deg = 0.0;  // -90..90
  double distance_mm = 1000.0;
  glm::dvec3 target_mm{0.0};
  double field_of_view_deg = 24.0;  // vertical; also sets the orthographic height at the target
  bool orthographic = false;
  bool operator==(const Camera&) const = default;
};

enum class Labels { off, english, latin };
enum class Background { dark, light, white };
enum class AttachmentColours { red_blue, colour_blind };

// A plane that cuts the leg; what lies on its outer side is left out. Places are fractions: axial from the top of the
// tibia (0) to the tip of the medial malleolus (1), where a tibia was found, else over the leg's height from the top;
// sagittal from medial (0) to lateral (1) and coronal from the back (0) to the front (1) of everything the leg holds.
// Outer is above, lateral, behind; for a free plane where its normal points.
struct SectionPlane {
  enum class Kind { axial, sagittal, coronal, free };
  Kind kind = Kind::axial;
  double fraction = 0.5;
  glm::dvec3 normal{0.0, 1.0, 0.0};  // unit, world; free planes only
  double offset_mm = 0.0;            // of the free plane along its normal, from the world's origin
  bool flipped = false;              // leave out the other side
  bool operator==(const SectionPlane&) const = default;
};
// Axial planes reach past the tibia, into knee and foot.
inline constexpr double kAxialLow = -0.4;
inline constexpr double kAxialHigh = 1.4;

// "axial:0.4", "sagittal:0.5", "coronal:0.5", "free:NX,NY,NZ,OFFSET_MM". Errors name the nearest valid text.
[[nodiscard]] Result<SectionPlane> parse_section(std::string_view text);
[[nodiscard]] std::string text_of(const SectionPlane& plane);
// The plane in the leg's world: dot(xyz, p) > w is left out.
[[nodiscard]] glm::dvec4 world_plane(const Leg& leg, const SectionPlane& plane);

// What is drawn of the motion beside the leg itself.
struct MotionView {
  bool axis = false;    // of ankle and subtalar joint
  bool action = false;  // the line along which soleus, and what is selected, pulls
  bool lever = false;   // from the ankle's axis to that line
  bool fibres = false;  // of soleus and what is selected
  bool ghost = false;   // bones and skin as they stand at rest
  bool pump = false;    // the second heart
  // Of the pump, at the moment shown; empty: as in a leg that has stood still for long.
  std::optional<VeinState> veins;
  [[nodiscard]] bool any_line() const { return axis || action || lever || fibres; }
  bool operator==(const MotionView&) const = default;
};
// The names of its parts, in commands, files and on the command line.
inline constexpr std::array<std::pair<std::string_view, bool MotionView::*>, 5> kMotionParts{
    {{"axis", &MotionView::axis},
     {"action", &MotionView::action},
     {"lever", &MotionView::lever},
     {"fibres", &MotionView::fibres},
     {"ghost", &MotionView::ghost}}};

struct Session {
  std::string leg_hash;  // of the leg this speaks of; empty: any
  Camera camera;
  bool camera_fits =
      true;  // the camera frames what is shown (true until the user moves it): distance and target follow size
  // Structures shown in their highlight colour with an outline. Empty: the default picture (soleus in colour under a
  // ghosted gastrocnemius).
  std::vector<std::string> highlighted;
  std::set<std::string> hidden;
  std::set<std::string> ghosted;   // faded by the user
  std::set<std::string> isolated;  // when not empty, nothing else is shown
  std::vector<std::string> selected;
  bool attachments = false;  // painted on the bones; what covers them steps back
  AttachmentColours attachment_colours = AttachmentColours::red_blue;
  bool attachment_pulls = false;  // with arrows the way the muscles pull
  std::string attachment;         // id of the one picked last; empty: none
  double xray = 0.0;              // 0..1: how far everything that is not highlighted (or bone beside it) fades
  double skin_opacity = 0.0;      // 0: outline shell only, 1: opaque
  Labels labels = Labels::off;
  Background background = Background::light;
  // 0: all in skin, 1: bones alone, between them layer by layer (the catalogue's order); empty: not peeled, the picture
  // follows skin_opacity, xray and what is ghosted.
  std::optional<double> peel;
  std::optional<SectionPlane> section;
  double explode = 0.0;                      // 0..1 of the catalogue's displacements
  Overlays overlays;                         // pain patterns on the skin
  pain::Drawing drawing;                     // where it hurts, as the user says
  std::optional<PoseRequest> pose;           // empty: as the leg was loaded
  MotionView motion;                         // lines, ghost and veins of the moving leg
  anatomy::Side side = anatomy::Side::none;  // the leg is shown as this side, mirrored if need be; none: as it is
  bool operator==(const Session&) const = default;
};

// Whether the session paints anything on the skin: patterns, or a drawing.
[[nodiscard]] inline bool paints_skin(const Session& session) {
  return !session.overlays.shown.empty() || !session.drawing.dabs.empty() || !session.drawing.earlier.empty() ||
         session.drawing.brush.on;
}
// Whether a picture of it says anything about pain, on the skin or beside it.
[[nodiscard]] inline bool tells_pain(const Session& session) {
  return paints_skin(session) || session.drawing.spot_mm || !session.drawing.regions.empty();
}
// Whether the user asks about pain at all: then the red flags stand beside the picture.
[[nodiscard]] inline bool asks_about_pain(const Session& session) {
  return tells_pain(session) || !session.overlays.symptom.empty();
}
// How many patterns may have a hue of their own.
[[nodiscard]] inline bool in_hues(const Session& session) {
  const std::size_t most = !session.drawing.earlier.empty() ? kMostHuesBesideTwo
                           : session.drawing.dabs.empty()   ? kMostHues
                                                            : kMostHuesBesideDrawing;
  return session.overlays.shown.size() > 1 && session.overlays.shown.size() <= most;
}

// What a fresh start shows: the posterolateral view of the whole leg.
[[nodiscard]] Session default_session(const Leg& leg);

// The side a picture of this session shows.
[[nodiscard]] anatomy::Side shown_side(const Leg& leg, const Session& session);

// The named view directions, mirrored for a left leg (medial stays medial): anterior, posterior, medial, lateral,
// superior, plantar; or "AZ,EL" in degrees. Errors suggest the nearest name.
struct ViewDirection {
  double azimuth_deg = 0.0;
  double elevation_deg = 0.0;
};
[[nodiscard]] Result<ViewDirection> parse_view(std::string_view text, anatomy::Side side);
[[nodiscard]] std::vector<std::string> view_names();

// JSON of a session: {"crus_session": 1, ...}. Reading fails with the key at fault; unknown keys are ignored, unknown
// structure ids kept; a newer version is refused.
[[nodiscard]] std::string to_json(const Session& session);
[[nodiscard]] Result<Session> session_from_json(std::string_view text);

}  // namespace crus
