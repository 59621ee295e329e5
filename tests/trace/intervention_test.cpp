#include "engine/trace/loop_state.h"

#include "tests/support/recording_builder.h"

#include <doctest/doctest.h>

#include <string>

using namespace loopscope::trace;
using namespace loopscope::test;

namespace {

struct Played {
    LoopState state;
    std::string finding;  // the first
};

Played play(const Recording& recording) {
    Played played;
    for (EventIndex i = 0; i < recording.events.size(); ++i) {
        const auto finding = played.state.apply(recording, i);
        if (finding && played.finding.empty()) played.finding = *finding;
    }
    return played;
}

Fields with(InterventionKind kind, Fields fields = {}) {
    fields.flags = static_cast<std::uint8_t>(kind);
    return fields;
}

// Three tasks in the ready queue, at the beginning of turn 1.
RecordingBuilder three() {
    RecordingBuilder b;
    for (const char* name : {"a", "b", "c"}) b.ready(b.task(name), ReadyReason::created);
    b.turn(1, 0);
    return b;
}

}  // namespace

TEST_CASE("first: its entry comes to the front, those before it keep their order") {
    RecordingBuilder b = three();
    b.add(EventKind::intervene, 3, with(InterventionKind::first));
    const Played played = play(b.finish());
    CHECK(played.finding == "");
    CHECK(played.state.ready[0].object == 3);
    CHECK(played.state.ready[1].object == 1);
    CHECK(played.state.ready[2].object == 2);
}

TEST_CASE("first of what does not run in this turn breaks a rule, unless it says that it was not done") {
    RecordingBuilder b = three();
    b.add(EventKind::intervene, 9, with(InterventionKind::first, {.c = kNotDone}));
    CHECK(play(b.recording()).finding == "");
    b.add(EventKind::intervene, 9, with(InterventionKind::first));
    CHECK(play(b.finish()).finding.find("does not run in this turn") != std::string::npos);
}

TEST_CASE("what becomes ready by an intervention at the beginning of a turn is not of that turn") {
    RecordingBuilder b = three();
    const ObjectId late = b.task("late");
    b.add(EventKind::intervene, 1, with(InterventionKind::cancel));
    b.ready(late, ReadyReason::woken);
    CHECK(play(b.finish()).state.left_in_turn == 3);
}

TEST_CASE("fire and delay move the timer's deadline") {
    RecordingBuilder b;
    const ObjectId timer = b.create(ObjectKind::timer);
    b.add(EventKind::timer, timer, {.value = 50});
    b.turn(1, 7);
    b.add(EventKind::intervene, timer, with(InterventionKind::delay, {.b = timer, .value = 20}));
    CHECK(play(b.recording()).state.timers()[0].deadline_ns == 70);
    b.add(EventKind::intervene, timer, with(InterventionKind::fire, {.b = timer}));
    CHECK(play(b.recording()).state.timers()[0].deadline_ns == 7);
    b.add(EventKind::timer_cancel, timer);
    CHECK(play(b.recording()).finding == "");
    b.add(EventKind::intervene, timer, with(InterventionKind::fire, {.b = timer}));
    CHECK(play(b.finish()).finding.find("no timer that runs") != std::string::npos);
}

TEST_CASE("an intervention inside of a step breaks a rule; a kind that nobody knows does nothing") {
    RecordingBuilder b = three();
    b.add(EventKind::intervene, 1, {.flags = 99});
    CHECK(play(b.recording()).finding == "");
    b.add(EventKind::step, 1);
    b.add(EventKind::intervene, 1, with(InterventionKind::cancel));
    CHECK(play(b.finish()).finding.find("runs") != std::string::npos);
}
