// Every line goes to everybody else.
#include "scenarios/live/servers.h"

#include <map>
#include <memory>

namespace loopscope::scenarios::live {

namespace {

using Room = std::map<int, Guest>;

void tell_others(const Room& room, const Guest& speaker, const std::string& text) {
    for (const auto& [number, guest] : room)
        if (number != speaker.number()) guest.call(text + "\n");
}

asyncio::Coroutine<> chat_in(std::shared_ptr<Room> room, Guest guest) {
    const std::string name = "guest " + std::to_string(guest.number());
    room->emplace(guest.number(), guest);
    tell_others(*room, guest, name + " comes in");
    while (true) {
        const auto line = co_await guest.line();
        if (!line) break;
        tell_others(*room, guest, name + ": " + *line);
    }
    room->erase(guest.number());
    tell_others(*room, guest, name + " leaves");
}

}  // namespace

Handler chat() {
    return [room = std::make_shared<Room>()](Guest guest) { return chat_in(room, guest); };
}

}  // namespace loopscope::scenarios::live
