#include "tests/engine/engine_test.h"

#include "engine/loop/ready_queue.h"

using namespace asyncio;
using engine_test::run;
using engine_test::thrown_by;
using engine_test::virtual_loop;
using Lines = std::vector<std::string>;

namespace {

Coroutine<int> answer() { co_return 42; }
Coroutine<> wait_for_ever() { co_await get_running_loop().create_future(); }
Coroutine<> wait_on(Future<> future) { co_await future; }

}  // namespace

TEST_CASE("run() gives main's result and raises its exception") {
    CHECK(asyncio::run(answer(), {.clock = ClockKind::virtual_time}) == 42);
    const auto fails = []() -> Coroutine<int> {
        co_await sleep(0);
        throw ValueError("main");
    };
    CHECK(thrown_by([&] { asyncio::run(fails(), {.clock = ClockKind::virtual_time}); }) ==
          "ValueError('main')");
}

TEST_CASE("run() may follow run(): each has a loop of its own that starts at time 0") {
    for (int i = 0; i < 2; ++i) {
        const auto result = run([]() -> Coroutine<> {
            co_await sleep(1.5);
            print(get_running_loop().time(), current_task().get_name());
        });
        CHECK(result.lines == Lines{"1.5 Task-1"});
    }
}

TEST_CASE("loops that one recorder hears, one after the other, are one recording that counts on") {
    Recorder recorder([](const std::string&) { return std::string(); });
    std::vector<std::string> names;
    const auto main = [&]() -> Coroutine<> {
        names.push_back(current_task().get_name() + " " + fixed(get_running_loop().time(), 1));
        co_await sleep(1);
    };
    for (int i = 0; i < 2; ++i)
        asyncio::run(main(), {.clock = ClockKind::virtual_time, .observer = &recorder});
    CHECK(names == std::vector<std::string>{"Task-1 0.0", "Task-4 1.0"});  // 2 and 3 closed the first loop
    const auto read = loopscope::trace::read_text(loopscope::trace::to_text(recorder.take()));
    CHECK(loopscope::trace::check(read).problems.empty());
    CHECK(loopscope::trace::step_log(read.recording).find("#9 t=1.000\n  run Task-4\n") != std::string::npos);
}

TEST_CASE("run() inside a running loop is an error, and so is a second loop") {
    const auto result = run([]() -> Coroutine<> {
        print(thrown_by([] { asyncio::run(answer()); }));
        auto other = new_event_loop(virtual_loop());
        print(thrown_by([&] { other->run_until_complete(answer()); }));
        print(thrown_by([] { get_running_loop().run_forever(); }));
        co_return;
    });
    CHECK(result.lines == Lines{"RuntimeError('asyncio.run() cannot be called from a running event loop')",
                                "RuntimeError('Cannot run the event loop while another loop is running')",
                                "RuntimeError('This event loop is already running')"});
}

TEST_CASE("without a running loop there is none to get") {
    CHECK(thrown_by([] { get_running_loop(); }) == "RuntimeError('no running event loop')");
    CHECK(thrown_by([] { create_task(answer()); }) == "RuntimeError('no running event loop')");
    CHECK(thrown_by([] { current_task(); }) == "RuntimeError('no running event loop')");
}

TEST_CASE("a closed loop takes nothing more, and may be closed again") {
    auto loop = new_event_loop(virtual_loop());
    loop->close();
    loop->close();
    const std::string closed = "RuntimeError('Event loop is closed')";
    CHECK(thrown_by([&] { loop->call_soon([] {}); }) == closed);
    CHECK(thrown_by([&] { loop->call_later(1, [] {}); }) == closed);
    CHECK(thrown_by([&] { loop->run_forever(); }) == closed);
    CHECK(thrown_by([&] { loop->run_until_complete(answer()); }) == closed);
    CHECK(loop->is_closed());
}

