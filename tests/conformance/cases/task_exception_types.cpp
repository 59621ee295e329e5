// result() and exception() of a task that returned, failed or was cancelled.
//
// The CancelledError with its message is handed out once; later ones are bare.
#include "tests/conformance/case.h"
#include "tests/conformance/caselog.h"

namespace conformance::task_exception_types {
namespace {

asyncio::Coroutine<int> returns() { co_return 1; }

asyncio::Coroutine<int> fails() {
    throw asyncio::ValueError("boom");
    co_return 0;
}

asyncio::Coroutine<int> waits() {
    co_await asyncio::sleep(10);
    co_return 0;
}

std::string show(int value) { return std::to_string(value); }
std::string show(const std::exception_ptr& error) { return error ? err(error) : "None"; }

template <class Call>
void probe(const std::string& name, Call call) {
    try {
        log(name, "gives", show(call()));
    } catch (const asyncio::InvalidStateError&) {
        log(name, "raises InvalidStateError");
    } catch (const asyncio::BaseException& exc) {
        log(name, "raises", err(exc));
    }
}

asyncio::Coroutine<> main_() {
    std::vector tasks{asyncio::create_task(returns(), {.name = "returns"}),
                      asyncio::create_task(fails(), {.name = "fails"}),
                      asyncio::create_task(waits(), {.name = "waits"})};
    probe("returns pending result", [&] { return tasks[0].result(); });
    probe("returns pending exception", [&] { return tasks[0].exception(); });
    co_await asyncio::sleep(0);
    tasks[2].cancel("why");
    co_await asyncio::sleep(0);
    for (const auto& task : tasks) {
        log(task.get_name(), "done", task.done(), "cancelled", task.cancelled());
        probe(task.get_name() + " result", [&] { return task.result(); });
        probe(task.get_name() + " exception", [&] { return task.exception(); });
    }
}

const Case kCase("task_exception_types", main_);

}  // namespace
}  // namespace conformance::task_exception_types
