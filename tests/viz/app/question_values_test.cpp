// What a scenario and its questions borrow of the window, and give back: values of parameters, the axis.
#include "tests/viz/ink.h"
#include "tests/viz/stage.h"

#include <doctest/doctest.h>

using namespace loopscope::viz;
namespace course = loopscope::course;

namespace {

course::Question about_seconds(const char* seconds) {
    course::Question question;
    question.options = {{{}, "`print A ends`", "", {}, {}}, {{}, "not `print A ends`", "", {}, {}}};
    question.decided_by = "`print A ends`";
    if (*seconds != 0) question.set = {{"seconds", seconds}};
    return question;
}

// Opens "sleeper", whose first question is about 2 seconds, and its second about what is chosen.
std::string opened(Stage& stage) {
    stage.services().scenarios.front().questions = {about_seconds("2"), {about_seconds("")}, {}};
    stage.app().open_scenario("sleeper", {});
    return stage.app().parameters().at("seconds");
}

std::string seconds(Stage& stage) { return stage.app().parameters().at("seconds"); }

}  // namespace

TEST_CASE("a question about other values says so, and gives back the learner's when it is put off") {
    Stage stage;
    REQUIRE(opened(stage) == "1");
    stage.key('5');
    CHECK(seconds(stage) == "2");
    CHECK(stage.app().quiz().others() == std::vector<std::string>{"seconds"});
    stage.key('v');
    stage.key('3');
    stage.key(Stroke::enter);
    stage.key(Stroke::escape);
    CHECK(seconds(stage) == "1");
    // It is asked again with its values and votes.
    stage.key('5');
    CHECK(seconds(stage) == "2");
    CHECK(stage.app().quiz().number() == 1);
    CHECK(stage.app().quiz().rounds().size() == 1);
}

TEST_CASE("the learner's values are back when the answer is taken away, or for the next question") {
    for (const bool next : {false, true}) {
        Stage stage;
        REQUIRE(opened(stage) == "1");
        stage.key('5');
        stage.key('a');
        stage.key(Stroke::enter);
        stage.key(Stroke::enter);
        stage.frames(3, 1);
        REQUIRE(stage.app().quiz().stage() == Quiz::Stage::answered);
        CHECK(seconds(stage) == "2");  // what is answered is seen
        stage.key(next ? Chord{stroke('5')} : Chord{Stroke::escape});
        CHECK(seconds(stage) == "1");
        CHECK(stage.app().quiz().others().empty());
        if (next) CHECK(stage.app().quiz().number() == 2);
    }
}

TEST_CASE("a goal that was reached stays so with other values; a question's own values reach none") {
    Stage stage;
    course::Questions& questions = stage.services().scenarios.front().questions;
    opened(stage);
    questions.goals = {{{}, "`print A ends` at 2"}};
    stage.app().open_scenario("sleeper", {});
    stage.key('8');
    const auto reached = [&] {
        stage.frames();
        return is_inked(stage.app().layout()[View::lesson], theme_of(ThemeName::light).good);
    };
    CHECK_FALSE(reached());
    stage.key('5');  // about 2 seconds
    stage.frames();
    stage.key(Stroke::escape);
    CHECK_FALSE(reached());
    stage.key(']');
    CHECK(reached());
    stage.key('[');
    CHECK(reached());
}

TEST_CASE(
    "on the projector, where parameters are not seen, it is said which one the keys change, and to what") {
    Stage stage;
    opened(stage);
    stage.frames();
    stage.key(']');
    CHECK(stage.app().news().empty());  // it is seen
    stage.key(Stroke::f5);
    stage.frames();
    stage.key('[');
    CHECK(stage.app().news() == "Seconds: 1");
    stage.key(']');
    CHECK(stage.app().news() == "Seconds: 2");
    stage.key(Stroke::tab);
    CHECK(stage.app().news() == "Seconds: 2");
}

