// The calf pump's data are sound, and mistakes in them are found where they are.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "anatomy/pump_data.hpp"
#include "anatomy/real_catalogue.hpp"
#include "core/files.hpp"

namespace crus::anatomy {
namespace {

using test::ScratchFolder;
using test::write_file;

std::filesystem::path real_file() { return test::source_folder() / "assets" / "motion" / "calf-pump.toml"; }

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  const std::size_t at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return at == std::string::npos ? text : text.replace(at, from.size(), to);
}

// The real file with one thing changed: what is wrong with it, by reading or by lint.
std::string complaint(const std::string& from, const std::string& to) {
  const ScratchFolder folder;
  const auto text = read_text(real_file());
  EXPECT_TRUE(text);
  write_file(folder / "calf-pump.toml", replaced(*text, from, to));
  const auto data = PumpData::load(folder / "calf-pump.toml");
  if (!data) {
    return data.error().message();
  }
  std::string all;
  for (const Error& error : data->lint(test::real_catalogue())) {
    all += error.message() + "\n";
  }
  return all;
}

TEST(PumpData, TheProjectsOwnIsSound) {
  const auto data = PumpData::load(real_file());
  ASSERT_TRUE(data) << data.error().message();
  for (const Error& error : data->lint(test::real_catalogue())) {
    ADD_FAILURE() << error.message();
  }
  for (std::size_t i = 0; i < kPumpChambers; ++i) {
    EXPECT_EQ(data->chambers.at(i).id, kPumpChamberIds.at(i));
  }
  EXPECT_EQ(data->chamber_of("soleal-sinuses"), kDeep);
  EXPECT_EQ(data->chamber_of("popliteal-vein"), kPopliteal);
  EXPECT_EQ(data->chamber_of("soleus"), std::nullopt);
  // Blood goes from the surface inward, and upward.
  EXPECT_EQ(data->valves[kPerforators].from, kSuperficial);
  EXPECT_EQ(data->valves[kPerforators].to, kDeep);
  EXPECT_EQ(data->valves[kCalfOutflow].to, kPopliteal);
  EXPECT_EQ(data->valves[kThigh].to, std::nullopt);
}

TEST(PumpData, MistakesAreFoundWhereTheyAre) {
  struct Mistake {
    const char *from, *to, *words;
  };
  for (const Mistake& m :
       std::vector<Mistake>{{"step_s = 0.002", "steps = 0.002", "unknown key 'steps'"},
                            {"heart_cm = 104.0", "heart_cm = \"high\"", "'heart_cm' must be a number"},
                            {"ml_per_mmhg = 1.11", "ml_per_mmhg = 0.0", "'ml_per_mmhg' must be a number"},
                            {"id = \"popliteal\"", "id = \"knee\"", "no [[chamber]] 'popliteal'"},
                            {"to = \"heart\"", "to = \"brain\"", "a valve leads from one chamber to another"},
                            {"from = \"deep\"", "from = \"popliteal\"", "a valve leads from one chamber to another"},
                            {"[words]", "[texts]", "unknown table 'texts'"},
                            {"sources = [\"raju-1993\"]", "sources = [\"nobody\"]", "unknown source 'nobody'"},
                            {"sources = [\"raju-1993\"]", "sources = []", "names no source"},
                            {"\"soleal-sinuses\"", "\"brain-sinuses\"", "no structure 'brain-sinuses'"},
                            {"low = 80.0", "low = 300.0", "bounds the wrong way round"},
                            {"height_cm = 42.0", "height_cm = 119.0", "stands above the heart"},
                            {"mmhg_s_per_ml = 0.25", "mmhg_s_per_ml = 0.01", "too quick for the pump's step"}}) {
    const std::string told = complaint(m.from, m.to);
    EXPECT_NE(told.find(m.words), std::string::npos) << m.from << " -> " << m.to << ": " << told;
    EXPECT_NE(told.find("calf-pump.toml"), std::string::npos) << told;
  }
}

}  // namespace
}  // namespace crus::anatomy
