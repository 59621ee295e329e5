#include "viz/data/explain/network_verdict.h"

#include "tests/viz/samples.h"

#include <doctest/doctest.h>

using namespace loopscope::viz;
using namespace loopscope::trace;

namespace {

constexpr std::string_view kOutside = " waits for a connection or a thread of which nothing comes any more";

// A (1) and B (2) have one end each (4, 5) and wait there, for bytes or for room.
Recording two_ends(bool for_room) {
    SampleBuilder b;
    b.create(1, ObjectKind::task, "A");
    b.create(2, ObjectKind::task, "B");
    b.create(4, ObjectKind::transport, "client side");
    b.create(5, ObjectKind::transport, "server side");
    b.add(EventKind::stream_peer, {.a = 5, .b = 4});
    b.turn(1, 0);
    ObjectId future = 10;
    for (const ObjectId task : {1U, 2U}) {
        b.add(EventKind::step, {.a = task});
        b.create(++future, ObjectKind::future, "StreamReader", {.flags = kInternal});
        b.add(EventKind::stream_wait, {.a = task + 3, .b = future, .flags = for_room ? kWrite : kRead});
        b.add(EventKind::await, {.a = task, .b = future});
    }
    return b.take();
}

std::string verdict(const Store& store, std::string_view language = "en") {
    const std::string message = "A" + std::string(kOutside) + ", B" + std::string(kOutside) +
                                "; nothing is ready, no timer runs, nothing is under way";
    return network_verdict(store, Words::of(language), message);
}

}  // namespace

TEST_CASE("a verdict names the connection, who would have to send, and the circle over the network") {
    CHECK(
        verdict(Store(two_ends(false))) ==
        "A waits for bytes at client side (B would have to send), B waits for bytes at server side (A would "
        "have to send): a circle, A -> B -> A; nothing is ready, no timer runs, nothing is under way");
    CHECK(verdict(Store(two_ends(true)), "de")
              .starts_with("A wartet auf Platz an client side (B müsste lesen), B wartet auf Platz an server "
                           "side (A müsste"));
}

TEST_CASE("of a thread nothing more is known than that nothing comes") {
    SampleBuilder b;
    b.create(1, ObjectKind::task, "A");
    b.turn(1, 0);
    b.add(EventKind::step, {.a = 1});
    b.create(2, ObjectKind::future, "run_in_executor", {.flags = kInternal});
    b.add(EventKind::await, {.a = 1, .b = 2});
    const std::string message = "A" + std::string(kOutside);
    CHECK(network_verdict(Store(b.take()), Words::of("en"), message) == message);
}
