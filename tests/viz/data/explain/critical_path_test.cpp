#include "viz/data/explain/critical_path.h"

#include "tests/viz/samples.h"
#include "viz/app/path_work.h"

#include <doctest/doctest.h>

#include <string>

using namespace loopscope::viz;
using namespace loopscope::trace;

namespace {

// Without gap or overlap, from the beginning to the end.
void check_partition(const CriticalPath& path, const Store& store) {
    REQUIRE_FALSE(path.parts.empty());
    CHECK(path.parts.front().begin == 0);
    CHECK(path.parts.front().begin_ns == store.time_at(0));
    std::int64_t sum = 0;
    for (std::size_t i = 0; i < path.parts.size(); ++i) {
        const PathPart& part = path.parts[i];
        CHECK(part.begin <= part.end);
        CHECK(part.begin_ns <= part.end_ns);
        if (i > 0) CHECK(part.begin == path.parts[i - 1].end);
        if (i > 0) CHECK(part.begin_ns == path.parts[i - 1].end_ns);
        sum += part.time_ns();
    }
    CHECK(sum == path.time_ns);
    std::int64_t sums = 0;
    for (const PathSum& one : path.sums) sums += one.time_ns;
    CHECK(sums == path.time_ns);
}

// main (1) sleeps (2) till 1 s and then (3) till 4 s; its step at 1 s lasts until 1.5 s, so that another
// timer (4) of 1.2 s is late.
Recording two_sleeps() {
    SampleBuilder sample;
    sample.create(1, ObjectKind::task, "main");
    sample.ready(1, ReadyReason::created);
    sample.turn(1, 0);
    sample.add(EventKind::step, {.a = 1});
    sample.create(4, ObjectKind::timer, "late", {.value = kSecond * 12 / 10});
    sample.add(EventKind::timer, {.a = 4, .value = kSecond * 12 / 10});
    sample.create(2, ObjectKind::sleep, "sleep", {.value = kSecond, .line = 3});
    sample.add(EventKind::await, {.a = 1, .b = 2, .line = 3});
    sample.add(EventKind::select, {.value = kSecond});
    sample.turn(2, kSecond);
    sample.ready(2, ReadyReason::timer);
    sample.add(EventKind::call, {.a = 2});
    sample.add(EventKind::resolve, {.a = 2});
    sample.ready(1, ReadyReason::woken, 2);
    sample.add(EventKind::call_end, {.a = 2});
    sample.turn(3, kSecond);
    sample.add(EventKind::step, {.a = 1, .b = 2});
    sample.add(EventKind::clock, {.value = kSecond * 3 / 2});
    sample.create(3, ObjectKind::sleep, "sleep", {.value = 4 * kSecond, .line = 4});
    sample.add(EventKind::await, {.a = 1, .b = 3, .line = 4});
    sample.turn(4, kSecond * 3 / 2);
    sample.ready(4, ReadyReason::timer);
    sample.add(EventKind::call, {.a = 4});
    sample.add(EventKind::call_end, {.a = 4});
    sample.add(EventKind::select, {.value = kSecond * 5 / 2});
    sample.turn(5, 4 * kSecond);
    sample.ready(3, ReadyReason::timer);
    sample.add(EventKind::call, {.a = 3});
    sample.add(EventKind::resolve, {.a = 3});
    sample.ready(1, ReadyReason::woken, 3);
    sample.add(EventKind::call_end, {.a = 3});
    sample.turn(6, 4 * kSecond);
    sample.add(EventKind::step, {.a = 1, .b = 3});
    sample.add(EventKind::task_return, {.a = 1});
    return sample.take();
}

}  // namespace

TEST_CASE("the critical path leads through the task that was waited for, to its sleep") {
    const Store store(sleeper(5));
    const CriticalPath path = critical_path(store);
    check_partition(path, store);
    CHECK(path.time_ns == 5 * kSecond);
    REQUIRE_FALSE(path.sums.empty());
    CHECK(path.sums.front().time_ns == 5 * kSecond);
    CHECK(path.sums.front().task == 2);
    CHECK(path_text(store, path.sums.front()) == "sleep of A");
    CHECK(path_sentence(store, path) == "5 s = sleep of A (5 s)");
}

TEST_CASE("what a task computes is a part of the critical path of its own") {
    const Store store(two_sleeps());
    const CriticalPath path = critical_path(store);
    check_partition(path, store);
    CHECK(path_sentence(store, path) ==
          "4 s = sleep of main (2.5 s) + sleep of main (1 s) + main runs (0.5 s)");
}

TEST_CASE("the critical path to a task's end is as long as it took to come there") {
    for (const bool which : {false, true}) {
        const Store store(which ? sleeper() : cancelled_and_failed());
        for (const Lane& lane : store.lanes().lanes) {
            if (lane.task == 0) continue;
            const CriticalPath path = critical_path(store, lane.task);
            check_partition(path, store);
            CHECK(path.task == lane.task);
            CHECK(path.parts.back().end == std::min(lane.end + 1, store.event_count()));
        }
    }
}

TEST_CASE("a run in which no time passes says so") {
    const Store store(three_in_a_row());
    const CriticalPath path = critical_path(store);
    check_partition(path, store);
    CHECK(path_sentence(store, path) == "On the critical path no time passes.");
}

TEST_CASE("what is under way at an event is a part of the path, after its end there is none") {
    const Store store(sleeper(5));
    const CriticalPath path = critical_path(store);
    for (EventIndex i = 0; i < store.event_count(); ++i) {
        REQUIRE(part_before(path, i) != nullptr);
        CHECK(part_before(path, i)->begin <= i);
    }
    CHECK(part_before(path, store.event_count()) == nullptr);
}

TEST_CASE("the report lists what the path is made of, and then its parts in order") {
    const Store store(two_sleeps());
    const std::string text = path_report(store, critical_path(store), Words::of("en"));
    CHECK(text.starts_with("Critical path of the run\n"));
    const std::size_t sums = text.find("sleep of main (1 s), sample.py:3\n");
    CHECK(sums != std::string::npos);
    CHECK(text.find("\n\nt = 0 s \u2013 1 s: sleep of main\n") > sums);
}

TEST_CASE("nobody waits for a path that is not wanted any more") {
    const Store store(two_sleeps());
    const std::atomic<bool> wanted = false;
    CHECK(critical_path(store, 0, &wanted).parts.empty());
}

TEST_CASE("of a large recording the path is worked out on another thread") {
    SampleBuilder sample;
    sample.create(1, ObjectKind::task, "main");
    for (std::uint32_t i = 1; i <= 60'000; ++i) {
        sample.turn(i, i);
        sample.add(EventKind::step, {.a = 1});
        sample.add(EventKind::yield, {.a = 1});
    }
    const Store store(sample.take());
    PathWork work;
    work.begin(store, 0);
    work.begin(store, 1);  // something else
    std::optional<CriticalPath> path;
    while (!path) path = work.take();
    CHECK(path->task == 1);
    CHECK(path->parts.size() == critical_path(store, 1).parts.size());
    CHECK_FALSE(work.works());
    work.begin(store, 0);
    work.cancel();
    CHECK_FALSE(work.take());
}
