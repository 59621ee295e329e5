// TLS between a transport and a protocol: asyncio's SSLProtocol. Bytes go through memory, so the loop and the
// virtual clock see nothing but the socket's own transport below.
#pragma once

#include "engine/loop/handle.h"
#include "engine/streams/open_socket.h"
#include "engine/streams/socket_transport.h"
#include "engine/tls/ssl_session.h"

#include <optional>
#include <string>
#include <utility>

namespace asyncio::detail {

// In a recording it is the same object as the transport below, and shows the program's bytes, not the wire's.
class SslTransport final : public TransportState, public LoopResource {
public:
    enum class AppState { initial, connected, ended, lost };

    // `waiter` (may be null) is resolved after the handshake. `app_state`: connected if the protocol has had
    // a transport before (start_tls). Throws SSLError.
    SslTransport(EventLoop& loop, Ref<ProtocolState> protocol, const SslConfig& config,
                 Ref<FutureState<void>> waiter, bool server_side, AppState app_state);
    // What the transport below talks to.
    Ref<ProtocolState> lower_protocol();

    void write(std::string_view data) override;
    void writelines(const std::vector<Bytes>& lines) override;
    bool can_write_eof() const noexcept override { return false; }
    void write_eof() override;
    bool is_closing() const noexcept override;
    void close() override;
    void abort() override;
    void pause_reading() override;
    void resume_reading() override;
    bool is_reading() const noexcept override { return !app_reading_paused_; }
    std::size_t get_write_buffer_size() const noexcept override;
    ExtraInfo get_extra_info(std::string_view name) const override;
    bool is_ssl() const noexcept override { return true; }
    void set_protocol(Ref<ProtocolState> protocol) override {
        former_protocol_ = std::exchange(protocol_, std::move(protocol));
    }
    const Ref<ProtocolState>& protocol() const noexcept override { return protocol_; }
    std::string repr() const override { return "<asyncio._SSLProtocolTransport object>"; }
    // Bytes that came before the handshake began.
    void feed(std::string_view data) { session_.feed(data); }

    void abandon() noexcept override;

private:
    friend class SslLowerProtocol;
    enum class State { unwrapped, handshake, wrapped, flushing, shutdown };

    ~SslTransport() override;
    // From below.
    void connection_made(TransportState& transport);
    void data_received(std::string_view data);
    bool eof_received();
    void connection_lost(const std::exception_ptr& error);
    void pause_writing() { lower_paused_ = true; }
    void resume_writing();

    void do_handshake();
    void handshake_complete(const std::exception_ptr& error);
    void do_read();
    bool read_all(std::string& data);
    void limit_incoming();
    void do_write();
    void process_outgoing();
    void start_shutdown();
    void do_flush();
    void do_shutdown();
    void call_eof_received();
    void fatal_error(const std::exception_ptr& error, const char* message);
    void force_close(const std::exception_ptr& error);
    void wake_waiter(const std::exception_ptr& error);
    void cancel_timers();
    void limits_changed() override { pause_or_resume_protocol(); }

    SslSession session_;
    Ref<ProtocolState> protocol_;
    Ref<ProtocolState> former_protocol_;  // it may have set the other one in one of its calls
    Ref<SocketTransport> lower_;
    Ref<SocketTransport> shown_as_;  // the same, also when it is lost: an object of a recording has one life
    Ref<FutureState<void>> waiter_;
    double handshake_timeout_, shutdown_timeout_;
    std::string handshake_timeout_text_;
    std::optional<TimerHandle> handshake_timer_, shutdown_timer_;
    std::string backlog_;   // what the program wrote and is not encrypted yet
    std::string outgoing_;  // encrypted, while the transport below is full
    State state_ = State::unwrapped;
    AppState app_state_;
    LostWrites lost_writes_;
    bool closed_ = false, eof_received_ = false, lower_paused_ = false, app_reading_paused_ = false,
         lower_reading_paused_ = false;
};

// A transport over `socket`: plain, or secure with a `config`.
Ref<TransportState> make_transport(EventLoop& loop, OpenSocket socket, Ref<ProtocolState> protocol,
                                   Ref<FutureState<void>> waiter, Ref<ConnectionOwner> server,
                                   const std::optional<SslConfig>& config, bool server_side);

}  // namespace asyncio::detail
