// A leg back to a mesh file.
#pragma once

#include <filesystem>
#include <span>
#include <string>
#include <string_view>

#include "core/result.hpp"
#include "leg/leg.hpp"

namespace crus::atlas {

// By extension: glb, obj, stl, ply or fbx. World frame, y up. GLB is in metres as glTF asks, the other formats are in
// millimetres. Every structure is a node (OBJ: an object) named by its id alone, below one root node that names the
// side, so that reading the file back gives the same leg; STL and PLY know no names and hold all in one. Colours are
// the catalogue's, the copyright line is the leg's credit. One file without companions, written atomically. An unknown
// extension is refused with the list.
[[nodiscard]] Status export_leg(const Leg& leg, const std::filesystem::path& file);

// Whether export_leg knows the extension; else the error that it would give.
[[nodiscard]] Status exportable(const std::filesystem::path& file);

// The root node's name, "crus right leg". The importer takes a file that has it as being in a world frame already, if
// its bones agree.
[[nodiscard]] std::string root_node_name(anatomy::Side side);

// Extensions export_leg knows, lower case without dot.
[[nodiscard]] std::span<const std::string_view> export_extensions();

}  // namespace crus::atlas
