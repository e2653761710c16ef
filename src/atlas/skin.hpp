// The skin of a leg, once everything beneath it is known.
#pragma once

#include "geometry/contain.hpp"
#include "leg/leg.hpp"

namespace crus::atlas {

// How deep every structure lies under the skin at least.
inline constexpr double kSkinMarginMm = 0.8;

// Pushes the leg's skin (if it has one) out so that it contains all the rest. Runs last, on whatever the leg then has.
void close_skin_over(Leg& leg);
// The same for a skin and what it is to contain.
void close_over(geometry::Mesh& skin, const std::vector<const geometry::Mesh*>& others);

}  // namespace crus::atlas
