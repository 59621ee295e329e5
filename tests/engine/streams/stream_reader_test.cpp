#include "tests/engine/engine_test.h"

using namespace asyncio;
using namespace engine_test;

namespace {

template <class T>
Coroutine<std::string> outcome_of(Coroutine<T> coroutine) {
    try {
        co_return repr(co_await std::move(coroutine));
    } catch (const Exception& error) {
        co_return error.repr();
    }
}

}  // namespace

TEST_CASE("a reader's limit must be positive, and it needs a running loop") {
    CHECK(thrown_by([] { StreamReader reader; }) == "RuntimeError('no running event loop')");
    run([]() -> Coroutine<> {
        CHECK(thrown_by([] { StreamReader reader(0); }) == "ValueError('Limit cannot be <= 0')");
        CHECK(thrown_by([] { StreamReader reader(-1); }) == "ValueError('Limit cannot be <= 0')");
        co_return;
    });
}

TEST_CASE("only one coroutine waits for data") {
    run([]() -> Coroutine<> {
        const StreamReader reader;
        const auto first = create_task(reader.read(1));
        co_await sleep(0);
        const auto text = [](const char* function) {
            return "RuntimeError('" + std::string(function) +
                   "() called while another coroutine is already waiting for incoming data')";
        };
        CHECK(co_await outcome_of(reader.read(1)) == text("read"));
        CHECK(co_await outcome_of(reader.readexactly(1)) == text("readexactly"));
        CHECK(co_await outcome_of(reader.readuntil("x")) == text("readuntil"));
        CHECK(co_await outcome_of(reader.readline()) == text("readuntil"));
        reader.feed_data("a");
        CHECK(co_await first == "a");
    });
}

TEST_CASE("readuntil() keeps the data of a chunk over the limit, readline() drops it") {
    run([]() -> Coroutine<> {
        const StreamReader reader(4);
        reader.feed_data("abcdefgh");
        CHECK(co_await outcome_of(reader.readuntil("\n")) ==
              "LimitOverrunError('Separator is not found, and chunk exceed the limit')");
        reader.feed_data("\nij\n");
        try {
            co_await reader.readuntil("\n");
            FAIL("over the limit");
        } catch (const LimitOverrunError& error) {
            CHECK(error.str() == "Separator is found, but chunk is longer than limit");
            CHECK(error.consumed() == 8);
        }
        CHECK(co_await outcome_of(reader.readline()) ==
              "ValueError('Separator is found, but chunk is longer than limit')");
        CHECK(co_await reader.readline() == "ij\n");
    });
}

TEST_CASE("a separator that comes in two pieces is found") {
    run([]() -> Coroutine<> {
        const StreamReader reader;
        const auto task = create_task(reader.readuntil("--", "END"));
        co_await sleep(0);
        for (const char* piece : {"a-b", "E", "N"}) {
            reader.feed_data(piece);
            co_await sleep(0);
            co_await sleep(0);
            CHECK(!task.done());
        }
        reader.feed_data("D-tail");
        CHECK(co_await task == "a-bEND");
        reader.feed_eof();
        CHECK(co_await outcome_of(reader.readuntil("--", "END")) ==
              "IncompleteReadError('5 bytes read on a total of undefined expected bytes')");
        CHECK(reader.at_eof());
    });
}

TEST_CASE("several separators stand in braces, too, and may hold zeros") {
    run([]() -> Coroutine<> {
        const StreamReader reader;
        reader.feed_data(std::string_view("a;b\0c\nd", 7));
        CHECK(co_await reader.readuntil({"\n", ";"}) == "a;");
        CHECK(co_await reader.readuntil({"\0"}) == Bytes("b\0"));
        CHECK(co_await reader.readuntil() == "c\n");
    });
}

TEST_CASE("empty separators are refused") {
    run([]() -> Coroutine<> {
        const StreamReader reader;
        CHECK(co_await outcome_of(reader.readuntil({})) ==
              "ValueError('Separator should contain at least one element')");
        CHECK(co_await outcome_of(reader.readuntil("")) ==
              "ValueError('Separator should be at least one-byte string')");
        CHECK(co_await outcome_of(reader.readuntil("a", "")) ==
              "ValueError('Separator should be at least one-byte string')");
    });
}

TEST_CASE("an exception wakes who waits, and meets who comes later") {
    run([]() -> Coroutine<> {
        const StreamReader reader;
        const auto task = create_task(outcome_of(reader.readline()));
        co_await sleep(0);
        CHECK(reader.exception() == nullptr);
        reader.set_exception(ConnectionResetError("gone"));
        CHECK(co_await task == "ConnectionResetError('gone')");
        CHECK(co_await outcome_of(reader.read(0)) == "ConnectionResetError('gone')");
        CHECK(repr(reader.exception()) == "ConnectionResetError('gone')");
    });
}

TEST_CASE("a reader goes through its lines, the last one perhaps without an end") {
    run([]() -> Coroutine<> {
        const StreamReader reader;
        reader.feed_data("one\ntwo\nthr");
        reader.feed_eof();
        std::vector<std::string> lines;
        for (auto line = co_await reader.next(); line; line = co_await reader.next()) lines.push_back(*line);
        CHECK(lines == std::vector<std::string>{"one\n", "two\n", "thr"});
        CHECK(thrown_by([&] { reader.feed_data("late"); }) == "AssertionError('feed_data after feed_eof')");
    });
}

TEST_CASE("a reader shows itself as in Python") {
    run([]() -> Coroutine<> {
        const StreamReader reader;
        CHECK(repr(reader) == "<StreamReader>");
        const StreamReader small(5);
        small.feed_data("abc");
        small.feed_eof();
        small.set_exception(ValueError("bad"));
        CHECK(repr(small) == "<StreamReader 3 bytes eof limit=5 exception=ValueError('bad')>");
        co_return;
    });
}

TEST_CASE("a reader without a connection is an object of the recording") {
    using loopscope::trace::EventKind;
    const Run result = run([]() -> Coroutine<> {
        const StreamReader reader;
        reader.feed_data("abc");
        CHECK(co_await reader.read(2) == "ab");
        reader.feed_eof();
    });
    std::vector<std::string> seen;
    for (std::size_t i = 0; i < result.recording.events.size(); ++i) {
        const auto& event = result.recording.events[i];
        if (event.kind < EventKind::stream_write) continue;
        seen.push_back(std::string(name_of(event.kind)) + " " + std::to_string(event.value) + " " +
                       std::to_string(event.c));
    }
    CHECK(seen == std::vector<std::string>{"stream.receive 3 3", "stream.read 2 1", "stream.eof 0 1"});
}

TEST_CASE("feed_data() is a callback like any other, and takes literals with zeros") {
    const auto result = run([]() -> Coroutine<> {
        StreamReader reader;
        auto& loop = get_running_loop();
        loop.call_later(1, &StreamReader::feed_data, reader, "later ");
        loop.call_later(2, &StreamReader::feed_data, reader, Bytes("zero\0"));
        loop.call_later(3, &StreamReader::feed_eof, reader);
        reader.feed_data("now\0");
        print(co_await reader.read());
    });
    CHECK(result.lines == std::vector<std::string>{"b'now\\x00later zero\\x00'"});
}
