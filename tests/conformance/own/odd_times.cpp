// Times that are no round numbers: which timers are due in the same turn, and what the clock says.
#include "tests/conformance/case.h"
#include "tests/conformance/caselog.h"

#include <cstdint>
#include <vector>

namespace conformance::odd_times {
namespace {

std::vector<double> times(int count) {
    std::vector<double> all;
    std::int64_t x = 3;
    for (int i = 0; i < count; ++i) {
        x = (x * 1103515245 + 12345) % (std::int64_t{1} << 31);
        all.push_back(static_cast<double>(x) / 2147483648.0 / 100);
    }
    return all;
}

asyncio::Coroutine<> nap(int number, double delay) {
    co_await asyncio::sleep(delay);
    co_await asyncio::sleep(0.1 * delay);
    if (number % 10 == 0) log(number, asyncio::get_running_loop().time());
}

asyncio::Coroutine<> limited(double delay) {
    try {
        co_await async_with(asyncio::timeout(delay),
                            [&]() -> asyncio::Coroutine<> { co_await asyncio::sleep(delay * 1.0000001); });
    } catch (const asyncio::TimeoutError&) {
        log("late", asyncio::get_running_loop().time());
    }
}

asyncio::Coroutine<> main_() {
    std::vector<asyncio::Coroutine<>> naps;
    int number = 0;
    for (const double delay : times(80)) naps.push_back(nap(number++, delay));
    co_await asyncio::gather(std::move(naps));
    for (const double delay : times(3)) co_await limited(delay);
    auto& loop = asyncio::get_running_loop();
    const double third = 1.0 / 3;
    std::vector<asyncio::TimerHandle> handles;
    for (int n = 0; n < 5; ++n)
        handles.push_back(loop.call_later(third * n, [n, third] { log(n, third * n); }));
    handles.push_back(loop.call_at(loop.time() + 1, [] { log("one"); }));
    co_await asyncio::sleep(third + third + third);
    std::vector<double> due;
    for (const auto& handle : handles) due.push_back(handle.when());
    log(loop.time(), due);
    co_await asyncio::sleep(1);
}

const Case kCase("odd_times", main_);

}  // namespace
}  // namespace conformance::odd_times
