#include "viz/data/find/event_filter.h"

#include "tests/viz/samples.h"
#include "viz/data/find/run_to.h"
#include "viz/view/event_search.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

using namespace loopscope::viz;
using namespace loopscope::trace;

namespace {

std::vector<EventIndex> found(const Store& store, std::string_view text) {
    const EventFilter filter(text, store);
    std::vector<EventIndex> events;
    for (EventIndex i = 0; i < store.event_count(); ++i) {
        if (filter.matches(store, i)) events.push_back(i);
    }
    return events;
}

std::string problem(const Store& store, std::string_view text) { return EventFilter(text, store).problem(); }

}  // namespace

TEST_CASE("without words every event is found") {
    const Store store(sleeper());
    CHECK(EventFilter("  ", store).empty());
    CHECK(found(store, "").size() == store.event_count());
}

TEST_CASE("events are found by kind; a whole name is not the beginning of another") {
    const Store store(cancelled_and_failed());
    for (const EventIndex i : found(store, "kind:cancel")) CHECK(store.event(i).kind == EventKind::cancel);
    CHECK(found(store, "kind:cancel").size() == 1);
    CHECK(found(store, "kind:cance").size() > 2);
    CHECK(found(store, "kind:await,yield") == found(store, "kind:yield,await"));
    CHECK_FALSE(found(store, "kind:await").empty());
}

TEST_CASE("events are found by what they are about") {
    const Store store(sleeper());
    const auto about_a = found(store, "task:a");
    REQUIRE_FALSE(about_a.empty());
    for (const EventIndex i : about_a) CHECK((store.event(i).a == 2 || store.event(i).b == 2));
    CHECK(found(store, "#2") == about_a);
    CHECK(found(store, "of:A") == about_a);
    CHECK_FALSE(found(store, "of:\"sleep until 1 s\"").empty());
    CHECK(found(store, "task:A kind:print").size() == 1);
}

TEST_CASE("a name without its number is that of all who share it, unless one is called so") {
    SampleBuilder b;
    b.create(1, loopscope::trace::ObjectKind::lock, "Lock 1");
    b.create(2, loopscope::trace::ObjectKind::lock, "Lock 12");
    b.create(3, loopscope::trace::ObjectKind::lock, "Lock of A");
    b.create(4, loopscope::trace::ObjectKind::event, "door 1");
    b.create(5, loopscope::trace::ObjectKind::event, "door");
    const Store store(b.take());
    CHECK(found(store, "of:lock") == std::vector<EventIndex>{0, 1});
    CHECK(found(store, "of:door") == std::vector<EventIndex>{4});
}

TEST_CASE("events are found by time, turn and line") {
    const Store store(sleeper(2));
    for (const EventIndex i : found(store, "t:2")) CHECK(store.time_at(i + 1) == 2 * kSecond);
    CHECK(found(store, "t:..1").size() + found(store, "t:2..").size() == store.event_count());
    const Turn& second = store.turns().at(1);
    const auto in_turn = found(store, "turn:" + std::to_string(second.number));
    REQUIRE_FALSE(in_turn.empty());
    CHECK(in_turn.front() == second.event);
    const EventIndex print = store.prints().front();
    const auto line = store.recording().location(store.event(print).loc).line;
    if (line != 0) CHECK_FALSE(found(store, "line:" + std::to_string(line)).empty());
}

TEST_CASE("words are found whatever their case, expressions where they fit") {
    const Store store(sleeper());
    CHECK(found(store, "PRINT") == found(store, "kind:print"));
    CHECK(found(store, "/^print/") == found(store, "kind:print"));
    CHECK(found(store, "/^(print|await) /").size() ==
          found(store, "kind:print").size() + found(store, "kind:await").size());
    CHECK(found(store, "kind:print /x y/").empty());
    // Without its end it is no expression but a path, and so is what stands in quotes.
    CHECK(found(store, "/print").empty());
    CHECK(found(store, "\"/^print/\"").empty());
}

TEST_CASE("what is not understood is said, and matches nothing") {
    const Store store(sleeper());
    CHECK(problem(store, "kind:nonsense").find("nonsense") != std::string::npos);
    CHECK(problem(store, "kind:steps") == "there is no kind of event called steps (step?)");
    CHECK(problem(store, "kind:resolved") == "there is no kind of event called resolved (resolve?)");
    CHECK(problem(store, "task:Nobody").find("Nobody") != std::string::npos);
    CHECK_FALSE(problem(store, "line:x").empty());
    CHECK_FALSE(problem(store, "t:soon").empty());
    CHECK_FALSE(problem(store, "turn:99999").empty());
    CHECK_FALSE(problem(store, "/(/").empty());
    CHECK_FALSE(problem(store, "kind:").empty());
    CHECK_FALSE(problem(store, "/").empty());
    CHECK(found(store, "kind:nonsense").empty());
}

TEST_CASE("a search goes through a recording in slices and ends with the same events") {
    const Store store(cancelled_and_failed());
    EventSearch search;
    search.look_for("kind:step", store, 1);
    int slices = 1;
    while (search.go_on(store, 3)) ++slices;
    CHECK(slices == static_cast<int>((store.event_count() + 2) / 3));
    CHECK(search.done());
    CHECK(search.hits() == found(store, "kind:step"));
    CHECK(search.rows(store) == search.hits().size());
    CHECK(search.row_of(search.hits().back()) == search.hits().size() - 1);
    search.look_for("", store, 1);
    CHECK(search.done());
    CHECK(search.rows(store) == store.event_count());
    CHECK(search.event_of(5) == 5);
}

TEST_CASE("the nearest event is found in both directions, never the present one") {
    const Store store(cancelled_and_failed());
    const auto cancels = found(store, "kind:cancel");
    const EventIndex cancel = cancels.front();
    CHECK(find_event(store, 0, Direction::forward, is_cancellation) == cancel);
    const auto after = find_event(store, cancel + 1, Direction::forward, is_cancellation);
    REQUIRE(after);
    CHECK(*after > cancel);
    CHECK(find_event(store, *after + 1, Direction::backward, is_cancellation) == cancel);
    CHECK_FALSE(find_event(store, cancel + 1, Direction::backward, is_cancellation));
    CHECK_FALSE(find_event(store, 0, Direction::backward, is_cancellation));
    const auto failure = find_event(store, 0, Direction::forward, is_failure);
    REQUIRE(failure);
    CHECK(store.event(*failure).kind == EventKind::task_raise);
}
