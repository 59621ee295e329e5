#include "engine/trace/event_tape.h"

#include "engine/trace/pages.h"

namespace loopscope::trace {

// A short recording touches what it needs; a long one will fill the chunk.
void EventTape::grow() {
    const bool first = chunks_.empty();
    if (!first) chunks_.back().end = end_;
    chunks_.push_back({std::unique_ptr<std::uint8_t[]>(new std::uint8_t[kChunk])});
    end_ = chunks_.back().bytes.get();
    limit_ = end_ + kChunk;
    if (!first) populate_pages(end_, kChunk);
}

// Returns where the next event begins.
const std::uint8_t* EventTape::read(const std::uint8_t* at, AllBefore& all_before, Event& event) {
    Head head = 0;
    std::memcpy(&head, at, sizeof head);
    at += sizeof head;
    const auto kind = static_cast<EventKind>(head & ((1u << kFormBit) - 1));
    const std::size_t width = std::size_t{1} << (head >> kFormBit & 3);
    const auto has = [&](HeadBit bit) { return (head >> bit & 1) != 0; };
    event = {.kind = kind, .flags = has(kFlagsBit) ? *at++ : std::uint8_t{0}};
    const auto number = [&] {
        std::uint64_t field = 0;
        std::memcpy(&field, at, width);
        at += width;
        return field;
    };
    Before& before = all_before[static_cast<std::size_t>(kind)];
    event.a = at_distance(number(), before.a);
    if (has(kBBit)) event.b = at_distance(number(), before.b);
    if (has(kValueBit)) event.value = at_distance(number(), before.value);
    if (has(kCBit)) event.c = static_cast<std::uint32_t>(number());
    if (has(kTextBit)) event.text = static_cast<StringId>(number());
    if (has(kLocBit)) event.loc = static_cast<LocationId>(number());
    return at;
}

void EventTape::move_to(EventLog& log) {
    if (!chunks_.empty()) chunks_.back().end = end_;
    AllBefore before{};
    for (Chunk& chunk : chunks_) {
        Event event;
        for (const std::uint8_t* at = chunk.bytes.get(); at != chunk.end;) {
            at = read(at, before, event);
            log.append(event);
        }
        chunk.bytes.reset();
    }
    chunks_.clear();
    end_ = limit_ = nullptr;
    before_ = {};
}

}  // namespace loopscope::trace
