#include "tests/engine/engine_test.h"

#include <sstream>

using namespace asyncio;
using engine_test::run;
using engine_test::thrown_by;
using Lines = std::vector<std::string>;

namespace {

const std::string kFile = "'" + std::string(std::source_location::current().file_name()) + "'";

std::string frame(std::uint_least32_t line, const std::string& function) {
    return "File " + kFile + ", line " + std::to_string(line) + ", in async " + function + "()";
}

// The text of a graph, by lines, without what is before a line's own text.
Lines lines_of(const std::string& text) {
    Lines lines;
    std::istringstream in(text);
    for (std::string line; std::getline(in, line);)
        lines.push_back(line.substr(line.find_first_not_of(" |+")));
    return lines;
}

bool has_line(const std::string& text, const std::string& line) {
    const Lines lines = lines_of(text);
    return std::find(lines.begin(), lines.end(), line) != lines.end();
}

std::size_t count(const std::string& text, std::string_view what) {
    std::size_t found = 0;
    for (std::size_t at = 0; (at = text.find(what, at)) != std::string::npos; ++at) ++found;
    return found;
}

constexpr std::uint_least32_t kSleeps = __LINE__ + 1;
Coroutine<> sleeps() { co_await sleep(10); }

Coroutine<> stubborn() {
    try {
        co_await sleep(10);
    } catch (const CancelledError&) {}
    co_await sleep(10);
}

constexpr std::uint_least32_t kAsks = __LINE__ + 3;
Coroutine<> asks(std::string& text) {
    co_await sleep(0);
    text = format_call_graph();
}
constexpr std::uint_least32_t kCalls = __LINE__ + 1;
Coroutine<> calls(std::string& text) { co_await asks(text); }
Coroutine<> asks_at_once(std::string& text) {
    text = format_call_graph();
    co_await sleep(0);
}
constexpr std::uint_least32_t kStarts = __LINE__ + 2;
Coroutine<> starts(std::string& text) {
    const auto task = create_task(asks_at_once(text), {.name = "child", .eager_start = true});
    CHECK(capture_call_graph(task)->awaited_by().empty());
    co_await task;
}
Coroutine<> inside(Coroutine<> inner) { co_await inner; }
AsyncGenerator<int> numbers(std::string& text) {
    co_await sleep(0);
    text = format_call_graph();
    co_yield 1;
}
Coroutine<> asks_for_number(std::string& text) {
    const auto generator = numbers(text);
    co_await generator.next();
    co_await generator.aclose();
}
void helps(int depth) { print_call_graph({.depth = depth}); }

constexpr std::uint_least32_t kAwaits = __LINE__ + 1;
Coroutine<> awaits(Task<> task) { co_await task; }
Coroutine<> gathers(Task<> task) { co_await gather(task, sleeps()); }
Coroutine<> shields(Task<> task) { co_await shield(task); }
Coroutine<> waits(Task<> task) { co_await wait(task); }
Coroutine<> limits(Task<> task) { co_await wait_for(task, 5); }
Coroutine<> limits_at_once(Task<> task) { co_await wait_for(task, 0); }
Coroutine<> completes(Task<> task) {
    for (auto next : as_completed(std::vector{task})) co_await next;
}

}  // namespace

TEST_CASE("the call graph of the running task has its stack, from the line that asks outwards") {
    std::string text;
    run([&]() -> Coroutine<> { return calls(text); });
    CHECK(lines_of(text) ==
          Lines{"* Task(name='Task-1')", "Call stack:", frame(kAsks, "asks"), frame(kCalls, "calls")});
}

TEST_CASE("the graph says who waits, with the lines of the awaits, one level deeper for each") {
    std::string text;
    run([&]() -> Coroutine<> {
        const auto task = create_task(sleeps(), {.name = "sleeper"});
        const auto other = create_task(awaits(task), {.name = "other"});
        co_await sleep(0);
        text = format_call_graph(task);
        task.cancel();
    });
    CHECK(text ==
          "* Task(name='sleeper')\n"
          "  + Call stack:\n"
          "  |   " +
              frame(kSleeps, "sleeps") +
              "\n"
              "  + Awaited by:\n"
              "    * Task(name='other')\n"
              "      + Call stack:\n"
              "      |   " +
              frame(kAwaits, "awaits"));
}

TEST_CASE("everything that waits for others has its edge") {
    struct Way {
        const char* name;
        Coroutine<> (*waiter)(Task<>);
    };
    for (const Way& way : {Way{"await", awaits}, Way{"gather", gathers}, Way{"shield", shields},
                           Way{"wait", waits}, Way{"wait_for", limits}, Way{"as_completed", completes}}) {
        CAPTURE(way.name);
        run([&]() -> Coroutine<> {
            const auto task = create_task(sleeps());
            const auto waiter = create_task(way.waiter(task), {.name = "waiter"});
            co_await sleep(0);
            co_await sleep(0);
            const auto graph = capture_call_graph(task);
            CHECK(graph->awaited_by().size() == 1);
            CHECK(graph->awaited_by().front().future() == AnyFuture(waiter));
            waiter.cancel();
            co_await wait(waiter);
            CHECK(capture_call_graph(task)->awaited_by().empty());
            task.cancel();
        });
    }
}

