// What of the lanes is in sight.
#include "tests/viz/ink.h"
#include "tests/viz/samples.h"
#include "tests/viz/stage.h"

#include <doctest/doctest.h>

#include <string>

using namespace loopscope;
using namespace loopscope::viz;

namespace {

constexpr trace::ObjectId kTasks = 20;

// Each runs in each of ten turns.
trace::Recording crowd() {
    SampleBuilder b;
    for (trace::ObjectId id = 1; id <= kTasks; ++id)
        b.create(id, trace::ObjectKind::task, "T" + std::to_string(id));
    for (std::uint32_t turn = 1; turn <= 10; ++turn) {
        for (trace::ObjectId id = 1; id <= kTasks; ++id) b.ready(id, trace::ReadyReason::created);
        b.turn(turn, 0);
        for (trace::ObjectId id = 1; id <= kTasks; ++id) {
            b.add(trace::EventKind::step, {.a = id});
            b.add(trace::EventKind::yield, {.a = id});
        }
    }
    return b.take();
}

// The triangle above the lanes at the cursor, and the bar at the left of who is spoken of.
struct InSight {
    explicit InSight(Stage& stage) {
        const Rect rect = stage.app().layout()[View::timeline];
        const Color accent = theme_of(ThemeName::light).accent;
        cursor = is_inked({rect.x + rect.width * 0.2F, rect.y, rect.width * 0.8F, rect.height}, accent);
        subject = is_inked({rect.x, rect.y + 40, 3, rect.height - 40}, accent);
    }
    bool cursor, subject;
};

}  // namespace

TEST_CASE("in a window of another size, and when all is larger, the cursor and who runs stay in sight") {
    Stage stage;
    stage.services().run = [](const auto&, const auto&, const auto&) {
        return Opened{.recording = crowd(), .error = {}, .notes = {}};
    };
    REQUIRE(stage.app().start({}));
    stage.key(Stroke::end);
    stage.key(Stroke::left);
    stage.frames();
    REQUIRE(InSight(stage).cursor);
    REQUIRE(InSight(stage).subject);
    const auto stays = [&] {
        stage.frames();
        CHECK(InSight(stage).cursor);
        CHECK(InSight(stage).subject);
    };
    for (const float width : {1024.0F, 1600.0F, 800.0F}) {
        CAPTURE(width);
        stage.resize(width, width * 0.75F);
        stays();
    }
    for (const float zoom : {2.0F, 3.0F, 0.75F}) {
        CAPTURE(zoom);
        stage.app().view().zoom = zoom;
        stays();
    }
    stage.key(Stroke::f5);
    stays();
}

TEST_CASE("no lane is cut at the top when the one that runs comes into sight") {
    Stage stage(1024, 768);
    stage.services().run = [](const auto&, const auto&, const auto&) {
        return Opened{.recording = crowd(), .error = {}, .notes = {}};
    };
    REQUIRE(stage.app().start({}));
    stage.app().view().zoom = 1.6F;
    stage.key(Stroke::end);
    for (int i = 0; i < 9; ++i) {
        CAPTURE(i);
        stage.key(Stroke::left);
        stage.frames();
        const Rect rect = stage.app().layout()[View::timeline];
        REQUIRE_FALSE(rect.empty());
        // Just below the axis is the air above a name, not its lower half.
        const float axis = rect.y + 2 * 22 * 1.6F;
        CHECK_FALSE(is_inked({rect.x + 40, axis, 90, 2}, theme_of(ThemeName::light).text));
    }
}

TEST_CASE("everything is everything, also where events are too fine to read; once more is a size to read") {
    Stage stage(1024, 768);
    stage.services().run = [](const auto&, const auto&, const auto&) {
        return Opened{.recording = crowd(), .error = {}, .notes = {}};
    };
    REQUIRE(stage.app().start({}));
    stage.key(Stroke::end);
    stage.key(Stroke::home);
    stage.frames();
    const trace::EventIndex all = stage.app().store()->event_count();
    // What is at the right edge, by pressing there.
    const auto at_the_edge = [&] {
        stage.frames();
        const Rect rect = stage.app().layout()[View::timeline];
        stage.click(rect.right() - 30, rect.y + 10);
        const trace::EventIndex there = stage.app().view().playback.cursor();
        stage.key(Stroke::home);
        return there;
    };
    const trace::EventIndex at_first = at_the_edge();
    CHECK(at_first < all / 2);
    stage.key('z');
    CHECK(at_the_edge() > all - all / 10);
    stage.key('z');
    CHECK(at_the_edge() == at_first);
}
