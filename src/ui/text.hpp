// Every word of the window: panels, menus, tooltips, and what the window itself complains about. Those about motion and
// pain stand in headers of their own, which this one brings along.
#pragma once

#include <array>

#include "ui/text_motion.hpp"
#include "ui/text_pain.hpp"

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

// The tabs of the panel.
inline constexpr std::array<const char*, 3> kPanelTabs{"Anatomy", "Pain", "Motion"};
inline constexpr std::array<const char*, 3> kPanelTabCommands{"panel.tab anatomy", "panel.tab pain",
                                                              "panel.tab motion"};
inline constexpr std::array<const char*, 3> kPanelTabValues{"anatomy", "pain", "motion"};
inline constexpr const char* kPainEntry = "Pain patterns";
inline constexpr const char* kMotionEntry = "Motion";

}  // namespace crus::ui::text
