// Exceptions made of other things than a text: their args, text and repr, in a task, a future and a gather.
#include "tests/conformance/case.h"
#include "tests/conformance/caselog.h"

namespace conformance::exception_args {
namespace {

class Odd : public asyncio::Exception {
public:
    using asyncio::Exception::Exception;
};

asyncio::Coroutine<> fails(std::exception_ptr error) {
    std::rethrow_exception(error);
    co_return;
}

template <class... Errors>
asyncio::Coroutine<> show_all(Errors... errors) {
    (log(errors, "|", asyncio::repr(errors), "|", errors.args(), "|", err(errors)), ...);
    std::vector<asyncio::Coroutine<>> all;
    (all.push_back(fails(std::make_exception_ptr(errors))), ...);
    log(co_await asyncio::gather(std::move(all), asyncio::return_exceptions));
}

asyncio::Coroutine<> main_() {
    using namespace asyncio;
    const std::vector<int> list{1, 2};
    co_await show_all(ValueError(3), KeyError(1), KeyError("k"), Odd("a", 2), IndexError(),
                      OSError(5, "text"), OSError("text"), TimeoutError("late"), OverflowError(2.5),
                      AttributeError(None{}), LookupError(true), RuntimeError(Bytes("bytes")),
                      Odd(std::pair(1, 2)), SystemError(list), ConnectionResetError(104, "reset"));
    const auto task = create_task(fails(std::make_exception_ptr(ValueError(3))), {.name = "T"});
    try {
        co_await task;
    } catch (const ValueError& exc) {
        log(exc.args()[0], exc.args().size(), outcome(task));
    }
    const auto future = get_running_loop().create_future();
    future.set_exception(Odd(1, "two", None{}));
    log(outcome(future), "two");
    try {
        throw FileNotFoundError(2, "gone");
    } catch (const OSError& exc) {
        log(exc.type_name(), exc.error_number(), exc.strerror());
    }
    auto cancelled = create_task(sleep(5), {.name = "cancelled"});
    co_await sleep(0);
    cancelled.cancel("why");
    try {
        co_await cancelled;
    } catch (const CancelledError& exc) {
        log(exc.args());
    }
    cancelled = create_task(sleep(5), {.name = "cancelled"});
    co_await sleep(0);
    cancelled.cancel();
    try {
        co_await cancelled;
    } catch (const CancelledError& exc) {
        log(exc.args());
    }
}

const Case kCase("exception_args", main_);

}  // namespace
}  // namespace conformance::exception_args
