#include "viz/data/recording/statistics.h"

#include "tests/viz/samples.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <string>

using namespace loopscope::viz;

TEST_CASE("a task's figures add up to its life") {
    const Store store(sleeper(2));
    auto figures = task_figures(store);
    REQUIRE(figures.size() == 2);
    CHECK(figures[1].task == 2);
    CHECK(figures[1].waiting_ns == 0);
    CHECK(figures[1].sleeping_ns == 2 * kSecond);
    CHECK(figures[1].waits == 1);
    CHECK(figures[1].steps == 2);
    CHECK(figures[1].how == LaneEnd::returned);
    CHECK(figure_text(store, figures[1], Figure::sleeping) == "2 s");
    CHECK(figure_text(store, figures[1], Figure::lifetime) == "2 s");
    CHECK(figure_text(store, figures[1], Figure::longest_wait) == "2 s sleep");
    sort_figures(figures, Figure::task, false, store);
    CHECK(figures[0].task == 2);  // A before main
    sort_figures(figures, Figure::task, true, store);
    CHECK(figures[0].task == 1);
}

TEST_CASE("the figures are copied as CSV with a line of names and without units") {
    const Store store(sleeper(2));
    const std::string csv = figures_csv(store, task_figures(store));
    CHECK(csv.starts_with("task,lifetime_s,steps,"));
    CHECK(std::count(csv.begin(), csv.end(), '\n') == 4);
    const std::string row = csv.substr(csv.find("\n\"A\"") + 1);
    CHECK(std::count(row.begin(), row.end(), ',') == 26);
    CHECK(row.find(",2,") != std::string::npos);
}

TEST_CASE("what a measured clock did not measure is not said to be nothing") {
    auto recording = sleeper(2);
    recording.header.clock = "real";
    const Store store(std::move(recording));
    const auto figures = task_figures(store);
    CHECK(figure_text(store, figures[1], Figure::running) == "\u2013");
    CHECK(figure_text(store, figures[1], Figure::longest_step) == "\u2013");
    CHECK(figure_text(store, figures[1], Figure::sleeping) == "2 s");
}

TEST_CASE(
    "steps that were timed on the real clock have their length, and nobody sleeps longer than asked for") {
    using namespace loopscope::trace;
    constexpr std::int64_t kMilli = kSecond / 1000;
    SampleBuilder b;
    b.create(1, ObjectKind::task, "computes");
    b.create(2, ObjectKind::task, "sleeps");
    b.create(3, ObjectKind::sleep, "sleep until 0.020", {.value = 20 * kMilli});
    b.turn(1, 0);
    b.add(EventKind::step, {.a = 2});
    b.add(EventKind::clock, {.value = kMilli, .flags = kStepEnds});
    b.add(EventKind::await, {.a = 2, .b = 3});
    b.add(EventKind::step, {.a = 1});
    b.add(EventKind::clock, {.value = 91 * kMilli, .flags = kStepEnds});
    b.add(EventKind::yield, {.a = 1});
    b.turn(2, 91 * kMilli);
    b.add(EventKind::ready, {.a = 2, .b = 3});
    Recording recording = b.take();
    recording.header.clock = "real";
    const Store store(std::move(recording));
    const auto figures = task_figures(store);
    CHECK(figures[0].running_ns == 90 * kMilli);
    CHECK(figure_text(store, figures[0], Figure::longest_step) == "0.09 s");
    CHECK(figure_text(store, figures[0], Figure::running) == "0.09 s");
    CHECK(figures[1].running_ns == kMilli);
    CHECK(figures[1].sleeping_ns == 19 * kMilli);
    CHECK(figures[1].ready_ns == 71 * kMilli);
    CHECK(wait_sums(store, Words::of("en")).front().time_ns == 19 * kMilli);
}

TEST_CASE("who sleeps does not wait: the longest wait is for something else, and is known with its moment") {
    using namespace loopscope::trace;
    SampleBuilder b;
    b.create(1, ObjectKind::task, "A");
    b.create(2, ObjectKind::sleep, "sleep until 5.000", {.value = 5 * kSecond});
    b.create(3, ObjectKind::future, "Lock.acquire", {.flags = kInternal});
    b.turn(1, 0);
    b.add(EventKind::step, {.a = 1});
    b.add(EventKind::await, {.a = 1, .b = 2});
    b.turn(2, 5 * kSecond);
    b.add(EventKind::step, {.a = 1});
    const EventIndex waits = b.add(EventKind::await, {.a = 1, .b = 3});
    b.turn(3, 6 * kSecond);
    b.add(EventKind::step, {.a = 1});
    b.add(EventKind::task_return, {.a = 1});
    const Store store(b.take());
    const TaskFigures figures = task_figures(store).front();
    CHECK(figures.waiting_ns == kSecond);
    CHECK(figures.sleeping_ns == 5 * kSecond);
    CHECK(figures.longest_wait_at == waits);
    CHECK(figure_text(store, figures, Figure::longest_wait) == "1 s Lock.acquire");
    const auto sums = wait_sums(store, Words::of("en"));
    REQUIRE(sums.size() == 2);
    CHECK(sums[0].what == "Lock.acquire");
    CHECK(sums[0].time_ns == kSecond);
    CHECK(sums[1].what == "sleep");
    CHECK(sums[1].count == 1);
}
