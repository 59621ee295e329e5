#include "viz/data/instant/occupied_lines.h"

#include "tests/viz/samples.h"

#include <doctest/doctest.h>

using namespace loopscope;
using namespace loopscope::viz;

namespace {

// "4 A, 10 main": who is at which line after the next event of that kind and object.
std::string lines_after(Store& store, trace::EventKind kind, trace::ObjectId object,
                        trace::EventIndex from = 0) {
    trace::EventIndex event = from;
    while (store.event(event).kind != kind || store.event(event).a != object) ++event;
    std::string text;
    for (const OccupiedLine& line : occupied_lines(store, store.at(event + 1), event))
        text += (text.empty() ? "" : ", ") + std::to_string(line.place.line) + " " + line.text;
    return text;
}

}  // namespace

TEST_CASE("a line says which tasks wait there") {
    Store store(sleeper());
    CHECK(lines_after(store, trace::EventKind::await, 1) == "10 main");
    CHECK(lines_after(store, trace::EventKind::await, 2) == "10 main, 4 A");
}

TEST_CASE("who runs is at the line that it has come to, no longer where it waited") {
    Store store(sleeper());
    CHECK(lines_after(store, trace::EventKind::print, 2) == "10 main, 5 A");
    CHECK(lines_after(store, trace::EventKind::task_return, 2) == "10 main");
    CHECK(lines_after(store, trace::EventKind::task_return, 1).empty());
}

TEST_CASE("tasks at one line share it, in the order of their creation") {
    SampleBuilder b;
    b.add(trace::EventKind::loop_run, {});
    for (const trace::ObjectId task : {1U, 2U}) {
        b.create(task, trace::ObjectKind::task, task == 1 ? "A" : "B");
        b.ready(task, trace::ReadyReason::created);
    }
    b.turn(1, 0);
    for (const trace::ObjectId task : {2U, 1U}) {
        b.add(trace::EventKind::step, {.a = task});
        b.add(trace::EventKind::yield, {.a = task, .line = 4});
    }
    Store store(b.take());
    CHECK(lines_after(store, trace::EventKind::yield, 1) == "4 A, B");
    const auto lines = occupied_lines(store, store.at(store.event_count()), {});
    REQUIRE(lines.size() == 1);
    CHECK(lines[0].tasks == std::vector<trace::ObjectId>{1, 2});
}
