// A timer can be cancelled by another callback due at the same time.
#include "tests/conformance/case.h"
#include "tests/conformance/caselog.h"

#include <map>

namespace conformance::call_timer_cancel {
namespace {

asyncio::Coroutine<> main_() {
    auto& loop = asyncio::get_running_loop();
    std::map<std::string, asyncio::TimerHandle> handles;

    const auto fire = asyncio::named("fire", [&](const std::string& name, const std::string& kills) {
        log(name, "fires and cancels", kills);
        handles.at(kills).cancel();
    });

    handles.emplace("A", loop.call_later(1, fire, "A", "B"));
    handles.emplace("B", loop.call_later(1, fire, "B", "A"));
    handles.emplace("C", loop.call_later(2, asyncio::named("", log), "never printed"));
    handles.emplace("D", loop.call_later(3, asyncio::named("", log), "D fires"));
    handles.at("C").cancel();
    log("when", handles.at("A").when(), handles.at("D").when());
    co_await asyncio::sleep(5);
    std::map<std::string, bool> cancelled;
    for (const auto& [name, handle] : handles) cancelled[name] = handle.cancelled();
    log(cancelled);
}

const Case kCase("call_timer_cancel", main_);

}  // namespace
}  // namespace conformance::call_timer_cancel
