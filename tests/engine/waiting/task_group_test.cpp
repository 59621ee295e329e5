// TaskGroup, as_completed() and eager tasks where no twin reaches: teardown, and exceptions that leave the
// loop.
#include "tests/engine/engine_test.h"

using namespace asyncio;
using engine_test::problems_of;
using engine_test::run;
using engine_test::thrown_by;
using Lines = std::vector<std::string>;

namespace {

Coroutine<> interrupts() {
    co_await sleep(1);
    throw KeyboardInterrupt();
}

Coroutine<> forever() { co_await get_running_loop().create_future<>(); }

Coroutine<> in_group(TaskGroup group) {
    group.create_task(forever());
    group.create_task(sleep(5));
    co_await forever();
}

Coroutine<> watches(std::vector<Task<>> tasks) {
    auto done = as_completed(tasks, {.timeout = 100});
    while (auto task = co_await done.next()) print(task->get_name());
}

Coroutine<> everything() {
    std::vector<Task<>> tasks;
    tasks.push_back(create_task(forever(), {.name = "forever"}));
    tasks.push_back(create_task(sleep(1), {.name = "short"}));
    tasks.push_back(create_task(async_with(TaskGroup(), in_group), {.name = "group", .eager_start = true}));
    co_await watches(tasks);
}

}  // namespace

TEST_CASE("a KeyboardInterrupt of a group's task leaves the loop") {
    const auto result = run([]() -> Coroutine<> {
        co_await async_with(TaskGroup(), [](TaskGroup& group) -> Coroutine<> {
            group.create_task(interrupts());
            co_await sleep(5);
        });
    });
    CHECK(repr(result.error) == "KeyboardInterrupt()");
}

TEST_CASE("a KeyboardInterrupt in an eager first step comes out of create_task()") {
    const auto result = run([]() -> Coroutine<> {
        auto fails = []() -> Coroutine<> {
            throw KeyboardInterrupt();
            co_return;
        };
        try {
            create_task(fails(), {.eager_start = true});
        } catch (const KeyboardInterrupt&) {
            print("caught");
        }
        co_return;
    });
    CHECK(result.lines == std::vector<std::string>{"caught"});
}

TEST_CASE("an eager start outside of a running loop is an ordinary one") {
    auto loop = new_event_loop(engine_test::virtual_loop());
    const auto task = loop->create_task(detail::as_coroutine::sleep(sleep(0)), {.eager_start = true});
    CHECK_FALSE(task.done());
    loop->run_until_complete(task);
}

TEST_CASE("a task factory must give a task of the coroutine that it got") {
    const auto result = run([]() -> Coroutine<> {
        get_running_loop().set_task_factory(
            [](EventLoop&, AnyCoroutine, TaskOptions) { return current_task(); });
        auto number = []() -> Coroutine<int> { co_return 1; };
        print(thrown_by([&] { create_task(number()); }));
        get_running_loop().set_task_factory(nullptr);
        co_return;
    });
    CHECK(result.lines ==
          std::vector<std::string>{"TypeError('the task factory gave a task of another coroutine')"});
    CHECK(result.warns_of("never awaited"));
}

TEST_CASE("a task factory may refuse a coroutine, and close it first") {
    const auto result = run([]() -> Coroutine<> {
        get_running_loop().set_task_factory([](EventLoop&, AnyCoroutine coroutine, TaskOptions) -> AnyTask {
            coroutine.close();
            throw ValueError("no task");
        });
        auto number = []() -> Coroutine<int> { co_return 1; };
        print(thrown_by([&] { create_task(number()); }));
        get_running_loop().set_task_factory(nullptr);
        co_return;
    });
    CHECK(result.lines == std::vector<std::string>{"ValueError('no task')"});
    CHECK(!result.warns_of("never awaited"));
}

// Known: a group and its tasks hold each other when their loop goes, so they leak. Nothing freed is touched.
#ifdef __SANITIZE_ADDRESS__
constexpr bool kLeaksAreFatal = true;
#else
constexpr bool kLeaksAreFatal = false;
#endif

TEST_CASE("what is a coroutine in Python becomes a task everywhere: sleep() and the calls of a generator") {
    const auto numbers = []() -> AsyncGenerator<int> {
        for (int i = 0;; ++i) {
            co_await sleep(1);
            co_yield i;
        }
    };
    const auto result = run([&]() -> Coroutine<> {
        const auto generator = numbers();
        Task<std::string> slept;
        Task<int> item;
        const auto body = [&](TaskGroup& group) -> Coroutine<> {
            slept = group.create_task(sleep(2, "slept"));
            item = group.create_task(anext(generator), {.name = "item"});
            co_return;
        };
        co_await async_with(TaskGroup(), body);
        print(slept.result(), item.result(), item.get_name());
        const AnyTask any = get_running_loop().create_task(anext(generator), {.name = "next"});
        const AnyResult known = co_await any;
        print(known, any.result());
        const auto text = create_task(sleep(0, "text"));
        co_await text;
        print(AnyTask(text).result());
    });
    CHECK(result.lines == Lines{"slept 0 item", "1 1", "text"});
}

TEST_CASE("a loop may go while groups and iterators wait" * doctest::skip(kLeaksAreFatal)) {
    for (int turns = 0; turns < 12; ++turns) {
        Recorder recorder([](const std::string&) { return std::string(); });
        {
            auto loop = new_event_loop(engine_test::virtual_loop(&recorder));
            loop->set_exception_handler([](EventLoop&, const ExceptionContext&) {});
            const auto main = loop->create_task(everything());
            for (int i = 0; i < turns; ++i) {
                loop->call_soon([&] { loop->stop(); });
                loop->run_forever();
            }
        }
        CHECK(problems_of(recorder.take()) == "");
    }
}
