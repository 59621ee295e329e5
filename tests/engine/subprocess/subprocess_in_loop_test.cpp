#include "tests/engine/subprocess_test.h"

#include <csignal>

using namespace asyncio;
using namespace engine_test;
using engine_test::run;
using Options = SubprocessOptions;
using Lines = std::vector<std::string>;

namespace {

// The text that nobody's chance has changed: two runs of a program give the same one.
template <class Main>
std::string recording_of(Main main) {
    return loopscope::trace::to_text(run(main).recording);
}

}  // namespace

TEST_CASE("a child that sleeps takes loop time, like tasks that sleep") {
    const auto result = run([]() -> Coroutine<> {
        const auto child = [](std::string name, std::string seconds) -> Coroutine<> {
            const auto process = co_await create_subprocess_exec("sleep", seconds);
            co_await process.wait();
            print(name, get_running_loop().time());
        };
        const auto tick = []() -> Coroutine<> {
            for (int i = 0; i < 3; ++i) {
                co_await sleep(0.1);
                print("tick", get_running_loop().time());
            }
        };
        co_await gather(child("slow", "0.25"), child("quick", "0.15"), tick());
    });
    CHECK(result.lines ==
          Lines{"tick 0.1", "quick 0.15", "tick 0.2", "slow 0.25", "tick 0.30000000000000004"});
}

TEST_CASE("a timeout comes before a child that takes longer, at once") {
    const auto result = run([]() -> Coroutine<> {
        const auto process = co_await create_subprocess_exec("sleep", "1000");
        try {
            co_await wait_for(process.wait(), 1);
        } catch (const TimeoutError&) {
            print("too slow", get_running_loop().time());
        }
        process.kill();
        print(co_await process.wait(), get_running_loop().time());
    });
    CHECK(result.lines == Lines{"too slow 1.0", "-9 1.0"});
}

TEST_CASE("a child that still runs when the loop ends is killed, and leaves nothing") {
    const auto descriptors = open_descriptors();
    std::optional<Process> kept;
    run([&]() -> Coroutine<> {
        kept = co_await create_subprocess_exec("sleep", "1000", kPipes);
        co_await create_subprocess_exec("sleep", "1000");
    });
    CHECK(kept->returncode() == -SIGKILL);
    kept.reset();
    CHECK_FALSE(any_child_is_left());
    CHECK(open_descriptors() == descriptors);
}

TEST_CASE("starting a child can be cancelled: it is killed and waited for") {
    const auto descriptors = open_descriptors();
    const auto result = run([]() -> Coroutine<> {
        for (int turns = 0; turns < 12; ++turns) {
            const Task<Process> task = create_task(create_subprocess_exec("sleep", "1000", kPipes));
            for (int i = 0; i < turns; ++i) co_await sleep(0);
            task.cancel();
            try {
                const Process process = co_await task;
                process.kill();
                co_await process.wait();
            } catch (const CancelledError&) {}
        }
        print(get_running_loop().time());
    });
    CHECK(result.lines == Lines{"0.0"});
    CHECK_FALSE(any_child_is_left());
    CHECK(open_descriptors() == descriptors);
}

TEST_CASE("a child that nobody feeds is found to wait for ever") {
    const auto result = run([]() -> Coroutine<> {
        const auto process = co_await create_subprocess_exec("cat", Options{.stdin = PIPE, .stdout = PIPE});
        co_await process.wait();
    });
    CHECK(repr(result.error).find("this program waits for ever") != std::string::npos);
    CHECK_FALSE(any_child_is_left());
}

TEST_CASE("a program that never rests hears of its children") {
    const auto result = run([]() -> Coroutine<> {
        const auto process = co_await create_subprocess_exec("true");
        while (!process.returncode()) co_await sleep(0);
        print(process.returncode());
    });
    CHECK(result.lines == Lines{"0"});
}

TEST_CASE("cancelled while its child starts, a task waits for the child's end by no task of the program") {
    const auto result = run([]() -> Coroutine<> {
        const auto start = []() -> Coroutine<> { co_await create_subprocess_exec("sleep", "100"); };
        const auto task = create_task(start(), {.name = "start"});
        co_await sleep(0);
        co_await sleep(0);
        task.cancel();
        co_await wait(task);
        print(task.cancelled(), any_child_is_left());
    });
    CHECK(result.lines == Lines{"True False"});
    const std::string steps = loopscope::trace::step_log(result.recording);
    CHECK(steps.find("await shield") != std::string::npos);
    CHECK(steps.rfind("  create ") == steps.find("  create start"));
}

TEST_CASE("the recording of a program with children is the same on every run") {
    const auto main = []() -> Coroutine<> {
        const auto child = [](std::string name) -> Coroutine<> {
            const auto process = co_await create_subprocess_shell(
                "for i in 1 2 3; do echo " + name + "$i; done; cat; exit 7", {.stdin = PIPE, .stdout = PIPE});
            process.stdin()->write("last " + name + "\n");
            co_await process.stdin()->drain();
            process.stdin()->close();
            while (auto line = co_await process.stdout()->next()) print(*line);
            print(name, co_await process.wait(), get_running_loop().time());
        };
        co_await gather(child("a"), child("b"), sleep(1));
    };
    const std::string first = recording_of(main);
    CHECK(first.find("process.exit") != std::string::npos);
    for (int i = 0; i < 5; ++i) CHECK(recording_of(main) == first);
}

TEST_CASE("on the real clock a child is heard as soon as it speaks") {
    Lines lines;
    const std::function<void(std::string_view)> output = [&](std::string_view line) {
        lines.emplace_back(line);
    };
    const auto main = []() -> Coroutine<> {
        const auto process = co_await create_subprocess_exec("cat", Options{.stdin = PIPE, .stdout = PIPE});
        process.stdin()->write("hello\n");
        print(co_await process.stdout()->readline());
        Bytes sent(std::string(1 << 20, 'x'));
        const auto output_of_cat = co_await process.communicate(sent);
        print(output_of_cat.first->size(), process.returncode());
    };
    asyncio::run(main(), {.output = &output});
    CHECK(lines == Lines{"b'hello\\n'", "1048576 0"});
}
