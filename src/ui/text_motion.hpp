// The words about motion: what is drawn of it, the strip below the picture, the panel. Part of ui/text.hpp.
#pragma once

#include <array>

namespace crus::ui::text {

// What is drawn of the motion, in the order of kMotionParts.
struct MotionPart {
  const char* title;
  const char* tip;
};
inline constexpr const char* kMotionDrawn = "DRAWN ON THE LEG";
inline constexpr const char* kMotionMenu = "Motion";
inline constexpr std::array<MotionPart, 5> kMotionPartWords{{
    {"Joint axes",
     "The axes of the ankle and the subtalar joint, with their angles. Reported for the ankle by Inman (1976): "
     "83\u00B0 "
     "to the shank, 74\u00B0 to 94\u00B0; the axis shown is laid through this leg's own malleoli"},
    {"Line of pull", "The line along which the calf pulls the heel; of a selected muscle too"},
    {"Lever arm", "From the ankle's axis square to the line of pull, in mm"},
    {"Fibres", "Fibres of the soleus, and of a selected muscle, as they run in this posture"},
    {"Ghost of rest", "Bones and skin as they stand at rest, faintly, while the leg is moved"},
}};
inline constexpr const char* kSecondHeartTip =
    "The calf as a pump: veins fill and empty, valves open and close, in time with the working calf. Schematic.";

// The strip below the picture.
inline constexpr const char* kPlantarflexionSign = "Plantarflexion";
inline constexpr const char* kDorsiflexionSign = "Dorsiflexion";
inline constexpr const char* kPlantarflexionShort = "Plantar";
inline constexpr const char* kDorsiflexionShort = "Dorsi";
inline constexpr const char* kAngleTip =
    "Angle of the ankle, toes down positive; 0\u00B0 is the foot square to the shank. The bar below marks the normal "
    "range, paler what is unusual, in the colour of warnings what only some ankles do.";
inline constexpr const char* kActivationTip = "How hard the calf works: it thickens and keeps its volume";
inline constexpr const char* kStrain = "Tendon strain";
inline constexpr const char* kStrainTip =
    "The Achilles tendon lengthens with the activation and the belly shortens by as much; off: it keeps its length";
inline constexpr const char* kStrainNow = "% longer, reported, at";
inline constexpr const char* kNoClip = "Choose a movement";
inline constexpr const char* kClipTip = "Movements that play";
inline constexpr const char* kPlayTip = "Play (Space)";
inline constexpr const char* kPauseTip = "Pause (Space)";
inline constexpr const char* kSpeedTip = "Speed of play";
inline constexpr const char* kScrubTip = "Drag to any moment of the movement";
inline constexpr const char* kFrameWord = "frame";
inline constexpr const char* kStepBackTip = "One frame back (,)";
inline constexpr const char* kStepForwardTip = "One frame on (.)";
inline constexpr const char* kLoopTip = "Round and round; off: once, then stop";

// The panel of motion.
inline constexpr const char* kMovement = "MOVEMENT";
inline constexpr const char* kAngle = "Ankle";
inline constexpr const char* kActivation = "Calf";
inline constexpr const char* kLoop = "Round and round";
inline constexpr const char* kPassive = "Passive: the calf stays at rest";
inline constexpr const char* kPassiveTip = "The foot is moved by something else: the calf neither works nor thickens";
inline constexpr const char* kChain = "Chain";
inline constexpr const char* kChainTip =
    "Open: the shank stands still and the foot moves. Closed: the toes stay on the floor and the shank moves.";
inline constexpr std::array<const char*, 3> kChainWords{"As it is", "Open", "Closed"};
inline constexpr std::array<const char*, 3> kChainValues{"own", "open", "closed"};
inline constexpr const char* kSaveMovie = "Save movie...";
inline constexpr const char* kSaveMovieTip = "The movement once, as it is shown now; the window stays usable meanwhile";
inline constexpr const char* kMovieOnItsWay = "Making the movie";
inline constexpr const char* kResetPose = "Back to rest";
inline constexpr const char* kPoses = "EVERYDAY POSES";
inline constexpr const char* kHeelHeight = "Heel";
inline constexpr const char* kSlope = "Slope";
inline constexpr const char* kHeelLength = "from heel to ball on this foot";
inline constexpr const char* kTheAnkle = "The ankle";
inline constexpr const char* kTheSoleus = "The soleus";
inline constexpr const char* kKneeFades = "Femur and patella fade: Crus does not turn the knee.";
inline constexpr const char* kNumbers = "NUMBERS";
inline constexpr const char* kArmTitle = "Lever of the Achilles tendon, mm";
inline constexpr const char* kExcursionTitle = "Soleus with tendon, change from 0\u00B0, mm";
inline constexpr const char* kAngleAxis = "plantarflexion, degrees";
inline constexpr const char* kThisLeg = "this leg";
inline constexpr const char* kMeasuring = "Measuring this leg";
inline constexpr const char* kNotMeasured = "The figures of this leg come once it can move.";
inline constexpr const char* kNoTendon = "This model has no Achilles tendon on a heel.";
inline constexpr const char* kSaveCsv = "Save as CSV...";
inline constexpr const char* kSaveCsvTip =
    "The figures of this leg over the range of the ankle, as `crus motion` has them";
inline constexpr const char* kMovieBusy = "a movie is on its way already";
inline constexpr const char* kMovieBusyAdvice = "wait for it, or say movie.cancel";
inline constexpr const char* kMovieCancelled = "the movie was cancelled; nothing was written";
inline constexpr const char* kMovieFailed = "the movie could not be made";
inline constexpr const char* kNoMovieNow = "no movie is on its way";
inline constexpr const char* kNumbersFirst = "the figures of this leg are not measured yet";
inline constexpr const char* kNumbersFirstAdvice = "they come a while after the leg first moves";
inline constexpr const char* kRestTip = "Back to the leg as it was loaded";
inline constexpr const char* kFindingMotion = "Finding how the leg moves";
inline constexpr const char* kExcursion = "Achilles";
inline constexpr const char* kMomentArm = "lever";
inline constexpr const char* kReadingsTip =
    "Change of length of the soleus with its tendon from 0\u00B0, and the lever of the Achilles tendon about the "
    "ankle, "
    "measured on this leg. Published: lever 35 to 56 mm, depending on the method.";

}  // namespace crus::ui::text
