// Streams over pipes: what loop.connect_read_pipe() and loop.connect_write_pipe() give.
#pragma once

#include "engine/streams/streams.h"
#include "engine/system/pipe.h"

#include <string>
#include <utility>

namespace asyncio {

// The transport below a StreamReader that reads from a pipe. A handle: copies refer to the same one; it goes
// on without.
class ReadTransport {
public:
    explicit ReadTransport(detail::Ref<detail::TransportState> transport)
        : transport_(std::move(transport)) {}

    void close() const { transport_->close(); }
    bool is_closing() const { return transport_->is_closing(); }
    void pause_reading() const { transport_->pause_reading(); }
    void resume_reading() const { transport_->resume_reading(); }
    bool is_reading() const { return transport_->is_reading(); }
    // "pipe".
    ExtraInfo get_extra_info(std::string_view name) const { return transport_->get_extra_info(name); }
    std::string repr() const { return transport_->repr(); }
    friend bool operator==(const ReadTransport&, const ReadTransport&) = default;

private:
    detail::Ref<detail::TransportState> transport_;
};

}  // namespace asyncio
