#include "engine/streams/program_protocol.h"

#include "engine/base/symbols.h"

#include <cstring>

namespace asyncio {

namespace detail {

ProgramProtocol::ProgramProtocol(std::shared_ptr<Protocol> protocol, const TransportState* transport)
    : ProtocolState(ObjectKind::other), protocol_(protocol), plain_(protocol.get()), transport_(transport) {}

ProgramProtocol::ProgramProtocol(std::shared_ptr<BufferedProtocol> protocol, const TransportState* transport)
    : ProtocolState(ObjectKind::other),
      protocol_(protocol),
      buffered_(protocol.get()),
      transport_(transport) {}

void ProgramProtocol::connection_made(TransportState& transport) {
    transport_ = &transport;
    const Transport handle{Ref<TransportState>(&transport)};
    if (plain_)
        plain_->connection_made(handle);
    else
        buffered_->connection_made(handle);
}

namespace {

class PlainBuffered final : public BufferedProtocol {
    std::span<char> get_buffer(std::int64_t) override { return {}; }
    void buffer_updated(std::size_t) override {}
};

}  // namespace

// A call of asyncio's own, which recordings and step logs leave out, if the program has no such method.
std::string ProgramProtocol::name_of(Call call) const {
    static const Protocol plain;
    static const PlainBuffered plain_buffered;
    static const BufferedProtocol& buffered = plain_buffered;
    const auto name = [this](bool own, const char* method) {
        return own ? class_name_of(*protocol_) + method : std::string();
    };
    switch (call) {
        case Call::connection_made:
            return name(plain_ ? overrides(*plain_, plain, &Protocol::connection_made)
                               : overrides(*buffered_, buffered, &BufferedProtocol::connection_made),
                        ".connection_made");
        case Call::eof_received:
            return name(plain_ ? overrides(*plain_, plain, &Protocol::eof_received)
                               : overrides(*buffered_, buffered, &BufferedProtocol::eof_received),
                        ".eof_received");
        case Call::connection_lost: break;
    }
    return name(
        overrides(*protocol_, static_cast<const BaseProtocol&>(plain), &BaseProtocol::connection_lost),
        ".connection_lost");
}

void ProgramProtocol::data_received(std::string_view data) {
    if (Observer* observer = transport_ ? transport_->loop().observer() : nullptr)
        observer->stream(Observer::StreamEvent::receive, *transport_, Observer::kReading, data.size(), data,
                         0);
    if (plain_)
        plain_->data_received(Bytes(data));
    else
        fill_buffers(data);
}

void ProgramProtocol::fill_buffers(std::string_view data) {
    while (!data.empty()) {
        const std::span<char> room = buffered_->get_buffer(static_cast<std::int64_t>(data.size()));
        if (room.empty()) throw RuntimeError("get_buffer() returned an empty buffer");
        const std::size_t count = std::min(room.size(), data.size());
        std::memcpy(room.data(), data.data(), count);
        data.remove_prefix(count);
        buffered_->buffer_updated(count);
    }
}

bool ProgramProtocol::eof_received() { return plain_ ? plain_->eof_received() : buffered_->eof_received(); }

std::string ProgramProtocol::repr() const { return "<" + class_name_of(*protocol_) + " object>"; }

}  // namespace detail

void Transport::set_protocol(std::shared_ptr<Protocol> protocol) const {
    state_->set_protocol(detail::make_ref<detail::ProgramProtocol>(std::move(protocol), state_.get()));
}

void Transport::set_protocol(std::shared_ptr<BufferedProtocol> protocol) const {
    state_->set_protocol(detail::make_ref<detail::ProgramProtocol>(std::move(protocol), state_.get()));
}

std::shared_ptr<BaseProtocol> Transport::get_protocol() const {
    const auto* program = dynamic_cast<const detail::ProgramProtocol*>(state_->protocol().get());
    return program ? program->protocol() : nullptr;
}

}  // namespace asyncio
