// Events as they are noted while a program runs: in 3 to 6 bytes, mostly, instead of 32. Much of what noting
// costs is the first touch of memory.
#pragma once

#include "engine/trace/recording.h"

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>
#include <type_traits>
#include <utility>
#include <vector>

namespace loopscope::trace {

// An event is a head, its flags if there are any, `a`, and its other fields that are not 0, all of them in as
// many bytes as the widest needs. Of `a`, `b` and `value` the distance is told to those of the event of that
// kind before, which is small, mostly: who comes next was made next.
class EventTape {
public:
    // Inline where it is called: of a kind most fields are known to be 0.
    [[gnu::always_inline]] void append(const Event& event) {
        if (static_cast<std::size_t>(limit_ - end_) < kMost) grow();
        Before& before = before_[static_cast<std::size_t>(event.kind)];
        const std::uint64_t a = distance(event.a, before.a),
                            b = event.b == 0 ? 0 : distance(event.b, before.b),
                            value = event.value == 0 ? 0 : distance(event.value, before.value);
        const std::uint64_t all = a | b | value | event.c | event.text | event.loc;
        const unsigned form = (all > 0xff) + (all > 0xffff) + (all > 0xffff'ffff);
        const std::size_t width = std::size_t{1} << form;
        std::uint8_t* at = end_ + sizeof(Head);
        unsigned head = static_cast<unsigned>(event.kind) | form << kFormBit;
        // No branches: each field is written, and stays if it is there.
        const auto put = [&](HeadBit bit, bool there, std::uint64_t field, std::size_t bytes) {
            if (__builtin_constant_p(there) && !there) return;
            std::memcpy(at, &field, sizeof field);
            at += there ? bytes : 0;
            head |= unsigned{there} << bit;
        };
        put(kFlagsBit, event.flags != 0, event.flags, 1);
        std::memcpy(at, &a, sizeof a);
        at += width;
        put(kBBit, event.b != 0, b, width);
        put(kValueBit, event.value != 0, value, width);
        put(kCBit, event.c != 0, event.c, width);
        put(kTextBit, event.text != 0, event.text, width);
        put(kLocBit, event.loc != 0, event.loc, width);
        const auto written = static_cast<Head>(head);
        std::memcpy(end_, &written, sizeof written);
        end_ = at;
    }

    // Appends everything to `log`, and is empty then.
    void move_to(EventLog& log);

private:
    // The kind, log2 of the width of a field, and which of the rest are there.
    using Head = std::uint16_t;
    enum HeadBit : unsigned { kFormBit = 6, kFlagsBit = 8, kBBit, kValueBit, kCBit, kTextBit, kLocBit };
    static_assert(kEventKinds <= 1 << kFormBit && std::endian::native == std::endian::little);
    // Seven fields at most, and room for a whole number behind the last.
    static constexpr std::size_t kMost = sizeof(Head) + 1 + 7 * sizeof(std::uint64_t);
    static constexpr std::size_t kChunk = std::size_t{1} << 20;  // bytes

    struct Chunk {
        std::unique_ptr<std::uint8_t[]> bytes;
        std::uint8_t* end = nullptr;  // of what is used, once there is a next chunk
    };
    // The latest `a` of a kind, and what the others were when they were not 0.
    struct Before {
        std::uint32_t a = 0, b = 0;
        std::int64_t value = 0;
    };
    using AllBefore = std::array<Before, kEventKinds>;

    // Modulo the type's range, small ones of either sign as small numbers.
    template <class T>
    static std::uint64_t distance(T field, T& before) {
        using Unsigned = std::make_unsigned_t<T>;
        const auto by = static_cast<Unsigned>(field) - static_cast<Unsigned>(std::exchange(before, field));
        const Unsigned sign = Unsigned{0} - (by >> (sizeof(T) * 8 - 1));
        return static_cast<Unsigned>(by << 1 ^ sign);
    }
    template <class T>
    static T at_distance(std::uint64_t packed, T& before) {
        using Unsigned = std::make_unsigned_t<T>;
        const auto by =
            static_cast<Unsigned>(packed >> 1) ^ (Unsigned{0} - static_cast<Unsigned>(packed & 1));
        return before = static_cast<T>(static_cast<Unsigned>(before) + by);
    }
    void grow();
    static const std::uint8_t* read(const std::uint8_t* at, AllBefore& before, Event& event);

    std::vector<Chunk> chunks_;
    std::uint8_t* end_ = nullptr;
    std::uint8_t* limit_ = nullptr;
    AllBefore before_{};
};

}  // namespace loopscope::trace
