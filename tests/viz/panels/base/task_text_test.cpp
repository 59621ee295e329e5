#include "viz/panels/base/task_text.h"

#include "tests/viz/samples.h"

#include <doctest/doctest.h>

using namespace loopscope;
using namespace loopscope::viz;

namespace {

trace::EventIndex after(const Store& store, trace::EventKind kind, trace::ObjectId object) {
    trace::EventIndex event = 0;
    while (store.event(event).kind != kind || store.event(event).a != object) ++event;
    return event + 1;
}

}  // namespace

TEST_CASE("where a state has no room, what is waited for is said, in every language") {
    Store store(sleeper());
    const Words &en = Words::of("en"), &de = Words::of("de");
    const auto& main_waits = store.at(after(store, trace::EventKind::await, 1));
    CHECK(state_text(store, main_waits, 1, en) == "waits: A");
    CHECK(state_gist(store, main_waits, 1, en) == "A");
    CHECK(state_gist(store, main_waits, 2, de) == "bereit");
    const auto& sleeps = store.at(after(store, trace::EventKind::await, 2));
    CHECK(state_text(store, sleeps, 2, en) == "sleeps until 1 s");
    CHECK(state_gist(store, sleeps, 2, en) == "until 1 s");
    CHECK(state_text(store, sleeps, 2, de) == "schläft bis 1 s");
    CHECK(state_gist(store, sleeps, 2, de) == "bis 1 s");
}

TEST_CASE("who stands in line for a lock waits for the lock, who waits in a function for what that does") {
    SampleBuilder b;
    b.create(1, trace::ObjectKind::task, "A");
    b.ready(1, trace::ReadyReason::created);
    b.create(2, trace::ObjectKind::lock, "Lock 1");
    b.turn(1, 0);
    b.add(trace::EventKind::step, {.a = 1});
    b.create(3, trace::ObjectKind::future, "Lock.acquire", {.b = 2, .flags = trace::kInternal});
    b.add(trace::EventKind::await, {.a = 1, .b = 3});
    b.add(trace::EventKind::resolve, {.a = 3});
    b.ready(1, trace::ReadyReason::woken, 3);
    b.turn(2, 0);
    b.add(trace::EventKind::step, {.a = 1, .b = 3});
    b.create(4, trace::ObjectKind::future, "Server.wait_closed", {.flags = trace::kInternal});
    b.add(trace::EventKind::await, {.a = 1, .b = 4});
    Store store(b.take());
    const Words& en = Words::of("en");
    const auto& in_line = store.at(after(store, trace::EventKind::await, 1));
    CHECK(state_text(store, in_line, 1, en) == "waits: Lock 1");
    CHECK(state_gist(store, in_line, 1, en) == "Lock 1");
    const auto& in_function = store.at(store.event_count());
    CHECK(state_text(store, in_function, 1, en) == "waits: Server.wait_closed");
    CHECK(state_gist(store, in_function, 1, en) == "wait_closed");
}

TEST_CASE("who waits for the next of as_completed() does not wait for a queue") {
    SampleBuilder b;
    b.create(1, trace::ObjectKind::task, "A");
    b.ready(1, trace::ReadyReason::created);
    b.turn(1, 0);
    b.add(trace::EventKind::step, {.a = 1});
    b.create(2, trace::ObjectKind::future, "Queue.get", {.flags = trace::kInternal});
    b.add(trace::EventKind::await, {.a = 1, .b = 2});
    Store store(b.take());
    const auto& now = store.at(store.event_count());
    CHECK(state_text(store, now, 1, Words::of("en")) == "waits: the next of as_completed");
    CHECK(state_gist(store, now, 1, Words::of("en")) == "as_completed");
}

TEST_CASE("of what is over, the short form tells how, but not with which value") {
    Store store(sleeper());
    const Words& en = Words::of("en");
    const auto& end = store.at(store.event_count());
    CHECK(state_text(store, end, 2, en) == "finished: 'A'");
    CHECK(state_gist(store, end, 2, en) == "finished");
    CHECK(state_gist(store, store.at(0), 2, en) == "not yet");
    Store failed(cancelled_and_failed());
    const auto& over = failed.at(failed.event_count());
    CHECK(state_text(failed, over, 5, en) == "failed, unseen: ValueError('no')");
    CHECK(state_gist(failed, over, 5, en) == "failed, unseen");
}

