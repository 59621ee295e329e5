#include "tests/engine/subprocess_test.h"

#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>
#include <csignal>
#include <filesystem>

using namespace asyncio;
using namespace engine_test;
using engine_test::run;
using Options = SubprocessOptions;
using Lines = std::vector<std::string>;

TEST_CASE("a child's output and return code come back") {
    const auto descriptors = open_descriptors();
    const auto result = run([]() -> Coroutine<> {
        const auto process =
            co_await create_subprocess_exec("sh", "-c", "echo out; echo err >&2; exit 3", kPipes);
        print(process.returncode());
        const auto [out, err] = co_await process.communicate();
        print(out, err, process.returncode());
    });
    CHECK(result.lines == Lines{"None", "b'out\\n' b'err\\n' 3"});
    CHECK_FALSE(any_child_is_left());
    CHECK(open_descriptors() == descriptors);
}

TEST_CASE("communicate() feeds the child; what is no pipe is None") {
    const auto result = run([]() -> Coroutine<> {
        const auto process =
            co_await create_subprocess_exec("tr", "a-z", "A-Z", Options{.stdin = PIPE, .stdout = PIPE});
        const auto [out, err] = co_await process.communicate("shout");
        print(out, err, process.returncode());
        print(process.stdin().has_value(), process.stdout().has_value(), process.stderr().has_value());
    });
    CHECK(result.lines == Lines{"b'SHOUT' None 0", "True True False"});
}

TEST_CASE("a megabyte goes through a child and comes back whole") {
    const auto result = run([]() -> Coroutine<> {
        Bytes sent;
        for (int i = 0; sent.size() < (1u << 20); ++i) sent += std::to_string(i) + "\n";
        const auto process = co_await create_subprocess_exec("cat", Options{.stdin = PIPE, .stdout = PIPE});
        const auto output = co_await process.communicate(sent);
        print(output.first == sent, process.returncode());
    });
    CHECK(result.lines == Lines{"True 0"});
}

TEST_CASE("a shell runs a command line, with a folder and an environment of its own") {
    const auto result = run([]() -> Coroutine<> {
        const std::map<std::string, std::string> env{{"NAME", "world"}};
        const auto process =
            co_await create_subprocess_shell("pwd; echo \"hello $NAME\"; echo all >&2",
                                             {.stdout = PIPE, .stderr = STDOUT, .cwd = "/", .env = env});
        const auto [out, err] = co_await process.communicate();
        print(out, err);
    });
    CHECK(result.lines == Lines{"b'/\\nhello world\\nall\\n' None"});
}

TEST_CASE("a child may be another program than its first argument, with a mask and a group of its own") {
    const auto result = run([]() -> Coroutine<> {
        const Options options{.stdout = PIPE, .executable = "/bin/sh", .umask = 027, .process_group = 0};
        const auto process =
            co_await create_subprocess_exec("called", "-c", "echo $0; umask; ps -o pgid= $$", options);
        const auto [out, err] = co_await process.communicate();
        const std::string text = *out;
        print(text.substr(0, 12), std::stoi(text.substr(12)) == process.pid());
        try {
            co_await create_subprocess_exec("true", Options{.executable = "/no/such/program"});
        } catch (const FileNotFoundError& error) {
            print(error.str());
        }
        try {
            co_await create_subprocess_exec("true", Options{.process_group = 1});
        } catch (const PermissionError& error) {
            print(error.str());
        }
    });
    CHECK(result.lines == Lines{"called", "0027", " True",
                                "[Errno 2] No such file or directory: '/no/such/program'",
                                "[Errno 1] Operation not permitted"});
}

TEST_CASE("a child may be another user: nobody, or without the right to that the same one") {
    const bool may_choose = ::geteuid() == 0;
    const int user = may_choose ? 65534 : static_cast<int>(::geteuid());
    const int group = may_choose ? 65534 : static_cast<int>(::getegid());
    const auto result = run([&]() -> Coroutine<> {
        const Options options{.stdout = PIPE, .user = user, .group = group};
        const auto process = co_await create_subprocess_exec("sh", "-c", "id -u; id -g", options);
        const auto [out, err] = co_await process.communicate();
        print(*out == std::to_string(user) + "\n" + std::to_string(group) + "\n", process.returncode());
    });
    CHECK(result.lines == Lines{"True 0"});
}

TEST_CASE("a child may do something of the program's before it becomes another") {
    const auto result = run([]() -> Coroutine<> {
        int mask = 027;
        const auto sets_mask = [mask] { ::umask(static_cast<mode_t>(mask)); };
        const auto process = co_await create_subprocess_exec(
            "sh", "-c", "umask", Options{.stdout = PIPE, .preexec_fn = sets_mask});
        const auto [out, err] = co_await process.communicate();
        print(out, process.returncode());
        const auto fails = [] { throw ValueError("no"); };
        try {
            co_await create_subprocess_exec("true", Options{.preexec_fn = fails});
        } catch (const SubprocessError& error) {
            print(error.repr());
        }
    });
    CHECK(result.lines == Lines{"b'0027\\n' 0", "SubprocessError('Exception occurred in preexec_fn.')"});
    CHECK_FALSE(any_child_is_left());
}

