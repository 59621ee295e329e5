// A conversation with a child, line by line; communicate(), wait() and signals; what it all gives.
#include "tests/conformance/case.h"
#include "tests/conformance/caselog.h"

#include <csignal>

namespace conformance::subprocess_talk {
namespace {

using asyncio::DEVNULL;
using asyncio::PIPE;
using asyncio::STDOUT;
using Options = asyncio::SubprocessOptions;

asyncio::Coroutine<> conversation() {
    const auto process = co_await asyncio::create_subprocess_shell(
        "while read line; do echo \"got $line\"; done", {.stdin = PIPE, .stdout = PIPE});
    for (const char* word : {"one\n", "two\n"}) {
        process.stdin()->write(word);
        co_await process.stdin()->drain();
        log(co_await process.stdout()->readline());
    }
    process.stdin()->close();
    co_await process.stdin()->wait_closed();
    log(co_await process.stdout()->readline(), process.stdout()->at_eof());
    log("wait", co_await process.wait(), process.returncode());
}

asyncio::Coroutine<> communication() {
    const asyncio::Bytes much(1 << 20, 'x');
    auto process = co_await asyncio::create_subprocess_exec(
        "sh", "-c", "cat; echo err >&2; exit 3", Options{.stdin = PIPE, .stdout = PIPE, .stderr = PIPE});
    const auto before = process.returncode();
    log(before, co_await process.communicate("in"), process.returncode());
    process = co_await asyncio::create_subprocess_shell("echo both; echo err >&2",
                                                        {.stdin = DEVNULL, .stdout = PIPE, .stderr = STDOUT});
    log(!process.stdin(), !process.stderr(), co_await process.communicate());
    process = co_await asyncio::create_subprocess_exec("true", Options{.stdin = PIPE, .stdout = PIPE});
    log(co_await process.communicate(much));
    process = co_await asyncio::create_subprocess_exec("cat", Options{.stdin = PIPE, .stdout = PIPE});
    const auto output = co_await process.communicate(much);
    log(output.first->size(), output.second);
}

asyncio::Coroutine<> signals() {
    auto process = co_await asyncio::create_subprocess_exec("cat", Options{.stdin = PIPE});
    process.terminate();
    log(co_await process.wait());
    process = co_await asyncio::create_subprocess_exec("cat", Options{.stdin = PIPE});
    process.send_signal(SIGKILL);
    std::vector<asyncio::Task<int>> tasks;
    for (int i = 0; i < 3; ++i) tasks.push_back(asyncio::create_task(process.wait()));
    co_await asyncio::sleep(0);
    tasks[1].cancel();
    log(co_await asyncio::gather(tasks, asyncio::return_exceptions));
    co_await asyncio::sleep(0.1);
    try {
        process.kill();
    } catch (const asyncio::ProcessLookupError& exc) {
        log(exc.repr());
    }
}

asyncio::Coroutine<> main_() {
    co_await conversation();
    co_await communication();
    co_await signals();
}

const Case kCase("subprocess_talk", main_);

}  // namespace
}  // namespace conformance::subprocess_talk
