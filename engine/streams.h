// Streams: StreamReader and StreamWriter over a connection.
#pragma once

#include "engine/awaitable.h"
#include "engine/transport.h"

#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace asyncio {

inline constexpr std::size_t kDefaultLimit = 64 * 1024;

namespace detail {

// The buffer between transport and program. At most one coroutine waits for data at a time.
class ReaderState final : public Object {
public:
    ReaderState(EventLoop& loop, std::size_t limit);

    void set_transport(SocketTransport* transport) noexcept { transport_ = Ref<SocketTransport>(transport); }
    void feed_data(std::string_view data);
    void feed_eof();
    void set_exception(std::exception_ptr error);
    bool at_eof() const noexcept { return eof_ && buffered() == 0; }
    const std::exception_ptr& exception() const noexcept { return error_; }
    std::size_t buffered() const noexcept { return buffer_.size() - start_; }
    std::size_t limit() const noexcept { return limit_; }
    bool eof() const noexcept { return eof_; }
    std::string_view view() const noexcept { return std::string_view(buffer_).substr(start_); }
    // Takes the first `count` bytes out of the buffer.
    Bytes take(std::size_t count);
    void discard(std::size_t count);
    void check() const {
        if (error_) std::rethrow_exception(error_);
    }
    // Suspends until data or the end of the stream came. Throws RuntimeError if another coroutine waits
    // already.
    Coroutine<> wait_for_data(const char* function);
    void maybe_resume_transport();

private:
    ~ReaderState() override = default;
    void wake_waiter();

    EventLoop& loop_;
    std::size_t limit_;
    std::string buffer_;
    std::size_t start_ = 0;
    bool eof_ = false, paused_ = false;
    std::exception_ptr error_;
    Ref<FutureState<void>> waiter_;
    Ref<SocketTransport> transport_;
};

class StreamProtocol;

}  // namespace detail

// Reads from a connection. A handle: copies refer to the same stream.
class StreamReader {
public:
    explicit StreamReader(detail::Ref<detail::ReaderState> state) : state_(std::move(state)) {}

    // Up to `n` bytes, at least one unless the stream has ended (then empty); -1: everything up to the end.
    Coroutine<Bytes> read(long n = -1) const;
    // Up to and including the newline; what there is at the end of the stream. A line over the limit is
    // dropped: ValueError.
    Coroutine<Bytes> readline() const;
    // Exactly `n` bytes. IncompleteReadError (with what there was) if the stream ends before.
    Coroutine<Bytes> readexactly(std::size_t n) const;
    // Up to and including `separator`. IncompleteReadError at the end, LimitOverrunError over the limit (the
    // data stays).
    Coroutine<Bytes> readuntil(Bytes separator = "\n") const;
    // The stream has ended and the buffer is empty.
    bool at_eof() const { return state_->at_eof(); }
    std::exception_ptr exception() const { return state_->exception(); }
    void feed_data(std::string_view data) const { state_->feed_data(data); }
    void feed_eof() const { state_->feed_eof(); }

    detail::ReaderState& state() const { return *state_; }

private:
    detail::Ref<detail::ReaderState> state_;
};

// Writes to a connection. A handle: copies refer to the same stream.
class StreamWriter {
public:
    explicit StreamWriter(detail::Ref<detail::StreamProtocol> protocol,
                          detail::Ref<detail::SocketTransport> transport);
    StreamWriter(const StreamWriter&);
    StreamWriter& operator=(const StreamWriter&);
    ~StreamWriter();

    // Hands the bytes to the transport; never waits. Throws RuntimeError after write_eof().
    void write(std::string_view data) const;
    void writelines(const std::vector<Bytes>& lines) const;
    // Waits while the transport's buffer is above its high mark, until it is below the low one.
    Coroutine<> drain() const;
    bool can_write_eof() const;
    // Ends this direction; the other goes on.
    void write_eof() const;
    void close() const;
    bool is_closing() const;
    Coroutine<> wait_closed() const;
    // "peername" or "sockname".
    std::optional<Address> get_extra_info(std::string_view name) const;
    detail::SocketTransport& transport() const { return *transport_; }

private:
    detail::Ref<detail::StreamProtocol> protocol_;
    detail::Ref<detail::SocketTransport> transport_;
};

// A plain callback returns nothing, a coroutine function a Coroutine<>, which becomes a task.
using ClientConnectedCallback = std::function<std::optional<Coroutine<>>(StreamReader, StreamWriter)>;

namespace detail {

// Between a transport and its StreamReader; asyncio's StreamReaderProtocol.
class StreamProtocol final : public Protocol {
public:
    // `callback` is null for a client.
    StreamProtocol(EventLoop& loop, Ref<ReaderState> reader,
                   std::shared_ptr<const ClientConnectedCallback> callback);

    void connection_made(SocketTransport& transport) override;
    void data_received(std::string_view data) override;
    bool eof_received() override;
    void connection_lost(const std::exception_ptr& error) override;
    void pause_writing() override { paused_ = true; }
    void resume_writing() override;

    Ref<ReaderState> reader;
    // Suspends while writing is paused.
    Coroutine<> drain();
    const Ref<FutureState<void>>& closed() const noexcept { return closed_; }

private:
    ~StreamProtocol() override;
    void call_client_connected(SocketTransport& transport);

    EventLoop& loop_;
    std::shared_ptr<const ClientConnectedCallback> callback_;
    Ref<FutureState<void>> closed_;
    std::vector<Ref<FutureState<void>>> drain_waiters_;
    bool paused_ = false, lost_ = false;
};

}  // namespace detail

using Connection = std::pair<StreamReader, StreamWriter>;

struct StreamOptions {
    std::size_t limit = kDefaultLimit;  // bytes a line may have
};

// Connects to `host` (an IPv4 or IPv6 address, or "localhost") and `port`.
// Throws OSError (ConnectionRefusedError, …) if that fails.
Coroutine<Connection> open_connection(std::string host, int port, StreamOptions options = {});
inline Coroutine<Connection> open_connection(Address address, StreamOptions options = {}) {
    return open_connection(std::move(address.host), address.port, options);
}

}  // namespace asyncio
