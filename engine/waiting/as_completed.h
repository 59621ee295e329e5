// as_completed(): several awaitables, in the order in which they end.
#pragma once

#include "engine/loop/handle.h"
#include "engine/tasks/async_iterator.h"
#include "engine/tasks/awaitable.h"

#include <deque>
#include <iterator>
#include <optional>
#include <set>
#include <vector>

namespace asyncio {

// Trivial on purpose: see TaskOptions.
struct AsCompletedOptions {
    std::optional<double> timeout = {};  // seconds
};

namespace detail {

// What is done already, and who waits for more. Also the done callback of the futures that are not.
class AsCompletedState final : public Runnable {
public:
    // Watches `futures`, equal ones once.
    static Ref<AsCompletedState> make(std::vector<FutureRef> futures, std::optional<double> timeout);

    // Whether there is a future that no wait was promised yet.
    bool has_next() const noexcept { return left_ > 0; }
    void take_next() noexcept { --left_; }
    // The next future that is done; throws TimeoutError if the limit came first. A wait that fails gives its
    // place back.
    static Coroutine<FutureRef> wait_for_one(Ref<AsCompletedState> state);

    void run(FutureBase* future) override { completed(*future); }
    std::string_view call_name() const noexcept override { return "as_completed"; }
    void append_waiters(std::vector<FutureBase*>& waiters) override {
        for (const auto& waiter : waiters_) waiters.push_back(waiter.get());
    }

private:
    explicit AsCompletedState(EventLoop& loop);

    void watch(std::vector<FutureRef> futures, std::optional<double> timeout);
    void completed(FutureBase& future);
    void time_is_up();
    void put(FutureRef future);
    void wake_next();
    void stop_waiting(FutureState<void>& waiter);

    EventLoop* loop_;  // outlives this: its futures' callbacks hold it
    // In order of creation, where Python's set has none.
    struct ByNumber {
        bool operator()(const FutureRef& a, const FutureRef& b) const noexcept { return a->id() < b->id(); }
    };
    std::set<FutureRef, ByNumber> pending_;
    std::deque<FutureRef> done_;  // null: the limit came
    std::deque<Ref<FutureState<void>>> waiters_;
    std::optional<TimerHandle> limit_;
    std::size_t left_ = 0;
};

template <class T>
Coroutine<T> result_of_next(Ref<AsCompletedState> state) {
    const FutureRef future = co_await AsCompletedState::wait_for_one(std::move(state));
    future->check_result();
    if constexpr (!std::is_void_v<T>) co_return value_of_future<T>(*future);
}

template <class F>
Coroutine<std::optional<F>> next_done(Ref<AsCompletedState> state) {
    if (!state->has_next()) co_return std::nullopt;
    state->take_next();
    FutureRef future = co_await AsCompletedState::wait_for_one(std::move(state));
    if constexpr (std::is_same_v<F, Future<typename F::value_type>>)
        co_return F(std::move(future));
    else
        co_return F(Ref<TaskBase>(static_cast<TaskBase*>(future.get())));
}

// What `async for` yields: futures as they are, tasks for everything else.
template <class A>
struct CompletedAs {
    using type = Task<value_of<A>>;
};
template <class T>
struct CompletedAs<Future<T>> {
    using type = Future<T>;
};

}  // namespace detail

// Made by as_completed(). F is Task<T> or Future<T>. A handle: copies are the same iterator.
//     for (auto next : as_completed(tasks)) log(co_await next);
//     auto done = as_completed(tasks);
//     while (auto task = co_await done.next()) log(task->get_name());
template <class F>
class AsCompleted {
public:
    using value_type = F;
    using T = typename F::value_type;

    explicit AsCompleted(detail::Ref<detail::AsCompletedState> state) : state_(std::move(state)) {}

    // Each step yields a coroutine that waits for the next result; it throws the future's exception, or
    // TimeoutError once the limit has come.
    class Iterator {
    public:
        using iterator_category = std::input_iterator_tag;
        using value_type = Coroutine<T>;
        using difference_type = std::ptrdiff_t;

