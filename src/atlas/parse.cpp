#include "atlas/parse.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>
#include <memory>
#include <optional>
#include <set>
#include <span>

#include <assimp/MemoryIOWrapper.h>
#include <assimp/commonMetaData.h>
#include <assimp/config.h>
#include <assimp/postprocess.h>
#include <assimp/scene.h>
#include <assimp/IOSystem.hpp>
#include <assimp/Importer.hpp>

#include "core/files.hpp"
#include "core/text.hpp"

namespace crus::atlas {
namespace fs = std::filesystem;
namespace {

constexpr std::uintmax_t kMaxFileBytes = std::uintmax_t{2} << 30U;
constexpr std::size_t kMaxNodes = 200'000;
constexpr std::size_t kMaxTriangles = 50'000'000;

bool lies_below(const fs::path& file, const fs::path& folder) {
  const auto [end, rest] = std::mismatch(folder.begin(), folder.end(), file.begin(), file.end());
  return end == folder.end() && rest != file.end();
}

// Assimp takes an object's or group's name to end at the first space, and objects of one name to be one object. With
// the spaces joined, "Right tibia" and "Right talus" stay apart.
void join_obj_names(std::span<char> text) {
  for (std::size_t at = 0; at < text.size();) {
    const auto end = std::find(text.begin() + static_cast<std::ptrdiff_t>(at), text.end(), '\n');
    const std::span<char> line = text.subspan(at, static_cast<std::size_t>(end - text.begin()) - at);
    at += line.size() + 1;
    if (line.size() < 3 || (line[0] != 'o' && line[0] != 'g') || line[1] != ' ') {
      continue;
    }
    std::size_t last = line.size();
    while (last > 2 && (line[last - 1] == ' ' || line[last - 1] == '\r')) {
      --last;
    }
    std::replace(line.begin() + 2, line.begin() + static_cast<std::ptrdiff_t>(last), ' ', '_');
  }
}

// Reads whole regular files below one folder; writes nothing.
class ConfinedFiles : public Assimp::IOSystem {
 public:
  explicit ConfinedFiles(fs::path folder) : folder_(std::move(folder)) {}

  bool Exists(const char* file) const override {
    std::error_code code;
    const auto inside = resolve(file);
    return inside && fs::is_regular_file(*inside, code);
  }
  char getOsSeparator() const override { return '/'; }
  Assimp::IOStream* Open(const char* file, const char* mode) override {
    const auto inside = resolve(file);
    if (!inside || std::strpbrk(mode, "wa+") != nullptr) {
      return nullptr;
    }
    const auto bytes = read_bytes(*inside, kMaxFileBytes);
    if (!bytes) {
      return nullptr;
    }
    // The stream frees it with delete[].
    auto* copy = new std::uint8_t[bytes->size() + 1];
    std::memcpy(copy, bytes->data(), bytes->size());
    if (lower(inside->extension().string()) == ".obj") {
      join_obj_names({reinterpret_cast<char*>(copy), bytes->size()});
    }
    return new Assimp::MemoryIOStream(copy, bytes->size(), true);
  }
  void Close(Assimp::IOStream* stream) override { delete stream; }

  // The last path that pointed out of the folder; empty if none did.
  [[nodiscard]] const std::string& refused() const { return refused_; }

 private:
  [[nodiscard]] std::optional<fs::path> resolve(const char* file) const {
    std::error_code code;
    const fs::path real = fs::weakly_canonical(folder_ / file, code);
    if (code || !lies_below(real, folder_)) {
      refused_ = file;
      return std::nullopt;
    }
    return real;
  }

