// Streams: StreamReader and StreamWriter over a connection.
#pragma once

#include "engine/base/address.h"
#include "engine/streams/program_protocol.h"
#include "engine/streams/stream_reader.h"
#include "engine/streams/transport.h"
#include "engine/tls/ssl_context.h"

#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace asyncio {

class StreamWriter;

struct StartTlsOptions {
    std::string_view server_hostname = {};                       // of a client: what the certificate must fit
    std::optional<double> ssl_handshake_timeout = std::nullopt;  // seconds; 60
    std::optional<double> ssl_shutdown_timeout = std::nullopt;   // seconds; 30
};

// Of loop.start_tls().
struct LoopTlsOptions {
    bool server_side = false;
    std::string_view server_hostname = {};                       // of a client: what the certificate must fit
    std::optional<double> ssl_handshake_timeout = std::nullopt;  // seconds; 60
    std::optional<double> ssl_shutdown_timeout = std::nullopt;   // seconds; 30
};

namespace detail {

class FlowControl;

// What all copies of a StreamWriter share. The last one closes the connection, as in Python.
class WriterState final : public Object {
public:
    // `reader` is null for a stream that only writes.
    WriterState(Ref<FlowControl> protocol, Ref<TransportState> transport, Ref<ReaderState> reader);

    Ref<FlowControl> protocol;
    Ref<TransportState> transport;  // another one after start_tls()
    Ref<ReaderState> reader;

private:
    ~WriterState() override;
};

}  // namespace detail

// Writes to a connection. A handle: copies refer to the same stream; when the last one is gone, the
// connection is closed. An empty one (default constructed) has nothing but `operator bool` and repr().
class StreamWriter {
public:
    StreamWriter() = default;
    explicit StreamWriter(detail::Ref<detail::WriterState> state) : state_(std::move(state)) {}

    // Hands the bytes to the transport; never waits. Throws RuntimeError after write_eof().
    void write(detail::Piece data, std::source_location where = std::source_location::current()) const {
        const detail::CallSite site(state_->transport->loop().observer(), where);
        state_->transport->write(data);
    }
    void writelines(const std::vector<Bytes>& lines,
                    std::source_location where = std::source_location::current()) const {
        const detail::CallSite site(state_->transport->loop().observer(), where);
        state_->transport->writelines(lines);
    }
    // ... of any texts.
    template <detail::Texts Lines>
    void writelines(const Lines& lines, std::source_location where = std::source_location::current()) const {
        writelines(std::vector<Bytes>(lines.begin(), lines.end()), where);
    }
    using MeantAsCallback = void (StreamWriter::*)(const std::vector<Bytes>&, std::source_location) const;
    // Waits while the transport's buffer is above its high mark, until it is below the low one. Throws what
    // the connection failed with, ConnectionResetError("Connection lost") if it is gone.
    Coroutine<> drain() const;
    bool can_write_eof() const { return state_->transport->can_write_eof(); }
    // Ends this direction; the other goes on. Throws NotImplementedError where that cannot be (TLS).
    void write_eof(std::source_location where = std::source_location::current()) const {
        const detail::CallSite site(state_->transport->loop().observer(), where);
        state_->transport->write_eof();
    }
    // Flushes what is buffered, then closes.
    void close(std::source_location where = std::source_location::current()) const {
        const detail::CallSite site(state_->transport->loop().observer(), where);
        state_->transport->close();
    }
    bool is_closing() const { return state_->transport->is_closing(); }
    // Makes the connection secure; both ends must have agreed to begin. Its other end is a server's if this
    // one is a client's. Throws ssl::SSLError.
    Coroutine<> start_tls(ssl::SSLContext context, StartTlsOptions options = {}) const;
    // Returns when the connection is gone; throws what it failed with.
    Coroutine<> wait_closed() const;
    // "peername", "sockname", "socket"; of TLS "cipher", "compression", "peercert", "sslcontext"; None for a
    // name that it does not know, or `default_value`.
    ExtraInfo get_extra_info(std::string_view name) const { return state_->transport->get_extra_info(name); }
    template <class T>
    ExtraInfo get_extra_info(std::string_view name, T default_value) const {
        ExtraInfo info = get_extra_info(name);
        return info ? info : ExtraInfo(std::move(default_value));
    }
    Transport transport() const { return Transport(state_->transport); }

    std::string repr() const;
    explicit operator bool() const noexcept { return static_cast<bool>(state_); }
    friend bool operator==(const StreamWriter&, const StreamWriter&) = default;
    detail::WriterState& state() const { return *state_; }

private:
    detail::Ref<detail::WriterState> state_;
};

// A plain callback returns nothing, a coroutine function a Coroutine<>, which becomes a task.
using ClientConnectedCallback = std::function<std::optional<Coroutine<>>(StreamReader, StreamWriter)>;

namespace detail {

// Writers wait while their transport is full: asyncio's FlowControlMixin.
class FlowControl : public ProtocolState {
public:
    void pause_writing() override { paused_ = true; }
    void resume_writing() override;
    // Does drain() return at once?
    bool flows() const noexcept { return !paused_ && !lost_; }
    // Suspends while writing is paused. The transport must live as long.
    Coroutine<> drain(const TransportState& transport);
    // Done when the writer's connection is gone.
    const Ref<FutureState<void>>& closed() const noexcept { return closed_; }
    // start_tls() puts another transport below.
    virtual void replace_transport(TransportState&) {}
    virtual bool server_side() const noexcept { return false; }
    // The task of a server's callback has ended by an exception, whose traceback in Python still holds the
    // writer: its done callback, not the writer's end, closes the connection.
    virtual bool callback_failed() const noexcept { return false; }

protected:
    explicit FlowControl(EventLoop& loop);
    ~FlowControl() override;
    void resolve_closed(const std::exception_ptr& error);
    void wake_drainers(const std::exception_ptr& error);
    EventLoop& loop() const noexcept { return loop_; }

private:
    EventLoop& loop_;
    Ref<FutureState<void>> closed_;
    std::vector<Ref<FutureState<void>>> drain_waiters_;
    bool paused_ = false, lost_ = false;
};

// Between a transport and its StreamReader; asyncio's StreamReaderProtocol.
class StreamProtocol final : public FlowControl {
public:
    // `callback` is null for a client.
    StreamProtocol(EventLoop& loop, Ref<ReaderState> reader,
                   std::shared_ptr<const ClientConnectedCallback> callback);

    void connection_made(TransportState& transport) override;
    void data_received(std::string_view data) override { reader->feed_data(data); }
    bool only_receives() const noexcept override { return true; }
    bool eof_received() override;
    void connection_lost(const std::exception_ptr& error) override;
    void replace_transport(TransportState& transport) override;
    bool server_side() const noexcept override { return server_side_; }
    bool callback_failed() const noexcept override {
        return callback_task_ && (callback_task_->failed() || callback_task_->cancelled());
    }

    Ref<ReaderState> reader;

private:
    void call_client_connected(TransportState& transport);

    std::shared_ptr<const ClientConnectedCallback> callback_;  // until it has been called
    bool server_side_;
    bool over_ssl_ = false;
    const FutureBase* callback_task_ = nullptr;  // until its done callback has run
};

// Makes a StreamProtocol, and its reader, for each connection.
ProtocolFactory stream_protocols(EventLoop& loop, std::shared_ptr<const ClientConnectedCallback> callback,
                                 std::int64_t limit);

}  // namespace detail

}  // namespace asyncio
