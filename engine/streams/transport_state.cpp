#include "engine/streams/transport_state.h"

#include <cstdio>

namespace asyncio::detail {

BaseTransportState::BaseTransportState(EventLoop& loop, ObjectKind kind, std::size_t high_water)
    : Object(kind),
      loop_(&loop),
      default_high_water_(high_water),
      high_water_(high_water),
      low_water_(high_water / 4) {
    loop.retain();
}

BaseTransportState::~BaseTransportState() { loop_->release(); }

void BaseTransportState::report(Observer::StreamEvent event, Observer::Direction direction, std::size_t bytes,
                                std::string_view data, std::size_t buffered) const {
    if (Observer* observer = loop_->observer())
        observer->stream(event, *this, direction, bytes, data, buffered);
}

void BaseTransportState::report_limits() const {
    if (Observer* observer = loop_->observer())
        observer->stream_limits(*this, Observer::kWriting, high_water_, low_water_);
}

void BaseTransportState::set_write_buffer_limits(std::optional<std::int64_t> high,
                                                 std::optional<std::int64_t> low) {
    if (!high) high = low ? 4 * *low : static_cast<std::int64_t>(default_high_water_);
    if (!low) low = *high >> 2;  // rounds down, as Python's //
    if (*high < *low || *low < 0)
        throw ValueError("high (" + std::to_string(*high) + ") must be >= low (" + std::to_string(*low) +
                         ") must be >= 0");
    high_water_ = static_cast<std::size_t>(*high);
    low_water_ = static_cast<std::size_t>(*low);
    report_limits();
    limits_changed();
}

void BaseTransportState::maybe_pause_protocol() {
    if (get_write_buffer_size() > high_water_) pause_protocol();
}

void BaseTransportState::maybe_resume_protocol() {
    if (get_write_buffer_size() <= low_water_) resume_protocol();
}

void BaseTransportState::pause_or_resume_protocol() {
    const std::size_t size = get_write_buffer_size();
    if (size >= high_water_ && !protocol_paused_)
        pause_protocol();
    else if (size <= low_water_)
        resume_protocol();
}

void BaseTransportState::pause_protocol() {
    if (std::exchange(protocol_paused_, true)) return;
    report(Observer::StreamEvent::pause, Observer::kWriting);
    tell_protocol(&BaseTransportState::tell_to_pause, "protocol.pause_writing() failed");
}

void BaseTransportState::resume_protocol() {
    if (!std::exchange(protocol_paused_, false)) return;
    report(Observer::StreamEvent::resume, Observer::kWriting);
    tell_protocol(&BaseTransportState::tell_to_resume, "protocol.resume_writing() failed");
}

void BaseTransportState::tell_protocol(void (BaseTransportState::*tell)(), const char* complaint) {
    std::exception_ptr error;
    try {
        (this->*tell)();
    } catch (...) {
        error = std::current_exception();
    }
    if (!error) return;
    if (leaves_the_loop(error)) std::rethrow_exception(error);
    loop_->call_exception_handler(
        {.message = complaint, .exception = error, .transport = *this, .protocol = shown_protocol()});
}

std::string BaseTransportState::repr_as(const std::string& class_name, int fd) const {
    const auto polled = [&](Observer::Direction direction) {
        return loop_->selector().callback(fd, direction) != nullptr;
    };
    if (fd < 0) return "<" + class_name + " closed fd=" + std::to_string(~fd) + ">";
    std::string text = "<" + class_name + (is_closing() ? " closing" : "") + " fd=" + std::to_string(fd);
    if (loop_->is_closed()) return text + ">";
    return text + " read=" + (polled(Observer::kReading) ? "polling" : "idle") + " write=<" +
           (polled(Observer::kWriting) ? "polling" : "idle") +
           ", bufsize=" + std::to_string(get_write_buffer_size()) + ">>";
}

ContextObject TransportState::shown_protocol() const {
    return protocol() ? ContextObject(*protocol()) : ContextObject();
}

void TransportState::tell_to_pause() {
    if (const Ref<ProtocolState> told = protocol()) told->pause_writing();
}

void TransportState::tell_to_resume() {
    if (const Ref<ProtocolState> told = protocol()) told->resume_writing();
}

void call_soon_internal(EventLoop& loop, std::string name, std::function<void()> function) {
    const auto callback = make_ref<CallbackState>(
        std::move(name), [f = std::move(function)](const FutureRef&) { f(); }, ObjectKind::callback);
    callback->announce(loop);
    loop.push_ready(*in_context(Callback(callback), {}), nullptr, loopscope::trace::ReadyReason::call_soon);
}

void call_programs_soon(EventLoop& loop, std::string name, const char* own_name,
                        std::function<void()> function) {
    if (name.empty()) return call_soon_internal(loop, own_name, std::move(function));
    const Callback callback(std::move(name), std::move(function));
    callback.state().announce(loop);
    loop.push_ready(*in_context(callback, {}), nullptr, loopscope::trace::ReadyReason::call_soon);
}

void LostWrites::note() {
    constexpr int kThreshold = 5;  // asyncio's LOG_THRESHOLD_FOR_CONNLOST_WRITES
    if (++count_ >= kThreshold) std::fputs("socket.send() raised exception.\n", stderr);
}

}  // namespace asyncio::detail
