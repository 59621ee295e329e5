// StreamReader without a socket: feed_data(), feed_eof(), read(), at_eof().
#include "tests/conformance/case.h"
#include "tests/conformance/caselog.h"

namespace conformance::reader_feed {
namespace {

asyncio::Coroutine<> main_() {
    asyncio::StreamReader reader;
    reader.feed_data("hello ");
    reader.feed_data("world");
    const asyncio::Bytes first = co_await reader.read(3), second = co_await reader.read(100);
    log(first, second, "at_eof", reader.at_eof());
    log("read(0)", co_await reader.read(0));
    auto& loop = asyncio::get_running_loop();
    loop.call_later(1, asyncio::named("", [reader] { reader.feed_data("late"); }));
    loop.call_later(2, asyncio::named("", [reader] { reader.feed_eof(); }));
    log(co_await reader.read(100));
    reader.feed_data("rest");
    log("read(-1)", co_await reader.read());
    const bool at_eof = reader.at_eof();
    const asyncio::Bytes read = co_await reader.read(10), line = co_await reader.readline();
    log("at_eof", at_eof, "read", read, line);
}

const Case kCase("reader_feed", main_);

}  // namespace
}  // namespace conformance::reader_feed
