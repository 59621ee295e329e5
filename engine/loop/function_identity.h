// When two callables are the same, as remove_done_callback() asks.
#pragma once

#include <cstring>
#include <functional>
#include <type_traits>

namespace asyncio::detail {

// A plain function, a lambda or function object without members (there is nothing but its type to it), or the
// method of an object, as Python's == has it. Of what has members nothing is known: that equals nothing.
struct FunctionIdentity {
    const void* function = nullptr;
    const void* object = nullptr;  // of a method
    bool operator==(const FunctionIdentity& other) const noexcept {
        return function && function == other.function && object == other.object;
    }
};

template <class F>
inline constexpr char kTypeMark = 0;

template <class F>
FunctionIdentity identity_of(const F& function) {
    if constexpr (std::is_pointer_v<F> && std::is_function_v<std::remove_pointer_t<F>>)
        return {reinterpret_cast<const void*>(function)};
    else if constexpr (requires { function.identity(); })  // a Named or Partial
        return function.identity();
    else if constexpr (std::is_empty_v<F>)
        return {&kTypeMark<F>};
    else
        return {};
}
template <class R, class... Args>
FunctionIdentity identity_of(const std::function<R(Args...)>& function) {
    const auto* held = function.template target<R (*)(Args...)>();
    return held ? identity_of(*held) : FunctionIdentity();
}

// Of `method`, called of what `object` points at or refers to.
template <class Method, class Object>
FunctionIdentity identity_of_method(Method method, const Object& object) {
    FunctionIdentity identity;
    if constexpr (std::is_pointer_v<Object>)
        identity.object = object;
    else if constexpr (requires { static_cast<const void*>(object.get()); })  // a std::shared_ptr
        identity.object = object.get();
    else if constexpr (requires { static_cast<const void*>(&object.get()); })  // a std::reference_wrapper
        identity.object = &object.get();
    if (identity.object) std::memcpy(&identity.function, &method, sizeof identity.function);
    return identity;
}

}  // namespace asyncio::detail
