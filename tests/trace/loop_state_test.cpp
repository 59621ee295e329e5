#include "engine/trace/loop_state.h"

#include "tests/support/recording_builder.h"

#include <doctest/doctest.h>

using namespace loopscope::trace;
using namespace loopscope::test;

namespace {

LoopState play(const Recording& recording) {
    LoopState state;
    for (EventIndex i = 0; i < recording.events.size(); ++i) {
        const auto finding = state.apply(recording, i);
        INFO("event ", i);
        CHECK(finding.value_or("") == "");
    }
    return state;
}

constexpr std::int64_t kSecond = 1'000'000'000;

}  // namespace

TEST_CASE("timers are shown by deadline, equal ones by creation") {
    RecordingBuilder b;
    const std::int64_t deadlines[] = {3, 1, 2, 1, 5};
    for (const std::int64_t deadline : deadlines) {
        const ObjectId timer = b.create(ObjectKind::timer);
        b.add(EventKind::timer, timer, {.value = deadline * kSecond});
    }
    b.add(EventKind::timer_cancel, 3);
    std::vector<ObjectId> order;
    for (const Timer& t : play(b.recording()).timers()) order.push_back(t.timer);
    CHECK(order == std::vector<ObjectId>{2, 4, 1, 5});
    b.turn(1, 2 * kSecond).ready(2, ReadyReason::timer).ready(4, ReadyReason::timer);
    const LoopState state = play(b.recording());
    CHECK(state.timer_count() == 2);
    CHECK(state.left_in_turn == 2);
}

TEST_CASE("waiters wake in the order in which they came, and may leave from the middle") {
    RecordingBuilder b;
    const ObjectId future = b.create(ObjectKind::future, {.value = 1});
    for (const char* name : {"A", "B", "C"}) b.ready(b.task(name), ReadyReason::created);
    b.turn(1, 0);
    for (ObjectId task = 2; task <= 4; ++task)
        b.add(EventKind::step, task).add(EventKind::await, task, {.b = future});
    CHECK(play(b.recording()).waiters(future) == std::vector<ObjectId>{2, 3, 4});
    b.ready(3, ReadyReason::woken).turn(2, 0).add(EventKind::step, 3, {.text = "CancelledError()"});
    const LoopState state = play(b.recording());
    CHECK(state.waiters(future) == std::vector<ObjectId>{2, 4});
    CHECK(state.object(3)->awaits == 0);
    CHECK(state.current_task() == 3);
}

TEST_CASE("eager steps nest, and know who created them") {
    RecordingBuilder b;
    const ObjectId outer = b.task("outer");
    b.ready(outer, ReadyReason::created).turn(1, 0).add(EventKind::step, outer);
    const ObjectId inner = b.task("inner");
    b.add(EventKind::step, inner, {.flags = kEager});
    LoopState state = play(b.recording());
    CHECK(state.running.size() == 2);
    CHECK(state.current_task() == inner);
    CHECK(state.object(inner)->creator == outer);
    b.add(EventKind::task_return, inner, {.text = "7"}).add(EventKind::yield, outer);
    state = play(b.recording());
    CHECK(state.running.empty());
    CHECK(state.object(inner)->task_state == TaskState::returned);
    CHECK(b.recording().string(state.object(inner)->outcome) == "7");
    REQUIRE(state.ready.size() == 1);
    CHECK(state.ready.front().reason == ReadyReason::yielded);
    CHECK(state.left_in_turn == 0);
}

TEST_CASE("a request to cancel is counted, and taken back") {
    RecordingBuilder b;
    const ObjectId task = b.task("A");
    b.ready(task, ReadyReason::created);
    b.add(EventKind::cancel, task).add(EventKind::cancel_end, task, {.value = 1, .flags = kThrowAtNextStep});
    CHECK(play(b.recording()).object(task)->must_cancel);
    CHECK(play(b.recording()).object(task)->cancelling == 1);
    b.add(EventKind::uncancel, task, {.value = 0});
    CHECK_FALSE(play(b.recording()).object(task)->must_cancel);
    CHECK(play(b.recording()).cancels.empty());
}

