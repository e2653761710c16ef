// Font Awesome 4.7 glyphs used by the panels, as UTF-8.
#pragma once

namespace crus::ui::icon {

inline constexpr const char* kEye = "\xEF\x81\xAE";
inline constexpr const char* kEyeSlash = "\xEF\x81\xB0";
inline constexpr const char* kSearch = "\xEF\x80\x82";
inline constexpr const char* kClose = "\xEF\x80\x8D";
inline constexpr const char* kUndo = "\xEF\x83\xA2";
inline constexpr const char* kRedo = "\xEF\x80\x9E";
inline constexpr const char* kSun = "\xEF\x86\x85";
inline constexpr const char* kMoon = "\xEF\x86\x86";
inline constexpr const char* kCamera = "\xEF\x80\xB0";
inline constexpr const char* kKeyboard = "\xEF\x84\x9C";
inline constexpr const char* kExpand = "\xEF\x81\xA5";
inline constexpr const char* kCube = "\xEF\x86\xB2";
inline constexpr const char* kFade = "\xEF\x81\x82";
inline constexpr const char* kSolo = "\xEF\x81\x9B";
inline constexpr const char* kBulb = "\xEF\x83\xAB";
inline constexpr const char* kZoom = "\xEF\x80\x8E";
inline constexpr const char* kRight = "\xEF\x81\x94";
inline constexpr const char* kDown = "\xEF\x81\xB8";
inline constexpr const char* kBars = "\xEF\x83\x89";
inline constexpr const char* kWarning = "\xEF\x81\xB1";
inline constexpr const char* kError = "\xEF\x81\xAA";
inline constexpr const char* kCopy = "\xEF\x83\x85";
inline constexpr const char* kList = "\xEF\x80\xBA";
inline constexpr const char* kFolder = "\xEF\x81\xBB";
inline constexpr const char* kFile = "\xEF\x80\x96";
inline constexpr const char* kPicture = "\xEF\x80\xBE";
inline constexpr const char* kUp = "\xEF\x81\xA2";
inline constexpr const char* kHome = "\xEF\x80\x95";
inline constexpr const char* kDisk = "\xEF\x82\xA0";
inline constexpr const char* kClock = "\xEF\x80\x97";
inline constexpr const char* kPlay = "\xEF\x81\x8B";
inline constexpr const char* kPause = "\xEF\x81\x8C";
inline constexpr const char* kStepBack = "\xEF\x81\x88";
inline constexpr const char* kStepForward = "\xEF\x81\x91";
inline constexpr const char* kLoop = "\xEF\x80\xA1";
inline constexpr const char* kFilm = "\xEF\x80\x88";
inline constexpr const char* kInfo = "\xEF\x81\x9A";

}  // namespace crus::ui::icon
