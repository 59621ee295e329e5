// Who plays the loop presses the things themselves.
#include "tests/viz/samples.h"
#include "tests/viz/stage.h"

#include <doctest/doctest.h>

#include <string>

using namespace loopscope;
using namespace loopscope::viz;
using trace::EventKind;
using trace::ObjectKind;

namespace {

// A, B and C are ready; A sleeps, B gives way and ends.
trace::Recording game() {
    SampleBuilder b;
    b.source({.path = "work.py", .language = "python", .text = "await sleep(1)\nawait sleep(0)\n"});
    for (const trace::ObjectId id : {1U, 2U, 3U}) {
        b.create(id, ObjectKind::task, "task " + std::to_string(id));
        b.ready(id, trace::ReadyReason::created);
    }
    b.turn(1, 0);
    b.add(EventKind::step, {.a = 1});
    b.create(4, ObjectKind::sleep, "sleep", {.line = 1});
    b.add(EventKind::timer, {.a = 4, .b = 4, .value = kSecond, .line = 1});
    b.add(EventKind::await, {.a = 1, .b = 4, .line = 1});
    b.add(EventKind::step, {.a = 2});
    b.add(EventKind::yield, {.a = 2, .line = 2});
    b.add(EventKind::step, {.a = 3});
    b.add(EventKind::task_return, {.a = 3, .text = "None"});
    b.turn(2, 0);
    b.add(EventKind::step, {.a = 2});
    b.add(EventKind::task_return, {.a = 2, .text = "None"});
    return b.take();
}

void begin(Stage& stage) {
    stage.services().run = [](const auto&, const auto&, const auto&) {
        return Opened{.recording = game(), .error = {}, .notes = {}};
    };
    REQUIRE(stage.app().start({}));
    stage.key('6');
    stage.frames();
    REQUIRE(stage.app().quiz().beside());
}

bool asks(Stage& stage) { return stage.app().quiz().stage() == Quiz::Stage::asking; }

// Presses from the top down, at this share of the width, until that answers.
bool press_until_answered(Stage& stage, View view, float share) {
    const Rect rect = stage.app().layout()[view];
    for (float y = rect.y + 40; y < rect.bottom() && asks(stage); y += 9)
        stage.click(rect.x + rect.width * share, y);
    stage.frames(2, 600);
    return stage.app().quiz().stage() == Quiz::Stage::answered;
}

}  // namespace

TEST_CASE("who plays the loop presses a task's lane or its card, and is told whether that is right") {
    for (const View view : {View::timeline, View::loop}) {
        Stage stage;
        begin(stage);
        REQUIRE(stage.app().quiz().asks_order());
        const trace::EventIndex before = stage.app().view().playback.cursor();
        REQUIRE(press_until_answered(stage, view, view == View::timeline ? 0.05F : 0.4F));
        CHECK(stage.app().view().selection.empty());  // it was an answer, no wish to look at the task
        CHECK(stage.app().view().playback.cursor() == before + 1);
        CHECK(stage.app().score().ends_with("of 1 right"));
    }
}

TEST_CASE("the order of the ready queue is not seen while it is asked, and seen with the answer") {
    Stage stage;
    begin(stage);
    CHECK(stage.app().view().order_asked);
    stage.key(static_cast<char>('a' + stage.app().quiz().asked().answer));
    stage.frames(2, 600);
    CHECK_FALSE(stage.app().view().order_asked);
}

TEST_CASE("who plays the loop says, too, where a task goes, by pressing the place, once for each await") {
    Stage stage;
    begin(stage);
    const auto answer = [&] {
        stage.key(static_cast<char>('a' + stage.app().quiz().asked().answer));
        stage.frames(2, 600);
        stage.key(Stroke::enter);
        stage.frames();
    };
    answer();  // who runs first
    REQUIRE(stage.app().quiz().asks_destination());
    CHECK(stage.app().quiz().asked().text.in("en").starts_with("task 1 comes to line 1: await sleep(1)"));
    CHECK(press_until_answered(stage, View::loop, 0.5F));
    CHECK(stage.app().score().ends_with("of 2 right"));
    stage.key(Stroke::enter);
    stage.frames();
    CHECK(stage.app().quiz().asks_order());
    answer();
    CHECK(stage.app().quiz().asked().text.in("en").starts_with("task 2 comes to line 2: await sleep(0)"));
    CHECK(stage.app().quiz().asked().destinations[stage.app().quiz().asked().answer] == Destination::ready);
    answer();
    CHECK(stage.app().quiz().asks_order());  // task 3 or task 2
    answer();
    CHECK(stage.app().quiz().stage() == Quiz::Stage::closed);
    CHECK(stage.app().news().find(" of 5 right") != std::string::npos);
}

TEST_CASE("a class's cards are entered with the mouse alone") {
    Stage stage;
    begin(stage);
    stage.key('v');
    stage.frames();
    REQUIRE(stage.app().quiz().stage() == Quiz::Stage::counting);
    const Rect panel = stage.app().layout()[View::source];
    // Somewhere in the options: the class's round is what they are told.
    const auto cards = [&] {
        int all = 0;
        for (const int each : stage.app().quiz().rounds().back()) all += each;
        return all;
    };
    float y = panel.y + 60;
    for (; y < panel.bottom() && cards() == 0; y += 10) stage.click(panel.right() + 60, y);
    REQUIRE(cards() == 1);
    stage.click(panel.right() + 60, y - 10);
    CHECK(cards() == 2);
}
