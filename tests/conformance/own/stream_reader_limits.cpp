// StreamReader: what a small limit does to readuntil(), readline(), readexactly() and read(), and what stays.
#include "tests/conformance/case.h"
#include "tests/conformance/caselog.h"

namespace conformance::stream_reader_limits {
namespace {

asyncio::Coroutine<> attempt(std::string name, asyncio::Coroutine<asyncio::Bytes> coroutine) {
    try {
        log(name, co_await std::move(coroutine));
    } catch (const asyncio::LimitOverrunError& exc) {
        log(name, err(exc), exc.consumed());
    } catch (const asyncio::IncompleteReadError& exc) {
        log(name, err(exc), exc.partial(), exc.expected());
    } catch (const asyncio::Exception& exc) {
        log(name, err(exc));
    }
}

asyncio::Coroutine<> main_() {
    asyncio::StreamReader reader(8);
    reader.feed_data("0123456789abcdef");
    co_await attempt("no end", reader.readuntil("\r\n"));
    reader.feed_data("\r\nshort\r\n");
    co_await attempt("end, too late", reader.readuntil("\r\n"));
    co_await attempt("exactly", reader.readexactly(12));
    co_await attempt("rest", reader.readuntil("\r\n"));
    co_await attempt("line", reader.readline());
    reader.feed_data("0123456789\n0123");
    co_await attempt("long line", reader.readline());
    reader.feed_data("456789");
    co_await attempt("long line without an end", reader.readline());
    reader.feed_data("tail");
    reader.feed_eof();
    co_await attempt("exactly", reader.readexactly(9));
    co_await attempt("empty separator", reader.readuntil(""));
    co_await attempt("end", reader.readline());
    reader.set_exception(asyncio::ValueError("broken"));
    co_await attempt("broken", reader.read());
    log(asyncio::repr(reader.exception()), reader.at_eof());
}

const Case kCase("stream_reader_limits", main_);

}  // namespace
}  // namespace conformance::stream_reader_limits
