// What is asked about is not to be read off the picture.
#include "tests/viz/ink.h"
#include "tests/viz/samples.h"
#include "tests/viz/stage.h"

#include <doctest/doctest.h>

#include <initializer_list>
#include <optional>

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

TEST_CASE(
    "a class has not heard what was answered before its lesson: it predicts, in a plan and on the "
    "projector") {
    const auto begun = [](const char* plan, bool present, const std::function<void(Stage&)>& then = {}) {
        Stage stage;
        course::Question question;
        for (const char* decided : {"`print x`", "not `print x`"})
            question.options.push_back({{}, decided, "M1", {}, {}});
        question.decided_by = "`print x`";
        for (ScenarioInfo& each : stage.services().scenarios) each.questions = {question, {}, {}};
        stage.services().answers = {{"sleeper", true}, {"cancel", true}};
        stage.app().predict_first();
        stage.app().start({.scenario = {}, .parameters = {}, .plan = plan, .file = {}});
        if (present) {
            stage.key(Stroke::f5);
            stage.key('n');
        }
        if (then) then(stage);
        return stage.app().predicting();
    };
    CHECK_FALSE(begun("", false));
    CHECK(begun("", true));
    CHECK(begun("short", false));
    // What it has seen in this lesson it knows.
    const auto answered = [](Stage& stage) {
        stage.app().open_scenario("sleeper", {});
        stage.key('5');
        stage.key(Stroke::enter);
        stage.key(Stroke::escape);
        stage.frames(3, 1);
        REQUIRE(stage.app().quiz().stage() == Quiz::Stage::answered);
        stage.key(Stroke::escape);
        stage.key('n');
        stage.key('b');
        REQUIRE(stage.app().scenario()->name == "sleeper");
    };
    CHECK_FALSE(begun("", true, answered));
}

TEST_CASE("until it is predicted neither the lesson nor the teacher's notes tell the answer") {
    Stage stage;
    stage.services().scenarios.front().lesson = course::Text(std::map<std::string, std::string>{
        {"en", "A [sleeps](seconds=2).\n\n## Teacher\nA [sleeps](seconds=2).\n"}});
    stage.app().predict_first();
    REQUIRE(stage.app().start({}));
    stage.key(Stroke::home);
    const auto tells = [&](char key, View view) {
        stage.key(key);
        stage.frames();
        Rect where = stage.app().layout()[view];
        REQUIRE_FALSE(where.empty());
        where.y += 6;  // the tab above it is marked
        return is_inked(where, theme_of(ThemeName::light).accent);
    };
    REQUIRE(stage.app().predicting());
    CHECK_FALSE(tells('8', View::lesson));
    CHECK_FALSE(tells('9', View::notes));
    stage.key('f');
    CHECK(tells('8', View::lesson));
    CHECK(tells('9', View::notes));
}

