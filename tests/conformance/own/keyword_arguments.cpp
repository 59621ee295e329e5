// Arguments that are mostly given by keyword, what a handler's context gives by key, and sets of tasks.
#include "tests/conformance/case.h"
#include "tests/conformance/caselog.h"

#include <algorithm>
#include <memory>

namespace conformance::keyword_arguments {
namespace {

using asyncio::create_task;
using asyncio::gather;
using asyncio::print;
using asyncio::sleep;

class Job {
public:
    explicit Job(int number) : number_(number) {}
    std::string repr() const { return "Job(" + std::to_string(number_) + ")"; }

private:
    int number_;
};

asyncio::Coroutine<std::string> work(std::string name, std::exception_ptr error = nullptr) {
    co_await sleep(0);
    if (error) std::rethrow_exception(error);
    co_return name;
}

void handler(asyncio::EventLoop&, const asyncio::ExceptionContext& context) {
    log(context["message"], repr(context.get("exception")), context.get("detail"),
        context.get("nothing", "none"));
    try {
        log(context["nothing"]);
    } catch (const asyncio::KeyError& exc) {
        log(err(exc));
    }
}

asyncio::Coroutine<> handlers() {
    auto& loop = asyncio::get_running_loop();
    loop.set_exception_handler(handler);
    loop.call_exception_handler({.message = "by hand", .exception = asyncio::ValueError("odd", 3)});
    try {
        throw asyncio::KeyError("caught");
    } catch (const asyncio::Exception& exc) {
        loop.call_exception_handler({.message = "caught", .exception = exc, .extra = {{"detail", 5}}});
    }
    co_return;
}

asyncio::Coroutine<> queues() {
    for (const asyncio::Queue<int>& queue :
         {asyncio::Queue<int>({.maxsize = 1}), asyncio::Queue<int>(asyncio::LifoQueue<int>({.maxsize = 2})),
          asyncio::Queue<int>(asyncio::PriorityQueue<int>({.maxsize = 3}))}) {
        queue.put_nowait(4);
        print(queue);
        queue.shutdown(true);
        print(queue);
    }
    co_return;
}

template <class Tasks>
std::vector<std::string> names(const Tasks& tasks) {
    std::vector<std::string> names;
    for (const auto& task : tasks) names.push_back(task.get_name());
    std::sort(names.begin(), names.end());
    return names;
}

asyncio::Coroutine<> groups() {
    std::vector<asyncio::Task<std::string>> tasks;
    for (const std::string name : {"A", "B", "C"}) tasks.push_back(create_task(work(name), {.name = name}));
    tasks[0].cancel("why");
    log(co_await gather(tasks, {.return_exceptions = true}));
    log(co_await gather(work("D"), {.return_exceptions = true}));
    const auto f = std::make_exception_ptr(asyncio::OSError("f"));
    log(co_await gather(work("E"), work("F", f), {.return_exceptions = true}));
    const auto i = std::make_exception_ptr(asyncio::ValueError());
    log(co_await gather(work("G"), work("H"), work("I", i), {.return_exceptions = true}));
    const auto late = create_task(work("late"), {.name = "late"});
    log(names(asyncio::all_tasks() - asyncio::FutureList<asyncio::AnyTask>{asyncio::current_task()}),
        asyncio::all_tasks().contains(late));
    auto [done, pending] = co_await asyncio::wait(late, tasks[1], {.return_when = asyncio::FIRST_COMPLETED});
    log((done | pending).size(), (done & pending).size(), (done - pending).size(), pending.contains(late));
    try {
        done.remove(late);
    } catch (const asyncio::KeyError& exc) {
        log(type_name(exc));
    }
    co_await late;
    const asyncio::ExceptionGroup group(
        "some", {asyncio::ValueError("a"), asyncio::ExceptionGroup("inner", {asyncio::KeyError("k")})});
    log(group.args());
    const auto mixed = asyncio::make_exception_group("mixed", {asyncio::KeyboardInterrupt()});
    log(repr(mixed), mixed->args());
}

asyncio::Coroutine<> lines() {
    const asyncio::StreamReader reader({.limit = 4});
    reader.feed_data("much too long\n");
    try {
        co_await reader.readline();
    } catch (const asyncio::ValueError& exc) {
        log(err(exc));
    }
}

std::pair<std::string, bool> in_thread(asyncio::EventLoop& loop, const asyncio::threading::Event& event) {
    const auto future = asyncio::run_coroutine_threadsafe(sleep(5), loop);
    try {
        future.result(1);
    } catch (const asyncio::TimeoutError& exc) {
        future.cancel();
        return {repr(exc), event.wait(0.5)};
    }
    return {};
}

asyncio::Coroutine<> threads() {
    const asyncio::concurrent::ThreadPoolExecutor pool({.max_workers = 1});
    auto& loop = asyncio::get_running_loop();
    const asyncio::threading::Event event;
    log(co_await loop.run_in_executor(pool, in_thread, std::ref(loop), event));
}

asyncio::Coroutine<> waits_for_jobs() {
    std::vector<std::shared_ptr<Job>> jobs;
    const asyncio::Condition condition;
    const auto take = [&]() -> asyncio::Coroutine<> {
        co_await asyncio::async_with(condition, [&]() -> asyncio::Coroutine<> {
            log(co_await condition.wait_for([&] { return jobs; }));
            log(jobs.back());
            jobs.pop_back();
        });
    };
    const auto task = create_task(take(), {.name = "taker"});
    co_await sleep(1);
    co_await asyncio::async_with(condition, [&]() -> asyncio::Coroutine<> {
        condition.notify();
        co_return;
    });
    co_await sleep(1);
    co_await asyncio::async_with(condition, [&]() -> asyncio::Coroutine<> {
        jobs.push_back(std::make_shared<Job>(1));
        condition.notify();
        co_return;
    });
    co_await task;
    log(jobs, outcome(task));
}

asyncio::Coroutine<> main_() {
    co_await handlers();
    co_await queues();
    co_await groups();
    co_await lines();
    co_await threads();
    co_await waits_for_jobs();
}

const Case kCase("keyword_arguments", main_);

}  // namespace
}  // namespace conformance::keyword_arguments
