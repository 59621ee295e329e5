#include "engine/trace/event_tape.h"

namespace loopscope::trace {

void EventTape::grow() {
    const bool is_long = !pieces_.empty();
    if (is_long) pieces_.back().end = end_;
    pieces_.push_back({make_chunk<std::uint32_t>(is_long)});
    end_ = pieces_.back().words.get();
    limit_ = end_ + kWords;
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
    if (!pieces_.empty()) pieces_.back().end = end_;
    for (Piece& piece : pieces_) {
        Event event;
        for (const std::uint32_t* at = piece.words.get(); at != piece.end;) {
            at = read(at, event);
            log.append(event);
        }
        piece.words.reset();
    }
    pieces_.clear();
    end_ = limit_ = nullptr;
}

}  // namespace loopscope::trace
