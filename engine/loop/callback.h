// Plain callbacks: what call_soon() and add_done_callback() take.
#pragma once

#include "engine/base/invoke.h"
#include "engine/base/object.h"
#include "engine/base/symbols.h"
#include "engine/loop/context.h"
#include "engine/loop/function_identity.h"

#include <functional>
#include <string>
#include <type_traits>
#include <utility>

namespace asyncio {

class EventLoop;
template <class T>
class Future;

namespace detail {

// A callable in the ready queue. Its name may be qualified, as "Class.method": so it shows in a repr, while
// the step log has the bare one.
class CallbackState : public Runnable {
public:
    CallbackState(std::string name, std::function<void(const Ref<FutureBase>&)> function,
                  ObjectKind kind = ObjectKind::handle)
        : Runnable(kind), name_(std::move(name)), function_(std::move(function)) {}

    void run(FutureBase* argument) override;
    std::string_view call_name() const noexcept override { return bare_name(name_); }
    std::string_view qualified_name() const noexcept override { return shown_name(name_); }
    const std::string& name() const noexcept { return name_; }  // see symbols.h
    bool internal_call() const noexcept override { return kind() == ObjectKind::callback; }
    void announce(EventLoop& loop) override;
    // `future`, which the function holds and resolves: see append_waiters().
    void calls_for(FutureBase& future) noexcept { for_ = &future; }
    void append_waiters(std::vector<FutureBase*>& waiters) override {
        if (for_) waiters.push_back(for_);
    }

private:
    std::string name_;
    std::function<void(const Ref<FutureBase>&)> function_;
    FutureBase* for_ = nullptr;
};

// One that can be found again by the function that it calls.
class DoneCallbackState final : public CallbackState {
public:
    DoneCallbackState(std::string name, std::function<void(const Ref<FutureBase>&)> function,
                      FunctionIdentity identity)
        : CallbackState(std::move(name), std::move(function)), identity_(identity) {}
    bool calls(const FunctionIdentity& function) const noexcept override { return identity_ == function; }

private:
    FunctionIdentity identity_;
};

}  // namespace detail

// A callable with a name: `loop.call_soon(named("bad", bad))`, `task.add_done_callback(named("bad", bad))`.
// It may be Python's qualified one, named("Watchdog.bad", bad).
template <class F>
struct Named {
    Named(std::string a_name, F a_function) : name(std::move(a_name)), function(std::move(a_function)) {}
    std::string name;
    F function;
    template <class... Args>
    requires std::is_invocable_v<F&, Args...>
    auto operator()(Args&&... args) { return std::invoke(function, std::forward<Args>(args)...); }
    template <class... Args>
    requires std::is_invocable_v<const F&, Args...>
    auto operator()(Args&&... args) const { return std::invoke(function, std::forward<Args>(args)...); }
    detail::FunctionIdentity identity() const { return detail::identity_of(function); }
};
template <class F>
Named<F> named(std::string name, F function) {
    return {std::move(name), std::move(function)};
}

namespace detail {
template <class Method, class Class>
const std::type_info& class_of(Method Class::*) {
    return typeid(Class);
}
template <class F>
std::string name_of(const F& function) {
    if constexpr (std::is_member_function_pointer_v<F>)
        return name_of_method_at(&function, class_of(function));
    else if constexpr (std::is_function_v<std::remove_pointer_t<F>>)
        return name_of_function_at(reinterpret_cast<const void*>(+function));
    else if constexpr (requires { std::string(F::call_name); })
        return F::call_name;
    else if constexpr (requires { function.name_of_function(); })  // a partial()
        return function.name_of_function();
    else
        return "<lambda>";
}
template <class F>
std::string name_of(const Named<F>& function) {
    return function.name;
}
// What holds a plain function, as a table of them does.
template <class R, class... Args>
std::string name_of(const std::function<R(Args...)>& function) {
    const auto* held = function.template target<R (*)(Args...)>();
    return held ? name_of(*held) : "<lambda>";
}
}  // namespace detail

// A callable with a name and an identity: copies are the same callback.
// Python shows a function's name. A plain function has it here, too, and a class that says it by a static
// `call_name`; to a lambda give one: `Callback("bad", bad)` or named(). Without a name it shows as <lambda>;
// one with an empty name is a step that the log leaves out, as Python does with its built-in functions.
// Empty (default constructed) it is none, and only to be assigned to.
class Callback {
public:
    Callback() = default;
    template <class F>
    requires(std::is_invocable_v<F&> && !std::is_same_v<std::remove_cvref_t<F>, Callback>)
        Callback(const F& function)
        : Callback(detail::name_of(function), function) {}

