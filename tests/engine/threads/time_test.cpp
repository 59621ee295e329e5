#include "tests/engine/engine_test.h"

#include <cmath>
#include <limits>

using namespace asyncio;
using engine_test::run;
using engine_test::thrown_by;
using Lines = std::vector<std::string>;

TEST_CASE("who blocks the loop's thread stops everybody: timers fire late, in order") {
    const auto beat = []() -> Coroutine<> {
        for (int i = 0; i < 3; ++i) {
            print("beat", get_running_loop().time());
            co_await sleep(1);
        }
    };
    const auto result = run([&]() -> Coroutine<> {
        const Task<> task = create_task(beat());
        co_await sleep(0.5);
        time::sleep(3);
        print("job", get_running_loop().time());
        co_await task;
    });
    CHECK(result.lines == Lines{"beat 0.0", "job 3.5", "beat 3.5", "beat 4.5"});
    bool told = false;
    for (std::size_t i = 0; i < result.recording.events.size(); ++i) {
        const auto& event = result.recording.events[i];
        told = told || (event.kind == loopscope::trace::EventKind::clock && event.value == 3'500'000'000);
    }
    CHECK(told);
}

TEST_CASE("time::sleep() takes no negative time, and none that has no end") {
    constexpr double kInfinity = std::numeric_limits<double>::infinity();
    for (const double seconds : {kInfinity, -kInfinity, 1e300, 9.3e9})
        CHECK(thrown_by([&] { time::sleep(seconds); }) ==
              "OverflowError('timestamp out of range for C PyTime_t')");
    CHECK(thrown_by([] { time::sleep(-1); }) == "ValueError('sleep length must be non-negative')");
    CHECK(thrown_by([] { time::sleep(std::nan("")); }) == "ValueError('Invalid value NaN (not a number)')");
}