TEST_CASE("an error that somebody has looked at is not unseen any more") {
    SampleBuilder b;
    b.create(1, trace::ObjectKind::task, "A");
    b.ready(1, trace::ReadyReason::created);
    b.turn(1, 0);
    b.add(trace::EventKind::step, {.a = 1});
    b.add(trace::EventKind::task_raise, {.a = 1, .text = "ValueError()"});
    b.add(trace::EventKind::retrieve, {.a = 1});
    Store store(b.take());
    const Words& en = Words::of("en");
    const trace::EventIndex seen = store.event_count();
    CHECK(state_text(store, store.at(seen - 1), 1, en) == "failed, unseen: ValueError()");
    CHECK(state_text(store, store.at(seen), 1, en) == "failed: ValueError()");
}

TEST_CASE("a request to cancel is counted for as long as nobody takes it back") {
    SampleBuilder b;
    b.create(1, trace::ObjectKind::task, "A");
    b.ready(1, trace::ReadyReason::created);
    b.add(trace::EventKind::cancel, {.a = 1});
    b.add(trace::EventKind::cancel_end, {.a = 1, .value = 1, .flags = trace::kThrowAtNextStep});
    b.turn(1, 0);
    b.add(trace::EventKind::step, {.a = 1, .text = "CancelledError()"});
    b.add(trace::EventKind::uncancel, {.a = 1});
    Store store(b.take());
    const Words &en = Words::of("en"), &de = Words::of("de");
    const trace::EventIndex all = store.event_count();
    CHECK(state_text(store, store.at(all - 2), 1, en) == "ready, to be cancelled");
    CHECK(state_text(store, store.at(all - 1), 1, en) == "running, cancel requested (1)");
    CHECK(state_text(store, store.at(all - 1), 1, de) == "l\u00e4uft, Abbruch erbeten (1)");
    CHECK(state_gist(store, store.at(all - 1), 1, en) == "running");
    CHECK(state_text(store, store.at(all), 1, en) == "running");
}

TEST_CASE("a gather's results stand at the places of its arguments") {
    SampleBuilder b;
    b.create(1, trace::ObjectKind::task, "main");
    b.ready(1, trace::ReadyReason::created);
    b.create(2, trace::ObjectKind::gather, "");
    for (const trace::ObjectId child : {3U, 4U}) {
        b.create(child, trace::ObjectKind::task, "");
        b.ready(child, trace::ReadyReason::created);
        b.add(trace::EventKind::link, {.a = 2, .b = child, .text = "child"});
    }
    b.turn(1, 0);
    b.add(trace::EventKind::step, {.a = 1});
    b.add(trace::EventKind::await, {.a = 1, .b = 2});
    b.add(trace::EventKind::step, {.a = 3});
    b.add(trace::EventKind::yield, {.a = 3});
    b.add(trace::EventKind::step, {.a = 4});
    b.add(trace::EventKind::task_return, {.a = 4, .text = "'B'"});
    Store store(b.take());
    const auto& now = store.at(store.event_count());
    CHECK(state_text(store, now, 1, Words::of("en")) == "waits: gather [\u2013, 'B']");
    CHECK(state_gist(store, now, 1, Words::of("en")) == "gather");
}

TEST_CASE("where the loop's state has no room, its turn is said without the time") {
    Store store(sleeper());
    const Words &en = Words::of("en"), &de = Words::of("de");
    CHECK(loop_gist(store.at(0), en) == "not yet");
    const auto& begun = store.at(after(store, trace::EventKind::turn, 3));
    CHECK(loop_text(begun, en) == "turn 3, t = 1 s");
    CHECK(loop_gist(begun, en) == "turn 3");
    CHECK(loop_gist(begun, de) == "Runde 3");
    const auto& waits = store.at(after(store, trace::EventKind::select, 0));
    CHECK(loop_gist(waits, en) == loop_text(waits, en));
}
