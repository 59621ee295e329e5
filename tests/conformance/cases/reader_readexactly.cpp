// StreamReader.readexactly(): waits for all; at EOF IncompleteReadError with the partial bytes.
#include "tests/conformance/case.h"
#include "tests/conformance/caselog.h"

namespace conformance::reader_readexactly {
namespace {

asyncio::Coroutine<> main_() {
    asyncio::StreamReader reader;
    auto& loop = asyncio::get_running_loop();
    for (const int delay : {1, 2, 3})
        loop.call_later(delay, asyncio::named("", [reader] { reader.feed_data("abc"); }));
    loop.call_later(4, asyncio::named("", [reader] { reader.feed_eof(); }));
    const asyncio::Bytes none = co_await reader.readexactly(0);
    const asyncio::Bytes two = co_await reader.readexactly(2);
    log(none, two, co_await reader.readexactly(4));
    for (const int n : {10, 1}) {
        try {
            co_await reader.readexactly(n);
        } catch (const asyncio::IncompleteReadError& exc) {
            log("IncompleteReadError", exc.partial(), exc.expected());
        }
    }
    try {
        co_await reader.readexactly(-1);
    } catch (const asyncio::ValueError&) {
        log("ValueError");
    }
}

const Case kCase("reader_readexactly", main_);

}  // namespace
}  // namespace conformance::reader_readexactly