TEST_CASE("a child's pipes may have a size") {
    run([]() -> Coroutine<> {
        const auto process =
            co_await create_subprocess_exec("cat", Options{.stdin = PIPE, .stdout = PIPE, .pipesize = 8192});
        const auto socket = process.stdin()->get_extra_info("pipe");
        CHECK(socket);
        co_await process.communicate("x");
    });
}

TEST_CASE("a child keeps the descriptors that it is passed, and no others") {
    const auto result = run([]() -> Coroutine<> {
        auto [reading, writing] = make_pipe();
        const std::vector<int> kept{writing.fileno()};
        const std::string command = "echo passed >&" + std::to_string(writing.fileno());
        const auto with = co_await create_subprocess_exec("sh", "-c", command, Options{.pass_fds = kept});
        print(co_await with.wait());
        const auto without = co_await create_subprocess_exec("sh", "-c", command, Options{.stderr = DEVNULL});
        print(co_await without.wait() != 0);
        char text[16] = {};
        print(::read(reading.fileno(), text, sizeof text), text);
        const std::vector<int> bad{-1};
        try {
            co_await create_subprocess_exec("true", Options{.pass_fds = bad});
        } catch (const ValueError& error) {
            print(error.str());
        }
    });
    CHECK(result.lines == Lines{"0", "True", "7 passed", "", "bad value(s) in fds_to_keep"});
}

TEST_CASE("a conversation with a child, line by line") {
    const auto result = run([]() -> Coroutine<> {
        const auto process = co_await create_subprocess_shell("while read line; do echo \"got $line\"; done",
                                                              {.stdin = PIPE, .stdout = PIPE});
        for (const char* word : {"one\n", "two\n"}) {
            process.stdin()->write(word);
            co_await process.stdin()->drain();
            print(co_await process.stdout()->readline());
        }
        process.stdin()->close();
        co_await process.stdin()->wait_closed();
        print(co_await process.stdout()->readline(), process.stdout()->at_eof());
        print(co_await process.wait());
    });
    CHECK(result.lines == Lines{"b'got one\\n'", "b'got two\\n'", "b'' True", "0"});
}

TEST_CASE("what cannot be started is an error") {
    const auto descriptors = open_descriptors();
    const auto result = run([]() -> Coroutine<> {
        const auto attempt = [](Coroutine<Process> starting) -> Coroutine<> {
            try {
                co_await std::move(starting);
            } catch (const Exception& error) {
                print(error.str());
            }
        };
        co_await attempt(create_subprocess_exec("no such program", kPipes));
        co_await attempt(create_subprocess_exec("/no/such/program"));
        co_await attempt(create_subprocess_exec("/", kPipes));
        co_await attempt(create_subprocess_exec("true", Options{.cwd = "/no/such/folder"}));
        co_await attempt(create_subprocess_exec("true", Options{.stdout = STDOUT}));
        co_await attempt(create_subprocess_exec("true", Bytes("a\0b", 3)));
    });
    CHECK(result.lines == Lines{"[Errno 2] No such file or directory: 'no such program'",
                                "[Errno 2] No such file or directory: '/no/such/program'",
                                "[Errno 13] Permission denied: '/'",
                                "[Errno 2] No such file or directory: '/no/such/folder'",
                                "STDOUT can only be used for stderr", "embedded null byte"});
    CHECK_FALSE(any_child_is_left());
    CHECK(open_descriptors() == descriptors);
}

TEST_CASE("signals end a child; afterwards they find nobody") {
    const auto result = run([]() -> Coroutine<> {
        const auto first = co_await create_subprocess_exec("sleep", "1000");
        first.terminate();
        print(co_await first.wait());
        const auto second = co_await create_subprocess_exec("sleep", "1000");
        second.kill();
        print(co_await second.wait(), get_running_loop().time());
        const auto third = co_await create_subprocess_exec("sleep", "1000");
        third.send_signal(SIGUSR1);
        print(co_await third.wait());
        co_await sleep(0);
        co_await sleep(0);
        try {
            third.kill();
        } catch (const ProcessLookupError& error) {
            print(error.repr());
        }
    });
    CHECK(result.lines == Lines{"-15", "-9 0.0", "-10", "ProcessLookupError()"});
}

TEST_CASE("several wait for one child; one that is cancelled leaves the others") {
    const auto result = run([]() -> Coroutine<> {
        const auto process = co_await create_subprocess_exec("sleep", "1");
        const auto wait = [](Process of) -> Coroutine<int> { co_return co_await of.wait(); };
        const Task<int> a = create_task(wait(process)), b = create_task(wait(process)),
                        c = create_task(wait(process));
        co_await sleep(0);
        b.cancel();
        print(co_await a, b.cancelled(), co_await c, co_await process.wait());
        print(get_running_loop().time());
    });
    CHECK(result.lines == Lines{"0 True 0 0", "1.0"});
}