  fs::path folder_;
  mutable std::string refused_;
};

std::string one_line(std::string text) {
  constexpr std::size_t kLongest = 160;
  std::replace_if(
      text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20; }, ' ');
  if (text.size() > kLongest) {
    text.resize(kLongest);
    text += "...";
  }
  return text;
}

std::uint32_t u32_at(std::span<const std::byte> bytes, std::size_t at) {
  std::uint32_t value = 0;
  if (at + sizeof value <= bytes.size()) {
    std::memcpy(&value, bytes.data() + at, sizeof value);
  }
  return value;
}

Status promises(std::string_view what, std::uintmax_t promised, std::uintmax_t has, const fs::path& file) {
  if (promised <= has) {
    return {};
  }
  return fail("the file is cut short: its header promises " + std::to_string(promised) + " " + std::string(what) +
                  ", it has " + std::to_string(has),
              file.string(), "fetch or export it again");
}

// The numbers of elements a PLY header announces. Each takes at least one byte.
Status check_ply_header(std::string_view text, const fs::path& file) {
  std::uintmax_t elements = 0;
  const std::string_view header = text.substr(0, std::min(text.find("end_header"), std::size_t{1} << 16U));
  for (std::size_t at = header.find("element "); at != std::string_view::npos; at = header.find("element ", at + 8)) {
    const std::string_view line = header.substr(at, header.find('\n', at) - at);
    const std::size_t number = line.find_last_of(" \t", line.find_last_of("0123456789"));
    if (number != std::string_view::npos) {
      elements += std::strtoull(std::string(line.substr(number)).c_str(), nullptr, 10);
    }
  }
  return promises("elements", elements, text.size(), file);
}

// Visits the text that follows a key of a JSON text, blanks and the colon skipped.
template <class Visit>
void after_each_key(std::string_view json, std::string_view key, Visit visit) {
  for (std::size_t at = json.find(key); at != std::string_view::npos; at = json.find(key, at + 1)) {
    const std::size_t value = json.find_first_not_of(" \t\r\n:", at + key.size());
    if (value != std::string_view::npos) {
      visit(json.substr(value));
    }
  }
}

// No buffer of a GLB is longer than the file that holds it.
Status check_glb_buffers(std::string_view json, std::size_t file_bytes, const fs::path& file) {
  Status whole;
  after_each_key(json, "\"byteLength\"", [&](std::string_view value) {
    const std::string digits(value.substr(0, 20));
    if (Status fits = promises("bytes", std::strtoull(digits.c_str(), nullptr, 10), file_bytes, file); !fits) {
      whole = std::move(fits);
    }
  });
  return whole;
}

// The nodes of a glTF are a tree. Where one has two parents, a few lines may stand for more nodes than fit anywhere.
Status check_gltf_nodes(std::string_view json, const fs::path& file) {
  std::set<std::string_view> children;
  bool twice = false;
  after_each_key(json, "\"children\"", [&](std::string_view value) {
    constexpr std::string_view kDigits = "0123456789";
    const std::string_view list = value.starts_with('[') ? value.substr(0, value.find(']')) : std::string_view();
    for (std::size_t at = list.find_first_of(kDigits); at != std::string_view::npos;) {
      const std::size_t end = std::min(list.find_first_not_of(kDigits, at), list.size());
      twice = !children.insert(list.substr(at, end - at)).second || twice;
      at = list.find_first_of(kDigits, end);
    }
  });
  return twice ? fail("a node of the file has two parents", file.string(), "export it again as a plain tree")
               : Status();
}

// A binary STL starts with 80 bytes of anything and a count; what is letters well past them is a text.
bool is_prose(std::string_view text) {
  constexpr std::size_t kEnough = 256;
  return std::all_of(
      text.begin(), text.begin() + static_cast<std::ptrdiff_t>(std::min(text.size(), kEnough)),
      [](char c) { return static_cast<unsigned char>(c) >= 0x20 || c == '\n' || c == '\r' || c == '\t'; });
}

// What a look at the first bytes settles, with a clearer word than the parser's. Importers that go by the extension
// would also make something of a text called .glb.
Status check_header(std::span<const std::byte> bytes, const std::string& extension, const fs::path& file) {
  const std::string_view text(reinterpret_cast<const char*>(bytes.data()), bytes.size());
  const std::string advice = "check what the file really is";
  if (bytes.empty()) {
    return fail("the file is empty", file.string(), "fetch or export it again");
  }
  if (extension == "glb") {
    if (!text.starts_with("glTF")) {
      return fail("the file is called .glb but is not a binary glTF", file.string(), advice);
    }
    if (Status whole = promises("bytes", std::max(20U, u32_at(bytes, 8)), bytes.size(), file); !whole) {
      return whole;
    }
    if (Status whole = promises("bytes", std::uintmax_t{20} + u32_at(bytes, 12), bytes.size(), file); !whole) {
      return whole;
    }
    const std::string_view json = text.substr(20, u32_at(bytes, 12));
    if (Status buffers = check_glb_buffers(json, bytes.size(), file); !buffers) {
      return buffers;
    }
    return check_gltf_nodes(json, file);
  }
  if (extension == "gltf") {
    return text.find('{') == std::string_view::npos
               ? fail("the file is called .gltf but is not glTF", file.string(), advice)
               : check_gltf_nodes(text, file);
  }
  if (extension == "ply") {
    if (!text.starts_with("ply")) {
      return fail("the file is called .ply but is not PLY", file.string(), advice);
    }
    return check_ply_header(text, file);
  }
  if (extension == "stl" && !text.starts_with("solid")) {
    if (is_prose(text)) {
      return fail("the file is called .stl but is not STL", file.string(), advice);
    }
    return promises("bytes", 84 + std::uintmax_t{50} * u32_at(bytes, 80), bytes.size(), file);
  }
  return {};
}

// Stand-ins importers put where a file gives no name.
bool is_a_name(std::string_view name) {
  constexpr std::array<std::string_view, 5> kStandIns{"ROOT", "RootNode", "Scene", "defaultobject", "Root"};
  return !name.empty() && name.front() != '<' && !name.starts_with("$") &&
         std::find(kStandIns.begin(), kStandIns.end(), name) == kStandIns.end();
}

void add_name(std::vector<std::string>& names, const aiString& name) {
  const std::string text = name.C_Str();
  if (is_a_name(text) && std::find(names.begin(), names.end(), text) == names.end()) {
    names.push_back(text);
  }
}

Result<ImportedMesh> convert(const aiMesh& source, const aiMatrix4x4& file_from_node, const fs::path& file) {
  ImportedMesh mesh;
  mesh.positions.reserve(source.mNumVertices);
  for (unsigned i = 0; i < source.mNumVertices; ++i) {
    const aiVector3D p = file_from_node * source.mVertices[i];
    if (!std::isfinite(p.x) || !std::isfinite(p.y) || !std::isfinite(p.z) || p.SquareLength() > 1e30F) {
      return fail("a vertex has a coordinate that is not a number", file.string(), "repair or export the mesh again");
    }
    mesh.positions.emplace_back(p.x, p.y, p.z);
  }
  // A mirroring transform turns the surface inside out unless the winding follows.
  const bool mirrored = file_from_node.Determinant() < 0.0F;
  mesh.triangles.reserve(source.mNumFaces);
  for (unsigned i = 0; i < source.mNumFaces; ++i) {
    const aiFace& face = source.mFaces[i];
    if (face.mNumIndices != 3) {
      continue;  // points and lines
    }
    const glm::uvec3 t(face.mIndices[0], face.mIndices[mirrored ? 2 : 1], face.mIndices[mirrored ? 1 : 2]);
    if (std::max({t.x, t.y, t.z}) >= source.mNumVertices) {
      return fail("a triangle names a vertex that does not exist", file.string(), "repair or export the mesh again");
    }
    mesh.triangles.push_back(t);
  }
  return mesh;
}

// Walks the nodes without recursion; a node graph that is no tree ends at the limit instead of never.
Result<ParsedFile> collect(const aiScene& scene, const fs::path& file) {
  struct Visit {
    const aiNode* node;
    aiMatrix4x4 file_from_node;
    std::vector<std::string> above;
  };
  ParsedFile parsed;
  std::size_t nodes = 0;
  std::size_t triangles = 0;
  std::vector<Visit> stack{{scene.mRootNode, scene.mRootNode->mTransformation, {}}};
  while (!stack.empty()) {
    const Visit visit = std::move(stack.back());
    stack.pop_back();
    if (++nodes > kMaxNodes) {
      return fail("the file's nodes never end", file.string(), "export it again as a plain tree");
    }
    for (unsigned i = 0; i < visit.node->mNumMeshes; ++i) {
      const unsigned index = visit.node->mMeshes[i];
      if (index >= scene.mNumMeshes) {
        return fail("a node names a mesh that does not exist", file.string(), "export it again");
      }
      auto mesh = convert(*scene.mMeshes[index], visit.file_from_node, file);
      if (!mesh) {
        return tl::unexpected(mesh.error());
      }
      triangles += mesh->triangles.size();
      if (triangles > kMaxTriangles) {
        return fail("the model has more than 50 million triangles", file.string(), "reduce it first");
      }
      if (!mesh->triangles.empty()) {
        add_name(mesh->names, visit.node->mName);
        add_name(mesh->names, scene.mMeshes[index]->mName);
        mesh->parents = visit.above;
        mesh->node = static_cast<std::uint32_t>(nodes);
        parsed.meshes.push_back(std::move(*mesh));
      }
    }
    std::vector<std::string> above;
    add_name(above, visit.node->mName);
    constexpr std::size_t kNamesKept = 16;
    above.insert(above.end(), visit.above.begin(),
                 visit.above.begin() + static_cast<std::ptrdiff_t>(std::min(visit.above.size(), kNamesKept)));
    for (unsigned i = visit.node->mNumChildren; i-- > 0;) {
      const aiNode* child = visit.node->mChildren[i];
      stack.push_back({child, visit.file_from_node * child->mTransformation, above});
    }
  }
  if (parsed.meshes.empty()) {
    return fail("the file holds no triangles", file.string(), "points and lines alone are not a surface");
  }
  aiString copyright;
  if (scene.mMetaData != nullptr && scene.mMetaData->Get(AI_METADATA_SOURCE_COPYRIGHT, copyright)) {
    parsed.copyright = one_line(copyright.C_Str());
  }
  return parsed;
}

}  // namespace

