#include "engine/threads/executor.h"

#include "engine/tasks/async_with.h"
#include "engine/threads/threading.h"
#include "engine/waiting/timeout.h"

#include <cstdio>

namespace asyncio {

namespace detail {

// A thread's CancelledError and InvalidStateError are asyncio's for who awaits it.
std::exception_ptr from_concurrent(const std::exception_ptr& error) {
    try {
        std::rethrow_exception(error);
    } catch (const concurrent::CancelledError& cancelled) {
        return std::make_exception_ptr(CancelledError(CancelMessage(cancelled.message())));
    } catch (const concurrent::InvalidStateError& invalid) {
        return std::make_exception_ptr(InvalidStateError(invalid.str()));
    } catch (...) {
        return error;
    }
}

}  // namespace detail

const concurrent::ThreadPoolExecutor& EventLoop::default_executor() {
    if (executor_shut_down_) throw RuntimeError("Executor shutdown has been called");
    if (!default_executor_)
        default_executor_ = std::make_unique<concurrent::ThreadPoolExecutor>(std::nullopt, "asyncio");
    return *default_executor_;
}

void EventLoop::set_default_executor(const concurrent::ThreadPoolExecutor& executor) {
    default_executor_ = std::make_unique<concurrent::ThreadPoolExecutor>(executor);
}

// As in asyncio, a thread of its own waits for the others, so that the loop goes on meanwhile.
Coroutine<> EventLoop::shutdown_default_executor(std::optional<double> timeout) {
    executor_shut_down_ = true;
    if (!default_executor_) co_return;
    const concurrent::ThreadPoolExecutor executor = *default_executor_;
    const Future<> done(detail::make_internal_future<void>(*this, "shutdown_default_executor"));
    const std::uint64_t ticket = keep(std::make_shared<Future<>>(done));
    const auto set_result = [this, ticket] {
        const auto future = std::static_pointer_cast<Future<>>(take_kept(ticket));
        if (!future->done()) future->set_result();
    };
    const threading::Thread thread(named("_do_shutdown", [executor, set_result, door = door_] {
        executor.shutdown(true);
        door->hand_over({"set_result_unless_cancelled", true, set_result, nullptr});
    }));
    thread.start();
    bool timed_out = false;
    try {
        auto block = [&](Timeout&) -> Coroutine<> { co_await done; };
        co_await async_with(asyncio::timeout(timeout), block);
    } catch (const TimeoutError&) {
        timed_out = true;
    }
    if (!timed_out) {
        thread.join();
        co_return;
    }
    std::fprintf(stderr,
                 "RuntimeWarning: The executor did not finishing joining its threads within %g seconds.\n",
                 *timeout);
    executor.shutdown(false);
}

}  // namespace asyncio
