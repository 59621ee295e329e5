// async_with(): Python's `async with manager as x: body`.
#pragma once

#include "engine/base/compiler_faults.h"
#include "engine/base/repr.h"
#include "engine/tasks/coroutine.h"

#include <concepts>
#include <exception>
#include <functional>
#include <memory>
#include <optional>
#include <type_traits>
#include <utility>

namespace asyncio {

namespace detail {

// Managers have either `enter()`/`leave(error)` (which do not suspend) or coroutines
// `aenter()`/`aexit(error)`. leave() and aexit() must throw: what they were given, or what replaces it;
// returning swallows the exception. Or aexit() gives a bool, as Python's: whether the exception is swallowed.
// What aenter() returns, if anything, the body may take: Python's `as`.
template <class M>
concept PlainManager = requires(M& manager, std::exception_ptr error) {
    manager.enter();
    manager.leave(error);
};

// Its aexit() says whether the exception is swallowed.
template <class M>
concept SaysWhetherItSwallows = requires(M& manager, std::exception_ptr error) {
    { manager.aexit(error) } -> std::same_as<Coroutine<bool>>;
};

// What was given may refer to the manager, by std::ref() or a std::shared_ptr.
template <class Given>
struct Managed {
    using type = std::remove_reference_t<std::unwrap_reference_t<Given>>;
    static type& in(Given& given) noexcept { return given; }
};
template <class M>
struct Managed<std::shared_ptr<M>> {
    using type = M;
    static M& in(std::shared_ptr<M>& given) noexcept { return *given; }
};
template <class Given>
using managed_t = typename Managed<Given>::type;

template <class M>
class AbandonGuard {
public:
    explicit AbandonGuard(M& manager) noexcept : manager_(&manager) {}
    AbandonGuard(const AbandonGuard&) = delete;
    AbandonGuard& operator=(const AbandonGuard&) = delete;
    ~AbandonGuard() {
        if constexpr (requires { manager_->abandon(); })
            if (manager_) manager_->abandon();
    }
    void dismiss() noexcept { manager_ = nullptr; }

private:
    M* manager_;
};

template <class M>
struct EnteredAs {
    using type = None;
};
template <class M>
requires(!PlainManager<M>) struct EnteredAs<M> {
    using type = stored_t<typename decltype(std::declval<M&>().aenter())::value_type>;
};
template <class M>
using entered_t = typename EnteredAs<M>::type;

template <class Body, class M>
auto call_body(Body& body, M& manager, entered_t<M>& entered) {
    // What entering gave comes first: a generic lambda would take the manager, too.
    if constexpr (!std::is_same_v<entered_t<M>, None> && std::is_invocable_v<Body&, entered_t<M>&>)
        return body(entered);
    else if constexpr (std::is_invocable_v<Body&, M&>)
        return body(manager);
    else if constexpr (std::is_invocable_v<Body&, entered_t<M>&>)
        return body(entered);
    else
        return body();
}

template <class Body, class M>
using body_value = typename decltype(call_body(std::declval<Body&>(), std::declval<M&>(),
                                               std::declval<entered_t<M>&>()))::value_type;

// What async_with() gives a generic body.
template <class Given, class M = managed_t<Given>>
using body_argument_t = std::conditional_t<std::is_same_v<entered_t<M>, None>, M&, entered_t<M>&>;

// Of the managers the one that the body takes.
template <class Body, class First, class... Rest>
auto call_with_one(Body& body, First& first, Rest&... rest) {
    if constexpr (std::is_invocable_v<Body&, First&>)
        return body(first);
    else
        return call_with_one(body, rest...);
}

template <class Body, class... Entered>
auto call_inner_body(Body& body, Entered&... entered) {
    if constexpr (std::is_invocable_v<Body&, Entered&...>)
        return body(entered...);
    else if constexpr ((int(std::is_invocable_v<Body&, Entered&>) + ...) == 1)
        return call_with_one(body, entered...);
    else
        return body();
}

template <class Body, class... Managers>
using inner_body_value = typename decltype(call_inner_body(
    std::declval<Body&>(), std::declval<body_argument_t<Managers>>()...))::value_type;

namespace within {

template <class Given, class Body>
Coroutine<body_value<Body, managed_t<Given>>> async_with(Given given, Body body) {
    using M = managed_t<Given>;
    using T = body_value<Body, M>;
    M& manager = Managed<Given>::in(given);
    std::exception_ptr error;
    std::optional<stored_t<T>> value;
    entered_t<M> entered{};
    if constexpr (PlainManager<M>)
        manager.enter();
    else if constexpr (std::is_same_v<entered_t<M>, None>)
        co_await manager.aenter();
    else
        entered = co_await manager.aenter();
    AbandonGuard<M> guard(manager);
    try {
        if constexpr (std::is_void_v<T>)
            co_await call_body(body, manager, entered);
        else
            value.emplace(co_await call_body(body, manager, entered));
    } catch (...) {
        error = std::current_exception();
    }
    guard.dismiss();
    if constexpr (PlainManager<M>)
        manager.leave(error);
    else if constexpr (SaysWhetherItSwallows<M>) {
        const bool swallows = co_await manager.aexit(error);
        if (error && !swallows) std::rethrow_exception(error);
    } else
        co_await manager.aexit(error);
    if constexpr (!std::is_void_v<T>) {
        if (!value) value.emplace();
        co_return std::move(*value);
    }
}

template <class A, class B, class Body>
Coroutine<inner_body_value<Body, A, B>> async_with(A a, B b, Body body) {
    const auto inner = [&](body_argument_t<A> x) {
        const auto innermost = [&](body_argument_t<B> y) { return call_inner_body(body, x, y); };
        return within::async_with(std::move(b), innermost);
    };
    co_return co_await within::async_with(std::move(a), std::ref(inner));
}
template <class A, class B, class C, class Body>
Coroutine<inner_body_value<Body, A, B, C>> async_with(A a, B b, C c, Body body) {
    const auto inner = [&](body_argument_t<A> x) {
        const auto innermost = [&](body_argument_t<B> y, body_argument_t<C> z) {
            return call_inner_body(body, x, y, z);
        };
        return within::async_with(std::move(b), std::move(c), innermost);
    };
    co_return co_await within::async_with(std::move(a), std::ref(inner));
}

}  // namespace within
}  // namespace detail

// async_with(manager, body) enters `manager`, awaits `body(manager)`, `body(what entering gave)` or `body()`
// (a coroutine function; a lambda may capture by reference), leaves it however the body ended, and gives the
// body's result. No step of the loop more than in Python. If the manager swallows an exception of a body with
// a result, the result is value-initialized. The manager is copied; `std::ref(manager)`, or a
// std::shared_ptr, for one with a state of its own.
// async_with(a, b, body), async_with(a, b, c, body): Python's `async with a as x, b as y:`; awaits `body(x,
// y)`, `body()`, or `body(y)` if only one of them is of the type that it takes.
template <class... Given>
auto async_with(Given&&... managers_and_body) {
    (detail::check_temporary<Given>(), ...);
    return detail::within::async_with<std::decay_t<Given>...>(std::forward<Given>(managers_and_body)...);
}

}  // namespace asyncio
