#include "engine/trace/event_tape.h"

#include "engine/trace/pages.h"

namespace loopscope::trace {

// A short recording touches what it needs; a long one will fill the chunk.
void EventTape::grow() {
    const bool first = chunks_.empty();
    if (!first) chunks_.back().end = end_;
    chunks_.push_back({std::unique_ptr<std::uint32_t[]>(new std::uint32_t[kChunk])});
    end_ = chunks_.back().words.get();
    limit_ = end_ + kChunk;
    if (!first) populate_pages(end_, kChunk * sizeof *end_);
}

// Returns where the next event begins.
const std::uint32_t* EventTape::read(const std::uint32_t* at, Event& event) {
    const std::uint32_t head = *at++;
    std::uint32_t fields[kFields] = {};
    for (std::uint32_t i = 0; i < kFields; ++i)
        if (head >> (16 + i) & 1) fields[i] = *at++;
    event.kind = static_cast<EventKind>(head & 0xff);
    event.flags = static_cast<std::uint8_t>(head >> 8);
    event.a = fields[0];
    event.b = fields[1];
    event.c = fields[2];
    event.text = fields[3];
    event.loc = fields[4];
    event.value = static_cast<std::int64_t>(std::uint64_t{fields[6]} << 32 | fields[5]);
    return at;
}

void EventTape::move_to(EventLog& log) {
    if (!chunks_.empty()) chunks_.back().end = end_;
    for (Chunk& chunk : chunks_) {
        Event event;
        for (const std::uint32_t* at = chunk.words.get(); at != chunk.end;) {
            at = read(at, event);
            log.append(event);
        }
        chunk.words.reset();
    }
    chunks_.clear();
    end_ = limit_ = nullptr;
}

}  // namespace loopscope::trace
