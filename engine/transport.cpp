#include "engine/transport.h"

#include "engine/socket_address.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>
#include <cerrno>

namespace asyncio::detail {

namespace {

constexpr std::size_t kMaxRead = 256 * 1024;  // asyncio's max_size
// Between two ends on one machine little under way is faster: it stays in the processor's cache.
constexpr int kLoopbackBuffer = 128 * 1024;
// On a virtual clock at most this much is under way in one direction, whatever the kernel's buffers would
// take.
constexpr std::size_t kVirtualWindow = 64 * 1024;

// A descriptor became ready: calls back into its transport. Shows under the transport's number.
class IoCallback final : public Runnable {
public:
    IoCallback(SocketTransport& transport, const char* name, void (SocketTransport::*function)())
        : Runnable(ObjectKind::transport), transport_(&transport), name_(name), function_(function) {
        id_ = transport.id();
    }
    void run(FutureBase*) override { ((*transport_).*function_)(); }
    std::string_view call_name() const noexcept override { return name_; }

private:
    Ref<SocketTransport> transport_;
    const char* name_;
    void (SocketTransport::*function_)();
};

}  // namespace

void call_soon_internal(EventLoop& loop, std::string name, std::function<void()> function) {
    const auto callback = make_ref<CallbackState>(
        std::move(name), [f = std::move(function)](const FutureRef&) { f(); }, ObjectKind::callback);
    callback->announce(loop);
    loop.push_ready(*callback, nullptr, loopscope::trace::ReadyReason::call_soon);
}

SocketTransport::SocketTransport(EventLoop& loop, int fd, Ref<Protocol> protocol,
                                 Ref<FutureState<void>> waiter, Ref<ConnectionOwner> server)
    : Object(ObjectKind::transport),
      loop_(&loop),
      fd_(fd),
      protocol_(std::move(protocol)),
      server_(std::move(server)),
      peername_(SocketAddress::remote(fd).text()),
      sockname_(SocketAddress::local(fd).text()) {
    loop.retain();
    loop.add_resource(*this);
    id_ = loop.next_object_id();
    const int on = 1;
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    if (SocketAddress::remote(fd).is_loopback())
        setsockopt(fd, SOL_SOCKET, SO_SNDBUF, &kLoopbackBuffer, sizeof kLoopbackBuffer);
    if (Observer* observer = loop.observer())
        observer->created(*this, {.name = server_ ? "server side" : "client side",
                                  .parent = server_ ? server_->id() : 0,
                                  .internal = true});
    if (server_) server_->attach(*this);
    const Ref<SocketTransport> self(this);
    call_soon_internal(loop, "connection_made", [self] { self->protocol_->connection_made(*self); });
    call_soon_internal(loop, "add_reader", [self] { self->start_reading(); });
    if (waiter)
        call_soon_internal(loop, "connection_made waiter", [waiter] {
            if (!waiter->done()) waiter->set_result(None{});
        });
}

SocketTransport::~SocketTransport() {
    loop_->remove_resource(*this);
    if (Observer* observer = loop_->observer()) observer->dropped(*this);
    if (fd_ >= 0) ::close(fd_);
    loop_->release();
}

void SocketTransport::abandon() noexcept {
    closing_ = lost_ = true;
    if (fd_ >= 0) ::close(std::exchange(fd_, -1));
    const Ref<Protocol> protocol = std::exchange(protocol_, nullptr);
    server_ = nullptr;
}

void SocketTransport::report(Observer::StreamEvent event, Observer::Direction direction, std::size_t bytes,
                             std::string_view data, std::size_t buffered) const {
    if (Observer* observer = loop_->observer())
        observer->stream(event, *this, direction, bytes, data, buffered);
}

void SocketTransport::watch(Observer::Direction direction, const char* name,
                            void (SocketTransport::*function)()) {
    const auto callback = make_ref<IoCallback>(*this, name, function);
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
    report(Observer::StreamEvent::pause, Observer::kReading);
}

void SocketTransport::resume_reading() {
    if (closing_ || !paused_) return;
    paused_ = false;
    watch(Observer::kReading, "read_ready", &SocketTransport::read_ready);
    report(Observer::StreamEvent::resume, Observer::kReading);
}

void SocketTransport::read_ready() {
    if (lost_) return;
    std::string& scratch = loop_->io_buffer(kMaxRead);
    const ssize_t got = ::recv(fd_, scratch.data(), kMaxRead, 0);
    if (got < 0) {
        if (errno == EAGAIN || errno == EINTR) return;
        try {
            throw_os_error(errno);
        } catch (...) {
            return fatal_error(std::current_exception());
        }
    }
    if (got == 0) return read_eof();
    loop_->network().received(fd_, static_cast<std::size_t>(got));
    protocol_->data_received({scratch.data(), static_cast<std::size_t>(got)});
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

// How much the socket took. Throws for an error other than "not now".
std::size_t SocketTransport::send_some(std::string_view data) {
    if (loop_->virtual_time()) {
        const std::size_t under_way = loop_->network().in_flight_from(fd_);
        data = data.substr(0, under_way < kVirtualWindow ? kVirtualWindow - under_way : 0);
        if (data.empty()) return 0;
    }
    const ssize_t sent = ::send(fd_, data.data(), data.size(), MSG_NOSIGNAL);
    if (sent < 0) {
        if (errno == EAGAIN || errno == EINTR) return 0;
        throw_os_error(errno);
    }
    const auto count = static_cast<std::size_t>(sent);
    loop_->network().sent(fd_, count);
    report(Observer::StreamEvent::send, Observer::kWriting, count, {},
           get_write_buffer_size() + data.size() - count);
    return count;
}

void SocketTransport::write(std::string_view data) {
    if (eof_) throw RuntimeError("Cannot call write() after write_eof()");
    if (data.empty() || lost_) return;
    report(Observer::StreamEvent::write, Observer::kWriting, data.size(), data,
           get_write_buffer_size() + data.size());
    if (get_write_buffer_size() == 0) {
        // Optimistic, as asyncio: most writes fit into the socket at once.
        try {
            data.remove_prefix(send_some(data));
        } catch (...) {
            return fatal_error(std::current_exception());
        }
        if (data.empty()) return;
        watch(Observer::kWriting, "write_ready", &SocketTransport::write_ready);
    }
    buffer_.append(data);
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
        return fatal_error(std::current_exception());
    }
    if (buffer_start_ > buffer_.size() / 2) {
        buffer_.erase(0, buffer_start_);
        buffer_start_ = 0;
    }
    maybe_resume_protocol();
    if (get_write_buffer_size() > 0) return;
    unwatch(Observer::kWriting);
    if (closing_) return schedule_connection_lost(nullptr);
    if (eof_) {
        ::shutdown(fd_, SHUT_WR);
        loop_->network().write_side_closed(fd_);
    }
}

void SocketTransport::write_eof() {
    if (closing_ || eof_) return;
    eof_ = true;
    report(Observer::StreamEvent::eof, Observer::kWriting);
    if (get_write_buffer_size() > 0) return;
    ::shutdown(fd_, SHUT_WR);
    loop_->network().write_side_closed(fd_);
}

void SocketTransport::set_write_buffer_limits(std::size_t high, std::size_t low) {
    high_water_ = high;
    low_water_ = low;
    maybe_pause_protocol();
}

void SocketTransport::maybe_pause_protocol() {
    if (get_write_buffer_size() <= high_water_ || protocol_paused_) return;
    protocol_paused_ = true;
    report(Observer::StreamEvent::pause, Observer::kWriting);
    protocol_->pause_writing();
}

void SocketTransport::maybe_resume_protocol() {
    if (!protocol_paused_ || get_write_buffer_size() > low_water_) return;
    protocol_paused_ = false;
    report(Observer::StreamEvent::resume, Observer::kWriting);
    protocol_->resume_writing();
}

// --- closing ---

void SocketTransport::close() {
    if (closing_) return;
    closing_ = true;
    report(Observer::StreamEvent::close, Observer::kNeither);
    unwatch(Observer::kReading);
    if (get_write_buffer_size() == 0) schedule_connection_lost(nullptr);
}

void SocketTransport::fatal_error(std::exception_ptr error) {
    const std::string name = type_name(error);
    const bool ordinary = name.starts_with("Connection") || name.starts_with("BrokenPipe") ||
                          name == "TimeoutError" || name == "OSError";
    if (!ordinary)
        loop_->call_exception_handler(
            {.message = "Fatal error on transport", .exception = error, .transport = true});
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
        unwatch(Observer::kReading);
    }
    schedule_connection_lost(std::move(error));
}

void SocketTransport::schedule_connection_lost(std::exception_ptr error) {
    lost_ = true;
    unwatch(Observer::kWriting);
    call_soon_internal(*loop_, "connection_lost",
                       [self = Ref<SocketTransport>(this), error] { self->connection_lost(error); });
}

void SocketTransport::connection_lost(const std::exception_ptr& error) {
    if (fd_ < 0) return;
    const Ref<Protocol> protocol = std::exchange(protocol_, nullptr);
    const Ref<ConnectionOwner> server = std::exchange(server_, nullptr);
    if (protocol) protocol->connection_lost(error);
    report(Observer::StreamEvent::lost, Observer::kNeither);
    loop_->network().closed(fd_);
    ::close(std::exchange(fd_, -1));
    if (server) server->detach(*this);
}

}  // namespace asyncio::detail
