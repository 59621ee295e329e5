// An endpoint of datagrams over a socket: asyncio's _SelectorDatagramTransport.
#pragma once

#include "engine/base/address.h"
#include "engine/streams/open_socket.h"
#include "engine/streams/transport_state.h"

#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace asyncio {

class DatagramProtocol;

namespace detail {

// Owns a non-blocking socket. The order of calls is asyncio's: connection_made() in the turn after
// construction, then reading starts, then `waiter` is resolved.
class DatagramState final : public BaseTransportState, public LoopResource {
public:
    // `remote`: where all goes.
    DatagramState(EventLoop& loop, OpenSocket socket, std::shared_ptr<DatagramProtocol> protocol,
                  std::optional<Address> remote, Ref<FutureState<void>> waiter);

    void sendto(std::string_view data, std::optional<Address> to);
    bool is_closing() const noexcept override { return closing_; }
    void close() override;
    void abort() override { force_close(nullptr); }
    std::size_t get_write_buffer_size() const noexcept override { return buffered_; }
    ExtraInfo get_extra_info(std::string_view name) const override;
    void set_protocol(std::shared_ptr<DatagramProtocol> protocol) noexcept {
        protocol_ = std::move(protocol);
    }
    const std::shared_ptr<DatagramProtocol>& protocol() const noexcept { return protocol_; }
    std::string repr() const override;

    // The loop is disposed of.
    void abandon() noexcept override;

private:
    using Waiting = std::pair<std::string, std::optional<Address>>;

    ~DatagramState() override;
    void start_reading();
    void read_ready();
    void write_ready();
    bool send(std::string_view data, const std::optional<Address>& to);
    bool send_or_tell(std::string_view data, const std::optional<Address>& to);
    void watch(Observer::Direction direction, IoName name, void (DatagramState::*function)());
    void unwatch(Observer::Direction direction);
    void fatal_error(std::exception_ptr error, const char* message);
    void force_close(std::exception_ptr error);
    void schedule_connection_lost(std::exception_ptr error);
    void connection_lost(const std::exception_ptr& error);
    void tell_to_pause() override;
    void tell_to_resume() override;
    ContextObject shown_protocol() const override;

    int fd_;  // closed: ~fd, as its repr still tells it
    std::shared_ptr<DatagramProtocol> protocol_;
    std::optional<Address> remote_;
    Address sockname_;
    std::optional<Address> peername_;  // of a connected socket
    std::deque<Waiting> waiting_;      // to be sent
    std::size_t buffered_ = 0;         // bytes, with a header for each, as asyncio counts them
    LostWrites lost_writes_;
    bool closing_ = false, lost_ = false;
};

}  // namespace detail
}  // namespace asyncio
