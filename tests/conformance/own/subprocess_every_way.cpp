// Child processes: input and output, limits of time, several who wait, signals before and after the end.
#include "tests/conformance/case.h"
#include "tests/conformance/caselog.h"

#include <csignal>

namespace conformance::subprocess_every_way {
namespace {

using asyncio::Coroutine;
using asyncio::create_subprocess_exec;
using asyncio::create_subprocess_shell;
using asyncio::create_task;
using asyncio::DEVNULL;
using asyncio::PIPE;
using asyncio::sleep;
using asyncio::STDOUT;

template <class A>
Coroutine<> attempt(std::string what, A awaitable) {
    try {
        log(what, co_await or_none(std::move(awaitable)));
    } catch (...) {
        log(what, err(std::current_exception()));
    }
}

Coroutine<> talks() {
    auto process =
        co_await create_subprocess_exec("cat", asyncio::SubprocessOptions{.stdin = PIPE, .stdout = PIPE});
    process.stdin()->write("one\n");
    const asyncio::Bytes line = co_await process.stdout()->readline();
    log(line, process.returncode());
    process.stdin()->writelines({"two\n", "three"});
    co_await process.stdin()->drain();
    process.stdin()->close();
    co_await process.stdin()->wait_closed();
    log(co_await process.stdout()->read());
    const int code = co_await process.wait();
    log(code, process.returncode());
    log(co_await process.wait());
    try {
        process.terminate();
    } catch (const asyncio::ProcessLookupError& exc) {
        log("terminate", err(exc));
    }
    try {
        process.kill();
    } catch (const asyncio::ProcessLookupError& exc) {
        log("kill", err(exc));
    }
}

Coroutine<> communicates() {
    auto process = co_await create_subprocess_shell("cat; echo error >&2; exit 3",
                                                    {.stdin = PIPE, .stdout = PIPE, .stderr = PIPE});
    auto output = co_await process.communicate("input");
    log(output, process.returncode());
    process =
        co_await create_subprocess_shell("echo out; echo error >&2", {.stdout = PIPE, .stderr = STDOUT});
    output = co_await process.communicate();
    log(output, process.returncode(), process.stdin().has_value() ? "a pipe" : "None",
        process.stderr().has_value() ? "a pipe" : "None");
    process = co_await create_subprocess_exec("true", asyncio::SubprocessOptions{.stdin = DEVNULL});
    output = co_await process.communicate();
    log(output, process.returncode());
}

Coroutine<> out_of_time() {
    auto process =
        co_await create_subprocess_exec("cat", asyncio::SubprocessOptions{.stdin = PIPE, .stdout = PIPE});
    co_await attempt("communicate", asyncio::wait_for(process.stdout()->read(1), 1));
    std::vector<asyncio::Task<int>> waiters;
    for (const char* name : {"W0", "W1", "W2"})
        waiters.push_back(create_task(process.wait(), {.name = name}));
    co_await sleep(1);
    waiters[1].cancel("not this one");
    process.terminate();
    co_await asyncio::wait(waiters);
    log(std::vector<std::string>{outcome(waiters[0]), outcome(waiters[1]), outcome(waiters[2])},
        process.returncode());
    log(co_await process.stdout()->read());
}

Coroutine<> signalled() {
    auto process = co_await create_subprocess_exec("cat", asyncio::SubprocessOptions{.stdin = PIPE});
    process.send_signal(SIGUSR1);
    const int code = co_await process.wait();
    log(code == -SIGUSR1);
    process = co_await create_subprocess_exec("cat", asyncio::SubprocessOptions{.stdin = PIPE});
    process.kill();
    log(co_await process.wait());
}

Coroutine<> fails() {
    co_await attempt("no program", create_subprocess_exec("/nonexistent/program"));
    auto process = co_await create_subprocess_shell("exit 7");
    log(co_await process.wait());
    process = co_await create_subprocess_exec("true", asyncio::SubprocessOptions{.stdin = PIPE});
    co_await process.wait();
    process.stdin()->write("nobody reads this");
    co_await attempt("drain", process.stdin()->drain());
    co_await attempt("drain", process.stdin()->drain());
    process.stdin()->close();
}

Coroutine<> limited() {
    auto process = co_await create_subprocess_shell("echo 123456789; echo ab", {.stdout = PIPE, .limit = 4});
    try {
        co_await process.stdout()->readline();
    } catch (const asyncio::ValueError& exc) {
        log(err(exc));
    }
    const asyncio::Bytes line = co_await process.stdout()->readline();
    const asyncio::Bytes end = co_await process.stdout()->readline();
    log(line, end);
    log(co_await process.wait());
}

Coroutine<> main_() {
    log("talks");
    co_await talks();
    log("communicates");
    co_await communicates();
    log("out_of_time");
    co_await out_of_time();
    log("signalled");
    co_await signalled();
    log("fails");
    co_await fails();
    log("limited");
    co_await limited();
}

const Case kCase("subprocess_every_way", main_);

}  // namespace
}  // namespace conformance::subprocess_every_way
