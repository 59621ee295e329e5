#include "tests/viz/primitives_sample.h"

namespace loopscope::viz {

using trace::EventKind;
using trace::ObjectKind;
using trace::ReadyReason;

PrimitivesSample::PrimitivesSample() {
    constexpr trace::ObjectId kPart = 3, kFuture = 6;
    SampleBuilder& b = builder_;
    const auto permits = [&](std::int64_t left) {
        return b.add(EventKind::state, {.a = kSemaphore, .value = left});
    };
    b.add(EventKind::loop_run, {});
    b.create(kSemaphore, ObjectKind::semaphore, "Semaphore", {.value = 1});
    b.create(kQueue, ObjectKind::queue, "Queue", {.value = 3});
    b.create(kPart, ObjectKind::event, "Event", {.b = kQueue, .flags = trace::kInternal});
    b.create(kA, ObjectKind::task, "A");
    b.ready(kA, ReadyReason::created);
    b.create(kB, ObjectKind::task, "B");
    b.ready(kB, ReadyReason::created);
    b.turn(1, 0);
    b.add(EventKind::step, {.a = kA});
    taken = permits(0);
    put = b.add(EventKind::queue_put, {.a = kQueue, .text = "1"});
    b.add(EventKind::state, {.a = kQueue, .value = 1});
    b.add(EventKind::queue_put, {.a = kQueue, .text = "2"});
    b.add(EventKind::queue_get, {.a = kQueue, .text = "1"});
    b.add(EventKind::yield, {.a = kA});
    b.add(EventKind::step, {.a = kB});
    b.create(kFuture, ObjectKind::future, "Semaphore.acquire", {.b = kSemaphore, .flags = trace::kInternal});
    waits = b.add(EventKind::await, {.a = kB, .b = kFuture});
    b.turn(2, 0);
    b.add(EventKind::step, {.a = kA});
    permits(1);
    handed_on = permits(0);
    resolved = b.add(EventKind::resolve, {.a = kFuture});
    b.ready(kB, ReadyReason::woken, kFuture);
    b.create(kStranger, ObjectKind::task, "stranger");
    b.ready(kStranger, ReadyReason::created);
    b.add(EventKind::task_return, {.a = kA});
    b.turn(3, 0);
    b.add(EventKind::step, {.a = kB, .b = kFuture});
    b.add(EventKind::task_return, {.a = kB});
    b.add(EventKind::step, {.a = kStranger});
    given_by_stranger = permits(1);
    b.add(EventKind::task_return, {.a = kStranger});
}

}  // namespace loopscope::viz
