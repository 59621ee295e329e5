// StreamReader.readuntil() with several separators: the match that ends first.
#include "tests/conformance/case.h"
#include "tests/conformance/caselog.h"

namespace conformance::reader_readuntil_tuple {
namespace {

asyncio::Coroutine<> main_() {
    asyncio::StreamReader reader;
    reader.feed_data("one;two\nthree--four-;end");
    reader.feed_eof();
    for (int i = 0; i < 3; ++i) log(co_await reader.readuntil(";", "\n", "--"));
    log(co_await reader.readuntil("-;", ";"));
    try {
        co_await reader.readuntil(";", "\n");
    } catch (const asyncio::IncompleteReadError& exc) {
        log("IncompleteReadError", exc.partial());
    }
    try {
        co_await reader.readuntil(std::vector<asyncio::Bytes>());
    } catch (const asyncio::ValueError&) {
        log("ValueError");
    }
}

const Case kCase("reader_readuntil_tuple", main_);

}  // namespace
}  // namespace conformance::reader_readuntil_tuple
