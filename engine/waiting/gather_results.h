// What gather() gives.
#pragma once

#include "engine/base/errors.h"
#include "engine/base/repr.h"
#include "engine/base/sequence.h"

#include <algorithm>
#include <concepts>
#include <cstddef>
#include <exception>
#include <iterator>
#include <string>
#include <tuple>
#include <utility>
#include <variant>
#include <vector>

namespace asyncio {

// A last argument of gather(): failures become entries of the result. Python's return_exceptions=True.
struct ReturnExceptions {};
inline constexpr ReturnExceptions return_exceptions{};

// One entry of a gather with return_exceptions: a result, or the exception in its place.
template <class T>
class Outcome {
public:
    Outcome(detail::stored_t<T> value) : value_(std::move(value)) {}
    Outcome(std::exception_ptr error) : value_(std::move(error)) {}

    // Null if there is a result.
    std::exception_ptr exception() const {
        const auto* error = std::get_if<std::exception_ptr>(&value_);
        return error ? *error : nullptr;
    }
    // The result; throws the exception if there is none.
    T result() const {
        if (const auto* error = std::get_if<std::exception_ptr>(&value_)) std::rethrow_exception(*error);
        if constexpr (!std::is_void_v<T>) return std::get<detail::stored_t<T>>(value_);
    }
    std::string repr() const {
        if (const auto error = exception()) return asyncio::repr(error);
        return detail::repr_or_object(std::get<detail::stored_t<T>>(value_));
    }
    std::string str() const {
        if (const auto error = exception()) return asyncio::str(error);
        return asyncio::str(std::get<detail::stored_t<T>>(value_));
    }

private:
    std::variant<detail::stored_t<T>, std::exception_ptr> value_;
};

// Python's isinstance(outcome, (Errors)): is it an exception of that type?
template <class... Errors, class T>
bool isinstance(const Outcome<T>& outcome) {
    return isinstance<Errors...>(outcome.exception());
}

namespace detail {

// What `Results`, a tuple, has of a list if all are of one type.
template <class Results, class... Ts>
struct AsList {};
template <class Results, class T, std::same_as<T>... Rest>
struct AsList<Results, T, Rest...> {
    class Iterator {
    public:
        using iterator_category = std::input_iterator_tag;
        using value_type = T;
        using difference_type = std::ptrdiff_t;
        using pointer = const T*;
        using reference = const T&;

        Iterator(const AsList& list, std::size_t index) noexcept : list_(&list), index_(index) {}
        const T& operator*() const noexcept { return list_->element(index_); }
        const T* operator->() const noexcept { return &list_->element(index_); }
        Iterator& operator++() noexcept {
            ++index_;
            return *this;
        }
        void operator++(int) noexcept { ++index_; }
        bool operator==(const Iterator& other) const noexcept { return index_ == other.index_; }

    private:
        const AsList* list_;
        std::size_t index_;
    };

    static constexpr std::size_t size() noexcept { return 1 + sizeof...(Rest); }
    const T& operator[](std::ptrdiff_t index) const { return element(checked_index(index, size())); }
    const T& front() const noexcept { return element(0); }
    const T& back() const noexcept { return element(size() - 1); }
    Iterator begin() const noexcept { return Iterator(*this, 0); }
    Iterator end() const noexcept { return Iterator(*this, size()); }
    operator std::vector<T>() const { return std::vector<T>(begin(), end()); }
    friend bool operator==(const Results& results, const std::vector<T>& list) {
        return std::equal(results.begin(), results.end(), list.begin(), list.end());
    }

private:
    const T& element(std::size_t index) const noexcept {
        const auto found = [index](const auto&... each) -> const T& {
            const T* const all[] = {&each...};
            return *all[index];
        };
        return std::apply(found, static_cast<const typename Results::Tuple&>(results()));
    }
    const Results& results() const noexcept { return static_cast<const Results&>(*this); }
};

}  // namespace detail

// The results of gather(a, b, …): a std::tuple (structured bindings work) that prints as a Python list. If
// all are of one type, it has an index, as Python's, and can be gone through, too.
template <class... Ts>
struct GatherResults : std::tuple<Ts...>, detail::AsList<GatherResults<Ts...>, Ts...> {
    using Tuple = std::tuple<Ts...>;
    using std::tuple<Ts...>::tuple;
    friend bool operator==(const GatherResults& a, const GatherResults& b) {
        return static_cast<const Tuple&>(a) == static_cast<const Tuple&>(b);
    }
    std::string repr() const {
        return detail::repr_tuple(static_cast<const std::tuple<Ts...>&>(*this), "[", "]", "]");
    }
};

}  // namespace asyncio

template <class... Ts>
struct std::tuple_size<asyncio::GatherResults<Ts...>> : std::tuple_size<std::tuple<Ts...>> {};
template <std::size_t I, class... Ts>
struct std::tuple_element<I, asyncio::GatherResults<Ts...>> : std::tuple_element<I, std::tuple<Ts...>> {};
