#include "viz/data/instant/connections.h"

#include <algorithm>
#include <iterator>

namespace loopscope::viz {

using trace::Event;
using trace::EventIndex;
using trace::EventKind;

namespace {

class SequenceBuilder {
public:
    SequenceBuilder(const Store& store, const StreamIndex& index, const Connection& connection)
        : store_(store), connection_(connection) {
        const auto& first = index.events_of(connection.first);
        const auto& second = index.events_of(connection.second);
        std::merge(first.begin(), first.end(), second.begin(), second.end(), std::back_inserter(events_));
    }

    Sequence build() {
        for (const EventIndex event : events_) take(event);
        for (const bool second : {false, true}) {
            connect(sides_[second ? 1 : 0], sides_[second ? 0 : 1]);
        }
        std::stable_sort(sequence_.arrows.begin(), sequence_.arrows.end(),
                         [](const SequenceArrow& a, const SequenceArrow& b) { return a.from < b.from; });
        return std::move(sequence_);
    }

private:
    struct Part {
        std::size_t row = 0;
        std::int64_t offset = 0, count = 0;
    };
    struct Side {
        std::int64_t written = 0, sent = 0, received = 0, read = 0;
        std::vector<Part> sends, receives;
        std::optional<std::size_t> ended, saw_end;  // rows
    };

    void take(EventIndex index) {
        const Event& event = store_.event(index);
        const bool second = event.a == connection_.second;
        Side& side = sides_[second ? 1 : 0];
        SequenceRow row{.event = index, .second = second, .offset = 0, .count = event.value};
        const auto advance = [&](std::int64_t& total) {
            row.offset = total;
            total += std::max<std::int64_t>(event.value, 0);
        };
        std::size_t number = sequence_.rows.size();
        switch (event.kind) {
            case EventKind::stream_write: advance(side.written); break;
            case EventKind::stream_read: advance(side.read); break;
            case EventKind::stream_send:
                advance(side.sent);
                // What is sent as it is written is one row.
                if (is_write_before(index)) --number;
                side.sends.push_back({number, row.offset, row.count});
                if (number < sequence_.rows.size()) return;
                break;
            case EventKind::stream_receive:
                advance(side.received);
                side.receives.push_back({number, row.offset, row.count});
                break;
            case EventKind::stream_eof: {
                std::optional<std::size_t>& end =
                    (event.flags & trace::kWrite) != 0 ? side.ended : side.saw_end;
                if (end) return;  // told again as the connection goes
                end = number;
                break;
            }
            case EventKind::stream_close:
                if (!side.ended) side.ended = number;
                break;
            default: break;
        }
        sequence_.rows.push_back(row);
    }

    bool is_write_before(EventIndex index) const {
        return !sequence_.rows.empty() && sequence_.rows.back().event + 1 == index &&
               store_.event(index - 1).kind == EventKind::stream_write &&
               store_.event(index - 1).a == store_.event(index).a;
    }

    void connect(const Side& from, const Side& to) {
        std::size_t s = 0, r = 0;
        while (s < from.sends.size() && r < to.receives.size()) {
            const Part &send = from.sends[s], &receive = to.receives[r];
            const std::int64_t send_end = send.offset + send.count;
            const std::int64_t receive_end = receive.offset + receive.count;
            if (send.offset < receive_end && receive.offset < send_end && send.row < receive.row)
                sequence_.arrows.push_back({send.row, receive.row, false});
            if (send_end <= receive_end) ++s;
            if (receive_end <= send_end) ++r;
        }
        if (from.ended && to.saw_end && *from.ended < *to.saw_end)
            sequence_.arrows.push_back({*from.ended, *to.saw_end, true});
    }

    const Store& store_;
    const Connection& connection_;
    std::vector<EventIndex> events_;
    std::array<Side, 2> sides_;
    Sequence sequence_;
};

}  // namespace

Sequence sequence_of(const Store& store, const StreamIndex& index, const Connection& connection) {
    return SequenceBuilder(store, index, connection).build();
}

}  // namespace loopscope::viz
