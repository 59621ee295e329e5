#include "viz/data/instant/connections.h"
#include "viz/data/instant/connection_tasks.h"

#include "tests/viz/streams_sample.h"

#include <doctest/doctest.h>

#include <algorithm>

using namespace loopscope::viz;
using namespace loopscope::trace;

namespace {

std::string text(const std::vector<MaybeByte>& bytes) {
    std::string result;
    for (const MaybeByte& byte : bytes) result += byte_text(byte, false);
    return result;
}

std::array<Pipe, 2> pipes_after(Store& store, EventIndex event) {
    const StreamIndex index(store);
    REQUIRE(index.connections().size() == 1);
    return pipes_of(store, store.at(event + 1), index.connections().front());
}

}  // namespace

TEST_CASE("a repr of bytes is read back") {
    CHECK(bytes_of_repr("b'hi\\n'") == "hi\n");
    CHECK(bytes_of_repr("b\"it's\"") == "it's");
    CHECK(bytes_of_repr("b'\\x00\\xff\\\\\\'\\t\\r'") == std::string("\0\xff\\'\t\r", 6));
    CHECK(bytes_of_repr("b'cut off") == "cut off");
    CHECK(bytes_of_repr("b'\\x0") == "x0");
    CHECK_FALSE(bytes_of_repr("'text'"));
    CHECK_FALSE(bytes_of_repr(""));
}

TEST_CASE("a byte is written as text or as hex, and an unknown one as a question mark") {
    CHECK(byte_text(MaybeByte('a'), false) == "a");
    CHECK(byte_text(MaybeByte('a'), true) == "61");
    CHECK(byte_text(MaybeByte('\n'), false) == "\\n");
    CHECK(byte_text(MaybeByte('\n'), true) == "0A");
    CHECK(byte_text(MaybeByte(static_cast<unsigned char>(0x80)), false) == "\\x80");
    CHECK(byte_text({}, false) == "?");
    CHECK(byte_text({}, true) == "??");
}

TEST_CASE("two ends are one connection, the client's first, and their server knows it") {
    StreamsSample sample;
    Store store(sample.take());
    const StreamIndex index(store);
    REQUIRE(index.connections().size() == 1);
    const Connection& connection = index.connections().front();
    CHECK(connection.first == StreamsSample::kClient);
    CHECK(connection.second == StreamsSample::kServed);
    CHECK(connection.server == StreamsSample::kServer);
    CHECK(index.servers() == std::vector<ObjectId>{StreamsSample::kServer});
    CHECK(index.connection_of(StreamsSample::kClient, 0) == &connection);
    CHECK(index.connection_of(StreamsSample::kServed, 0) == &connection);
    CHECK(index.connection_of(StreamsSample::kServer, store.event_count()) == &connection);
    CHECK(index.connection_of(StreamsSample::kServer, 0) == nullptr);
    CHECK(index.connection_of(StreamsSample::kTask, store.event_count()) == nullptr);
    CHECK(index.latest(store.event_count()) == &connection);
}

TEST_CASE("bytes go from the writer's buffer over the way to the reader's buffer and out of it") {
    StreamsSample sample;
    Store store(sample.take());
    const Pipe written = pipes_after(store, sample.wrote)[0];
    CHECK(written.in_writer() == 6);
    CHECK(written.in_flight() == 0);
    const Pipe sent = pipes_after(store, sample.sent)[0];
    CHECK(sent.in_writer() == 2);
    CHECK(sent.in_flight() == 4);
    const Pipe received = pipes_after(store, sample.received)[0];
    CHECK(received.in_flight() == 0);
    CHECK(received.in_reader() == 4);
    const Pipe read = pipes_after(store, sample.read)[0];
    CHECK(read.in_reader() == 1);
    CHECK(read.read == 3);
    const StreamIndex index(store);
    CHECK(text(index.bytes(read.from, read.to, read.read, 1)) == "c");
    CHECK(text(index.bytes(read.from, read.to, 0, 6)) == "ab\\ncde");
    // Of what was only received, and past what is known.
    CHECK(text(index.bytes(0, read.to, 0, 4)) == "ab\\nc");
    CHECK(text(index.bytes(read.from, read.to, 5, 3)) == "e??");
    CHECK(text(index.bytes(0, 0, 0, 2)) == "??");
}