TEST_CASE("who has played the loop finds the layer that he came from") {
    Stage stage;
    REQUIRE(stage.app().start({}));
    for (const Chord end : {Chord{Stroke::escape}, Chord{stroke('6')}, Chord{stroke('7')}}) {
        CAPTURE(key_text(end));
        stage.key('1');
        stage.key('6');
        CHECK(stage.app().view().layer == 2);  // the ready queue is to be seen
        stage.key(end);
        CHECK(stage.app().view().layer == 1);
        stage.key(Stroke::escape);
    }
    stage.key('6');
    stage.key('0');
    stage.app().perform(Command::layer_4);
    stage.key(Stroke::escape);
    CHECK(stage.app().view().layer == 4);  // chosen meanwhile
    stage.key('6');
    stage.key(Stroke::escape);
    CHECK(stage.app().view().layer == 4);
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

namespace {

// A creates B after a while; the loop of a server would do the same.
trace::Recording creates_later() {
    SampleBuilder b;
    b.create(1, trace::ObjectKind::task, "A");
    b.ready(1, trace::ReadyReason::created);
    b.turn(1, 0);
    b.add(trace::EventKind::step, {.a = 1});
    b.add(trace::EventKind::print, {.a = 1, .text = "begins"});
    b.create(2, trace::ObjectKind::task, "B", {.b = 1});
    b.ready(2, trace::ReadyReason::created);
    b.add(trace::EventKind::print, {.a = 1, .text = "goes on"});
    b.add(trace::EventKind::task_return, {.a = 1});
    b.turn(2, 0);
    b.add(trace::EventKind::step, {.a = 2});
    b.add(trace::EventKind::task_raise, {.a = 2, .text = "ValueError('no')"});
    return b.take();
}

}  // namespace

TEST_CASE("while what comes is hidden a task has no lane before it is created, and no lane moves then") {
    Stage stage;
    stage.services().run = [](const auto&, const auto&, const auto&) {
        return Opened{.recording = creates_later(), .error = {}, .notes = {}};
    };
    REQUIRE(stage.app().start({}));
    stage.key('f');
    stage.frames();
    const Theme& theme = theme_of(ThemeName::light);
    const Rect lanes = stage.app().layout()[View::timeline];
    // The labels at the left, without the axis above them: their first and last ink.
    const auto labels = [&] {
        stage.frames();
        const ImDrawData& data = *ImGui::GetDrawData();
        std::optional<Rect> found;
        for (int i = 0; i < data.CmdListsCount; ++i)
            for (const Color color : {theme.text, theme.text_dim})
                if (const auto ink = ink_in(*data.CmdLists[i], {lanes.x + 20, lanes.y + 46, 100, 250}, color))
                    if (!found || ink->bottom() > found->bottom()) found = ink;
        REQUIRE(found);
        return *found;
    };
    const float loop_only = labels().bottom();
    stage.key(Stroke::right);
    const float with_a = labels().bottom();
    CHECK(with_a > loop_only + 10);
    while (stage.app().view().playback.cursor() < 6) stage.key(Stroke::right);
    const float with_b = labels().bottom();
    CHECK(with_b > with_a + 10);
    // Nor can the keys lead to a lane that is not there.
    stage.key(Stroke::home);
    for (int i = 0; i < 3; ++i) stage.key('j');
    CHECK(stage.app().view().selection.object == 0);
}

TEST_CASE("while what comes is hidden no other view tells of it: events, figures, warnings") {
    for (const char key : {'e', '#', '!'}) {
        CAPTURE(key);
        Stage stage;
        stage.services().run = [](const auto&, const auto&, const auto&) {
            return Opened{.recording = creates_later(), .error = {}, .notes = {}};
        };
        REQUIRE(stage.app().start({}));
        stage.key(key);
        stage.frames();
        const View view = *view_shown_by(command_for(Chord{stroke(key)}));
        const Rect at = stage.app().layout()[view];
        REQUIRE_FALSE(at.empty());
        const Color bad = theme_of(ThemeName::light).bad;
        CHECK(is_inked(at, bad));
        stage.key('f');
        stage.frames();
        CHECK_FALSE(is_inked(at, bad));
    }
}

TEST_CASE("while what comes is hidden no piece of an arrow of the next event is seen") {
    Stage stage;
    stage.services().run = [](const auto&, const auto&, const auto&) {
        return Opened{.recording = creates_later(), .error = {}, .notes = {}};
    };
    REQUIRE(stage.app().start({}));
    stage.key('f');
    stage.frames();
    const Rect lanes = stage.app().layout()[View::timeline];
    const auto arrow_seen = [&] {
        return is_inked({lanes.x, lanes.y + 46, lanes.width, lanes.height - 90},
                        theme_of(ThemeName::light).good);
    };
    CHECK_FALSE(arrow_seen());
    stage.key(Stroke::right);
    stage.frames();
    CHECK(arrow_seen());
}
