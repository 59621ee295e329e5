// Barrier: aborted and reset in every phase, waiters that are cancelled or run out of time, more than it
// takes.
#include "tests/conformance/case.h"
#include "tests/conformance/caselog.h"

namespace conformance::barrier_in_trouble {
namespace {

using asyncio::Barrier;
using asyncio::Coroutine;
using asyncio::create_task;
using asyncio::sleep;
using Tasks = std::vector<asyncio::Task<>>;

Coroutine<> party(Barrier barrier, std::string name, double delay) {
    co_await sleep(delay);
    try {
        const int index = co_await barrier.wait();
        log(name, index, barrier.n_waiting(), barrier.broken());
    } catch (...) {
        log(name, err(std::current_exception()), barrier.n_waiting(), barrier.broken());
    }
}

void add_parties(Tasks& tasks, Barrier barrier, const std::string& letters) {
    for (const char letter : letters) {
        const std::string name(1, letter);
        tasks.push_back(create_task(party(barrier, name, 0), {.name = name}));
    }
}

Tasks parties(Barrier barrier, const std::string& letters) {
    Tasks tasks;
    add_parties(tasks, barrier, letters);
    return tasks;
}

Coroutine<> more_than_it_takes() {
    const Barrier barrier(2);
    const Tasks tasks = parties(barrier, "abcde");
    co_await sleep(1);
    log(barrier.n_waiting(), barrier);
    co_await barrier.wait();
    co_await asyncio::wait(tasks);
}

Coroutine<> out_of_time() {
    const Barrier barrier(3);
    Tasks tasks = parties(barrier, "a");
    try {
        co_await asyncio::wait_for(barrier.wait(), 1);
    } catch (const asyncio::TimeoutError& exc) {
        log(err(exc), barrier.n_waiting());
    }
    tasks[0].cancel("leaves");
    co_await sleep(1);
    log(barrier.n_waiting());
    add_parties(tasks, barrier, "bcd");
    co_await asyncio::wait(tasks);
    log(barrier);
}

Coroutine<> aborted() {
    const Barrier barrier(3);
    Tasks tasks = parties(barrier, "ab");
    co_await sleep(1);
    co_await barrier.abort();
    log(barrier, barrier.broken());
    add_parties(tasks, barrier, "c");
    co_await asyncio::wait(tasks);
    co_await barrier.reset();
    log(barrier);
    co_await asyncio::wait(parties(barrier, "def"));
}

Coroutine<> reset() {
    const Barrier barrier(2);
    Tasks tasks = parties(barrier, "a");
    co_await sleep(1);
    tasks.push_back(create_task(barrier.reset(), {.name = "resetter"}));
    add_parties(tasks, barrier, "bc");
    co_await asyncio::wait(tasks);
    log(barrier);
}

Coroutine<> aborted_while_draining() {
    const Barrier barrier(2);
    Tasks tasks = parties(barrier, "ab");
    tasks.push_back(create_task(barrier.abort(), {.name = "aborter"}));
    co_await asyncio::wait(tasks);
    log(barrier);
}

Coroutine<> enters(Barrier barrier, std::string name) {
    co_await asyncio::async_with(barrier, [&](int index) -> Coroutine<> {
        log(name, "inside", index);
        co_await sleep(index);
    });
    log(name, "outside", barrier.n_waiting());
}

Coroutine<> context() {
    const Barrier barrier(2);
    co_await asyncio::gather(enters(barrier, "a"), enters(barrier, "b"));
}

Coroutine<> main_() {
    log("more_than_it_takes");
    co_await more_than_it_takes();
    log("out_of_time");
    co_await out_of_time();
    log("aborted");
    co_await aborted();
    log("reset");
    co_await reset();
    log("aborted_while_draining");
    co_await aborted_while_draining();
    log("context");
    co_await context();
    try {
        Barrier(0);
    } catch (const asyncio::ValueError& exc) {
        log(err(exc));
    }
}

const Case kCase("barrier_in_trouble", main_);

}  // namespace
}  // namespace conformance::barrier_in_trouble
