// One end of a connection: bytes out with a buffer, bytes in to a protocol. asyncio's selector transport.
#pragma once

#include "engine/errors.h"
#include "engine/event_loop.h"

#include <string>
#include <string_view>

namespace asyncio {

// A socket's address: Python's (host, port).
struct Address {
    std::string host;
    int port = 0;
    std::string repr() const { return "(" + asyncio::repr(host) + ", " + std::to_string(port) + ")"; }
    friend bool operator==(const Address&, const Address&) = default;
};

namespace detail {

class SocketTransport;

// Counts the connections that it accepted: a server.
class ConnectionOwner : public Object {
public:
    virtual void attach(SocketTransport& transport) = 0;
    virtual void detach(SocketTransport& transport) = 0;

protected:
    using Object::Object;
};

// What a transport talks to. asyncio.Protocol with flow control.
class Protocol : public Object {
public:
    virtual void connection_made(SocketTransport& transport) = 0;
    virtual void data_received(std::string_view data) = 0;
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

// Owns a connected, non-blocking socket. The order of calls is asyncio's: connection_made() in the turn after
// construction, then reading starts, then `waiter` (may be null) is resolved.
class SocketTransport final : public Object, public LoopResource {
public:
    SocketTransport(EventLoop& loop, int fd, Ref<Protocol> protocol, Ref<FutureState<void>> waiter,
                    Ref<ConnectionOwner> server);

    void write(std::string_view data);
    bool can_write_eof() const noexcept { return true; }
    void write_eof();
    bool is_closing() const noexcept { return closing_; }
    // Flushes what is buffered, then closes.
    void close();
    // Closes at once; what is buffered is lost.
    void abort() { force_close(nullptr); }
    void pause_reading();
    void resume_reading();
    void set_write_buffer_limits(std::size_t high, std::size_t low);
    std::size_t get_write_buffer_size() const noexcept { return buffer_.size() - buffer_start_; }

    EventLoop& loop() const noexcept { return *loop_; }
    const Address& peername() const noexcept { return peername_; }
    const Address& sockname() const noexcept { return sockname_; }

    // The loop is disposed of.
    void abandon() noexcept override;

private:
    ~SocketTransport() override;
    void start_reading();
    void read_ready();
    void write_ready();
    void read_eof();
    std::size_t send_some(std::string_view data);
    void watch(Observer::Direction direction, const char* name, void (SocketTransport::*function)());
    void unwatch(Observer::Direction direction);
    void fatal_error(std::exception_ptr error);
    void force_close(std::exception_ptr error);
    void schedule_connection_lost(std::exception_ptr error);
    void connection_lost(const std::exception_ptr& error);
    void maybe_pause_protocol();
    void maybe_resume_protocol();
    void report(Observer::StreamEvent event, Observer::Direction direction, std::size_t bytes = 0,
                std::string_view data = {}, std::size_t buffered = 0) const;

    EventLoop* loop_;  // held
    int fd_;
    Ref<Protocol> protocol_;
    Ref<ConnectionOwner> server_;
    Address peername_, sockname_;
    std::string buffer_;
    std::size_t buffer_start_ = 0;
    std::size_t high_water_ = 64 * 1024, low_water_ = 16 * 1024;
    bool eof_ = false, closing_ = false, lost_ = false, paused_ = false, protocol_paused_ = false;
};

}  // namespace detail
}  // namespace asyncio
