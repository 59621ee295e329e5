// Tasks made of a generator's calls: how they show while they wait and when they are done.
#include "tests/conformance/case.h"
#include "tests/conformance/caselog.h"

namespace conformance::agen_calls_as_tasks {
namespace {

using asyncio::Coroutine;

asyncio::AsyncGenerator<int> numbers() {
    std::exception_ptr error;
    try {
        for (int i = 0; i < 3; ++i) {
            co_await asyncio::sleep(1);
            co_yield i;
        }
    } catch (...) {
        error = std::current_exception();
    }
    co_await asyncio::sleep(1);
    if (error) std::rethrow_exception(error);
}

template <class Call>
Coroutine<> watched(std::string name, Call call) {
    const auto task = asyncio::create_task(std::move(call), {.name = name});
    log(asyncio::repr(task));
    co_await asyncio::sleep(0.5);
    log(asyncio::repr(task));
    co_await asyncio::wait(task);
    log(asyncio::repr(task));
}

Coroutine<> main_() {
    auto generator = numbers();
    co_await watched("first", asyncio::anext(generator));
    co_await watched("second", generator.asend(asyncio::None()));
    co_await watched("thrown", generator.athrow(asyncio::ValueError("odd")));
    co_await watched("closed", generator.aclose());
    generator = numbers();
    co_await asyncio::anext(generator);
    co_await watched("closing", generator.aclose());
}

const Case kCase("agen_calls_as_tasks", main_);

}  // namespace
}  // namespace conformance::agen_calls_as_tasks
