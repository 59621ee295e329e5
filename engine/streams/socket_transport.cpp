#include "engine/streams/socket_transport.h"

#include "engine/base/socket_address.h"
#include "engine/streams/transport_socket.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>
#include <algorithm>
#include <cerrno>

namespace asyncio::detail {

namespace {

constexpr std::size_t kMaxSocketRead = 256 * 1024;  // asyncio's max_size
// Between two ends on one machine little under way is faster: it stays in the processor's cache. On a virtual
// clock kVirtualWindow is the limit, and the buffer must hold it in pieces of any size.
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

// On a virtual clock at most this much is under way in one direction, whatever the kernel's buffers would
// take: as much as the kernel hands over in one piece, or less if the program set a smaller SO_SNDBUF. The
// recorder has the same.
constexpr std::size_t kVirtualWindow = 32 * 1024;

std::size_t virtual_window(int fd) {
    int buffer = 0;
    socklen_t size = sizeof buffer;
    if (getsockopt(fd, SOL_SOCKET, SO_SNDBUF, &buffer, &size) < 0) return kVirtualWindow;
    return std::min(kVirtualWindow, static_cast<std::size_t>(buffer / 2));  // Linux doubles what is set
}

bool is_os_error(const std::exception_ptr& error) {
    try {
        std::rethrow_exception(error);
    } catch (const OSError&) {
        return true;
    } catch (...) {
        return false;
    }
}

// A descriptor became ready: calls back into its transport. Shows under the transport's number.
class IoCallback final : public Runnable {
public:
    IoCallback(SocketTransport& transport, Observer::Direction direction, const char* name,
               void (SocketTransport::*function)())
        : Runnable(ObjectKind::transport),
          transport_(&transport),
          direction_(direction),
          name_(name),
          function_(function) {
        id_ = transport.id();
    }
    void run(FutureBase*) override { ((*transport_).*function_)(); }
    std::string_view call_name() const noexcept override { return name_; }
    bool only_receives() const noexcept override {
        return direction_ == Observer::kReading && transport_->only_receives();
    }

private:
    Ref<SocketTransport> transport_;
    Observer::Direction direction_;
    const char* name_;
    void (SocketTransport::*function_)();
};

}  // namespace

SocketTransport::SocketTransport(EventLoop& loop, int fd, Ref<Protocol> protocol,
                                 Ref<FutureState<void>> waiter, Ref<ConnectionOwner> server)
    : Transport(loop, ObjectKind::transport, kHighWater),
      fd_(fd),
      protocol_(std::move(protocol)),
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
    call_soon_internal(loop, "connection_made", [self] { self->protocol_->connection_made(*self); });
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

void SocketTransport::abandon() noexcept {
    closing_ = lost_ = true;
    if (fd_ >= 0) ::close(std::exchange(fd_, ~fd_));
    const Ref<Protocol> protocol = std::exchange(protocol_, nullptr);
    server_ = nullptr;
}

ExtraInfo SocketTransport::get_extra_info(std::string_view name) const {
    if (name == "peername") return ExtraInfo(peername_);
    if (name == "sockname") return ExtraInfo(sockname_);
    if (name == "socket") return ExtraInfo(TransportSocket(std::max(fd_, -1)));
    return {};
}

void SocketTransport::watch(Observer::Direction direction, const char* name,
                            void (SocketTransport::*function)()) {
    const auto callback = make_ref<IoCallback>(*this, direction, name, function);
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
    watch(Observer::kReading, "read_ready", &SocketTransport::read_ready);
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
    watch(Observer::kReading, "read_ready", &SocketTransport::read_ready);
    if (!bytes_hidden_) report(Observer::StreamEvent::resume, Observer::kReading);
}

void SocketTransport::read_ready() {
    if (lost_) return;
    ByteBuffer& buffer = loop_->io_buffer();
    const ssize_t got = ::recv(fd_, buffer.room(kMaxSocketRead), kMaxSocketRead, 0);
    if (got < 0) {
        if (errno == EAGAIN || errno == EINTR) return;
        try {
            throw_os_error(errno);
        } catch (...) {
            return fatal_error(std::current_exception(), "Fatal read error on socket transport");
        }
    }
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

void SocketTransport::deliver(std::string_view data) {
    try {
        protocol_->data_received(data);
    } catch (...) {
        fatal_error(std::current_exception(), "Fatal error: protocol.data_received() call failed.");
    }
}

void SocketTransport::read_eof() {
    loop_->network().eof_received(fd_);
    report(Observer::StreamEvent::eof, Observer::kReading);
    if (protocol_->eof_received())
        unwatch(Observer::kReading);
    else
        close();
}

// --- writing ---

// How much of it the socket took, which is all that there is to send. Throws for an error other than "not
// now".
std::size_t SocketTransport::send_some(std::string_view data) {
    const std::size_t unsent = data.size();
    if (loop_->virtual_time() && !loop_->network().peer_is_gone(fd_)) {
        const std::size_t under_way = loop_->network().in_flight_from(fd_);
        const std::size_t window = virtual_window(fd_);
        data = data.substr(0, under_way < window ? window - under_way : 0);
        if (data.empty()) return 0;
    }
    const ssize_t sent = ::send(fd_, data.data(), data.size(), MSG_NOSIGNAL);
    if (sent < 0) {
        if (errno == EAGAIN || errno == EINTR) return 0;
        throw_os_error(errno);
    }
    const auto count = static_cast<std::size_t>(sent);
    loop_->network().sent(fd_, count);
    if (!bytes_hidden_) report(Observer::StreamEvent::send, Observer::kWriting, count, {}, unsent - count);
    return count;
}

void SocketTransport::note_written(std::string_view data) {
    if (!bytes_hidden_)
        report(Observer::StreamEvent::write, Observer::kWriting, data.size(), data,
               get_write_buffer_size() + data.size());
}

void SocketTransport::write(std::string_view data) {
    if (eof_) throw RuntimeError("Cannot call write() after write_eof()");
    if (data.empty()) return;
    if (lost_) return lost_writes_.note();
    note_written(data);
    if (get_write_buffer_size() == 0) {
        // Optimistic, as asyncio: most writes fit into the socket at once.
        try {
            data.remove_prefix(send_some(data));
        } catch (...) {
            return fatal_error(std::current_exception(), "Fatal write error on socket transport");
        }
        if (data.empty()) return;
        watch(Observer::kWriting, "write_ready", &SocketTransport::write_ready);
    }
    buffer_.append(data);
    maybe_pause_protocol();
}

// Unlike write() it may find that all is sent and the connection can be closed.
void SocketTransport::writelines(const std::vector<Bytes>& lines) {
    if (eof_) throw RuntimeError("Cannot call writelines() after write_eof()");
    if (lines.empty()) return;
    if (lost_) return lost_writes_.note();
    std::string all;
    for (const Bytes& line : lines) all += line;
    if (all.empty()) return;
    note_written(all);
    buffer_.append(all);
    write_ready();
    if (get_write_buffer_size() == 0) return;
    watch(Observer::kWriting, "write_ready", &SocketTransport::write_ready);
    maybe_pause_protocol();
}

void SocketTransport::write_ready() {
    if (lost_) return;
    try {
        buffer_start_ += send_some(std::string_view(buffer_).substr(buffer_start_));
    } catch (...) {
        unwatch(Observer::kWriting);
        buffer_.clear();
        buffer_start_ = 0;
        return fatal_error(std::current_exception(), "Fatal write error on socket transport");
    }
    if (buffer_start_ > buffer_.size() / 2) {
        buffer_.erase(0, buffer_start_);
        buffer_start_ = 0;
    }
    maybe_resume_protocol();
    if (get_write_buffer_size() > 0) return;
    unwatch(Observer::kWriting);
    if (closing_ && !lost_) {
        lost_ = true;
        connection_lost(nullptr);  // at once, as asyncio
    } else if (eof_) {
        shut_down_writing();
    }
}

void SocketTransport::shut_down_writing() {
    const bool done = ::shutdown(fd_, SHUT_WR) == 0;
    const int error = errno;
    loop_->network().write_side_closed(fd_);
    if (!done) throw_os_error(error);  // as in Python: the peer has reset the connection
}

void SocketTransport::write_eof() {
    if (closing_ || eof_) return;
    eof_ = true;
    report(Observer::StreamEvent::eof, Observer::kWriting);
    if (get_write_buffer_size() == 0) shut_down_writing();
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
    if (!is_os_error(error))
        loop_->call_exception_handler(
            {.message = message,
             .exception = error,
             .transport = *this,
             .protocol = ContextObject("<asyncio.streams.StreamReaderProtocol object>")});
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
        *loop_, "connection_lost",
        [self = Ref<SocketTransport>(this), error = std::move(error)] { self->connection_lost(error); });
}

void SocketTransport::connection_lost(const std::exception_ptr& error) {
    if (fd_ < 0) return;
    const Ref<Protocol> protocol = std::exchange(protocol_, nullptr);
    const Ref<ConnectionOwner> server = std::exchange(server_, nullptr);
    if (protocol) protocol->connection_lost(error);
    report(Observer::StreamEvent::lost, Observer::kNeither);
    loop_->network().closed(fd_);
    ::close(std::exchange(fd_, ~fd_));
    if (server) server->detach(*this);
}

std::string SocketTransport::repr() const {
    const auto polled = [&](Observer::Direction direction) {
        return fd_ >= 0 && loop_->selector().callback(fd_, direction) != nullptr;
    };
    std::string text = "<_SelectorSocketTransport";
    if (fd_ < 0) return text + " closed fd=" + std::to_string(~fd_) + ">";
    if (closing_) text += " closing";
    text += " fd=" + std::to_string(fd_);
    if (loop_->is_closed()) return text + ">";
    return text + " read=" + (polled(Observer::kReading) ? "polling" : "idle") + " write=<" +
           (polled(Observer::kWriting) ? "polling" : "idle") +
           ", bufsize=" + std::to_string(get_write_buffer_size()) + ">>";
}

}  // namespace asyncio::detail
