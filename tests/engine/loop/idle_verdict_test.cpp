#include "tests/engine/engine_test.h"

using namespace asyncio;
using engine_test::run;

namespace {

constexpr std::string_view kNothing = "nothing is ready, no timer runs, nothing is under way";
constexpr std::string_view kBlocked = "the loop is blocked, and what is ready cannot run";

// Who waits for what, as run() tells it of a program in which nothing can happen any more.
template <class Main>
std::string verdict(Main main, std::string_view why = kNothing) {
    const auto result = run(main);
    REQUIRE(result.error);
    CHECK(result.warns_of("waits for ever: "));
    const std::string text = str(result.error),
                      kBegin = "this program waits for ever: " + std::string(why) + "; ";
    CHECK(text.starts_with(kBegin));
    return text.substr(std::min(text.size(), kBegin.size()));
}

Coroutine<> takes_both(Lock first, Lock second) {
    co_await first.acquire();
    co_await sleep(1);
    co_await second.acquire();
}

}  // namespace

TEST_CASE("two tasks that each hold the lock which the other wants wait in a circle") {
    const auto main = []() -> Coroutine<> {
        const Lock x, y;
        const auto a = create_task(takes_both(x, y), {.name = "A"});
        const auto b = create_task(takes_both(y, x), {.name = "B"});
        co_await gather(a, b);
    };
    CHECK(verdict(main) ==
          "Task-1 waits for A and B, A waits for a lock that B holds, B waits for a lock that A holds: a "
          "circle, "
          "A -> B -> A");
}

TEST_CASE("tasks that await each other wait in a circle") {
    const auto main = []() -> Coroutine<> {
        std::vector<Task<>> tasks(2);
        const auto waits = [](std::vector<Task<>>& all, std::size_t other) -> Coroutine<> {
            co_await all[other];
        };
        tasks[0] = create_task(waits(tasks, 1), {.name = "A"});
        tasks[1] = create_task(waits(tasks, 0), {.name = "B"});
        co_await wait(tasks);
    };
    CHECK(verdict(main) == "Task-1 waits for A and B, A waits for B, B waits for A: a circle, A -> B -> A");
}

TEST_CASE("a circle may go through a gather and a shield") {
    const auto main = []() -> Coroutine<> {
        std::vector<Task<>> tasks(2);
        const auto gathers = [](std::vector<Task<>>& all) -> Coroutine<> {
            co_await gather(all[1], sleep(1));
        };
        const auto shields = [](std::vector<Task<>>& all) -> Coroutine<> { co_await shield(all[0]); };
        tasks[0] = create_task(gathers(tasks), {.name = "A"});
        tasks[1] = create_task(shields(tasks), {.name = "B"});
        co_await tasks[0];
    };
    CHECK(verdict(main) == "Task-1 waits for A, A waits for B, B waits for A: a circle, A -> B -> A");
}

TEST_CASE("a task that blocks the loop's own thread waits for nobody else, and nobody else can run") {
    const auto main = []() -> Coroutine<> {
        const auto work = [](double delay) -> Coroutine<> { co_await sleep(delay); };
        run_coroutine_threadsafe(work(1), get_running_loop()).result();
        co_return;
    };
    CHECK(verdict(main, kBlocked) == "Task-1 waits for its own thread, which it blocks");
}

TEST_CASE("who waits for what nobody can bring about any more is told what that is") {
    CHECK(verdict([]() -> Coroutine<> {
              const Event event;
              co_await event.wait();
          }) == "Task-1 waits for an event that nobody can set any more");
    CHECK(verdict([]() -> Coroutine<> {
              const Queue<int> queue;
              co_await queue.get();
          }) == "Task-1 waits for an item of a queue into which nobody can put one any more");
    CHECK(verdict([]() -> Coroutine<> {
              const Queue<int> queue(1);
              queue.put_nowait(1);
              co_await queue.put(2);
          }) == "Task-1 waits for room in a queue from which nobody can take an item any more");
    CHECK(verdict([]() -> Coroutine<> {
              const Queue<int> queue;
              queue.put_nowait(1);
              co_await queue.join();
          }) == "Task-1 waits for task_done() of a queue, which nobody can call any more");
    CHECK(verdict([]() -> Coroutine<> {
              const Semaphore semaphore(0);
              co_await semaphore.acquire();
          }) == "Task-1 waits for a permit of a semaphore that nobody can release any more");
    CHECK(verdict([]() -> Coroutine<> {
              const Condition condition;
              co_await condition.acquire();
              co_await condition.wait();
          }) == "Task-1 waits for a condition that nobody can notify any more");
    CHECK(verdict([]() -> Coroutine<> {
              const Barrier barrier(3);
              co_await barrier.wait();
          }) == "Task-1 waits for a barrier at which only 1 of 3 have arrived");
    CHECK(verdict([]() -> Coroutine<> { co_await get_running_loop().create_future(); }) ==
          "Task-1 waits for a future that nobody can resolve any more");
}

TEST_CASE("a server that nobody can call is told what it needs, unless something else holds it") {
    const std::string_view server =
        "a server listens for clients from outside, who come only on the real clock";
    const auto serves = []() -> Coroutine<> {
        const auto listening = co_await start_server([](StreamReader, StreamWriter) {}, "127.0.0.1", 0);
        co_await listening.serve_forever();
    };
    CHECK(verdict(serves, server) ==
          "Task-1 waits for a connection or a thread of which nothing comes any more");
    const auto accepts = []() -> Coroutine<> {
        const Socket listening;
        listening.bind(Address("127.0.0.1", 0));
        listening.listen();
        co_await get_running_loop().sock_accept(listening);
    };
    CHECK(verdict(accepts, server).starts_with("Task-1 waits for "));
    const auto in_a_circle = []() -> Coroutine<> {
        const auto listening = co_await start_server([](StreamReader, StreamWriter) {}, "127.0.0.1", 0);
        const Lock lock;
        co_await lock.acquire();
        co_await lock.acquire();
    };
    CHECK(verdict(in_a_circle).ends_with("a circle, Task-1 -> Task-1"));
}

TEST_CASE("a lock that its holder took to the grave is told as that") {
    CHECK(verdict([]() -> Coroutine<> {
              const Lock lock;
              const auto takes = [](Lock it) -> Coroutine<> { co_await it.acquire(); };
              co_await create_task(takes(lock));
              co_await lock.acquire();
          }) == "Task-1 waits for a lock that was taken and not released");
    CHECK(verdict([]() -> Coroutine<> {
              const Lock lock;
              co_await lock.acquire();
              co_await lock.acquire();
          }) == "Task-1 waits for a lock that Task-1 holds: a circle, Task-1 -> Task-1");
}

TEST_CASE("of many tasks only the first are told one by one") {
    const std::string text = verdict([]() -> Coroutine<> {
        const Event event;
        const auto waits = [](Event it) -> Coroutine<> { co_await it.wait(); };
        std::vector<Task<>> tasks;
        for (int i = 0; i < 100; ++i) tasks.push_back(create_task(waits(event)));
        co_await event.wait();
    });
    CHECK(text.ends_with("Task-20 waits for an event that nobody can set any more, and 81 more tasks wait"));
}
