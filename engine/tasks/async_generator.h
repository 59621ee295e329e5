// AsyncGenerator<T>: what an `async def` function with `yield` in it is in Python.
//
//     AsyncGenerator<int> numbers() {
//         for (int i = 0;; ++i) {
//             co_await sleep(1);
//             co_yield i;
//         }
//     }
//     while (auto i = co_await generator.next()) print(*i);
//
// Its body runs inside the task that asks for the next value: no task, no step and no turn of its own.
#pragma once

#include "engine/tasks/async_iterator.h"
#include "engine/tasks/awaitable.h"

#include <concepts>

namespace asyncio {

namespace detail {

struct GeneratorPromise : PromiseBase {
    using PromiseBase::PromiseBase;
    std::exception_ptr thrown;  // what the co_yield at which it goes on raises

    FinalAwaiter final_suspend() noexcept { return {}; }
    void unhandled_exception() noexcept { error = current_error_of("async generator"); }
    void return_void() noexcept {}
    // Back to the coroutine that asked for the value.
    void hand_over() noexcept;
    void throw_what_was_given() {
        if (thrown) std::rethrow_exception(std::exchange(thrown, nullptr));
    }
};

template <class T, class Sent>
struct YieldPromise : GeneratorPromise {
    using GeneratorPromise::GeneratorPromise;
    std::optional<T> value;
    std::optional<stored_t<Sent>> sent;

    struct Awaiter {
        YieldPromise& promise;
        bool await_ready() const noexcept { return false; }
        void await_suspend(std::coroutine_handle<>) const noexcept { promise.hand_over(); }
        auto await_resume() const {
            promise.throw_what_was_given();
            if constexpr (!std::is_void_v<Sent>) return std::exchange(promise.sent, std::nullopt);
        }
    };
    template <class U = T>
    requires std::constructible_from<T, U> Awaiter
    yield_value(U&& next, std::source_location here = std::source_location::current()) {
        where = here;
        value.emplace(std::forward<U>(next));
        return Awaiter{*this};
    }
};

enum class GeneratorMethod : std::uint8_t { next, asend, athrow, aclose };

// Owns the frame of a generator. Its loop is the one that ran when it was first used.
class GeneratorState final : public Object {
public:
    explicit GeneratorState(GeneratorPromise& body) noexcept : Object(ObjectKind::generator), body_(&body) {}

    // Tells the running loop, if any, which closes the generator when nobody holds it any more, or at the
    // end.
    void first_use();
    bool running() const noexcept { return running_; }
    GeneratorPromise* body() const noexcept { return static_cast<GeneratorPromise*>(body_); }
    // The loop is gone: so is the frame.
    void abandon() noexcept;
    std::string name() const;

private:
    friend class GeneratorCall;
    ~GeneratorState() override;
    void destroy() noexcept override;
    void resume(PromiseBase& caller) noexcept;
    void destroy_body() noexcept;
    // The exception with which the body ended, as it comes out; null for a return.
    std::exception_ptr end();

    PromiseBase* body_;          // null when it has ended
    EventLoop* loop_ = nullptr;  // held
    bool started_ = false;
    bool running_ = false;
    bool closing_ = false;  // aclose() was awaited
};

// One call of a method of a generator; nothing happens until it is awaited.
class GeneratorCall {
public:
    GeneratorCall(Ref<GeneratorState> generator, GeneratorMethod method, std::exception_ptr error,
                  bool sends_value);
    GeneratorCall(GeneratorCall&&) noexcept = default;
    GeneratorCall& operator=(GeneratorCall&&) = delete;
    ~GeneratorCall();

    // In the task that was made of this call: takes what is thrown at its first step.
    void take_thrown_from_task();
    bool await_ready();
    template <class P>
    void await_suspend(std::coroutine_handle<P> caller) noexcept {
        generator_->resume(caller.promise());
    }

    GeneratorState& generator() const noexcept { return *generator_; }
    bool throws_in() const noexcept {
        return method_ == GeneratorMethod::athrow || method_ == GeneratorMethod::aclose;
    }
    // It is never going to be awaited.
    void close() noexcept { state_ = State::over; }

protected:
    // True: the body has yielded a value. False: there is none, as it has ended.
    bool finish();
    bool sends_value() const noexcept { return sends_value_; }

private:
    enum class State : std::uint8_t { fresh, running, over };
    bool ended();
    void close_unstarted();

