#include "tests/viz/samples.h"
#include "tests/viz/seen.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <string>
#include <vector>

using namespace loopscope::viz;
using loopscope::trace::EventIndex;
using loopscope::trace::EventKind;

TEST_CASE("a lesson plan takes the place of the course, and the course comes back") {
    Stage stage;
    REQUIRE(stage.app().start({}));
    stage.key({stroke('a'), true});
    stage.frames();
    CHECK(stage.app().scenario()->name == "cancel");
    stage.key('n');
    CHECK(stage.app().scenario()->name == "cancel");
    CHECK(stage.app().news() == "That is the last step of the lesson plan.");
    stage.key('b');
    CHECK(stage.app().scenario()->name == "cancel");
    CHECK(stage.app().news() == "That is the first step of the lesson plan.");
    stage.key({stroke('a'), true});
    stage.frames();
    CHECK(stage.app().scenario()->name == "cancel");
    stage.key('b');
    CHECK(stage.app().scenario()->name == "sleeper");
    stage.key('b');
    CHECK(stage.app().news() == "That is the first scenario of the course.");
}

TEST_CASE("who wants another value where there is none is told so") {
    Stage stage;
    stage.services().scenarios.front().parameters.front().values = {"1", "2"};
    REQUIRE(stage.app().start({}));
    stage.key('[');
    CHECK(stage.app().news() == "That is the first value of “Seconds”.");
    stage.key(']');
    CHECK(stage.app().parameters().at("seconds") == "2");
    stage.key(']');
    CHECK(stage.app().news() == "That is the last value of “Seconds”.");
    stage.key('n');
    stage.key(']');
    CHECK(stage.app().news() == "There is no value here to be changed.");
}

TEST_CASE("a plan that is asked for by its German name is shown in German") {
    Stage stage;
    REQUIRE(stage.app().start({.scenario = {}, .parameters = {}, .plan = "kurz", .file = {}}));
    CHECK(stage.app().scenario()->name == "cancel");
    CHECK(stage.app().view().language == "de");
}

TEST_CASE("the first scenario is open at its start and says what to do") {
    Stage stage;
    REQUIRE(stage.app().start({}));
    stage.frames();
    CHECK(stage.app().scenario()->name == "sleeper");
    CHECK(stage.app().view().playback.at_start());
    CHECK(stage.app().sentence_text().find("Press") != std::string::npos);
    CHECK(stage.vertices() > 500);
}

TEST_CASE("keys step to the end and back through the same states") {
    Stage stage;
    REQUIRE(stage.app().start({}));
    stage.frames();
    std::vector<Seen> forward{look(stage)};
    while (!stage.app().view().playback.at_end(*stage.app().store())) {
        stage.key(Stroke::right);
        forward.push_back(look(stage));
    }
    CHECK(forward.size() == stage.app().store()->stops().size() + 1);
    std::vector<Seen> back{look(stage)};
    while (!stage.app().view().playback.at_start()) {
        stage.key(Stroke::left);
        back.push_back(look(stage));
    }
    std::reverse(back.begin(), back.end());
    CHECK(forward == back);
}

TEST_CASE("no key press is lost when several come in one frame") {
    Stage stage;
    REQUIRE(stage.app().start({}));
    stage.frames();
    for (int i = 0; i < 5; ++i) stage.app().press({Stroke::right});
    stage.frames(1);
    CHECK(stage.app().view().playback.cursor() == stage.app().store()->stops()[4] + 1);
}

TEST_CASE("a key that was pressed is not left waiting for the next input") {
    Stage stage;
    REQUIRE(stage.app().start({}));
    stage.frames();
    CHECK(stage.app().seconds_until_change() != 0);
    stage.app().press({Stroke::right});
    CHECK(stage.app().seconds_until_change() == 0);
    stage.frames(1);
    CHECK(stage.app().seconds_until_change() != 0);
}

