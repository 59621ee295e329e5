#include "bench/large_program.h"

#include "engine/recorder.h"

#include <asyncio.h>

#include <algorithm>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace bench {
namespace {

using asyncio::Coroutine;

constexpr int kMostWorkers = 10'000;
constexpr std::size_t kEventsOfWorker = 11, kEventsOfRound = 14;  // about; measured

struct Shared {
    asyncio::Queue<int> queue;
    asyncio::Lock lock;
};

// Milliseconds that look like chance and are the same in each run.
double pause(int worker, int round) { return 0.001 * ((worker * 7 + round * 13) % 50 + 1); }

Coroutine<int> request(int worker, int round) {
    co_await asyncio::sleep(pause(worker, round));
    co_return round;
}

Coroutine<> with_deadline(int worker, int round) {
    bool late = false;
    try {
        co_await asyncio::wait_for(request(worker, round), 0.025);
    } catch (const asyncio::TimeoutError&) {
        late = true;
    }
    if (late && worker % 100 == 0) asyncio::print("worker", worker, "was late in round", round);
}

Coroutine<> through_the_lock(Shared& shared) {
    co_await shared.lock.acquire();
    co_await asyncio::sleep(0);
    shared.lock.release();
}

Coroutine<> worker(Shared& shared, int number, int rounds) {
    for (int round = 0; round < rounds; ++round) {
        const int kind = (number + round) % 8;
        if (kind == 0) {
            co_await with_deadline(number, round);
        } else if (kind == 1) {
            co_await through_the_lock(shared);
        } else if (kind == 2) {
            shared.queue.put_nowait(round);
            co_await shared.queue.get();
        } else {
            co_await request(number, round);
        }
    }
}

Coroutine<> program(int workers, int rounds) {
    Shared shared;
    std::vector<asyncio::Task<>> tasks;
    for (int number = 0; number < workers; ++number)
        tasks.push_back(
            asyncio::create_task(worker(shared, number, rounds), {"worker-" + std::to_string(number)}));
    for (const auto& task : tasks) co_await task;
    asyncio::print("all", workers, "are done");
}

}  // namespace

loopscope::trace::Recording large_recording(std::size_t events) {
    const int workers = std::clamp(static_cast<int>(events / 1000), 4, kMostWorkers);
    const std::size_t each = events / static_cast<std::size_t>(workers);
    const auto rounds = static_cast<int>(
        std::max<std::size_t>((std::max(each, kEventsOfWorker) - kEventsOfWorker) / kEventsOfRound, 1));
    asyncio::Recorder recorder;
    const std::function<void(std::string_view)> silent = [](std::string_view) {};
    asyncio::RunOptions options;
    options.clock = asyncio::ClockKind::virtual_time;
    options.observer = &recorder;
    options.output = &silent;
    asyncio::run(program(workers, rounds), options);
    loopscope::trace::Recording recording = recorder.take();
    recording.header.program = "large_program";
    return recording;
}

}  // namespace bench
