// What every case program prints with: one line per event, virtual time first.
#pragma once

#include <asyncio.h>

#include <concepts>
#include <exception>
#include <string>

namespace conformance {

// The loop's time as text; the virtual loop starts at 0.
inline std::string now() { return asyncio::fixed(asyncio::get_running_loop().time(), 3); }

// A function object, so that it can be given to call_soon().
struct Log {
    static constexpr const char* call_name = "";  // the log leaves it out, as that of the cases
    template <class... Parts>
    void operator()(const Parts&... parts) const {
        asyncio::print(now(), parts...);
    }
};
inline constexpr Log log;

// An exception as portable text: `Type`, `Type: message` or `Group[a, b]`.
inline std::string err(const std::exception_ptr& error);
template <class E>  // a BaseException or a BaseExceptionGroup
std::string err(const E& error) {
    const auto* group = dynamic_cast<const asyncio::BaseExceptionGroup*>(&error);
    if (!group) return error.str().empty() ? error.type_name() : error.type_name() + ": " + error.str();
    std::string text;
    for (const std::exception_ptr& each : group->exceptions()) text += (text.empty() ? "" : ", ") + err(each);
    return group->type_name() + "[" + text + "]";
}
inline std::string err(const std::exception_ptr& error) {
    if (const asyncio::GroupPtr group(error); group) return err(*group);
    const std::string text = asyncio::str(error);
    return text.empty() ? asyncio::type_name(error) : asyncio::type_name(error) + ": " + text;
}
inline std::string err(const asyncio::GroupPtr& group) { return err(*group); }

// How a future, task, AnyFuture or AnyTask stands: pending, cancelled, an exception or its result.
template <class F>
std::string outcome(const F& future) {
    if (!future.done()) return "pending";
    if (future.cancelled()) return "cancelled";
    if (const std::exception_ptr error = future.exception()) return err(error);
    if constexpr (std::is_void_v<decltype(future.result())>)
        return "result None";
    else
        return "result " + asyncio::str(future.result());
}

// What awaiting it gives, so that it can be printed: None where C++ has void.
template <asyncio::Awaitable A>
asyncio::Coroutine<asyncio::detail::stored_t<asyncio::value_of<A>>> or_none(A awaitable) {
    if constexpr (std::is_void_v<asyncio::value_of<A>>) {
        co_await std::move(awaitable);
        co_return asyncio::None();
    } else {
        co_return co_await std::move(awaitable);
    }
}

}  // namespace conformance
