#include "engine/waiting/as_completed.h"

#include "engine/loop/event_loop.h"

#include <algorithm>

namespace asyncio::detail {

AsCompletedState::AsCompletedState(EventLoop& loop) : Runnable(ObjectKind::callback), loop_(&loop) {
    id_ = loop.next_object_id();
    if (Observer* observer = loop.observer())
        observer->created(*this, {.name = "as_completed", .internal = true});
}

Ref<AsCompletedState> AsCompletedState::make(std::vector<FutureRef> futures, std::optional<double> timeout) {
    const Ref<AsCompletedState> state(new AsCompletedState(get_running_loop()));
    state->watch(std::move(futures), timeout);
    return state;
}

void AsCompletedState::watch(std::vector<FutureRef> futures, std::optional<double> timeout) {
    for (FutureRef& future : futures) pending_.insert(std::move(future));
    left_ = pending_.size();
    for (const FutureRef& future : pending_) future->add_callback(*this);
    if (pending_.empty() || !timeout) return;
    limit_ = loop_->call_later(
        *timeout,
        Callback(make_ref<CallbackState>(
            "as_completed", [state = Ref<AsCompletedState>(this)](const FutureRef&) { state->time_is_up(); },
            ObjectKind::callback)));
}

void AsCompletedState::completed(FutureBase& future) {
    if (pending_.empty()) return;  // the limit came first
    const FutureRef held(&future);
    pending_.erase(held);
    put(held);
    if (!pending_.empty() || !limit_) return;
    limit_->cancel();
    limit_.reset();  // its callback holds this
}

void AsCompletedState::time_is_up() {
    limit_.reset();
    for (const FutureRef& future : std::exchange(pending_, {})) {
        future->remove_callback(*this);
        put(nullptr);
    }
}

// --- the same hand-over as asyncio's Queue: an item wakes one who waits, but whoever runs first takes it ---

void AsCompletedState::put(FutureRef future) {
    done_.push_back(std::move(future));
    wake_next();
}

void AsCompletedState::wake_next() {
    while (!waiters_.empty()) {
        const auto waiter = std::move(waiters_.front());
        waiters_.pop_front();
        if (waiter->done()) continue;
        waiter->set_result(None{});
        return;
    }
}

void AsCompletedState::stop_waiting(FutureState<void>& waiter) {
    waiter.cancel();
    std::erase_if(waiters_, [&](const auto& each) { return each.get() == &waiter; });
    if (!done_.empty() && !waiter.cancelled()) wake_next();
    ++left_;
}

Coroutine<FutureRef> AsCompletedState::wait_for_one(Ref<AsCompletedState> state) {
    while (state->done_.empty()) {
        const auto waiter = make_internal_future<void>(*state->loop_, "Queue.get");
        state->waiters_.push_back(waiter);
        std::exception_ptr error;
        try {
            co_await Future<void>(waiter);
        } catch (...) {
            error = std::current_exception();
        }
        if (!error) continue;
        state->stop_waiting(*waiter);
        std::rethrow_exception(error);
    }
    FutureRef future = std::move(state->done_.front());
    state->done_.pop_front();
    if (!future) throw TimeoutError();
    co_return future;
}

}  // namespace asyncio::detail
