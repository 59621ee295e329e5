// What programs write every day: tasks as results, sets of tasks, the second of two managers, None by
// default.
#include "tests/conformance/case.h"
#include "tests/conformance/caselog.h"

#include <algorithm>
#include <set>
#include <string>
#include <vector>

namespace conformance::usual_spellings {
namespace {

using namespace asyncio;

Coroutine<AnyTask> who() {
    co_await sleep(0);
    co_return current_task();
}

template <class T>
Coroutine<T> give(T value) {
    co_await sleep(0);
    co_return value;
}

// What holds itself is never freed, as there is no collector: it stays within reach, so that no sanitizer
// takes it for lost.
void keep(const AnyFuture& future) {
    static auto* const kept = new std::vector<AnyFuture>();
    kept->push_back(future);
}

Coroutine<> tasks_as_results() {
    const auto task = create_task(who(), {.name = "me"});
    keep(task);
    log((co_await task) == task);
    const auto given = create_task(give(current_task()), {.name = "given"});
    keep(given);
    log((co_await given) == current_task());
    auto future = get_running_loop().create_future<std::vector<AnyFuture>>();
    keep(future);
    future.set_result({AnyFuture(future)});
    log(future);
}

Coroutine<> sets_of_tasks() {
    std::vector<Task<>> tasks;
    for (int i = 1; i < 3; ++i) tasks.push_back(create_task(sleep(i), {.name = "t" + std::to_string(i)}));
    auto others = all_tasks() - current_task();
    std::vector<std::string> names;
    for (const auto& task : others) names.push_back(task.get_name());
    std::sort(names.begin(), names.end());
    log(names);
    std::set<Task<>> done, pending(tasks.begin(), tasks.end());
    while (!pending.empty()) {
        std::tie(done, pending) = co_await wait(pending, {.return_when = FIRST_COMPLETED});
        log(done.size(), pending.size());
    }
    log(others.size());
}

Coroutine<> managers() {
    co_await async_with(timeout(1), TaskGroup(), [&](TaskGroup& group) -> Coroutine<> {
        group.create_task(give<std::string>("in a group"));
        co_return;
    });
    Lock lock;
    co_await async_with(lock, timeout(1), [&](Timeout& limit) -> Coroutine<> {
        log(lock.locked(), limit.when());
        co_return;
    });
    log(lock.locked());
}

AsyncGenerator<int> numbers(int count) {
    for (int i = 0; i < count; ++i) co_yield i;
}

Coroutine<> defaults() {
    auto generator = numbers(1);
    const auto first = co_await anext(generator, None());
    const auto second = co_await anext(generator, std::nullopt);
    log(first, second, co_await anext(generator, -1));
    const auto results = co_await gather(give(1), give(2), give(3));
    log(results.front(), results.back());
    const ExceptionGroup group("both", {ValueError("a"), KeyError("b")});
    const auto [match, rest] = group.split<ValueError>();
    log(match == nullptr, rest == None(), group.subgroup<OSError>() == nullptr);
}

class Adder {
public:
    int add(int one, int two) { return one + two; }
};

Coroutine<> methods_in_threads() {
    auto& loop = get_running_loop();
    Adder adder;
    const int three = co_await loop.run_in_executor(nullptr, &Adder::add, &adder, 1, 2);
    log(three, co_await to_thread(&Adder::add, &adder, 2, 2));
    const concurrent::ThreadPoolExecutor pool({.max_workers = 1});
    const int five = co_await loop.run_in_executor(pool, &Adder::add, &adder, 3, 2);
    log(five, pool.submit(&Adder::add, &adder, 4, 2).result());
}

Coroutine<> lines() {
    const auto serve = [](StreamReader, StreamWriter writer) -> Coroutine<> {
        const std::vector<std::string> parts{"one", "two"};
        writer.writelines(parts);
        writer.write(Bytes(",").join(parts));
        writer.close();
        co_return;
    };
    auto server = co_await start_server(serve, "127.0.0.1", 0);
    auto [reader, writer] = co_await open_connection(server.sockets()[0].getsockname());
    log(co_await reader.read());
    writer.close();
    server.close();
    try {
        co_await wait_for(sleep(5), {.timeout = 1});
    } catch (const TimeoutError& exc) {
        log(err(exc));
    }
}

Coroutine<> main_() {
    log("tasks_as_results");
    co_await tasks_as_results();
    log("sets_of_tasks");
    co_await sets_of_tasks();
    log("managers");
    co_await managers();
    log("defaults");
    co_await defaults();
    log("methods_in_threads");
    co_await methods_in_threads();
    log("lines");
    co_await lines();
}

const Case kCase("usual_spellings", main_);

}  // namespace
}  // namespace conformance::usual_spellings
