// Lists of futures as arguments, and how what asyncio's functions give is printed and compared.
#include "tests/conformance/case.h"
#include "tests/conformance/caselog.h"

#include <deque>

namespace conformance::lists_and_reprs {
namespace {

const asyncio::ContextVar<int> var("var", 0);
const asyncio::ContextVar<std::vector<std::string>> words("words");

template <class T>
asyncio::Coroutine<T> work(T number, double delay) {
    co_await asyncio::sleep(delay);
    co_return number;
}

asyncio::Coroutine<> lists() {
    std::vector<asyncio::Task<int>> tasks;
    for (int i = 0; i < 3; ++i) tasks.push_back(asyncio::create_task(work(i, 3 - i)));
    for (auto each : asyncio::as_completed({tasks[0], tasks[1]})) log(co_await each);
    for (auto each : asyncio::as_completed({tasks[0], tasks[2]}, {.timeout = 5})) log(co_await each);
    for (auto each : asyncio::as_completed(work(3, 2), work(4, 1), {.timeout = 1.5})) {
        try {
            log(co_await each);
        } catch (const asyncio::TimeoutError& error) {
            log(err(error));
        }
    }
    try {
        asyncio::as_completed(tasks[0]);
    } catch (const asyncio::TypeError& error) {
        log(err(error));
    }
    try {
        asyncio::as_completed(tasks[0], {.timeout = 1});
    } catch (const asyncio::TypeError& error) {
        log(err(error));
    }
    try {
        asyncio::as_completed(work(5, 1), {.timeout = 1});
    } catch (const asyncio::TypeError& error) {
        log(err(error));
    }
    std::deque<asyncio::Task<int>> queue;
    for (const int i : {2, 1}) queue.push_back(asyncio::create_task(work(i, i)));
    for (auto each : asyncio::as_completed(queue)) log(co_await each);
    log(co_await asyncio::gather(queue));
    {
        auto [done, pending] = co_await asyncio::wait(queue);
        log(done.size(), pending.size());
    }
    const auto a = asyncio::create_task(work<std::string>("a", 1), {.name = "a"});
    const auto b = asyncio::create_task(work<std::string>("b", 2), {.name = "b"});
    {
        auto [done, pending] = co_await asyncio::wait({a, b}, {.return_when = asyncio::FIRST_COMPLETED});
        for (const auto& task : done) log("done", task.get_name(), task.result(), task == a);
        for (const auto& task : pending) log("pending", task.get_name(), task.cancel(), task == b);
    }
    {
        auto [done, pending] = co_await asyncio::wait({a, b});
        log(std::vector{a.cancelled(), b.cancelled()}, pending.size());
    }
    for (const auto mode : {asyncio::FIRST_COMPLETED, asyncio::FIRST_EXCEPTION, asyncio::ALL_COMPLETED}) {
        auto [done, pending] = co_await asyncio::wait({a}, {.timeout = 1, .return_when = mode});
        log(done.size(), mode, std::vector{mode});
    }
}

asyncio::Coroutine<> coroutines() {
    auto coroutine = work(1, 1);
    log(coroutine, "[" + asyncio::repr(coroutine) + "]");
    coroutine.close();
    try {
        co_await coroutine;
    } catch (const asyncio::RuntimeError& error) {
        log(err(error));
    }
    auto pause = asyncio::sleep(1);
    log(pause);
    pause.close();
    try {
        co_await pause;
    } catch (const asyncio::RuntimeError& error) {
        log(err(error));
    }
}

asyncio::Coroutine<> contexts() {
    using Token = asyncio::Token<int>;
    const auto empty = asyncio::copy_context();
    const auto also_empty = asyncio::copy_context();
    log(empty, empty == also_empty, empty.is(also_empty), empty != also_empty);
    const auto first = var.set(1);
    log(first.old_value(), first.old_value() == Token::MISSING, Token::MISSING);
    const auto second = var.set(2);
    log(second.old_value(), second.old_value() == Token::MISSING, second.old_value() == 1);
    const auto two = asyncio::copy_context();
    log(two == empty);
    const auto word = words.set({"a", "b"});
    log(word.old_value());
    const auto more = asyncio::copy_context();
    log(more == two, more == more.copy());
    words.set({"a", "b"});
    log(asyncio::copy_context() == more);
    words.set({"a"});
    log(asyncio::copy_context() == more);
    words.reset(word);
    log(asyncio::copy_context() == two);
    var.reset(second);
    var.reset(first);
    log(asyncio::copy_context() == empty);
    co_return;
}

asyncio::Coroutine<> factories() {
    auto& loop = asyncio::get_running_loop();
    auto task = asyncio::eager_task_factory(loop, work(7, 0));
    log(task.done());
    log(co_await task);
    task = asyncio::eager_task_factory(loop, work(8, 1), {.name = "eager"});
    log(task.get_name(), task.done());
    log(co_await task);
    task = asyncio::eager_task_factory(loop, work(9, 0), {.eager_start = false});
    log(task.done());
    log(co_await task);
    loop.set_task_factory(asyncio::eager_task_factory);
    log(loop.get_task_factory() == asyncio::eager_task_factory);
    loop.set_task_factory(nullptr);
    log(loop.get_task_factory() == asyncio::eager_task_factory);
}

asyncio::Coroutine<> handlers() {
    auto& loop = asyncio::get_running_loop();
    loop.set_exception_handler([](asyncio::EventLoop&, const asyncio::ExceptionContext& context) {
        const auto& extra = context.extra;
        log(context.message, extra.at("detail"), extra.at("more"), asyncio::repr(extra.at("why")));
    });
    loop.call_exception_handler(
        {.message = "odd", .extra = {{"detail", 5}, {"more", std::vector{1, 2}}, {"why", "so"}}});
    co_return;
}

asyncio::Coroutine<> main_() {
    co_await lists();
    co_await coroutines();
    co_await contexts();
    co_await factories();
    co_await handlers();
}

const Case kCase("lists_and_reprs", main_);

}  // namespace
}  // namespace conformance::lists_and_reprs
