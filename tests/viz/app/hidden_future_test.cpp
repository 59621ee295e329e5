// What is asked about is not to be read off the picture.
#include "tests/viz/ink.h"
#include "tests/viz/stage.h"

#include <doctest/doctest.h>

#include <initializer_list>

using namespace loopscope;
using namespace loopscope::viz;

namespace {

// Late in the run: the last third of the axis, of the map below the lanes, and of the bar of the whole run.
struct Late {
    explicit Late(const Layout& layout) {
        const Rect lanes = layout[View::timeline], bar = layout.transport;
        constexpr float kRow = 44, kMap = 30, kBar = 28;
        const float x = lanes.x + lanes.width * 0.66F, width = lanes.width * 0.34F;
        axis = {x, lanes.y, width, kRow};
        map = {x, lanes.bottom() - kMap, width, kMap};
        marks = {bar.x + bar.width * 0.66F, bar.y, bar.width * 0.32F, kBar};
    }
    Rect axis, map, marks;
};

bool inked(Rect where, std::initializer_list<Color> colors) {
    return std::any_of(colors.begin(), colors.end(), [&](Color color) { return is_inked(where, color); });
}

}  // namespace

TEST_CASE("what comes next is not seen while it is asked: not on the axis, the map, or the bar of the run") {
    for (const char question : {'6', '7'}) {
        CAPTURE(question);
        Stage stage;
        stage.app().open_scenario("sleeper", {});
        stage.key(Stroke::home);
        const Theme& theme = theme_of(ThemeName::light);
        const auto seen = [&] {
            const Late late(stage.app().layout());
            return std::array{inked(late.axis, {theme.text, theme.text_dim}),
                              inked(late.map, {theme.running, theme.ready, theme.waiting}),
                              inked(late.marks, {theme.waiting})};
        };
        stage.frames();
        REQUIRE(seen() == std::array{true, true, true});
        stage.key(question);
        stage.frames();
        REQUIRE(stage.app().quiz().beside());
        CHECK(seen() == std::array{false, false, false});
        stage.key(Stroke::escape);
        stage.frames();
        CHECK(seen() == std::array{true, true, true});
    }
}

TEST_CASE("a learner predicts before he sees what comes: it is hidden until the question is answered") {
    const auto opened = [](Stage& stage) {
        course::Question question;
        for (const char* decided : {"`print A ends`", "`print A ends` at 7"})
            question.options.push_back({{}, decided, "M1", {}, {}});
        question.decided_by = "`print A ends`";
        stage.services().scenarios.front().questions = {question, {}, {}};
        stage.app().predict_first();
        stage.app().open_scenario("sleeper", {});
        stage.key(Stroke::home);
        stage.frames();
    };
    const auto map_is_seen = [](Stage& stage) {
        const Theme& theme = theme_of(ThemeName::light);
        return inked(Late(stage.app().layout()).map, {theme.running, theme.ready, theme.waiting});
    };
    Stage answers;
    opened(answers);
    CHECK(answers.app().predicting());
    CHECK_FALSE(map_is_seen(answers));
    answers.key('5');
    answers.key(Stroke::escape);  // to look at the program once more
    CHECK(answers.app().predicting());
    answers.key('5');
    answers.key('b');
    answers.key(Stroke::enter);
    answers.frames(200, 0.1);
    REQUIRE(answers.app().quiz().stage() == Quiz::Stage::answered);
    answers.key(Stroke::escape);
    answers.frames();
    CHECK(map_is_seen(answers));
    answers.app().open_scenario("sleeper", {});
    CHECK_FALSE(answers.app().predicting());  // the answer is known

    Stage wishes;
    opened(wishes);
    wishes.key('f');
    wishes.frames();
    CHECK(map_is_seen(wishes));

    Stage steps;
    opened(steps);
    steps.key(Stroke::end);
    steps.key(Stroke::home);
    steps.frames();
    CHECK(map_is_seen(steps));
}

TEST_CASE("who is asked something else, or puts the question off, does not play the loop any more") {
    for (const Chord other : {Chord{Stroke::escape}, Chord{stroke('7')}}) {
        CAPTURE(key_text(other));
        Stage stage;
        stage.app().open_scenario("sleeper", {});
        stage.key('6');
        REQUIRE_FALSE(stage.app().score().empty());
        stage.key(other);
        CHECK(stage.app().score().empty());
    }
}
