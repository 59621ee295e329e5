// add_done_callback() and remove_done_callback() of futures and tasks.
#pragma once

#include "engine/loop/functools.h"
#include "engine/tasks/future_base.h"

#include <cstddef>
#include <type_traits>
#include <utility>

namespace asyncio::detail {

// A base of Handle, which refers to a State by its state() and can be made of a Ref<State>.
template <class Handle, class State = FutureBase>
class DoneCallbacks {
public:
    // `callback(handle)` or `callback()` is called from the ready queue once this is done, in `context`.
    // Returns what remove_done_callback() takes.
    template <class F>
    Callback add_done_callback(F&& callback, CallOptions options = {}) const {
        return static_cast<const Handle&>(*this).state()->template add_done_callback<Handle>(
            std::forward<F>(callback), options,
            [](const FutureRef& future) { return Handle(Ref<State>(static_cast<State*>(future.get()))); });
    }
    // `(object.*method)(handle)`, Python's add_done_callback(object.method).
    template <class Method, class Object>
    requires std::is_member_function_pointer_v<Method> Callback add_done_callback(Method method,
                                                                                  Object object,
                                                                                  CallOptions options = {})
    const { return add_done_callback(functools::partial(method, std::move(object)), options); }
    // How many were removed.
    std::size_t remove_done_callback(const Callback& callback) const {
        return static_cast<const Handle&>(*this).state()->remove_callback(callback.state());
    }
    // By the function itself, which has no members: not by a lambda that captures.
    template <class F>
    requires(std::is_function_v<std::remove_pointer_t<std::decay_t<F>>> ||
             (std::is_empty_v<F> && !std::is_same_v<F, Callback>)) std::size_t
        remove_done_callback(const F& function)
    const { return remove_callback_of(detail::identity_of<std::decay_t<F>>(function)); }
    // Python's remove_done_callback(object.method); `object` points at it.
    template <class Method, class Object>
    requires std::is_member_function_pointer_v<Method> std::size_t remove_done_callback(Method method,
                                                                                        const Object& object)
    const { return remove_callback_of(detail::identity_of_method(method, object)); }

private:
    std::size_t remove_callback_of(const FunctionIdentity& function) const {
        return static_cast<const Handle&>(*this).state()->remove_callback(function);
    }
};

}  // namespace asyncio::detail
