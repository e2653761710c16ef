// A session of the leg of boxes, changed by command lines.
#pragma once

#include <string>

#include <gtest/gtest.h>

#include "session/commands.hpp"
#include "session/synthetic.hpp"

namespace crus::test {

struct CommandsFixture : testing::Test {
  Leg leg = box_leg();
  Session session = default_session(leg);

  void run(const std::string& line) {
    const auto changed = run_command(session, leg, line);
    ASSERT_TRUE(changed) << line << ": " << (changed ? "" : changed.error().message());
    session = *changed;
  }
};

}  // namespace crus::test
