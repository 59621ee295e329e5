// An async generator left suspended is closed when the loop shuts down, after the tasks.
#include "tests/conformance/case.h"
#include "tests/conformance/caselog.h"

namespace conformance::agen_shutdown {
namespace {

std::vector<asyncio::AsyncGenerator<int>> kept;

asyncio::AsyncGenerator<int> numbers() {
    std::exception_ptr error;
    try {
        for (int i = 0; i < 10; ++i) co_yield i;
    } catch (...) {
        error = std::current_exception();
    }
    log("generator finally");
    co_await asyncio::sleep(1);
    log("generator closed");
    if (error) std::rethrow_exception(error);
}

asyncio::Coroutine<> leftover() {
    try {
        co_await asyncio::sleep(10);
    } catch (...) {
        log("leftover task cancelled");
        throw;
    }
    log("leftover task cancelled");
}

asyncio::Coroutine<> main_() {
    asyncio::create_task(leftover(), {.name = "leftover"});
    auto generator = numbers();
    kept.push_back(generator);
    const int first = co_await asyncio::anext(generator);
    const int second = co_await asyncio::anext(generator);
    log(first, second);
    log("main returns");
}

const Case kCase("agen_shutdown", main_);

}  // namespace
}  // namespace conformance::agen_shutdown