    Ref<GeneratorState> generator_;
    std::exception_ptr error_;  // to be thrown at the co_yield
    GeneratorMethod method_;
    bool sends_value_;
    State state_ = State::fresh;
};

}  // namespace detail

// What the methods of an AsyncGenerator<T, Sent> return: awaitable once, with the result R.
template <class T, class Sent, class R>
class [[nodiscard("await it")]] GeneratorAwaitable : public detail::GeneratorCall {
public:
    using GeneratorCall::GeneratorCall;

    // g++ 12 would copy an awaitable variable that is its own awaiter.
    struct Awaiter {
        GeneratorAwaitable& call;
        bool await_ready() const { return call.await_ready(); }
        template <class P>
        void await_suspend(std::coroutine_handle<P> caller) const noexcept {
            call.hand_in();
            call.await_suspend(caller);
        }
        R await_resume() const { return call.result(); }
    };
    Awaiter operator co_await()& noexcept { return Awaiter{*this}; }
    Awaiter operator co_await()&& noexcept { return Awaiter{*this}; }

    // What the co_yield gives: only once the generator takes the call.
    void send(detail::stored_t<Sent> value) { sent_.emplace(std::move(value)); }

private:
    void hand_in() noexcept {
        if (sent_ && sends_value()) body().sent = std::move(sent_);
    }
    detail::YieldPromise<T, Sent>& body() const noexcept {
        return static_cast<detail::YieldPromise<T, Sent>&>(*generator().body());
    }
    R result() {
        const bool has_value = finish();
        if constexpr (!std::is_void_v<R>) {
            if constexpr (std::is_same_v<R, std::optional<T>>)
                if (!has_value) return std::nullopt;
            return *std::exchange(body().value, std::nullopt);
        }
    }

    std::optional<detail::stored_t<Sent>> sent_;
};

// A handle: copies refer to the same generator. When the last one goes while the body stands at a co_yield,
// its loop closes it in a task of its own; what is left at the end of run() is closed there.
//
// `Sent` is the type of what asend() gives: `std::optional<Sent> x = co_yield value;`, empty after next().
template <class T, class Sent = void>
class AsyncGenerator {
public:
    using value_type = T;

    struct promise_type : detail::YieldPromise<T, Sent> {
        explicit promise_type(std::source_location function = std::source_location::current()) noexcept
            : detail::YieldPromise<T, Sent>(function) {}
        AsyncGenerator get_return_object() {
            const auto handle = std::coroutine_handle<promise_type>::from_promise(*this);
            detail::check_frame_layout(handle.address(), this->where.function_name());
            return AsyncGenerator(detail::make_ref<detail::GeneratorState>(*this));
        }
    };

    AsyncGenerator() = default;

    // The next value; empty when the generator has ended. (anext(generator) raises StopAsyncIteration then.)
    // Awaiting any of these raises RuntimeError while another task runs the body.
    auto next() const { return call<std::optional<T>>(detail::GeneratorMethod::next); }
    // The next value, after `value` became the result of the co_yield at which the body stands. Raises
    // StopAsyncIteration when the generator has ended, TypeError if it has not begun.
    auto asend(detail::stored_t<Sent> value) const requires(!std::is_void_v<Sent>) {
        auto made = call<T>(detail::GeneratorMethod::asend, nullptr, true);
        made.send(std::move(value));
        return made;
    }
    // By its very type: asend({}) sends an empty value.
    template <class Nothing>
    requires std::is_same_v<Nothing, None> || std::is_same_v<Nothing, std::nullopt_t>
    auto asend(Nothing) const { return call<T>(detail::GeneratorMethod::asend); }
    // Raises `error` at the co_yield. Gives the next value, or nothing if the generator had ended before;
    // raises StopAsyncIteration if it ends by this.
    auto athrow(std::exception_ptr error) const {
        return call<std::optional<T>>(detail::GeneratorMethod::athrow, std::move(error));
    }
    template <class E>
    requires(!std::is_same_v<E, std::exception_ptr>) auto athrow(E error) const {
        return athrow(std::make_exception_ptr(std::move(error)));
    }
    // Raises GeneratorExit at the co_yield and waits for the end. RuntimeError if the body yields once more.
    auto aclose() const {
        return call<void>(detail::GeneratorMethod::aclose, std::make_exception_ptr(GeneratorExit()));
    }