    template <class F>
    requires std::is_invocable_v<F&> Callback(std::string name, F function)
        : state_(detail::make_ref<detail::CallbackState>(
              std::move(name), [f = std::move(function)](const detail::Ref<FutureBase>&) mutable { f(); })) {}

    explicit Callback(detail::Ref<detail::CallbackState> state) : state_(std::move(state)) {}

    void operator()() const { state_->run(nullptr); }
    detail::CallbackState& state() const noexcept { return *state_; }
    friend bool operator==(const Callback&, const Callback&) = default;

private:
    detail::Ref<detail::CallbackState> state_;
};

namespace detail {

// What calls `callback` in `context`: the callback itself if that is still empty. Has the callback's number
// and name.
Ref<Runnable> in_context(const Callback& callback, ContextArgument context);

inline std::string name_of(const Callback& callback) { return callback.state().name(); }

// Of a function with its first arguments. Futures and tasks have methods from bases that Python's have not:
// the object tells whose it is.
template <class F, class... Args>
std::string name_of_call(const F& function, const Args&...) {
    return name_of(function);
}
template <class F, class Object, class... Args>
requires std::is_member_function_pointer_v<F> std::string name_of_call(const F& method, const Object&,
                                                                       const Args&...) {
    return name_of_method_of(name_of(method), class_name(typeid(std::unwrap_reference_t<Object>)));
}

// An argument as a callback keeps it: a copy, but of a loop, which there is once, a reference.
template <class T>
decltype(auto) kept(T&& argument) {
    if constexpr (std::is_same_v<std::remove_cvref_t<T>, EventLoop>)
        return std::ref(argument);
    else
        return std::forward<T>(argument);
}

// `function` bound to arguments, under its own name.
inline Callback bind(Callback callback) { return callback; }
template <class F, class... Args>
Callback bind(F function, Args&&... arguments) {
    std::string name = name_of_call(function, arguments...);  // before they are moved away
    return Callback(std::move(name),
                    [f = std::move(function), ... each = kept(std::forward<Args>(arguments))]() mutable {
                        call(f, each...);
                    });
}

// Any callable as one that may take the future it is called for, as a Handle that `handle_of` makes of it.
template <class Handle, class F, class HandleOf>
Callback done_callback_of(F&& function, HandleOf handle_of) {
    using Function = std::decay_t<F>;
    if constexpr (std::is_same_v<Function, Callback>) {
        return function;
    } else {
        std::string name = name_of(function);  // before `function` is moved away
        const FunctionIdentity identity = identity_of<Function>(function);
        auto call = [&] {
            if constexpr (std::is_invocable_v<Function&, Handle>)
                return [f = Function(std::forward<F>(function)),
                        handle_of](const Ref<FutureBase>& future) mutable { f(handle_of(future)); };
            else if constexpr (std::is_invocable_v<Function&, Handle&>)  // `auto& future`
                return [f = Function(std::forward<F>(function)),
                        handle_of](const Ref<FutureBase>& future) mutable {
                    Handle handle = handle_of(future);
                    f(handle);
                };
            else
                return [f = Function(std::forward<F>(function))](const Ref<FutureBase>&) mutable { f(); };
        }();
        return Callback(make_ref<DoneCallbackState>(std::move(name), std::move(call), identity));
    }
}

}  // namespace detail
}  // namespace asyncio
