#include "atlas/identify.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

namespace crus::atlas {
namespace {

using anatomy::Recognition;
using anatomy::Side;

struct Named {
  std::optional<Recognition> recognition;
  std::string by;  // the name that was recognised
  Side side = Side::none;
};

// The first name that means a structure; a later one is better only if it leaves fewer alternatives.
void take_first(Named& named, const std::vector<std::string>& names, const anatomy::Recogniser& recogniser) {
  for (const std::string& name : names) {
    const auto found = recogniser.recognise(name);
    if (found && (!named.recognition || found->alternatives.size() < named.recognition->alternatives.size())) {
      named.recognition = found;
      named.by = name;
    }
  }
}

Side side_of(const Named& named, const ImportedMesh& mesh, const std::string& model_name) {
  if (named.recognition && named.recognition->side != Side::none) {
    return named.recognition->side;
  }
  std::vector<std::string> names = mesh.names;
  names.push_back(mesh.file_stem);
  names.insert(names.end(), mesh.parents.begin(), mesh.parents.end());
  names.push_back(model_name);
  for (const std::string& name : names) {
    if (const Side side = anatomy::Recogniser::side_of(name); side != Side::none) {
      return side;
    }
  }
  return Side::none;
}

// A file's own name counts only where nothing inside the file says more: "tibia.glb" may hold other things too.
std::vector<Named> recognise_all(const std::vector<ImportedMesh>& meshes, const anatomy::Recogniser& recogniser,
                                 const std::string& model_name) {
  std::vector<Named> named(meshes.size());
  std::set<std::string> files_that_speak;
  for (std::size_t i = 0; i < meshes.size(); ++i) {
    take_first(named[i], meshes[i].names, recogniser);
    if (!named[i].recognition) {
      take_first(named[i], meshes[i].parents, recogniser);
    }
    if (named[i].recognition) {
      files_that_speak.insert(meshes[i].file_stem);
    }
  }
  for (std::size_t i = 0; i < meshes.size(); ++i) {
    const bool undecided = !named[i].recognition || !named[i].recognition->alternatives.empty();
    if (undecided && (named[i].recognition || !files_that_speak.contains(meshes[i].file_stem))) {
      take_first(named[i], {meshes[i].file_stem}, recogniser);
    }
    named[i].side = side_of(named[i], meshes[i], model_name);
  }
  return named;
}

Side side_to_keep(const std::vector<Named>& named, std::vector<std::string>& warnings) {
  std::map<Side, std::set<std::string>> ids;
  for (const Named& one : named) {
    if (one.recognition && one.side != Side::none) {
      ids[one.side].insert(one.recognition->id);
    }
  }
  const std::size_t right = ids[Side::right].size();
  const std::size_t left = ids[Side::left].size();
  if (right == 0 && left == 0) {
    return Side::none;
  }
  const Side kept = left > right ? Side::left : Side::right;
  if (right > 0 && left > 0) {
    const Side other = kept == Side::right ? Side::left : Side::right;
    warnings.push_back("the model has structures of both legs: the " + std::string(name_of(kept)) + " one is shown, " +
                       std::to_string(std::min(left, right)) + " structures of the " + std::string(name_of(other)) +
                       " one are left out");
  }
  return kept;
}

void append(geometry::Mesh& mesh, const ImportedMesh& piece) {
  const auto first = static_cast<std::uint32_t>(mesh.positions.size());
  mesh.positions.insert(mesh.positions.end(), piece.positions.begin(), piece.positions.end());
  for (const glm::uvec3& t : piece.triangles) {
    mesh.triangles.push_back(t + first);
  }
}

}  // namespace

Parts identify(std::vector<ImportedMesh> meshes, const anatomy::Recogniser& recogniser, const std::string& model_name) {
  Parts result;
  const std::vector<Named> named = recognise_all(meshes, recogniser, model_name);
  result.side = side_to_keep(named, result.warnings);
  // Meshes of one node are pieces of one thing: materials, or an exporter's limit, split them. So are several nodes of
  // a file under one recognised name, unless that name fits several structures.
  std::map<std::tuple<std::string, std::string, std::uint32_t>, std::size_t> part_of;
  for (std::size_t i = 0; i < meshes.size(); ++i) {
    ImportedMesh& mesh = meshes[i];
    if (named[i].side != Side::none && result.side != Side::none && named[i].side != result.side) {
      continue;
    }
    const std::string own = mesh.names.empty() ? mesh.file_stem : mesh.names.front();
    const bool one_meaning = named[i].recognition && named[i].recognition->alternatives.empty();
    const auto key =
        one_meaning ? std::tuple{mesh.file_stem, named[i].by, 0U} : std::tuple{mesh.file_stem, own, mesh.node};
    const auto [place, fresh] = part_of.try_emplace(key, result.parts.size());
    if (!fresh) {
      append(result.parts[place->second].mesh, mesh);
      continue;
    }
    Part part;
    if (named[i].recognition) {
      part.id = named[i].recognition->id;
      part.alternatives = named[i].recognition->alternatives;
    }
    part.name = own;
    part.side = named[i].side;
    append(part.mesh, mesh);
    result.parts.push_back(std::move(part));
    mesh = {};
  }
  return result;
}

}  // namespace crus::atlas
