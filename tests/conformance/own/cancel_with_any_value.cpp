// What cancel() is given may be any value: what becomes of it in every way to be told.
#include "tests/conformance/case.h"
#include "tests/conformance/caselog.h"

namespace conformance::cancel_with_any_value {
namespace {

using namespace asyncio;

Coroutine<> work() { co_await sleep(10); }

void told(const CancelledError& exc) { log(repr(exc), str(exc), exc.args()); }

template <class Message>
Coroutine<> cancelled_with(Message message) {
    auto task = create_task(work(), {.name = "work"});
    co_await sleep(0);
    log(task.cancel(message));
    for (int i = 0; i < 2; i++) {
        try {
            co_await task;
        } catch (const CancelledError& exc) {
            told(exc);
        }
    }
    log(task.cancelled());
}

Coroutine<> converts(Future<int> future) {
    try {
        co_await future;
    } catch (const CancelledError& exc) {
        told(exc);
        if (exc.args().empty()) raise_from(CancelledError("and more"), exc);
        raise_from(CancelledError(exc.args()[0], "and more"), exc);
    }
}

Coroutine<> futures() {
    auto future = get_running_loop().create_future<int>();
    auto task = create_task(converts(future), {.name = "converts"});
    co_await sleep(0);
    future.cancel(7);
    try {
        co_await task;
    } catch (const CancelledError& exc) {
        told(exc);
        if (!exc.cause()) throw AttributeError("'NoneType' object has no attribute 'args'");
        log(repr(exc.cause()), str(exc.cause()), args_of(exc.cause()));
    }
    log(co_await gather(future, task, return_exceptions));
    auto unnamed = get_running_loop().create_future<int>();
    unnamed.cancel(std::nullopt);
    log(co_await gather(unnamed, return_exceptions));
}

template <class Message>
Coroutine<> gathers(Message message) {
    auto gathered = gather(work(), work());
    co_await sleep(0);
    gathered.cancel(message);
    try {
        co_await gathered;
    } catch (const CancelledError& exc) {
        told(exc);
    }
    log(gathered);
}

Coroutine<> swallows() {
    try {
        co_await sleep(1);
    } catch (const CancelledError& exc) {
        told(exc);
        current_task().uncancel();
    }
    current_task().cancel(3.5);
    co_await sleep(1);
}

Coroutine<> main_() {
    const std::vector<int> numbers{1, 2};
    co_await cancelled_with(5);
    co_await cancelled_with(None());
    co_await cancelled_with("");
    co_await cancelled_with(std::tuple("a", 1));
    co_await cancelled_with(numbers);
    co_await cancelled_with(true);
    co_await cancelled_with(Bytes("bytes"));
    co_await cancelled_with(ValueError("why"));
    co_await futures();
    co_await gathers(3);
    co_await gathers(std::tuple("x"));
    auto task = create_task(swallows(), {.name = "swallows"});
    co_await sleep(0);
    task.cancel(std::map<int, std::string>{{1, "one"}});
    co_await wait(task);
    try {
        task.result();
    } catch (const CancelledError& exc) {
        told(exc);
    }
    log(task.cancel(9));
    get_running_loop().call_soon(&Task<>::cancel, create_task(work(), {.name = "later"}), 4);
    try {
        co_await async_with(timeout(1), []() -> Coroutine<> {
            current_task().cancel(11);
            co_await sleep(2);
        });
    } catch (const CancelledError& exc) {
        told(exc);
    }
    current_task().uncancel();
}

const Case kCase("cancel_with_any_value", main_);

}  // namespace
}  // namespace conformance::cancel_with_any_value
