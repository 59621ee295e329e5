// What all asynchronous iterables share: next(), an awaitable of the next item, empty at the end.
//
//     while (auto item = co_await iterable.next()) …
#pragma once

#include "engine/tasks/coroutine.h"

#include <functional>
#include <optional>
#include <type_traits>
#include <utility>

namespace asyncio {

namespace detail {

// Copies of asyncio's own iterables are the same iterable, and safe to keep; those of a program's class are
// not.
template <class Iterable>
inline constexpr bool copies_are_the_same = false;

template <class Iterable>
using iterable_t = std::remove_cvref_t<std::unwrap_ref_decay_t<Iterable>>;
// What anext() keeps: a variable of the program's own class by reference, as Python keeps its object.
template <class Iterable>
using kept_iterable_t =
    std::conditional_t<copies_are_the_same<iterable_t<Iterable>>, iterable_t<Iterable>,
                       std::conditional_t<std::is_same_v<iterable_t<Iterable>, std::decay_t<Iterable>>,
                                          Iterable, std::unwrap_ref_decay_t<Iterable>>>;

template <class Iterable>
struct ItemOf {
    using type = typename decltype(std::declval<Iterable&>().next())::value_type::value_type;
};
template <class Iterable>
requires requires { typename Iterable::value_type; }
struct ItemOf<Iterable> {
    using type = typename Iterable::value_type;
};
template <class Iterable>
using item_t = typename ItemOf<iterable_t<Iterable>>::type;

template <class Kept>
Coroutine<item_t<Kept>> next_item(Kept iterable) {
    auto item = co_await iterable.next();
    if (!item) throw StopAsyncIteration();
    co_return std::move(*item);
}
template <class Kept>
Coroutine<item_t<Kept>> next_item_or(Kept iterable, item_t<Kept> fallback) {
    auto item = co_await iterable.next();
    if (!item) co_return std::move(fallback);
    co_return std::move(*item);
}

template <class Kept>
Coroutine<std::optional<item_t<Kept>>> next_item_or_none(Kept iterable) {
    auto item = co_await iterable.next();
    co_return item;
}

}  // namespace detail

// Python's anext(): the next item; raises StopAsyncIteration at the end.
template <class Iterable>
auto anext(Iterable&& iterable) -> Coroutine<detail::item_t<Iterable>> {
    return detail::next_item<detail::kept_iterable_t<Iterable>>(std::forward<Iterable>(iterable));
}

// ... gives `fallback` at the end.
template <class Iterable>
auto anext(Iterable&& iterable, detail::item_t<Iterable> fallback) -> Coroutine<detail::item_t<Iterable>> {
    return detail::next_item_or<detail::kept_iterable_t<Iterable>>(std::forward<Iterable>(iterable),
                                                                   std::move(fallback));
}
// ... Python's anext(iterable, None).
template <class Iterable>
auto anext(Iterable&& iterable, None) -> Coroutine<std::optional<detail::item_t<Iterable>>> {
    return detail::next_item_or_none<detail::kept_iterable_t<Iterable>>(std::forward<Iterable>(iterable));
}
template <class Iterable>
auto anext(Iterable&& iterable, std::nullopt_t) -> Coroutine<std::optional<detail::item_t<Iterable>>> {
    return anext(std::forward<Iterable>(iterable), None());
}

}  // namespace asyncio
