// The members of EventLoop that take a function with its arguments.
#pragma once

#include "engine/base/invoke.h"
#include "engine/base/observer.h"
#include "engine/loop/callback.h"
#include "engine/loop/context.h"
#include "engine/loop/handle.h"

#include <functional>
#include <source_location>
#include <string>
#include <type_traits>
#include <utility>

namespace asyncio::detail {

template <class T>
inline constexpr bool is_call_options = std::is_same_v<std::remove_cvref_t<T>, CallOptions>;

// A base of Loop. `function(arguments...)` is called from the loop; of a method, as &Event::set, the first
// argument is its object, or points at it. Arguments are copied, but not the loop itself.
template <class Loop>
class LoopCalls {
public:
    // In the next turn. Nothing can follow a pack, so with more than three arguments there are no options,
    // and a recording does not know the line.
    template <class A, class F = typename MethodMeant<A>::type>
    requires(!is_call_options<A>) Handle
        call_soon(F function, A&& a, CallOptions options = {},
                  std::source_location where = std::source_location::current()) {
        return loop().call_soon(detail::bind(std::move(function), std::forward<A>(a)), options, where);
    }
    template <class A, class B, class F = typename MethodMeant<A>::type>
    requires(!is_call_options<A> && !is_call_options<B>) Handle
        call_soon(F function, A&& a, B&& b, CallOptions options = {},
                  std::source_location where = std::source_location::current()) {
        return loop().call_soon(detail::bind(std::move(function), std::forward<A>(a), std::forward<B>(b)),
                                options, where);
    }
    template <class A, class B, class C, class F = typename MethodMeant<A>::type>
    requires(!is_call_options<A> && !is_call_options<B> && !is_call_options<C>) Handle
        call_soon(F function, A&& a, B&& b, C&& c, CallOptions options = {},
                  std::source_location where = std::source_location::current()) {
        return loop().call_soon(
            detail::bind(std::move(function), std::forward<A>(a), std::forward<B>(b), std::forward<C>(c)),
            options, where);
    }
    template <class A, class B, class C, class D, class... Rest, class F = typename MethodMeant<A>::type>
    requires(!is_call_options<A> && !is_call_options<D>) Handle
        call_soon(F function, A&& a, B&& b, C&& c, D&& d, Rest&&... rest) {
        return loop().call_soon(
            detail::bind(std::move(function), std::forward<A>(a), std::forward<B>(b), std::forward<C>(c),
                         std::forward<D>(d), std::forward<Rest>(rest)...),
            {}, {});
    }

    // Later, in seconds, and at a time of the loop's.
    template <class First, class... Rest, class F = typename MethodMeant<First>::type>
    requires(!is_call_options<First>) TimerHandle
        call_later(Seconds delay, F function, First&& first, Rest&&... rest) {
        return loop().call_later(
            delay.value,
            detail::bind(std::move(function), std::forward<First>(first), std::forward<Rest>(rest)...), {},
            delay.where);
    }
    template <class First, class... Rest, class F = typename MethodMeant<First>::type>
    requires(!is_call_options<First>) TimerHandle
        call_at(Seconds when, F function, First&& first, Rest&&... rest) {
        return loop().call_at(
            when.value,
            detail::bind(std::move(function), std::forward<First>(first), std::forward<Rest>(rest)...), {},
            when.where);
    }
    // ... in a context: call_later(1, f, a, {.context = c}), with one argument or two.
    template <class A, class F = typename MethodMeant<A>::type>
    TimerHandle call_later(Seconds delay, F function, A&& a, CallOptions options) {
        return loop().call_later(delay.value, detail::bind(std::move(function), std::forward<A>(a)), options,
                                 delay.where);
    }
    template <class A, class B, class F = typename MethodMeant<A>::type>
    TimerHandle call_later(Seconds delay, F function, A&& a, B&& b, CallOptions options) {
        return loop().call_later(delay.value,
                                 detail::bind(std::move(function), std::forward<A>(a), std::forward<B>(b)),
                                 options, delay.where);
    }
    template <class A, class F = typename MethodMeant<A>::type>
    TimerHandle call_at(Seconds when, F function, A&& a, CallOptions options) {
        return loop().call_at(when.value, detail::bind(std::move(function), std::forward<A>(a)), options,
                              when.where);
    }
    template <class A, class B, class F = typename MethodMeant<A>::type>
    TimerHandle call_at(Seconds when, F function, A&& a, B&& b, CallOptions options) {
        return loop().call_at(when.value,
                              detail::bind(std::move(function), std::forward<A>(a), std::forward<B>(b)),
                              options, when.where);
    }

    // call_soon() for other threads: the loop wakes up for it. It is called in `context`, by default
    // a copy of theirs.
    // Throws RuntimeError if the loop is closed; it must not be destroyed meanwhile.
    template <class... Args, class F = typename MethodMeant<Args...>::type>
    ThreadsafeHandle call_soon_threadsafe(F function, Args&&... arguments) {
        return hand_over_call({}, std::move(function), std::forward<Args>(arguments)...);
    }
    template <class F>
    ThreadsafeHandle call_soon_threadsafe(F function, CallOptions options) {
        return hand_over_call(options, std::move(function));
    }
    template <class A, class F = typename MethodMeant<A>::type>
    ThreadsafeHandle call_soon_threadsafe(F function, A&& a, CallOptions options) {
        return hand_over_call(options, std::move(function), std::forward<A>(a));
    }

    // Whenever `fd`, a descriptor or what has one, as a Socket, can be read (written); a second call replaces
    // the first. Throws ValueError for a negative one, RuntimeError for one that a connection uses.
    template <class... Args, class F = typename MethodMeant<Args...>::type>
    void add_reader(FileArgument fd, F function, Args&&... arguments) {
        loop().watch_descriptor(fd, Observer::kReading,
                                detail::bind(std::move(function), std::forward<Args>(arguments)...));
    }
    template <class... Args, class F = typename MethodMeant<Args...>::type>
    void add_writer(FileArgument fd, F function, Args&&... arguments) {
        loop().watch_descriptor(fd, Observer::kWriting,
                                detail::bind(std::move(function), std::forward<Args>(arguments)...));
    }
    // After `signal` was sent to the process; a second call replaces the first. Throws ValueError for what is
    // no signal, RuntimeError for one that cannot be caught.
    template <class... Args, class F = typename MethodMeant<Args...>::type>
    void add_signal_handler(int signal, F function, Args&&... arguments) {
        loop().set_signal_handler(signal,
                                  detail::bind(std::move(function), std::forward<Args>(arguments)...));
    }

private:
    Loop& loop() noexcept { return static_cast<Loop&>(*this); }

    template <class F, class... Args>
    ThreadsafeHandle hand_over_call(CallOptions options, F function, Args&&... arguments) {
        std::string name = name_of_call(function, arguments...);  // before they are moved away
        const auto made = [f = std::move(function),
                           ... each = kept(std::forward<Args>(arguments))]() mutable { call(f, each...); };
        return loop().hand_over(std::move(name), false, made, options);
    }
};

}  // namespace asyncio::detail
