// Every word of the window, in one place: panels, menus, tooltips, and what the window itself complains about.
#pragma once

#include <array>
#include <string_view>

namespace crus::ui::text {

inline constexpr const char* kProgram = "Crus";
inline constexpr const char* kNoModel = "No model open";
inline constexpr const char* kDropHere = "Drop a mesh file or a folder of meshes here, or press Ctrl+O";

// Menus. What a menu shows as its shortcut is the key in app/window_input.cpp; a test compares them.
inline constexpr const char* kFileMenu = "File";
inline constexpr const char* kOpen = "Open...";
inline constexpr const char* kOpenRecent = "Open recent";
inline constexpr const char* kNothingRecent = "Nothing opened yet";
inline constexpr const char* kForgetRecent = "Forget these";
inline constexpr const char* kRecentMissing = "This file is no longer there";
inline constexpr const char* kOpenBuiltin = "Open the built-in leg";
inline constexpr const char* kMenuSavePicture = "Save picture...";
inline constexpr const char* kMenuSaveMovie = "Save movie...";
inline constexpr const char* kMenuSaveNumbers = "Save numbers of the motion...";
inline constexpr const char* kMenuSaveView = "Save view...";
inline constexpr const char* kMenuLoadView = "Load view...";
inline constexpr const char* kQuit = "Quit";
inline constexpr const char* kEditMenu = "Edit";
inline constexpr const char* kMenuSearch = "Search structures";
inline constexpr const char* kSelectNothing = "Select nothing";
inline constexpr const char* kHideSelected = "Hide selected";
inline constexpr const char* kIsolateSelected = "Show selected alone";
inline constexpr const char* kFadeSelected = "Fade selected";
inline constexpr const char* kStartOver = "Start over";
inline constexpr const char* kViewMenu = "View";
inline constexpr const char* kWholeLeg = "Whole leg";
inline constexpr const char* kFocusSelected = "Move closer to selected";
inline constexpr const char* kParallel = "Parallel projection";
inline constexpr const char* kLabelMenu = "Labels";
inline constexpr const char* kLabelsOnOff = "On and off";
inline constexpr const char* kBackdropMenu = "Backdrop";
inline constexpr const char* kShowPanelEntry = "Panel";
inline constexpr const char* kLatinFirst = "Latin names first";
inline constexpr const char* kDarkPanels = "Dark panels";
inline constexpr const char* kReducedMotion = "Reduced motion";
inline constexpr const char* kScaleMenu = "Size of panels";
inline constexpr const char* kLarger = "Larger";
inline constexpr const char* kSmaller = "Smaller";
inline constexpr const char* kHighlightMenu = "Highlight";
inline constexpr const char* kAchillesEntry = "Achilles attachment";
inline constexpr const char* kHighlightNone = "No highlight";
inline constexpr const char* kHighlightSelected = "Selected structures";
inline constexpr const char* kHelpMenu = "Help";
inline constexpr const char* kMenuKeys = "Keys and mouse";
inline constexpr const char* kMenuMessages = "Messages";
inline constexpr const char* kMenuAbout = "About Crus";

inline constexpr const char* kShowMe = "SHOW ME";
struct HighlightButton {
  const char* highlight;  // name of the highlight
  const char* title;
  const char* caption;
  const char* tip;
};
inline constexpr std::array<HighlightButton, 4> kHighlightButtons{{
    {"soleus", "Soleus", "deep calf muscle", "The soleus in colour under the faded gastrocnemius"},
    {"tibia", "Tibia", "shin bone", "The tibia in colour, everything before it faded"},
    {"fibula", "Fibula", "outer bone", "The fibula in colour, everything before it faded"},
    {"achilles", "Achilles", "attachment", "The Achilles tendon and where it attaches to the calcaneus"},
}};
inline constexpr const char* kLacksIt = "This model has no such structure";

inline constexpr const char* kLayers = "LAYERS";
inline constexpr const char* kXray = "X-ray";
inline constexpr const char* kXrayTip = "How far everything that is not highlighted fades";
inline constexpr const char* kSkin = "Skin";
inline constexpr const char* kSkinTip = "From an outline to the opaque skin";
inline constexpr const char* kNoSkin = "This model has no skin";
inline constexpr const char* kPeel = "Peel";
inline constexpr const char* kPeelTip =
    "From skin through fascia, muscles, vessels and nerves to bone; Off at the left end";
inline constexpr const char* kExplode = "Explode";
inline constexpr const char* kExplodeTip = "Moves the compartments apart";
inline constexpr const char* kSection = "Section";
inline constexpr std::array<const char*, 4> kSectionWords{"Off", "Axial", "Sagittal", "Coronal"};
inline constexpr std::array<const char*, 4> kSectionBriefs{"Off", "Ax", "Sag", "Cor"};
inline constexpr std::array<const char*, 4> kSectionValues{"off", "axial", "sagittal", "coronal"};
inline constexpr const char* kPlace = "Place";
inline constexpr const char* kPlaceTip =
    "Axial: from the top of the tibia to the ankle; sagittal: medial to lateral; coronal: back to front";
inline constexpr const char* kLabels = "Labels";
inline constexpr std::array<const char*, 3> kLabelWords{"Off", "English", "Latin"};
inline constexpr std::array<const char*, 3> kLabelValues{"off", "english", "latin"};
inline constexpr const char* kAttachments = "Attachments on the bones";
inline constexpr const char* kAttachmentsTip =
    "Paint where muscles arise (origin) and insert. Muscles step back meanwhile; click a patch to read about it.";
inline constexpr const char* kAttachmentPulls = "Their pull";
inline constexpr const char* kAttachmentColours = "Colours for the colour-blind";
inline constexpr const char* kBackground = "Backdrop";
inline constexpr std::array<const char*, 3> kBackgroundWords{"Dark", "Light", "White"};
inline constexpr std::array<const char*, 3> kBackgroundValues{"dark", "light", "white"};

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

inline constexpr const char* kStructures = "STRUCTURES";
inline constexpr const char* kSearch = "Search names, Latin, ids";
inline constexpr const char* kFoundOne = "1 found. Enter selects it";
inline constexpr const char* kFound = "found. Enter selects the first";
// Systems, and the compartments of the muscles, in the order a book tells them.
inline constexpr std::array<const char*, 18> kGroups{"Bones",
                                                     "Cartilage",
                                                     "Muscles",
                                                     "Superficial posterior",
                                                     "Deep posterior",
                                                     "Lateral",
                                                     "Anterior",
                                                     "Sole of the foot",
                                                     "Back of the foot",
                                                     "Thigh",
                                                     "Other muscles",
                                                     "Tendons and aponeuroses",
                                                     "Ligaments and membranes",
                                                     "Fasciae, retinacula, bursae, fat",
                                                     "Vessels",
                                                     "Nerves",
                                                     "Skin",
                                                     "Unrecognised"};
inline constexpr const char* kClearSearch = "Clear the search (Esc)";
inline constexpr const char* kNothingFound = "Nothing fits this search";
inline constexpr const char* kHide = "Hide";
inline constexpr const char* kShow = "Show";
inline constexpr const char* kHideAll = "Hide all of these";
inline constexpr const char* kShowAllOf = "Show all of these";
inline constexpr const char* kFadeAll = "Fade all of these";
inline constexpr const char* kUnfadeAll = "Make all of these solid";
inline constexpr const char* kIsolateAll = "Show these alone";
inline constexpr const char* kShowAll = "Show all";
inline constexpr const char* kShowAllTip = "Bring back everything hidden or faded (Alt+H)";
inline constexpr const char* kIsolate = "Show alone";
inline constexpr const char* kUnisolate = "Show the others again";
inline constexpr const char* kFade = "Fade";
inline constexpr const char* kUnfade = "Make solid";
inline constexpr const char* kHighlight = "Highlight";
inline constexpr const char* kUnhighlight = "Stop highlighting";
inline constexpr const char* kFocus = "Move closer";
inline constexpr const char* kCopyName = "Copy name";
inline constexpr const char* kCopyId = "Copy id";
inline constexpr const char* kCopyText = "Right-click copies";
inline constexpr const char* kCopied = "Copied";
inline constexpr const char* kCopyCard = "Copy everything on this card";

inline constexpr const char* kClose = "Close (Esc)";
inline constexpr const char* kOriginOf = "Origin";
inline constexpr const char* kInsertion = "Insertion";
inline constexpr const char* kAction = "Action";
inline constexpr const char* kNerve = "Nerve";
inline constexpr const char* kBlood = "Blood supply";
inline constexpr const char* kNotes = "Notes";
inline constexpr const char* kMeasured = "On this leg";
inline constexpr const char* kIdentifiers = "Identifiers";
inline constexpr const char* kSources = "Sources";
inline constexpr const char* kFromFile = "From file";
inline constexpr const char* kVolume = "Volume";
inline constexpr const char* kOpenSheet = "open sheet, none";
inline constexpr const char* kSurface = "Surface";
inline constexpr const char* kHeight = "Height";
inline constexpr const char* kDepth = "Front to back";
inline constexpr const char* kBreadth = "Across";
inline constexpr const char* kTriangleCount = "Triangles";
inline constexpr const char* kCrusId = "Crus";
inline constexpr const char* kFmaId = "FMA";
inline constexpr const char* kTa2Id = "TA2";
inline constexpr const char* kPlaces = "Landmarks and joints";
inline constexpr const char* kSynonyms = "Also called";
inline constexpr const char* kNotInCatalogue =
    "The name of this mesh means nothing to the catalogue, so only its shape is known.";
inline constexpr const char* kMeasuredWord = "measured";
inline constexpr const char* kModelledWord = "modelled";
inline constexpr const char* kImportedWord = "imported";
inline constexpr const char* kMeasuredTip = "Section tables measured on a public model of a real leg";
inline constexpr const char* kModelledTip = "Shaped after published figures";
inline constexpr const char* kImportedTip = "As in the file that was opened";

struct ViewButton {
  const char* view;
  const char* title;
  const char* brief;
  const char* key;
};
inline constexpr std::array<ViewButton, 6> kViewButtons{{
    {"anterior", "Anterior", "Ant", "1"},
    {"posterior", "Posterior", "Post", "Shift+1"},
    {"medial", "Medial", "Med", "3"},
    {"lateral", "Lateral", "Lat", "Shift+3"},
    {"superior", "Superior", "Sup", "7"},
    {"plantar", "Plantar", "Plant", "Shift+7"},
}};
struct GizmoWord {
  const char* view;
  const char* word;
  const char* opposite;
};
inline constexpr std::array<GizmoWord, 6> kGizmoWords{{
    {"anterior", "Anterior", "posterior"},
    {"posterior", "Posterior", "anterior"},
    {"medial", "Medial", "lateral"},
    {"lateral", "Lateral", "medial"},
    {"superior", "Superior", "plantar"},
    {"plantar", "Plantar", "superior"},
}};
inline constexpr const char* kUnderPointer = "Under the pointer, front to back";
inline constexpr const char* kViewTip = "Look from this side";
inline constexpr const char* kResetView = "Whole leg (Home)";
inline constexpr const char* kOrthographic = "Parallel projection (5)";
inline constexpr const char* kPerspective = "Perspective (5)";

inline constexpr const char* kUndo = "Undo";
inline constexpr const char* kRedo = "Redo";
inline constexpr const char* kNothingToUndo = "Nothing to undo";
inline constexpr const char* kNothingToRedo = "Nothing to redo";
inline constexpr const char* kSavePicture = "Save a picture (Ctrl+Shift+S)";
inline constexpr const char* kDarkTheme = "Dark panels";
inline constexpr const char* kLightTheme = "Light panels";
inline constexpr const char* kHelp = "Keys and mouse (F1)";
inline constexpr const char* kShowPanel = "Show the panel (Tab)";

inline constexpr const char* kOpening = "Opening";
inline constexpr const char* kCancel = "Cancel";
inline constexpr const char* kCancelling = "Stopping";
inline constexpr const char* kMessages = "Messages";
inline constexpr const char* kNoMessages = "No messages";
inline constexpr const char* kMessagesTip = "Read all messages";
inline constexpr const char* kCopyMessages = "Copy all messages";
inline constexpr const char* kClearMessages = "Clear";
inline constexpr const char* kTriangles = "triangles";
inline constexpr const char* kStructuresWord = "structures";
inline constexpr const char* kFrameTip = "Time of the last full drawing of the leg";

// About.
inline constexpr const char* kVersionWord = "Version";
inline constexpr const char* kAboutWhat =
    "A viewer of the lower leg: what lies where, and what it is called. It shows what atlases record, with their "
    "sources.";
inline constexpr const char* kNotADevice = "A reference work, not a medical device: it never says what a person has.";
inline constexpr const char* kLicence = "Licence";
inline constexpr const char* kProgramLicence = "Program: Apache-2.0";
inline constexpr const char* kLegLicence =
    "Built-in leg and its tables: CC BY-SA 4.0, after BodyParts3D, (c) The Database Center for Life Science";
inline constexpr const char* kModelCredit = "Credit of the open model";
inline constexpr const char* kLibraries = "Made with";
inline constexpr std::array<const char*, 15> kLibraryRows{
    "Dear ImGui (MIT)",
    "GLFW (zlib)",
    "glad (MIT)",
    "Assimp (BSD-3-Clause)",
    "Embree (Apache-2.0)",
    "Eigen (MPL-2.0)",
    "glm (MIT)",
    "toml++ (MIT)",
    "nlohmann-json (MIT)",
    "CLI11 (BSD-3-Clause)",
    "spdlog and fmt (MIT)",
    "xxHash (BSD-2-Clause)",
    "stb (MIT), libpng (libpng), FreeType (FTL)",
    "Inter (OFL-1.1)",
    "Font Awesome (OFL-1.1)",
};
inline constexpr const char* kSourcesOfClaims = "Sources of names and texts";

// The file browser.
inline constexpr const char* kBrowseOpen = "Open a model or a view";
inline constexpr const char* kBrowseLoadView = "Load a view";
inline constexpr const char* kBrowseSaveView = "Save the view";
inline constexpr const char* kBrowseSavePicture = "Save the picture";
inline constexpr const char* kBrowseSaveMovie = "Save the movement as a movie";
inline constexpr const char* kBrowseSaveNumbers = "Save the numbers of the motion (CSV)";
inline constexpr const char* kBrowseLoadDrawing = "Load pain drawings";
inline constexpr const char* kBrowseSaveDrawing = "Save the pain drawing; in a file that is there it is added";
inline constexpr const char* kBrowseExportDrawing =
    "Export the pain drawing: .csv for the answer, .png for the picture";
inline constexpr const char* kOpenButton = "Open";
inline constexpr const char* kSaveButton = "Save";
inline constexpr const char* kReplaceButton = "Replace";
inline constexpr const char* kOpenFolder = "Open this folder as a model";
inline constexpr const char* kOpenFolderTip = "All meshes of this folder become one model";
inline constexpr const char* kAllFiles = "All files";
inline constexpr const char* kTypePath = "Type to find, or a path";
inline constexpr const char* kTypeName = "Name of the file";
inline constexpr const char* kUp = "Up one folder (Backspace)";
inline constexpr const char* kPlaceHome = "Home";
inline constexpr std::array<const char*, 3> kHomeFolders{"Desktop", "Documents", "Downloads"};
inline constexpr const char* kPlaceStart = "Started here";
inline constexpr const char* kPlaceRoot = "File system";
inline constexpr const char* kEmptyFolder = "Nothing here that Crus opens";
inline constexpr const char* kNoMatch = "Nothing here fits what you typed";
inline constexpr const char* kLeftOut = "more are not listed";
inline constexpr const char* kExists = "exists already. Replace it?";
inline constexpr const char* kFolderUnreadable = "the folder cannot be read";
inline constexpr const char* kFolderAdvice = "you are still where you were";
inline constexpr const char* kNoSuchFile = "there is no such file or folder";
inline constexpr const char* kWrongName = "this is no name for a file";

// What the window says.
inline constexpr const char* kUndone = "Undone: ";
inline constexpr const char* kRedone = "Redone: ";
inline constexpr const char* kSaved = "Saved ";
inline constexpr const char* kLoadedView = "Loaded the view ";
inline constexpr const char* kLoadViewStep = "load view";
inline constexpr const char* kBuiltinName = "the built-in leg";
inline constexpr const char* kSeveralDropped =
    "several files were dropped; the first one is opened (drop a folder for all)";
inline constexpr const char* kNoPictureYet = "there is no picture to save yet";
inline constexpr const char* kNoViewYet = "there is no view to save yet";
inline constexpr const char* kViewNeedsModel = "a view needs an open model";
inline constexpr const char* kOtherLeg = "this view was saved with another leg: ";
inline constexpr const char* kUnknownValue = "unknown value";
inline constexpr const char* kNoScale = "a scale of the panels is a number";
inline constexpr const char* kScaleRange = "from 0.75 to 3";
inline constexpr const char* kNoWidth = "a width of the panel is a number";
inline constexpr const char* kNoFileName = "a file name is missing";
inline constexpr const char* kScreenshotExample = "for example: screenshot window.png";
inline constexpr const char* kFontMissing = "a font of the panels is missing: ";

// Settings.
inline constexpr const char* kSettingWrong = "a setting is wrong";
inline constexpr const char* kSettingsDamaged = "the settings were damaged, so the defaults are back";
inline constexpr const char* kSettingsKept = "the old file is kept as ";
inline constexpr const char* kSettingsUnwritable = "settings are not kept this time";
inline constexpr const char* kNoHome = "there is no folder for settings";
inline constexpr const char* kNoHomeAdvice = "set HOME or XDG_CONFIG_HOME";

inline constexpr const char* kHelpTitle = "Keys and mouse";
struct Shortcut {
  const char* keys;
  const char* what;
};
inline constexpr std::array<Shortcut, 31> kShortcuts{{
    {"Drag", "turn the leg"},
    {"Shift+drag, right drag", "shift the picture"},
    {"Wheel", "zoom to the pointer"},
    {"Click, Ctrl+click", "select, add to the selection"},
    {"Double-click, F", "move closer to it"},
    {"Alt+click", "list what lies there, ghosts too"},
    {"Right-click", "menu of the structure"},
    {"Home", "whole leg"},
    {"1, Shift+1", "anterior, posterior"},
    {"3, Shift+3", "medial, lateral"},
    {"7, Shift+7", "superior, plantar"},
    {"5", "parallel or perspective"},
    {"Arrow keys", "turn in steps"},
    {"Page Up, Page Down", "travel along the limb"},
    {"+, -", "zoom"},
    {"Ctrl+1 to Ctrl+4", "soleus, tibia, fibula, Achilles"},
    {"H", "hide the selected"},
    {"I", "show the selected alone"},
    {"Alt+H", "show all"},
    {"Esc", "close, select nothing"},
    {"L", "labels on and off"},
    {"Ctrl+F", "search, Enter selects"},
    {"Ctrl+Z, Ctrl+Shift+Z", "undo, redo"},
    {"Ctrl+O", "open a model or a view"},
    {"Ctrl+S, Ctrl+L", "save, load a view"},
    {"Ctrl+Shift+S", "save a picture"},
    {"Ctrl++, Ctrl+-, Ctrl+0", "size of the panels"},
    {"Tab", "show or hide the panel"},
    {"F1", "this sheet"},
    {"Right-click a text", "copy it"},
    {"Ctrl+Q", "quit"},
}};

// The panel of pain patterns.
inline constexpr std::array<const char*, 3> kPanelTabs{"Anatomy", "Pain", "Motion"};
inline constexpr std::array<const char*, 3> kPanelTabCommands{"panel.tab anatomy", "panel.tab pain",
                                                              "panel.tab motion"};
inline constexpr std::array<const char*, 3> kPanelTabValues{"anatomy", "pain", "motion"};
inline constexpr const char* kPainEntry = "Pain patterns";
inline constexpr const char* kMotionEntry = "Motion";
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
