#include "viz/panels/recording/warnings_panel.h"

#include "tests/viz/samples.h"

#include <doctest/doctest.h>

using namespace loopscope::viz;
using loopscope::trace::EventKind;
using loopscope::trace::ObjectId;
using loopscope::trace::ObjectKind;

TEST_CASE("as many warnings are counted as are listed, not as many as there are events that tell of one") {
    SampleBuilder b;
    for (const ObjectId task : {1U, 2U}) {
        b.create(task, ObjectKind::task, "T");
        b.add(EventKind::step, {.a = task});
        b.add(EventKind::task_raise, {.a = task, .text = "ValueError()", .line = 7});
    }
    b.create(3, ObjectKind::thread, "producer");
    b.create(4, ObjectKind::queue, "Queue 1");
    b.add(EventKind::thread_run, {.a = 3});
    const auto put = b.add(EventKind::queue_put, {.a = 4, .text = "None", .line = 9});
    const Store store(b.take());
    WarningsPanel panel;
    const auto count = [&](auto seen) { return panel.count(store, 1, Words::of("en"), seen); };
    CHECK(count(0U) == 0);
    CHECK(count(put) == 1);  // both fail at one line
    CHECK(count(store.event_count()) == 2);
}
