#include "engine/base/source_location.h"
#include "engine/tasks/stack.h"
#include "tests/engine/engine_test.h"

#include <filesystem>
#include <sstream>

using namespace asyncio;
using engine_test::run;
using Lines = std::vector<std::string>;

namespace {

constexpr std::uint_least32_t kSleeps = __LINE__ + 1;
Coroutine<> sleeps() { co_await sleep(10); }
constexpr std::uint_least32_t kAwaits = __LINE__ + 1;
Coroutine<> awaits(Task<> task) { co_await task; }
Coroutine<> inside(Coroutine<> inner) { co_await inner; }
Coroutine<int> waits_for(Future<int> awaited) { co_return co_await awaited; }
Coroutine<> fails() {
    co_await sleep(0);
    throw ValueError("x");
}
constexpr std::uint_least32_t kInBlocks = __LINE__ + 4;
Coroutine<> waits_in_blocks(Event event) {
    const Lock lock;
    co_await async_with(timeout(5), [&]() -> Coroutine<> {
        co_await async_with(lock, [&]() -> Coroutine<> { co_await event.wait(); });
        const auto stack = current_task().get_stack();
        REQUIRE(stack.size() == 1);
        CHECK(stack[0].line == __LINE__ - 2);
    });
}
int no_coroutine() { return 1; }

}  // namespace

TEST_CASE("get_stack() is the outermost coroutine, while the task is not done") {
    run([]() -> Coroutine<> {
        const auto task = create_task(awaits(create_task(sleeps())));
        CHECK(task.get_stack().size() == 1);
        CHECK(task.get_stack()[0].line == 0);  // it has not begun
        co_await sleep(0);
        REQUIRE(task.get_stack().size() == 1);
        CHECK(task.get_stack()[0].function == "awaits");
        CHECK(task.get_stack()[0].line == kAwaits);
        const auto here = current_task().get_stack();
        CHECK(here.back().line == __LINE__ - 1);
        const auto nested = create_task(inside(sleeps()));
        co_await sleep(0);
        REQUIRE(nested.get_stack().size() == 1);
        CHECK(nested.get_stack()[0].function == "inside");
        CHECK(nested.get_stack({.limit = 1}).size() == 1);
        CHECK(nested.get_stack({.limit = 0}).empty());
        task.cancel();
        nested.cancel();
        co_await wait(task);
        CHECK(task.get_stack().empty());
    });
}

TEST_CASE("a function's bare name is found in what either compiler calls it") {
    using asyncio::detail::function_name;
    CHECK(function_name("n::{anonymous}::Co<> n::{anonymous}::asks(std::vector<int>, void (*)(int))") ==
          "asks");
    CHECK(function_name("Co<> n::(anonymous namespace)::asks(std::vector<int>, void (*)(int))") == "asks");
    CHECK(function_name("Co<> n::(anonymous namespace)::S::m() const") == "m");
    CHECK(function_name("auto (anonymous namespace)::n()::(anonymous class)::operator()(int) const") == "n");
    CHECK(function_name("auto n::(anonymous class)::operator()(int) const") == "<lambda>");
    CHECK(function_name("(anonymous ") == "");  // no compiler's
}

TEST_CASE("the body of async_with() is a part of the function around it") {
    run([]() -> Coroutine<> {
        const Event event;
        const auto task = create_task(waits_in_blocks(event));
        co_await sleep(0);
        REQUIRE(task.get_stack().size() == 1);
        CHECK(task.get_stack()[0].function == "waits_in_blocks");
        CHECK(task.get_stack()[0].line == kInBlocks);
        CHECK(capture_call_graph(task)->call_stack().size() == 1);
        CHECK(repr(task).find(":" + std::to_string(kInBlocks) + ">") != std::string::npos);
        event.set();
        co_await task;
    });
}

TEST_CASE("print_stack() shows the lines of the source, and the exception of a task that failed") {
    // Sources are named from the project on.
    const auto before = std::filesystem::current_path();
    std::filesystem::current_path(LOOPSCOPE_PROJECT_DIR);
    const auto result = run([]() -> Coroutine<> {
        const auto task = create_task(sleeps(), {.name = "A"});
        co_await sleep(0);
        task.print_stack();
        task.cancel();
        const auto failed = create_task(fails(), {.name = "B"});
        co_await wait(failed);
        failed.print_stack();
        CHECK(failed.exception());
        std::ostringstream file;
        failed.print_stack({.file = &file});
        CHECK(file.str().ends_with(">\nValueError: x\n"));
    });
    std::filesystem::current_path(before);
    REQUIRE(result.lines.size() == 3 + 2);
    CHECK(result.lines[0].starts_with("Stack for <Task pending name='A' coro=<sleeps() running at "));
    CHECK(result.lines[0].ends_with(" (most recent call last):"));
    CHECK(result.lines[1].starts_with("  File \""));
    CHECK(result.lines[1].ends_with(", line " + std::to_string(kSleeps) + ", in sleeps"));
    CHECK(result.lines[2] == "    Coroutine<> sleeps() { co_await sleep(10); }");
    CHECK(result.lines[3] ==
          "No stack for <Task finished name='B' coro=<fails() done> exception=ValueError('x')>");
    CHECK(result.lines[4] == "ValueError: x");
}