TEST_CASE("who changes a value at an answer goes on from there") {
    Stage stage;
    opened(stage);
    stage.key('5');
    stage.key('a');
    stage.key(Stroke::enter);
    stage.key(Stroke::enter);
    stage.frames(3, 1);
    stage.key('[');
    REQUIRE(seconds(stage) == "1");
    stage.key(']');
    stage.key(Stroke::escape);
    CHECK(seconds(stage) == "2");
}

TEST_CASE("a question about the values that are chosen changes nothing") {
    Stage stage;
    opened(stage);
    stage.key(']');
    const int runs = stage.runs();
    stage.key('5');
    CHECK(stage.app().quiz().others().empty());
    stage.key(Stroke::escape);
    CHECK(seconds(stage) == "2");
    CHECK(stage.runs() == runs);
}

TEST_CASE("the task that an answer is about is selected with it") {
    Stage stage;
    course::Question question = about_seconds("");
    question.about = "A";
    stage.services().scenarios.front().questions = {question, {}, {}};
    stage.app().open_scenario("sleeper", {});
    stage.key('5');
    stage.key('a');
    CHECK(stage.app().view().selection.empty());
    stage.key(Stroke::enter);
    stage.key(Stroke::enter);
    stage.frames(3, 1);
    REQUIRE_FALSE(stage.app().view().selection.empty());
    CHECK(stage.app().store()->label(stage.app().view().selection.object) == "A");
}

TEST_CASE("a scenario can begin on the clock, and the next one is seen as before") {
    Stage stage;
    stage.services().scenarios.front().by_clock = true;
    REQUIRE(stage.app().start({}));
    CHECK(stage.app().view().axis == AxisMode::clock);
    stage.key('n');
    CHECK(stage.app().view().axis == AxisMode::logical);
    stage.key('x');
    stage.key('b');
    stage.key('n');
    CHECK(stage.app().view().axis == AxisMode::clock);  // the user has chosen it
}

TEST_CASE("the next scenario does not begin behind what was compared with the last one") {
    Stage stage;
    REQUIRE(stage.app().start({}));
    stage.app().view().layer = 3;
    stage.key('=');
    REQUIRE(stage.app().view().arrangement().shows(View::compare));
    stage.key('n');
    CHECK(stage.app().view().arrangement().shows(View::timeline));
}

TEST_CASE("the next scenario begins with its program, not with a lesson that is hidden still") {
    for (const char view : {'8', '9'}) {
        Stage stage;
        REQUIRE(stage.app().start({}));
        stage.key('f');
        stage.key(view);
        REQUIRE_FALSE(stage.app().view().arrangement().shows(View::source));
        stage.key('n');
        CHECK(stage.app().view().arrangement().shows(View::source));
    }
}

TEST_CASE("on the way to the answer the lanes are seen, though one view had all the room") {
    Stage stage;
    REQUIRE(opened(stage) == "1");
    stage.app().view().focus = View::source;
    stage.key(Stroke::f11);
    REQUIRE(stage.app().view().alone == View::source);
    stage.key('5');
    stage.key('a');
    CHECK(stage.app().view().alone);
    stage.key(Stroke::enter);
    stage.frames(1, 1);
    CHECK_FALSE(stage.app().view().alone);
    CHECK(stage.app().view().shows(View::timeline));
}

TEST_CASE("on the projector the loop is seen where it is the scenario's subject") {
    for (const bool is_subject : {false, true}) {
        Stage stage;
        for (ScenarioInfo& each : stage.services().scenarios) each.layer = 1;
        if (is_subject) stage.services().scenarios.front().layer = kLayerOfLoop;
        REQUIRE(stage.app().start({}));
        stage.app().view().present = true;
        CHECK(stage.app().view().arrangement().shows(View::loop) == is_subject);
        stage.key('n');
        CHECK_FALSE(stage.app().view().arrangement().shows(View::loop));
    }
}
