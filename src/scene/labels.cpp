#include "scene/labels.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>
#include <optional>

#include "scene/attachments.hpp"
#include "scene/colours.hpp"
#include "scene/coverage.hpp"

namespace crus::scene {
namespace {

constexpr int kCoverageRows = 160;
constexpr int kLeastCells = 4;
constexpr std::size_t kMostLabels = 24;
constexpr double kWidestColumn = 0.29;
constexpr float kLineSpacing = 1.62F;  // of the text size, from one label to the next

struct Candidate {
  std::size_t structure = 0;
  bool first = false;  // highlighted or selected
  int cells = 0;
  glm::vec2 anchor{0.0F};
  std::string text;  // of an attachment; empty: the structure's name
};

struct Label {
  std::string text;
  glm::vec2 anchor{0.0F};
  bool strong = false;
  float y = 0.0F;  // middle of the line of text
};

bool holds(const std::vector<std::string>& ids, const std::string& id) {
  return std::find(ids.begin(), ids.end(), id) != ids.end();
}

// How many steps each cell lies inside its owner's patch: the deepest cell makes the best anchor.
std::vector<int> depth_in_patch(const Coverage& coverage) {
  std::vector<int> steps(coverage.owner.size(), 0);
  const auto same = [&](int x, int y, std::int32_t owner) {
    return x >= 0 && y >= 0 && x < coverage.cells.x && y < coverage.cells.y &&
           coverage.owner[coverage.index(x, y)] == owner;
  };
  const auto relax = [&](int x, int y, int dx, int dy) {
    const std::size_t i = coverage.index(x, y);
    const int beside = same(x + dx, y, coverage.owner[i]) ? steps[coverage.index(x + dx, y)] : 0;
    const int above = same(x, y + dy, coverage.owner[i]) ? steps[coverage.index(x, y + dy)] : 0;
    return 1 + std::min(beside, above);
  };
  for (int y = 0; y < coverage.cells.y; ++y) {
    for (int x = 0; x < coverage.cells.x; ++x) {
      steps[coverage.index(x, y)] = relax(x, y, -1, -1);
    }
  }
  for (int y = coverage.cells.y; y-- > 0;) {
    for (int x = coverage.cells.x; x-- > 0;) {
      const std::size_t i = coverage.index(x, y);
      steps[i] = std::min(steps[i], relax(x, y, 1, 1));
    }
  }
  return steps;
}

void find_anchors(const Coverage& coverage, glm::ivec2 size, std::vector<Candidate>& candidates) {
  const std::vector<int> steps = depth_in_patch(coverage);
  const std::size_t structures = candidates.size();
  std::vector<glm::dvec2> sums(structures, glm::dvec2(0.0));
  std::vector<int> deepest(structures, 0);
  for (int y = 0; y < coverage.cells.y; ++y) {
    for (int x = 0; x < coverage.cells.x; ++x) {
      const std::int32_t owner = coverage.owner[coverage.index(x, y)];
      if (owner != kNobody) {
        const auto i = static_cast<std::size_t>(owner);
        candidates[i].cells += 1;
        sums[i] += glm::dvec2(x, y);
        deepest[i] = std::max(deepest[i], steps[coverage.index(x, y)]);
      }
    }
  }
  // Of the cells nearly as deep as the deepest, the one nearest the middle of what is seen.
  std::vector<double> best(structures, 1e30);
  for (int y = 0; y < coverage.cells.y; ++y) {
    for (int x = 0; x < coverage.cells.x; ++x) {
      const std::int32_t owner = coverage.owner[coverage.index(x, y)];
      if (owner == kNobody) {
        continue;
      }
      const auto i = static_cast<std::size_t>(owner);
      const glm::dvec2 middle = sums[i] / static_cast<double>(candidates[i].cells);
      const glm::dvec2 off = glm::dvec2(x, y) - middle;
      if (3 * steps[coverage.index(x, y)] >= 2 * deepest[i] && glm::dot(off, off) < best[i]) {
        best[i] = glm::dot(off, off);
        candidates[i].anchor = coverage.pixel(x, y, size);
      }
    }
  }
}

// "Soleus: origin"; where exactly is told by the leader line, and by the card.
std::string attachment_label(const Leg& leg, const Attachment& attachment, Labels language) {
  const bool origin = attachment.kind == AttachmentKind::origin;
  const LegStructure* muscle = leg.find(attachment.muscle);
  if (language == Labels::latin && muscle != nullptr) {
    return label_text(leg, *muscle, language) + (origin ? ": origo" : ": insertio");
  }
  return attachment.name.substr(0, attachment.name.find(':')) + (origin ? ": origin" : ": insertion");
}

// Attachments whose middle is seen on its bone. The larger ones come first.
std::vector<Candidate> attachment_candidates(const Leg& leg, const Session& session, const Placement& placement,
                                             const Coverage& solids, const render::View& view, glm::ivec2 size) {
  std::vector<Candidate> found;
  const glm::mat4 clip_from_world = view.clip_from_view * view.view_from_world;
  for (const Attachment& attachment : leg.attachments) {
    const LegStructure* bone = leg.find(attachment.bone);
    if (bone == nullptr || !shows(leg, attachment, session) || !stands_out(leg, attachment, session)) {
      continue;
    }
    const auto index = static_cast<std::size_t>(bone - leg.structures.data());
    const auto& positions = attachment.patch.positions;
    const auto nearest = std::min_element(positions.begin(), positions.end(), [&](const auto& a, const auto& b) {
      return glm::distance(glm::dvec3(a), attachment.centroid_mm) <
             glm::distance(glm::dvec3(b), attachment.centroid_mm);
    });
    if (nearest == positions.end()) {
      continue;
    }
    const glm::vec3& normal = attachment.patch.normals[static_cast<std::size_t>(nearest - positions.begin())];
    const glm::vec4 clip = clip_from_world * glm::vec4(*nearest + placement.offset_mm[index], 1.0F);
    const glm::vec4 outer = clip_from_world * glm::vec4(*nearest + placement.offset_mm[index] + normal, 1.0F);
    if (clip.w <= 1e-6F || outer.w <= 1e-6F || outer.z / outer.w >= clip.z / clip.w) {
      continue;
    }
    const glm::vec2 share(clip.x / clip.w * 0.5F + 0.5F, 0.5F - clip.y / clip.w * 0.5F);
    const glm::ivec2 cell(glm::floor(share * glm::vec2(solids.cells)));
    if (cell.x < 0 || cell.y < 0 || cell.x >= solids.cells.x || cell.y >= solids.cells.y ||
        solids.owner[solids.index(cell.x, cell.y)] != static_cast<std::int32_t>(index)) {
      continue;
    }
    Candidate candidate;
    candidate.structure = index;
    candidate.first = true;
    candidate.cells = static_cast<int>(attachment.area_mm2);
    candidate.anchor = share * glm::vec2(size);
    candidate.text = attachment_label(leg, attachment, session.labels);
    found.push_back(candidate);
  }
  return found;
}

// Candidates in order of importance: highlighted and selected first, then by the area seen.
std::vector<Candidate> candidates_of(const Leg& leg, const Session& session, const render::View& view,
                                     glm::ivec2 size) {
  const Placement placement = placement_of(leg, session);
  std::vector<std::int32_t> solid;
  std::vector<std::int32_t> ghosts;
  std::optional<std::size_t> fat;
  for (std::size_t i = 0; i < leg.structures.size(); ++i) {
    const Visibility seen = visibility(leg, leg.structures[i], session);
    // The face of cut skin hides what lies under it, and shows fat, which the name of the skin would misname.
    if (placement.cut && session.explode <= 0.0 && leg.structures[i].kind == anatomy::Kind::skin &&
        seen == Visibility::shell) {
      solid.push_back(static_cast<std::int32_t>(i));
      fat = i;
      continue;
    }
    if (seen == Visibility::solid) {
      solid.push_back(static_cast<std::int32_t>(i));
    } else if (seen == Visibility::ghost) {
      ghosts.push_back(static_cast<std::int32_t>(i));
    }
  }
  std::vector<Candidate> behind(leg.structures.size());
  const Coverage solids = cover(leg, solid, placement, view, size, kCoverageRows);
  find_anchors(solids, size, behind);
  std::vector<std::int32_t> all = solid;
  all.insert(all.end(), ghosts.begin(), ghosts.end());
  std::vector<Candidate> front(leg.structures.size());
  find_anchors(ghosts.empty() ? Coverage{} : cover(leg, all, placement, view, size, kCoverageRows), size, front);

  if (fat) {
    behind[*fat].cells = 0;
    front[*fat].cells = 0;
  }
  std::vector<Candidate> chosen = attachment_candidates(leg, session, placement, solids, view, size);
  for (std::size_t i = 0; i < leg.structures.size(); ++i) {
    const LegStructure& structure = leg.structures[i];
    // What lies behind a ghost is seen through it; of a ghost, what no other ghost covers.
    const bool through = visibility(leg, structure, session) == Visibility::solid;
    Candidate candidate = through ? behind[i] : front[i];
    if (front[i].cells >= kLeastCells) {
      candidate.anchor = front[i].anchor;
    }
    candidate.structure = i;
    candidate.first = holds(session.highlighted, structure.id) || holds(session.selected, structure.id);
    if (candidate.cells >= kLeastCells && (structure.recognised || candidate.first)) {
      chosen.push_back(candidate);
    }
  }
  std::stable_sort(chosen.begin(), chosen.end(), [](const Candidate& a, const Candidate& b) {
    return a.first != b.first ? a.first : a.cells > b.cells;
  });
  return chosen;
}

bool cross(glm::vec2 a, glm::vec2 b, glm::vec2 c, glm::vec2 d) {
  const auto side = [](glm::vec2 p, glm::vec2 q, glm::vec2 r) {
    return (q.x - p.x) * (r.y - p.y) - (q.y - p.y) * (r.x - p.x);
  };
  return side(a, b, c) * side(a, b, d) < 0.0F && side(c, d, a) * side(c, d, b) < 0.0F;
}

// Heights as near to the anchors' as the spacing allows: blocks of labels that touch move as one.
void spread(std::vector<Label>& labels, float spacing, float top, float bottom) {
  struct Block {
    double sum;  // of wanted position of the first line, over its lines
    int count;
    double first;
  };
  std::vector<Block> blocks;
  for (const Label& label : labels) {
    blocks.push_back({static_cast<double>(label.anchor.y), 1, static_cast<double>(label.anchor.y)});
    while (true) {
      Block& last = blocks.back();
      const double room = static_cast<double>(bottom) - static_cast<double>(spacing) * (last.count - 1);
      last.first =
          std::clamp(last.sum / last.count, static_cast<double>(top), std::max(static_cast<double>(top), room));
      if (blocks.size() < 2) {
        break;
      }
      Block& before = blocks[blocks.size() - 2];
      if (before.first + before.count * static_cast<double>(spacing) <= last.first) {
        break;
      }
      before.sum += last.sum - static_cast<double>(spacing) * before.count * last.count;
      before.count += last.count;
      blocks.pop_back();
    }
  }
  std::size_t next = 0;
  for (const Block& block : blocks) {
    for (int i = 0; i < block.count; ++i) {
      labels[next++].y = static_cast<float>(block.first + static_cast<double>(spacing) * i);
    }
  }
}

// Exchanging the heights of two labels whose leaders cross shortens both, so this ends.
void uncross(std::vector<Label>& labels, float x) {
  const std::size_t most = labels.size() * labels.size();
  for (std::size_t round = 0; round < most; ++round) {
    bool changed = false;
    for (std::size_t i = 0; i < labels.size(); ++i) {
      for (std::size_t j = i + 1; j < labels.size(); ++j) {
        if (cross({x, labels[i].y}, labels[i].anchor, {x, labels[j].y}, labels[j].anchor)) {
          std::swap(labels[i].y, labels[j].y);
          changed = true;
        }
      }
    }
    if (!changed) {
      return;
    }
  }
}

// Left and right end of what is drawn, in pixels.
glm::vec2 extent_of(const Leg& leg, const Session& session, const render::View& view, float width_px) {
  const glm::mat4 clip_from_world = view.clip_from_view * view.view_from_world;
  glm::vec2 extent(width_px, 0.0F);
  for (const LegStructure& structure : leg.structures) {
    if (visibility(leg, structure, session) == Visibility::hidden) {
      continue;
    }
    for (const glm::vec3& position : structure.mesh.positions) {
      const glm::vec4 clip = clip_from_world * glm::vec4(position, 1.0F);
      const float x = clip.w > 0.0F ? (clip.x / clip.w * 0.5F + 0.5F) * width_px : 0.5F * width_px;
      extent = {std::min(extent.x, x), std::max(extent.y, x)};
    }
  }
  return extent;
}

struct Style {
  const Fonts& fonts;
  BackgroundColours colours;
  float size_px;
  float column_px;
  float margin_px;
  float inner_left_px;  // where the columns end towards the leg
  float inner_right_px;
};

void write_column(render::Overlay& overlay, std::vector<Label> labels, bool left, glm::ivec2 size, const Style& style) {
  std::stable_sort(labels.begin(), labels.end(),
                   [](const Label& a, const Label& b) { return a.anchor.y < b.anchor.y; });
  const float half = 0.5F * style.size_px * kLineSpacing;
  spread(labels, 2.0F * half, style.margin_px + half, static_cast<float>(size.y) - style.margin_px - 2.2F * half);
  const float inner = left ? style.inner_left_px : style.inner_right_px;
  uncross(labels, inner);
  for (const Label& label : labels) {
    const render::Font& font = label.strong ? style.fonts.bold : style.fonts.regular;
    const float pad = 0.4F * style.size_px;
    const float room = style.column_px - style.margin_px - 2.0F * pad;
    const std::string text = cut_to_width(font, label.text, style.size_px, room);
    if (text.empty()) {
      continue;
    }
    const float width = font.width_px(text, style.size_px);
    const float begin = left ? inner - pad - width : inner + pad;
    const float middle = std::round(label.y);
    const float line_px = std::max(1.0F, style.size_px / 12.0F);
    overlay.rects.push_back({{begin - pad, middle - 0.45F * 2.0F * half},
                             {begin + width + pad, middle + 0.45F * 2.0F * half},
                             style.colours.plate,
                             0.25F * style.size_px});
    const glm::vec2 start(left ? begin + width + pad : begin - pad, middle);
    const glm::vec4 halo(glm::vec3(style.colours.plate), 0.6F);
    overlay.lines.push_back({start, label.anchor, halo, line_px * 3.0F});
    overlay.lines.push_back({start, label.anchor, style.colours.ink, line_px});
    const float dot = std::max(1.5F, 0.17F * style.size_px);
    overlay.rects.push_back({label.anchor - dot - line_px, label.anchor + dot + line_px, halo, dot + line_px});
    overlay.rects.push_back({label.anchor - dot, label.anchor + dot, style.colours.ink, dot});
    overlay.texts.push_back(
        {text, {begin, middle + 0.36F * style.size_px}, style.size_px, style.colours.ink, label.strong});
  }
}

}  // namespace

float label_size_px(glm::ivec2 size, float ui_scale) {
  // Narrow pictures are ruled by their width, or names would not fit beside the leg.
  const float side = std::min(static_cast<float>(size.y), 0.75F * static_cast<float>(size.x));
  return std::max(9.0F, std::round(2.0F * 0.0195F * side) / 2.0F) * std::clamp(ui_scale, 0.5F, 4.0F);
}

std::string label_text(const Leg& leg, const LegStructure& structure, Labels language) {
  const anatomy::Structure* entry = leg.catalogue != nullptr ? leg.entry(structure) : nullptr;
  std::string text = structure.name;
  if (entry != nullptr) {
    text = language == Labels::latin && !entry->latin.empty() ? entry->latin : entry->english;
  }
  if (!text.empty() && text[0] >= 'a' && text[0] <= 'z') {
    text[0] = static_cast<char>(text[0] - 'a' + 'A');
  }
  return text;
}

std::string cut_to_width(const render::Font& font, std::string text, float size_px, float width_px) {
  if (font.width_px(text, size_px) <= width_px) {
    return text;
  }
  while (!text.empty()) {
    // Whole UTF-8 characters only.
    while (!text.empty() && (static_cast<unsigned char>(text.back()) & 0xC0U) == 0x80U) {
      text.pop_back();
    }
    if (!text.empty()) {
      text.pop_back();
    }
    if (font.width_px(text + "\u2026", size_px) <= width_px) {
      return text.empty() ? text : text + "\u2026";
    }
  }
  return text;
}

double label_column_fraction(const Leg& leg, const Session& session, glm::ivec2 size) {
  if (session.labels == Labels::off) {
    return 0.0;
  }
  // The fit has no fonts; Inter's letters are 0.56 of the text size wide on average.
  constexpr double kLetter = 0.56;
  std::size_t longest = 0;
  for (const LegStructure& structure : leg.structures) {
    if (structure.recognised && visibility(leg, structure, session) != Visibility::hidden) {
      longest = std::max(longest, label_text(leg, structure, session.labels).size());
    }
  }
  for (const Attachment& attachment : leg.attachments) {
    if (shows(leg, attachment, session) && stands_out(leg, attachment, session)) {
      longest = std::max(longest, attachment_label(leg, attachment, session.labels).size());
    }
  }
  const double width = kLetter * static_cast<double>(longest + 4) * static_cast<double>(label_size_px(size, 1.0F));
  return std::min(kWidestColumn, width / std::max(size.x, 1));
}

void add_labels(render::Overlay& overlay, const Leg& leg, const Session& session, const render::View& view,
                glm::ivec2 size, const Fonts& fonts, const PictureOptions& options) {
  if (session.labels == Labels::off) {
    return;
  }
  Style style{fonts, colours_of(session.background), label_size_px(size, options.ui_scale), 0.0F, 0.0F, 0.0F, 0.0F};
  style.margin_px = 0.6F * style.size_px;
  style.column_px = static_cast<float>(size.x) * static_cast<float>(label_column_fraction(leg, session, size));
  // Beside what is drawn, wherever that is, but never cut off by the picture's edge.
  const float gap = 3.0F * style.size_px;
  const float width = static_cast<float>(size.x);
  const glm::vec2 extent = extent_of(leg, session, view, width);
  style.inner_left_px = std::clamp(extent.x - gap, style.column_px, 0.5F * width);
  style.inner_right_px = std::clamp(extent.y + gap, 0.5F * width, width - style.column_px);
  const float height = static_cast<float>(size.y) - 2.0F * style.margin_px - 2.0F * style.size_px * kLineSpacing;
  const auto rows = static_cast<std::size_t>(std::max(0.0F, height / (style.size_px * kLineSpacing)));
  std::vector<Candidate> chosen = candidates_of(leg, session, view, size);
  // Zoomed in, the leg reaches under the columns: what is anchored there gets no name.
  const float clear = style.size_px;
  std::erase_if(chosen, [&](const Candidate& candidate) {
    return candidate.anchor.x < style.inner_left_px + clear || candidate.anchor.x > style.inner_right_px - clear;
  });
  // A small picture names little rather than everything in cut words.
  const auto most = static_cast<std::size_t>(std::min(size.y / 28, size.x / 40));
  chosen.resize(std::min({chosen.size(), kMostLabels, 2 * rows, most}));
  std::stable_sort(chosen.begin(), chosen.end(),
                   [](const Candidate& a, const Candidate& b) { return a.anchor.x < b.anchor.x; });
  const std::size_t on_left =
      std::clamp(chosen.size() / 2, chosen.size() - std::min(chosen.size(), rows), std::min(chosen.size(), rows));
  std::array<std::vector<Label>, 2> columns;
  for (std::size_t i = 0; i < chosen.size(); ++i) {
    const LegStructure& structure = leg.structures[chosen[i].structure];
    columns.at(i < on_left ? 0 : 1)
        .push_back({chosen[i].text.empty() ? label_text(leg, structure, session.labels) : chosen[i].text,
                    chosen[i].anchor, chosen[i].first, 0.0F});
  }
  write_column(overlay, std::move(columns[0]), true, size, style);
  write_column(overlay, std::move(columns[1]), false, size, style);
}

void add_credit(render::Overlay& overlay, const Leg& leg, const Session& session, glm::ivec2 size, const Fonts& fonts,
                const PictureOptions& options) {
  if (!options.credit || leg.credit.empty()) {
    return;
  }
  const float text_px = std::max(8.0F, 0.62F * label_size_px(size, options.ui_scale));
  const float margin = 0.8F * text_px;
  const std::string text = cut_to_width(fonts.regular, leg.credit, text_px, static_cast<float>(size.x) - 2.0F * margin);
  if (text.empty() || static_cast<float>(size.y) < 3.0F * text_px) {
    return;
  }
  const float width = fonts.regular.width_px(text, text_px);
  const BackgroundColours colours = colours_of(session.background);
  const glm::vec2 end(static_cast<float>(size.x) - margin, static_cast<float>(size.y) - margin);
  const float pad = 0.35F * text_px;
  overlay.rects.push_back({{end.x - width - pad, end.y - text_px},
                           {end.x + pad, end.y + pad},
                           glm::vec4(glm::vec3(colours.plate), 0.6F),
                           pad});
  overlay.texts.push_back({text, {end.x - width, end.y - 0.12F * text_px}, text_px, colours.faint_ink, false});
}

}  // namespace crus::scene
