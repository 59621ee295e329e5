// Coroutine<T>: what an `async def` function is in Python. Lazy: the body runs when it is awaited or made a
// task.
//
// Awaiting a coroutine is a call: it runs inside the caller's task, without the loop. Calls never nest on the
// machine's stack: a coroutine that awaits another returns to the task's step, which resumes the innermost
// one. So depth and number of awaits cost heap, not stack, with every compiler and sanitizer.
#pragma once

#include "engine/base/errors.h"
#include "engine/base/frame_allocator.h"
#include "engine/base/repr.h"
#include "engine/base/source_location.h"
#include "engine/tasks/call_arguments.h"

#include <coroutine>
#include <cstddef>
#include <exception>
#include <optional>
#include <source_location>
#include <string>
#include <type_traits>
#include <utility>

namespace asyncio {

class TaskBase;
template <class T>
class Coroutine;

namespace detail {

// The exception that leaves a coroutine or an async generator (`what`): the one that is being handled, but
// RuntimeError in place of StopIteration, as in Python.
std::exception_ptr current_error_of(const char* what) noexcept;

// What all coroutine promises share.
struct PromiseBase {
    // The place of the await in which the coroutine is suspended; until the first one, of the function
    // itself.
    std::source_location where;
    CallArguments arguments;
    PromiseBase* caller = nullptr;  // the coroutine that awaits this one; null for a task's outermost
    TaskBase* task = nullptr;       // null until started
    PromiseBase** holder =
        nullptr;  // the pointer of the Coroutine that the caller awaits: it owns this frame
    std::exception_ptr error;

    explicit PromiseBase(const std::source_location& function) noexcept : where(function) {}
    // Of a coroutine that was called with these.
    template <class... A>
    explicit PromiseBase(std::in_place_t, const A&... called_with) noexcept
        : arguments(this, called_with...) {}

    std::coroutine_handle<> handle() noexcept {
        return std::coroutine_handle<PromiseBase>::from_promise(*this);
    }
    void unhandled_exception() noexcept { error = current_error_of("coroutine"); }
    std::suspend_always initial_suspend() noexcept { return {}; }

    static void* operator new(std::size_t bytes) { return allocate_frame(bytes); }
    static void operator delete(void* frame, std::size_t bytes) noexcept { free_pooled(frame, bytes); }

    // Notes the line of the await. Locations come from default arguments: no macros.
    template <class A>
    decltype(auto) await_transform(A&& awaitable,
                                   std::source_location here = std::source_location::current()) noexcept {
        where = here;
        return static_cast<A&&>(awaitable);
    }
};

// A coroutine calls another, or returns to its caller, inside the running task.
void begin_call(PromiseBase& callee, PromiseBase& caller) noexcept;
void end_call(PromiseBase& callee) noexcept;
// `what` was made at or in `where`, and dropped unused.
void warn_never_awaited(const std::string& what, const std::source_location& where) noexcept;
void warn_never_awaited(const PromiseBase& promise) noexcept;
// What a coroutine fails with that has a result and came to its end without a co_return.
std::exception_ptr missing_result(const PromiseBase& promise) noexcept;
[[noreturn]] void throw_reused_coroutine();
[[noreturn]] void throw_awaited_coroutine();

struct FinalAwaiter {
    bool await_ready() const noexcept { return false; }
    template <class P>
    void await_suspend(std::coroutine_handle<P> finished) const noexcept {
        end_call(finished.promise());
    }
    void await_resume() const noexcept {}
};

template <class T>
struct ResultPromise : PromiseBase {
    using PromiseBase::PromiseBase;
    std::optional<T> value;
    template <class U = T>
    void return_value(U&& result) {
        value.emplace(std::forward<U>(result));
    }
    // g++ 12 says nothing of a co_return that is missing.
    void check_result() noexcept {
        if (!value && !error) [[unlikely]]
            error = missing_result(*this);
    }
    T take() { return std::move(*value); }
};
template <>
struct ResultPromise<void> : PromiseBase {
    using PromiseBase::PromiseBase;
    void return_void() noexcept {}
    void check_result() noexcept {}
    void take() noexcept {}
};

}  // namespace detail

// Move-only. Await it once (`co_await f()`, or `co_await std::move(c)` / `co_await c` of a variable), or give
// it to create_task(), gather() and the like. Never awaited: a warning when it is destroyed, as in Python.
// What reference parameters refer to must live until the coroutine is done: prefer values.
template <class T = void>
class [[nodiscard("a coroutine does nothing until it is awaited or made a task")]] Coroutine {
public:
    using value_type = T;

