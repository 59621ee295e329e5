// StreamReader: cancelled before, with and after the data comes, a waiter gives its place to the next.
#include "tests/conformance/case.h"
#include "tests/conformance/caselog.h"

namespace conformance::stream_reader_cancelled_in_every_turn {
namespace {

asyncio::Coroutine<> take(asyncio::StreamReader reader, std::string name, int n) {
    try {
        log(name, co_await reader.readexactly(n));
    } catch (const asyncio::CancelledError&) {
        log(name, "cancelled");
        throw;
    } catch (const asyncio::RuntimeError& exc) {
        log(name, err(exc));
    } catch (const asyncio::EOFError& exc) {
        log(name, err(exc));
    }
}

asyncio::Coroutine<> main_() {
    for (int turns = 0; turns < 4; ++turns) {
        const std::string number = std::to_string(turns);
        asyncio::StreamReader reader;
        const std::string first_name = "first " + number, second_name = "second " + number;
        auto first = asyncio::create_task(take(reader, first_name, 2), {.name = first_name});
        asyncio::get_running_loop().call_soon(asyncio::named("", [reader] { reader.feed_data("abcd"); }));
        for (int i = 0; i < turns; ++i) co_await asyncio::sleep(0);
        first.cancel();
        auto second = asyncio::create_task(take(reader, second_name, 3), {.name = second_name});
        const std::vector tasks = {first, second};
        co_await asyncio::wait(tasks, {.timeout = 1});
        reader.feed_eof();
        co_await asyncio::wait(tasks);
        log("left", co_await reader.read());
    }
}

const Case kCase("stream_reader_cancelled_in_every_turn", main_);

}  // namespace
}  // namespace conformance::stream_reader_cancelled_in_every_turn