        explicit Iterator(detail::Ref<detail::AsCompletedState> state) : state_(std::move(state)) {}
        Coroutine<T> operator*() const {
            state_->take_next();
            return detail::result_of_next<T>(state_);
        }
        Iterator& operator++() noexcept { return *this; }
        void operator++(int) noexcept {}
        bool operator==(std::default_sentinel_t) const noexcept { return !state_->has_next(); }

    private:
        detail::Ref<detail::AsCompletedState> state_;
    };
    Iterator begin() const { return Iterator(state_); }
    std::default_sentinel_t end() const noexcept { return {}; }

    // Python's __anext__(): the next future that is done; empty at the end. Throws TimeoutError.
    Coroutine<std::optional<F>> next() const { return detail::next_done<F>(state_); }
    std::string repr() const { return "<asyncio.tasks._AsCompletedIterator object>"; }

private:
    detail::Ref<detail::AsCompletedState> state_;
};

template <class F>
inline constexpr bool detail::copies_are_the_same<AsCompleted<F>> = true;

// Python's next(as_completed(…)): a coroutine that waits for the next result. Throws StopIteration at the
// end.
template <class F>
Coroutine<typename F::value_type> next(const AsCompleted<F>& all) {
    if (all.begin() == all.end()) throw StopIteration();
    return *all.begin();
}

// Python's iter() and aiter(): it is an iterator already.
template <class F>
AsCompleted<F> iter(AsCompleted<F> all) {
    return all;
}
template <class F>
AsCompleted<F> aiter(AsCompleted<F> all) {
    return all;
}

// Runs `awaitables` concurrently and iterates over them as they end. Coroutines become tasks at once. With a
// timeout, the waits that are left when it comes throw TimeoutError; nothing is cancelled.
template <Awaitable A>
auto as_completed(std::vector<A> awaitables, AsCompletedOptions options = {},
                  std::source_location where = std::source_location::current()) {
    std::vector<detail::FutureRef> futures;
    for (A& each : awaitables)
        futures.push_back(ensure_future(std::move(each), get_event_loop(), where).state());
    return AsCompleted<typename detail::CompletedAs<A>::type>(
        detail::AsCompletedState::make(std::move(futures), options.timeout));
}
template <AwaitableContainer C>
auto as_completed(C awaitables, AsCompletedOptions options = {},
                  std::source_location where = std::source_location::current()) {
    return as_completed(detail::in_vector(std::move(awaitables)), options, where);
}
// as_completed({a, b}): an array, out of which coroutines can be moved.
template <Awaitable A, std::size_t N>
auto as_completed(A (&&awaitables)[N], AsCompletedOptions options = {},
                  std::source_location where = std::source_location::current()) {
    std::vector<A> all(std::make_move_iterator(std::begin(awaitables)),
                       std::make_move_iterator(std::end(awaitables)));
    return as_completed(std::move(all), options, where);
}

namespace detail {

// What a future of one of several arguments is known as: all have results of one type.
template <class First, class... Rest>
using EachCompletedAs =
    std::conditional_t<std::is_same_v<typename CompletedAs<First>::type, Future<value_of<First>>> ||
                           (std::is_same_v<typename CompletedAs<Rest>::type, Future<value_of<Rest>>> || ...),
                       Future<value_of<First>>, Task<value_of<First>>>;

template <class First, class... Rest>
auto as_completed_each(const std::source_location& where, AsCompletedOptions options, First first,
                       Rest... rest) {
    std::vector<FutureRef> futures;
    futures.push_back(ensure_future(std::move(first), get_event_loop(), where).state());
    (futures.push_back(ensure_future(std::move(rest), get_event_loop(), where).state()), ...);
    return AsCompleted<EachCompletedAs<First, Rest...>>(
        AsCompletedState::make(std::move(futures), options.timeout));
}

template <class First, class... Rest>
concept SameResults = (std::is_same_v<value_of<First>, value_of<Rest>> && ...);

}  // namespace detail

// as_completed(a, b, …) with results of one type; up to eight with options: as_completed(a, b, {.timeout =
// 1}).
template <Awaitable A, Awaitable B>
requires detail::SameResults<A, B>
auto as_completed(A a, B b, AsCompletedOptions options = {},
                  std::source_location where = std::source_location::current()) {
    return detail::as_completed_each(where, options, std::move(a), std::move(b));
}
template <Awaitable A, Awaitable B, Awaitable C>
requires detail::SameResults<A, B, C>
auto as_completed(A a, B b, C c, AsCompletedOptions options = {},
                  std::source_location where = std::source_location::current()) {
    return detail::as_completed_each(where, options, std::move(a), std::move(b), std::move(c));
}
template <Awaitable A, Awaitable B, Awaitable C, Awaitable D>
requires detail::SameResults<A, B, C, D>
auto as_completed(A a, B b, C c, D d, AsCompletedOptions options = {},
                  std::source_location where = std::source_location::current()) {
    return detail::as_completed_each(where, options, std::move(a), std::move(b), std::move(c), std::move(d));
}
template <Awaitable A, Awaitable B, Awaitable C, Awaitable D, Awaitable E>
requires detail::SameResults<A, B, C, D, E>
auto as_completed(A a, B b, C c, D d, E e, AsCompletedOptions options = {},
                  std::source_location where = std::source_location::current()) {
    return detail::as_completed_each(where, options, std::move(a), std::move(b), std::move(c), std::move(d),
                                     std::move(e));
}
template <Awaitable A, Awaitable B, Awaitable C, Awaitable D, Awaitable E, Awaitable F>
requires detail::SameResults<A, B, C, D, E, F>
auto as_completed(A a, B b, C c, D d, E e, F f, AsCompletedOptions options = {},
                  std::source_location where = std::source_location::current()) {
    return detail::as_completed_each(where, options, std::move(a), std::move(b), std::move(c), std::move(d),
                                     std::move(e), std::move(f));
}
template <Awaitable A, Awaitable B, Awaitable C, Awaitable D, Awaitable E, Awaitable F, Awaitable G>
requires detail::SameResults<A, B, C, D, E, F, G>
auto as_completed(A a, B b, C c, D d, E e, F f, G g, AsCompletedOptions options = {},
                  std::source_location where = std::source_location::current()) {
    return detail::as_completed_each(where, options, std::move(a), std::move(b), std::move(c), std::move(d),
                                     std::move(e), std::move(f), std::move(g));
}
template <Awaitable A, Awaitable B, Awaitable C, Awaitable D, Awaitable E, Awaitable F, Awaitable G,
          Awaitable H>
requires detail::SameResults<A, B, C, D, E, F, G, H>
auto as_completed(A a, B b, C c, D d, E e, F f, G g, H h, AsCompletedOptions options = {},
                  std::source_location where = std::source_location::current()) {
    return detail::as_completed_each(where, options, std::move(a), std::move(b), std::move(c), std::move(d),
                                     std::move(e), std::move(f), std::move(g), std::move(h));
}
template <Awaitable A, Awaitable B, Awaitable C, Awaitable D, Awaitable E, Awaitable F, Awaitable G,
          Awaitable H, Awaitable I, Awaitable... More>
requires detail::SameResults<A, B, C, D, E, F, G, H, I, More...>
auto as_completed(A a, B b, C c, D d, E e, F f, G g, H h, I i, More... more) {
    return detail::as_completed_each({}, {}, std::move(a), std::move(b), std::move(c), std::move(d),
                                     std::move(e), std::move(f), std::move(g), std::move(h), std::move(i),
                                     std::move(more)...);
}
// One future is no iterable: throws TypeError, as Python does.
template <class T>
AsCompleted<Task<T>> as_completed(const Future<T>&, AsCompletedOptions = {}) {
    throw TypeError("expects an iterable of awaitables, not Future");
}
template <class T>
AsCompleted<Task<T>> as_completed(const Task<T>&, AsCompletedOptions = {}) {
    throw TypeError("expects an iterable of awaitables, not Task");
}
template <class T>
AsCompleted<Task<T>> as_completed(Coroutine<T> coroutine, AsCompletedOptions = {}) {
    coroutine.close();  // given away: nobody else could
    throw TypeError("expects an iterable of awaitables, not coroutine");
}

}  // namespace asyncio
