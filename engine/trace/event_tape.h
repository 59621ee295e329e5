// Events as they are noted while a program runs: only the fields that are not 0, mostly 8 to 16 bytes an
// event instead of 32. What noting costs is above all the first touch of memory.
#pragma once

#include "engine/trace/recording.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

namespace loopscope::trace {

class EventTape {
public:
    void append(const Event& event) {
        if (static_cast<std::size_t>(limit_ - end_) < kMaxWords) grow();
        const std::uint32_t fields[] = {event.a,   event.b,          event.c,          event.text,
                                        event.loc, low(event.value), high(event.value)};
        // No branches: each field is written, and stays if it is not 0.
        std::uint32_t* at = end_ + 1;
        std::uint32_t present = 0;
        for (std::uint32_t i = 0; i < kFields; ++i) {
            const std::uint32_t is_there = fields[i] != 0;
            *at = fields[i];
            at += is_there;
            present |= is_there << i;
        }
        *end_ = present << 16 | std::uint32_t{event.flags} << 8 | static_cast<std::uint32_t>(event.kind);
        end_ = at;
    }

    // Appends everything to `log`, and is empty then.
    void move_to(EventLog& log);

private:
    static constexpr std::uint32_t kFields = 7;  // a, b, c, text, loc, two halves of value
    static constexpr std::size_t kMaxWords = 1 + kFields;
    static constexpr std::size_t kChunk = std::size_t{1} << 18;  // words; 1 MiB

    struct Chunk {
        std::unique_ptr<std::uint32_t[]> words;
        std::uint32_t* end = nullptr;  // of what is used, once there is a next chunk
    };

    static std::uint32_t low(std::int64_t value) { return static_cast<std::uint32_t>(value); }
    static std::uint32_t high(std::int64_t value) {
        return static_cast<std::uint32_t>(static_cast<std::uint64_t>(value) >> 32);
    }
    void grow();
    static const std::uint32_t* read(const std::uint32_t* at, Event& event);

    std::vector<Chunk> chunks_;
    std::uint32_t* end_ = nullptr;
    std::uint32_t* limit_ = nullptr;
};

}  // namespace loopscope::trace