TEST_CASE("a pipe has its marks, who waits for what, and its ends") {
    StreamsSample sample;
    Store store(sample.take());
    const Pipe waiting = pipes_after(store, sample.waits)[0];
    CHECK(waiting.reads == StreamsSample::kTask);
    CHECK(waiting.wanted == "readuntil(b'\\n')");
    CHECK(waiting.high == 4);
    CHECK(waiting.low == 1);
    CHECK(waiting.limit == kDefaultReadLimit);
    const Pipe full = pipes_after(store, sample.paused)[0];
    CHECK(full.writing_paused);
    const Pipe woken = pipes_after(store, sample.received)[0];
    CHECK(woken.reads == 0);
    CHECK(woken.wanted.empty());
    const auto half = pipes_after(store, sample.ended);
    CHECK(half[0].writer_ended);
    CHECK_FALSE(half[0].reader_ended);
    CHECK_FALSE(half[1].writer_ended);
    CHECK(pipes_after(store, sample.saw_end)[0].reader_ended);
}

TEST_CASE("it is known in which direction something happened last") {
    StreamsSample sample;
    Store store(sample.take());
    const StreamIndex index(store);
    const Connection& there = index.connections().front();
    CHECK_FALSE(index.latest_direction(there, sample.wrote));
    CHECK(index.latest_direction(there, sample.wrote + 1) == 0);
    CHECK(index.latest_direction(there, sample.read + 1) == 0);
    CHECK(index.latest_direction(there, sample.saw_end + 1) == 0);
    const Connection back{.first = there.second, .second = there.first};
    CHECK(index.latest_direction(back, sample.read + 1) == 1);
    CHECK(index.latest_direction(back, sample.saw_end + 1) == 1);
}

TEST_CASE("an end without another one still has its half of the pipes") {
    SampleBuilder b;
    b.create(1, ObjectKind::transport, "client side");
    b.add(EventKind::stream_write, {.a = 1, .text = "b'hello'", .value = 5, .c = 5});
    b.add(EventKind::stream_send, {.a = 1, .value = 5});
    b.add(EventKind::stream_receive, {.a = 1, .text = "b'ok'", .value = 2, .c = 2});
    Store store(b.take());
    const auto pipes = pipes_after(store, 3);
    CHECK(pipes[0].reader_gone);
    CHECK(pipes[0].in_flight() == 0);
    CHECK(pipes[0].written == 5);
    CHECK(pipes[1].writer_gone);
    CHECK(pipes[1].in_reader() == 2);
    CHECK(pipes[1].in_writer() == 0);
}

TEST_CASE("a sequence has a row for each thing that an end did, and arrows for the ways of the bytes") {
    StreamsSample sample;
    Store store(sample.take());
    const StreamIndex index(store);
    const Sequence sequence = sequence_of(store, index, index.connections().front());
    const auto row = [&](EventIndex event) {
        const auto found = std::find_if(sequence.rows.begin(), sequence.rows.end(),
                                        [&](const SequenceRow& r) { return r.event == event; });
        REQUIRE(found != sequence.rows.end());
        return static_cast<std::size_t>(found - sequence.rows.begin());
    };
    const auto arrow = [&](EventIndex from, EventIndex to, bool end) {
        return std::any_of(sequence.arrows.begin(), sequence.arrows.end(), [&](const SequenceArrow& a) {
            return a.from == row(from) && a.to == row(to) && a.end_of_stream == end;
        });
    };
    // What was sent as it was written is one row.
    CHECK(std::none_of(sequence.rows.begin(), sequence.rows.end(),
                       [&](const SequenceRow& r) { return r.event == sample.sent; }));
    CHECK(arrow(sample.wrote, sample.received, false));
    CHECK(arrow(sample.sent_rest, sample.received_rest, false));
    CHECK_FALSE(arrow(sample.wrote, sample.received_rest, false));
    CHECK(arrow(sample.ended, sample.saw_end, true));
    CHECK(sequence.arrows.size() == 3);
    CHECK_FALSE(sequence.rows[row(sample.wrote)].second);
    CHECK(sequence.rows[row(sample.received)].second);
}

TEST_CASE("an end of a connection belongs to who opened it, else to who first read or wrote there") {
    SampleBuilder sample;
    sample.add(EventKind::loop_run, {});
    sample.create(1, ObjectKind::server, "server");
    sample.create(2, ObjectKind::task, "handler");
    sample.create(3, ObjectKind::transport, "server side", {.b = 1});
    sample.create(4, ObjectKind::transport, "server side", {.b = 1});
    sample.add(EventKind::stream_receive, {.a = 3, .text = "b'hi'", .value = 2});
    sample.turn(1, 0);
    sample.add(EventKind::step, {.a = 2});
    sample.add(EventKind::print, {.a = 2, .text = "hi"});
    sample.add(EventKind::stream_read, {.a = 3, .text = "b'hi'", .value = 2});
    sample.add(EventKind::await, {.a = 2});
    sample.add(EventKind::stream_write, {.a = 4, .text = "b'hi'", .value = 2});
    const Store store(sample.take());
    const StreamIndex index(store);
    CHECK(task_of_end(store, 3) == 2);
    CHECK(task_of_end(store, 4) == 0);  // a callback wrote it
    CHECK(task_of_end(store, 0) == 0);
}
