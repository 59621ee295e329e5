// The loop's handlers and factories: odd exceptions in callbacks, handlers that raise or schedule, factories
// that name, count and fail.
#include "tests/conformance/case.h"
#include "tests/conformance/caselog.h"

#include <algorithm>

namespace conformance::loop_corners {
namespace {

using asyncio::Coroutine;
using asyncio::create_task;
using asyncio::current_task;
using asyncio::named;
using asyncio::sleep;

class Odd : public asyncio::BaseException {
    using BaseException::BaseException;
};

class Quiet : public asyncio::Exception {
public:
    using Exception::Exception;
    std::string str() const override { return "quiet"; }
};

void handler(asyncio::EventLoop&, const asyncio::ExceptionContext& context) {
    std::string message = context.message.substr(0, context.message.find('('));
    message = message.substr(0, message.find(" <"));
    log("handler", message, context.keys(), context.exception ? err(context.exception) : "None");
}

template <class E>
auto raises(E exc) {
    return named("raises", [exc] { throw exc; });
}

template <class E>
Coroutine<> fails(E exc, double delay = 0) {
    co_await sleep(delay);
    throw exc;
}

Coroutine<> odd_exceptions_in_callbacks() {
    auto& loop = asyncio::get_running_loop();
    loop.call_soon(raises(Odd("odd")));
    loop.call_soon(raises(Quiet(1)));
    loop.call_soon(raises(asyncio::CancelledError("mine")));
    loop.call_soon(raises(asyncio::GeneratorExit()));
    loop.call_soon(raises(asyncio::StopIteration(3)));
    loop.call_soon(raises(asyncio::KeyError("key")));
    loop.call_later(1, raises(Odd()));
    auto future = loop.create_future<int>();
    future.add_done_callback([] { throw Quiet(); });
    future.add_done_callback([](asyncio::Future<int> done) { log("the next one runs", done.result()); });
    future.set_result(5);
    co_await sleep(2);
}

template <class E>
Coroutine<> fails_in_task(E exc) {
    auto task = create_task(fails(exc), {.name = "odd"});
    co_await asyncio::wait(task);
    log(outcome(task));
}

Coroutine<> odd_exceptions_in_tasks() {
    co_await fails_in_task(Odd("odd"));
    co_await fails_in_task(Quiet(1));
    co_await fails_in_task(asyncio::GeneratorExit("exit"));
    co_await fails_in_task(asyncio::StopIteration("stop"));
    co_await fails_in_task(asyncio::StopAsyncIteration("async"));
    try {
        co_await asyncio::gather(fails(Odd("one")), fails(Odd("two")));
    } catch (const Odd& exc) {
        log(err(exc));
    }
    try {
        co_await asyncio::async_with(asyncio::TaskGroup(), [&](asyncio::TaskGroup& group) -> Coroutine<> {
            group.create_task(fails(Odd("in group")), {.name = "odd"});
            group.create_task(fails(asyncio::ValueError("other")), {.name = "other"});
            co_return;
        });
    } catch (const asyncio::BaseExceptionGroup& exc) {
        log(err(exc), exc);
    }
}

Coroutine<> handlers_that_do_things() {
    auto& loop = asyncio::get_running_loop();
    const auto seen = std::make_shared<std::vector<std::string>>();
    const asyncio::EventLoop::ExceptionHandler second = [seen](asyncio::EventLoop& l,
                                                               const asyncio::ExceptionContext& context) {
        seen->push_back(err(context.exception));
        if (current_task()) seen->push_back(current_task().get_name());
        l.set_exception_handler(handler);
    };
    loop.set_exception_handler([seen, second](asyncio::EventLoop& l, const asyncio::ExceptionContext&) {
        seen->push_back("first");
        l.set_exception_handler(second);
        l.call_soon(raises(asyncio::ValueError("from the handler")));
    });
    loop.call_soon(raises(asyncio::KeyError("start")));
    co_await sleep(0);
    co_await sleep(0);
    log(*seen, static_cast<bool>(loop.get_exception_handler()));
    loop.call_exception_handler({.message = "by hand",
                                 .exception = std::make_exception_ptr(Quiet()),
                                 .extra = {{"detail", asyncio::ExtraInfo(5)}}});
    loop.call_exception_handler({.message = "nothing else"});
}

Coroutine<> never_retrieved() {
    auto& loop = asyncio::get_running_loop();
    {
        auto future = loop.create_future();
        future.set_exception(Quiet());
    }
    {
        auto task = create_task(fails(Odd("lost")), {.name = "lost"});
        co_await sleep(0);
        co_await sleep(0);
    }
    {
        auto task = create_task(fails(Odd("seen")), {.name = "seen"});
        co_await sleep(1);
        log(err(task.exception()));
    }
    {
        auto gathering = asyncio::gather(fails(Quiet()), fails(Quiet()));
        co_await sleep(1);
        log(gathering.done());
    }
}

struct Made {
    std::string name;
    std::vector<std::string> options;
};

Coroutine<int> work(int n = 0) {
    co_await sleep(n);
    co_return n;
}

Coroutine<> refused() { co_return; }

Coroutine<> factories() {
    auto& loop = asyncio::get_running_loop();
    const auto made = std::make_shared<std::vector<Made>>();
    loop.set_task_factory(
        [made](asyncio::EventLoop& l, asyncio::AnyCoroutine coro, asyncio::TaskOptions options) {
            std::vector<std::string> given;
            if (options.context.given()) given.push_back("context");
            if (options.eager_start) given.push_back("eager_start");
            if (options.name.data()) given.push_back("name");
            made->push_back({coro.name(), given});
            if (coro.name() == "refused") throw asyncio::RuntimeError("refused");
            return coro.make_task(l, options);
        });
    log(static_cast<bool>(loop.get_task_factory()));
    co_await create_task(work(), {.name = "named"});
    co_await asyncio::gather(work(1), work(2));
    co_await asyncio::wait_for(work(1), 2);
    try {
        co_await asyncio::wait_for(work(1), 0);
    } catch (const asyncio::TimeoutError&) {}
    co_await asyncio::shield(work());
    co_await asyncio::async_with(asyncio::TaskGroup(), [&](asyncio::TaskGroup& group) -> Coroutine<> {
        group.create_task(work(1));
        group.create_task(work(1), {.name = "in group"});
        co_return;
    });
    for (auto call : asyncio::as_completed(work(), work())) co_await call;
    try {
        create_task(refused());
    } catch (const asyncio::RuntimeError& exc) {
        log(err(exc));
    }
    try {
        co_await asyncio::async_with(asyncio::TaskGroup(), [&](asyncio::TaskGroup& group) -> Coroutine<> {
            group.create_task(work(5), {.name = "sibling"});
            group.create_task(refused());
            co_return;
        });
    } catch (const asyncio::ExceptionGroup& exc) {
        log(err(exc));
    }
    loop.set_task_factory(nullptr);
    log(loop.get_task_factory() ? "factory" : "None");
    for (const auto& each : *made) log(each.name, each.options);
}

Coroutine<> main_() {
    auto& loop = asyncio::get_running_loop();
    log(loop.get_exception_handler() ? "handler" : "None", loop.get_task_factory() ? "factory" : "None",
        loop.is_running(), loop.is_closed());
    loop.set_exception_handler(handler);
    log("odd_exceptions_in_callbacks");
    co_await odd_exceptions_in_callbacks();
    log("odd_exceptions_in_tasks");
    co_await odd_exceptions_in_tasks();
    log("handlers_that_do_things");
    co_await handlers_that_do_things();
    log("never_retrieved");
    co_await never_retrieved();
    log("factories");
    co_await factories();
}

const Case kCase("loop_corners", main_);

}  // namespace
}  // namespace conformance::loop_corners
