#include "tests/engine/engine_test.h"

#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>
#include <csignal>
#include <cstdio>

using namespace asyncio;
using engine_test::run;
using engine_test::thrown_by;
using Lines = std::vector<std::string>;

namespace {

// The test's framework has a handler of its own, which it puts back afterwards.
void forget_handler_of_framework() { std::signal(SIGINT, SIG_DFL); }

}  // namespace

TEST_CASE("SIGINT cancels main, which ends with KeyboardInterrupt") {
    forget_handler_of_framework();
    const auto result = run([]() -> Coroutine<> {
        get_running_loop().call_later(1, [] { raise_signal(SIGINT); });
        std::exception_ptr error;
        try {
            co_await sleep(10);
        } catch (const CancelledError&) {
            error = std::current_exception();
        }
        print("cancelled", get_running_loop().time());
        std::rethrow_exception(error);
    });
    CHECK(result.lines == Lines{"cancelled 1.0"});
    CHECK(repr(result.error) == "KeyboardInterrupt()");
}

#ifndef __SANITIZE_ADDRESS__  // the sanitizer asks by a pipe whether it may read an object, and gets none
                              // here
TEST_CASE("a handler that could not be added leaves the signal as it was") {
    rlimit before{};
    REQUIRE(getrlimit(RLIMIT_NOFILE, &before) == 0);
    const auto result = run([&]() -> Coroutine<> {
        const rlimit few{.rlim_cur = 64, .rlim_max = before.rlim_max};
        std::vector<int> taken;
        setrlimit(RLIMIT_NOFILE, &few);
        for (int fd; (fd = ::dup(0)) >= 0;) taken.push_back(fd);
        const std::string error =
            thrown_by([] { get_running_loop().add_signal_handler(SIGUSR1, [] { print("never"); }); });
        for (const int fd : taken) ::close(fd);
        setrlimit(RLIMIT_NOFILE, &before);
        struct sigaction action {};
        ::sigaction(SIGUSR1, nullptr, &action);
        print(error, action.sa_handler == SIG_DFL);
        co_return;
    });
    CHECK(result.lines == Lines{"OSError(24, 'Too many open files') True"});
}
#endif

TEST_CASE("a second SIGINT ends the loop at once") {
    forget_handler_of_framework();
    const auto result = run([]() -> Coroutine<> {
        EventLoop& loop = get_running_loop();
        loop.call_later(1, [] { raise_signal(SIGINT); });
        loop.call_later(2, [] { raise_signal(SIGINT); });
        for (int i = 0; i < 2; ++i) {
            try {
                co_await sleep(10);
            } catch (const CancelledError&) {
                print("no", get_running_loop().time());
            }
        }
    });
    CHECK(result.lines == Lines{"no 1.0", "no 2.0"});
    CHECK(repr(result.error) == "KeyboardInterrupt()");
}

// CPython 3.14.10: what a thread wrote into the pipe is read at the end of turn 2, and the signal with it:
// its handler is called in turn 3.
TEST_CASE("a signal that is raised before what threads wrote is read is handled in the next turn") {
    const auto result = run([]() -> Coroutine<> {
        EventLoop& loop = get_running_loop();
        const threading::Thread thread([&loop] { loop.call_soon_threadsafe([] { print("thread"); }); });
        thread.start();
        thread.join();
        auto work = [](EventLoop& its_loop) -> Coroutine<> {
            its_loop.add_signal_handler(SIGUSR1, [] { print("handler"); });
            raise_signal(SIGUSR1);
            print("work");
            co_return;
        };
        const auto task = create_task(work(loop));
        for (int turn = 2; turn < 5; ++turn) {
            co_await sleep(0);
            print("turn", turn);
        }
    });
    CHECK(result.lines == Lines{"work", "turn 2", "thread", "turn 3", "handler", "turn 4"});
}

// CPython 3.14.10: the first turn reads of it.
TEST_CASE("a signal that is raised before the loop runs is handled in the second turn") {
    Lines lines;
    const std::function<void(std::string_view)> output = [&](std::string_view line) {
        lines.emplace_back(line);
    };
    const OwnedLoop loop = new_event_loop({.clock = ClockKind::virtual_time, .output = &output});
    loop->add_signal_handler(SIGUSR1, [] { print("handler"); });
    raise_signal(SIGUSR1);
    auto three_turns = []() -> Coroutine<> {
        for (int turn = 1; turn < 4; ++turn) {
            print("turn", turn);
            co_await sleep(0);
        }
    };
    loop->run_until_complete(three_turns());
    CHECK(lines == Lines{"turn 1", "turn 2", "handler", "turn 3"});
}

TEST_CASE("a signal handler is called from the loop") {
    const auto result = run([]() -> Coroutine<> {
        EventLoop& loop = get_running_loop();
        loop.add_signal_handler(
            SIGUSR1, [](int i) { print("old", i); }, 1);
        loop.add_signal_handler(
            SIGUSR1, [](int i) { print("signal", i); }, 2);
        ::raise(SIGUSR1);
        print("raised");
        co_await sleep(0);
        print("slept");  // whoever reads the pipe of the signals comes after this
        co_await sleep(0);
        print("slept again");
        co_await sleep(0);
        print(loop.remove_signal_handler(SIGUSR1));
        print(loop.remove_signal_handler(SIGUSR1));
    });
    CHECK(result.lines == Lines{"raised", "slept", "slept again", "signal 2", "True", "False"});
}

