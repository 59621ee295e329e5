// What moves bytes between a program and a peer, and what it tells about them: asyncio's transports and
// protocols.
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

// set_write_buffer_limits({.high = 100})
struct WriteBufferLimits {
    std::optional<std::int64_t> high = {}, low = {};  // bytes
};

// The writing half has a buffer with two marks: above the high one the protocol is told to pause, below the
// low one to go on. StreamWriter::transport() gives it; it lives as long as the writer.
class Transport : public detail::Object {
public:
    // Never waits. Throws RuntimeError after write_eof().
    virtual void write(std::string_view data) = 0;
    virtual void writelines(const std::vector<Bytes>& lines) = 0;
    virtual bool can_write_eof() const noexcept = 0;
    // Ends this direction, after what is buffered; the other goes on.
    virtual void write_eof() = 0;
    virtual bool is_closing() const noexcept = 0;
    // Flushes what is buffered, then closes.
    virtual void close() = 0;
    // Closes at once; what is buffered is lost.
    virtual void abort() = 0;
    virtual void pause_reading() = 0;
    virtual void resume_reading() = 0;
    virtual bool is_reading() const noexcept = 0;
    virtual std::size_t get_write_buffer_size() const noexcept = 0;
    // None for a name that it does not know.
    virtual ExtraInfo get_extra_info(std::string_view name) const = 0;
    virtual std::string repr() const = 0;
    // Is it a TLS connection?
    virtual bool is_ssl() const noexcept { return false; }

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

protected:
    // `high_water`: bytes.
    Transport(EventLoop& loop, detail::ObjectKind kind, std::size_t high_water);
    ~Transport() override;

    void maybe_pause_protocol();
    void maybe_resume_protocol();
    // The same of TLS, where a buffer that holds just as much as the high mark is full.
    void pause_or_resume_protocol();
    virtual void limits_changed() { maybe_pause_protocol(); }
    // Tells the observer the marks.
    void report_limits() const;
    virtual void tell_protocol_to_pause() = 0;
    virtual void tell_protocol_to_resume() = 0;
    void report(Observer::StreamEvent event, Observer::Direction direction, std::size_t bytes = 0,
                std::string_view data = {}, std::size_t buffered = 0) const;

    EventLoop* loop_;  // held

private:
    void pause_protocol();
    void resume_protocol();

    std::size_t default_high_water_, high_water_, low_water_;
    bool protocol_paused_ = false;
};

namespace detail {

inline constexpr std::size_t kHighWater = 64 * 1024;

// What a transport talks to. asyncio.Protocol with flow control.
class Protocol : public Object {
public:
    virtual void connection_made(Transport& transport) = 0;
    virtual void data_received(std::string_view data) = 0;
    // data_received() keeps the data, and sends none.
    virtual bool only_receives() const noexcept { return false; }
    // True: keep the connection open for writing.
    virtual bool eof_received() = 0;
    virtual void connection_lost(const std::exception_ptr& error) = 0;
    virtual void pause_writing() = 0;
    virtual void resume_writing() = 0;

protected:
    using Object::Object;
};

// Schedules a call of asyncio's own.
void call_soon_internal(EventLoop& loop, std::string name, std::function<void()> function);

// Writes to a connection that is gone: asyncio says so from the fifth on.
class LostWrites {
public:
    void note();

private:
    int count_ = 0;
};

}  // namespace detail
}  // namespace asyncio
