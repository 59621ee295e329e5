#include "viz/data/instant/connection_row.h"

#include "viz/data/instant/connection_tasks.h"

#include <algorithm>

namespace loopscope::viz {

using trace::EventIndex;
using trace::EventKind;
using trace::LoopState;
using trace::ObjectId;

namespace {

// The pause of that direction that lasts; the cursor if it is not told.
EventIndex pause_of(const Store& store, const StreamIndex& index, ObjectId end, std::uint8_t direction,
                    EventIndex cursor) {
    const auto& events = index.events_of(end);
    for (auto at = std::lower_bound(events.begin(), events.end(), cursor); at != events.begin();) {
        const trace::Event& event = store.event(*--at);
        if (event.kind == EventKind::stream_pause && event.flags == direction) return *at;
    }
    return cursor;
}

// An end that was there and will not be used any more.
bool is_over(const Store& store, const LoopState& now, ObjectId end) {
    if (const trace::ObjectState* object = now.object(end))
        return object->stream().closing || object->stream().lost;
    return end != 0 && store.objects()[end].created < now.applied;
}

}  // namespace

ConnectionRow connection_row(const Store& store, const StreamIndex& index, const LoopState& now,
                             const Connection& connection) {
    ConnectionRow row;
    row.tasks = {task_of_end(store, connection.first), task_of_end(store, connection.second)};
    const auto note_pause = [&](bool paused, bool& mark, ObjectId end, std::uint8_t direction) {
        if (!paused) return;
        mark = true;
        const EventIndex since = pause_of(store, index, end, direction, now.applied);
        row.since = std::min(row.since.value_or(since), since);
    };
    for (const Pipe& pipe : pipes_of(store, now, connection)) {
        row.waiting += pipe.in_writer() + pipe.in_flight() + pipe.in_reader();
        row.ended = row.ended || pipe.writer_ended || pipe.reader_ended;
        note_pause(pipe.writing_paused, row.full, pipe.from, trace::kWrite);
        note_pause(pipe.reading_paused, row.paused, pipe.to, trace::kRead);
    }
    const bool first = is_over(store, now, connection.first), second = is_over(store, now, connection.second);
    row.closed = (first || connection.first == 0) && (second || connection.second == 0);
    return row;
}

std::size_t begun(const StreamIndex& index, EventIndex cursor) {
    const auto& all = index.connections();
    const auto end = std::partition_point(
        all.begin(), all.end(), [&](const Connection& connection) { return connection.begin < cursor; });
    return static_cast<std::size_t>(end - all.begin());
}

}  // namespace loopscope::viz
