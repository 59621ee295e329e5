// Python's functools, as far as callbacks use it.
#pragma once

#include "engine/loop/callback.h"

#include <functional>
#include <tuple>
#include <type_traits>
#include <utility>

namespace asyncio {

namespace detail {

// A function and its first arguments, or a method and its object. The step log calls it by the function's
// name; a repr shows one with arguments as `function()`, before its own parentheses, as Python does.
template <class F, class... First>
class Partial {
public:
    explicit Partial(F function, First... first)
        : function_(std::move(function)), first_(std::move(first)...) {}

    template <class... More>
    requires(is_callable<F&, First&..., More...>) decltype(auto) operator()(More&&... more) {
        return std::apply(
            [&](First&... first) -> decltype(auto) {
                return call(function_, first..., std::forward<More>(more)...);
            },
            first_);
    }
    std::string name_of_function() const {
        const std::string name = name_of(function_);
        return name.empty() || name.ends_with("()") || kIsMethod ? name : name + "()";
    }
    // Two partials are two, but a method of an object is one.
    FunctionIdentity identity() const {
        if constexpr (kIsMethod)
            return identity_of_method(function_, std::get<0>(first_));
        else
            return {};
    }

private:
    static constexpr bool kIsMethod = std::is_member_function_pointer_v<F> && sizeof...(First) == 1;
    F function_;
    std::tuple<First...> first_;
};

}  // namespace detail

namespace functools {

// Python's functools.partial(function, first...): to be called with the arguments that are left.
template <class... First, class F = typename detail::MethodMeant<First...>::type>
auto partial(F function, First&&... first) {
    return detail::Partial<F, std::decay_t<decltype(detail::kept(std::forward<First>(first)))>...>(
        std::move(function), detail::kept(std::forward<First>(first))...);
}

}  // namespace functools
}  // namespace asyncio
