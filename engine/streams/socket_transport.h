// One end of a connection over a socket, TCP or Unix. asyncio's selector transport.
#pragma once

#include "engine/base/address.h"
#include "engine/streams/transport_state.h"

#include <string>
#include <string_view>

namespace asyncio::detail {

// Counts the connections that it accepted: a server.
class ConnectionOwner : public Object {
public:
    virtual void attach(TransportState& transport) = 0;
    virtual void detach(TransportState& transport) = 0;

protected:
    using Object::Object;
};

// Owns a connected, non-blocking socket. The order of calls is asyncio's: connection_made() in the turn after
// construction, then reading starts, then `waiter` (may be null) is resolved.
class SocketTransport final : public TransportState, public LoopResource {
public:
    SocketTransport(EventLoop& loop, int fd, Ref<ProtocolState> protocol, Ref<FutureState<void>> waiter,
                    Ref<ConnectionOwner> server);

    void write(std::string_view data) override;
    void writelines(const std::vector<Bytes>& lines) override;
    bool can_write_eof() const noexcept override { return true; }
    void write_eof() override;
    bool is_closing() const noexcept override { return closing_; }
    void close() override;
    void abort() override { force_close(nullptr); }
    void pause_reading() override;
    void resume_reading() override;
    bool is_reading() const noexcept override { return !closing_ && !paused_; }
    std::size_t get_write_buffer_size() const noexcept override { return buffer_.size() - buffer_start_; }
    // "peername", "sockname", "socket".
    ExtraInfo get_extra_info(std::string_view name) const override;

    std::string repr() const override;

    void set_protocol(Ref<ProtocolState> protocol) override;
    const Ref<ProtocolState>& protocol() const noexcept override { return protocol_; }
    // The bytes are not the program's: the layer above reports those, and whether they are read. What goes
    // over the wire would differ on every run.
    void hide_bytes() noexcept { bytes_hidden_ = true; }
    void fatal_error(std::exception_ptr error, const char* message = "Fatal error on transport");
    void force_close(std::exception_ptr error);
    // Of what comes from the other end only `bytes` more arrive, then the end of the stream.
    void cut_after(std::size_t bytes) noexcept { cut_after_ = bytes; }
    const Ref<ConnectionOwner>& server() const noexcept { return server_; }

    // For loop.sendfile(): done when nothing is buffered any more; until end_sendfile() nobody may write.
    Future<> begin_sendfile();
    void end_sendfile() noexcept { emptied_ = nullptr; }
    // How many of these bytes the socket took. Throws OSError.
    std::size_t send_past_buffer(std::string_view data);
    int fileno() const noexcept { return fd_; }

    // See Runnable.
    bool only_receives() const noexcept { return protocol_ && protocol_->only_receives(); }

    // The loop is disposed of.
    void abandon() noexcept override;

private:
    static constexpr std::size_t kNever = static_cast<std::size_t>(-1);
    static constexpr IoName kReadReady = {"read_ready", "_SelectorSocketTransport._read_ready"};
    static constexpr IoName kWriteReady = {"write_ready", "_SelectorSocketTransport._write_sendmsg"};

    ~SocketTransport() override;
    void start_reading();
    void read_ready();
    void read_into_buffer();
    void read_failed(int error_number);
    void write_ready();
    void read_eof();
    void deliver(std::string_view data);
    std::size_t send_some(std::string_view data);
    void note_written(std::string_view data);
    void shut_down_writing();
    void check_can_write(const char* function) const;
    void tell_emptied(const std::exception_ptr& error);
    void watch(Observer::Direction direction, IoName name, void (SocketTransport::*function)());
    void unwatch(Observer::Direction direction);
    void schedule_connection_lost(std::exception_ptr error);
    void connection_lost(const std::exception_ptr& error);

    int fd_;  // closed: ~fd, as its repr still tells it
    Ref<ProtocolState> protocol_;
    Ref<ProtocolState> former_protocol_;  // it may have set the other one in one of its calls
    BufferedProtocol* buffered_;          // the protocol's, null if it takes bytes as they come
    Ref<ConnectionOwner> server_;
    Address peername_, sockname_;
    std::string buffer_;
    std::size_t buffer_start_ = 0;
    std::size_t cut_after_ = kNever;
    Ref<FutureState<void>> emptied_;  // while a file is sent
    LostWrites lost_writes_;
    bool eof_ = false, closing_ = false, lost_ = false, paused_ = false, bytes_hidden_ = false;
};

}  // namespace asyncio::detail
