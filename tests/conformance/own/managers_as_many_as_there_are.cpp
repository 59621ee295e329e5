// AsyncExitStack: as many managers as a list has; one fails to open, one fails to close, one swallows, a
// cancellation in between.
#include "tests/conformance/case.h"
#include "tests/conformance/caselog.h"

namespace conformance::managers_as_many_as_there_are {
namespace {

using namespace asyncio;
using Names = std::vector<std::string>;

AsyncGenerator<std::string> resource(std::string name) {
    co_await sleep(1);
    if (name == "no") throw OSError("cannot open");
    log("opens", name);
    std::exception_ptr error;
    try {
        co_yield name;
    } catch (...) {
        error = std::current_exception();
    }
    if (error && name == "swallows") log(name, err(std::exchange(error, nullptr)));
    co_await sleep(1);
    log("closes", name);
    if (name == "fails") throw RuntimeError("cannot close");
    if (error) std::rethrow_exception(error);
}

// Enters the managers from the `next` on, then calls the body: what takes a stack in Python.
template <class Body>
Coroutine<> with_all(Names names, Names opened, Body body) {
    if (opened.size() == names.size()) {
        co_await body(opened);
        co_return;
    }
    auto manager = asynccontextmanager(resource(names[opened.size()]));
    co_await async_with(manager, [&](std::string name) -> Coroutine<> {
        opened.push_back(name);
        co_await with_all(names, opened, body);
    });
}

Coroutine<> use(Names names, std::exception_ptr error) {
    const auto body = [&](Names opened) -> Coroutine<> {
        log(opened);
        if (error) std::rethrow_exception(error);
        co_await sleep(5);
        log("used");
    };
    const Names none;
    co_await with_all(names, none, body);
}

Coroutine<> attempt(Names names, std::exception_ptr error = nullptr, double cancelled_at = 0) {
    const auto task = create_task(use(names, error), {.name = "uses"});
    if (cancelled_at > 0) {
        co_await sleep(cancelled_at);
        task.cancel("enough");
    }
    co_await wait(task);
    log(names, outcome(task));
}

Coroutine<> main_() {
    const Names abc = {"a", "b", "c"}, none, no = {"a", "no", "c"}, fails = {"a", "fails", "c"},
                swallows_late = {"a", "swallows", "fails"}, swallows = {"a", "swallows"}, ab = {"a", "b"};
    const auto value_error = std::make_exception_ptr(ValueError("body"));
    const auto key_error = std::make_exception_ptr(KeyError("body"));
    co_await attempt(abc);
    co_await attempt(none);
    co_await attempt(no);
    co_await attempt(fails);
    co_await attempt(swallows_late, value_error);
    co_await attempt(swallows, key_error);
    co_await attempt(abc, nullptr, 1.5);
    co_await attempt(ab, nullptr, 4);
    co_await attempt(swallows, nullptr, 4);
}

const Case kCase("managers_as_many_as_there_are", main_);

}  // namespace
}  // namespace conformance::managers_as_many_as_there_are
