#include "atlas/union_structure.hpp"

#include <algorithm>
#include <cmath>
#include <string_view>

#include "atlas/builtin.hpp"
#include "atlas/table_lines.hpp"
#include "core/files.hpp"
#include "core/text.hpp"
#include "geometry/solid_union.hpp"

#include <fmt/format.h>

namespace crus::atlas {
namespace {

namespace fs = std::filesystem;

constexpr int kMostAround = 200;

bool read_length(std::string_view text, double low, double high, double& value) {
  const auto number = finite_number(text);
  value = number.value_or(value);
  return number && *number >= low && *number <= high;
}

// One row into the table; what is wrong with it, or nothing.
std::string take_row(const std::vector<std::string_view>& cells, UnionTable& table) {
  const std::string_view key = cells[0];
  if (key == "structure") {
    return cells.size() == 2 ? "" : "expected structure,ID";
  }
  if (key == "unit") {
    return cells.size() == 2 && cells[1] == "mm" ? "" : "the unit must be mm";
  }
  if (key == "voxel") {
    return cells.size() == 2 && read_length(cells[1], 0.1, 4.0, table.voxel_mm) ? "" : "a voxel is 0.1 to 4 mm";
  }
  if (key == "film") {
    return cells.size() == 2 && read_length(cells[1], 0.0, 5.0, table.film_mm) ? "" : "films are 0 to 5 mm";
  }
  if (key == "close") {
    return cells.size() == 2 && read_length(cells[1], 0.0, 5.0, table.close_mm) ? "" : "crevices are 0 to 5 mm";
  }
  if (key == "part") {
    UnionTable::Part part;
    if (cells.size() != 5 || !read_length(cells[2], 0.0, 50.0, part.blend_mm) ||
        !read_length(cells[3], 0.2, 20.0, part.edge_mm) || !read_length(cells[4], 0.0, 10.0, part.smooth_mm)) {
      return "expected part,FILE,BLEND_MM,EDGE_MM,SMOOTH_MM (0 to 50, 0.2 to 20, 0 to 10)";
    }
    part.file = cells[1];
    table.parts.push_back(std::move(part));
    return "";
  }
  return fmt::format("'{}' is no row of a union", key);
}

}  // namespace

Result<UnionTable> read_union(const fs::path& file) {
  const auto text = read_text(file);
  if (!text) {
    return tl::unexpected(text.error());
  }
  UnionTable table;
  for (const TableLine& line : table_lines(*text)) {
    if (const std::string wrong = take_row(split_cells(line.text), table); !wrong.empty()) {
      return fail("the union is not usable", line.where(file), wrong);
    }
  }
  if (table.parts.empty()) {
    return fail("the union has no parts", file.string());
  }
  return table;
}

Result<geometry::Mesh> build_union(const fs::path& atlas_folder, const std::string& file, int threads) {
  const auto table = read_union(atlas_folder / file);
  if (!table) {
    return tl::unexpected(table.error());
  }
  std::vector<geometry::UnionPart> parts;
  for (const UnionTable::Part& row : table->parts) {
    const auto tube = read_sections(atlas_folder / row.file);
    if (!tube) {
      return tl::unexpected(tube.error());
    }
    // Fine enough to be the surface meant: the triangles of the result are made anew.
    auto mesh = geometry::loft(*tube, kMostAround, std::max(row.edge_mm * 0.5, table->voxel_mm));
    if (!mesh) {
      return fail(mesh.error().what, row.file + ", " + mesh.error().where);
    }
    parts.push_back({std::move(*mesh), row.blend_mm, row.edge_mm, row.smooth_mm});
  }
  auto mesh = geometry::unite(parts, {table->voxel_mm, table->film_mm, table->close_mm, threads});
  if (!mesh) {
    return fail(mesh.error().what, file + (mesh.error().where.empty() ? "" : ", " + mesh.error().where));
  }
  return mesh;
}

}  // namespace crus::atlas
