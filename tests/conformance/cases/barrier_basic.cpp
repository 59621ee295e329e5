// Barrier: the last to arrive does not suspend; the index is the order of arrival.
#include "tests/conformance/case.h"
#include "tests/conformance/caselog.h"

namespace conformance::barrier_basic {
namespace {

asyncio::Coroutine<> worker(std::string name, asyncio::Barrier barrier, double delay) {
    co_await asyncio::sleep(delay);
    log(name, "arrives, waiting", barrier.n_waiting());
    const int index = co_await barrier.wait();
    log(name, "passes with index", index);
}

asyncio::Coroutine<> main_() {
    asyncio::Barrier barrier(3);
    std::vector<asyncio::Task<>> tasks;
    const std::pair<const char*, double> workers[] = {{"A", 2}, {"B", 1}, {"C", 3}};
    for (const auto& [name, delay] : workers)
        tasks.push_back(asyncio::create_task(worker(name, barrier, delay), {.name = name}));
    co_await asyncio::gather(tasks);
    log("broken", barrier.broken(), "waiting", barrier.n_waiting(), "parties", barrier.parties());
}

const Case kCase("barrier_basic", main_);

}  // namespace
}  // namespace conformance::barrier_basic
