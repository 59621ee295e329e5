// Faults of compilers that silently break a program, told while it is compiled where that can be done.
#pragma once

#include <string_view>
#include <type_traits>

namespace asyncio::detail {

// g++ 12 destroys some temporaries of a co_await expression twice: aggregates with members such as strings,
// and lambdas that capture such things by value. What can only be moved is let through, as there is no other
// way to give it.
#if defined(__GNUC__) && !defined(__clang__) && __GNUC__ <= 12
// A lambda that captures is known by what it lacks, and by its name, `f()::<lambda(int)>`.
template <class T>
constexpr bool is_lambda() {
    return !std::is_default_constructible_v<T> && !std::is_move_assignable_v<T> &&
           std::string_view(__PRETTY_FUNCTION__).ends_with(")>]");
}
template <class T>
inline constexpr bool destroyed_twice =
    std::is_class_v<T> && !std::is_trivially_destructible_v<T> && std::is_copy_constructible_v<T> &&
    (std::is_aggregate_v<T> || is_lambda<T>());
#else
template <class T>
inline constexpr bool destroyed_twice = false;
#endif

// `Given` is what a forwarding reference deduces: of what has a name a reference.
template <class Given>
constexpr void check_temporary() {
    static_assert(
        !destroyed_twice<Given>,
        "g++ 12 destroys such a temporary twice in a co_await expression: give the lambda or the "
        "object a name first, let the lambda capture by reference, or give the class a constructor");
}

}  // namespace asyncio::detail
