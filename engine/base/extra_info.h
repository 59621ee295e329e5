// What get_extra_info() gives: a value whose type depends on the name that was asked for.
#pragma once

#include "engine/base/address.h"
#include "engine/base/comparable.h"
#include "engine/base/errors.h"
#include "engine/base/repr.h"

#include <any>
#include <concepts>
#include <string>
#include <type_traits>
#include <utility>

namespace asyncio {

// Prints as its value; None if empty. `info.as<T>()` gives the value, `*info` and `info->` those of the names
// that are addresses ("peername", "sockname").
class ExtraInfo {
public:
    ExtraInfo() = default;
    ExtraInfo(None) {}
    template <class T>
    requires(!std::is_same_v<std::decay_t<T>, ExtraInfo>) ExtraInfo(T value)
        : value_(std::move(value)), text_(&text_of<T>), equal_(&equal<T>) {}

    // Is there a value? False for Python's None.
    explicit operator bool() const noexcept { return value_.has_value(); }
    // Throws TypeError if the value is of another type.
    template <class T>
    const T& as() const {
        if (const T* value = std::any_cast<T>(&value_)) return *value;
        throw TypeError("get_extra_info(): this name has a value of another type");
    }
    const Address& operator*() const { return as<Address>(); }
    const Address* operator->() const { return &as<Address>(); }
    AddressPart operator[](int index) const { return as<Address>()[index]; }

    std::string repr() const { return text_ ? text_(value_, false) : "None"; }
    std::string str() const { return text_ ? text_(value_, true) : "None"; }

    template <class T>
    requires(!std::is_same_v<T, ExtraInfo>) friend bool operator==(const ExtraInfo& info, const T& value) {
        if constexpr (std::is_same_v<T, None> || std::is_same_v<T, std::nullopt_t>) {
            return !info;
        } else if constexpr (std::is_convertible_v<const T&, std::string_view>) {
            const auto* address = std::any_cast<Address>(&info.value_);
            return address ? *address == std::string_view(value)
                           : info && info.str() == std::string_view(value);
        } else {
            const T* own = std::any_cast<T>(&info.value_);
            return own && *own == value;
        }
    }
    friend bool operator==(const ExtraInfo& a, const ExtraInfo& b) {
        return a.equal_ == b.equal_ && (!a.equal_ || a.equal_(a.value_, b.value_));
    }

private:
    template <class T>
    static std::string text_of(const std::any& value, bool plain) {
        const T& typed = *std::any_cast<T>(&value);
        return plain ? asyncio::str(typed) : detail::repr_or_object(typed);
    }
    template <class T>
    static bool equal(const std::any& a, const std::any& b) {
        return detail::equal_values<T>(std::any_cast<T>(&a), std::any_cast<T>(&b));
    }

    std::any value_;
    std::string (*text_)(const std::any&, bool plain) = nullptr;
    bool (*equal_)(const std::any&, const std::any&) = nullptr;
};

}  // namespace asyncio
