// The command line's contract.
#include <gtest/gtest.h>

#include "support/support.hpp"

namespace crus {
namespace {

TEST(PainCommand, UnknownIdsGetTheNearestAndExitTwo) {
  for (const auto& [arguments, near] :
       {std::pair{std::vector<std::string>{"pain", "--zone", "heel-planter"}, "heel-plantar"},
        {{"pain", "--pattern", "soleous-1"}, "soleus-1"},
        {{"render", "--overlay", "soleus-9", "-o", "unused.png"}, "soleus-1"}}) {
    const auto run = test::run_crus(arguments);
    EXPECT_EQ(run.exit_code, 2);
    EXPECT_NE(run.err.find(near), std::string::npos) << run.err;
    EXPECT_TRUE(run.out.empty());
  }
}

TEST(PainCommand, BrokenPointsAreWrongUsage) {
  for (const char* point : {"1,2", "1,2,x", "1,2,nan", "1,2,3,4", ""}) {
    const auto run = test::run_crus({"pain", "--pattern", "soleus-1", "--values",
                                     std::string("0,0,0;") + point + ";;" + (*point == '\0' ? "z" : "")});
    EXPECT_EQ(run.exit_code, 2) << point;
  }
}

TEST(PainCommand, TheHeelNamesTheSoleusFirst) {
  const auto run = test::run_crus({"pain", "--zone", "heel-plantar", "--json"});
  ASSERT_EQ(run.exit_code, 0) << run.err;
  EXPECT_LT(run.out.find("\"soleus-1\""), run.out.find("\"tibialis-posterior-1\""));
}

TEST(PainCommand, TheFieldDoesNotDependOnThePose) {
  const auto at_rest = test::run_crus({"pain", "--pattern", "soleus-1", "--values", "-66,-30,0;-50,90,0", "--json"});
  const auto pointed = test::run_crus(
      {"pain", "--pattern", "soleus-1", "--values", "-66,-30,0;-50,90,0", "--plantarflexion", "30", "--json"});
  ASSERT_EQ(at_rest.exit_code, 0) << at_rest.err;
  EXPECT_EQ(at_rest.out, pointed.out);
}

}  // namespace
}  // namespace crus
