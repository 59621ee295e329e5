#include "engine/streams/socket_transport.h"

#include "engine/base/socket_address.h"
#include "engine/streams/io_callback.h"
#include "engine/streams/protocol.h"
#include "engine/streams/transport_socket.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>
#include <algorithm>
#include <cerrno>
#include <span>

namespace asyncio::detail {

namespace {

constexpr std::size_t kMaxSocketRead = 256 * 1024;  // asyncio's max_size
// Between two ends on one machine little under way is faster: it stays in the processor's cache. On a virtual
// clock the window is the limit, and the buffer must hold it in pieces of any size.
constexpr int kLoopbackBuffer = 64 * 1024, kVirtualBuffer = 128 * 1024;

// Has the program set it itself, on this socket or on the listening one that accepted it? Linux before 5.14
// does not tell.
bool send_buffer_is_set(int fd) {
#ifdef SO_BUF_LOCK
    constexpr int kSendBufferSet = 1;  // the kernel's SOCK_SNDBUF_LOCK
    int locks = 0;
    socklen_t size = sizeof locks;
    return getsockopt(fd, SOL_SOCKET, SO_BUF_LOCK, &locks, &size) == 0 && (locks & kSendBufferSet);
#else
    return false;
#endif
}

void limit_send_buffer(int fd, bool virtual_time) {
    const int size = virtual_time ? kVirtualBuffer : kLoopbackBuffer;
    if (!send_buffer_is_set(fd)) setsockopt(fd, SOL_SOCKET, SO_SNDBUF, &size, sizeof size);
}

}  // namespace

SocketTransport::SocketTransport(EventLoop& loop, int fd, Ref<ProtocolState> protocol,
                                 Ref<FutureState<void>> waiter, Ref<ConnectionOwner> server)
    : TransportState(loop, ObjectKind::transport, kHighWater),
      fd_(fd),
      protocol_(std::move(protocol)),
      buffered_(protocol_->buffered()),
      server_(std::move(server)),
      peername_(SocketAddress::remote(fd).text()),
      sockname_(SocketAddress::local(fd).text()) {
    loop.add_resource(*this);
    id_ = loop.next_object_id();
    const int on = 1;
    if (!sockname_.is_path()) setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    if (SocketAddress::remote(fd).is_loopback()) limit_send_buffer(fd, loop.virtual_time());
    if (Observer* observer = loop.observer())
        observer->created(*this, {.name = server_ ? "server side" : "client side",
                                  .parent = server_ ? server_->id() : 0,
                                  .internal = true});
    if (server_) server_->attach(*this);
    if (Observer* observer = loop.observer()) {
        if (const detail::ObjectId other = loop.network().introduce(fd, id_); other != 0)
            observer->stream_peer(*this, other);
    }
    const Ref<SocketTransport> self(this);
    call_programs_soon(loop, protocol_->name_of(ProtocolState::Call::connection_made), "connection_made",
                       [self, told = protocol_] { told->connection_made(*self); });
    call_soon_internal(loop, "add_reader", [self] { self->start_reading(); });
    if (waiter)
        call_soon_internal(loop, "connection_made waiter", [waiter = std::move(waiter)] {
            if (!waiter->done()) waiter->set_result(None{});
        });
}

SocketTransport::~SocketTransport() {
    loop_->remove_resource(*this);
    if (Observer* observer = loop_->observer()) observer->dropped(*this);
    if (fd_ >= 0) ::close(fd_);
}

void SocketTransport::set_protocol(Ref<ProtocolState> protocol) {
    buffered_ = protocol->buffered();
    former_protocol_ = std::exchange(protocol_, std::move(protocol));
}

void SocketTransport::abandon() noexcept {
    const Ref<SocketTransport> self(this);  // its protocol may be the last to hold it
    closing_ = lost_ = true;
    if (fd_ >= 0) ::close(std::exchange(fd_, ~fd_));
    const Ref<ProtocolState> protocol = std::exchange(protocol_, nullptr);
    former_protocol_ = nullptr;
    server_ = nullptr;
}

ExtraInfo SocketTransport::get_extra_info(std::string_view name) const {
    if (name == "peername") return ExtraInfo(peername_);
    if (name == "sockname") return ExtraInfo(sockname_);
    if (name == "socket") return ExtraInfo(TransportSocket(std::max(fd_, -1)));
    return {};
}

void SocketTransport::watch(Observer::Direction direction, IoName name, void (SocketTransport::*function)()) {
    const auto callback = make_ref<IoCallback<SocketTransport>>(*this, direction, name, function);
    loop_->selector().add(fd_, direction, *callback);
    if (Observer* observer = loop_->observer()) observer->watch(*this, direction);
}

void SocketTransport::unwatch(Observer::Direction direction) {
    if (!loop_->selector().remove(fd_, direction)) return;
    if (Observer* observer = loop_->observer()) observer->unwatch(*this, direction);
}

// --- reading ---

void SocketTransport::start_reading() {
    if (closing_ || paused_) return;
    watch(Observer::kReading, kReadReady, &SocketTransport::read_ready);
}

void SocketTransport::pause_reading() {
    if (closing_ || paused_) return;
    paused_ = true;
    unwatch(Observer::kReading);
    if (!bytes_hidden_) report(Observer::StreamEvent::pause, Observer::kReading);
}

void SocketTransport::resume_reading() {
    if (closing_ || !paused_) return;
    paused_ = false;
    watch(Observer::kReading, kReadReady, &SocketTransport::read_ready);
    if (!bytes_hidden_) report(Observer::StreamEvent::resume, Observer::kReading);
}

void SocketTransport::read_ready() {
    if (lost_) return;
    if (buffered_) return read_into_buffer();
    ByteBuffer& buffer = loop_->io_buffer();
    const ssize_t got = ::recv(fd_, buffer.room(kMaxSocketRead), kMaxSocketRead, 0);
    if (got < 0) return read_failed(errno);
    if (got == 0) return read_eof();
    loop_->network().received(fd_, static_cast<std::size_t>(got));
    buffer.filled(static_cast<std::size_t>(got));
    const std::string_view data = buffer.view();
    if (cut_after_ == kNever) return deliver(data);
    const std::string_view rest = data.substr(0, cut_after_);
    cut_after_ -= rest.size();
    if (!rest.empty()) deliver(rest);
    if (cut_after_ == 0 && !closing_) read_eof();
}

void SocketTransport::read_failed(int error_number) {
    if (error_number == EAGAIN || error_number == EINTR) return;
    try {
        throw_os_error(error_number);
    } catch (...) {
        fatal_error(std::current_exception(), "Fatal read error on socket transport");
    }
}

void SocketTransport::deliver(std::string_view data) {
    try {
        protocol_->data_received(data);
    } catch (...) {
        fatal_error(std::current_exception(), "Fatal error: protocol.data_received() call failed.");
    }
}

void SocketTransport::read_into_buffer() {
    BufferedProtocol& taker = *buffered_;
    std::span<char> room;
    try {
        room = taker.get_buffer(-1);
        if (room.empty()) throw RuntimeError("get_buffer() returned an empty buffer");
    } catch (...) {
        return fatal_error(std::current_exception(), "Fatal error: protocol.get_buffer() call failed.");
    }
    room = room.first(std::min(room.size(), cut_after_));
    const ssize_t got = ::recv(fd_, room.data(), room.size(), 0);
    if (got < 0) return read_failed(errno);
    if (got == 0) return read_eof();
    const auto count = static_cast<std::size_t>(got);
    loop_->network().received(fd_, count);
    report(Observer::StreamEvent::receive, Observer::kReading, count, {room.data(), count});
    if (cut_after_ != kNever) cut_after_ -= count;
    try {
        taker.buffer_updated(count);
    } catch (...) {
        return fatal_error(std::current_exception(), "Fatal error: protocol.buffer_updated() call failed.");
    }
    if (cut_after_ == 0 && !closing_) read_eof();
}

void SocketTransport::read_eof() {
    loop_->network().eof_received(fd_);
    report(Observer::StreamEvent::eof, Observer::kReading);
    bool keep_open = false;
    try {
        keep_open = protocol_->eof_received();
    } catch (...) {
        return fatal_error(std::current_exception(), "Fatal error: protocol.eof_received() call failed.");
    }
    if (keep_open)
        unwatch(Observer::kReading);
    else
        close();
}

// --- closing ---

void SocketTransport::close() {
    if (closing_) return;
    closing_ = true;
    report(Observer::StreamEvent::close, Observer::kNeither);
    unwatch(Observer::kReading);
    if (get_write_buffer_size() == 0) schedule_connection_lost(nullptr);
}

void SocketTransport::fatal_error(std::exception_ptr error, const char* message) {
    if (leaves_the_loop(error)) std::rethrow_exception(error);
    if (!is_instance<OSError>(error))
        loop_->call_exception_handler(
            {.message = message, .exception = error, .transport = *this, .protocol = shown_protocol()});
    force_close(std::move(error));
}

void SocketTransport::force_close(std::exception_ptr error) {
    if (lost_) return;
    if (get_write_buffer_size() > 0) {
        buffer_.clear();
        buffer_start_ = 0;
        unwatch(Observer::kWriting);
    }
    if (!closing_) {
        closing_ = true;
        report(Observer::StreamEvent::close, Observer::kNeither);
        unwatch(Observer::kReading);
    }
    schedule_connection_lost(std::move(error));
}

void SocketTransport::schedule_connection_lost(std::exception_ptr error) {
    lost_ = true;
    unwatch(Observer::kWriting);
    call_soon_internal(
        *loop_, "_SelectorSocketTransport.connection_lost",
        [self = Ref<SocketTransport>(this), error = std::move(error)] { self->connection_lost(error); });
}

void SocketTransport::connection_lost(const std::exception_ptr& error) {
    if (fd_ < 0) return;
    const Ref<ProtocolState> protocol = protocol_;
    std::exception_ptr raised;
    try {
        if (protocol) protocol->connection_lost(error);
    } catch (...) {
        raised = std::current_exception();
    }
    protocol_ = nullptr;
    former_protocol_ = nullptr;
    buffered_ = nullptr;
    const Ref<ConnectionOwner> server = std::exchange(server_, nullptr);
    report(Observer::StreamEvent::lost, Observer::kNeither);
    loop_->network().closed(fd_);
    ::close(std::exchange(fd_, ~fd_));
    if (server) server->detach(*this);
    tell_emptied(std::make_exception_ptr(ConnectionError("Connection is closed by peer")));
    if (raised) std::rethrow_exception(raised);
}

std::string SocketTransport::repr() const { return repr_as("_SelectorSocketTransport", fd_); }

}  // namespace asyncio::detail
