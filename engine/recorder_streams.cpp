// What the recorder hears of streams.
#include "engine/base/bytes.h"
#include "engine/base/repr.h"
#include "engine/recorder.h"
#include "engine/tasks/future_base.h"

namespace asyncio {

using namespace loopscope::trace;
using EK = EventKind;

namespace {

constexpr std::size_t kPreview = 256;  // bytes of stream data that are kept

}  // namespace

// The same bytes are written, sent, received and read: mostly in turn.
StringId Recorder::preview_of(std::string_view data) {
    if (data.empty()) return 0;
    const std::string_view seen = data.substr(0, kPreview);
    if (seen != previewed_) {
        previewed_ = seen;
        preview_ = recording_.intern(asyncio::repr(Bytes(seen)));
    }
    return preview_;
}

void Recorder::stream(StreamEvent event, const Object& transport, Direction direction, std::size_t bytes,
                      std::string_view data, std::size_t buffered) noexcept {
    constexpr EK kKinds[] = {EK::stream_write,  EK::stream_send,  EK::stream_receive,
                             EK::stream_read,   EK::stream_eof,   EK::stream_pause,
                             EK::stream_resume, EK::stream_close, EK::stream_lost};
    append({.kind = kKinds[static_cast<int>(event)],
            .flags = direction,
            .a = transport.id(),
            .c = static_cast<std::uint32_t>(buffered),
            .text = preview_of(data),
            .loc = current_line(),
            .value = static_cast<std::int64_t>(bytes)});
}

void Recorder::stream_peer(const Object& transport, ObjectId other) noexcept {
    append({.kind = EK::stream_peer, .a = transport.id(), .b = other});
}

void Recorder::stream_limits(const Object& stream, Direction direction, std::size_t high,
                             std::size_t low) noexcept {
    append({.kind = EK::stream_limits,
            .flags = direction,
            .a = stream.id(),
            .c = static_cast<std::uint32_t>(low),
            .value = static_cast<std::int64_t>(high)});
}

void Recorder::stream_wait(const Object& stream, const FutureBase& future, Direction direction,
                           std::string_view what) noexcept {
    append({.kind = EK::stream_wait,
            .flags = direction,
            .a = stream.id(),
            .b = future.id(),
            .text = recording_.intern(what),
            .loc = current_line()});
}

}  // namespace asyncio
