// The course of self-care and its clock.
#include "app/care_course.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "anatomy/motion_data.hpp"
#include "anatomy/pain_data.hpp"
#include "support/support.hpp"

namespace crus::app {
namespace {
using Phase = CareCourse::Phase;

std::vector<CareStep> three_points() {
  return {{"a", "A", "here", 90.0, true}, {"b", "B", "there", 90.0, true}, {"c", "C", "beyond", 90.0, true}};
}

TEST(CareCourse, GoesThroughItsPointsByItself) {
  CareCourse course;
  course.start(three_points(), 0, 10.0, 100.0);
  std::vector<std::string> met;
  double now = 100.0;
  while (course.running()) {
    ASSERT_LT(now, 500.0);
    if (course.phase() == Phase::timed && (met.empty() || met.back() != course.step().id)) {
      met.push_back(course.step().id);
    }
    now += course.next_change_s(now);
    course.advance(now);
  }
  EXPECT_EQ(met, (std::vector<std::string>{"a", "b", "c"}));
  EXPECT_EQ(course.phase(), Phase::done);
  EXPECT_NEAR(now, 100.0 + 3.0 * (10.0 + 90.0), 0.05);
}

// Every moment at which the window wakes shows another second, and no second is left out.
TEST(CareCourse, WakesOnceForEachShownSecond) {
  CareCourse course;
  course.start(three_points(), 0, 0.0, 0.0);
  course.advance(0.0);
  ASSERT_EQ(course.phase(), Phase::timed);
  double now = 0.0;
  int shown = course.shown_s(now);
  EXPECT_EQ(shown, 90);
  int wakes = 0;
  while (shown > 1) {
    now += course.next_change_s(now);
    EXPECT_EQ(course.shown_s(now), shown - 1) << "at " << now;
    shown = course.shown_s(now);
    ++wakes;
  }
  EXPECT_EQ(wakes, 89);
}

TEST(CareCourse, PauseKeepsWhatIsLeft) {
  CareCourse course;
  course.start(three_points(), 0, 0.0, 0.0);
  course.advance(0.0);
  course.pause(true, 30.0);
  EXPECT_DOUBLE_EQ(course.left_s(1000.0), 60.0);
  EXPECT_LT(course.next_change_s(1000.0), 0.0) << "nothing to wake for";
  EXPECT_FALSE(course.advance(1000.0));
  course.pause(false, 2000.0);
  EXPECT_DOUBLE_EQ(course.left_s(2010.0), 50.0);
}

TEST(CareCourse, SkipRepeatStop) {
  CareCourse course;
  course.start(three_points(), 1, 5.0, 0.0);
  EXPECT_EQ(course.step().id, "b");
  course.next(1.0);
  EXPECT_EQ(course.step().id, "c");
  EXPECT_EQ(course.phase(), Phase::ready);
  course.advance(6.0);
  EXPECT_EQ(course.phase(), Phase::timed);
  course.repeat(20.0);
  EXPECT_EQ(course.step().id, "c");
  EXPECT_EQ(course.phase(), Phase::ready);
  EXPECT_DOUBLE_EQ(course.left_s(20.0), 5.0);
  course.next(21.0);
  EXPECT_EQ(course.phase(), Phase::done);
  course.repeat(22.0);
  EXPECT_EQ(course.phase(), Phase::ready) << "once more";
  EXPECT_EQ(course.step().id, "a") << "from the first";
  course.stop();
  EXPECT_EQ(course.phase(), Phase::off);
  course.start({}, 0, 5.0, 0.0);
  EXPECT_EQ(course.phase(), Phase::off);
}

// A computer that slept through the night is still at the same point, at most at its end.
TEST(CareCourse, SleepSkipsNoPoint) {
  CareCourse course;
  course.start(three_points(), 0, 10.0, 0.0);
  course.advance(30000.0);
  EXPECT_EQ(course.step().id, "a");
  EXPECT_EQ(course.phase(), Phase::timed);
  EXPECT_DOUBLE_EQ(course.left_s(30000.0), 90.0);
}

TEST(CareCourse, ChosenSecondsAreThoseOfPointsOnly) {
  CareCourse course;
  std::vector<CareStep> steps = three_points();
  steps.push_back({"stretch", "Stretch", "", 30.0, false});
  course.start(steps, 0, 0.0, 0.0);
  course.advance(0.0);
  course.set_seconds(120.0, 10.0);
  EXPECT_DOUBLE_EQ(course.left_s(10.0), 120.0);
  EXPECT_EQ(course.steps()[2].seconds, 120.0);
  EXPECT_EQ(course.steps()[3].seconds, 30.0);
}

// What the texts name can be done: their clips exist, points are timed 1 to 2 minutes, nothing near the hollow behind
// the knee is pressed, and the soleus has a course.
TEST(CareData, NamesWhatThereIs) {
  const auto data = anatomy::PainData::load(test::source_folder() / "assets" / "pain");
  const auto motion = anatomy::MotionData::load(test::source_folder() / "assets" / "motion");
  ASSERT_TRUE(data && motion);
  for (const auto* list : {&data->symptoms, &data->causes, &data->care}) {
    for (const anatomy::PainText& text : *list) {
      for (const std::string& clip : text.clips) {
        EXPECT_NE(motion->clip(clip), nullptr) << text.location << ": " << clip;
      }
    }
  }
  int of_soleus = 0;
  for (const anatomy::PainPattern& pattern : data->patterns) {
    EXPECT_TRUE(pattern.clip.empty() || motion->clip(pattern.clip) != nullptr) << pattern.location;
    const bool hollow = pattern.point && pattern.point->h && *pattern.point->h < 0.15 && pattern.point->phi_deg &&
                        std::abs(*pattern.point->phi_deg) < 60.0;
    EXPECT_TRUE(!hollow || !pattern.not_pressed.empty()) << pattern.id;
    EXPECT_TRUE(!pattern.site_uncertain || !pattern.not_pressed.empty()) << pattern.id;
    of_soleus += pattern.muscle == "soleus" && pattern.not_pressed.empty() ? 1 : 0;
  }
  EXPECT_EQ(of_soleus, 3);
  for (const char* id : {"gate", "gate-ask-first", "pressure", "get-ready", "frequency", "until", "relief",
                         "pressure-limits", "tool-cane", "tool-knob", "tool-ball", "warm-up", "prevent-heels",
                         "prevent-standing", "prevent-foot-rest", "prevent-cast"}) {
    EXPECT_NE(data->care_text(id), nullptr) << id;
  }
  EXPECT_EQ(data->care.front().kind, "safety") << "the gate comes before any instruction";
  const double seconds = data->care_text("pressure")->seconds.value();
  EXPECT_TRUE(seconds >= kLeastCareSeconds && seconds <= kMostCareSeconds);
  EXPECT_NE(data->care_text("prevent-cast")->text.find("only if the doctor agrees"), std::string::npos);
}

}  // namespace
}  // namespace crus::app