    struct promise_type : detail::ResultPromise<T> {
        template <class... A>
        explicit promise_type(const A&... called_with) noexcept
            : detail::ResultPromise<T>(std::in_place, called_with...) {}
        Coroutine get_return_object(
            std::source_location function = std::source_location::current()) noexcept {
            this->where = function;
            const auto handle = std::coroutine_handle<promise_type>::from_promise(*this);
            detail::check_frame_layout(handle.address(), this->where.function_name());
            return Coroutine(*this);
        }
        detail::FinalAwaiter final_suspend() noexcept {
            this->check_result();
            return {};
        }
    };
    static_assert(alignof(promise_type) <= alignof(std::max_align_t),
                  "over-aligned results are not supported");

    Coroutine(Coroutine && other) noexcept
        : promise_(std::exchange(other.promise_, nullptr)), function_(other.function_) {}
    Coroutine& operator=(Coroutine&& other) noexcept {
        std::swap(promise_, other.promise_);
        std::swap(function_, other.function_);
        return *this;
    }
    ~Coroutine() {
        if (!promise_) return;
        if (!promise_->task) detail::warn_never_awaited(*promise_);
        destroy();
    }

    class Awaiter {
    public:
        explicit Awaiter(Coroutine& callee) noexcept : callee_(callee) {}
        bool await_ready() const {
            if (!callee_.promise_) detail::throw_reused_coroutine();
            if (callee_.promise_->task) detail::throw_awaited_coroutine();
            return false;
        }
        template <class P>
        void await_suspend(std::coroutine_handle<P> caller) noexcept {
            callee_.promise_->holder = &callee_.promise_;
            detail::begin_call(*callee_.promise_, caller.promise());
        }
        [[gnu::always_inline]] T await_resume() {
            // The frame goes first, as in Python: its parameters do not outlive the call.
            if (callee_.promise_->error) {
                std::exception_ptr error = std::move(callee_.promise_->error);
                callee_.destroy();
                std::rethrow_exception(std::move(error));
            }
            if constexpr (std::is_void_v<T>) {
                callee_.destroy();
            } else {
                T value = static_cast<promise_type*>(callee_.promise_)->take();
                callee_.destroy();
                return value;
            }
        }

    private:
        Coroutine& callee_;
    };
    // Throws RuntimeError if it was awaited before.
    Awaiter operator co_await()& noexcept { return Awaiter(*this); }
    Awaiter operator co_await()&& noexcept { return Awaiter(*this); }
    // For a class of the program whose `operator co_await()` gives a coroutine, which nobody else keeps.
    bool await_ready() { return Awaiter(*this).await_ready(); }
    template <class P>
    void await_suspend(std::coroutine_handle<P> caller) noexcept {
        Awaiter(*this).await_suspend(caller);
    }
    T await_resume() { return Awaiter(*this).await_resume(); }

    // Python's coro.close(), for one that was not started: it goes without a warning.
    void close() noexcept {
        if (!started_or_empty()) destroy();
    }
    // The function's name, as Python's coro.__name__.
    std::string name() const { return detail::function_name(function_); }
    std::string repr() const { return "<coroutine object " + name() + ">"; }
    // For create_task(): gives up the frame.
    promise_type* release() noexcept { return static_cast<promise_type*>(std::exchange(promise_, nullptr)); }
    bool started_or_empty() const noexcept { return !promise_ || promise_->task; }
    // Where the coroutine function is, also once the frame was given up.
    const std::source_location& function() const noexcept { return function_; }

private:
    explicit Coroutine(promise_type & promise) noexcept : promise_(&promise), function_(promise.where) {}
    void destroy() noexcept {
        if (auto* promise = std::exchange(promise_, nullptr)) promise->handle().destroy();
    }
    detail::PromiseBase* promise_;  // a promise_type; null once it was awaited, closed or given away
    std::source_location function_;
};

}  // namespace asyncio