TEST_CASE("what would call back on a closed loop raises, but what it sets is set") {
    auto loop = new_event_loop(virtual_loop());
    const std::string closed = "RuntimeError('Event loop is closed')";
    const Future<int> lonely = loop->create_future<int>(), result = loop->create_future<int>();
    const Future<> failure = loop->create_future(), cancelled = loop->create_future();
    for (int i = 0; i < 2; ++i) {
        result.add_done_callback([] {});
        failure.add_done_callback([] {});
        cancelled.add_done_callback([] {});
    }
    const Event event;
    const Future<> awaited = loop->create_future();
    const Task<> waits = loop->create_task(wait_on(awaited)), sleeps = loop->create_task(sleep(1));
    const Task<bool> listens = loop->create_task(event.wait());
    loop->call_soon(&EventLoop::stop, detail::Ref<EventLoop>(&*loop));
    loop->run_forever();
    loop->close();
    CHECK(thrown_by([&] { lonely.set_result(1); }) == "nothing");
    CHECK(thrown_by([&] { result.set_result(1); }) == closed);
    CHECK(result.result() == 1);
    CHECK(repr(result) == "<Future finished result=1>");
    CHECK(thrown_by([&] { failure.set_exception(ValueError("x")); }) == closed);
    CHECK(repr(failure.exception()) == "ValueError('x')");
    CHECK(thrown_by([&] { cancelled.cancel(); }) == closed);
    CHECK(cancelled.cancelled());
    CHECK_FALSE(cancelled.cancel());
    CHECK(thrown_by([&] { waits.cancel(); }) == closed);
    CHECK(awaited.cancelled());
    CHECK(waits.cancelling() == 1);
    CHECK(thrown_by([&] { sleeps.cancel(); }) == closed);
    CHECK(thrown_by([&] { event.set(); }) == closed);
    CHECK(event.is_set());
    CHECK(thrown_by([&] { result.add_done_callback([] {}); }) == closed);
}

TEST_CASE("a running loop cannot be closed") {
    const auto result = run([]() -> Coroutine<> {
        print(thrown_by([] { get_running_loop().close(); }));
        co_return;
    });
    CHECK(result.lines == Lines{"RuntimeError('Cannot close a running event loop')"});
}

TEST_CASE("stop() ends the loop after the turn; running again goes on") {
    auto loop = new_event_loop(virtual_loop());
    Lines order;
    loop->call_soon([&] {
        order.emplace_back("first");
        loop->stop();
        loop->call_soon([&] {
            order.emplace_back("third");
            loop->stop();
        });
    });
    loop->call_soon([&] { order.emplace_back("second"); });
    loop->run_forever();
    CHECK(order == Lines{"first", "second"});
    loop->run_forever();
    CHECK(order == Lines{"first", "second", "third"});
}

TEST_CASE("a loop that is stopped before its future is done says so") {
    auto loop = new_event_loop(virtual_loop());
    loop->call_soon([&] { loop->stop(); });
    loop->set_exception_handler([](EventLoop&, const ExceptionContext&) {});
    CHECK(thrown_by([&] { loop->run_until_complete(wait_for_ever()); }) ==
          "RuntimeError('Event loop stopped before Future completed.')");
}

TEST_CASE("the exception handler that was set can be asked for") {
    auto loop = new_event_loop(virtual_loop());
    CHECK_FALSE(loop->get_exception_handler());
    CHECK(repr(loop->get_exception_handler()) == "None");
    Lines messages;
    loop->set_exception_handler(
        [&](EventLoop&, const ExceptionContext& context) { messages.push_back(context.message); });
    loop->get_exception_handler()(*loop, {.message = "told"});
    CHECK(messages == Lines{"told"});
    loop->set_exception_handler(nullptr);
    CHECK_FALSE(loop->get_exception_handler());
}

TEST_CASE("a Runner that is closed by what it runs stays open") {
    Runner runner({.clock = ClockKind::virtual_time});
    const auto closes = [&]() -> Coroutine<> {
        runner.close();
        co_return;
    };
    CHECK(thrown_by([&] { runner.run(closes()); }) == "RuntimeError('Cannot close a running event loop')");
    CHECK(runner.run(answer()) == 42);
}

TEST_CASE("a Runner runs several coroutines on one loop") {
    Runner runner({.clock = ClockKind::virtual_time});
    CHECK(runner.run(answer()) == 42);
    const auto task_name = []() -> Coroutine<std::string> { co_return current_task().get_name(); };
    CHECK(runner.run(task_name()) == "Task-2");
    runner.close();
    CHECK(thrown_by([&] { runner.run(answer()); }) == "RuntimeError('Runner is closed')");
}

