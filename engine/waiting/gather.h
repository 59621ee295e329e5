// gather(): wait for all of several, results in the order of the arguments.
#pragma once

#include "engine/base/compiler_faults.h"
#include "engine/base/exception_group.h"
#include "engine/tasks/awaitable.h"
#include "engine/waiting/gather_results.h"

#include <optional>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

namespace asyncio {

namespace detail {

// asyncio's _GatheringFuture. Its children's done callbacks run it. Cancelling it only passes the request on
// to the children; it ends when they do, and then raises CancelledError without being cancelled() itself.
class GatherBase : public ListedFuture {
public:
    bool cancel(const CancelMessage& message) final;
    void run(FutureBase* child) final { child_done(*child); }
    std::string_view call_name() const noexcept final { return "gather"; }
    std::string_view never_retrieved_message() const noexcept final {
        return "_GatheringFuture exception was never retrieved";
    }
    void append_waiters(std::vector<FutureBase*>& waiters) final { waiters.push_back(this); }
    void abandon() noexcept final;

    // The future of the next argument. If that is not done it is watched from now on, while later ones are
    // still to become tasks: one that starts eagerly may end it. `made_here`: a task made of a coroutine;
    // any other may be an argument for the second time.
    void add(FutureRef child, bool made_here);
    // The futures of all arguments at once.
    void add_all(std::vector<FutureRef> children);
    // All arguments are there: what was done already counts now.
    void complete();
    // It never had arguments: Python's is a plain future then.
    bool is_empty() const noexcept { return complete_ && to_wait_for_ == 0 && children_.empty(); }

protected:
    GatherBase(EventLoop& loop, bool return_exceptions);
    // Moves the children's results into slot().
    virtual void collect() = 0;

    template <class T>
    static stored_t<T> result_of(FutureBase& child) {
        if constexpr (std::is_same_v<T, AnyResult>) return value_of_future<T>(child);
        return **static_cast<std::optional<stored_t<T>>*>(value_slot(child));
    }
    template <class T>
    static Outcome<T> outcome_of(FutureBase& child) {
        if (const std::exception_ptr error = failure_of(child)) return Outcome<T>(error);
        return Outcome<T>(result_of<T>(child));
    }
    std::vector<FutureRef> children_;

private:
    void watch(FutureBase& child);
    void child_done(FutureBase& child);
    static std::exception_ptr failure_of(FutureBase& child);
    static void* value_slot(FutureBase& child);
    void fail(std::exception_ptr error);

