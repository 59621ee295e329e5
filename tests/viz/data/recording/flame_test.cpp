#include "viz/data/recording/flame.h"

#include "tests/viz/samples.h"
#include "viz/data/explain/sentence.h"
#include "viz/data/instant/occupied_lines.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <vector>

using namespace loopscope::viz;
using loopscope::trace::EventKind;
using loopscope::trace::ObjectKind;

TEST_CASE("a coroutine that came to its end within one step is known as never suspended") {
    SampleBuilder b;
    b.create(1, ObjectKind::task, "main");
    b.create(2, ObjectKind::sleep, "sleep");
    b.turn(1, 0);
    b.add(EventKind::step, {.a = 1});
    b.add(EventKind::enter, {.a = 1, .text = "main"});
    b.add(EventKind::enter, {.a = 1, .text = "sleeps", .line = 3});
    b.add(EventKind::enter, {.a = 1, .text = "counts", .line = 4});
    const auto counted = b.add(EventKind::leave, {.a = 1});
    b.add(EventKind::await, {.a = 1, .b = 2});
    b.turn(2, 1);
    b.add(EventKind::step, {.a = 1});
    const auto slept = b.add(EventKind::leave, {.a = 1});
    b.add(EventKind::enter, {.a = 1, .text = "fails", .line = 5});
    const auto failed = b.add(EventKind::leave, {.a = 1, .text = "E", .flags = loopscope::trace::kByRaise});
    b.add(EventKind::enter, {.a = 1, .text = "unfinished", .line = 6});
    b.create(3, ObjectKind::task, "other");
    b.add(EventKind::step, {.a = 3});
    b.add(EventKind::enter, {.a = 3, .text = "other"});
    const auto outermost = b.add(EventKind::leave, {.a = 3});
    Store store(b.take());
    const auto& flames = store.flames();
    REQUIRE(flames.unsuspended().size() == 2);
    REQUIRE(flames.left_unsuspended(counted) != nullptr);
    CHECK(store.text(flames.left_unsuspended(counted)->function) == "counts");
    CHECK(flames.left_unsuspended(slept) == nullptr);
    CHECK(flames.left_unsuspended(failed) != nullptr);
    std::vector<bool> suspended;
    for (const auto& span : flames.of(1)) suspended.push_back(span.suspended);
    CHECK(suspended == std::vector{true, false, false, true});  // of the last one nobody knows
    // It is a stop of its own, says so, and stands at the line of its await, in its turn only.
    CHECK(std::count(store.stops().begin(), store.stops().end(), counted) == 1);
    CHECK(std::count(store.stops().begin(), store.stops().end(), slept) == 0);
    CHECK(sentence(store, counted, Words::of("en")) ==
          "counts() comes back without having suspended: this await was no switch, and nobody else had a "
          "turn. main goes on.");
    CHECK(sentence(store, slept, Words::of("en")) ==
          "The coroutine is finished; main goes on in its caller.");
    CHECK(sentence(store, outermost, Words::of("en")) == "The coroutine of other has come to its end.");
    CHECK(flames.left_unsuspended(outermost) == nullptr);
    CHECK(place_of(store, store.at(counted + 1), counted, 1, true).line == 4);
    REQUIRE(unsuspended_lines(store, counted + 1).size() == 1);
    CHECK(unsuspended_lines(store, counted + 1).front().line == 4);
    CHECK(unsuspended_lines(store, counted).empty());
    CHECK(unsuspended_lines(store, slept + 1).empty());
}