TEST_CASE("futures and handles may outlive their loop") {
    Future<int> done, pending;
    Task<int> task;
    std::optional<Handle> handle;
    {
        auto loop = new_event_loop(virtual_loop());
        done = loop->create_future<int>();
        pending = loop->create_future<int>();
        done.set_result(1);
        handle = loop->call_later(5, [] {});
        const auto main = [&]() -> Coroutine<> {
            task = create_task(answer());
            co_await task;
        };
        loop->run_until_complete(main());
    }
    CHECK(done.result() == 1);
    CHECK(task.result() == 42);
    CHECK_FALSE(pending.done());
    handle->cancel();
    CHECK(pending.cancel());
    CHECK(pending.cancelled());
}

TEST_CASE("what waits for ever is told, with the tasks that wait") {
    const auto result = run([]() -> Coroutine<> {
        auto task = create_task(wait_for_ever(), {.name = "patient"});
        co_await task;
    });
    REQUIRE(result.error);
    CHECK(type_name(result.error) == "RuntimeError");
    CHECK(str(result.error).find("waits for ever") != std::string::npos);
    CHECK(str(result.error).find("Task-1 waits for patient") != std::string::npos);
    CHECK(result.warns_of("waits for ever"));
}

TEST_CASE("tasks that wait for each other are told, too, and cancelling one is a RecursionError") {
    const auto wait_for_other = [](std::vector<Task<>>& tasks, std::size_t other) -> Coroutine<> {
        co_await tasks[other];
    };
    const auto result = run([&]() -> Coroutine<> {
        std::vector<Task<>> tasks;
        tasks.push_back(create_task(wait_for_other(tasks, 1), {.name = "A"}));
        tasks.push_back(create_task(wait_for_other(tasks, 0), {.name = "B"}));
        co_await sleep(0);
        try {
            tasks[0].cancel();
        } catch (const RecursionError&) {
            print("RecursionError");
        }
        co_await tasks[0];
    });
    CHECK(result.lines == Lines{"RecursionError"});
    REQUIRE(result.error);
    CHECK(str(result.error).find("A waits for B, B waits for A") != std::string::npos);
}

TEST_CASE("KeyboardInterrupt in a task leaves the loop at once; run() still cleans up") {
    const auto result = run([]() -> Coroutine<> {
        const auto interrupts = []() -> Coroutine<> {
            throw KeyboardInterrupt();
            co_return;
        };
        const auto cleans_up = []() -> Coroutine<> {
            try {
                co_await sleep(100);
            } catch (const CancelledError&) {
                print("cleaned up at", get_running_loop().time());
                throw;
            }
        };
        auto a = create_task(cleans_up());
        auto b = create_task(interrupts());
        co_await sleep(1);
        print("never printed");
    });
    REQUIRE(result.error);
    CHECK(repr(result.error) == "KeyboardInterrupt()");
    CHECK(result.lines == Lines{"cleaned up at 0.0"});
}

TEST_CASE("run_until_complete() hands KeyboardInterrupt on: nobody else has to look at it") {
    std::vector<std::string> told;
    const auto loop = new_event_loop();
    loop->set_exception_handler(
        [&](EventLoop&, const ExceptionContext& context) { told.push_back(context.message); });
    const auto interrupts = []() -> Coroutine<> {
        co_await sleep(0);
        throw KeyboardInterrupt();
    };
    CHECK_THROWS_AS(loop->run_until_complete(interrupts()), KeyboardInterrupt);
    CHECK(told.empty());
    loop->close();
}

TEST_CASE("KeyboardInterrupt in main leaves the loop; what is left is waited for until it has ended") {
    const auto result = run([]() -> Coroutine<> {
        const auto cleans_up_slowly = []() -> Coroutine<> {
            std::exception_ptr error;
            try {
                co_await sleep(100);
            } catch (...) {
                error = std::current_exception();
            }
            co_await sleep(1);
            print("cleaned up at", get_running_loop().time());
            std::rethrow_exception(error);
        };
        auto task = create_task(cleans_up_slowly());
        co_await sleep(0);
        throw KeyboardInterrupt();
    });
    CHECK(repr(result.error) == "KeyboardInterrupt()");
    CHECK(result.lines == Lines{"cleaned up at 1.0"});
}

