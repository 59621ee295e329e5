// Who looks at the exceptions of tasks: those at which nobody did are reported when the tasks go.
#include "tests/conformance/case.h"
#include "tests/conformance/caselog.h"

#include <algorithm>

namespace conformance::exceptions_looked_at {
namespace {

using Tasks = std::vector<asyncio::Task<>>;

asyncio::Coroutine<> fails(std::string name, double delay) {
    co_await asyncio::sleep(delay);
    throw asyncio::ValueError(name);
}

Tasks two(const std::string& prefix) {
    Tasks tasks;
    for (const std::string number : {"0", "1"})
        tasks.push_back(asyncio::create_task(fails(prefix + number, 1), {.name = prefix + number}));
    return tasks;
}

asyncio::Coroutine<> wait_for_all() {
    const auto tasks = two("all");
    const auto [done, pending] = co_await asyncio::wait(tasks);
    log("all", done.size(), pending.size());
}

asyncio::Coroutine<> wait_for_first_exception() {
    auto tasks = two("exception");
    tasks.push_back(asyncio::create_task(asyncio::sleep(5), {.name = "sleeper"}));
    const auto [done, pending] = co_await asyncio::wait(tasks, {.return_when = asyncio::FIRST_EXCEPTION});
    log("first exception", done.size(), pending.size());
    tasks[2].cancel();
}

asyncio::Coroutine<> wait_for_first_exception_of_all() {
    const auto tasks = two("last");
    const auto [done, pending] = co_await asyncio::wait(tasks, {.return_when = asyncio::FIRST_EXCEPTION});
    log("first exception of all", done.size(), pending.size());
}

asyncio::Coroutine<> wait_for_first() {
    const auto tasks = two("first");
    const auto [done, pending] = co_await asyncio::wait(tasks, {.return_when = asyncio::FIRST_COMPLETED});
    log("first", done.size(), pending.size());
}

template <class Gathering>
asyncio::Coroutine<> cancel(Gathering gathering) {
    co_await asyncio::sleep(2);
    log("gather", gathering.cancel());
    co_await asyncio::wait(gathering);
    const auto error = gathering.exception();
    log(error ? asyncio::type_name(error) : "NoneType");
}

asyncio::Coroutine<> gather_and_cancel(bool return_exceptions) {
    auto tasks = two("gather");
    tasks.push_back(asyncio::create_task(asyncio::sleep(5), {.name = "sleeper"}));
    if (return_exceptions)
        co_await cancel(asyncio::gather(tasks, asyncio::return_exceptions));
    else
        co_await cancel(asyncio::gather(tasks));
}

asyncio::Coroutine<> shield_and_cancel() {
    const auto task = asyncio::create_task(fails("shielded", 1), {.name = "shielded"});
    const auto shielded = asyncio::shield(task);
    shielded.cancel();
    co_await asyncio::sleep(2);
    log("shield", shielded.cancelled());
}

asyncio::Coroutine<> body(asyncio::TaskGroup group) {
    group.create_task(fails("a", 1), {.name = "a"});
    group.create_task(fails("b", 1), {.name = "b"});
    co_return;
}

asyncio::Coroutine<> group_swallows() {
    std::exception_ptr error;
    try {
        co_await asyncio::async_with(asyncio::TaskGroup(), body);
    } catch (...) {
        error = std::current_exception();
    }
    asyncio::except_star(error, asyncio::on<asyncio::ValueError>(
                                    [](const asyncio::ExceptionGroup& group) { log("group", err(group)); }));
}

asyncio::Coroutine<> time_is_up() {
    try {
        const auto late = asyncio::create_task(fails("late", 0), {.name = "late"});
        co_await asyncio::wait_for(late, 0);
    } catch (const asyncio::TimeoutError& exc) {
        log(err(exc));
    }
}

asyncio::Coroutine<> main_() {
    auto& loop = asyncio::get_running_loop();
    const auto reports = std::make_shared<std::vector<std::string>>();
    loop.set_exception_handler([reports](asyncio::EventLoop&, const asyncio::ExceptionContext& context) {
        reports->push_back(err(context.exception));
    });
    const auto show = [reports] {
        std::sort(reports->begin(), reports->end());
        log("not looked at", *reports);
        reports->clear();
    };
    co_await wait_for_all();
    show();
    co_await wait_for_first_exception();
    show();
    co_await wait_for_first_exception_of_all();
    show();
    co_await wait_for_first();
    co_await asyncio::sleep(1);
    show();
    co_await gather_and_cancel(true);
    show();
    co_await gather_and_cancel(false);
    show();
    co_await shield_and_cancel();
    show();
    co_await group_swallows();
    show();
    co_await time_is_up();
    show();
    loop.set_exception_handler(nullptr);
}

const Case kCase("exceptions_looked_at", main_);

}  // namespace
}  // namespace conformance::exceptions_looked_at
