// Every shader program of the renderer by name, compiled when first asked for.
#pragma once

#include <array>
#include <filesystem>

#include "core/result.hpp"
#include "render/shader.hpp"

namespace crus::render {

enum class ProgramName : std::uint8_t {
  solid,
  solid_field,
  solid_shares,
  ghost,
  ghost_field,
  ghost_shares,
  cap,
  mask,
  mask_cap,
  mask_resolve,
  pick,
  pick_cap,
  compose,
  compose_outline,
  compose_quick,
  compose_quick_outline,
  marks,
  count
};

class Programs {
 public:
  explicit Programs(std::filesystem::path folder) : folder_(std::move(folder)) {}
  // Never null; an error names file and line of the shader that does not compile.
  [[nodiscard]] Result<const Program*> get(ProgramName name);
  // Compiles those not yet compiled.
  [[nodiscard]] Status compile_all();

 private:
  std::filesystem::path folder_;
  std::array<Program, static_cast<std::size_t>(ProgramName::count)> programs_;
};

}  // namespace crus::render
