#include "engine/streams/transport.h"

#include <cstdio>

namespace asyncio {

Transport::Transport(EventLoop& loop, detail::ObjectKind kind, std::size_t high_water)
    : Object(kind),
      loop_(&loop),
      default_high_water_(high_water),
      high_water_(high_water),
      low_water_(high_water / 4) {
    loop.retain();
}

Transport::~Transport() { loop_->release(); }

void Transport::report(Observer::StreamEvent event, Observer::Direction direction, std::size_t bytes,
                       std::string_view data, std::size_t buffered) const {
    if (Observer* observer = loop_->observer())
        observer->stream(event, *this, direction, bytes, data, buffered);
}

void Transport::report_limits() const {
    if (Observer* observer = loop_->observer())
        observer->stream_limits(*this, Observer::kWriting, high_water_, low_water_);
}

void Transport::set_write_buffer_limits(std::optional<std::int64_t> high, std::optional<std::int64_t> low) {
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

void Transport::maybe_pause_protocol() {
    if (get_write_buffer_size() > high_water_) pause_protocol();
}

void Transport::maybe_resume_protocol() {
    if (get_write_buffer_size() <= low_water_) resume_protocol();
}

void Transport::pause_or_resume_protocol() {
    const std::size_t size = get_write_buffer_size();
    if (size >= high_water_ && !protocol_paused_)
        pause_protocol();
    else if (size <= low_water_)
        resume_protocol();
}

void Transport::pause_protocol() {
    if (std::exchange(protocol_paused_, true)) return;
    report(Observer::StreamEvent::pause, Observer::kWriting);
    tell_protocol_to_pause();
}

void Transport::resume_protocol() {
    if (!std::exchange(protocol_paused_, false)) return;
    report(Observer::StreamEvent::resume, Observer::kWriting);
    tell_protocol_to_resume();
}

namespace detail {

void call_soon_internal(EventLoop& loop, std::string name, std::function<void()> function) {
    const auto callback = make_ref<CallbackState>(
        std::move(name), [f = std::move(function)](const FutureRef&) { f(); }, ObjectKind::callback);
    callback->announce(loop);
    loop.push_ready(*callback, nullptr, loopscope::trace::ReadyReason::call_soon);
}

void LostWrites::note() {
    constexpr int kThreshold = 5;  // asyncio's LOG_THRESHOLD_FOR_CONNLOST_WRITES
    if (++count_ >= kThreshold) std::fputs("socket.send() raised exception.\n", stderr);
}

}  // namespace detail
}  // namespace asyncio
