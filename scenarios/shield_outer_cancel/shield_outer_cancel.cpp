#include "scenarios/scenario.h"

namespace {

using asyncio::Future;

Coroutine<std::string> save() {
    co_await asyncio::sleep(3);
    print("saved");
    co_return "ok";
}

Coroutine<std::string> request(Future<std::string> inner, std::string ended_by) {
    if (ended_by == "timeout") co_return co_await asyncio::wait_for(inner, 1);
    co_return co_await inner;
}

}  // namespace

Coroutine<> shield_outer_cancel(Parameters p) {
    const auto ended_by = p.get<std::string>("ended_by");
    auto saving = asyncio::create_task(save(), {.name = "save"});
    auto inner = p.get<bool>("shield") ? asyncio::shield(saving) : saving;
    auto asking = asyncio::create_task(request(inner, ended_by), {.name = "request"});
    co_await asyncio::sleep(1);
    if (ended_by == "cancel") asking.cancel();
    try {
        print("request:", co_await asking);
    } catch (const asyncio::CancelledError&) {
        print("request: cancelled");
    } catch (const asyncio::TimeoutError&) {
        print("request: too late");
    }
    print("save cancelled:", saving.cancelled());
    co_await asyncio::sleep(3);
    print("main ends");
}