TEST_CASE("Home, End, turns and the space bar work") {
    Stage stage;
    REQUIRE(stage.app().start({}));
    stage.frames();
    const Playback& playback = stage.app().view().playback;
    stage.key(Stroke::end);
    CHECK(playback.at_end(*stage.app().store()));
    stage.key(Stroke::home);
    CHECK(playback.at_start());
    stage.key(Stroke::down);
    stage.key(Stroke::down);
    CHECK(look(stage).turn == 2);
    stage.key(Stroke::up);
    CHECK(look(stage).turn == 1);
    stage.key(Stroke::space);
    CHECK(playback.playing());
    const EventIndex before = playback.cursor();
    stage.frames(1, 0.6);
    CHECK(playback.cursor() > before);
    CHECK(stage.app().seconds_until_change() >= 0);
    stage.key(Stroke::space);
    CHECK_FALSE(playback.playing());
    stage.frames(1, 2);  // what moves has arrived
    CHECK(stage.app().seconds_until_change() < 0);
}

TEST_CASE("changing a parameter runs again at once and keeps the place") {
    Stage stage;
    REQUIRE(stage.app().start({}));
    for (int i = 0; i < 8; ++i) stage.key(Stroke::right);
    const Seen before = look(stage);
    REQUIRE(stage.runs() == 1);
    // The pills for the values are in the left column, under the idea; the second one is "2".
    bool changed = false;
    const Rect list = stage.app().layout()[View::course];
    for (float y = list.y + 60; y < list.y + 240 && !changed; y += 8) {
        stage.click(list.x + 28 + 30 + 4 + 15, y);
        changed = stage.runs() == 2;
    }
    REQUIRE(changed);
    CHECK(stage.app().parameters().at("seconds") == "2");
    CHECK(look(stage).cursor == before.cursor);
    CHECK(stage.app().store()->time_at(stage.app().store()->event_count()) == 2'000'000'000);
}

TEST_CASE("a turn is about no task, though one has its number") {
    Stage stage;
    REQUIRE(stage.app().start({}));
    Store& store = *stage.app().store();
    EventIndex turn = 0;
    while (store.event(turn).kind != EventKind::turn || store.event(turn).a != 2) ++turn;
    stage.app().view().playback.seek(store, turn + 1);
    stage.frames();
    // To where what is looked at is done: nothing is.
    stage.key(Stroke::f7);
    CHECK(stage.app().view().playback.cursor() == turn + 1);
    CHECK_FALSE(stage.app().error().empty());
}

TEST_CASE("while a request is passed on, what is looked at is the task that was asked") {
    Stage stage;
    stage.services().open = [](const auto&, const auto&) {
        SampleBuilder b;
        b.create(1, loopscope::trace::ObjectKind::task, "main");
        b.ready(1, loopscope::trace::ReadyReason::created);
        b.turn(1, 0);
        b.add(EventKind::step, {.a = 1});
        b.create(2, loopscope::trace::ObjectKind::future, "", {.value = 1});
        b.add(EventKind::await, {.a = 1, .b = 2, .line = 4});
        b.turn(2, 0);
        b.add(EventKind::call, {.a = 3, .text = "stop"});
        b.add(EventKind::cancel, {.a = 1});
        b.add(EventKind::cancel, {.a = 2});
        b.add(EventKind::cancel_end, {.a = 2});
        b.add(EventKind::cancel_end, {.a = 1, .value = 1});
        b.add(EventKind::call_end, {.a = 3});
        b.turn(3, 0);
        b.add(EventKind::step, {.a = 1});
        b.add(EventKind::task_return, {.a = 1});
        Opened opened;
        opened.recording = b.take();
        return opened;
    };
    REQUIRE(stage.app().open_file("program.loopscope"));
    Store& store = *stage.app().store();
    EventIndex passed_on = 0;
    while (store.event(passed_on).kind != EventKind::cancel || store.event(passed_on).a != 2) ++passed_on;
    stage.app().view().playback.seek(store, passed_on + 1);
    stage.frames();
    stage.key(Stroke::f7);  // to where it is done
    CHECK(store.event(stage.app().view().playback.cursor() - 1).kind == EventKind::task_return);
}

TEST_CASE("parameters can be changed by keys") {
    Stage stage;
    REQUIRE(stage.app().start({}));
    stage.key(']');
    CHECK(stage.app().parameters().at("seconds") == "2");
    stage.key(']');  // five is refused
    CHECK(stage.app().parameters().at("seconds") == "2");
    CHECK_FALSE(stage.app().error().empty());
    stage.key('[');
    CHECK(stage.app().parameters().at("seconds") == "1");
    stage.key('[');
    stage.key(Stroke::tab);
    CHECK(stage.app().parameters().at("seconds") == "1");
}

TEST_CASE("the buttons and the scrub bar move the cursor") {
    Stage stage;
    REQUIRE(stage.app().start({}));
    stage.frames();
    const Rect bar = stage.app().layout().transport;
    const Playback& playback = stage.app().view().playback;
    stage.click(bar.x + bar.width - 20, bar.y + 15);
    CHECK(playback.at_end(*stage.app().store()));
    stage.drag(bar.x + bar.width / 2, bar.y + 15, bar.x + 5, bar.y + 15);
    CHECK(playback.at_start());
    // The middle button plays.
    stage.click(bar.x + bar.width / 2, bar.y + 48);
    CHECK(playback.playing());
}

TEST_CASE("clicking a lane selects its task and goes there; Esc lets go") {
    Stage stage;
    REQUIRE(stage.app().start({}));
    stage.frames();
    const Rect timeline = stage.app().layout()[View::timeline];
    const float lanes = timeline.y + 44, height = 64;
    stage.click(timeline.x + 40, lanes + 2.5F * height);
    CHECK(stage.app().view().selection.object == 2);
    CHECK(stage.app().view().playback.at_start());
    CHECK_FALSE(stage.app().layout()[View::inspector].empty());
    stage.click(timeline.x + 400, lanes + 1.5F * height);
    CHECK(stage.app().view().selection.object == 1);
    CHECK_FALSE(stage.app().view().playback.at_start());
    stage.key(Stroke::escape);
    CHECK(stage.app().view().selection.empty());
    stage.key('j');
    CHECK(stage.app().view().selection.object != 0);
}

TEST_CASE("wheel and drag change the view, not the cursor") {
    Stage stage;
    REQUIRE(stage.app().start({}));
    stage.key(Stroke::down);
    const EventIndex cursor = stage.app().view().playback.cursor();
    const Rect timeline = stage.app().layout()[View::timeline];
    const int before = stage.vertices();
    stage.wheel(timeline.x + 500, timeline.y + 100, 5);
    stage.drag(timeline.x + 500, timeline.y + 100, timeline.x + 300, timeline.y + 100);
    CHECK(stage.app().view().playback.cursor() == cursor);
    CHECK(stage.vertices() != before);
}

TEST_CASE("every command can be given at any time") {
    Stage stage;
    stage.frames();
    for (const bool open : {false, true}) {
        if (open) REQUIRE(stage.app().start({}));
        for (const CommandInfo& info : all_commands()) {
            for (const Chord& chord : info.chords) stage.key(chord);
        }
    }
    CHECK(stage.app().wants_to_quit());
}

TEST_CASE("without anything to open the window still stands") {
    Stage stage;
    stage.services().scenarios.clear();
    CHECK(stage.app().start({}));
    stage.frames();
    for (const Stroke key : {Stroke::right, Stroke::left, Stroke::space, Stroke::end, Stroke::down})
        stage.key(key);
    CHECK(stage.app().store() == nullptr);
    CHECK(stage.vertices() > 50);
}

TEST_CASE("the full stop of a presenter remote blanks the screen, and any key shows it again") {
    Stage stage;
    REQUIRE(stage.app().start({}));
    stage.key('.');
    CHECK(stage.app().view().blank);
    stage.key('.');
    CHECK_FALSE(stage.app().view().blank);
    stage.key('.');
    const EventIndex before = stage.app().view().playback.cursor();
    stage.key(Stroke::page_down);
    CHECK_FALSE(stage.app().view().blank);
    CHECK(stage.app().view().playback.cursor() > before);
}
