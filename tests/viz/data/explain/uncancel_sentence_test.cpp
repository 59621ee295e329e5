// What is told when a request to cancel is taken back.
#include "viz/data/explain/sentence.h"

#include "tests/viz/samples.h"

#include <doctest/doctest.h>

using namespace loopscope::viz;
using loopscope::trace::EventIndex;
using loopscope::trace::EventKind;
using loopscope::trace::ObjectKind;
using loopscope::trace::ReadyReason;

namespace {

// main waits in the block of a timeout, whose time comes.
struct TimeoutStrikes {
    SampleBuilder b;

    TimeoutStrikes() {
        b.create(1, ObjectKind::task, "main");
        b.ready(1, ReadyReason::created);
        b.turn(1, 0);
        b.add(EventKind::step, {.a = 1});
        b.create(2, ObjectKind::timer, "timeout", {.value = kSecond, .flags = loopscope::trace::kInternal});
        b.add(EventKind::timer, {.a = 2, .b = 2, .text = "timeout", .value = kSecond});
        b.create(3, ObjectKind::sleep, "sleep");
        b.add(EventKind::await, {.a = 1, .b = 3, .line = 4});
        b.turn(2, kSecond);
        b.ready(2, ReadyReason::timer);
        b.add(EventKind::call, {.a = 2, .text = "timeout", .flags = loopscope::trace::kInternal});
        cancel();
        b.add(EventKind::call_end, {.a = 2});
    }

    void cancel() {
        b.add(EventKind::cancel, {.a = 1});
        b.add(EventKind::cancel_end, {.a = 1, .value = 1});
    }

    void goes_on() {
        b.turn(3, kSecond);
        b.add(EventKind::step, {.a = 1, .b = 3, .text = "CancelledError()"});
    }

    std::string is_told(std::int64_t remain = 0) {
        const EventIndex back = b.add(EventKind::uncancel, {.a = 1, .value = remain});
        Store store(b.take());
        return sentence(store, back);
    }
};

}  // namespace

TEST_CASE("a timeout that takes its request back makes a TimeoutError of CancelledError") {
    TimeoutStrikes run;
    run.goes_on();
    CHECK(
        run.is_told() ==
        "The timeout takes back its request to cancel main. Nobody else asked: a CancelledError that leaves "
        "its block becomes TimeoutError here.");
}

TEST_CASE("a timeout makes no TimeoutError if somebody else asked the task to stop, too") {
    TimeoutStrikes run;
    run.cancel();
    run.goes_on();
    CHECK(run.is_told(1) ==
          "The timeout takes back its request to cancel main, but somebody else asked, too: CancelledError "
          "leaves "
          "its block as it is, it becomes no TimeoutError.");
}

TEST_CASE("a timeout makes no TimeoutError of a CancelledError that did not come out of its block") {
    TimeoutStrikes run;
    run.goes_on();
    run.b.add(EventKind::warning,
              {.a = 1,
               .text = "swallowed cancellation: CancelledError did not come out of the block whose time ran "
                       "out, so there is no TimeoutError"});
    CHECK(run.is_told() ==
          "The timeout takes back its request to cancel main. CancelledError was caught inside of its block "
          "and did "
          "not come out: there is no TimeoutError.");
}

TEST_CASE("a request that the program takes back itself is told as one less") {
    SampleBuilder b;
    b.create(1, ObjectKind::task, "main");
    b.add(EventKind::step, {.a = 1});
    const EventIndex one = b.add(EventKind::uncancel, {.a = 1, .value = 1});
    const EventIndex none = b.add(EventKind::uncancel, {.a = 1});
    Store store(b.take());
    CHECK(sentence(store, one) == "A request to cancel main is taken back; 1 left.");
    CHECK(sentence(store, none) ==
          "The request to cancel main is taken back: none remains, and main can go on.");
}
