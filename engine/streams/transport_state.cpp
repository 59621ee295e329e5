#include "engine/streams/transport_state.h"

#include <cstdio>

namespace asyncio::detail {

TransportState::TransportState(EventLoop& loop, ObjectKind kind, std::size_t high_water)
    : Object(kind),
      loop_(&loop),
      default_high_water_(high_water),
      high_water_(high_water),
      low_water_(high_water / 4) {
    loop.retain();
}

TransportState::~TransportState() { loop_->release(); }

void TransportState::report(Observer::StreamEvent event, Observer::Direction direction, std::size_t bytes,
                            std::string_view data, std::size_t buffered) const {
    if (Observer* observer = loop_->observer())
        observer->stream(event, *this, direction, bytes, data, buffered);
}

void TransportState::report_limits() const {
    if (Observer* observer = loop_->observer())
        observer->stream_limits(*this, Observer::kWriting, high_water_, low_water_);
}

void TransportState::set_write_buffer_limits(std::optional<std::int64_t> high,
                                             std::optional<std::int64_t> low) {
    if (!high) high = low ? 4 * *low : static_cast<std::int64_t>(default_high_water_);
    if (!low) low = *high / 4;
    if (*high < *low || *low < 0)
        throw ValueError("high (" + std::to_string(*high) + ") must be >= low (" + std::to_string(*low) +
                         ") must be >= 0");
    high_water_ = static_cast<std::size_t>(*high);
    low_water_ = static_cast<std::size_t>(*low);
    report_limits();
    limits_changed();
}

void TransportState::maybe_pause_protocol() {
    if (get_write_buffer_size() > high_water_) pause_protocol();
}

void TransportState::maybe_resume_protocol() {
    if (get_write_buffer_size() <= low_water_) resume_protocol();
}

void TransportState::pause_or_resume_protocol() {
    const std::size_t size = get_write_buffer_size();
    if (size >= high_water_ && !protocol_paused_)
        pause_protocol();
    else if (size <= low_water_)
        resume_protocol();
}

void TransportState::pause_protocol() {
    if (std::exchange(protocol_paused_, true)) return;
    report(Observer::StreamEvent::pause, Observer::kWriting);
    tell_protocol(&ProtocolState::pause_writing, "protocol.pause_writing() failed");
}

void TransportState::resume_protocol() {
    if (!std::exchange(protocol_paused_, false)) return;
    report(Observer::StreamEvent::resume, Observer::kWriting);
    tell_protocol(&ProtocolState::resume_writing, "protocol.resume_writing() failed");
}

void TransportState::tell_protocol(void (ProtocolState::*what)(), const char* complaint) {
    const Ref<ProtocolState> told = protocol();
    if (!told) return;
    std::exception_ptr error;
    try {
        ((*told).*what)();
    } catch (...) {
        error = std::current_exception();
    }
    if (!error) return;
    if (leaves_the_loop(error)) std::rethrow_exception(error);
    loop_->call_exception_handler(
        {.message = complaint, .exception = error, .transport = *this, .protocol = *told});
}

void call_soon_internal(EventLoop& loop, std::string name, std::function<void()> function) {
    const auto callback = make_ref<CallbackState>(
        std::move(name), [f = std::move(function)](const FutureRef&) { f(); }, ObjectKind::callback);
    callback->announce(loop);
    loop.push_ready(*in_context(Callback(callback), {}), nullptr, loopscope::trace::ReadyReason::call_soon);
}

void call_connection_made_soon(TransportState& transport, const Ref<ProtocolState>& protocol) {
    const auto call = [protocol, held = Ref<TransportState>(&transport)] {
        protocol->connection_made(*held);
    };
    std::string name = protocol->name_of_connection_made();
    if (name.empty()) return call_soon_internal(transport.loop(), "connection_made", call);
    const Callback callback(std::move(name), call);
    callback.state().announce(transport.loop());
    transport.loop().push_ready(*in_context(callback, {}), nullptr, loopscope::trace::ReadyReason::call_soon);
}

void LostWrites::note() {
    constexpr int kThreshold = 5;  // asyncio's LOG_THRESHOLD_FOR_CONNLOST_WRITES
    if (++count_ >= kThreshold) std::fputs("socket.send() raised exception.\n", stderr);
}

}  // namespace asyncio::detail
