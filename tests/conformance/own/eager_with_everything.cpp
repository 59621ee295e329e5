// Eager starts that fail, finish, suspend, cancel and rename at once, with contexts, groups and callbacks.
#include "tests/conformance/case.h"
#include "tests/conformance/caselog.h"

#include <algorithm>

namespace conformance::eager_with_everything {
namespace {

using namespace asyncio;

const ContextVar<std::string> where("where", "out");

Coroutine<std::string> now(std::string value, std::exception_ptr exc = nullptr) {
    auto task = current_task();
    log("now", value, task.get_name(), where.get());
    where.set(value);
    if (exc) std::rethrow_exception(exc);
    co_return value;
}

Coroutine<int> later(std::string name, int delay) {
    log(name, "begins");
    auto inner = create_task(now(name + " inner"), {.name = name + " inner"});
    log(name, outcome(inner), !inner.get_coro());
    current_task().set_name(name + "!");
    std::exception_ptr error;
    try {
        co_await sleep(delay);
    } catch (...) {
        error = std::current_exception();
    }
    log(name, "ends", current_task().get_name());
    if (error) std::rethrow_exception(error);
    co_return delay;
}

Coroutine<> cancels_itself() {
    auto task = current_task();
    bool asked = task.cancel("self");
    log(asked, task.cancelling());
    co_await sleep(0);
}

Coroutine<std::string> cancels_parent(AnyTask parent) {
    parent.cancel("by the child");
    co_return "child";
}

Coroutine<> main_() {
    auto& loop = get_running_loop();
    loop.set_task_factory(eager_task_factory);
    auto main_task = current_task();
    auto context = copy_context();
    auto done = create_task(now("A"), {.name = "A", .context = context});
    log(outcome(done), where.get(), context[where], repr(done.get_coro()));
    done.add_done_callback([](Task<std::string> t) { log("callback", t.get_name()); });
    auto failed = create_task(now("B", std::make_exception_ptr(KeyError("b"))), {.name = "B"});
    log(outcome(failed), current_task() == main_task);
    auto lazy = Task<std::string>(now("C"), loop, {.name = "C", .eager_start = false});
    std::vector<std::string> names;
    for (auto t : all_tasks()) names.push_back(t.get_name());
    std::sort(names.begin(), names.end());
    log(outcome(lazy), names);
    auto pending = create_task(later("D", 2), {.name = "D"});
    log(pending.get_name(), outcome(pending), pending.cancelling());
    log(co_await gather(done, lazy, pending, failed, return_exceptions));
    auto itself = create_task(cancels_itself(), {.name = "itself"});
    log(outcome(itself), itself.cancelling());
    auto results = co_await gather(itself, return_exceptions);
    log(err(results[0].exception()));
    auto child = create_task(cancels_parent(main_task), {.name = "child"});
    log(outcome(child), main_task.cancelling());
    try {
        log(co_await child);
        log("no suspension, no cancellation");
        co_await sleep(1);
    } catch (const CancelledError& exc) {
        log(err(exc), main_task.uncancel());
    }
    Task<int> second, fourth;
    std::exception_ptr error;
    try {
        co_await async_with(TaskGroup(), [&](TaskGroup& tg) -> Coroutine<> {
            auto first = tg.create_task(now("E"), {.name = "E"});
            second = tg.create_task(later("F", 5), {.name = "F"});
            auto third = tg.create_task(now("G", std::make_exception_ptr(ValueError("g"))), {.name = "G"});
            log(outcome(first), outcome(second), outcome(third), tg);
            fourth = tg.create_task(later("H", 1), {.name = "H"});
            co_await sleep(0);
            log("not reached");
        });
    } catch (...) {
        error = std::current_exception();
    }
    except_star(error, on<ValueError>([&](const ExceptionGroup& exc) {
                    log(err(exc), outcome(second), outcome(fourth), main_task.cancelling());
                }));
    try {
        auto os_error = std::make_exception_ptr(OSError("i"));
        co_await wait_for(now("I", os_error), 1);
    } catch (const OSError& exc) {
        log(err(exc));
    }
    co_await async_with(timeout(1), []() -> Coroutine<> {
        auto j = co_await shield(now("J"));
        log(j, co_await wait_for(now("K"), 0));
    });
    std::vector<Future<AnyResult>> all;
    all.push_back(ensure_future(AnyTask(ensure_future(now("L")))));
    all.push_back(ensure_future(AnyTask(ensure_future(later("M", 1)))));
    all.push_back(ensure_future(AnyTask(ensure_future(now("N")))));
    for (auto each : as_completed(all)) log("completed", str(co_await each));
    log(where.get());
}

const Case kCase("eager_with_everything", main_);

}  // namespace
}  // namespace conformance::eager_with_everything
