// Outlines and widths of one font file (stb_truetype), without GL: the scene measures labels, the renderer draws them.
#pragma once

#include <filesystem>
#include <memory>
#include <string_view>

#include "core/result.hpp"

namespace crus::render {

class Font {
 public:
  [[nodiscard]] static Result<Font> load(const std::filesystem::path& file);
  ~Font();
  Font(Font&&) noexcept;
  Font& operator=(Font&&) noexcept;

  [[nodiscard]] float width_px(std::string_view utf8, float size_px) const;
  [[nodiscard]] float ascent_px(float size_px) const;
  [[nodiscard]] float descent_px(float size_px) const;  // positive, below the baseline

  struct State;
  [[nodiscard]] const State& state() const { return *state_; }

 private:
  explicit Font(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace crus::render
