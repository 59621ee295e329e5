#include "viz/data/instant/connections.h"

#include <algorithm>

namespace loopscope::viz {

using trace::Event;
using trace::EventIndex;
using trace::EventKind;
using trace::LoopState;
using trace::ObjectId;
using trace::ObjectKind;
using trace::ObjectState;

namespace {

int hex_digit(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

// The byte that an escape stands for, after its backslash; takes what belongs to it from `text`.
char unescaped(std::string_view& text) {
    const char c = text.front();
    text.remove_prefix(1);
    switch (c) {
        case 'n': return '\n';
        case 'r': return '\r';
        case 't': return '\t';
        case 'x': {
            const int high = text.empty() ? -1 : hex_digit(text[0]);
            const int low = text.size() < 2 ? -1 : hex_digit(text[1]);
            if (high < 0 || low < 0) return c;
            text.remove_prefix(2);
            return static_cast<char>(high * 16 + low);
        }
        default: return c;
    }
}

bool is_stream_event(EventKind kind) {
    return (kind >= EventKind::stream_write && kind <= EventKind::stream_lost);
}

bool is_end(ObjectKind kind) { return kind == ObjectKind::transport || kind == ObjectKind::reader; }

}  // namespace

std::optional<std::string> bytes_of_repr(std::string_view text) {
    if (text.size() < 3 || text[0] != 'b' || (text[1] != '\'' && text[1] != '"')) return std::nullopt;
    const char quote = text[1];
    text.remove_prefix(2);
    std::string bytes;
    while (!text.empty() && text.front() != quote) {
        const char c = text.front();
        text.remove_prefix(1);
        bytes += c == '\\' && !text.empty() ? unescaped(text) : c;
    }
    return bytes;
}

std::string byte_text(MaybeByte byte, bool hex) {
    constexpr std::string_view kDigits = "0123456789ABCDEF";
    if (!byte) return hex ? "??" : "?";
    const unsigned char c = *byte;
    const std::string code{kDigits[c >> 4U], kDigits[c & 15U]};
    if (hex) return code;
    switch (c) {
        case '\n': return "\\n";
        case '\r': return "\\r";
        case '\t': return "\\t";
        default: return c >= 0x20 && c < 0x7F ? std::string(1, static_cast<char>(c)) : "\\x" + code;
    }
}

StreamIndex::StreamIndex(const Store& store) : store_(&store) {
    for (EventIndex i = 0; i < store.event_count(); ++i) take(i);
    leave_out_merged();
}

void StreamIndex::take(EventIndex index) {
    const Event& event = store_->event(index);
    if (event.kind == EventKind::create) {
        const auto kind = static_cast<ObjectKind>(std::min<std::uint32_t>(event.c, trace::kLastObjectKind));
        if (kind == ObjectKind::server) servers_.push_back(event.a);
        if (!is_end(kind)) return;
        connection_of_end_[event.a] = connections_.size();
        const bool served = store_->objects()[event.b].kind == ObjectKind::server;
        connections_.push_back({.first = served ? 0 : event.a,
                                .second = served ? event.a : 0,
                                .server = served ? event.b : 0,
                                .begin = index});
        return;
    }
    if (event.kind == EventKind::stream_peer) return pair_up(event.a, event.b);
    if (!is_stream_event(event.kind) || !connection_of_end_.contains(event.a)) return;
    End& end = ends_[event.a];
    end.events.push_back(index);
    events_.push_back(index);
    if (event.kind == EventKind::stream_write) {
        end.written.push_back({end.written_bytes, index});
        end.written_bytes += std::max<std::int64_t>(event.value, 0);
    } else if (event.kind == EventKind::stream_receive) {
        end.received.push_back({end.received_bytes, index});
        end.received_bytes += std::max<std::int64_t>(event.value, 0);
    }
}

// The later of two connections with one end each becomes a part of the earlier one.
void StreamIndex::pair_up(ObjectId end, ObjectId peer) {
    const auto a = connection_of_end_.find(end), b = connection_of_end_.find(peer);
    if (a == connection_of_end_.end() || b == connection_of_end_.end() || a->second == b->second) return;
    const std::size_t kept = std::min(a->second, b->second), gone = std::max(a->second, b->second);
    Connection& connection = connections_[kept];
    const Connection other = connections_[gone];
    if (connection.first == 0) {
        connection.first = other.first != 0 ? other.first : other.second;
    } else {
        connection.second = other.second != 0 ? other.second : other.first;
    }
    connection.server = connection.server != 0 ? connection.server : other.server;
    a->second = b->second = kept;
    connections_[gone] = {};
}

// Those that have become a part of another have no ends any more.
void StreamIndex::leave_out_merged() {
    std::vector<std::size_t> place(connections_.size());
    std::size_t count = 0;
    for (std::size_t i = 0; i < connections_.size(); ++i) {
        if (connections_[i].first == 0 && connections_[i].second == 0) continue;
        place[i] = count;
        connections_[count++] = connections_[i];
    }
    connections_.resize(count);
    for (auto& [id, number] : connection_of_end_) number = place[number];
}

const Connection* StreamIndex::connection_of(ObjectId object, EventIndex cursor) const {
    const auto end = connection_of_end_.find(object);
    if (end != connection_of_end_.end()) return &connections_[end->second];
    const Connection* last = nullptr;
    for (const Connection& connection : connections_)
        if (object != 0 && connection.server == object && connection.begin < cursor) last = &connection;
    return last;
}

const Connection* StreamIndex::latest(EventIndex cursor) const {
    const auto after = std::lower_bound(events_.begin(), events_.end(), cursor);
    if (after != events_.begin()) return connection_of(store_->event(*std::prev(after)).a, cursor);
    return connections_.empty() ? nullptr : &connections_.front();
}

namespace {

// Whether an event of an end is about the bytes that it sends; nothing if it is about both directions.
std::optional<bool> is_about_sending(const Event& event) {
    switch (event.kind) {
        case EventKind::stream_write:
        case EventKind::stream_send: return true;
        case EventKind::stream_receive:
        case EventKind::stream_read: return false;
        case EventKind::stream_eof:
        case EventKind::stream_pause:
        case EventKind::stream_resume: return (event.flags & trace::kWrite) != 0;
        default: return std::nullopt;
    }
}

}  // namespace

std::optional<std::size_t> StreamIndex::latest_direction(const Connection& connection,
                                                         EventIndex cursor) const {
    std::optional<std::size_t> direction;
    EventIndex latest = 0;
    for (const bool of_second : {false, true}) {
        const auto& events = events_of(of_second ? connection.second : connection.first);
        for (auto event = std::lower_bound(events.begin(), events.end(), cursor); event != events.begin();) {
            const std::optional<bool> sends = is_about_sending(store_->event(*--event));
            if (!sends) continue;
            if (!direction || *event > latest) direction = *sends == of_second ? 1 : 0;
            latest = std::max(latest, *event);
            break;
        }
    }
    return direction;
}

const std::vector<EventIndex>& StreamIndex::events_of(ObjectId end) const {
    static const std::vector<EventIndex> kNone;
    const auto found = ends_.find(end);
    return found == ends_.end() ? kNone : found->second.events;
}

std::vector<MaybeByte> StreamIndex::bytes(ObjectId from, ObjectId to, std::int64_t offset,
                                          std::size_t count) const {
    std::vector<MaybeByte> result(count);
    const auto writer = ends_.find(from), reader = ends_.find(to);
    const std::vector<Piece>* pieces = writer != ends_.end()   ? &writer->second.written
                                       : reader != ends_.end() ? &reader->second.received
                                                               : nullptr;
    if (pieces == nullptr) return result;
    const std::int64_t end = offset + static_cast<std::int64_t>(count);
    auto piece = std::partition_point(pieces->begin(), pieces->end(),
                                      [&](const Piece& p) { return p.offset <= offset; });
    if (piece != pieces->begin()) --piece;
    for (; piece != pieces->end() && piece->offset < end; ++piece) {
        const Event& event = store_->event(piece->event);
        const std::string text = bytes_of_repr(store_->recording().string(event.text)).value_or("");
        const auto known = std::min<std::int64_t>(static_cast<std::int64_t>(text.size()), event.value);
        for (std::int64_t i = std::max(offset, piece->offset); i < std::min(end, piece->offset + known); ++i)
            result[static_cast<std::size_t>(i - offset)] =
                static_cast<unsigned char>(text[static_cast<std::size_t>(i - piece->offset)]);
    }
    return result;
}

std::int64_t StreamIndex::unknown_from(ObjectId from, ObjectId to, std::int64_t offset,
                                       std::int64_t count) const {
    constexpr std::int64_t kMost = 1 << 20;  // more are not in any buffer
    const auto known =
        bytes(from, to, offset, static_cast<std::size_t>(std::clamp<std::int64_t>(count, 0, kMost)));
    const auto first =
        std::find_if(known.begin(), known.end(), [](MaybeByte byte) { return byte.has_value(); });
    return first - known.begin();
}

std::optional<std::size_t> only_direction(const Store& store, const Connection& connection) {
    if (connection.first == 0 || connection.second != 0) return std::nullopt;
    const trace::ObjectInfo& end = store.objects()[connection.first];
    if (end.kind == ObjectKind::reader) return 1;
    const std::string_view name = store.recording().string(end.name);
    if (name == "stdin" || name == "write pipe") return 0;
    if (name == "stdout" || name == "stderr" || name == "read pipe") return 1;
    return std::nullopt;
}

namespace {

const trace::StreamState* stream_of(const LoopState& now, ObjectId end) {
    const ObjectState* object = end == 0 ? nullptr : now.object(end);
    return object == nullptr ? nullptr : &object->stream();
}

// The task that waits on a future, as long as it does.
ObjectId who_waits(const LoopState& now, ObjectId future) {
    const ObjectState* object = future == 0 ? nullptr : now.object(future);
    if (object == nullptr || object->done()) return 0;
    const std::vector<ObjectId> waiters = now.waiters(future);
    return waiters.empty() ? 0 : waiters.front();
}

Pipe pipe_of(const Store& store, const LoopState& now, ObjectId from, ObjectId to) {
    Pipe pipe;
    pipe.from = from;
    pipe.to = to;
    const trace::StreamState* writer = stream_of(now, from);
    const trace::StreamState* reader = stream_of(now, to);
    pipe.writer_gone = writer == nullptr;
    pipe.reader_gone = reader == nullptr;
    if (reader != nullptr) {
        pipe.received = reader->received;
        pipe.read = std::max<std::int64_t>(reader->received - reader->read_buffer, 0);
        pipe.limit = reader->read_limit;
        pipe.reading_paused = reader->reading_paused;
        pipe.reader_ended = reader->eof_received;
        pipe.reader_closed = reader->closing || reader->lost;
        pipe.reads = who_waits(now, reader->read_wait);
        if (pipe.reads != 0) pipe.wanted = store.text(reader->wanted);
    }
    if (writer != nullptr) {
        pipe.written = writer->written;
        pipe.sent = writer->sent;
        pipe.high = writer->high_water;
        pipe.low = writer->low_water;
        pipe.writing_paused = writer->writing_paused;
        pipe.writer_ended = writer->eof_sent || writer->closing || writer->lost;
        pipe.drains = who_waits(now, writer->write_wait);
    }
    // What is not known of one end is as the other end has it.
    if (reader == nullptr) pipe.read = pipe.received = pipe.sent;
    pipe.sent = std::max(pipe.sent, pipe.received);
    pipe.written = std::max(pipe.written, pipe.sent);
    return pipe;
}

}  // namespace

std::array<Pipe, 2> pipes_of(const Store& store, const LoopState& now, const Connection& connection) {
    return {pipe_of(store, now, connection.first, connection.second),
            pipe_of(store, now, connection.second, connection.first)};
}

}  // namespace loopscope::viz
