// Which structure, and which side, does a mesh's name mean? Works on file stems, node, mesh and group names.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "anatomy/catalogue.hpp"

namespace crus::anatomy {

enum class RecognisedBy { fma, element_id, id, name };

struct Recognition {
  std::string id;          // catalogue id
  Side side = Side::none;  // from the FMA id or from words of the name
  RecognisedBy by = RecognisedBy::name;
  // Further ids the name fits equally well ("sesamoid bone of right foot" is the medial or the lateral one); the
  // importer decides by position.
  std::vector<std::string> alternatives;
};

// Built once per catalogue; const and thread-safe afterwards. The catalogue may go away after construction.
class Recogniser {
 public:
  explicit Recogniser(const Catalogue& catalogue);

  // FMA ids anywhere in the name win, then element ids, our own ids, then names: English, Latin and synonyms compared
  // as word sets after dropping sides, articles, numbers of copies (".001") and words like "muscle", "musculus", "m.",
  // "bone", "os". An FMA id of one side decides the side too. Ordinals may be words, digits, Roman or Latin.
  // Understands "FMA22558_right_soleus", "FJ1437_BP50450_FMA22558_Right soleus", "Soleus muscle.r", "m.
  // soleus dexter", "soleus_L", "Left_Tibia", "tibia-right-2". A name that merely contains a structure's word is not
  // recognised.
  [[nodiscard]] std::optional<Recognition> recognise(std::string_view name) const;

  // The side alone: "right", "dexter", "dextra", ".r", "_R", "(R)" and their left counterparts.
  [[nodiscard]] static Side side_of(std::string_view name);

 private:
  struct NameKey {
    std::string key;
    std::string id;
    Kind kind;
  };
  struct NumberKey {
    std::uint32_t fma;
    std::string id;
    Side side;
  };
  struct ElementKey {
    std::string element;  // lower case
    std::string id;
    bool sided;
  };
  using Ids = std::vector<std::string>;

  [[nodiscard]] Ids by_name(const std::vector<std::string>& name_words) const;

  std::vector<std::string> ids_;      // sorted
  std::vector<NameKey> names_;        // sorted by key, then in the catalogue's order
  std::vector<NumberKey> fmas_;       // sorted by number, then in the catalogue's order
  std::vector<ElementKey> elements_;  // sorted
};

}  // namespace crus::anatomy
