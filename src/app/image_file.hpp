// Pictures on disk.
#pragma once

#include <cstddef>
#include <filesystem>
#include <vector>

#include "core/result.hpp"
#include "render/renderer.hpp"

namespace crus::app {

// PNG bytes, 8 bit: RGB when every pixel is opaque, else RGBA with straight alpha. Same image, same bytes.
[[nodiscard]] Result<std::vector<std::byte>> encode_png(const render::Image& image);

// Fails for a name that promises another kind of picture.
[[nodiscard]] Status picture_name(const std::filesystem::path& file);

// Encodes and writes; a file already there is replaced whole or not at all.
[[nodiscard]] Status write_png(const render::Image& image, const std::filesystem::path& file);

// Any PNG as 8-bit RGBA.
[[nodiscard]] Result<render::Image> read_png(const std::filesystem::path& file);

}  // namespace crus::app
