// gather() of plain futures, resolved out of order.
#include "tests/conformance/case.h"
#include "tests/conformance/caselog.h"

namespace conformance::gather_futures {
namespace {

asyncio::Coroutine<> main_() {
    auto& loop = asyncio::get_running_loop();
    std::vector<asyncio::Future<std::string>> futures;
    for (int i = 0; i < 3; ++i) futures.push_back(loop.create_future<std::string>());
    const double delays[] = {3, 1, 2};
    for (std::size_t i = 0; i < 3; ++i) {
        auto& future = futures[i];
        loop.call_later(delays[i],
                        asyncio::named("", [=] { future.set_result("result " + std::to_string(i)); }));
        future.add_done_callback([](const asyncio::Future<std::string>& f) { log("done", f.result()); });
    }
    log(co_await asyncio::gather(futures));
}

const Case kCase("gather_futures", main_);

}  // namespace
}  // namespace conformance::gather_futures
