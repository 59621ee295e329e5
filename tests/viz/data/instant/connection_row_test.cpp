#include "viz/data/instant/connection_row.h"

#include "tests/viz/samples.h"
#include "tests/viz/streams_sample.h"

#include <doctest/doctest.h>

using namespace loopscope::viz;
using namespace loopscope::trace;

using Sample = StreamsSample;

TEST_CASE("a connection's row says what waits in it, and since when writing stands still") {
    Sample sample;
    Store store(sample.take());
    const StreamIndex index(store);
    const Connection& connection = index.connections().front();
    const auto row_after = [&](EventIndex event) {
        return connection_row(store, index, store.at(event + 1), connection);
    };
    CHECK(row_after(sample.waits).waiting == 0);
    CHECK_FALSE(row_after(sample.wrote).full);
    CHECK(row_after(sample.wrote).waiting == 6);
    CHECK(row_after(sample.paused).full);
    CHECK(row_after(sample.received).since == sample.paused);
    CHECK_FALSE(row_after(sample.received_rest).full);
    CHECK_FALSE(row_after(sample.received_rest).since);
    CHECK(row_after(sample.received_rest).waiting == 3);
    CHECK(row_after(sample.ended).ended);
    CHECK_FALSE(row_after(sample.ended).closed);
    CHECK(row_after(sample.read).tasks[1] == Sample::kTask);
}

TEST_CASE("a connection that is not made yet is none") {
    Sample sample;
    Store store(sample.take());
    const StreamIndex index(store);
    CHECK(begun(index, 0) == 0);
    CHECK(begun(index, store.event_count()) == 1);
}

TEST_CASE("bytes go through a pipe in one direction") {
    SampleBuilder b;
    b.create(1, ObjectKind::process, "cat");
    b.create(2, ObjectKind::transport, "stdin", {.b = 1});
    b.create(3, ObjectKind::transport, "stdout", {.b = 1});
    b.create(4, ObjectKind::transport, "client side");
    const Store store(b.take());
    const StreamIndex index(store);
    CHECK(only_direction(store, *index.connection_of(2, 9)) == 0);
    CHECK(only_direction(store, *index.connection_of(3, 9)) == 1);
    CHECK_FALSE(only_direction(store, *index.connection_of(4, 9)));
}

TEST_CASE("of bytes that were not recorded it is known how many there are") {
    SampleBuilder b;
    b.create(1, ObjectKind::transport, "client side");
    b.add(EventKind::stream_write, {.a = 1, .text = "b'ab'", .value = 7, .flags = kWrite, .c = 7});
    b.add(EventKind::stream_write, {.a = 1, .text = "b'x'", .value = 1, .flags = kWrite, .c = 8});
    const Store store(b.take());
    const StreamIndex index(store);
    CHECK(index.unknown_from(1, 0, 0, 8) == 0);
    CHECK(index.unknown_from(1, 0, 2, 6) == 5);
    CHECK(index.unknown_from(1, 0, 4, 2) == 2);
}

TEST_CASE("a task's connection is the one that it has used last") {
    Sample sample;
    const Store store(sample.take());
    CHECK(store.stream_ends().last_end_of(Sample::kTask, store.event_count()) == Sample::kServed);
    CHECK(store.stream_ends().last_end_of(Sample::kTask, 0) == 0);
}