TEST_CASE("a value that comes after a request to cancel is lost") {
    RecordingBuilder b;
    const ObjectId task = b.task("A");
    b.ready(task, ReadyReason::created).turn(1, 0).add(EventKind::step, task);
    b.add(EventKind::task_return, task, {.text = "'v'", .flags = kButCancelled});
    CHECK(play(b.recording()).object(task)->task_state == TaskState::cancelled);
    CHECK(play(b.recording()).object(task)->future_state == FutureState::cancelled);
}

TEST_CASE("frames are the coroutines that a task is inside of") {
    RecordingBuilder b;
    const ObjectId task = b.task("A");
    b.ready(task, ReadyReason::created).turn(1, 0).add(EventKind::step, task);
    b.add(EventKind::enter, task, {.text = "main"}).add(EventKind::enter, task, {.text = "inner"});
    CHECK(play(b.recording()).object(task)->frames().size() == 2);
    b.add(EventKind::leave, task);
    const LoopState state = play(b.recording());
    REQUIRE(state.object(task)->frames().size() == 1);
    CHECK(b.recording().string(state.object(task)->frames()[0].function) == "main");
}

TEST_CASE("a stream's buffers, pauses and ends add up") {
    RecordingBuilder b;
    const ObjectId stream = b.create(ObjectKind::transport, {.text = "client"});
    b.add(EventKind::watch, stream, {.flags = kRead});
    b.add(EventKind::stream_write, stream, {.value = 10, .c = 10})
        .add(EventKind::stream_send, stream, {.value = 4, .c = 6});
    b.add(EventKind::stream_receive, stream, {.value = 7, .c = 7})
        .add(EventKind::stream_read, stream, {.value = 5, .c = 2});
    b.add(EventKind::stream_pause, stream, {.flags = kWrite})
        .add(EventKind::stream_eof, stream, {.flags = kRead});
    const LoopState state = play(b.recording());
    const StreamState& s = state.object(stream)->stream();
    CHECK((s.written == 10 && s.sent == 4 && s.received == 7 && s.read == 5));
    CHECK((s.write_buffer == 6 && s.read_buffer == 2));
    CHECK((s.writing_paused && !s.reading_paused && s.eof_received && !s.eof_sent));
    CHECK(state.watches == std::vector<Watch>{{stream, kRead}});
    b.add(EventKind::drop, stream);
    CHECK(play(b.recording()).watches.empty());
}

TEST_CASE("a stream knows its other end, its marks and who waits for what") {
    RecordingBuilder b;
    const ObjectId client = b.create(ObjectKind::transport), server = b.create(ObjectKind::transport);
    const ObjectId future = b.create(ObjectKind::future);
    const StreamState usual = play(b.recording()).object(client)->stream();
    CHECK((usual.high_water == 65536 && usual.low_water == 16384 && usual.read_limit == 65536));
    b.add(EventKind::stream_peer, server, {.b = client});
    b.add(EventKind::stream_limits, client, {.value = 100, .flags = kWrite, .c = 20});
    b.add(EventKind::stream_limits, client, {.value = 50, .flags = kRead});
    b.add(EventKind::stream_wait, client, {.b = future, .text = "read(5)", .flags = kRead});
    b.add(EventKind::stream_wait, server, {.b = future, .text = "drain()", .flags = kWrite});
    const LoopState state = play(b.recording());
    const StreamState &c = state.object(client)->stream(), &s = state.object(server)->stream();
    CHECK((c.peer == server && s.peer == client));
    CHECK((c.high_water == 100 && c.low_water == 20 && c.read_limit == 50));
    CHECK((c.read_wait == future && c.write_wait == 0 && b.recording().string(c.wanted) == "read(5)"));
    CHECK((s.write_wait == future && s.read_wait == 0 && s.wanted == 0));
}

TEST_CASE("dropped objects are gone, the others are listed in order of creation") {
    RecordingBuilder b;
    for (int i = 0; i < 20'000; ++i) b.create(ObjectKind::handle);
    for (ObjectId id = 1; id <= 20'000; ++id) {
        if (id % 4999 != 0) b.add(EventKind::drop, id);
    }
    std::vector<ObjectId> left;
    const LoopState state = play(b.recording());
    for (const ObjectState& o : state.objects()) left.push_back(o.id);
    CHECK(left == std::vector<ObjectId>{4999, 9998, 14997, 19996});
    CHECK(state.objects().size() == 4);
    CHECK(state.object(5) == nullptr);
    CHECK(state.object(4'000'000'000) == nullptr);
}
