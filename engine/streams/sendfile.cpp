#include "engine/streams/sendfile.h"

#include "engine/streams/sock_ready.h"
#include "engine/streams/socket_io.h"
#include "engine/streams/socket_transport.h"
#include "engine/threads/executor.h"
#include "engine/tls/ssl_transport.h"

#include <sys/stat.h>
#include <unistd.h>
#include <algorithm>
#include <cerrno>
#include <functional>
#include <string>
#include <utility>

namespace asyncio::detail {

namespace {

constexpr std::size_t kPiece = 64 * 1024;         // read at once, straight to a socket
constexpr std::size_t kSocketBlock = 256 * 1024;  // asyncio's, of what a thread reads for a socket
constexpr std::size_t kTransportBlock = 16 * 1024;

// The part of a file that is sent. At the end the file stands behind what was sent.
class FilePart {
public:
    FilePart(int fd, const SendfileOptions& options)
        : fd_(fd), offset_(options.offset), count_(options.count) {}
    FilePart(const FilePart&) = delete;
    FilePart& operator=(const FilePart&) = delete;
    ~FilePart() {
        if (moves_ || sent_ > 0) ::lseek(fd_, offset_ + sent_, SEEK_SET);
    }

    int fd() const noexcept { return fd_; }
    std::size_t sent() const noexcept { return static_cast<std::size_t>(sent_); }
    void add(std::size_t bytes) noexcept { sent_ += static_cast<std::int64_t>(bytes); }
    // Of a piece of `most` bytes.
    std::size_t limit(std::size_t most) const noexcept {
        return count_ ? std::min(most, static_cast<std::size_t>(*count_ - sent_)) : most;
    }
    // At the end it stands there, also if nothing was sent.
    void moves() noexcept { moves_ = true; }
    // What a thread reads comes from there on.
    void go_to_begin() const noexcept { ::lseek(fd_, offset_, SEEK_SET); }
    // What comes next; empty at the end. Throws OSError.
    std::string read_here() const {
        std::string piece(limit(kPiece), '\0');
        const ssize_t got = ::pread(fd_, piece.data(), piece.size(), offset_ + sent_);
        if (got < 0) throw_os_error(errno);
        piece.resize(static_cast<std::size_t>(got));
        return piece;
    }
    bool is_nothing() const {
        struct stat status {};
        if (::fstat(fd_, &status) != 0) throw SendfileNotAvailableError("not a regular file");
        return !count_ && status.st_size == 0;
    }

private:
    int fd_;
    std::int64_t offset_;
    std::optional<std::int64_t> count_;
    std::int64_t sent_ = 0;
    bool moves_ = false;
};

void check(const SendfileOptions& options) {
    if (options.count && *options.count <= 0)
        throw ValueError("count must be a positive integer (got " + repr(*options.count) + ")");
    if (options.offset < 0)
        throw ValueError("offset must be a non-negative integer (got " + repr(options.offset) + ")");
}

// Gives how many bytes were taken.
using SendSome = std::function<std::size_t(std::string_view)>;

// As os.sendfile() of CPython: as much as the socket takes, then another look when it takes more. All is sent
// once such a look finds nothing more to send: no look that has sent something is the last.
std::optional<std::size_t> send_more(FilePart& part, const SendSome& send) {
    const std::size_t before = part.sent();
    try {
        for (std::string piece = part.read_here(); !piece.empty(); piece = part.read_here()) {
            const std::size_t taken = send(piece);
            part.add(taken);
            if (taken < piece.size()) return std::nullopt;
        }
    } catch (const OSError&) {
        if (part.sent() > 0) throw;
        raise_from(SendfileNotAvailableError("os.sendfile call failed"), std::current_exception());
    }
    return part.sent() == before ? std::optional(part.sent()) : std::nullopt;
}

Coroutine<std::size_t> send_straight(EventLoop& loop, int socket, int file, SendfileOptions options,
                                     SendSome send) {
    FilePart part(file, options);
    if (part.is_nothing()) co_return 0;
    part.moves();
    std::function<std::optional<std::size_t>()> attempt = [&] { return send_more(part, send); };
    co_return co_await when_ready<std::size_t>(loop, socket, Observer::kWriting, "sock_sendfile",
                                               std::move(attempt));
}

Bytes read_file(int fd, std::size_t most) {
    Bytes piece(most, '\0');
    const ssize_t got = ::read(fd, piece.data(), piece.size());
    if (got < 0) throw_os_error(errno);
    piece.resize(static_cast<std::size_t>(got));
    return piece;
}

// A thread reads; `send` waits until it can go on.
Coroutine<std::size_t> send_by_reading(EventLoop& loop, int file, SendfileOptions options, std::size_t block,
                                       std::function<Coroutine<>(Bytes)> send) {
    FilePart part(file, options);
    part.go_to_begin();
    const auto read = named("readinto", read_file);
    for (std::size_t size = part.limit(block); size > 0; size = part.limit(size)) {
        const Bytes piece = co_await loop.run_in_executor(nullptr, read, file, size);
        if (piece.empty()) break;
        co_await send(piece);
        part.add(piece.size());
    }
    co_return part.sent();
}

// A transport's protocol while a file is sent over it: asyncio's _SendfileFallbackProtocol.
class FallbackProtocol final : public ProtocolState {
public:
    explicit FallbackProtocol(Ref<TransportState> transport)
        : ProtocolState(ObjectKind::other),
          transport_(std::move(transport)),
          former_(transport_->protocol()),
          was_reading_(transport_->is_reading()),
          was_paused_(transport_->protocol_paused()) {
        if (was_paused_) pause_writing();
    }

