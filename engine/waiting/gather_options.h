// gather(…, {.return_exceptions = true}): as Python's keyword argument; up to eight awaitables, or a
// container.
#pragma once

#include "engine/waiting/gather.h"

#include <source_location>
#include <utility>

namespace asyncio {

// What is true of it: the results have another type, so `false` is to be left out, and throws TypeError.
struct GatherOptions {
    bool return_exceptions = true;
};

namespace detail {
inline ReturnExceptions checked(GatherOptions options) {
    if (!options.return_exceptions)
        throw TypeError("gather(): leave return_exceptions out: what it gives has another type");
    return return_exceptions;
}
}  // namespace detail

inline auto gather(GatherOptions options) { return gather(detail::checked(options)); }
template <Awaitable A>
auto gather(A&& a, GatherOptions options, std::source_location where = std::source_location::current()) {
    return gather(std::forward<A>(a), detail::checked(options), where);
}
template <Awaitable A, Awaitable B>
auto gather(A&& a, B&& b, GatherOptions options,
            std::source_location where = std::source_location::current()) {
    return gather(std::forward<A>(a), std::forward<B>(b), detail::checked(options), where);
}
template <Awaitable A, Awaitable B, Awaitable C>
auto gather(A&& a, B&& b, C&& c, GatherOptions options,
            std::source_location where = std::source_location::current()) {
    return gather(std::forward<A>(a), std::forward<B>(b), std::forward<C>(c), detail::checked(options),
                  where);
}
template <Awaitable A, Awaitable B, Awaitable C, Awaitable D>
auto gather(A&& a, B&& b, C&& c, D&& d, GatherOptions options,
            std::source_location where = std::source_location::current()) {
    return gather(std::forward<A>(a), std::forward<B>(b), std::forward<C>(c), std::forward<D>(d),
                  detail::checked(options), where);
}
template <Awaitable A, Awaitable B, Awaitable C, Awaitable D, Awaitable E>
auto gather(A&& a, B&& b, C&& c, D&& d, E&& e, GatherOptions options,
            std::source_location where = std::source_location::current()) {
    return gather(std::forward<A>(a), std::forward<B>(b), std::forward<C>(c), std::forward<D>(d),
                  std::forward<E>(e), detail::checked(options), where);
}
template <Awaitable A, Awaitable B, Awaitable C, Awaitable D, Awaitable E, Awaitable F>
auto gather(A&& a, B&& b, C&& c, D&& d, E&& e, F&& f, GatherOptions options,
            std::source_location where = std::source_location::current()) {
    return gather(std::forward<A>(a), std::forward<B>(b), std::forward<C>(c), std::forward<D>(d),
                  std::forward<E>(e), std::forward<F>(f), detail::checked(options), where);
}
template <Awaitable A, Awaitable B, Awaitable C, Awaitable D, Awaitable E, Awaitable F, Awaitable G>
auto gather(A&& a, B&& b, C&& c, D&& d, E&& e, F&& f, G&& g, GatherOptions options,
            std::source_location where = std::source_location::current()) {
    return detail::gather_at(where, std::forward<A>(a), std::forward<B>(b), std::forward<C>(c),
                             std::forward<D>(d), std::forward<E>(e), std::forward<F>(f), std::forward<G>(g),
                             detail::checked(options));
}
template <Awaitable A, Awaitable B, Awaitable C, Awaitable D, Awaitable E, Awaitable F, Awaitable G,
          Awaitable H>
auto gather(A&& a, B&& b, C&& c, D&& d, E&& e, F&& f, G&& g, H&& h, GatherOptions options,
            std::source_location where = std::source_location::current()) {
    return detail::gather_at(where, std::forward<A>(a), std::forward<B>(b), std::forward<C>(c),
                             std::forward<D>(d), std::forward<E>(e), std::forward<F>(f), std::forward<G>(g),
                             std::forward<H>(h), detail::checked(options));
}
template <Awaitable A>
auto gather(std::vector<A> awaitables, GatherOptions options,
            std::source_location where = std::source_location::current()) {
    return gather(std::move(awaitables), detail::checked(options), where);
}
template <AwaitableContainer C>
auto gather(C awaitables, GatherOptions options,
            std::source_location where = std::source_location::current()) {
    return gather(std::move(awaitables), detail::checked(options), where);
}

}  // namespace asyncio
