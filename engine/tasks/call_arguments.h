// What a coroutine function was called with, as far as it is text or numbers: it tells Task-7 from Task-8.
#pragma once

#include "engine/base/frame_allocator.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <type_traits>

namespace asyncio::detail {

// Where the first four such arguments are in the coroutine's frame. Arguments by reference are left out, and
// pointers to letters: what they refer to may be gone, or have no end. So is what lies beyond 4 KiB.
class CallArguments {
public:
    CallArguments() noexcept = default;
    // For the constructor of a promise at `promise`, whose frame is the newest of its thread.
    template <class... A>
    explicit CallArguments([[maybe_unused]] const void* promise, const A&... arguments) noexcept {
        (add<A>(promise, std::addressof(arguments)), ...);
    }

    bool empty() const noexcept { return places_ == 0; }
    // For the next two: before the coroutine has begun, as its body may move them away. `promise` as above.
    //
    // The only one, if it is a whole number, or a double with at most nine digits behind the point.
    std::optional<std::int64_t> only_whole_number(const void* promise) const noexcept;
    std::optional<std::int64_t> only_billionths(const void* promise) const noexcept;
    // "'A', 3": as Python shows them, but a double without needless ".0" and text cut where it gets long. A
    // whole number that may be a port is left out, also of an address in a text.
    std::string text(const void* promise) const;

private:
    enum Kind : std::uint64_t { kNone, kText, kBool, kInt, kLong, kUnsigned, kDouble };
    static constexpr int kMost = 4, kPlaceBits = 16, kKindBits = 4;
    static constexpr std::uint64_t kOutOfReach = std::uint64_t{1} << (kPlaceBits - kKindBits);

    template <class A>
    static constexpr Kind kind_of() noexcept {
        if (std::is_same_v<A, std::string>) return kText;
        if (std::is_same_v<A, bool>) return kBool;
        if (std::is_same_v<A, int>) return kInt;
        if (std::is_same_v<A, double>) return kDouble;
        if (std::is_same_v<A, long> || std::is_same_v<A, long long>) return kLong;
        if (std::is_same_v<A, unsigned long> || std::is_same_v<A, unsigned long long>) return kUnsigned;
        return kNone;
    }

    template <class A>
    void add(const void* promise, const void* argument) noexcept {
        if constexpr (kind_of<A>() != kNone) {
            if (!in_newest_frame(argument) || places_ >> ((kMost - 1) * kPlaceBits)) return;
            const auto offset = static_cast<std::uint64_t>(static_cast<const char*>(argument) -
                                                           static_cast<const char*>(promise));
            if (offset < kOutOfReach) places_ = places_ << kPlaceBits | offset << kKindBits | kind_of<A>();
        }
    }

    static std::string text_of(Kind kind, const char* place);

    std::uint64_t places_ = 0;  // the last one in the lowest 16 bits: its offset from the promise, its kind
};

}  // namespace asyncio::detail
