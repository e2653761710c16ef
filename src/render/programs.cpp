#include "render/programs.hpp"

#include <string>
#include <vector>

namespace crus::render {
namespace {

struct Recipe {
  const char* vertex;
  const char* fragment;
  std::vector<std::string> defines;
};

Recipe recipe_of(ProgramName name) {
  switch (name) {
    case ProgramName::solid: return {"surface.vert", "surface.frag", {"SOLID"}};
    case ProgramName::solid_field: return {"surface.vert", "surface.frag", {"SOLID", "FIELD"}};
    case ProgramName::solid_shares: return {"surface.vert", "surface.frag", {"SOLID", "SHARES"}};
    case ProgramName::ghost_shares: return {"surface.vert", "surface.frag", {"SHARES"}};
    case ProgramName::ghost: return {"surface.vert", "surface.frag", {"PER_VERTEX"}};
    case ProgramName::ghost_field: return {"surface.vert", "surface.frag", {"FIELD"}};
    case ProgramName::cap: return {"cap.vert", "cap.frag", {}};
    case ProgramName::mask_cap: return {"id.vert", "id.frag", {"CAP"}};
    case ProgramName::pick_cap: return {"id.vert", "id.frag", {"PICK", "CAP"}};
    case ProgramName::mask: return {"id.vert", "id.frag", {}};
    case ProgramName::mask_resolve: return {"screen.vert", "mask.frag", {}};
    case ProgramName::pick: return {"id.vert", "id.frag", {"PICK"}};
    case ProgramName::compose: return {"screen.vert", "compose.frag", {"FINISHED"}};
    case ProgramName::compose_outline: return {"screen.vert", "compose.frag", {"FINISHED", "OUTLINE"}};
    case ProgramName::compose_quick: return {"screen.vert", "compose.frag", {}};
    case ProgramName::compose_quick_outline: return {"screen.vert", "compose.frag", {"OUTLINE"}};
    case ProgramName::marks: return {"marks.vert", "marks.frag", {}};
    case ProgramName::count: break;
  }
  return {};
}

}  // namespace

Result<const Program*> Programs::get(ProgramName name) {
  Program& program = programs_.at(static_cast<std::size_t>(name));
  if (!program) {
    const Recipe recipe = recipe_of(name);
    auto made = Program::create(folder_, recipe.vertex, recipe.fragment, recipe.defines);
    if (!made) {
      return tl::unexpected(made.error());
    }
    program = std::move(*made);
  }
  return &program;
}

Status Programs::compile_all() {
  for (std::size_t i = 0; i < programs_.size(); ++i) {
    if (auto program = get(static_cast<ProgramName>(i)); !program) {
      return tl::unexpected(program.error());
    }
  }
  return {};
}

}  // namespace crus::render
