// A task factory that counts and refuses: what is refused is closed, alone and in a group.
#include "tests/conformance/case.h"
#include "tests/conformance/caselog.h"

namespace conformance::factory_that_refuses {
namespace {

using namespace asyncio;

std::vector<std::string> made;

void on_done(AnyTask task) { log("done", task.get_name(), outcome(task)); }

AnyTask factory(EventLoop& loop, AnyCoroutine coro, TaskOptions options) {
    if (coro.name() == "forbidden") {
        coro.close();
        throw PermissionError("no such task");
    }
    made.push_back(coro.name());
    const auto task = coro.make_task(loop, options);
    task.add_done_callback(on_done);
    return task;
}

Coroutine<> forbidden() { co_return; }

Coroutine<> grouped() {
    co_await async_with(TaskGroup(), [](TaskGroup& group) -> Coroutine<> {
        group.create_task(sleep(2), {.name = "c"});
        co_await sleep(1);
        group.create_task(forbidden(), {.name = "d"});
    });
}

Coroutine<> main_() {
    made.clear();
    get_running_loop().set_task_factory(factory);
    const auto task = create_task(sleep(1, "slept"), {.name = "a"});
    try {
        create_task(forbidden(), {.name = "b"});
    } catch (const PermissionError& exc) {
        log(repr(exc));
    }
    log(co_await task);
    std::exception_ptr error;
    try {
        co_await grouped();
    } catch (...) {
        error = std::current_exception();
    }
    except_star(error, on<PermissionError>([](const ExceptionGroup& group) { log(err(group)); }));
    log(made);
}

const Case kCase("factory_that_refuses", main_);

}  // namespace
}  // namespace conformance::factory_that_refuses
