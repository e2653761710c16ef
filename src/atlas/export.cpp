#include "atlas/export.hpp"

#include <algorithm>
#include <array>
#include <exception>
#include <memory>
#include <string>

#include <assimp/commonMetaData.h>
#include <assimp/material.h>
#include <assimp/metadata.h>
#include <assimp/scene.h>
#include <assimp/Exporter.hpp>

#include "core/files.hpp"
#include "core/text.hpp"

namespace crus::atlas {
namespace {

// Assimp's own names of formats that need no file beside the one asked for. (Its binary FBX it cannot read back
// itself.)
struct Format {
  std::string_view extension;
  const char* assimp_id;
  float units_per_mm;
};
constexpr std::array<Format, 5> kFormats{{{"glb", "glb2", 1e-3F},
                                          {"obj", "objnomtl", 1.0F},
                                          {"stl", "stlb", 1.0F},
                                          {"ply", "plyb", 1.0F},
                                          {"fbx", "fbxa", 1.0F}}};
constexpr std::array<std::string_view, 5> kExtensions{"glb", "obj", "stl", "ply", "fbx"};

const Format* format_of(const std::filesystem::path& file) {
  const std::string extension = lower(file.extension().string());
  const auto* format = std::find_if(kFormats.begin(), kFormats.end(),
                                    [&](const Format& f) { return extension == "." + std::string(f.extension); });
  return format == kFormats.end() ? nullptr : format;
}

aiVector3D vector_of(const glm::vec3& v) { return {v.x, v.y, v.z}; }

// The scene's destructor frees with delete[] what it is given, so raw arrays it has to be.
aiMesh* mesh_of(const LegStructure& structure, unsigned material, float scale) {
  auto mesh = std::make_unique<aiMesh>();
  const geometry::Mesh& source = structure.mesh;
  mesh->mName.Set(structure.id);
  mesh->mPrimitiveTypes = aiPrimitiveType_TRIANGLE;
  mesh->mMaterialIndex = material;
  mesh->mNumVertices = static_cast<unsigned>(source.positions.size());
  mesh->mVertices = new aiVector3D[source.positions.size()];
  std::transform(source.positions.begin(), source.positions.end(), mesh->mVertices,
                 [scale](const glm::vec3& p) { return vector_of(scale * p); });
  if (!source.normals.empty()) {
    mesh->mNormals = new aiVector3D[source.normals.size()];
    std::transform(source.normals.begin(), source.normals.end(), mesh->mNormals, vector_of);
  }
  mesh->mNumFaces = static_cast<unsigned>(source.triangles.size());
  mesh->mFaces = new aiFace[source.triangles.size()];
  for (std::size_t i = 0; i < source.triangles.size(); ++i) {
    const glm::uvec3& t = source.triangles[i];
    mesh->mFaces[i].mNumIndices = 3;
    mesh->mFaces[i].mIndices = new unsigned[3]{t.x, t.y, t.z};
  }
  return mesh.release();
}

aiMaterial* material_of(const Leg& leg, const LegStructure& structure) {
  const anatomy::Structure* entry = leg.entry(structure);
  const glm::vec3 colour =
      leg.catalogue ? leg.catalogue->colour(entry != nullptr ? entry->colour_group : "") : glm::vec3(0.7F);
  auto material = std::make_unique<aiMaterial>();
  const aiString name(structure.id);
  const aiColor4D rgba(colour.x, colour.y, colour.z, 1.0F);
  material->AddProperty(&name, AI_MATKEY_NAME);
  material->AddProperty(&rgba, 1, AI_MATKEY_COLOR_DIFFUSE);
  material->AddProperty(&rgba, 1, AI_MATKEY_BASE_COLOR);
  return material.release();
}

std::unique_ptr<aiScene> scene_of(const Leg& leg, float scale) {
  auto scene = std::make_unique<aiScene>();
  const std::size_t count = leg.structures.size();
  scene->mRootNode = new aiNode(root_node_name(leg.side));
  scene->mRootNode->mChildren = new aiNode*[count]();
  scene->mMeshes = new aiMesh*[count]();
  scene->mMaterials = new aiMaterial*[count]();
  for (std::size_t i = 0; i < count; ++i) {
    const LegStructure& structure = leg.structures[i];
    const auto index = static_cast<unsigned>(i);
    scene->mMaterials[i] = material_of(leg, structure);
    scene->mNumMaterials = index + 1;
    scene->mMeshes[i] = mesh_of(structure, index, scale);
    scene->mNumMeshes = index + 1;
    auto* node = new aiNode(structure.id);
    node->mNumMeshes = 1;
    node->mMeshes = new unsigned[1]{index};
    node->mParent = scene->mRootNode;
    scene->mRootNode->mChildren[i] = node;
    scene->mRootNode->mNumChildren = index + 1;
  }
  scene->mMetaData = new aiMetadata();
  if (!leg.credit.empty()) {
    scene->mMetaData->Add(AI_METADATA_SOURCE_COPYRIGHT, aiString(leg.credit));
  }
  return scene;
}

}  // namespace

std::string root_node_name(anatomy::Side side) {
  return "crus " + std::string(name_of(side)) + (side != anatomy::Side::none ? " leg" : "leg");
}

std::span<const std::string_view> export_extensions() { return kExtensions; }

Status exportable(const std::filesystem::path& file) {
  return format_of(file) != nullptr
             ? Status()
             : fail("cannot export to this kind of file", file.string(), "name it .glb, .obj, .stl, .ply or .fbx");
}

Status export_leg(const Leg& leg, const std::filesystem::path& file) {
  const Format* format = format_of(file);
  if (format == nullptr) {
    return exportable(file);
  }
  if (leg.structures.empty()) {
    return fail("there is nothing to export", file.string());
  }
  try {
    const std::unique_ptr<aiScene> scene = scene_of(leg, format->units_per_mm);
    Assimp::Exporter exporter;
    const aiExportDataBlob* blob = exporter.ExportToBlob(scene.get(), format->assimp_id);
    if (blob == nullptr || blob->size == 0) {
      return fail("cannot export the leg", file.string(), exporter.GetErrorString());
    }
    return write_atomically(file, std::span(static_cast<const std::byte*>(blob->data), blob->size));
  } catch (const std::exception& problem) {
    return fail("cannot export the leg", file.string(), problem.what());
  }
}

}  // namespace crus::atlas
