// A program's protocol, as transports know it.
#pragma once

#include "engine/streams/protocol.h"

#include <functional>
#include <memory>
#include <utility>

namespace asyncio::detail {

// Held by the transport until the connection is lost, and holds the protocol.
class ProgramProtocol final : public ProtocolState {
public:
    // `transport`: whose it becomes without being told that a connection was made.
    explicit ProgramProtocol(std::shared_ptr<Protocol> protocol, const TransportState* transport = nullptr);
    explicit ProgramProtocol(std::shared_ptr<BufferedProtocol> protocol,
                             const TransportState* transport = nullptr);

    void connection_made(TransportState& transport) override;
    std::string name_of(Call call) const override;
    // For bytes that come from above a socket: TLS.
    void data_received(std::string_view data) override;
    BufferedProtocol* buffered() const noexcept override { return buffered_; }
    bool eof_received() override;
    void connection_lost(const std::exception_ptr& error) override { protocol_->connection_lost(error); }
    void pause_writing() override { protocol_->pause_writing(); }
    void resume_writing() override { protocol_->resume_writing(); }
    std::string repr() const override;
    const std::shared_ptr<BaseProtocol>& protocol() const noexcept { return protocol_; }

private:
    void fill_buffers(std::string_view data);

    std::shared_ptr<BaseProtocol> protocol_;
    Protocol* plain_ = nullptr;  // the same, or
    BufferedProtocol* buffered_ = nullptr;
    const TransportState* transport_;  // not held
};

// Makes the protocol of a new connection. Throws what the program's function throws.
using ProtocolFactory = std::function<Ref<ProtocolState>()>;

// `make` gives a std::shared_ptr of a class of the program's.
template <class F>
ProtocolFactory protocol_factory(F make) {
    return [make = std::move(make)]() mutable -> Ref<ProtocolState> {
        return make_ref<ProgramProtocol>(make());
    };
}

// The protocol that protocol_factory() made.
template <class P>
std::shared_ptr<P> program_protocol(const ProtocolState& state) {
    return std::dynamic_pointer_cast<P>(static_cast<const ProgramProtocol&>(state).protocol());
}

}  // namespace asyncio::detail
