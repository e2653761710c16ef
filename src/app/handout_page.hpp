// One page to hand out or pin to a wall: large type, one picture, three sentences, when to see a doctor, the sources.
#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <vector>

#include "core/result.hpp"
#include "render/renderer.hpp"

namespace crus::app {

struct Handout {
  std::string title;                   // "Soleus, lower point"
  std::string about;                   // "commonest; evidence: disputed"
  std::vector<std::string> sentences;  // where charts draw it, where the point is, what people do
  std::string warning_title, warning;  // when to see a doctor
  std::vector<std::string> sources;    // citations
  std::string disclaimer;              // what the page is
  std::string credit;                  // of the picture
  render::Image picture;               // on white
};

enum class Paper { a4, letter };

// The bytes of the page. Text is set in the fonts of `fonts` (Inter-Regular.otf, Inter-SemiBold.otf). Text too long for
// its room is set smaller; the page never overflows.
[[nodiscard]] Result<std::vector<std::byte>> handout_pdf(const Handout& handout, Paper paper,
                                                         const std::filesystem::path& fonts);
[[nodiscard]] Result<render::Image> handout_image(const Handout& handout, Paper paper,
                                                  const std::filesystem::path& fonts);

}  // namespace crus::app
