// The words about pain: patterns, self-care, where it hurts. Part of ui/text.hpp.
#pragma once

#include <array>

namespace crus::ui::text {

inline constexpr const char* kNoPain = "This model has no pain patterns.";
inline constexpr const char* kPainLoading = "The patterns are being laid on this skin...";
inline constexpr const char* kPatterns = "PATTERNS BY MUSCLE";
inline constexpr const char* kAllOff = "All off";
inline constexpr const char* kPainStyle = "HOW THEY ARE PAINTED";
inline constexpr std::array<const char*, 3> kStyleWords{"Heat", "Chart", "Contour"};
inline constexpr std::array<const char*, 4> kMapWords{"Cividis", "Viridis", "Inferno", "Magma"};
inline constexpr const char* kOpacity = "Opacity";
inline constexpr const char* kOpacityTip = "How far the patterns cover the skin";
inline constexpr const char* kGain = "Gain";
inline constexpr const char* kGainTip = "Multiplies the values before they are painted; 1 shows them as they are";
inline constexpr const char* kShownPattern = "WHAT IS SHOWN";
inline constexpr const char* kPointPlace = "Trigger point";
inline constexpr const char* kEssential = "Essential zone";
inline constexpr const char* kSpillover = "Spillover zone";
inline constexpr const char* kEvidenceWord = "Evidence";
inline constexpr const char* kEvidenceTip =
    "Disputed: charts record it, studies do not settle it. Reported: relayed from a book.";
inline constexpr const char* kSiteUncertain = "The sources do not agree where this point lies.";
inline constexpr const char* kSameZones = "Also drawn in these places";
inline constexpr const char* kAlsoExamine = "MUSCLES TO EXAMINE TOO";
inline constexpr const char* kNoPatternOfMuscle = "No pattern of this muscle on record here";
inline constexpr const char* kSymptoms = "SYMPTOMS";
inline constexpr const char* kProvokedBy = "Usually provoked by: ";
inline constexpr const char* kPlay = "Show the movement";
inline constexpr const char* kPose = "Show the pose";
inline constexpr const char* kPoseTip = "Turns the ankle the way this puts it";
inline constexpr const char* kSymptomTip = "Lights its zones";
inline constexpr const char* kCauses = "WHAT MAY BRING IT ON";
inline constexpr const char* kCare = "SELF-CARE";
inline constexpr const char* kStartCourse = "None of these: start with the points";
inline constexpr const char* kStartCourseTip =
    "The points of the muscle are lit one by one on the model, each for its time; pause, skip or repeat as you like";
inline constexpr const char* kEachPoint = "Each point";
inline constexpr std::array<const char*, 3> kCareSecondsWords{"60 s", "90 s", "120 s"};
inline constexpr std::array<const char*, 3> kCareSecondsValues{"60", "90", "120"};
inline constexpr const char* kStartTime = "Time it";
inline constexpr const char* kStartTimeTip = "Counts down beside the model";
inline constexpr const char* kGetReady = "Find the place";
inline constexpr const char* kPress = "Press";
inline constexpr const char* kHold = "Hold";
inline constexpr const char* kPaused = "Paused";
inline constexpr const char* kCourseDone = "Done";
inline constexpr const char* kOf = "of";
inline constexpr const char* kPointWord = "Point";
inline constexpr const char* kRoundWord = "Round";
inline constexpr const char* kPauseCourse = "Pause";
inline constexpr const char* kGoOnCourse = "Go on";
inline constexpr const char* kSkip = "Skip";
inline constexpr const char* kRepeat = "Repeat";
inline constexpr const char* kStopCourse = "Stop";
inline constexpr const char* kPauseCourseTip = "Stops the clock until you go on";
inline constexpr const char* kSkipTip = "On to the next place";
inline constexpr const char* kRepeatTip = "This place again, from the beginning";
inline constexpr const char* kStopCourseTip = "Ends the course";
inline constexpr const char* kAgain = "Once more";
inline constexpr const char* kNotPressed = "this point is left out of self-care";
inline constexpr const char* kNoPointToPress = "no point of this muscle is offered for self-care";
inline constexpr const char* kNoCourse = "no course of self-care is under way";
inline constexpr const char* kNoCourseAdvice = "begin with care.start";
inline constexpr const char* kNoCareSeconds = "a point is pressed for 1 to 2 minutes";
inline constexpr const char* kCareSecondsRange = "say a number of seconds from 60 to 120";
inline constexpr const char* kPlayClipTip = "Plays this movement";
inline constexpr const char* kEvidence = "WHAT IS KNOWN";
inline constexpr const char* kConditions = "CONDITIONS THAT LOOK ALIKE";
inline constexpr const char* kRedFlags = "See a doctor first if...";
inline constexpr const char* kYouChose = "You chose";
inline constexpr const char* kHurt = "WHERE DOES IT HURT?";
inline constexpr const char* kHurtHelp =
    "Right-click the skin, or draw on it: patterns on record that include the place.";
inline constexpr const char* kDraw = "Draw on the skin";
inline constexpr const char* kErase = "Erase";
inline constexpr const char* kWipe = "Clear";
inline constexpr const char* kBrushSize = "Size";
inline constexpr const char* kBrushSizeTip = "Radius of the brush in millimetres";
inline constexpr const char* kHurts = "Strength";
inline constexpr const char* kHurtsTip = "How much it hurts, from 0 to 10";
inline constexpr std::array<const char*, 4> kDepthWords{"Skin", "Muscle", "Tendon", "Bone"};
inline constexpr std::array<const char*, 4> kQualityWords{"Ache", "Sharp", "Burning", "Numb"};
inline constexpr const char* kWipeTip = "Wipes drawing and place";
inline constexpr const char* kSaveDrawing = "Save...";
inline constexpr const char* kSaveDrawingTip = "With today's date; a file that is there keeps its other drawings";
inline constexpr const char* kLoadDrawing = "Load...";
inline constexpr const char* kLoadDrawingTip = "Drawings saved before, to be looked at and compared";
inline constexpr const char* kExportDrawing = "Export...";
inline constexpr const char* kExportDrawingTip = "The answer as a table (.csv) or the picture (.png)";
inline constexpr const char* kDrawingsOf = "Drawings in";
inline constexpr const char* kShowDrawingTip = "Shows this drawing";
inline constexpr const char* kCompare = "Compare";
inline constexpr const char* kCompareTip = "Shows this date beside the drawing, in a colour of its own";
inline constexpr const char* kStopComparing = "Stop";
inline constexpr const char* kAgreement = "agreement";
inline constexpr const char* kDrawingStep = "pain drawing";
inline constexpr const char* kNoDrawings = "no file of drawings has been loaded or saved";
inline constexpr const char* kNoDrawingsAdvice = "begin with drawing.load FILE";
inline constexpr const char* kRegionTip = "Click if it hurts here, and again if it does not";
inline constexpr const char* kOnRecord = "Patterns on record that include this place";
inline constexpr const char* kAtPlace = "The place you pointed at";
inline constexpr const char* kInDrawing = "Your drawing";
inline constexpr const char* kNoneOnRecord = "No pattern on record includes this place.";
inline constexpr const char* kExplained = "of the drawing lies in it";
inline constexpr const char* kUnexplained = "of the drawing lies in none of the first three";
inline constexpr const char* kNotAFinding = "What charts record, never a finding about a person.";

}  // namespace crus::ui::text