    std::vector<FutureBase*> done_already_;  // until complete()
    std::size_t to_wait_for_ = 0;
    std::size_t finished_ = 0;
    bool complete_ = false;
    bool return_exceptions_;
    bool cancel_requested_ = false;
};

template <class Result, class Collect>
class GatherState final : public GatherBase {
public:
    GatherState(EventLoop& loop, bool return_exceptions, Collect collect)
        : GatherBase(loop, return_exceptions), collect_(collect) {}
    std::string result_repr() const override { return value_ ? repr_or_object(*value_) : "None"; }
    void* slot() override { return &value_; }

private:
    void collect() override { value_.emplace(collect_(children_)); }
    Collect collect_;
    std::optional<Result> value_;
};

// Gives the collectors below access to the children's values.
struct GatherAccess : GatherBase {
    using GatherBase::outcome_of;
    using GatherBase::result_of;
};

// The loop of a gather: the running one, or else that of its first future.
EventLoop& gather_loop(const FutureBase* first);

inline const FutureBase* first_future() { return nullptr; }
template <class First, class... Rest>
const FutureBase* first_future(const First& first, const Rest&...) {
    if constexpr (std::is_same_v<First, AnyTask>)
        return first ? &first.task() : nullptr;
    else if constexpr (!becomes_task<First>)
        return first.state().get();
    else
        return nullptr;
}

// A gather without children.
template <class Result, class Collect>
Ref<GatherBase> new_gather(EventLoop& loop, bool return_exceptions, Collect collect,
                           const std::source_location& where) {
    const CallSite site(loop.observer(), where);
    return make_ref<GatherState<Result, Collect>>(loop, return_exceptions, collect);
}

template <class Result>
Future<Result> completed(const Ref<GatherBase>& gather, const std::source_location& where) {
    const CallSite site(gather->get_loop().observer(), where);
    gather->complete();
    return Future<Result>(FutureRef(gather));
}

template <class Result, class Collect>
Future<Result> make_gather(std::vector<FutureRef> children, bool return_exceptions, Collect collect,
                           const std::source_location& where = {}) {
    EventLoop& loop = gather_loop(children.empty() ? nullptr : children.front().get());
    const auto gather = new_gather<Result>(loop, return_exceptions, collect, where);
    gather->add_all(std::move(children));
    return completed<Result>(gather, where);
}

// From left to right.
template <class Result, class Collect, class... As>
Future<Result> gather_each(const std::source_location& where, bool return_exceptions, Collect collect,
                           As... awaitables) {
    const auto gather =
        new_gather<Result>(gather_loop(first_future(awaitables...)), return_exceptions, collect, where);
    (gather->add(ensure_future(std::move(awaitables), where).state(), becomes_task<As>), ...);
    return completed<Result>(gather, where);
}

template <class... As>
auto gather_results(const std::source_location& where, As... awaitables) {
    using Result = GatherResults<stored_t<value_of<As>>...>;
    const auto collect = [](const std::vector<FutureRef>& done) {
        return [&]<std::size_t... I>(std::index_sequence<I...>) {
            return Result{GatherAccess::template result_of<value_of<As>>(*done[I])...};
        }
        (std::index_sequence_for<As...>());
    };
    return gather_each<Result>(where, false, collect, std::move(awaitables)...);
}

template <class... As>
auto gather_outcomes(const std::source_location& where, As... awaitables) {
    using Result = GatherResults<Outcome<value_of<As>>...>;
    const auto collect = [](const std::vector<FutureRef>& done) {
        return [&]<std::size_t... I>(std::index_sequence<I...>) {
            return Result{GatherAccess::template outcome_of<value_of<As>>(*done[I])...};
        }
        (std::index_sequence_for<As...>());
    };
    return gather_each<Result>(where, true, collect, std::move(awaitables)...);
}

template <class Result, class A, class Collect>
Future<Result> gather_range(const std::source_location& where, bool return_exceptions, Collect collect,
                            std::vector<A> awaitables) {
    if constexpr (becomes_task<A>) {
        const auto gather = new_gather<Result>(gather_loop(nullptr), return_exceptions, collect, where);
        for (A& each : awaitables) gather->add(ensure_future(std::move(each), where).state(), true);
        return completed<Result>(gather, where);
    } else {
        std::vector<FutureRef> children;
        children.reserve(awaitables.size());
        for (A& each : awaitables) children.push_back(ensure_future(std::move(each), where).state());
        return make_gather<Result>(std::move(children), return_exceptions, collect, where);
    }
}

template <class Tuple, std::size_t... I>
auto gather_all_but_last(const std::source_location& where, Tuple&& all, std::index_sequence<I...>) {
    return gather_outcomes(where, std::get<I>(std::forward<Tuple>(all))...);
}

template <class... As>
inline constexpr bool ends_with_return_exceptions =
    std::is_same_v<std::tuple_element_t<sizeof...(As) - 1, std::tuple<As...>>, ReturnExceptions>;

template <class... As>
auto gather_at(const std::source_location& where, As&&... arguments) {
    (check_temporary<As>(), ...);
    if constexpr (ends_with_return_exceptions<std::remove_cvref_t<As>...>)
        return gather_all_but_last(where,
                                   std::tuple<std::remove_cvref_t<As>...>(std::forward<As>(arguments)...),
                                   std::make_index_sequence<sizeof...(As) - 1>());
    else
        return gather_results(where, std::forward<As>(arguments)...);
}

}  // namespace detail

// What gather() takes: an Awaitable, or, as the last, return_exceptions.
template <class A>
concept Gatherable = Awaitable<A> || std::same_as<std::remove_cvref_t<A>, ReturnExceptions>;

// gather(a, b, …): runs them concurrently and gives GatherResults in the order of the arguments (None for
// void). The first exception is raised at once; the others go on. Coroutines become tasks; cancelling the
// returned future cancels them.
// gather(a, b, …, return_exceptions): waits for all; gives GatherResults of Outcome, exceptions in place of
// results.
inline auto gather() { return detail::gather_results({}); }
inline auto gather(ReturnExceptions) { return detail::gather_outcomes({}); }
template <Awaitable A>
auto gather(A&& a, std::source_location where = std::source_location::current()) {
    return detail::gather_at(where, std::forward<A>(a));
}
template <Awaitable A, Gatherable B>
auto gather(A&& a, B&& b, std::source_location where = std::source_location::current()) {
    return detail::gather_at(where, std::forward<A>(a), std::forward<B>(b));
}
template <Awaitable A, Awaitable B, Gatherable C>
auto gather(A&& a, B&& b, C&& c, std::source_location where = std::source_location::current()) {
    return detail::gather_at(where, std::forward<A>(a), std::forward<B>(b), std::forward<C>(c));
}
template <Awaitable A, Awaitable B, Awaitable C, Gatherable D>
auto gather(A&& a, B&& b, C&& c, D&& d, std::source_location where = std::source_location::current()) {
    return detail::gather_at(where, std::forward<A>(a), std::forward<B>(b), std::forward<C>(c),
                             std::forward<D>(d));
}
template <Awaitable A, Awaitable B, Awaitable C, Awaitable D, Gatherable E>
auto gather(A&& a, B&& b, C&& c, D&& d, E&& e, std::source_location where = std::source_location::current()) {
    return detail::gather_at(where, std::forward<A>(a), std::forward<B>(b), std::forward<C>(c),
                             std::forward<D>(d), std::forward<E>(e));
}
template <Awaitable A, Awaitable B, Awaitable C, Awaitable D, Awaitable E, Gatherable F>
auto gather(A&& a, B&& b, C&& c, D&& d, E&& e, F&& f,
            std::source_location where = std::source_location::current()) {
    return detail::gather_at(where, std::forward<A>(a), std::forward<B>(b), std::forward<C>(c),
                             std::forward<D>(d), std::forward<E>(e), std::forward<F>(f));
}
template <Awaitable A, Awaitable B, Awaitable C, Awaitable D, Awaitable E, Awaitable F, Gatherable G>
auto gather(A&& a, B&& b, C&& c, D&& d, E&& e, F&& f, G&& g,
            std::source_location where = std::source_location::current()) {
    return detail::gather_at(where, std::forward<A>(a), std::forward<B>(b), std::forward<C>(c),
                             std::forward<D>(d), std::forward<E>(e), std::forward<F>(f), std::forward<G>(g));
}
// Nothing can follow a pack, so of longer ones a recording does not know the line.
template <Awaitable A, Awaitable B, Awaitable C, Awaitable D, Awaitable E, Awaitable F, Awaitable G,
          Gatherable H, Gatherable... More>
auto gather(A&& a, B&& b, C&& c, D&& d, E&& e, F&& f, G&& g, H&& h, More&&... more) {
    return detail::gather_at({}, std::forward<A>(a), std::forward<B>(b), std::forward<C>(c),
                             std::forward<D>(d), std::forward<E>(e), std::forward<F>(f), std::forward<G>(g),
                             std::forward<H>(h), std::forward<More>(more)...);
}

// gather(*awaitables) for a container of one type.
template <Awaitable A>
auto gather(std::vector<A> awaitables, std::source_location where = std::source_location::current()) {
    using T = value_of<A>;
    using Result = std::vector<detail::stored_t<T>>;
    const auto collect = [](const std::vector<detail::FutureRef>& done) {
        Result results;
        for (const auto& child : done) results.push_back(detail::GatherAccess::template result_of<T>(*child));
        return results;
    };
    return detail::gather_range<Result>(where, false, collect, std::move(awaitables));
}

template <Awaitable A>
auto gather(std::vector<A> awaitables, ReturnExceptions,
            std::source_location where = std::source_location::current()) {
    using T = value_of<A>;
    using Result = std::vector<Outcome<T>>;
    const auto collect = [](const std::vector<detail::FutureRef>& done) {
        Result results;
        for (const auto& child : done)
            results.push_back(detail::GatherAccess::template outcome_of<T>(*child));
        return results;
    };
    return detail::gather_range<Result>(where, true, collect, std::move(awaitables));
}

template <AwaitableContainer C>
auto gather(C awaitables, std::source_location where = std::source_location::current()) {
    return gather(detail::in_vector(std::move(awaitables)), where);
}
template <AwaitableContainer C>
auto gather(C awaitables, ReturnExceptions, std::source_location where = std::source_location::current()) {
    return gather(detail::in_vector(std::move(awaitables)), return_exceptions, where);
}

}  // namespace asyncio