    // The body runs, or waits for something.
    bool ag_running() const noexcept { return state_->running(); }
    explicit operator bool() const noexcept { return static_cast<bool>(state_); }
    friend bool operator==(const AsyncGenerator&, const AsyncGenerator&) = default;
    std::string repr() const { return "<async_generator object " + state_->name() + ">"; }

private:
    explicit AsyncGenerator(detail::Ref<detail::GeneratorState> state) : state_(std::move(state)) {}
    template <class R>
    GeneratorAwaitable<T, Sent, R> call(detail::GeneratorMethod method, std::exception_ptr error = nullptr,
                                        bool sends_value = false) const {
        return GeneratorAwaitable<T, Sent, R>(state_, method, std::move(error), sends_value);
    }

    detail::Ref<detail::GeneratorState> state_;
};

template <class T, class Sent>
inline constexpr bool detail::copies_are_the_same<AsyncGenerator<T, Sent>> = true;

// Python's aiter(): it is an iterator already.
template <class T, class Sent>
AsyncGenerator<T, Sent> aiter(AsyncGenerator<T, Sent> generator) {
    return generator;
}

// Python's anext(): asend(None), which raises StopAsyncIteration at the end. No coroutine around it: a task
// of it that is cancelled before its first step has that thrown into the generator.
template <class T, class Sent>
auto anext(AsyncGenerator<T, Sent> generator) {
    return generator.asend(None());
}

namespace detail {

// What a task runs that is made of a call; the names are those that Python shows.
template <class T, class Sent, class R>
Coroutine<R> async_generator_asend(GeneratorAwaitable<T, Sent, R> call) {
    call.take_thrown_from_task();
    co_return co_await call;
}
template <class T, class Sent, class R>
Coroutine<R> async_generator_athrow(GeneratorAwaitable<T, Sent, R> call) {
    call.take_thrown_from_task();
    co_return co_await call;
}

template <class T, class Sent, class R>
struct AwaitableTraits<GeneratorAwaitable<T, Sent, R>> {
    using value_type = R;
    static Task<R> to_task(EventLoop& loop, GeneratorAwaitable<T, Sent, R> call, TaskOptions options,
                           const std::source_location& where) {
        const Ref<GeneratorState> generator(&call.generator());
        auto coroutine = call.throws_in() ? async_generator_athrow(std::move(call))
                                          : async_generator_asend(std::move(call));
        auto task = loop.create_task(std::move(coroutine), options, where);
        task.task().throw_into_start();
        task.task().keep(generator);
        return task;
    }
    static Task<R> to_future(GeneratorAwaitable<T, Sent, R> call, const std::source_location& where) {
        return to_task(get_event_loop(), std::move(call), {}, where);
    }
};

template <class T, class Sent>
Coroutine<> close_at_exit(AsyncGenerator<T, Sent> generator, std::exception_ptr error) {
    co_await generator.aclose();
    if (error) std::rethrow_exception(error);
}

template <class T, class Sent>
struct ClosedAtExit {
    explicit ClosedAtExit(AsyncGenerator<T, Sent> closed) : generator(std::move(closed)) {}
    AsyncGenerator<T, Sent> generator;
    Coroutine<AsyncGenerator<T, Sent>> aenter() const { return entered(generator); }
    Coroutine<> aexit(std::exception_ptr error) const { return close_at_exit(generator, std::move(error)); }

private:
    static Coroutine<AsyncGenerator<T, Sent>> entered(AsyncGenerator<T, Sent> generator) {
        co_return generator;
    }
};

}  // namespace detail

// Python's contextlib.aclosing(): `async_with(aclosing(generator), body)` closes it however the body ends.
template <class T, class Sent>
auto aclosing(AsyncGenerator<T, Sent> generator) {
    return detail::ClosedAtExit<T, Sent>(std::move(generator));
}

}  // namespace asyncio
