// What goes over connections: which two ends belong together, the bytes of each direction and where they are,
// and who did what when.
#pragma once

#include "viz/data/recording/store.h"

#include <array>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

namespace loopscope::viz {

// The bytes of b'...', as far as the text goes. Nothing if it is no such text.
std::optional<std::string> bytes_of_repr(std::string_view text);
// "hi\n" and "68 69 0A"; an unknown byte is a question mark.
using MaybeByte = std::optional<unsigned char>;
std::string byte_text(MaybeByte byte, bool hex);

// Two ends of a connection, or one whose other end is of another program (0).
struct Connection {
    trace::ObjectId first = 0;   // the client, if there is one
    trace::ObjectId second = 0;  // the server's side
    trace::ObjectId server = 0;
    trace::EventIndex begin = 0;

    bool has(trace::ObjectId end) const { return end != 0 && (first == end || second == end); }
};

// One walk over a recording. The store must outlive it.
class StreamIndex {
public:
    explicit StreamIndex(const Store& store);

    const std::vector<Connection>& connections() const { return connections_; }  // in order of creation
    const std::vector<trace::ObjectId>& servers() const { return servers_; }
    // The connection of an end; of a server its last one that has begun by `cursor`. Null if there is none.
    const Connection* connection_of(trace::ObjectId object, trace::EventIndex cursor) const;
    // The last one for which something happened among the first `cursor` events, else the first. Null if
    // none.
    const Connection* latest(trace::EventIndex cursor) const;
    // In which direction of a connection something happened last among the first `cursor` events: 0 from its
    // first end, 1 to it. Nothing if nothing has.
    std::optional<std::size_t> latest_direction(const Connection& connection, trace::EventIndex cursor) const;
    // Stream events of an end, ascending.
    const std::vector<trace::EventIndex>& events_of(trace::ObjectId end) const;
    // Of the bytes that `from` has written and `to` received (either may be 0), `count` from `offset` on.
    std::vector<MaybeByte> bytes(trace::ObjectId from, trace::ObjectId to, std::int64_t offset,
                                 std::size_t count) const;
    // How many of at most `count` bytes from `offset` on were not recorded, up to the first that was.
    std::int64_t unknown_from(trace::ObjectId from, trace::ObjectId to, std::int64_t offset,
                              std::int64_t count) const;

private:
    struct Piece {
        std::int64_t offset = 0;
        trace::EventIndex event = 0;
    };
    struct End {
        std::vector<trace::EventIndex> events;
        std::vector<Piece> written, received;
        std::int64_t written_bytes = 0, received_bytes = 0;
    };

    void take(trace::EventIndex index);
    void pair_up(trace::ObjectId end, trace::ObjectId peer);
    void leave_out_merged();

    const Store* store_;
    std::vector<Connection> connections_;
    std::vector<trace::ObjectId> servers_;
    std::unordered_map<trace::ObjectId, std::size_t> connection_of_end_;
    std::unordered_map<trace::ObjectId, End> ends_;
    std::vector<trace::EventIndex> events_;  // all stream events of connections, ascending
};

// One direction of a connection at an instant. Offsets count bytes since it began: what lies before `read` is
// with the program, up to `received` in the reader's buffer, up to `sent` under way, up to `written` in the
// writer's buffer.
struct Pipe {
    trace::ObjectId from = 0, to = 0;
    std::int64_t read = 0, received = 0, sent = 0, written = 0;
    std::uint32_t high = 0, low = 0, limit = 0;
    bool writing_paused = false, reading_paused = false;
    bool writer_ended = false;                      // write_eof() or close()
    bool reader_closed = false;                     // that end is closed: nothing more will be read
    bool reader_ended = false;                      // EOF has arrived
    bool writer_gone = false, reader_gone = false;  // that end is closed and forgotten, or of another program
    trace::ObjectId drains = 0, reads = 0;          // the tasks that wait for room and for bytes
    std::string wanted;                             // by the one who reads

    std::int64_t in_writer() const { return written - sent; }
    std::int64_t in_flight() const { return sent - received; }
    std::int64_t in_reader() const { return received - read; }
};

// In which direction bytes go if they go in one only, as through a pipe: 0 from the first end, 1 to it.
// Nothing if they go in both.
std::optional<std::size_t> only_direction(const Store& store, const Connection& connection);

// From the first end to the second, and back.
std::array<Pipe, 2> pipes_of(const Store& store, const trace::LoopState& now, const Connection& connection);

// A row of the sequence diagram: something that one end did.
struct SequenceRow {
    trace::EventIndex event = 0;
    bool second = false;                 // it is the second end's
    std::int64_t offset = 0, count = 0;  // of the bytes, for write, send, receive, read
};

// From where bytes (or the end of the stream) were sent to where they were received.
struct SequenceArrow {
    std::size_t from = 0, to = 0;  // rows
    bool end_of_stream = false;
};

struct Sequence {
    std::vector<SequenceRow> rows;
    std::vector<SequenceArrow> arrows;  // by `from`
};

Sequence sequence_of(const Store& store, const StreamIndex& index, const Connection& connection);

}  // namespace loopscope::viz
