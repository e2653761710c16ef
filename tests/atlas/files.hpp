// Mesh files written by the tests: small legs in every format, and glTF by hand.
#pragma once

#include <cstdio>
#include <cstring>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "anatomy/catalogue.hpp"
#include "atlas/load.hpp"
#include "geometry/mesh.hpp"
#include "leg/bones.hpp"
#include "support/support.hpp"

namespace crus::test {

inline std::shared_ptr<const anatomy::Catalogue> catalogue() {
  static const auto loaded = [] {
    auto result = anatomy::Catalogue::load(source_folder() / "assets" / "catalogue");
    return result ? std::make_shared<const anatomy::Catalogue>(std::move(*result)) : nullptr;
  }();
  return loaded;
}

inline Result<LegPtr> load(const std::filesystem::path& path,
                           atlas::LoadOptions options = {.unit = "", .up = "", .use_cache = false}) {
  Progress progress;
  return atlas::load_model(path, options, catalogue(), progress);
}

// One object or group per mesh. `keyword` is o or g.
inline std::string obj_text(const std::map<std::string, Mesh>& meshes, const std::string& keyword = "o") {
  std::string text;
  std::size_t first = 1;
  char line[128];
  for (const auto& [name, mesh] : meshes) {
    text += keyword + " " + name + "\n";
    for (const glm::vec3& p : mesh.positions) {
      std::snprintf(line, sizeof line, "v %.7g %.7g %.7g\n", static_cast<double>(p.x), static_cast<double>(p.y),
                    static_cast<double>(p.z));
      text += line;
    }
    for (const glm::uvec3& t : mesh.triangles) {
      std::snprintf(line, sizeof line, "f %zu %zu %zu\n", t.x + first, t.y + first, t.z + first);
      text += line;
    }
    first += mesh.positions.size();
  }
  return text;
}

template <class T>
void append_raw(std::string& bytes, const T& value) {
  bytes.append(reinterpret_cast<const char*>(&value), sizeof value);
}

inline std::string stl_bytes(const Mesh& mesh) {
  std::string bytes(80, ' ');
  append_raw(bytes, static_cast<std::uint32_t>(mesh.triangles.size()));
  for (const glm::uvec3& t : mesh.triangles) {
    append_raw(bytes, glm::vec3(0.0F));
    for (const std::uint32_t corner : {t.x, t.y, t.z}) {
      append_raw(bytes, mesh.positions[corner]);
    }
    append_raw(bytes, std::uint16_t{0});
  }
  return bytes;
}

inline std::string ply_text(const Mesh& mesh) {
  std::string text = "ply\nformat ascii 1.0\nelement vertex " + std::to_string(mesh.positions.size()) +
                     "\nproperty float x\nproperty float y\nproperty float z\nelement face " +
                     std::to_string(mesh.triangles.size()) + "\nproperty list uchar int vertex_indices\nend_header\n";
  char line[128];
  for (const glm::vec3& p : mesh.positions) {
    std::snprintf(line, sizeof line, "%.7g %.7g %.7g\n", static_cast<double>(p.x), static_cast<double>(p.y),
                  static_cast<double>(p.z));
    text += line;
  }
  for (const glm::uvec3& t : mesh.triangles) {
    std::snprintf(line, sizeof line, "3 %u %u %u\n", t.x, t.y, t.z);
    text += line;
  }
  return text;
}

// The binary part of a glTF: positions of all meshes, then indices.
struct GltfParts {
  std::string json_meshes;  // "meshes", "accessors", "bufferViews"
  std::string binary;
};

inline GltfParts gltf_parts(const std::vector<const Mesh*>& meshes) {
  GltfParts parts;
  std::string list, accessors, views;
  for (std::size_t i = 0; i < meshes.size(); ++i) {
    const Mesh& mesh = *meshes[i];
    const std::string comma = i > 0 ? "," : "";
    const std::size_t positions_at = parts.binary.size();
    for (const glm::vec3& p : mesh.positions) {
      append_raw(parts.binary, p);
    }
    const std::size_t indices_at = parts.binary.size();
    for (const glm::uvec3& t : mesh.triangles) {
      append_raw(parts.binary, t);
    }
    list += comma + R"({"primitives":[{"attributes":{"POSITION":)" + std::to_string(2 * i) + R"(},"indices":)" +
            std::to_string(2 * i + 1) + "}]}";
    accessors += comma + R"({"bufferView":)" + std::to_string(2 * i) + R"(,"componentType":5126,"count":)" +
                 std::to_string(mesh.positions.size()) + R"(,"type":"VEC3"},{"bufferView":)" +
                 std::to_string(2 * i + 1) + R"(,"componentType":5125,"count":)" +
                 std::to_string(3 * mesh.triangles.size()) + R"(,"type":"SCALAR"})";
    views += comma + R"({"buffer":0,"byteOffset":)" + std::to_string(positions_at) + R"(,"byteLength":)" +
             std::to_string(indices_at - positions_at) + R"(},{"buffer":0,"byteOffset":)" + std::to_string(indices_at) +
             R"(,"byteLength":)" + std::to_string(parts.binary.size() - indices_at) + "}";
  }
  parts.json_meshes = R"("meshes":[)" + list + R"(],"accessors":[)" + accessors + R"(],"bufferViews":[)" + views + "]";
  return parts;
}

// `scene` holds "scene", "scenes" and "nodes"; `buffer` what stands inside the buffer's braces beside byteLength.
inline std::string gltf_json(const GltfParts& parts, const std::string& scene, const std::string& buffer) {
  return R"({"asset":{"version":"2.0"},)" + scene + "," + parts.json_meshes + R"(,"buffers":[{"byteLength":)" +
         std::to_string(parts.binary.size()) + (buffer.empty() ? "" : "," + buffer) + "}]}";
}

inline std::string glb_bytes(std::string json, std::string binary) {
  json.resize((json.size() + 3) / 4 * 4, ' ');
  binary.resize((binary.size() + 3) / 4 * 4, '\0');
  std::string bytes = "glTF";
  append_raw(bytes, std::uint32_t{2});
  append_raw(bytes, static_cast<std::uint32_t>(28 + json.size() + binary.size()));
  append_raw(bytes, static_cast<std::uint32_t>(json.size()));
  bytes += "JSON" + json;
  append_raw(bytes, static_cast<std::uint32_t>(binary.size()));
  bytes += std::string("BIN\0", 4) + binary;
  return bytes;
}

// One node per mesh below a root node. `transform` goes to the root: R"("rotation":[...])".
inline std::string glb_of(const std::map<std::string, Mesh>& meshes, const std::string& root = "model",
                          const std::string& transform = "") {
  std::vector<const Mesh*> list;
  std::string nodes, children;
  for (const auto& [name, mesh] : meshes) {
    const std::string index = std::to_string(list.size());
    nodes += R"(,{"name":")" + name + R"(","mesh":)" + index + "}";
    children += (list.empty() ? "" : ",") + std::to_string(list.size() + 1);
    list.push_back(&mesh);
  }
  const GltfParts parts = gltf_parts(list);
  const std::string scene = R"("scene":0,"scenes":[{"nodes":[0]}],"nodes":[{"name":")" + root + R"(","children":[)" +
                            children + "]" + (transform.empty() ? "" : "," + transform) + "}" + nodes + "]";
  return glb_bytes(gltf_json(parts, scene, ""), parts.binary);
}

inline std::string base64(const std::string& bytes) {
  constexpr const char* kDigits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string text;
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    std::uint32_t group = 0;
    for (std::size_t k = 0; k < 3; ++k) {
      group = group << 8U | (i + k < bytes.size() ? static_cast<unsigned char>(bytes[i + k]) : 0U);
    }
    for (std::size_t k = 0; k < 4; ++k) {
      text += i + k <= bytes.size() ? kDigits[group >> (18U - 6U * static_cast<unsigned>(k)) & 63U] : '=';
    }
  }
  return text;
}

}  // namespace crus::test
