// Datagrams: loop.create_datagram_endpoint(), its transport and what it tells.
#pragma once

#include "engine/base/compiler_faults.h"
#include "engine/loop/connections.h"
#include "engine/streams/datagram_transport.h"
#include "engine/streams/protocol.h"
#include "engine/streams/socket.h"
#include "engine/tasks/task.h"

#include <concepts>
#include <exception>
#include <functional>
#include <memory>
#include <optional>
#include <source_location>
#include <string>
#include <string_view>
#include <utility>

namespace asyncio {

// Sends datagrams. A handle: copies refer to the same transport, which goes on without. An empty one (default
// constructed) has nothing but `operator bool` and repr().
class DatagramTransport {
public:
    DatagramTransport() = default;
    explicit DatagramTransport(detail::Ref<detail::DatagramState> state) : state_(std::move(state)) {}

    // Sends one datagram, to the remote address that the endpoint was made with if none is given. Never
    // waits. What goes wrong is told to the protocol's error_received(). Throws ValueError for another
    // address than the remote one.
    void sendto(detail::Piece data, const std::optional<Address>& addr = std::nullopt,
                std::source_location where = std::source_location::current()) const {
        const detail::CallSite site(state_->loop().observer(), where);
        state_->sendto(data, addr);
    }
    void sendto(detail::Piece data, const Address& addr,
                std::source_location where = std::source_location::current()) const {
        sendto(data, std::optional<Address>(addr), where);
    }
    template <std::same_as<ExtraInfo> Info>  // of get_extra_info("sockname")
    void sendto(detail::Piece data, const Info& addr,
                std::source_location where = std::source_location::current()) const {
        sendto(data, *addr, where);
    }
    // ... to a Unix socket.
    template <std::convertible_to<std::string> Path>
    void sendto(detail::Piece data, const Path& path,
                std::source_location where = std::source_location::current()) const {
        sendto(data, Address::unix_path(path), where);
    }
    // Sends what is buffered, then closes.
    void close(std::source_location where = std::source_location::current()) const {
        const detail::CallSite site(state_->loop().observer(), where);
        state_->close();
    }
    // Closes at once.
    void abort(std::source_location where = std::source_location::current()) const {
        const detail::CallSite site(state_->loop().observer(), where);
        state_->abort();
    }
    bool is_closing() const { return state_->is_closing(); }
    std::size_t get_write_buffer_size() const { return state_->get_write_buffer_size(); }
    void set_write_buffer_limits(std::optional<std::int64_t> high = std::nullopt,
                                 std::optional<std::int64_t> low = std::nullopt) const {
        state_->set_write_buffer_limits(high, low);
    }
    void set_write_buffer_limits(WriteBufferLimits limits) const { state_->set_write_buffer_limits(limits); }
    // (low, high)
    std::pair<std::size_t, std::size_t> get_write_buffer_limits() const {
        return state_->get_write_buffer_limits();
    }
    // "peername", "sockname", "socket"; None for a name that it does not know.
    ExtraInfo get_extra_info(std::string_view name) const { return state_->get_extra_info(name); }
    template <class T>
    ExtraInfo get_extra_info(std::string_view name, T default_value) const {
        ExtraInfo info = get_extra_info(name);
        return info ? info : ExtraInfo(std::move(default_value));
    }
    void set_protocol(std::shared_ptr<DatagramProtocol> protocol) const {
        state_->set_protocol(std::move(protocol));
    }
    // Null when it is closed.
    const std::shared_ptr<DatagramProtocol>& get_protocol() const { return state_->protocol(); }
    std::string repr() const { return state_ ? state_->repr() : "None"; }
    explicit operator bool() const noexcept { return static_cast<bool>(state_); }
    friend bool operator==(const DatagramTransport&, const DatagramTransport&) = default;

private:
    detail::Ref<detail::DatagramState> state_;
};

// What a program does with datagrams.
class DatagramProtocol : public BaseProtocol {
public:
    // The first call.
    virtual void connection_made(DatagramTransport /*transport*/) {}
    virtual void datagram_received(Bytes /*data*/, Address /*addr*/) {}
    // Sending or receiving failed: an OSError, as ConnectionRefusedError where nobody listens at the remote
    // address.
    virtual void error_received(std::exception_ptr /*exc*/) {}
};

// Where an endpoint is, or sends to: ("127.0.0.1", 9999), or an Address; with AF_UNIX a path. Refers to what
// it is made of; none by default. Trivial on purpose, like all options: g++ 12.
class EndpointAddress {
public:
    EndpointAddress() = default;
    EndpointAddress(std::string_view host, int port) noexcept : host_(host), port_(port), given_(true) {}
    EndpointAddress(const Address& address) noexcept : EndpointAddress(address.host, address.port) {}
    EndpointAddress(const ExtraInfo& address) : EndpointAddress(address.as<Address>()) {}
    EndpointAddress(const char* path) noexcept : EndpointAddress(path, Address::kNoPort) {}
    EndpointAddress(const std::string& path) noexcept : EndpointAddress(path, Address::kNoPort) {}
    std::string_view host() const noexcept { return host_; }
    int port() const noexcept { return port_; }
    bool given() const noexcept { return given_; }

private:
    std::string_view host_ = {};
    int port_ = 0;
    bool given_ = false;
};

struct DatagramOptions {
    EndpointAddress local_addr = {};   // to be bound to; port 0: any
    EndpointAddress remote_addr = {};  // to be connected to
    int family = 0;                    // AF_INET or AF_INET6: only such addresses; AF_UNIX: paths
    bool reuse_port = false;
    bool allow_broadcast = false;  // also: sends to remote_addr without being connected to it
    SocketArgument sock = {};      // a datagram socket in place of addresses
};

namespace detail {

using DatagramFactory = std::function<std::shared_ptr<DatagramProtocol>()>;

// DatagramOptions without what refers to the caller's.
struct DatagramRequest {
    explicit DatagramRequest(const DatagramOptions& options);

    std::optional<Address> local, remote;
    int family;
    bool reuse_port, allow_broadcast;
    int sock;
};

Coroutine<Ref<DatagramState>> create_datagram_endpoint(EventLoop& loop, DatagramFactory factory,
                                                       DatagramRequest request);

template <class P>
Coroutine<std::pair<DatagramTransport, std::shared_ptr<P>>> create_datagram_endpoint_of(
    EventLoop& loop, DatagramFactory factory, DatagramRequest request) {
    const Ref<DatagramState> made =
        co_await create_datagram_endpoint(loop, std::move(factory), std::move(request));
    co_return std::pair(DatagramTransport(made), std::dynamic_pointer_cast<P>(made->protocol()));
}

template <class F>
LoopConnections::Endpoint<F> LoopConnections::create_datagram_endpoint(F&& factory, DatagramOptions options) {
    check_temporary<F>();
    DatagramFactory make = [f = std::decay_t<F>(std::forward<F>(factory))]() mutable { return f(); };
    return create_datagram_endpoint_of<ProtocolOf<F>>(static_cast<EventLoop&>(*this), std::move(make),
                                                      DatagramRequest(options));
}

}  // namespace detail
}  // namespace asyncio
