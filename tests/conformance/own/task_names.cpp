// Names of tasks: none, the empty one, one that looks like a default, and new ones on the way.
#include "tests/conformance/case.h"
#include "tests/conformance/caselog.h"

namespace conformance::task_names {
namespace {

asyncio::Coroutine<std::string> says() {
    const std::string name = asyncio::current_task().get_name();
    log(asyncio::repr(name));
    co_await asyncio::sleep(0);
    log(asyncio::repr(asyncio::current_task().get_name()));
    co_return name;
}

asyncio::Coroutine<> body(asyncio::TaskGroup group) {
    group.create_task(says(), {.name = ""});
    group.create_task(says());
    co_return;
}

asyncio::Coroutine<> main_() {
    log(asyncio::current_task().get_name());
    co_await asyncio::create_task(says());
    co_await asyncio::create_task(says(), {.name = ""});
    co_await asyncio::create_task(says(), {.name = "Task-2"});
    co_await asyncio::create_task(says());
    auto task = asyncio::create_task(says(), {.name = "before"});
    task.set_name("after");
    co_await task;
    task = asyncio::create_task(says());
    co_await asyncio::sleep(0);
    task.set_name("later");
    log(asyncio::repr(co_await task), asyncio::repr(task.get_name()));
    task.set_name("late");
    log(task.get_name());
    task = asyncio::create_task(says());
    task.set_name("");
    log(asyncio::repr(co_await task), asyncio::repr(task.get_name()));
    co_await asyncio::async_with(asyncio::TaskGroup(), body);
}

const Case kCase("task_names", main_);

}  // namespace
}  // namespace conformance::task_names