TEST_CASE("what goes wrong when run() closes the loop replaces what came out of it before") {
    // Main has ended, and the loop is to stop after this turn. SystemExit leaves it before; so it stops when
    // it runs again, for what is left.
    const auto result = run([]() -> Coroutine<> {
        const auto exits = []() -> Coroutine<> {
            throw SystemExit("exit");
            co_return;
        };
        auto waits = create_task(sleep(100));
        auto task = create_task(exits());
        co_return;
    });
    CHECK(repr(result.error) == "RuntimeError('Event loop stopped before Future completed.')");
}

TEST_CASE("SystemExit in a callback leaves the loop, other exceptions go to the handler") {
    auto loop = new_event_loop(virtual_loop());
    Lines seen;
    loop->set_exception_handler(
        [&](EventLoop&, const ExceptionContext& context) { seen.push_back(repr(context.exception)); });
    loop->call_soon([] { throw ValueError("one"); });
    loop->call_soon([] { throw SystemExit(); });
    loop->call_soon([&] { seen.emplace_back("runs when the loop runs again"); });
    CHECK(thrown_by([&] { loop->run_forever(); }) == "SystemExit()");
    CHECK(seen == Lines{"ValueError('one')"});
    loop->call_soon([&] { loop->stop(); });
    loop->run_forever();
    CHECK(seen.back() == "runs when the loop runs again");
}

TEST_CASE("a future of another loop cannot be awaited") {
    auto other = new_event_loop(virtual_loop());
    auto foreign = other->create_future();
    const auto result = run([&]() -> Coroutine<> {
        try {
            co_await wait_on(foreign);
        } catch (const RuntimeError& error) {
            print(error.str().find("attached to a different loop") != std::string::npos);
        }
    });
    CHECK(result.lines == Lines{"True"});
}

TEST_CASE("the ready queue keeps its order while it grows and wraps around") {
    struct Nothing final : detail::Runnable {
        Nothing() : Runnable(detail::ObjectKind::other) {}
        void run(FutureBase*) override {}
    };
    std::vector<detail::Ref<Nothing>> objects;
    for (int i = 0; i < 1000; ++i) objects.push_back(detail::make_ref<Nothing>());
    detail::ReadyQueue queue;
    std::size_t in = 0, out = 0;
    while (out < objects.size()) {
        for (int i = 0; i < 7 && in < objects.size(); ++i) queue.push({objects[in++].get(), nullptr});
        for (int i = 0; i < 3; ++i)
            if (!queue.empty()) REQUIRE(queue.pop().what == objects[out++].get());
        REQUIRE(queue.size() == in - out);
    }
    CHECK(queue.empty());
}

TEST_CASE("a loop that is made inside of a virtual loop, or in a thread of it, is virtual and prints there") {
    const auto other = [](double delay) -> Coroutine<double> {
        co_await sleep(delay);
        print("slept", delay);
        co_return get_running_loop().time();
    };
    const auto result = run([&]() -> Coroutine<> {
        co_await sleep(1);
        auto second = new_event_loop();
        print(second->time());
        const auto task = second->create_task(other(3000));
        print(co_await to_thread([&] { return second->run_until_complete(task); }));
        print(co_await to_thread([&] { return asyncio::run(other(2000)); }));
        print(get_running_loop().time());
    });
    CHECK(result.lines ==
          std::vector<std::string>{"0.0", "slept 3000.0", "3000.0", "slept 2000.0", "2000.0", "1.0"});
}

TEST_CASE("a gather is one object of the recording, whatever its children are") {
    const auto result = run([]() -> Coroutine<> {
        auto a = get_running_loop().create_future<int>(), b = get_running_loop().create_future<int>();
        const auto both = gather(a, b);
        a.set_result(1);
        b.set_result(2);
        co_await both;
    });
    int created = 0;
    for (std::size_t i = 0; i < result.recording.events.size(); ++i) {
        const auto& event = result.recording.events[i];
        if (event.kind == loopscope::trace::EventKind::create &&
            event.c == static_cast<std::uint32_t>(loopscope::trace::ObjectKind::gather))
            ++created;
    }
    CHECK(created == 1);
}