TEST_CASE("wait_for() with no time at all waits for what it has cancelled") {
    run([]() -> Coroutine<> {
        const auto task = create_task(stubborn());
        co_await sleep(0);
        const auto waiter = create_task(limits_at_once(task), {.name = "waiter"});
        co_await sleep(1);
        CHECK(has_line(format_call_graph(task), "* Task(name='waiter')"));
        task.cancel();
        waiter.cancel();
        co_await sleep(0);
    });
}

TEST_CASE("a gather that has failed waits for its other children no more") {
    run([]() -> Coroutine<> {
        const auto survivor = create_task(sleeps());
        const auto boom = []() -> Coroutine<> {
            throw ValueError("boom");
            co_return;
        };
        try {
            co_await gather(survivor, boom());
        } catch (const ValueError&) {}
        CHECK(capture_call_graph(survivor)->awaited_by().empty());
        survivor.cancel();
    });
}

TEST_CASE("waiters of a shield that were cancelled are not in the graph") {
    run([]() -> Coroutine<> {
        const auto inner = create_task(sleeps());
        const auto alive = create_task(shields(inner), {.name = "alive"});
        const auto gone = create_task(shields(inner), {.name = "gone"});
        co_await sleep(0);
        gone.cancel();
        co_await sleep(0);
        const std::string text = format_call_graph(inner);
        CHECK(has_line(text, "* Task(name='alive')"));
        CHECK_FALSE(has_line(text, "* Task(name='gone')"));
        alive.cancel();
        inner.cancel();
        co_await sleep(0);
    });
}

TEST_CASE("a task of a group is awaited by the task of the group's block") {
    std::string text;
    run([&]() -> Coroutine<> {
        const auto child = [&]() -> Coroutine<> {  // outlives the body, as its task does
            text = format_call_graph();
            co_return;
        };
        const auto body = [&](TaskGroup& group) -> Coroutine<> {
            group.create_task(child(), {.name = "child"});
            co_return;
        };
        co_await async_with(TaskGroup(), body);
    });
    CHECK(lines_of(text)[0] == "* Task(name='child')");
    CHECK(has_line(text, "* Task(name='Task-1')"));
}

TEST_CASE("in its eager first step a task is awaited by the one that starts it") {
    std::string text;
    run([&]() -> Coroutine<> { return starts(text); });
    CHECK(has_line(text, "* Task(name='Task-1')"));
    CHECK(has_line(text, frame(kStarts, "starts")));
}

TEST_CASE("the stack and those who wait show as tuples, with a comma behind a single one") {
    run([]() -> Coroutine<> {
        const Future<> future = get_running_loop().create_future();
        const auto awaits_it = [](Future<> awaited) -> Coroutine<> { co_await awaited; };
        const auto task = create_task(awaits_it(future), {.name = "T"});
        co_await sleep(0);
        const auto graph = capture_call_graph(future);
        CHECK(repr(graph->call_stack()) == "()");
        const std::string one = repr(graph->awaited_by());
        CHECK(one.starts_with("(FutureCallGraph(future=<Task pending name='T'"));
        CHECK(one.ends_with(", awaited_by=()),)"));
        future.set_result();
        co_await task;
    });
}

TEST_CASE("a future has no stack, and all who wait for it") {
    run([]() -> Coroutine<> {
        const Future<> future = get_running_loop().create_future();
        const auto wait_for_it = [](Future<> awaited) -> Coroutine<> { co_await awaited; };
        const auto a = create_task(wait_for_it(future), {.name = "A"});
        const auto b = create_task(wait_for_it(future), {.name = "B"});
        co_await sleep(0);
        const auto graph = capture_call_graph(future);
        CHECK(graph->call_stack().empty());
        CHECK(graph->future() == AnyFuture(future));
        REQUIRE(graph->awaited_by().size() == 2);
        CHECK(graph->awaited_by()[0].future().task() == AnyTask(a));
        CHECK(graph->awaited_by()[1].future().task() == AnyTask(b));
        CHECK(format_call_graph(future).starts_with("* Future()\n  + Awaited by:\n    * Task(name='A')"));
        future.set_result();
    });
}

TEST_CASE("a task is told once, however many wait for it: the text grows with the tasks, not with the ways") {
    const auto layers = [](std::size_t levels) {
        std::string text;
        run([&]() -> Coroutine<> {
            const Future<> future = get_running_loop().create_future();
            std::vector<Future<>> layer{future};
            const auto waits_for = [](std::vector<Future<>> those) -> Coroutine<> { co_await gather(those); };
            for (std::size_t i = 0; i < levels; ++i) {
                const auto a = create_task(waits_for(layer)), b = create_task(waits_for(layer));
                layer = {a, b};
            }
            co_await sleep(0);
            text = format_call_graph(future);
            future.set_result();
            co_await gather(layer);
        });
        return text;
    };
    CHECK(count(layers(3), "* Task") == 2 + 4 + 4);
    CHECK(count(layers(20), "* Task") == 2 + 19 * 4);
    CHECK(count(layers(20), "see above") == 19 * 2);
}