TEST_CASE("get_coro() knows the function's name, also when the task is done") {
    run([]() -> Coroutine<> {
        const auto task = create_task(sleeps());
        CHECK(task.get_coro()->name() == "sleeps");
        CHECK(repr(*task.get_coro()) == "<coroutine object sleeps>");
        task.cancel();
        co_await wait(task);
        CHECK(task.get_coro()->name() == "sleeps");
    });
}

TEST_CASE("isfuture, iscoroutine and iscoroutinefunction are known when the program compiles") {
    run([]() -> Coroutine<> {
        const auto task = create_task(sleeps());
        auto coroutine = sleeps();
        CHECK(isfuture(AnyTask(task)));
        CHECK(isfuture(get_running_loop().create_future()));
        CHECK_FALSE(isfuture(1));
        CHECK(isfuture(task));
        CHECK_FALSE(isfuture(coroutine));
        CHECK(iscoroutine(coroutine));
        CHECK_FALSE(iscoroutine(task));
        static_assert(iscoroutinefunction(sleeps));
        static_assert(!iscoroutinefunction(no_coroutine));
        static_assert(iscoroutinefunction([](int) -> Coroutine<int> { co_return 1; }));
        static_assert(!iscoroutinefunction([] {}));
        coroutine.close();
        task.cancel();
        co_await sleep(0);
    });
}

TEST_CASE("futures, tasks and handles show themselves as Python's do, but for the places of asyncio's own") {
    const auto result = run([]() -> Coroutine<> {
        EventLoop& loop = get_running_loop();
        const Future<int> future = loop.create_future<int>();
        CHECK(repr(future) == "<Future pending>");
        const auto a = create_task(waits_for(future), {.name = "A"});
        CHECK(repr(a).find("coro=<waits_for() running at ") != std::string::npos);
        co_await sleep(0);
        CHECK(repr(a).find(" wait_for=<Future pending cb=[Task.task_wakeup()]>>") != std::string::npos);
        CHECK(repr(gather(future)) == "<_GatheringFuture pending>");
        CHECK(repr(future) == "<Future pending cb=[Task.task_wakeup(), gather.<locals>._done_callback()]>");
        future.add_done_callback(named("note", [] {}));
        CHECK(repr(future) == "<Future pending cb=[Task.task_wakeup(), <1 more>, note()]>");
        // In a task, which a shield notes as one that waits, it has two callbacks.
        const Future<int> shielded = loop.create_future<int>();
        const auto outer = shield(shielded);
        CHECK(repr(shielded) ==
              "<Future pending cb=[shield.<locals>._clear_awaited_by_callback(), "
              "shield.<locals>._inner_done_callback()]>");
        CHECK(repr(outer) == "<Future pending cb=[shield.<locals>._outer_done_callback()]>");
        const auto in_thread = loop.run_in_executor(None{}, [] { return 1; });
        CHECK(repr(in_thread) == "<Future pending cb=[_chain_future.<locals>._call_check_cancel()]>");
        co_await in_thread;
        future.set_result(7);
        CHECK(repr(future) == "<Future finished result=7>");
        const auto text = loop.create_future<std::string>();
        text.set_result(std::string(50, 'a'));
        CHECK(repr(text) == "<Future finished result='aaaaaaaaaaaa...aaaaaaaaaaaaa'>");
        const auto b = create_task(sleeps(), {.name = "B"});
        co_await sleep(0);
        CHECK(repr(a) == "<Task finished name='A' coro=<waits_for() done> result=7>");
        b.cancel();
        CHECK(repr(b).starts_with("<Task cancelling name='B' coro=<sleeps() running at "));
        co_await sleep(0);
        CHECK(repr(b) == "<Task cancelled name='B' coro=<sleeps() done>>");
        print(b, AnyTask(b) == AnyTask(b));

        CHECK(repr(loop.call_soon(named("note", [] {}))) == "<Handle note()>");
        const TimerHandle timer = loop.call_later(2, named("note", [] {}));
        CHECK(repr(timer) == "<TimerHandle when=2.0 note()>");
        timer.cancel();
        CHECK(repr(timer) == "<TimerHandle cancelled when=2.0>");
    });
    CHECK(result.lines == Lines{"<Task cancelled name='B' coro=<sleeps() done>> True"});
    CHECK_FALSE(result.error);
}