    void begin() {
        transport_->pause_reading();
        transport_->set_protocol(Ref<ProtocolState>(this));
    }
    Coroutine<> drain() {
        if (transport_->is_closing()) throw ConnectionError("Connection closed by peer");
        if (ready_) co_await Future<>(ready_);
    }
    void restore() {
        transport_->set_protocol(former_);
        if (was_reading_) transport_->resume_reading();
        if (ready_) ready_->cancel({});
        if (was_paused_) former_->resume_writing();
    }

    void connection_made(TransportState&) override {
        throw RuntimeError("Invalid state: connection should have been established already.");
    }
    void data_received(std::string_view) override { refuse(); }
    bool eof_received() override { refuse(); }
    void connection_lost(const std::exception_ptr& error) override {
        if (ready_ && !ready_->done())
            ready_->FutureBase::set_exception(
                error ? error : std::make_exception_ptr(ConnectionError("Connection is closed by peer")));
        former_->connection_lost(error);
    }
    void pause_writing() override {
        if (!ready_) ready_ = make_internal_future<void>(transport_->loop(), "sendfile");
    }
    void resume_writing() override {
        if (const auto ready = std::exchange(ready_, nullptr)) ready->set_result(None{});
    }
    std::string repr() const override { return "<asyncio.base_events._SendfileFallbackProtocol object>"; }

private:
    [[noreturn]] static void refuse() { throw RuntimeError("Invalid state: reading should be paused"); }

