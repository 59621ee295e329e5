// What all asynchronous iterables share: next(), an awaitable of the next item, empty at the end.
//
//     while (auto item = co_await iterable.next()) …
#pragma once

#include "engine/coroutine.h"

#include <optional>
#include <utility>

namespace asyncio {

// Python's anext(): the next item; raises StopAsyncIteration at the end.
template <class Iterable>
auto anext(Iterable iterable) -> Coroutine<typename Iterable::value_type> {
    auto item = co_await iterable.next();
    if (!item) throw StopAsyncIteration();
    co_return std::move(*item);
}

// ... gives `fallback` at the end.
template <class Iterable>
auto anext(Iterable iterable, typename Iterable::value_type fallback)
    -> Coroutine<typename Iterable::value_type> {
    auto item = co_await iterable.next();
    if (!item) co_return std::move(fallback);
    co_return std::move(*item);
}

}  // namespace asyncio
