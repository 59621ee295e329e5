// The loop as a machine, the streams and the locks in the window, with keys and mouse.
#include "tests/viz/ink.h"
#include "tests/viz/primitives_sample.h"
#include "tests/viz/stage.h"
#include "tests/viz/streams_sample.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

using namespace loopscope::viz;
using namespace loopscope::trace;

namespace {

constexpr Chord kMotion{stroke('y'), true}, kNext{stroke('\\')}, kHex{stroke('b'), true};

void open(Stage& stage, Recording (*make)()) {
    stage.services().open = [make](const std::filesystem::path&, const Progress&) {
        Opened opened;
        opened.recording = make();
        return opened;
    };
    REQUIRE(stage.app().open_file("sample.loopscope"));
    stage.frames();
}

Recording streams() { return StreamsSample().take(); }
Recording primitives() { return PrimitivesSample().take(); }

// The first `count` events have happened; the frame that shows it takes no time.
void step_to(Stage& stage, EventIndex count) {
    stage.app().view().playback.seek(*stage.app().store(), count);
    stage.frames(1);
}

// Presses on a raster of points until something is selected.
bool click_until_selected(Stage& stage, View view, ObjectId wanted) {
    const Rect rect = stage.app().layout()[view];
    for (float y = rect.y + 8; y < rect.bottom(); y += 14) {
        for (float x = rect.x + 26; x < rect.right(); x += 40) {
            stage.click(x, y);
            if (stage.app().view().selection.object == wanted) return true;
        }
    }
    return false;
}

}  // namespace

TEST_CASE(
    "the stack of the loop's thread is seen in the narrow panel and, alone, at the foot of the wide one") {
    Stage stage;
    REQUIRE(stage.app().start({}));
    step_to(stage, 10);
    const Color dim = theme_of(ThemeName::light).text_dim;
    const auto foot = [&] {
        const Rect rect = stage.app().layout()[View::loop];
        return Rect{rect.x, rect.bottom() - 34, rect.width, 34};
    };
    stage.key('l');
    if (stage.app().layout()[View::loop].empty()) stage.key('l');
    stage.app().view().focus = View::loop;
    stage.key(Stroke::f11);
    stage.frames();
    CHECK(is_inked(foot(), dim));
    stage.key(Stroke::end);  // no loop runs any more
    stage.frames();
    CHECK_FALSE(is_inked(foot(), dim));
}

TEST_CASE("who is thrown CancelledError when it runs stands in the ready queue with a bolt") {
    Stage stage;
    open(stage, cancelled_and_failed);
    stage.app().view().arrangement().show(View::loop);
    stage.app().view().motion = Pace::off;
    const auto bolt_at = [&](EventIndex count) {
        step_to(stage, count);
        stage.frames(1);
        return is_inked(stage.app().layout()[View::loop], theme_of(ThemeName::light).cancelled);
    };
    const Store& store = *stage.app().store();
    EventIndex cancel = 0;
    while (store.event(cancel).kind != EventKind::cancel) ++cancel;
    CHECK_FALSE(bolt_at(cancel));
    CHECK(bolt_at(cancel + 5));  // cancel() has returned, and A is ready
    while (store.event(cancel).kind != EventKind::task_cancelled) ++cancel;
    CHECK_FALSE(bolt_at(cancel));  // A runs, and B is ready as any other
    CHECK(bolt_at(cancel + 2));    // main, which waits for A, gets it, too
}

TEST_CASE("a step sets things in motion, for a short time, and nothing is drawn after that") {
    Stage stage;
    REQUIRE(stage.app().start({}));
    stage.frames();
    REQUIRE_FALSE(stage.app().layout()[View::loop].empty());
    CHECK(stage.app().seconds_until_change() < 0);
    step_to(stage, 10);
    CHECK(stage.app().seconds_until_change() == 0);
    stage.frames(10, 0.1);
    CHECK(stage.app().seconds_until_change() < 0);
}

TEST_CASE("who steps on during a motion does not wait for it") {
    const auto walk = [](Pace pace) {
        Stage stage;
        REQUIRE(stage.app().start({}));
        stage.app().view().motion = pace;
        std::vector<EventIndex> seen;
        for (int i = 0; i < 12; ++i) {
            stage.key(Stroke::right);
            seen.push_back(stage.app().view().playback.cursor());
            if (pace == Pace::off) CHECK(stage.app().seconds_until_change() < 0);
        }
        stage.frames(1, 2);
        seen.push_back(static_cast<EventIndex>(stage.vertices()));  // in the end they look the same
        return seen;
    };
    CHECK(walk(Pace::slow) == walk(Pace::off));
}

TEST_CASE("nothing moves where the loop is not seen, or with reduced motion; slow takes longer") {
    Stage stage;
    REQUIRE(stage.app().start({}));
    stage.frames();
    stage.key('l');
    step_to(stage, 10);
    CHECK(stage.app().seconds_until_change() < 0);
    stage.key('l');
    stage.key(kMotion);
    CHECK(stage.app().view().motion == Pace::slow);
    step_to(stage, 17);
    CHECK(stage.app().seconds_until_change() == 0);
    stage.frames(1, 0.5);
    CHECK(stage.app().seconds_until_change() == 0);
    stage.key(kMotion);
    CHECK(stage.app().view().motion == Pace::off);
    stage.frames(1, 2);
    step_to(stage, 10);
    CHECK(stage.app().seconds_until_change() < 0);
}

