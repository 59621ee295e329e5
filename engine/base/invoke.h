// Calls that are made for somebody else, later or elsewhere.
#pragma once

#include "engine/base/repr.h"

#include <functional>
#include <optional>
#include <source_location>
#include <type_traits>
#include <utility>

namespace asyncio::detail {

// std::invoke(). One of asyncio's own methods, as &Event::set, needs as its last argument the line that calls
// it, which a caller in the program does not write: it has none here. Nor has cancel() a message, and what
// set_result() sets where there is no value is None.
template <class F, class... Args>
decltype(auto) call(F&& function, Args&&... arguments) {
    if constexpr (std::is_invocable_v<F, Args...>)
        return std::invoke(std::forward<F>(function), std::forward<Args>(arguments)...);
    else if constexpr (std::is_invocable_v<F, Args..., std::source_location>)
        return std::invoke(std::forward<F>(function), std::forward<Args>(arguments)...,
                           std::source_location());
    else if constexpr (std::is_invocable_v<F, Args..., std::nullopt_t, std::source_location>)
        return std::invoke(std::forward<F>(function), std::forward<Args>(arguments)..., std::nullopt,
                           std::source_location());
    else
        return std::invoke(std::forward<F>(function), std::forward<Args>(arguments)..., None(),
                           std::source_location());
}

}  // namespace asyncio::detail
