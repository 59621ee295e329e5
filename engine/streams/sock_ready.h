// Waiting until something can be done with a descriptor that no transport has.
#pragma once

#include "engine/tasks/task.h"

#include <functional>
#include <optional>
#include <string>
#include <utility>

namespace asyncio::detail {

// A descriptor is ready: tries again, and resolves the future once that gives something.
template <class T>
class SockCallback final : public Runnable {
public:
    using Try = std::function<std::optional<T>()>;

    SockCallback(EventLoop& loop, int fd, const char* name, Ref<FutureState<T>> future, Try attempt)
        : Runnable(ObjectKind::watcher),
          loop_(loop),
          fd_(fd),
          name_(name),
          future_(std::move(future)),
          attempt_(std::move(attempt)) {
        id_ = loop.next_object_id();
        if (Observer* observer = loop.observer()) observer->created(*this, {.name = name, .internal = true});
    }

    void run(FutureBase*) override {
        if (future_->done()) return;  // cancelled in the turn before
        try {
            if (auto result = attempt_()) future_->set_result(std::move(*result));
        } catch (...) {
            const std::exception_ptr error = std::current_exception();
            if (leaves_the_loop(error)) throw;
            future_->FutureBase::set_exception(error);
        }
    }
    std::string_view call_name() const noexcept override { return name_; }
    void append_waiters(std::vector<FutureBase*>& waiters) override { waiters.push_back(future_.get()); }

    // Replaces whoever watched it before.
    void start(Observer::Direction direction) {
        const Runnable* other = loop_.selector().callback(fd_, direction);
        if (other && other->kind() != ObjectKind::watcher)
            throw RuntimeError("File descriptor " + std::to_string(fd_) + " is used by transport");
        loop_.selector().add(fd_, direction, *this);
        if (Observer* observer = loop_.observer()) observer->watch(*this, direction);
    }
    void stop(Observer::Direction direction) {
        if (loop_.selector().callback(fd_, direction) != this) return;
        loop_.selector().remove(fd_, direction);
        if (Observer* observer = loop_.observer()) observer->unwatch(*this, direction);
    }

private:
    EventLoop& loop_;
    int fd_;
    const char* name_;
    Ref<FutureState<T>> future_;
    Try attempt_;
};

// `attempt` gives nothing while the descriptor is not ready. Called once at first: what can be had at once
// is.
template <class T>
Coroutine<T> when_ready(EventLoop& loop, int fd, Observer::Direction direction, const char* name,
                        std::function<std::optional<T>()> attempt) {
    if (std::optional<T> result = attempt()) co_return std::move(*result);
    const auto future = make_internal_future<T>(loop, name);
    const auto callback = make_ref<SockCallback<T>>(loop, fd, name, future, std::move(attempt));
    callback->start(direction);
    // As asyncio's _sock_read_done(): a done callback, so it runs before the waiter resumes.
    const auto done = make_ref<CallbackState>(
        "sock_done", [callback, direction](const FutureRef&) { callback->stop(direction); },
        ObjectKind::callback);
    future->add_callback(*done);
    co_return co_await Future<T>(future);
}

}  // namespace asyncio::detail
