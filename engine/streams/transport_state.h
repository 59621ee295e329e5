// What moves bytes between a program and a peer, and whom it tells about them: what the engine's transports
// and protocols have in common. A program has handles of them, transport.h, and protocols of its own,
// protocol.h.
#pragma once

#include "engine/base/extra_info.h"
#include "engine/loop/event_loop.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace asyncio {

class BufferedProtocol;

// set_write_buffer_limits({.high = 100})
struct WriteBufferLimits {
    std::optional<std::int64_t> high = {}, low = {};  // bytes
};

namespace detail {

inline constexpr std::size_t kHighWater = 64 * 1024;

class TransportState;

// What a transport talks to: a stream's, TLS, a program's own. Its calls may throw what a program throws.
class ProtocolState : public Object {
public:
    // What the loop may call by itself, in a turn.
    enum class Call { connection_made, eof_received, connection_lost };

    virtual void connection_made(TransportState& transport) = 0;
    // Of a method of the program's, "Echo.connection_made"; empty: it is asyncio's own.
    virtual std::string name_of(Call) const { return {}; }
    virtual void data_received(std::string_view data) = 0;
    // data_received() keeps the data, and sends none.
    virtual bool only_receives() const noexcept { return false; }
    // Not null: bytes go into its buffer, and not to data_received().
    virtual BufferedProtocol* buffered() const noexcept { return nullptr; }
    // True: keep the connection open for writing.
    virtual bool eof_received() = 0;
    virtual void connection_lost(const std::exception_ptr& error) = 0;
    virtual void pause_writing() = 0;
    virtual void resume_writing() = 0;
    virtual std::string repr() const { return "<asyncio.streams.StreamReaderProtocol object>"; }

protected:
    using Object::Object;
};

// What transports of bytes and of datagrams have in common. The writing half has a buffer with two marks:
// above the high one the protocol is told to pause, below the low one to go on.
class BaseTransportState : public Object {
public:
    virtual bool is_closing() const noexcept = 0;
    // Flushes what is buffered, then closes.
    virtual void close() = 0;
    // Closes at once; what is buffered is lost.
    virtual void abort() = 0;
    virtual std::size_t get_write_buffer_size() const noexcept = 0;
    // None for a name that it does not know.
    virtual ExtraInfo get_extra_info(std::string_view name) const = 0;
    virtual std::string repr() const = 0;

    // Bytes. Not given: 64 KiB (TLS: 512) for `high`, or four times `low`; a quarter of `high` for `low`.
    // Throws ValueError unless high >= low >= 0.
    void set_write_buffer_limits(std::optional<std::int64_t> high = std::nullopt,
                                 std::optional<std::int64_t> low = std::nullopt);
    void set_write_buffer_limits(WriteBufferLimits limits) {
        set_write_buffer_limits(limits.high, limits.low);
    }
    // (low, high)
    std::pair<std::size_t, std::size_t> get_write_buffer_limits() const noexcept {
        return {low_water_, high_water_};
    }
    EventLoop& loop() const noexcept { return *loop_; }
    // Its protocol was told to pause writing.
    bool protocol_paused() const noexcept { return protocol_paused_; }

protected:
    // `high_water`: bytes.
    BaseTransportState(EventLoop& loop, ObjectKind kind, std::size_t high_water);
    ~BaseTransportState() override;

    void maybe_pause_protocol();
    void maybe_resume_protocol();
    // The same of TLS, where a buffer that holds just as much as the high mark is full.
    void pause_or_resume_protocol();
    virtual void limits_changed() { maybe_pause_protocol(); }
    // Tells the observer the marks.
    void report_limits() const;
    // Absent when the connection is gone.
    virtual ContextObject shown_protocol() const = 0;
    virtual void tell_to_pause() = 0;
    virtual void tell_to_resume() = 0;
    // What a selector's transport over `fd` (closed: ~fd) shows as.
    std::string repr_as(const std::string& class_name, int fd) const;
    void report(Observer::StreamEvent event, Observer::Direction direction, std::size_t bytes = 0,
                std::string_view data = {}, std::size_t buffered = 0) const;

    EventLoop* loop_;  // held

private:
    void pause_protocol();
    void resume_protocol();
    void tell_protocol(void (BaseTransportState::*tell)(), const char* complaint);

    std::size_t default_high_water_, high_water_, low_water_;
    bool protocol_paused_ = false;
};

// A connection's.
class TransportState : public BaseTransportState {
public:
    // Never waits. Throws RuntimeError after write_eof().
    virtual void write(std::string_view data) = 0;
    virtual void writelines(const std::vector<Bytes>& lines) = 0;
    virtual bool can_write_eof() const noexcept = 0;
    // Ends this direction, after what is buffered; the other goes on.
    virtual void write_eof() = 0;
    virtual void pause_reading() = 0;
    virtual void resume_reading() = 0;
    virtual bool is_reading() const noexcept = 0;
    // `protocol` is told from now on.
    virtual void set_protocol(Ref<ProtocolState> protocol) = 0;
    // Null when the connection is gone.
    virtual const Ref<ProtocolState>& protocol() const noexcept = 0;
    // Is it a TLS connection?
    virtual bool is_ssl() const noexcept { return false; }

protected:
    using BaseTransportState::BaseTransportState;
    ContextObject shown_protocol() const override;

private:
    void tell_to_pause() override;
    void tell_to_resume() override;
};

// Of a call when a descriptor is ready: its name in a recording, and the method's qualified name in asyncio.
struct IoName {
    const char* recorded;
    const char* qualified;
};

// Schedules a call of asyncio's own, in a copy of the current context.
void call_soon_internal(EventLoop& loop, std::string name, std::function<void()> function);
// ... of the program's method `name`, "Echo.connection_made"; of `own_name`, asyncio's, if that is empty.
void call_programs_soon(EventLoop& loop, std::string name, const char* own_name,
                        std::function<void()> function);

// Writes to a connection that is gone: asyncio says so from the fifth on.
class LostWrites {
public:
    void note();

private:
    int count_ = 0;
};

}  // namespace detail
}  // namespace asyncio
