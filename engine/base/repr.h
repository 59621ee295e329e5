// Values as Python prints them: repr() as in an interactive session, str() as print() shows it.
#pragma once

#include "engine/base/bytes.h"

#include <concepts>
#include <cstdint>
#include <deque>
#include <exception>
#include <functional>
#include <memory>
#include <optional>
#include <ostream>
#include <sstream>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

namespace asyncio {

// Python's None where a value is needed; where one may be missing, none: `wait_for(x, None())`.
struct None {
    friend bool operator==(None, None) = default;
    template <class T>
    requires(!std::is_same_v<T, None>) constexpr operator std::optional<T>() const noexcept {
        return std::nullopt;
    }
};

namespace detail {
// void results are stored as None.
template <class T>
using stored_t = std::conditional_t<std::is_void_v<T>, None, T>;
}  // namespace detail

std::string repr(std::string_view text);
std::string repr(const Bytes& bytes);
std::string repr(double number);
inline std::string repr(bool truth) { return truth ? "True" : "False"; }
inline std::string repr(std::vector<bool>::reference truth) { return repr(static_cast<bool>(truth)); }
// A stored exception; declared here, so that containers of them find it. See errors.h.
std::string repr(const std::exception_ptr& error);
std::string str(const std::exception_ptr& error);
// One that was caught as what it is not: Python's `except Exception as exc`.
std::string repr(const std::exception& error);
std::string str(const std::exception& error);
inline std::string repr(None) { return "None"; }
inline std::string repr(std::nullptr_t) { return "None"; }
inline std::string repr(std::nullopt_t) { return "None"; }
template <class R, class... Args>
std::string repr(const std::function<R(Args...)>& function) {
    return function ? "<function>" : "None";  // get_exception_handler(), get_task_factory()
}
inline std::string repr(const std::string& text) { return repr(std::string_view(text)); }
inline std::string repr(const char* text) { return repr(std::string_view(text)); }
inline std::string repr(char letter) { return repr(std::string_view(&letter, 1)); }
inline std::string repr(float number) { return repr(static_cast<double>(number)); }
template <std::integral T>
std::string repr(T number) {
    return std::to_string(number);
}

namespace detail {
template <class T>
concept HasReprMember = requires(const T& value) {
    { value.repr() } -> std::convertible_to<std::string>;
};
template <class T>
concept Streamable = requires(std::ostream& out, const T& value) {
    out << value;
};
// What has no text of its own, and elements.
template <class T>
concept Container = requires(const T& values) {
    values.begin() != values.end();
    *values.begin();
}
&&!HasReprMember<T> && !Streamable<T> && !std::is_convertible_v<const T&, std::string_view>;
}  // namespace detail

template <class T>
std::string repr(const std::optional<T>& value);
template <class A, class B>
std::string repr(const std::pair<A, B>& value);
template <class... Ts>
std::string repr(const std::tuple<Ts...>& value);
inline std::string repr(std::monostate) { return "None"; }
template <class... Ts>
std::string repr(const std::variant<Ts...>& value);
// What points at an object shows as that, as all of Python's variables do; None if it is null.
template <class T>
requires(std::is_object_v<T> && !std::is_same_v<std::remove_const_t<T>, char>) std::string repr(T* pointer);
template <class T>
requires std::is_object_v<T> std::string repr(const std::shared_ptr<T>& pointer);
template <class T>
requires std::is_object_v<T> std::string repr(const std::unique_ptr<T>& pointer);
// A dict of what has keys and values, a set of what has keys; std::deque is Python's, all else a list.
template <detail::Container T>
std::string repr(const T& values);

// A class says how it is shown by a member `std::string repr() const`, or by operator<<.
template <class T>
requires detail::HasReprMember<T> std::string repr(const T& value) { return value.repr(); }
template <class T>
requires(!detail::HasReprMember<T> && detail::Streamable<T> && std::is_class_v<T> &&
         !std::is_convertible_v<const T&, std::string_view>) std::string repr(const T& value) {
    std::ostringstream out;
    out << value;
    return out.str();
}

namespace detail {
template <class T>
concept HasRepr = requires(const T& value) {
    { repr(value) } -> std::convertible_to<std::string>;
};

// What a task that returned `value` shows; types without a repr show as <object>.
template <class T>
std::string repr_or_object(const T& value) {
    if constexpr (HasRepr<T>)
        return repr(value);
    else
        return "<object>";
}

template <class Range>
std::string repr_range(const Range& values, const char* open, const char* close) {
    std::string text = open;
    bool first = true;
    for (const auto& value : values) {
        if (!first) text += ", ";
        first = false;
        text += repr_or_object(value);
    }
    return text + close;
}

template <class... Ts>
std::string repr_tuple(const std::tuple<Ts...>& values, const char* open, const char* close,
                       const char* single_close) {
    std::string text = open;
    std::apply(
        [&](const auto&... each) {
            std::size_t i = 0;
            ((text += (i++ ? ", " : "") + repr_or_object(each)), ...);
        },
        values);
    return text + (sizeof...(Ts) == 1 ? single_close : close);
}
}  // namespace detail

template <class T>
std::string repr(const std::optional<T>& value) {
    return value ? detail::repr_or_object(*value) : "None";
}
template <class A, class B>
std::string repr(const std::pair<A, B>& value) {
    return "(" + detail::repr_or_object(value.first) + ", " + detail::repr_or_object(value.second) + ")";
}
template <class... Ts>
std::string repr(const std::tuple<Ts...>& value) {
    return detail::repr_tuple(value, "(", ")", ",)");
}
template <class T>
requires(std::is_object_v<T> && !std::is_same_v<std::remove_const_t<T>, char>) std::string repr(T* pointer) {
    return pointer ? detail::repr_or_object(*pointer) : "None";
}
template <class T>
requires std::is_object_v<T> std::string repr(const std::shared_ptr<T>& pointer) {
    return repr(pointer.get());
}
template <class T>
requires std::is_object_v<T> std::string repr(const std::unique_ptr<T>& pointer) {
    return repr(pointer.get());
}
namespace detail {
template <class T>
inline constexpr bool is_deque = false;
template <class T, class A>
inline constexpr bool is_deque<std::deque<T, A>> = true;

template <class Map>
std::string repr_map(const Map& values) {
    std::string text = "{";
    for (const auto& [key, value] : values) {
        if (text.size() > 1) text += ", ";
        text += repr_or_object(key) + ": " + repr_or_object(value);
    }
    return text + "}";
}
}  // namespace detail

template <detail::Container T>
std::string repr(const T& values) {
    if constexpr (requires { typename T::mapped_type; })
        return detail::repr_map(values);
    else if constexpr (requires { typename T::key_type; })
        return values.begin() == values.end() ? "set()" : detail::repr_range(values, "{", "}");
    else if constexpr (detail::is_deque<T>)
        return detail::repr_range(values, "deque([", "])");
    else
        return detail::repr_range(values, "[", "]");
}

template <class... Ts>
std::string repr(const std::variant<Ts...>& value) {
    return std::visit([](const auto& each) { return detail::repr_or_object(each); }, value);
}

namespace detail {
template <class T>
inline constexpr bool is_variant = false;
template <class... Ts>
inline constexpr bool is_variant<std::variant<Ts...>> = true;
template <class T>
inline constexpr bool points_at_object = std::is_pointer_v<T>&& std::is_object_v<std::remove_pointer_t<T>> &&
                                         !std::is_convertible_v<T, std::string_view>;
template <class T>
inline constexpr bool points_at_object<std::shared_ptr<T>> = std::is_object_v<T>;
template <class T>
inline constexpr bool points_at_object<std::unique_ptr<T>> = std::is_object_v<T>;
}  // namespace detail

// Python's str(): text is shown as it is, everything else by its repr.
template <class T>
std::string str(const T& value) {
    if constexpr (std::is_same_v<T, Bytes> || std::is_same_v<T, std::nullptr_t> ||
                  std::is_same_v<T, std::vector<bool>::reference>)
        return repr(value);
    else if constexpr (std::is_same_v<T, char>)
        return std::string(1, value);
    else if constexpr (detail::is_variant<T>)
        return std::visit([](const auto& each) { return str(each); }, value);
    else if constexpr ((requires { value.has_value(), *value; } &&
                        !detail::HasReprMember<T>) ||  // a std::optional
                       detail::points_at_object<T>)
        return value ? str(*value) : "None";
    else if constexpr (std::is_convertible_v<const T&, std::string_view>)
        return std::string(std::string_view(value));
    else if constexpr (requires {
                           { value.str() } -> std::convertible_to<std::string>;
                       })
        return value.str();
    else if constexpr (std::is_base_of_v<std::exception, T>)
        return str(static_cast<const std::exception&>(value));
    else
        return detail::repr_or_object(value);
}

// Python's f"{number:.3f}" and the like: fixed decimals.
std::string fixed(double number, int decimals);

}  // namespace asyncio
