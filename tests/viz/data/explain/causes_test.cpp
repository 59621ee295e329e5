#include "viz/data/explain/causes.h"

#include "tests/viz/samples.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <string>

using namespace loopscope::viz;
using namespace loopscope::trace;

namespace {

// The events of a kind about an object.
EventIndex event_of(const Store& store, EventKind kind, ObjectId object) {
    for (EventIndex i = 0; i < store.event_count(); ++i) {
        if (store.event(i).kind == kind && store.event(i).a == object) return i;
    }
    FAIL("no such event");
    return 0;
}

}  // namespace

TEST_CASE("what a task prints is caused by its step, that by its wake-up, that by its sleep") {
    const Store store(sleeper());
    const auto chain = causes_of(store, store.prints().front());
    REQUIRE(chain.size() >= 3);
    CHECK(store.event(chain[0]).kind == EventKind::step);
    CHECK(store.event(chain[0]).a == 2);
    CHECK(store.event(chain[1]).kind == EventKind::ready);
    CHECK(cause_text(store, chain[1]).find("woken") != std::string::npos);
    CHECK(std::is_sorted(chain.rbegin(), chain.rend()));
}

TEST_CASE("a task's first step goes back to the task that created it") {
    const Store store(sleeper());
    const auto chain = causes_of(store, event_of(store, EventKind::step, 2));
    REQUIRE(chain.size() >= 3);
    CHECK(store.event(chain[1]).kind == EventKind::create);
    CHECK(store.event(chain[2]).kind == EventKind::step);
    CHECK(store.event(chain[2]).a == 1);
}

TEST_CASE("every chain of causes goes back in time and comes to an end") {
    for (const bool which : {false, true}) {
        const Store store(which ? sleeper() : cancelled_and_failed());
        for (EventIndex i = 0; i < store.event_count(); ++i) {
            EventIndex last = i;
            for (const EventIndex cause : causes_of(store, i, 1000)) {
                CHECK(cause < last);
                CHECK_FALSE(cause_text(store, cause).empty());
                last = cause;
            }
        }
    }
}
