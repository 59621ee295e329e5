#include "scenarios/live/guest.h"

namespace loopscope::scenarios::live {

using asyncio::Bytes;
using asyncio::Coroutine;

Coroutine<std::optional<std::string>> Guest::line() const {
    Bytes received;
    std::string farewell;
    try {
        received = co_await asyncio::wait_for(reader_.readline(), limits_.silent_seconds);
    } catch (const asyncio::ValueError&) {
        farewell = "That line is too long. Goodbye.\n";
    } catch (const asyncio::TimeoutError&) {
        farewell = "You said nothing for a long time. Goodbye.\n";
    } catch (const asyncio::OSError&) {
        // He is gone.
    }
    if (!farewell.empty()) co_await say(farewell);
    if (received.empty()) co_return std::nullopt;
    co_await asyncio::sleep(1 / limits_.lines_per_second);  // nobody is faster than that
    while (received.ends_with('\n') || received.ends_with('\r')) received.pop_back();
    co_return received;
}

Coroutine<> Guest::say(std::string text) const {
    try {
        writer_.write(text);
        co_await writer_.drain();
    } catch (const asyncio::OSError&) {
        // He is gone: his next line() says so.
    }
}

void Guest::call(const std::string& text) const {
    constexpr std::size_t kPatience = 16'384;  // bytes that he has not taken yet
    const bool reads = writer_.transport().get_write_buffer_size() < kPatience;
    if (!writer_.is_closing() && reads) writer_.write(text);
}

Coroutine<> Guest::leave() const {
    writer_.close();
    try {
        co_await writer_.wait_closed();
    } catch (const asyncio::OSError&) {
        // He was quicker.
    }
}

}  // namespace loopscope::scenarios::live
