#include "viz/data/instant/machine.h"

#include "tests/viz/samples.h"

#include <doctest/doctest.h>

#include <algorithm>

using namespace loopscope::viz;
using namespace loopscope::trace;

namespace {

// The machine just after the n-th event of a kind.
Machine after(Store& store, EventKind kind, int nth = 1) {
    for (EventIndex i = 0; i < store.event_count(); ++i)
        if (store.event(i).kind == kind && --nth == 0) return machine_of(store, store.at(i + 1));
    FAIL("there is no such event");
    return {};
}

// A copy: most machines of these tests are temporaries.
std::optional<MachineItem> thing(const Machine& machine, MachinePlace place, ObjectId id) {
    const auto& tokens = machine[place];
    const auto found =
        std::find_if(tokens.begin(), tokens.end(), [&](const MachineItem& token) { return token.id == id; });
    return found == tokens.end() ? std::nullopt : std::optional(*found);
}

std::optional<Origin> origin(const MachineChange& change, MachinePlace place, std::size_t index) {
    return change.origins[index_of(place)].at(index);
}

constexpr ObjectId kMain = 1, kA = 2, kTimer = 4;

}  // namespace

TEST_CASE("a task that awaits goes from where it ran to those who wait") {
    Store store(sleeper());
    const Machine before = after(store, EventKind::enter), later = after(store, EventKind::await);
    REQUIRE(thing(before, MachinePlace::running, kMain));
    REQUIRE(thing(later, MachinePlace::waiting, kMain));
    CHECK(later[MachinePlace::running].empty());
    const MachineChange change = change_between(before, later);
    CHECK(origin(change, MachinePlace::waiting, 0) == Origin{MachinePlace::running, 0});
}

TEST_CASE("what is made comes from what runs") {
    Store store(sleeper());
    const MachineChange task =
        change_between(after(store, EventKind::enter), after(store, EventKind::ready, 2));
    CHECK(origin(task, MachinePlace::ready, 0) == Origin{MachinePlace::running, 0});
    const MachineChange timer =
        change_between(after(store, EventKind::enter, 2), after(store, EventKind::timer));
    CHECK(origin(timer, MachinePlace::timers, 0) == Origin{MachinePlace::running, 0});
}

TEST_CASE("a timer that is due goes to the ready queue, from there to what runs, and wakes who waited") {
    Store store(sleeper());
    const Machine armed = after(store, EventKind::select), due = after(store, EventKind::ready, 3);
    CHECK(origin(change_between(armed, due), MachinePlace::ready, 0) == Origin{MachinePlace::timers, 0});
    const Machine called = after(store, EventKind::call);
    CHECK(origin(change_between(due, called), MachinePlace::running, 0) == Origin{MachinePlace::ready, 0});
    const Machine woken = after(store, EventKind::ready, 4);
    const auto from = origin(change_between(called, woken), MachinePlace::ready, 0);
    REQUIRE(from);
    CHECK(from->place == MachinePlace::waiting);
    CHECK(called[MachinePlace::waiting][*from->index].id == kA);
}

TEST_CASE("into whom CancelledError is thrown when it runs is known while it is ready") {
    Store store(cancelled_and_failed());
    const Machine asked = after(store, EventKind::cancel_end),
                  ended = after(store, EventKind::task_cancelled);
    CHECK(thing(asked, MachinePlace::ready, kA)->cancelled);
    CHECK_FALSE(thing(ended, MachinePlace::ready, 5)->cancelled);  // B, which nobody asked
    CHECK_FALSE(thing(after(store, EventKind::ready), MachinePlace::ready, kMain)->cancelled);
}

TEST_CASE("a step back moves things the same ways back") {
    Store store(sleeper());
    const Machine armed = after(store, EventKind::select), due = after(store, EventKind::ready, 3);
    CHECK(origin(change_between(due, armed), MachinePlace::timers, 0) == Origin{MachinePlace::ready, 0});
}

TEST_CASE("who is done is gone") {
    Store store(sleeper());
    const Machine before = after(store, EventKind::leave), later = after(store, EventKind::task_return);
    const MachineChange change = change_between(before, later);
    REQUIRE(change.gone.size() == 1);
    CHECK(change.gone.front() == Origin{MachinePlace::running, 0});
}

TEST_CASE("nothing moves where nothing happened") {
    Store store(sleeper());
    const Machine machine = after(store, EventKind::await, 2);
    CHECK(change_between(machine, machine).empty());
    CHECK_FALSE(change_between(machine, after(store, EventKind::call)).empty());
}

TEST_CASE("a timer says who is served and what remains") {
    Store store(sleeper(2));
    const Machine armed = after(store, EventKind::timer);
    const auto timer = thing(armed, MachinePlace::timers, kTimer);
    REQUIRE(timer);
    CHECK(timer->remaining_ns == 2 * kSecond);
    CHECK(timer->remaining_share == 1);
    CHECK(thing(after(store, EventKind::await, 2), MachinePlace::timers, kTimer)->about == kA);
    const auto due = thing(after(store, EventKind::turn, 3), MachinePlace::timers, kTimer);
    REQUIRE(due);
    CHECK(due->remaining_ns == 0);
    CHECK(due->remaining_share == 0);
}

