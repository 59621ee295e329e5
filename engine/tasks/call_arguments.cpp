#include "engine/tasks/call_arguments.h"

#include "engine/base/repr.h"
#include "engine/base/short_repr.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdlib>
#include <cstring>
#include <string_view>
#include <utility>

namespace asyncio::detail {

namespace {

template <class T>
T value_at(const char* place) noexcept {
    T value;
    std::memcpy(&value, place, sizeof value);
    return value;
}

// A port that the kernel chose differs in every run; on Linux it has such a number.
bool may_be_port(std::int64_t number) noexcept { return number >= 32768 && number <= 60999; }
// Of "127.0.0.1:40000", too.
std::string without_ports(std::string_view text) {
    constexpr std::size_t kDigits = 5;
    std::string result;
    for (std::size_t colon = 0; (colon = text.find(':')) != std::string_view::npos;) {
        result += text.substr(0, colon + 1);
        text.remove_prefix(colon + 1);
        const std::size_t digits = std::min(text.find_first_not_of("0123456789"), text.size());
        int number = 0;
        std::from_chars(text.data(), text.data() + digits, number);
        if (digits != kDigits || !may_be_port(number)) continue;
        result += "\u2026";
        text.remove_prefix(digits);
    }
    return result.append(text);
}
// Of a long one the middle is cut anyhow.
// A name in the folder for temporary files is chance, mostly.
bool is_temporary(std::string_view text) {
    const char* own = std::getenv("TMPDIR");
    for (const std::string_view folder : {std::string_view(own ? own : ""), std::string_view("/tmp")})
        if (!folder.empty() && text.starts_with(folder)) return true;
    return false;
}

std::string shown_text(const std::string& text) {
    if (is_temporary(text)) return {};
    constexpr std::size_t kEnds = 400;  // bytes, of 100 letters at least
    if (text.size() <= 2 * kEnds) return short_repr(repr(without_ports(text)));
    return short_repr(repr(without_ports(text.substr(0, kEnds) + text.substr(text.size() - kEnds))));
}
template <class T>
std::string whole_number(T number) {
    return std::in_range<std::int64_t>(number) && may_be_port(static_cast<std::int64_t>(number))
               ? std::string()
               : std::to_string(number);
}

// C++ writes sleep(3) where Python does, though its parameter is a double.
std::string short_number(double number) {
    char text[32];
    return std::string(text, std::to_chars(text, text + sizeof text, number).ptr);
}

}  // namespace

std::optional<std::int64_t> CallArguments::only_whole_number(const void* promise) const noexcept {
    const char* const place = static_cast<const char*>(promise) + (places_ >> kKindBits);
    const std::uint64_t kind = places_ & ((1U << kKindBits) - 1);
    if (places_ >> kPlaceBits || (kind != kInt && kind != kLong && kind != kUnsigned)) return std::nullopt;
    const std::int64_t number = kind == kInt ? value_at<int>(place) : value_at<long>(place);
    const bool too_large = kind == kUnsigned && number < 0;
    return may_be_port(number) || too_large ? std::nullopt : std::optional(number);
}

std::optional<std::int64_t> CallArguments::only_billionths(const void* promise) const noexcept {
    constexpr double kOne = 1e9, kLargest = 9e6;  // up to here a double has all the nine digits
    if (places_ >> kPlaceBits || (places_ & ((1U << kKindBits) - 1)) != kDouble) return std::nullopt;
    const auto number = value_at<double>(static_cast<const char*>(promise) + (places_ >> kKindBits));
    if (!(std::abs(number) < kLargest)) return std::nullopt;
    const auto count = static_cast<std::int64_t>(number * kOne + (number < 0 ? -0.5 : 0.5));
    return static_cast<double>(count) / kOne == number ? std::optional(count) : std::nullopt;
}

std::string CallArguments::text(const void* promise) const {
    std::string all;
    for (int i = kMost - 1; i >= 0; --i) {
        const std::uint64_t place = places_ >> (i * kPlaceBits) & ((1U << kPlaceBits) - 1);
        const std::string one = text_of(static_cast<Kind>(place & ((1U << kKindBits) - 1)),
                                        static_cast<const char*>(promise) + (place >> kKindBits));
        if (!all.empty() && !one.empty()) all += ", ";
        all += one;
    }
    return all;
}

std::string CallArguments::text_of(Kind kind, const char* place) {
    switch (kind) {
        case kText: return shown_text(*reinterpret_cast<const std::string*>(place));
        case kBool: return repr(value_at<bool>(place));
        case kInt: return whole_number(value_at<int>(place));
        case kLong: return whole_number(value_at<long>(place));
        case kUnsigned: return whole_number(value_at<unsigned long>(place));
        case kDouble: return short_number(value_at<double>(place));
        case kNone: break;
    }
    return {};
}

}  // namespace asyncio::detail
