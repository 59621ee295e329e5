// Python's contextlib.AsyncExitStack: as many managers as there are.
#pragma once

#include "engine/tasks/async_with.h"

#include <exception>
#include <memory>
#include <string>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

namespace asyncio {

namespace detail {

// What a stack does when it is left.
class StackedExit {
public:
    StackedExit() = default;
    StackedExit(const StackedExit&) = delete;
    StackedExit& operator=(const StackedExit&) = delete;
    virtual ~StackedExit() = default;
    // Throws `error`, or what replaces it; returning swallows it.
    virtual Coroutine<> leave(std::exception_ptr error) = 0;
    virtual void abandon() noexcept {}
};

template <class Given>
class StackedManager final : public StackedExit {
public:
    using M = managed_t<Given>;
    explicit StackedManager(Given given) : given_(std::move(given)) {}
    M& manager() noexcept { return Managed<Given>::in(given_); }
    Coroutine<> leave(std::exception_ptr error) override {
        if constexpr (PlainManager<M>) {
            manager().leave(error);
        } else if constexpr (SaysWhetherItSwallows<M>) {
            const bool swallows = co_await manager().aexit(error);
            if (error && !swallows) std::rethrow_exception(error);
        } else {
            co_await manager().aexit(error);
        }
        co_return;
    }
    void abandon() noexcept override {
        if constexpr (requires { manager().abandon(); }) manager().abandon();
    }

private:
    Given given_;
};

template <class F, class... Args>
class StackedCall final : public StackedExit {
public:
    template <class... Given>
    explicit StackedCall(F function, Given&&... arguments)
        : function_(std::move(function)), arguments_(std::forward<Given>(arguments)...) {}
    Coroutine<> leave(std::exception_ptr error) override {
        if constexpr (requires { std::apply(function_, arguments_).close(); })
            co_await std::apply(function_, arguments_);
        else
            std::apply(function_, arguments_);
        if (error) std::rethrow_exception(error);
        co_return;
    }

private:
    F function_;
    std::tuple<Args...> arguments_;
};

// What entering gives, or the manager itself, or nothing if it cannot be copied.
template <class M>
using stacked_value = std::conditional_t<!std::is_same_v<entered_t<M>, None>, entered_t<M>,
                                         std::conditional_t<std::is_copy_constructible_v<M>, M, void>>;

}  // namespace detail

// Use:
//     co_await async_with(AsyncExitStack(), [&](AsyncExitStack& stack) -> Coroutine<> {
//         for (const auto& name : names) opened.push_back(co_await stack.enter_async_context(open(name)));
//         …
//     });
// What was entered is left in the opposite order. A handle: copies refer to the same stack.
class AsyncExitStack {
public:
    AsyncExitStack() : exits_(std::make_shared<Exits>()) {}

    // Enters a manager that async_with() takes; gives what entering gives, or a copy of the manager. The
    // manager is copied; `std::ref(manager)`, or a std::shared_ptr, for one with a state of its own.
    template <class Given>
    auto enter_async_context(Given&& given) const {
        detail::check_temporary<Given>();
        return enter(exits_, std::decay_t<Given>(std::forward<Given>(given)));
    }
    // A manager that was entered already.
    template <class Given>
    void push_async_exit(Given given) const {
        exits_->push_back(std::make_unique<detail::StackedManager<Given>>(std::move(given)));
    }
    // Calls function(arguments…), and awaits it if it is a coroutine function.
    template <class F, class... Args>
    void push_async_callback(F function, Args&&... arguments) const {
        using Call = detail::StackedCall<F, std::decay_t<Args>...>;
        exits_->push_back(std::make_unique<Call>(std::move(function), std::forward<Args>(arguments)...));
    }
    template <class F, class... Args>
    void callback(F function, Args&&... arguments) const {
        push_async_callback(std::move(function), std::forward<Args>(arguments)...);
    }
    // Leaves at once what was entered.
    Coroutine<> aclose() const { return leave(exits_, nullptr); }
    // A new stack with all of it; this one is empty then.
    AsyncExitStack pop_all() const {
        AsyncExitStack other;
        other.exits_->swap(*exits_);
        return other;
    }
    std::string repr() const { return "<contextlib.AsyncExitStack object>"; }

    // What async_with() calls.
    Coroutine<AsyncExitStack> aenter() const { return given(*this); }
    Coroutine<> aexit(std::exception_ptr error) const { return leave(exits_, std::move(error)); }
    void abandon() const noexcept {
        for (; !exits_->empty(); exits_->pop_back()) exits_->back()->abandon();
    }

private:
    using Exits = std::vector<std::unique_ptr<detail::StackedExit>>;

    static Coroutine<AsyncExitStack> given(AsyncExitStack stack) { co_return stack; }
    template <class Given>
    static Coroutine<detail::stacked_value<detail::managed_t<Given>>> enter(std::shared_ptr<Exits> exits,
                                                                            Given given) {
        using M = detail::managed_t<Given>;
        auto stacked = std::make_unique<detail::StackedManager<Given>>(std::move(given));
        M& manager = stacked->manager();
        if constexpr (!std::is_same_v<detail::entered_t<M>, None>) {
            auto entered = co_await manager.aenter();
            exits->push_back(std::move(stacked));
            co_return entered;
        } else {
            if constexpr (detail::PlainManager<M>)
                manager.enter();
            else
                co_await manager.aenter();
            exits->push_back(std::move(stacked));
            if constexpr (std::is_copy_constructible_v<M>) co_return manager;
        }
    }
    static Coroutine<> leave(std::shared_ptr<Exits> exits, std::exception_ptr error) {
        while (!exits->empty()) {
            const auto last = std::move(exits->back());
            exits->pop_back();
            try {
                co_await last->leave(error);
                error = nullptr;
            } catch (...) {
                error = std::current_exception();
            }
        }
        if (error) std::rethrow_exception(error);
    }

    std::shared_ptr<Exits> exits_;
};

}  // namespace asyncio