TEST_CASE("while a step keeps the thread, timers become overdue") {
    SampleBuilder b;
    b.create(1, ObjectKind::task, "job");
    b.ready(1, ReadyReason::created);
    b.create(2, ObjectKind::timer, "", {.value = kSecond});
    b.add(EventKind::timer, {.a = 2, .value = kSecond});
    b.turn(1, 0);
    b.add(EventKind::step, {.a = 1});
    b.add(EventKind::clock, {.value = 3 * kSecond, .line = 4});
    Store store(b.take());
    const auto timer = thing(after(store, EventKind::clock), MachinePlace::timers, 2);
    REQUIRE(timer);
    CHECK(timer->remaining_ns == -2 * kSecond);
    CHECK(timer->remaining_share == 0);
}

TEST_CASE("the selector tells connections from each other by the tasks that use them, once these do") {
    constexpr ObjectId kHandler = 1, kGuest = 2, kClient = 3, kServer = 4;
    SampleBuilder b;
    b.create(kHandler, ObjectKind::task, "answer");
    b.create(kGuest, ObjectKind::task, "guest");
    b.add(EventKind::step, {.a = kGuest});
    b.create(kClient, ObjectKind::transport, "client side", {.flags = kInternal});
    b.add(EventKind::watch, {.a = kClient, .flags = 1});
    b.add(EventKind::yield, {.a = kGuest});
    b.create(kServer, ObjectKind::transport, "server side", {.flags = kInternal});
    b.add(EventKind::watch, {.a = kServer, .flags = 1});
    const auto made = b.add(EventKind::step, {.a = kHandler});
    const auto read = b.add(EventKind::stream_read, {.a = kServer, .value = 3});
    Store store(b.take());
    CHECK(thing(machine_of(store, store.at(made + 1)), MachinePlace::selector, kClient)->about == kGuest);
    CHECK(thing(machine_of(store, store.at(made + 1)), MachinePlace::selector, kServer)->about == 0);
    CHECK(thing(machine_of(store, store.at(read + 1)), MachinePlace::selector, kServer)->about == kHandler);
}

TEST_CASE("the parts of a turn come one after the other") {
    Store store(sleeper());
    CHECK(machine_of(store, store.at(0)).phase == MachinePhase::stopped);
    CHECK(after(store, EventKind::select).phase == MachinePhase::waits);
    CHECK(after(store, EventKind::turn, 3).phase == MachinePhase::collects);
    CHECK(after(store, EventKind::ready, 3).phase == MachinePhase::collects);
    CHECK(after(store, EventKind::call).phase == MachinePhase::runs);
    CHECK(after(store, EventKind::loop_stop).phase == MachinePhase::stopped);
}

TEST_CASE("what fires stays watched, and what it makes ready comes from it") {
    SampleBuilder b;
    b.add(EventKind::loop_run, {});
    b.create(1, ObjectKind::server, "server");
    b.create(2, ObjectKind::server, "other");
    b.add(EventKind::watch, {.a = 2, .flags = kRead});
    b.add(EventKind::watch, {.a = 1, .flags = kRead});
    b.add(EventKind::select, {.value = -1});
    b.turn(1, 0);
    b.ready(1, ReadyReason::io);
    Store store(b.take());
    const Machine before = after(store, EventKind::turn), later = after(store, EventKind::ready);
    CHECK_FALSE(thing(before, MachinePlace::selector, 1)->fired);
    CHECK(thing(later, MachinePlace::selector, 1)->fired);
    CHECK_FALSE(thing(later, MachinePlace::selector, 2)->fired);
    CHECK(origin(change_between(before, later), MachinePlace::ready, 0) == Origin{MachinePlace::selector, 1});
}

TEST_CASE("a call from a thread comes through the door, and runs in its turn") {
    SampleBuilder b;
    b.add(EventKind::loop_run, {});
    b.create(1, ObjectKind::thread, "worker");
    b.create(2, ObjectKind::handle, "put");
    b.add(EventKind::thread_run, {.a = 1});
    b.add(EventKind::thread_wait, {.a = 1, .value = -1});
    b.turn(1, 0);
    b.ready(2, ReadyReason::thread);
    Store store(b.take());
    CHECK(thing(after(store, EventKind::thread_run), MachinePlace::threads, 1)->active);
    const Machine before = after(store, EventKind::turn), later = after(store, EventKind::ready);
    CHECK_FALSE(thing(later, MachinePlace::threads, 1)->active);
    CHECK(origin(change_between(before, later), MachinePlace::ready, 0) ==
          Origin{MachinePlace::threads, std::nullopt});
}

TEST_CASE("what becomes ready in a turn belongs to the next, and what has no room is counted") {
    SampleBuilder b;
    b.add(EventKind::loop_run, {});
    for (ObjectId id = 1; id <= 5; ++id) {
        b.create(id, ObjectKind::task, "");
        b.ready(id, ReadyReason::created);
    }
    b.turn(1, 0);
    b.add(EventKind::step, {.a = 1});
    b.add(EventKind::yield, {.a = 1});
    Store store(b.take());
    const Machine machine = machine_of(store, store.at(store.event_count()), 3);
    REQUIRE(machine[MachinePlace::ready].size() == 3);
    CHECK(machine.left_out[index_of(MachinePlace::ready)] == 2);
    CHECK(machine[MachinePlace::ready].front().this_turn);
    const Machine all = machine_of(store, store.at(store.event_count()));
    CHECK_FALSE(all[MachinePlace::ready].back().this_turn);
    CHECK(all[MachinePlace::ready].back().id == 1);
    // It is the same one, further back.
    const MachineChange change = change_between(after(store, EventKind::step), all);
    CHECK(origin(change, MachinePlace::ready, 4) == Origin{MachinePlace::running, 0});
}
