// Semaphore: waiters cancelled in the middle of the line and as they are woken; a newcomer.
#include "tests/conformance/case.h"
#include "tests/conformance/caselog.h"

namespace conformance::semaphore_line_with_gaps {
namespace {

using namespace asyncio;
using Names = std::shared_ptr<std::vector<std::string>>;

Coroutine<> user(std::string name, Semaphore semaphore, double hold, Names held) {
    log(name, "wants", semaphore.locked());
    co_await async_with(semaphore, [&]() -> Coroutine<> {
        held->push_back(name);
        log(name, "has", *held);
        co_await sleep(hold);
        std::erase(*held, name);
    });
    log(name, "left", semaphore);
}

template <class T>
std::vector<std::string> outcomes(const std::vector<Task<T>>& tasks) {
    std::vector<std::string> result;
    for (const auto& task : tasks) result.push_back(outcome(task));
    return result;
}

Coroutine<> main_() {
    const Semaphore semaphore(2);
    const auto held = std::make_shared<std::vector<std::string>>();
    std::vector<Task<>> tasks;
    for (int i = 0; i < 6; ++i) {
        const std::string name(1, "abcdef"[i]);
        tasks.push_back(create_task(user(name, semaphore, 1 + i / 4.0, held), {.name = name}));
    }
    co_await sleep(0.5);
    tasks[3].cancel();
    co_await sleep(0.5);
    get_running_loop().call_soon(&Task<>::cancel, tasks[2]);
    tasks.push_back(create_task(user("new", semaphore, 0, held), {.name = "new"}));
    co_await wait(tasks);
    log(outcomes(tasks));
    const BoundedSemaphore bounded(1);
    co_await bounded.acquire();
    std::vector<Task<bool>> line;
    for (const char* name : {"w0", "w1", "w2"})
        line.push_back(create_task(bounded.acquire(), {.name = name}));
    co_await sleep(0);
    bounded.release();
    line[0].cancel();
    line[1].cancel();
    co_await sleep(0);
    co_await sleep(0);
    log(bounded, outcomes(line));
}

const Case kCase("semaphore_line_with_gaps", main_);

}  // namespace
}  // namespace conformance::semaphore_line_with_gaps
