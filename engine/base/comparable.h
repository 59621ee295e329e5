// Can two values of a type be compared? Containers and tuples of the standard library say yes of themselves,
// and do not compile if their elements cannot be.
#pragma once

#include "engine/base/repr.h"

#include <concepts>
#include <tuple>
#include <utility>

namespace asyncio::detail {

template <class T>
struct IsComparable : std::bool_constant<std::equality_comparable<T>> {};
template <Container T>
struct IsComparable<T> : IsComparable<typename T::value_type> {};
template <class A, class B>
struct IsComparable<std::pair<A, B>> : std::conjunction<IsComparable<A>, IsComparable<B>> {};
template <class... Ts>
struct IsComparable<std::tuple<Ts...>> : std::conjunction<IsComparable<Ts>...> {};
template <class... Ts>
struct IsComparable<std::variant<Ts...>> : std::conjunction<IsComparable<Ts>...> {};

// Python's ==, by the addresses of the values: what cannot be compared equals only itself.
template <class T>
bool equal_values(const void* a, const void* b) {
    if constexpr (IsComparable<std::remove_cv_t<T>>::value)
        return a == b || *static_cast<const T*>(a) == *static_cast<const T*>(b);
    else
        return a == b;
}

}  // namespace asyncio::detail