Result<ParsedFile> parse_file(const fs::path& file, const fs::path& folder) {
  try {
    const std::string extension = lower(file.extension().string()).substr(1);
    std::error_code code;
    if (!lies_below(fs::weakly_canonical(file, code), folder)) {
      return fail("the file is a link to a place outside the model's folder", file.string(), "copy it there instead");
    }
    {
      const auto bytes = read_bytes(file, kMaxFileBytes);
      if (!bytes) {
        return tl::unexpected(bytes.error());
      }
      if (const Status header = check_header(*bytes, extension, file); !header) {
        return tl::unexpected(header.error());
      }
    }
    Assimp::Importer importer;
    auto* files = new ConfinedFiles(folder);
    importer.SetIOHandler(files);  // takes it over
    importer.SetPropertyBool(AI_CONFIG_IMPORT_FBX_PRESERVE_PIVOTS, false);
    importer.SetPropertyBool(AI_CONFIG_IMPORT_FBX_READ_TEXTURES, false);
    const aiScene* scene = importer.ReadFile(file.string(), aiProcess_Triangulate);
    if (scene == nullptr || scene->mRootNode == nullptr) {
      if (!files->refused().empty()) {
        return fail("the file refers to data outside its folder: '" + one_line(files->refused()) + "'", file.string(),
                    "keep the parts of a model in one folder");
      }
      const std::string_view reason = importer.GetErrorString();
      if (reason.find("bad_alloc") != std::string_view::npos) {
        throw std::bad_alloc();
      }
      return fail("the file is damaged or of a kind Crus cannot read", file.string(),
                  reason.starts_with("No suitable reader") ? "its content is not what its extension says"
                                                           : one_line(std::string(reason)));
    }
    return collect(*scene, file);
  } catch (const std::bad_alloc&) {
    return fail("the file asks for more memory than an import may use", file.string(),
                "it is damaged or far too large");
  } catch (const std::exception& problem) {
    return fail("the file cannot be read", file.string(), one_line(problem.what()));
  }
}

}  // namespace crus::atlas