TEST_CASE("communicate() that is cancelled leaves the child alone") {
    const auto descriptors = open_descriptors();
    const auto result = run([]() -> Coroutine<> {
        const auto process = co_await create_subprocess_exec("sh", "-c", "read line; echo $line", kPipes);
        try {
            co_await wait_for(process.stdout()->read(), 1);
        } catch (const TimeoutError&) {
            print("nothing yet", process.returncode());
        }
        const auto output = co_await process.communicate("late\n");
        print(output.first, process.returncode());
    });
    CHECK(result.lines == Lines{"nothing yet None", "b'late\\n' 0"});
    CHECK(open_descriptors() == descriptors);
}

TEST_CASE("a child that does not want its input is no error") {
    const auto result = run([]() -> Coroutine<> {
        const auto process = co_await create_subprocess_exec("true", Options{.stdin = PIPE, .stdout = PIPE});
        const auto output = co_await process.communicate(Bytes(std::string(1 << 20, 'x')));
        print(output.first, process.returncode());
    });
    CHECK(result.lines == Lines{"b'' 0"});
}

TEST_CASE("a child's pipes are heard before its end: whoever waited for that cannot write any more") {
    const auto result = run([]() -> Coroutine<> {
        const auto process = co_await create_subprocess_exec("true", {.stdin = PIPE});
        co_await process.wait();
        process.stdin()->write("too late");
        try {
            co_await process.stdin()->drain();
        } catch (const ConnectionResetError& error) {
            print(repr(error));
        }
    });
    CHECK(result.lines == Lines{"ConnectionResetError('Connection lost')"});
}

TEST_CASE("output can be read after the child has ended") {
    const auto result = run([]() -> Coroutine<> {
        const auto process = co_await create_subprocess_exec("echo", "kept", Options{.stdout = PIPE});
        print(co_await process.wait());
        co_await sleep(1);
        print(co_await process.stdout()->read(), process.stdout()->at_eof());
    });
    CHECK(result.lines == Lines{"0", "b'kept\\n' True"});
}

TEST_CASE("a limit counts for a child's lines") {
    const auto result = run([]() -> Coroutine<> {
        const auto process =
            co_await create_subprocess_exec("echo", "0123456789", Options{.stdout = PIPE, .limit = 4});
        try {
            co_await process.stdout()->readline();
        } catch (const ValueError& error) {
            print(error.str());
        }
        print(co_await process.wait());
    });
    CHECK(result.lines == Lines{"Separator is found, but chunk is longer than limit", "0"});
}

TEST_CASE("DEVNULL is empty and takes all") {
    const auto result = run([]() -> Coroutine<> {
        const auto process =
            co_await create_subprocess_exec("sh", "-c", "cat; echo gone >&2; echo shown",
                                            Options{.stdin = DEVNULL, .stdout = PIPE, .stderr = DEVNULL});
        print(co_await process.communicate());
    });
    CHECK(result.lines == Lines{"(b'shown\\n', None)"});
}

TEST_CASE("a process knows what it is") {
    const auto result = run([]() -> Coroutine<> {
        Process process;
        CHECK(!process);
        CHECK(repr(process) == "None");
        process = co_await create_subprocess_exec("cat", Options{.stdin = PIPE});
        const std::string pid = std::to_string(process.pid());
        print(process.repr() == "<Process " + pid + ">");
        const SubprocessTransport transport = process.transport();
        const ExtraInfo popen = transport.get_extra_info("subprocess");
        print(popen.as<Popen>().pid == process.pid(), popen);
        print(!transport.get_pipe_transport(1), process.stdin()->get_extra_info("pipe").as<Pipe>().closed());
        process.stdin()->close();
        print(co_await process.wait());
        print(transport.get_extra_info("subprocess"));
    });
    CHECK(result.lines == Lines{"True", "True <Popen: returncode: None args: ['cat']>", "True False", "0",
                                "<Popen: returncode: 0 args: ['cat']>"});
}

TEST_CASE("a child whose end nobody could hear of is not left behind") {
    // Takes the last descriptors while the child is announced.
    struct Starving : Observer {
        void created(const Object& object, const Creation&) noexcept override {
            if (object.kind() != ObjectKind::process) return;
            for (int fd; (fd = ::dup(0)) >= 0;) taken.push_back(fd);
        }
        std::vector<int> taken;
    };
    rlimit before{};
    REQUIRE(getrlimit(RLIMIT_NOFILE, &before) == 0);
    const rlimit few{.rlim_cur = 64, .rlim_max = before.rlim_max};
    REQUIRE(setrlimit(RLIMIT_NOFILE, &few) == 0);
    Starving observer;
    const auto main = []() -> Coroutine<> {
        co_await create_subprocess_exec("sleep", "1000", Options{.stdin = PIPE});
    };
    const std::string error =
        thrown_by([&] { asyncio::run(main(), {.clock = ClockKind::virtual_time, .observer = &observer}); });
    for (const int fd : observer.taken) ::close(fd);
    setrlimit(RLIMIT_NOFILE, &before);
    CHECK_FALSE(observer.taken.empty());
    CHECK(error == "OSError(24, 'Too many open files')");
    CHECK_FALSE(any_child_is_left());
}