TEST_CASE("signals are handled in the order in which they came, each as often") {
    const auto result = run([]() -> Coroutine<> {
        EventLoop& loop = get_running_loop();
        loop.add_signal_handler(SIGUSR1, Callback("one", [] { print("one"); }));
        loop.add_signal_handler(SIGUSR2, [] { print("two"); });
        raise_signal(SIGUSR2);
        raise_signal(SIGUSR1);
        raise_signal(SIGUSR1);
        co_await sleep(0);
        raise_signal(SIGUSR2);  // before the first ones are read
        co_await sleep(0);
        print("slept");
        co_await sleep(0);
        print("slept again");
    });
    CHECK(result.lines == Lines{"slept", "two", "one", "one", "two", "slept again"});
}

TEST_CASE("a handler for SIGINT keeps main from being cancelled") {
    forget_handler_of_framework();
    const auto result = run([]() -> Coroutine<> {
        get_running_loop().add_signal_handler(SIGINT, [] { print("handled"); });
        raise_signal(SIGINT);
        co_await sleep(1);
        print("goes on");
    });
    CHECK(result.lines == Lines{"handled", "goes on"});
    CHECK_FALSE(result.error);
}

TEST_CASE("a SIGINT that was handled interrupts nobody once the handler is gone") {
    forget_handler_of_framework();
    const auto result = run([]() -> Coroutine<> {
        EventLoop& loop = get_running_loop();
        loop.add_signal_handler(SIGINT, [] { print("handled"); });
        raise_signal(SIGINT);
        co_await sleep(1);
        print(loop.remove_signal_handler(SIGINT));
        co_await to_thread([] { print("thread"); });
        co_await sleep(1);
        print("goes on");
    });
    CHECK(result.lines == Lines{"handled", "True", "thread", "goes on"});
    CHECK_FALSE(result.error);
}

TEST_CASE("once a handler for SIGINT is removed, it raises KeyboardInterrupt where it is noticed") {
    forget_handler_of_framework();
    const auto result = run([]() -> Coroutine<> {
        EventLoop& loop = get_running_loop();
        loop.add_signal_handler(SIGINT, [] { print("never"); });
        loop.remove_signal_handler(SIGINT);
        try {
            raise_signal(SIGINT);
        } catch (const KeyboardInterrupt&) {
            print("here");
        }
        loop.call_later(1, [] { raise_signal(SIGINT); });
        try {
            co_await sleep(2);
        } catch (const CancelledError&) {  // when the loop is closed
            print("cancelled", loop.time());
        }
    });
    CHECK(result.lines == Lines{"here", "cancelled 1.0"});
    CHECK(repr(result.error) == "KeyboardInterrupt()");
    struct sigaction action {};
    CHECK(::sigaction(SIGINT, nullptr, &action) == 0);
    CHECK((action.sa_handler == SIG_DFL));
}

TEST_CASE("not every number is a signal, and not every signal can be caught") {
    run([]() -> Coroutine<> {
        EventLoop& loop = get_running_loop();
        CHECK(thrown_by([&] { loop.add_signal_handler(1000, [] {}); }) ==
              "ValueError('invalid signal number 1000')");
        CHECK(thrown_by([&] { loop.add_signal_handler(SIGKILL, [] {}); }) ==
              "RuntimeError('sig 9 cannot be caught')");
        co_return;
    });
}

TEST_CASE("add_reader() calls as long as there is something to read, add_writer() while there is room") {
    int ends[2];
    REQUIRE(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, ends) == 0);
    const auto result = run([&]() -> Coroutine<> {
        EventLoop& loop = get_running_loop();
        const auto done = loop.create_future();
        loop.add_reader(ends[0], [] { print("replaced"); });
        loop.add_reader(ends[0], named("read", [&] {
                            char byte = 0;
                            if (::read(ends[0], &byte, 1) == 1) print("read", std::string(1, byte));
                            if (byte == 'b') done.set_result();
                        }));
        loop.add_writer(ends[1], [&] {
            print("written", ::write(ends[1], "ab", 2));
            print(loop.remove_writer(ends[1]));
            print(loop.remove_writer(ends[1]));
        });
        co_await done;
        print(loop.remove_reader(ends[0]));
        print(loop.remove_reader(ends[0]));
        print(thrown_by([&] { loop.add_reader(-1, [] {}); }));
    });
    CHECK(result.lines == Lines{"written 2", "True", "False", "read a", "read b", "True", "False",
                                "ValueError('Invalid file descriptor: -1')"});
    ::close(ends[0]);
    ::close(ends[1]);
}

TEST_CASE("what cannot be watched leaves nothing behind for who gets its number next") {
    run([]() -> Coroutine<> {
        EventLoop& loop = get_running_loop();
        std::FILE* file = std::tmpfile();
        REQUIRE(file != nullptr);
        const int fd = ::fileno(file);
        CHECK(thrown_by([&] { loop.add_writer(fd, [] {}); }).find("PermissionError") == 0);
        CHECK_FALSE(loop.remove_writer(fd));
        int ends[2];
        REQUIRE(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, ends) == 0);
        REQUIRE(::dup2(ends[0], fd) == fd);
        const auto done = loop.create_future();
        loop.add_writer(fd, [&] { done.set_result(); });
        co_await done;
        CHECK(loop.remove_writer(fd));
        std::fclose(file);
        ::close(ends[0]);
        ::close(ends[1]);
    });
}
