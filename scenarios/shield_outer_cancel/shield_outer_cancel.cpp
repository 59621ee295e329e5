#include "scenarios/scenario.h"

namespace {

using Futures = std::vector<asyncio::Future<std::string>>;

Coroutine<std::string> save() {
    co_await asyncio::sleep(3);
    print("saved");
    co_return "ok";
}

Coroutine<std::string> request(Futures& kept, Parameters p) {
    auto saving = asyncio::create_task(save(), {.name = "save"});
    if (p.get<bool>("keep")) kept.push_back(saving);
    auto wait = p.get<bool>("shield") ? asyncio::shield(saving) : saving;
    if (p.get<std::string>("ended_by") == "timeout") co_return co_await asyncio::wait_for(wait, 1);
    co_return co_await wait;
}

}  // namespace

Coroutine<> main(Parameters p) {
    Futures kept;
    auto asking = asyncio::create_task(request(kept, p), {.name = "request"});
    co_await asyncio::sleep(1);
    if (p.get<std::string>("ended_by") == "cancel") asking.cancel();
    try {
        print("request:", co_await asking);
    } catch (const asyncio::BaseException& error) {
        print("request:", error.type_name());
    }
    asyncio::gc::collect();
    co_await asyncio::sleep(3);
}
