// asynccontextmanager: what enters, leaves, swallows, replaces and goes wrong; cancelled in each place;
// within each other.
#include "tests/conformance/case.h"
#include "tests/conformance/caselog.h"

namespace conformance::agen_as_manager {
namespace {

using namespace asyncio;

struct Options {
    double opening = 0, closing = 0;
    bool (*swallow)(const std::exception_ptr&) = [](const std::exception_ptr&) { return false; };
    std::exception_ptr replace = nullptr;
};

AsyncGenerator<std::string> resource(std::string name, Options options) {
    log(name, "opens");
    co_await sleep(options.opening);
    std::exception_ptr error;
    try {
        co_yield name;
    } catch (...) {
        error = std::current_exception();
        if (options.swallow(error)) {
            log(name, "swallows", err(error));
            error = nullptr;
        } else {
            log(name, "sees", err(error));
            try {
                if (options.replace) raise_from(options.replace, error);
            } catch (...) {
                error = std::current_exception();
            }
        }
    }
    co_await sleep(options.closing);
    log(name, "closed");
    if (error) std::rethrow_exception(error);
}

AsyncGenerator<None> never() {
    log("yields nothing");
    co_return;
}

AsyncGenerator<int> twice() {
    try {
        co_yield 1;
    } catch (const ValueError&) {
        log("yields again");
    }
    std::exception_ptr error;
    try {
        co_yield 2;
    } catch (...) {
        error = std::current_exception();
    }
    log("closed by force");
    if (error) std::rethrow_exception(error);
}

Coroutine<std::string> uses(std::string name, double body, std::exception_ptr error, Options options) {
    co_await async_with(asynccontextmanager(resource(name, options)), [&](std::string value) -> Coroutine<> {
        log("body of", value);
        co_await sleep(body);
        if (error) std::rethrow_exception(error);
    });
    log("after", name);
    co_return name;
}

template <class T>
Coroutine<> attempt(std::string what, Coroutine<T> awaitable) {
    try {
        log(what, "gave", co_await or_none(std::move(awaitable)));
    } catch (...) {
        const auto error = std::current_exception();
        log(what, err(error), repr(cause_of(error)));
    }
}

template <class Manager>
Coroutine<> use(Manager manager, std::exception_ptr error = nullptr) {
    co_await async_with(manager, [&](const auto& value) -> Coroutine<> {
        log("value", value);
        if (error) std::rethrow_exception(error);
        co_return;
    });
}

template <class E>
std::exception_ptr made(E error) {
    return std::make_exception_ptr(std::move(error));
}

Coroutine<> nested() {
    const Options slow_end{.closing = 1}, slow_begin{.opening = 1};
    co_await async_with(
        asynccontextmanager(resource("outer", slow_end)), [&](std::string outer) -> Coroutine<> {
            co_await async_with(
                asynccontextmanager(resource("inner", slow_begin)), [&](std::string inner) -> Coroutine<> {
                    log(outer, inner);
                    co_await async_with(TaskGroup(), [](TaskGroup& group) -> Coroutine<> {
                        group.create_task(uses("j", 0, made(OSError("j")), {}), {.name = "j"});
                        co_await sleep(5);
                    });
                });
        });
}

Coroutine<> main_() {
    Options options{.opening = 1, .closing = 1};
    co_await attempt("plain", uses("a", 1, nullptr, options));
    options = {};
    co_await attempt("fails", uses("b", 0, made(ValueError("b")), options));
    options.swallow = detail::is_instance<ValueError>;
    co_await attempt("swallowed", uses("c", 0, made(ValueError("c")), options));
    options = {};
    options.replace = made(KeyError("d"));
    co_await attempt("replaced", uses("d", 0, made(ValueError("d")), options));
    options = {.closing = 1, .swallow = detail::is_instance<ValueError>};
    co_await attempt("other", uses("e", 0, made(KeyError("e")), options));
    co_await attempt("never", use(asynccontextmanager(never())));
    co_await attempt("twice", use(asynccontextmanager(twice())));
    co_await attempt("twice", use(asynccontextmanager(twice()), made(ValueError("again"))));
    options = {};
    co_await attempt("stop",
                     use(asynccontextmanager(resource("f", options)), made(StopAsyncIteration("stop"))));
    options = {.opening = 1, .closing = 1};
    for (const double delay : {0.5, 1.5, 2.5}) {
        auto task = create_task(uses("g", 1, nullptr, options), {.name = "g"});
        co_await sleep(delay);
        task.cancel("enough");
        co_await wait(task);
        log("cancelled at", delay, outcome(task));
    }
    options = {};
    options.swallow = detail::is_instance<CancelledError>;
    auto task = create_task(uses("h", 1, nullptr, options), {.name = "h"});
    co_await sleep(0.5);
    task.cancel();
    co_await wait(task);
    log(outcome(task), task.cancelling());
    options = {.closing = 1};
    co_await attempt("limited", wait_for(uses("i", 5, nullptr, options), 1));
    co_await attempt("nested", nested());
}

const Case kCase("agen_as_manager", main_);

}  // namespace
}  // namespace conformance::agen_as_manager
