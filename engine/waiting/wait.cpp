#include "engine/waiting/wait.h"

#include <optional>

namespace asyncio {

std::string str(ReturnWhen mode) {
    if (mode == FIRST_COMPLETED) return "FIRST_COMPLETED";
    return mode == FIRST_EXCEPTION ? "FIRST_EXCEPTION" : "ALL_COMPLETED";
}
std::string repr(ReturnWhen mode) { return repr(str(mode)); }

}  // namespace asyncio

namespace asyncio::detail {

namespace {

// asyncio's _release_waiter.
void release(FutureState<void>& waiter) {
    if (!waiter.done()) waiter.set_result(None{});
}

// asyncio's _on_completion.
struct Completion {
    Ref<FutureState<void>> released;
    std::size_t left;
    ReturnWhen return_when;
    std::optional<TimerHandle> limit;

    void completed(FutureBase& future) {
        --left;
        if (left > 0 && return_when != ReturnWhen::first_completed) {
            if (return_when != ReturnWhen::first_exception || !future.failed()) return;
            future.mark_retrieved();  // asyncio looks at the exception
        }
        if (limit) limit->cancel();
        release(*released);
    }
};

Callback internal_callback(std::function<void(const FutureRef&)> function) {
    return Callback(make_ref<CallbackState>("wait", std::move(function), ObjectKind::callback));
}

}  // namespace

Coroutine<> wait_until(std::vector<FutureRef> futures, WaitOptions options) {
    if (futures.empty()) throw ValueError("Set of Tasks/Futures is empty.");
    EventLoop& loop = get_running_loop();
    const auto completion = std::make_shared<Completion>(Completion{
        make_internal_future<void>(loop, "wait"), futures.size(), options.return_when, std::nullopt});
    if (options.timeout)
        completion->limit = loop.call_later(
            *options.timeout, internal_callback([released = completion->released](const FutureRef&) {
                release(*released);  // holds no `completion`, which holds this
            }));
    const Callback on_completion =
        internal_callback([completion](const FutureRef& future) { completion->completed(*future); });
    on_completion.state().calls_for(*completion->released);
    for (const FutureRef& future : futures) {
        if (!future) throw AttributeError("'NoneType' object has no attribute 'add_done_callback'");
        future->add_callback(on_completion.state());
    }
    std::exception_ptr error;
    try {
        co_await Future<void>(completion->released);
    } catch (...) {
        error = std::current_exception();
    }
    if (completion->limit) completion->limit->cancel();
    completion->limit.reset();
    for (const FutureRef& future : futures) future->remove_callback(on_completion.state());
    if (error) std::rethrow_exception(error);
}

}  // namespace asyncio::detail
