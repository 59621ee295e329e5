#include "engine/tls/ssl_transport.h"

namespace asyncio::detail {

namespace {

constexpr std::size_t kHighWaterOfTls = 512 * 1024;
// Encrypted bytes that wait for a program which does not want more; then they wait in the socket.
constexpr std::size_t kIncomingHigh = 256 * 1024, kIncomingLow = kIncomingHigh / 4;

std::exception_ptr error_of(const BaseException&) { return std::current_exception(); }

}  // namespace

// The side towards the network. Holds the transport, which is held from there as long as it is connected.
class SslLowerProtocol final : public ProtocolState {
public:
    explicit SslLowerProtocol(SslTransport& ssl) : ProtocolState(ObjectKind::other), ssl_(&ssl) {}
    void connection_made(TransportState& transport) override { ssl_->connection_made(transport); }
    void data_received(std::string_view data) override { ssl_->data_received(data); }
    bool eof_received() override { return ssl_->eof_received(); }
    void connection_lost(const std::exception_ptr& error) override { ssl_->connection_lost(error); }
    void pause_writing() override { ssl_->pause_writing(); }
    void resume_writing() override { ssl_->resume_writing(); }
    std::string repr() const override { return "<asyncio.sslproto.SSLProtocol object>"; }

private:
    Ref<SslTransport> ssl_;
};

SslTransport::SslTransport(EventLoop& loop, Ref<ProtocolState> protocol, const SslConfig& config,
                           Ref<FutureState<void>> waiter, bool server_side, AppState app_state)
    : TransportState(loop, ObjectKind::transport, kHighWaterOfTls),
      session_(config, server_side),
      protocol_(std::move(protocol)),
      waiter_(std::move(waiter)),
      handshake_timeout_(config.handshake_seconds()),
      shutdown_timeout_(config.shutdown_seconds()),
      handshake_timeout_text_(config.handshake_timeout ? seconds_text(*config.handshake_timeout) : "60.0"),
      app_state_(app_state) {
    loop.add_resource(*this);
}

SslTransport::~SslTransport() { loop_->remove_resource(*this); }

void SslTransport::abandon() noexcept {
    const Ref<SslTransport> self(this);  // its timers may be the last to hold it
    closed_ = true;
    state_ = State::unwrapped;
    handshake_timer_.reset();
    shutdown_timer_.reset();
    const Ref<ProtocolState> protocol = std::exchange(protocol_, nullptr);
    former_protocol_ = nullptr;
    const Ref<SocketTransport> lower = std::exchange(lower_, nullptr);
}

Ref<ProtocolState> SslTransport::lower_protocol() { return make_ref<SslLowerProtocol>(*this); }

// --- the handshake ---

void SslTransport::connection_made(TransportState& transport) {
    lower_ = Ref<SocketTransport>(static_cast<SocketTransport*>(&transport));
    lower_->hide_bytes();
    id_ = lower_->id();
    shown_as_ = lower_;
    report_limits();
    state_ = State::handshake;
    const Ref<SslTransport> self(this);
    handshake_timer_ = loop_->call_later(
        handshake_timeout_, Callback("", [self] {
            if (self->state_ != State::handshake) return;
            self->fatal_error(std::make_exception_ptr(ConnectionAbortedError(
                                  "SSL handshake is taking longer than " + self->handshake_timeout_text_ +
                                  " seconds: aborting the connection")),
                              "Fatal error on transport");
        }));
    do_handshake();
}

void SslTransport::do_handshake() {
    try {
        if (session_.shake_hands() == SslProgress::needs_peer) return process_outgoing();
    } catch (const ssl::SSLError& error) {
        return handshake_complete(error_of(error));
    }
    handshake_complete(nullptr);
}

void SslTransport::handshake_complete(const std::exception_ptr& error) {
    const Ref<SslTransport> self(this);
    if (handshake_timer_) handshake_timer_->cancel();
    if (error) {
        state_ = State::unwrapped;
        fatal_error(error, "SSL handshake failed");
        return wake_waiter(error);
    }
    state_ = State::wrapped;
    if (app_state_ == AppState::initial) {
        app_state_ = AppState::connected;
        protocol_->connection_made(*this);
    }
    wake_waiter(nullptr);
    do_read();
}

void SslTransport::wake_waiter(const std::exception_ptr& error) {
    const auto waiter = std::exchange(waiter_, nullptr);
    if (!waiter || waiter->done()) return;
    if (error)
        waiter->FutureBase::set_exception(error);
    else
        waiter->set_result(None{});
}

// --- reading ---

void SslTransport::data_received(std::string_view data) {
    const Ref<SslTransport> self(this);
    session_.feed(data);
    switch (state_) {
        case State::handshake: return do_handshake();
        case State::wrapped: return do_read();
        case State::flushing: return do_flush();
        case State::shutdown: return do_shutdown();
        case State::unwrapped: return;
    }
}

// False: the peer has closed its side.
bool SslTransport::read_all(std::string& data) { return session_.read(data) == SslProgress::needs_peer; }

void SslTransport::do_read() {
    if (state_ != State::wrapped && state_ != State::flushing) return;
    const Ref<SslTransport> self(this);
    try {
        if (!app_reading_paused_) {
            std::string data;
            const bool open = read_all(data);
            if (!data.empty() && protocol_) protocol_->data_received(data);
            if (!open) {
                call_eof_received();
                start_shutdown();
            }
            do_write();
        }
        limit_incoming();
    } catch (const Exception& error) {
        fatal_error(error_of(error), "Fatal error on SSL protocol");
    }
}

bool SslTransport::eof_received() {
    const Ref<SslTransport> self(this);
    eof_received_ = true;
    switch (state_) {
        case State::handshake: handshake_complete(std::make_exception_ptr(ConnectionResetError())); break;
        case State::wrapped:
            state_ = State::flushing;
            if (app_reading_paused_) return true;
            do_flush();
            break;
        case State::flushing:
            do_write();
            state_ = State::shutdown;
            do_shutdown();
            break;
        case State::shutdown: do_shutdown(); break;
        case State::unwrapped: break;
    }
    return false;
}

void SslTransport::call_eof_received() {
    if (app_state_ != AppState::connected) return;
    app_state_ = AppState::ended;
    try {
        protocol_->eof_received();  // what it says has no effect: TLS cannot be closed by halves
    } catch (const Exception& error) {
        fatal_error(error_of(error), "Error calling eof_received()");
    }
}

void SslTransport::limit_incoming() {
    if (!lower_) return;
    const std::size_t waiting = session_.incoming();
    if (waiting >= kIncomingHigh && !lower_reading_paused_) {
        lower_reading_paused_ = true;
        lower_->pause_reading();
    } else if (waiting <= kIncomingLow && lower_reading_paused_) {
        lower_reading_paused_ = false;
        lower_->resume_reading();
    }
}

void SslTransport::pause_reading() {
    if (std::exchange(app_reading_paused_, true)) return;
    report(Observer::StreamEvent::pause, Observer::kReading);
}

void SslTransport::resume_reading() {
    if (!std::exchange(app_reading_paused_, false)) return;
    report(Observer::StreamEvent::resume, Observer::kReading);
    const Ref<SslTransport> self(this);
    call_soon_internal(*loop_, "resume_reading", [self] {
        if (self->state_ == State::flushing) return self->do_flush();
        if (self->state_ == State::shutdown) return self->do_shutdown();
        self->do_read();
    });
}

// --- writing ---

void SslTransport::write(std::string_view data) {
    if (data.empty()) return;
    if (state_ == State::flushing || state_ == State::shutdown || state_ == State::unwrapped)
        return lost_writes_.note();
    backlog_.append(data);
    report(Observer::StreamEvent::write, Observer::kWriting, data.size(), data, get_write_buffer_size());
    if (state_ == State::wrapped) do_write();
}

void SslTransport::writelines(const std::vector<Bytes>& lines) {
    std::string all;
    for (const Bytes& line : lines) all += line;
    write(all);
}

void SslTransport::write_eof() { throw NotImplementedError(); }

void SslTransport::do_write() {
    std::string_view left = backlog_;
    try {
        session_.write(left);
    } catch (const ssl::SSLError& error) {
        return fatal_error(error_of(error), "Fatal error on SSL protocol");
    }
    const std::size_t count = backlog_.size() - left.size();
    backlog_.erase(0, count);
    if (count > 0) report(Observer::StreamEvent::send, Observer::kWriting, count, {}, backlog_.size());
    process_outgoing();
}

void SslTransport::process_outgoing() {
    outgoing_ += session_.take_outgoing();
    if (!lower_paused_ && !outgoing_.empty() && lower_) lower_->write(std::exchange(outgoing_, {}));
    pause_or_resume_protocol();
}

void SslTransport::resume_writing() {
    lower_paused_ = false;
    process_outgoing();
}

std::size_t SslTransport::get_write_buffer_size() const noexcept {
    return backlog_.size() + outgoing_.size();
}

// --- closing ---

bool SslTransport::is_closing() const noexcept { return closed_ || (lower_ && lower_->is_closing()); }

void SslTransport::close() {
    if (std::exchange(closed_, true)) return;
    start_shutdown();
}

void SslTransport::start_shutdown() {
    if (state_ != State::handshake && state_ != State::wrapped) return;
    closed_ = true;
    if (state_ == State::handshake) return force_close(nullptr);
    state_ = State::flushing;
    const Ref<SslTransport> self(this);
    shutdown_timer_ = loop_->call_later(
        shutdown_timeout_, Callback("", [self] {
            if (self->state_ == State::flushing || self->state_ == State::shutdown)
                self->force_close(std::make_exception_ptr(TimeoutError("SSL shutdown timed out")));
        }));
    do_flush();
}

void SslTransport::do_flush() {
    do_read();
    if (state_ == State::unwrapped) return;
    state_ = State::shutdown;
    do_shutdown();
}

void SslTransport::do_shutdown() {
    try {
        const bool done = eof_received_ || session_.shut_down() == SslProgress::done;
        process_outgoing();
        if (!done) return;
    } catch (const ssl::SSLError& error) {
        if (shutdown_timer_) shutdown_timer_->cancel();
        return fatal_error(error_of(error), "Error occurred during shutdown");
    }
    call_eof_received();
    if (shutdown_timer_) shutdown_timer_->cancel();
    if (lower_) call_soon_internal(*loop_, "close", [lower = lower_] { lower->close(); });
}

void SslTransport::abort() { force_close(nullptr); }

void SslTransport::force_close(const std::exception_ptr& error) {
    closed_ = true;
    state_ = State::unwrapped;
    if (lower_) lower_->force_close(error);
}

void SslTransport::fatal_error(const std::exception_ptr& error, const char* message) {
    if (lower_) lower_->fatal_error(error, message);
}

void SslTransport::connection_lost(const std::exception_ptr& error) {
    const Ref<SslTransport> self(this);
    backlog_.clear();
    outgoing_.clear();
    closed_ = true;
    const Ref<ProtocolState> protocol = std::exchange(protocol_, nullptr);
    former_protocol_ = nullptr;
    if (state_ != State::handshake && (app_state_ == AppState::connected || app_state_ == AppState::ended)) {
        app_state_ = AppState::lost;
        call_programs_soon(*loop_, protocol->name_of(ProtocolState::Call::connection_lost), "connection_lost",
                           [protocol, error, lower = lower_] { protocol->connection_lost(error); });
    }
    state_ = State::unwrapped;
    lower_ = nullptr;
    wake_waiter(error);
    cancel_timers();
}

void SslTransport::cancel_timers() {
    if (handshake_timer_) handshake_timer_->cancel();
    if (shutdown_timer_) shutdown_timer_->cancel();
    handshake_timer_.reset();
    shutdown_timer_.reset();
}

ExtraInfo SslTransport::get_extra_info(std::string_view name) const {
    if (name == "ssl_object") return ExtraInfo(std::string("<ssl.SSLObject>"));
    if (ExtraInfo info = session_.get_extra_info(name)) return info;
    return lower_ ? lower_->get_extra_info(name) : ExtraInfo();
}

Ref<TransportState> make_transport(EventLoop& loop, OpenSocket socket, Ref<ProtocolState> protocol,
                                   Ref<FutureState<void>> waiter, Ref<ConnectionOwner> server,
                                   const std::optional<SslConfig>& config, bool server_side) {
    if (!config)
        return make_ref<SocketTransport>(loop, socket.release(), std::move(protocol), waiter,
                                         std::move(server));
    const auto ssl = make_ref<SslTransport>(loop, std::move(protocol), *config, std::move(waiter),
                                            server_side, SslTransport::AppState::initial);
    make_ref<SocketTransport>(loop, socket.release(), ssl->lower_protocol(), nullptr, std::move(server));
    return ssl;
}

}  // namespace asyncio::detail
