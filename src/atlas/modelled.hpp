// Structures that the reference lacks, modelled from published courses and sizes: vessels and nerves as tubes along way
// points, aponeuroses, retinacula and ligaments as sheets. The way points are tables in assets/atlas/modelled; each is
// a place on this leg's anatomy (modelled_place.hpp), not a number of its own.
#pragma once

#include <filesystem>
#include <vector>

#include "core/result.hpp"
#include "leg/leg.hpp"

namespace crus::atlas {

// Opens the notches of `folder`/notches.csv in muscles (under tendinous arches). Before muscles are parted, for it
// presses them aside.
[[nodiscard]] Status open_notches(Leg& leg, const std::filesystem::path& folder);

// Adds the structures of `folder` (assets/atlas/modelled) to a leg that has its bones and muscles in the world frame
// and its landmarks. Tubes yield to what is there: they are pushed out of bones and muscles, save those the catalogue
// says they lie in or blend with; where a muscle's table row says so, the muscle yields instead and takes a groove.
// Every surface is closed and outward-oriented. Deterministic. Errors name file, line and what is wrong.
[[nodiscard]] Status add_modelled(Leg& leg, const std::filesystem::path& folder);

}  // namespace crus::atlas
