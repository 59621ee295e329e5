// shield(): the caller's cancellation does not reach the work.
#pragma once

#include "engine/base/compiler_faults.h"
#include "engine/tasks/awaitable.h"

namespace asyncio {

namespace detail {

// The outer future of a shield, run by the inner one's done callback.
class ShieldBase : public ListedFuture {
public:
    void run(FutureBase* inner) final;
    std::string_view call_name() const noexcept final { return "shield"; }
    void append_waiters(std::vector<FutureBase*>& waiters) final { waiters.push_back(this); }
    void abandon() noexcept final;
    // There asyncio has a second callback beside this one.
    bool made_in_task() const noexcept { return made_in_task_; }

protected:
    ShieldBase(EventLoop& loop, FutureRef inner);
    virtual void copy_result(FutureBase& inner) = 0;

private:
    FutureRef inner_;
    bool made_in_task_;
};

template <class T>
class ShieldState final : public ShieldBase {
public:
    ShieldState(EventLoop& loop, FutureRef inner) : ShieldBase(loop, std::move(inner)) {}
    std::string result_repr() const override { return value_ ? repr_or_object(*value_) : "None"; }
    std::string result_str() const override { return value_ ? asyncio::str(*value_) : "None"; }
    void* slot() override { return &value_; }

private:
    void copy_result(FutureBase& inner) override {
        if constexpr (std::is_void_v<T>)
            value_.emplace();
        else
            value_ = value_of_future<T>(inner);
    }
    std::optional<stored_t<T>> value_;
};

// When the outer future ends first (its waiter was cancelled), the inner one is let go.
void let_go_when_done(ShieldBase& outer, FutureBase& inner);

}  // namespace detail

// A future that follows `awaitable`, but whose cancellation does not cancel it. Keep a handle of the inner
// task.
template <Awaitable A>
auto shield(A&& awaitable, std::source_location where = std::source_location::current()) {
    using T = value_of<A>;
    detail::check_temporary<A>();
    Future<T> inner = ensure_future(std::remove_cvref_t<A>(std::forward<A>(awaitable)), where);
    if (inner.done()) return inner;
    auto outer = detail::make_ref<detail::ShieldState<T>>(inner.get_loop(), inner.state());
    inner.state()->add_callback(*outer);
    detail::let_go_when_done(*outer, *inner.state());
    return Future<T>(detail::FutureRef(outer));
}

}  // namespace asyncio