TEST_CASE("the pace of motion is remembered") {
    Stage stage, again;
    REQUIRE(stage.app().start({}));
    stage.app().view().motion = Pace::off;
    CHECK(again.app().restore(stage.app().settings()).empty());
    CHECK(again.app().view().motion == Pace::off);
    std::string bad;
    CHECK_FALSE(again.app().restore(Settings::parse("motion = hasty\n", bad)).empty());
    CHECK(again.app().view().motion == Pace::off);
}

TEST_CASE("a thing in the machine is selected by pressing it, small and with the window to itself") {
    Stage stage;
    REQUIRE(stage.app().start({}));
    stage.app().view().playback.seek(*stage.app().store(), 10);  // main waits, A is ready
    stage.frames();
    CHECK(click_until_selected(stage, View::loop, 2));
    stage.key(Stroke::escape);
    stage.app().view().focus = View::loop;
    stage.key(Stroke::f11);
    CHECK(stage.app().layout()[View::loop].width > 1500);
    CHECK(click_until_selected(stage, View::loop, 1));
}

TEST_CASE("the machine is drawn at every event, size and pace") {
    Stage stage;
    REQUIRE(stage.app().start({.scenario = "cancel", .parameters = {}, .file = {}}));
    stage.app().view().focus = View::loop;
    for (const auto& [width, height] : {std::pair{640.0F, 480.0F}, {1024.0F, 768.0F}, {2560.0F, 1440.0F}}) {
        stage.resize(width, height);
        for (const bool alone : {false, true}) {
            stage.key(Stroke::f11);
            CHECK(stage.app().view().alone.has_value() != alone);
            for (EventIndex i = 0; i <= stage.app().store()->event_count(); ++i) {
                stage.app().view().playback.seek(*stage.app().store(), i);
                stage.frames(2, 0.1);
                CHECK(stage.vertices() > 200);
            }
        }
    }
}

TEST_CASE("the streams follow what happens, and stay with a connection that was chosen") {
    Stage stage;
    open(stage, streams);
    stage.key('|');
    REQUIRE_FALSE(stage.app().layout()[View::streams].empty());
    StreamsPanel& panel = stage.app().streams();
    CHECK(panel.shown() == nullptr);  // no connection is made yet
    for (EventIndex i = 0; i <= stage.app().store()->event_count(); ++i) {
        stage.app().view().playback.seek(*stage.app().store(), i);
        stage.frames(1);
    }
    REQUIRE(panel.shown());
    CHECK(panel.shown()->first == StreamsSample::kClient);
    const bool hex = panel.hex();
    stage.key(kHex);
    CHECK(panel.hex() != hex);
    stage.key(kNext);
    REQUIRE(panel.shown());
    stage.key(kNext);
    CHECK(panel.shown());
}

TEST_CASE("a row of the sequence goes to its moment, and an end is selected by pressing its name") {
    Stage stage;
    open(stage, streams);
    stage.key('|');
    stage.key(Stroke::f11);
    stage.app().view().playback.last(*stage.app().store());
    stage.frames();
    const EventIndex end = stage.app().view().playback.cursor();
    const Rect rect = stage.app().layout()[View::streams];
    for (float y = rect.y + 60; y < rect.y + 260 && stage.app().view().playback.cursor() == end; y += 11)
        stage.click(rect.right() - 200, y);
    CHECK(stage.app().view().playback.cursor() < end);
    stage.app().view().selection.clear();
    CHECK(click_until_selected(stage, View::streams, StreamsSample::kServed));
}

TEST_CASE("a recording without streams or locks says so") {
    Stage stage;
    REQUIRE(stage.app().start({}));
    for (const char key : {'|', '&'}) {
        stage.key(key);
        stage.frames();
        CHECK(stage.vertices() > 200);
    }
    CHECK(stage.app().streams().shown() == nullptr);
}

TEST_CASE("owners and those in line are selected by pressing them, a curve goes to its moment") {
    Stage stage;
    open(stage, primitives);
    stage.key('&');
    stage.key(Stroke::f11);
    PrimitivesSample sample;
    stage.app().view().playback.seek(*stage.app().store(), sample.waits + 1);
    stage.frames();
    CHECK(click_until_selected(stage, View::primitives, PrimitivesSample::kA));
    stage.app().view().playback.seek(*stage.app().store(), sample.waits + 1);
    stage.app().view().selection.clear();
    CHECK(click_until_selected(stage, View::primitives, PrimitivesSample::kB));
    for (const auto& [width, height] : {std::pair{640.0F, 480.0F}, {1024.0F, 768.0F}, {2560.0F, 1440.0F}}) {
        stage.resize(width, height);
        CHECK(stage.vertices() > 200);
    }
}

TEST_CASE("of very many in line the first are painted, and of these what can be seen") {
    Stage stage;
    open(stage, [] {
        constexpr ObjectId kLock = 1, kMany = 3000;
        SampleBuilder b;
        b.add(EventKind::loop_run, {});
        b.create(kLock, ObjectKind::lock, "Lock");
        b.turn(1, 0);
        for (ObjectId task = kLock + 1; task < 2 * kMany; task += 2) {
            b.create(task, ObjectKind::task, "");
            b.ready(task, ReadyReason::created);
            b.add(EventKind::step, {.a = task});
            b.create(task + 1, ObjectKind::future, "Lock.acquire", {.b = kLock, .flags = kInternal});
            b.add(EventKind::await, {.a = task, .b = task + 1});
        }
        return b.take();
    });
    stage.key('&');
    stage.key(Stroke::f11);
    stage.app().view().playback.last(*stage.app().store());
    stage.frames();
    CHECK(stage.vertices() > 1000);
    CHECK(stage.vertices() < 30'000);
}
