// wait_for(timeout=None) simply awaits.
#include "tests/conformance/case.h"
#include "tests/conformance/caselog.h"

namespace conformance::wait_for_none {
namespace {

asyncio::Coroutine<> main_() {
    log(co_await asyncio::wait_for(asyncio::sleep(1000, "patient"), std::nullopt));
    auto future = asyncio::get_running_loop().create_future<std::string>();
    asyncio::get_running_loop().call_later(5, asyncio::named("", [future] { future.set_result("future"); }));
    log(co_await asyncio::wait_for(future, std::nullopt));
}

const Case kCase("wait_for_none", main_);

}  // namespace
}  // namespace conformance::wait_for_none
