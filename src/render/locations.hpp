// The numbers shared with the shaders, as the shaders read them.
#pragma once

#include <common/locations.glsl>
