// Runner: twice, with contexts, closed, with debug, cancelled inside, what is left at its end; each in a
// thread. And what is another loop's.
#include "tests/conformance/case.h"
#include "tests/conformance/caselog.h"

namespace conformance::runner_every_way {
namespace {

using asyncio::Coroutine;

const asyncio::ContextVar<int> var("var", 0);

using Shown = std::vector<std::string>;
Shown shown;

template <class... Parts>
void show(const Parts&... parts) {
    std::string line;
    ((line += (line.empty() ? "" : " ") + asyncio::str(parts)), ...);
    shown.push_back(line);
}

asyncio::RunOptions options() { return {.clock = asyncio::ClockKind::virtual_time}; }

template <class T>
Coroutine<T> work(T number, double delay = 0) {
    co_await asyncio::sleep(delay);
    co_return number;
}

Coroutine<std::pair<int, int>> sets(int value) {
    const int before = var.get();
    var.set(value);
    co_await asyncio::sleep(0);
    co_return std::pair(before, var.get());
}

template <class E>
Coroutine<> fails(E error) {
    co_await asyncio::sleep(0);
    throw error;
}

Coroutine<> cancels_itself() {
    asyncio::current_task().cancel("mine");
    co_await asyncio::sleep(1);
}

Coroutine<std::tuple<bool, bool, std::size_t>> tells() {
    auto& loop = asyncio::get_running_loop();
    co_return std::tuple(loop.get_debug(), loop.is_running(), asyncio::all_tasks().size());
}

void twice() {
    asyncio::EventLoop* loop = nullptr;
    asyncio::Runner runner(options());
    const int first = runner.run(work(1));
    show(first, runner.run(work(2, 1.5)));
    show(runner.run(tells()));
    loop = &runner.get_loop();
    show(loop == &runner.get_loop(), loop->is_running(), loop->is_closed(), loop->get_debug());
    runner.close();
    show(loop->is_closed());
}

void contexts() {
    var.set(1);
    asyncio::Runner runner(options());
    const auto first = runner.run(sets(2)), second = runner.run(sets(3));
    show(first, second, var.get());
    const asyncio::Context own;
    const auto third = runner.run(sets(4), {.context = own});
    show(third, own[var], runner.run(sets(5)));
    show(runner.run(sets(6), {.context = asyncio::copy_context()}), var.get());
}

template <class F>
void tried(F function) {
    try {
        if constexpr (std::is_void_v<decltype(function())>) {
            function();
            show("gave None");
        } else {
            show("gave", function());
        }
    } catch (...) {
        show(asyncio::repr(std::current_exception()));
    }
}

void closed() {
    {
        asyncio::Runner runner(options());
        runner.close();
        runner.close();
        tried([&] { return runner.run(work(1)); });
        runner.close();
        tried([&] { runner.get_loop(); });
    }
    asyncio::Runner runner(options());
    auto& loop = runner.get_loop();
    show(loop.is_closed());
    runner.close();
    show(loop.is_closed());
    tried([&] { runner.get_loop(); });
    auto coroutine = work(1);
    tried([&] { loop.run_until_complete(std::move(coroutine)); });
    coroutine.close();
    const auto nothing = [] {};
    tried([&] { loop.call_soon(nothing); });
    tried([&] { loop.call_later(1, nothing); });
    tried([&] { loop.call_at(1, nothing); });
    tried([&] { loop.run_in_executor(nullptr, nothing); });
    tried([&] { loop.call_soon_threadsafe(nothing); });
    tried([&] { loop.run_forever(); });
}

void failing() {
    asyncio::Runner runner(options());
    tried([&] { runner.run(fails(asyncio::ValueError("bad"))); });
    tried([&] { runner.run(cancels_itself()); });
    tried([&] { runner.run(fails(asyncio::SystemExit(3))); });
    tried([&] { runner.run(fails(asyncio::KeyboardInterrupt("by hand"))); });
    tried([&] { return runner.run(work<std::string>("still works")); });
}

void debugging() {
    for (const std::optional<bool> debug :
         {std::optional(true), std::optional(false), std::optional<bool>()}) {
        asyncio::Runner runner({.clock = asyncio::ClockKind::virtual_time, .debug = debug});
        show(runner.get_loop().get_debug(), runner.run(tells()));
    }
}

std::vector<asyncio::Task<>> tasks;

Coroutine<> stays(std::string what, std::string name) {
    std::exception_ptr error;
    try {
        co_await asyncio::sleep(10);
        co_return;
    } catch (const asyncio::CancelledError&) {
        show(what, name, "cancelled");
        error = std::current_exception();
    }
    co_await asyncio::sleep(1);
    show(what, name, "cleaned up");
    std::rethrow_exception(error);
}

Coroutine<std::string> leaves(std::string what) {
    tasks.clear();
    for (const std::string name : {"a", "b"})
        tasks.push_back(asyncio::create_task(stays(what, name), {.name = name}));
    co_await asyncio::sleep(1);
    co_return what;
}

Coroutine<> look(std::string what) {
    show(what, asyncio::all_tasks().size(), std::vector{tasks[0].done(), tasks[1].done()});
    co_await asyncio::sleep(1);
}

std::vector<std::string> outcomes() { return {outcome(tasks[0]), outcome(tasks[1])}; }

void leftovers() {
    {
        asyncio::Runner runner(options());
        show(runner.run(leaves("first")));
        runner.run(look("between"));
    }
    show(outcomes());
    try {
        asyncio::Runner runner(options());
        runner.run(leaves("second"));
        throw asyncio::ValueError("between two runs");
    } catch (const asyncio::ValueError& exc) {
        show(err(exc));
    }
    show(outcomes());
    tasks.clear();
}

Coroutine<std::string> outer() {
    asyncio::Runner runner(options());
    auto coroutine = work(1);
    tried([&] { return runner.run(std::move(coroutine)); });
    coroutine.close();
    runner.close();
    coroutine = work(1);
    tried([&] { return asyncio::run(std::move(coroutine)); });
    coroutine.close();
    co_return "outer";
}

void inside() {
    asyncio::Runner runner(options());
    show(runner.run(outer()));
}

Coroutine<bool> eager() {
    const auto task = asyncio::create_task(tells());
    co_return task.done();
}

void factories() {
    std::vector<asyncio::EventLoop*> made;
    const auto factory = [&] {
        auto loop = asyncio::new_event_loop({.clock = asyncio::ClockKind::virtual_time});
        loop->set_task_factory(asyncio::eager_task_factory);
        made.push_back(&*loop);
        return loop;
    };
    asyncio::Runner runner({.loop_factory = factory});
    show(made.size());
    show(runner.run(eager()), made.size());
    show(&runner.get_loop() == made[0]);
    runner.close();
    show(made[0]->is_closed());
    const bool done = asyncio::run(eager(), {.loop_factory = factory});
    show(done, made.size());
}

using Said = std::vector<std::pair<std::string, std::string>>;

// What each misuse in a thread said; another thread's loop may not print.
template <class Function>
void note(Said& said, std::string what, Function function) {
    try {
        function();
        said.emplace_back(what, "fine");
    } catch (...) {
        said.emplace_back(what, asyncio::repr(std::current_exception()));
    }
}
template <class A>
Coroutine<> note_of(Said* said, std::string what, A awaitable) {
    try {
        co_await std::move(awaitable);
        said->emplace_back(what, "fine");
    } catch (...) {
        said->emplace_back(what, asyncio::repr(std::current_exception()));
    }
}

struct Shared {
    asyncio::Lock lock;
    asyncio::Event event;
    asyncio::Queue<int> queue{1};
    asyncio::Semaphore semaphore{0};
    asyncio::Future<> future;
    Said said;
};

Coroutine<> try_all(Shared* shared) {
    co_await note_of(&shared->said, "lock", shared->lock.acquire());
    co_await note_of(&shared->said, "event", shared->event.wait());
    co_await note_of(&shared->said, "queue", shared->queue.get());
    co_await note_of(&shared->said, "semaphore", shared->semaphore.acquire());
    const auto inner = asyncio::get_running_loop().create_future();
    note(shared->said, "gather", [&] { asyncio::gather(inner, shared->future); });
}

Coroutine<> elsewhere() {
    Shared shared;
    shared.future = asyncio::get_running_loop().create_future();
    co_await shared.lock.acquire();
    std::vector<asyncio::AnyTask> waiting;
    waiting.push_back(asyncio::create_task(shared.lock.acquire(), {.name = "waits"}));
    waiting.push_back(asyncio::create_task(shared.event.wait(), {.name = "waits"}));
    waiting.push_back(asyncio::create_task(shared.queue.get(), {.name = "waits"}));
    waiting.push_back(asyncio::create_task(shared.semaphore.acquire(), {.name = "waits"}));
    co_await asyncio::sleep(0);
    const auto thread = [&] {
        note(shared.said, "running", [] { asyncio::get_running_loop(); });
        note(shared.said, "current_task", [] { asyncio::current_task(); });
        note(shared.said, "all_tasks", [] { asyncio::all_tasks(); });
        auto coroutine = work(1);
        note(shared.said, "create_task", [&] { asyncio::create_task(std::move(coroutine)); });
        coroutine.close();
        note(shared.said, "timeout", [] { asyncio::timeout(1); });
        note(shared.said, "shield", [&] { asyncio::shield(shared.future); });
        asyncio::run(try_all(&shared), {.clock = asyncio::ClockKind::virtual_time});
    };
    co_await asyncio::to_thread(thread);
    for (const auto& [what, text] : shared.said) log(what, text);
    for (const auto& task : waiting) task.cancel();
    co_await asyncio::wait(waiting);
}

Coroutine<> main_() {
    const std::pair<const char*, void (*)()> all[] = {
        {"twice", twice},         {"contexts", contexts},   {"closed", closed}, {"failing", failing},
        {"debugging", debugging}, {"leftovers", leftovers}, {"inside", inside}, {"factories", factories}};
    for (const auto& [name, function] : all) {
        log(name);
        co_await asyncio::to_thread(function);
        for (const std::string& line : shown) log(line);
        shown.clear();
    }
    log("elsewhere");
    co_await elsewhere();
}

const Case kCase("runner_every_way", main_);

}  // namespace
}  // namespace conformance::runner_every_way
