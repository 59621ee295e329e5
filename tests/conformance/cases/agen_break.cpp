// Breaking out of `async for` leaves the generator open; dropped, it is closed by a task of its own.
#include "tests/conformance/case.h"
#include "tests/conformance/caselog.h"

namespace conformance::agen_break {
namespace {

asyncio::AsyncGenerator<int> numbers() {
    std::exception_ptr error;
    try {
        for (int i = 0; i < 10; ++i) co_yield i;
    } catch (...) {
        error = std::current_exception();
    }
    const bool in_main = asyncio::current_task().get_name() == "main";
    log("finally in", in_main ? "main" : "a task of its own");
    co_await asyncio::sleep(1);
    log("generator closed");
    if (error) std::rethrow_exception(error);
}

asyncio::Coroutine<> main_() {
    asyncio::current_task().set_name("main");
    auto generator = numbers();
    while (auto i = co_await generator.next()) {
        log(*i);
        if (*i == 2) break;
    }
    log("after the loop");
    generator = {};
    log("dropped");
    co_await asyncio::sleep(2);
    log("end");
}

const Case kCase("agen_break", main_);

}  // namespace
}  // namespace conformance::agen_break
