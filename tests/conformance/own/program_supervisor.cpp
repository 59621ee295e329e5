// A supervisor: workers that crash are restarted, ever later; silent ones are replaced; all stop together in
// the end.
#include "tests/conformance/case.h"
#include "tests/conformance/caselog.h"

namespace conformance::program_supervisor {
namespace {

using asyncio::Coroutine;
using asyncio::sleep;
using Queue = asyncio::Queue<std::string>;

struct Heart {
    double patience;
    std::optional<asyncio::Timeout> scope = {};

    void beat() const {
        if (scope) scope->reschedule(asyncio::get_running_loop().time() + patience);
    }
};
using Work = std::function<Coroutine<>(Heart&, Queue)>;

Coroutine<> steady(Heart& heart, Queue queue) {
    for (int number = 0; number < 4; ++number) {
        co_await sleep(0.75);
        heart.beat();
        queue.put_nowait(std::to_string(number));
    }
}

Coroutine<> crashes(Heart& heart, Queue queue, std::shared_ptr<int> lives) {
    heart.beat();
    co_await sleep(0.5);
    --*lives;
    if (*lives > 0) throw asyncio::ConnectionError(std::to_string(*lives) + " left");
    co_await queue.put("survived");
}

Coroutine<> falls_silent(Heart& heart, Queue) {
    std::exception_ptr error;
    try {
        co_await sleep(0.5);
        heart.beat();
        co_await sleep(60);
    } catch (...) {
        error = std::current_exception();
    }
    log("silent one ends");
    co_await sleep(0);
    if (error) std::rethrow_exception(error);
}

Coroutine<int> supervise(std::string name, Work start, Queue queue, int restarts) {
    double delay = 0.25;
    for (int attempt = 0; attempt <= restarts; ++attempt) {
        Heart heart{1};
        try {
            co_await asyncio::async_with(asyncio::timeout(heart.patience),
                                         [&](asyncio::Timeout& scope) -> Coroutine<> {
                                             heart.scope = scope;
                                             co_await start(heart, queue);
                                         });
            log(name, "is done");
            co_return attempt;
        } catch (const asyncio::TimeoutError& exc) {
            log(name, attempt, err(exc), heart.scope->expired());
        } catch (const asyncio::ConnectionError& exc) {
            log(name, attempt, err(exc), heart.scope->expired());
        }
        co_await sleep(delay);
        delay *= 2;
    }
    throw asyncio::RuntimeError(name + " does not hold");
}

Coroutine<> collect(Queue queue, std::shared_ptr<std::vector<std::string>> seen) {
    try {
        while (true) {
            seen->push_back(co_await queue.get());
            queue.task_done();
        }
    } catch (const asyncio::QueueShutDown&) {
        log("collector stops");
    }
}

Coroutine<> main_() {
    const Queue queue;
    const auto seen = std::make_shared<std::vector<std::string>>();
    const auto collector = asyncio::create_task(collect(queue, seen), {.name = "collector"});
    std::vector<asyncio::Task<int>> tasks;
    const auto lives = std::make_shared<int>(3);
    std::exception_ptr error;
    try {
        co_await asyncio::async_with(asyncio::TaskGroup(), [&](asyncio::TaskGroup& group) -> Coroutine<> {
            const auto add = [&](std::string name, Work start) {
                const auto task = group.create_task(supervise(name, start, queue, 2), {.name = name});
                task.add_done_callback([name] { log("over:", name); });
                tasks.push_back(task);
            };
            add("steady", steady);
            add("crashes", [lives](Heart& heart, Queue items) { return crashes(heart, items, lives); });
            add("silent", falls_silent);
            co_return;
        });
    } catch (...) {
        error = std::current_exception();
    }
    asyncio::except_star(error, asyncio::on<asyncio::RuntimeError>(
                                    [](const asyncio::BaseExceptionGroup& caught) { log(err(caught)); }));
    co_await queue.join();
    queue.shutdown();
    co_await collector;
    std::vector<std::string> ends;
    for (const auto& task : tasks) ends.push_back(outcome(task));
    log(*seen, ends);
}

const Case kCase("program_supervisor", main_);

}  // namespace
}  // namespace conformance::program_supervisor
