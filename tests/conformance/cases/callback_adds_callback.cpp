// A done callback that adds another: that one runs an iteration later.
#include "tests/conformance/case.h"
#include "tests/conformance/caselog.h"

namespace conformance::callback_adds_callback {
namespace {

asyncio::Coroutine<> main_() {
    auto& loop = asyncio::get_running_loop();
    auto future = loop.create_future();

    future.add_done_callback(asyncio::named("first", [](const asyncio::Future<>& f) {
        log("first");
        f.add_done_callback([] { log("nested"); });
    }));
    future.add_done_callback([] { log("second"); });
    future.set_result();
    for (int i = 0; i < 3; ++i) {
        co_await asyncio::sleep(0);
        log("turn", i);
    }
}

const Case kCase("callback_adds_callback", main_);

}  // namespace
}  // namespace conformance::callback_adds_callback
