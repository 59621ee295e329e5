// gather(): an argument becomes a future, and is watched, before the next one does. Eager tasks show it.
#include "tests/conformance/case.h"
#include "tests/conformance/caselog.h"

namespace conformance::gather_eager_arguments {
namespace {

using Text = asyncio::Future<std::string>;

asyncio::Coroutine<std::string> ends(Text future, std::string value) {
    if (!future.done()) future.set_result(value);
    co_return value;
}

asyncio::Coroutine<bool> cancels(asyncio::Task<int> task) { co_return task.cancel("eager"); }

asyncio::Coroutine<int> sleeps(int delay) {
    co_await asyncio::sleep(delay);
    co_return delay;
}

asyncio::Coroutine<asyncio::GatherResults<std::string, std::string, std::string>> nested(Text future) {
    co_return co_await asyncio::gather(future, ends(future, "inner"), future);
}

asyncio::Coroutine<> main_() {
    auto& loop = asyncio::get_running_loop();
    loop.set_task_factory(asyncio::eager_task_factory);
    Text future = loop.create_future<std::string>();
    {
        const auto gathering = asyncio::gather(future, ends(future, "a"));
        log("watched before it ended", outcome(gathering));
        log(co_await gathering);
    }
    future = loop.create_future<std::string>();
    {
        const auto gathering = asyncio::gather(ends(future, "b"), future);
        log("done when it was looked at", outcome(gathering));
        log(co_await gathering);
    }
    future = loop.create_future<std::string>();
    log(co_await asyncio::gather(future, future, ends(future, "c"), future));
    future = loop.create_future<std::string>();
    log(co_await asyncio::gather(future, nested(future), future));
    auto task = asyncio::create_task(sleeps(1), {.name = "T"});
    log(co_await asyncio::gather(task, cancels(task), asyncio::return_exceptions));
    task = asyncio::create_task(sleeps(1), {.name = "U"});
    const auto gathering = asyncio::gather(cancels(task), task);
    try {
        co_await gathering;
    } catch (const asyncio::CancelledError& exc) {
        log("cancelled", exc, outcome(task));
    }
    log(co_await asyncio::gather(sleeps(0), sleeps(1), ends(loop.create_future<std::string>(), "d")));
    std::vector<asyncio::Coroutine<std::string>> all;
    for (int i = 0; i < 3; ++i) all.push_back(ends(loop.create_future<std::string>(), std::to_string(i)));
    log(outcome(asyncio::gather(std::move(all))));
}

const Case kCase("gather_eager_arguments", main_);

}  // namespace
}  // namespace conformance::gather_eager_arguments
