// Calls that are made for somebody else, later or elsewhere.
#pragma once

#include "engine/base/repr.h"

#include <concepts>
#include <functional>
#include <optional>
#include <source_location>
#include <type_traits>
#include <utility>

namespace asyncio::detail {

// In the place of an argument that is not given, and is False or None by default.
struct NotGiven {
    template <std::same_as<bool> Flag>
    operator Flag() const noexcept {
        return false;
    }
    template <class T>
    operator std::optional<T>() const noexcept {
        return std::nullopt;
    }
    operator None() const noexcept { return None(); }
};

// The first member of options that are not to be given by position: text in braces is not meant for them.
struct KeywordOnly {
    constexpr KeywordOnly() noexcept {}
};

// std::invoke(). One of asyncio's own methods, as &Event::set, needs as its last argument the line that calls
// it, which a caller in the program does not write: it has none here. Nor has cancel() a message, shutdown()
// its `immediate`, and what set_result() sets where there is no value is None.
template <class F, class... Args>
inline constexpr bool is_callable =
    std::is_invocable_v<F, Args...> || std::is_invocable_v<F, Args..., std::source_location> ||
    std::is_invocable_v<F, Args..., NotGiven, std::source_location>;

template <class F, class... Args>
decltype(auto) call(F&& function, Args&&... arguments) {
    if constexpr (std::is_invocable_v<F, Args...>)
        return std::invoke(std::forward<F>(function), std::forward<Args>(arguments)...);
    else if constexpr (std::is_invocable_v<F, Args..., std::source_location>)
        return std::invoke(std::forward<F>(function), std::forward<Args>(arguments)...,
                           std::source_location());
    else
        return std::invoke(std::forward<F>(function), std::forward<Args>(arguments)..., NotGiven(),
                           std::source_location());
}
template <class F, class... Args>
using result_of_call = decltype(call(std::declval<F>(), std::declval<Args>()...));

// `&Task<>::cancel` names several functions, one by position and one by keyword, of which a template cannot
// choose. A class says by its type `MeantAsCallback` which one a program means that gives it with an object,
// and that is what this is, of the object; without it something that no function is.
template <class... Arguments>
struct MethodMeant {
    struct type {
        type() = delete;
    };
};
template <class Object, class... Rest>
requires requires { typename std::remove_cvref_t<Object>::MeantAsCallback; }
struct MethodMeant<Object, Rest...> {
    using type = typename std::remove_cvref_t<Object>::MeantAsCallback;
};
}  // namespace asyncio::detail
