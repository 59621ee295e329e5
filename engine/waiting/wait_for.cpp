#include "engine/waiting/wait_for.h"

namespace asyncio::detail {

Coroutine<> cancel_and_wait(FutureRef future) {
    const auto waiter = make_internal_future<void>(future->get_loop(), "wait_for");
    const auto release = make_ref<CallbackState>(
        "wait_for",
        [waiter](const FutureRef&) {
            if (!waiter->done()) waiter->set_result(None{});
        },
        ObjectKind::callback);
    release->calls_for(*waiter);
    future->add_callback(*release);
    std::exception_ptr error;
    try {
        future->cancel();
        co_await Future<void>(waiter);
    } catch (...) {
        error = std::current_exception();
    }
    future->remove_callback(*release);
    if (error) std::rethrow_exception(error);
    error = future->take_failure();
    if (is_cancelled_error(error)) raise_from(TimeoutError(), error);
}

}  // namespace asyncio::detail