TEST_CASE("a circle ends where it began") {
    run([]() -> Coroutine<> {
        std::vector<Task<>> tasks(2);
        const auto waits_for = [](std::vector<Task<>>& those, std::size_t i) -> Coroutine<> {
            co_await those[i];
        };
        tasks[0] = create_task(waits_for(tasks, 1), {.name = "A"});
        tasks[1] = create_task(waits_for(tasks, 0), {.name = "B"});
        co_await sleep(0);
        const auto graph = capture_call_graph(tasks[0]);
        CHECK(graph->awaited_by()[0].awaited_by()[0] == *graph);
        CHECK(format_call_graph(tasks[0]).ends_with("* Task(name='A'), see above"));
        CHECK(repr(tasks[0]).find("wait_for=...") != std::string::npos);
        CHECK_THROWS_AS(tasks[0].cancel(), RecursionError);
        throw ValueError("that is all");
    });
}

TEST_CASE("a long chain of tasks costs no stack") {
    run([]() -> Coroutine<> {
        const Future<> future = get_running_loop().create_future();
        const auto waits_for = [](Future<> awaited) -> Coroutine<> { co_await awaited; };
        std::vector<Task<>> tasks;
        for (int i = 0; i < 1000; ++i) tasks.push_back(create_task(waits_for(i ? tasks.back() : future)));
        co_await sleep(0);
        CHECK(count(format_call_graph(future), "* Task") == 1000);
        CHECK(count(repr(tasks.back()), "<Task") == 1000);
        future.set_result();
        co_await tasks.back();
    });
}

TEST_CASE("limit leaves the outermost frames, a negative one the innermost, and 0 none") {
    run([]() -> Coroutine<> {
        const auto task = create_task(inside(sleeps()));
        co_await sleep(0);
        const auto functions = [&](std::optional<int> limit) {
            Lines names;
            const auto graph = capture_call_graph(task, {.limit = limit});
            for (const auto& entry : graph->call_stack()) names.push_back(entry.frame.function);
            return names;
        };
        CHECK(functions(std::nullopt) == Lines{"sleeps", "inside"});
        CHECK(functions(1) == Lines{"inside"});
        CHECK(functions(-1) == Lines{"sleeps"});
        CHECK(functions(0).empty());
        CHECK(functions(5) == functions(std::nullopt));
        task.cancel();
    });
}

TEST_CASE("depth skips the innermost frames of the running task, as of a function that asks for others") {
    const auto result = run([]() -> Coroutine<> {
        co_await sleep(0);
        helps(1);
        helps(2);
        helps(3);
    });
    REQUIRE(result.lines.size() == 4 + 3 + 1);
    CHECK(result.lines[2].ends_with(", in helps()"));
    for (const std::size_t frame : {2u, 3u, 6u}) CHECK(count(result.lines[frame], "File") == 1);
    for (const std::size_t first : {0u, 4u, 7u}) CHECK(result.lines[first] == "* Task(name='Task-1')");
}

TEST_CASE("the body of a generator is a frame of its own kind") {
    std::string text;
    run([&]() -> Coroutine<> { return asks_for_number(text); });
    CHECK(lines_of(text)[2].ends_with(", in async generator numbers()"));
    CHECK(lines_of(text)[3].ends_with(", in async asks_for_number()"));
}

TEST_CASE("without a running task there is no graph, without a loop only that of a future") {
    std::string in_callback = "not called";
    Task<> task;
    run([&]() -> Coroutine<> {
        get_running_loop().call_soon([&] { in_callback = format_call_graph(); });
        task = create_task(sleeps(), {.name = "late"});
        co_await sleep(0);
        co_await sleep(0);
    });
    CHECK(in_callback.empty());
    CHECK(
        thrown_by([] { capture_call_graph(); }).starts_with("RuntimeError('capture_call_graph() is called"));
    CHECK(format_call_graph(task) == "* Task(name='late')");
}

TEST_CASE("print_call_graph() writes to the output, or to a file") {
    std::ostringstream file;
    const auto result = run([&]() -> Coroutine<> {
        print_call_graph({.limit = 0});
        print_call_graph({.limit = 0, .file = &file});
        co_return;
    });
    CHECK(result.lines == Lines{"* Task(name='Task-1')"});
    CHECK(file.str() == "* Task(name='Task-1')\n");
}

TEST_CASE("what waits by callbacks of its own can be declared") {
    run([]() -> Coroutine<> {
        const Future<> future = get_running_loop().create_future();
        const auto task = create_task(sleeps(), {.name = "declared"});
        co_await sleep(0);
        future_add_to_awaited_by(future, task);
        future_add_to_awaited_by(future, task);
        CHECK(capture_call_graph(future)->awaited_by().size() == 1);
        future_discard_from_awaited_by(future, task);
        CHECK(capture_call_graph(future)->awaited_by().empty());
        task.cancel();
    });
}