    Ref<TransportState> transport_;
    Ref<ProtocolState> former_;
    bool was_reading_, was_paused_;
    Ref<FutureState<void>> ready_;  // null: writing is not paused
};

Coroutine<std::size_t> send_over(EventLoop& loop, Ref<SocketTransport> transport, int file,
                                 SendfileOptions options) {
    const bool was_reading = transport->is_reading();
    transport->pause_reading();
    const Future<> emptied = transport->begin_sendfile();
    std::exception_ptr error;
    std::size_t sent = 0;
    try {
        co_await emptied;
        check(options);
        SendSome send = [transport](std::string_view data) { return transport->send_past_buffer(data); };
        sent = co_await send_straight(loop, transport->fileno(), file, options, std::move(send));
    } catch (...) {
        error = std::current_exception();
    }
    transport->end_sendfile();
    if (was_reading) transport->resume_reading();
    if (error) std::rethrow_exception(error);
    co_return sent;
}

Coroutine<std::size_t> write_over(EventLoop& loop, Ref<TransportState> transport, int file,
                                  SendfileOptions options) {
    const auto protocol = make_ref<FallbackProtocol>(transport);
    protocol->begin();
    std::exception_ptr error;
    std::size_t sent = 0;
    try {
        std::function<Coroutine<>(Bytes)> send = [transport, protocol](const Bytes& piece) {
            transport->write(piece);
            return protocol->drain();
        };
        sent = co_await send_by_reading(loop, file, options, kTransportBlock, std::move(send));
    } catch (...) {
        error = std::current_exception();
    }
    protocol->restore();
    if (error) std::rethrow_exception(error);
    co_return sent;
}

// By the names of the methods: they show in the await chain.
namespace of_loop {

Coroutine<std::size_t> sock_sendfile(EventLoop& loop, Socket socket, int file, SendfileOptions options) {
    if (socket.type() != SOCK_STREAM) throw ValueError("only SOCK_STREAM type sockets are supported");
    check(options);
    bool available = true;
    std::size_t sent = 0;
    try {
        SendSome send = [&loop, socket](std::string_view data) {
            return send_now(loop, socket.fileno(), data);
        };
        sent = co_await send_straight(loop, socket.fileno(), file, options, std::move(send));
    } catch (const SendfileNotAvailableError&) {
        if (!options.fallback) throw;
        available = false;
    }
    if (available) co_return sent;
    std::function<Coroutine<>(Bytes)> send = [&loop, socket](Bytes piece) {
        return loop.sock_sendall(socket, std::move(piece));
    };
    co_return co_await send_by_reading(loop, file, options, kSocketBlock, std::move(send));
}

Coroutine<std::size_t> sendfile(EventLoop& loop, Ref<TransportState> transport, int file,
                                SendfileOptions options) {
    if (transport->is_closing()) throw RuntimeError("Transport is closing");
    auto* plain = dynamic_cast<SocketTransport*>(transport.get());
    if (!plain && !transport->is_ssl())
        throw RuntimeError("sendfile is not supported for transport " + transport->repr());
    if (plain) {
        bool available = true;
        std::size_t sent = 0;
        try {
            sent = co_await send_over(loop, Ref<SocketTransport>(plain), file, options);
        } catch (const SendfileNotAvailableError&) {
            if (!options.fallback) throw;
            available = false;
        }
        if (available) co_return sent;
    }
    if (!options.fallback)
        throw RuntimeError("fallback is disabled and native sendfile is not supported for transport " +
                           transport->repr());
    co_return co_await write_over(loop, transport, file, options);
}

}  // namespace of_loop

EventLoop& as_loop(LoopConnections& connections) { return static_cast<EventLoop&>(connections); }

}  // namespace

Coroutine<std::size_t> LoopConnections::sendfile(Transport transport, FileArgument file, std::int64_t offset,
                                                 std::optional<std::int64_t> count) {
    return sendfile(std::move(transport), file, SendfileOptions{.offset = offset, .count = count});
}
Coroutine<std::size_t> LoopConnections::sendfile(Transport transport, FileArgument file,
                                                 SendfileOptions options) {
    return of_loop::sendfile(as_loop(*this), transport.state(), file, options);
}
Coroutine<std::size_t> LoopConnections::sock_sendfile(Socket socket, FileArgument file, std::int64_t offset,
                                                      std::optional<std::int64_t> count) {
    return sock_sendfile(std::move(socket), file, SendfileOptions{.offset = offset, .count = count});
}
Coroutine<std::size_t> LoopConnections::sock_sendfile(Socket socket, FileArgument file,
                                                      SendfileOptions options) {
    return of_loop::sock_sendfile(as_loop(*this), std::move(socket), file, options);
}

}  // namespace asyncio::detail
