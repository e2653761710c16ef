#include "atlas/load.hpp"

#include <algorithm>
#include <utility>
#include <vector>

#include "atlas/assemble.hpp"
#include "atlas/import.hpp"
#include "atlas/infer.hpp"
#include "atlas/leg_file.hpp"
#include "core/files.hpp"
#include "core/hash.hpp"
#include "core/log.hpp"
#include "core/text.hpp"
#include "leg/attachments.hpp"
#include "leg/detail.hpp"

namespace crus::atlas {
namespace fs = std::filesystem;
namespace {

std::string extension_list() {
  std::string list;
  for (const std::string_view extension : mesh_extensions()) {
    list += (list.empty() ? "" : ", ") + std::string(extension);
  }
  return list;
}

// The files of a model, sorted by name, and the folder none of them may leave.
struct ModelFiles {
  fs::path folder;
  std::vector<fs::path> files;
  std::string name;
  bool is_folder = false;
};

Result<ModelFiles> files_of_folder(const fs::path& folder) {
  ModelFiles model{folder, {}, folder.filename().string(), true};
  std::error_code code;
  fs::directory_iterator entries(folder, code);
  if (code) {
    return fail("cannot read the folder", folder.string(), code.message());
  }
  for (; entries != fs::directory_iterator(); entries.increment(code)) {
    if (code) {
      return fail("cannot read the folder", folder.string(), code.message());
    }
    if (has_mesh_extension(entries->path()) && !entries->is_directory(code)) {
      model.files.push_back(entries->path());
    }
  }
  std::sort(model.files.begin(), model.files.end());
  if (model.files.empty()) {
    return fail("the folder holds no mesh files", folder.string(),
                "Crus reads " + extension_list() + "; sub-folders are not searched");
  }
  return model;
}

Result<ModelFiles> files_of(const fs::path& path) {
  std::error_code code;
  const fs::path real = fs::canonical(path, code);
  if (code) {
    return fail("cannot open the model", path.string(), code.message());
  }
  if (fs::is_directory(real, code)) {
    return files_of_folder(real);
  }
  if (!fs::is_regular_file(real, code)) {
    return fail("the model is neither a file nor a folder", path.string());
  }
  if (!has_mesh_extension(real)) {
    return fail("the file is not a mesh Crus can read", path.string(), "Crus reads " + extension_list());
  }
  return ModelFiles{real.parent_path(), {real}, real.stem().string(), false};
}

// What was given, in the user's own spelling of the path.
Error in_users_words(Error error, const ModelFiles& model, const fs::path& path) {
  if (!model.is_folder) {
    error.where = path.string();
  }
  return error;
}

// From the built-in leg, where regions are defined.
void add_attachments(Leg& leg, const fs::path& share) {
  const auto regions = anatomy::AttachmentRegions::load(share / "assets" / "attachments");
  const auto builtin = load_builtin(share, leg.catalogue);
  if (!regions || !builtin) {
    leg.warnings.push_back("attachments withheld: " + (!regions ? regions.error() : builtin.error()).message());
    return;
  }
  leg.attachments = lay_attachments(leg, *regions, **builtin, leg.warnings);
}

Result<Leg> import_leg(const ModelFiles& model, const fs::path& path, const LoadOptions& options,
                       const std::shared_ptr<const anatomy::Catalogue>& catalogue, Progress& progress) {
  progress.begin_step(0.0, 0.3);
  auto imported = import_files(model.files, model.folder, options.worker, progress);
  if (!imported) {
    return tl::unexpected(imported.error());
  }
  if (imported->meshes.empty()) {
    Error first = in_users_words(imported->failed.front().error, model, path);
    if (imported->failed.size() > 1) {
      return fail("none of the folder's " + std::to_string(imported->failed.size()) + " mesh files can be read",
                  path.string(), "the first: " + first.message());
    }
    return tl::unexpected(std::move(first));
  }
  auto leg = assemble(std::move(*imported), model.name, options, catalogue, progress);
  if (leg && !options.share.empty()) {
    add_attachments(*leg, options.share);
  }
  if (leg) {
    add_detail_fields(*leg);
  }
  return leg;
}

void add_text(Hasher& hasher, const std::optional<std::uint32_t>& number) {
  hasher.add(number ? std::to_string(*number) : std::string());
}

// What recognition depends on: a corrected catalogue must not meet legs named by the old one.
void add_catalogue(Hasher& hasher, const anatomy::Catalogue& catalogue) {
  for (const anatomy::Structure& entry : catalogue.structures()) {
    hasher.add(entry.id).add(entry.english).add(entry.latin).add(name_of(entry.kind));
    for (const auto* names : {&entry.synonyms, &entry.element_ids}) {
      for (const std::string& name : *names) {
        hasher.add(name);
      }
    }
    add_text(hasher, entry.fma);
    add_text(hasher, entry.fma_right);
    add_text(hasher, entry.fma_left);
  }
}

// The files a glTF text refers to belong to the model's content.
void add_referenced_files(Hasher& hasher, std::string_view text, const fs::path& folder) {
  constexpr std::string_view kKey = "\"uri\"";
  for (std::size_t at = text.find(kKey); at != std::string_view::npos; at = text.find(kKey, at + kKey.size())) {
    const std::size_t from = text.find('"', at + kKey.size());
    const std::size_t to = from == std::string_view::npos ? from : text.find('"', from + 1);
    if (to == std::string_view::npos) {
      return;
    }
    const std::string_view uri = text.substr(from + 1, to - from - 1);
    if (!uri.starts_with("data:")) {
      if (const auto bytes = read_bytes(folder / uri)) {
        hasher.add(*bytes);
      }
    }
  }
}

// Of content and options; fails where a file of a one-file model cannot be read.
Result<Hash128> hash_of(const ModelFiles& model, const LoadOptions& options) {
  Hasher hasher;
  hasher.add(options.unit).add(options.up).add(model.name);
  for (const fs::path& file : model.files) {
    const auto bytes = read_bytes(file);
    if (!bytes && !model.is_folder) {
      return tl::unexpected(bytes.error());
    }
    hasher.add(file.filename().string());
    if (bytes) {
      hasher.add(*bytes);
      if (lower(file.extension().string()) == ".gltf") {
        const std::string_view text(reinterpret_cast<const char*>(bytes->data()), bytes->size());
        add_referenced_files(hasher, text, model.folder);
      }
    }
  }
  return hasher.finish();
}

// Empty when there is no cache folder. What another build of the program or another catalogue made of the same content
// is another file.
fs::path cache_file_of(const Hash128& hash, const anatomy::Catalogue& catalogue, const fs::path& share) {
  const fs::path folder = cache_folder();
  if (folder.empty()) {
    return {};
  }
  std::error_code code;
  const auto built = fs::last_write_time(program_path(), code).time_since_epoch().count();
  Hasher hasher;
  hasher.add(hash.hex()).add(version()).add(std::to_string(kLegFileVersion)).add(std::to_string(built));
  add_catalogue(hasher, catalogue);
  if (const auto builtin = stated_hash(share / "builtin.crusleg")) {
    hasher.add(builtin->hex());
  }
  return folder / "legs" / (hasher.finish().hex() + ".crusleg");
}

std::optional<Leg> from_cache(const fs::path& file, const Hash128& hash,
                              const std::shared_ptr<const anatomy::Catalogue>& catalogue) {
  std::error_code code;
  if (file.empty() || !fs::exists(file, code)) {
    return std::nullopt;
  }
  auto leg = read_leg_file(file, catalogue);
  if (leg && leg->hash != hash) {
    leg = fail("the leg file holds another leg", file.string());
  }
  if (!leg) {
    log::warning("the cached leg is not used and is made anew: " + leg.error().message());
    return std::nullopt;
  }
  return std::move(*leg);
}

// Keeps the newest; the one just written is among them.
void thin_out(const fs::path& folder) {
  constexpr std::size_t kKept = 24;
  std::error_code code;
  std::vector<std::pair<fs::file_time_type, fs::path>> files;
  for (fs::directory_iterator at(folder, code); !code && at != fs::directory_iterator(); at.increment(code)) {
    if (at->path().extension() == ".crusleg") {
      files.emplace_back(at->last_write_time(code), at->path());
    }
  }
  std::sort(files.rbegin(), files.rend());
  for (std::size_t i = kKept; i < files.size(); ++i) {
    fs::remove(files[i].second, code);
  }
}

void to_cache(const Leg& leg, const fs::path& file) {
  if (file.empty()) {
    return;
  }
  if (const Status written = write_leg_file(leg, file); !written) {
    log::debug("the leg is not kept for next time: " + written.error().message());
    return;
  }
  thin_out(file.parent_path());
}

}  // namespace

Result<LegPtr> load_model(const fs::path& path, const LoadOptions& options,
                          const std::shared_ptr<const anatomy::Catalogue>& catalogue, Progress& progress) {
  if (const auto up = parse_up(options.up); !up) {
    return tl::unexpected(up.error());
  }
  if (const auto unit = infer_unit({}, {}, options.unit); !unit) {
    return tl::unexpected(unit.error());
  }
  const auto model = files_of(path);
  if (!model) {
    return tl::unexpected(model.error());
  }
  const auto hash = hash_of(*model, options);
  if (!hash) {
    return tl::unexpected(in_users_words(hash.error(), *model, path));
  }
  const fs::path cached = options.use_cache ? cache_file_of(*hash, *catalogue, options.share) : fs::path();
  if (auto leg = from_cache(cached, *hash, catalogue)) {
    leg->source = path.string();
    return std::make_shared<const Leg>(std::move(*leg));
  }
  auto leg = import_leg(*model, path, options, catalogue, progress);
  if (!leg) {
    Error error = leg.error();
    error.where = error.where.empty() ? path.string() : error.where;
    return tl::unexpected(std::move(error));
  }
  leg->hash = *hash;
  to_cache(*leg, cached);
  leg->source = path.string();
  return std::make_shared<const Leg>(std::move(*leg));
}

Result<LegPtr> load_builtin(const fs::path& share_folder, std::shared_ptr<const anatomy::Catalogue> catalogue) {
  auto leg = read_leg_file(share_folder / "builtin.crusleg", std::move(catalogue));
  if (!leg) {
    Error error = leg.error();
    error.advice = "build it again with scripts/run.sh";
    return tl::unexpected(std::move(error));
  }
  return std::make_shared<const Leg>(std::move(*leg));
}

}  // namespace crus::atlas
