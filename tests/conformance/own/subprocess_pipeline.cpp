// Children that talk to each other: a pipeline pumped by hand, one joined by a descriptor, a filter given up,
// an environment.
#include "tests/conformance/case.h"
#include "tests/conformance/caselog.h"

#include <unistd.h>
#include <csignal>
#include <cstdlib>

namespace conformance::subprocess_pipeline {
namespace {

using namespace asyncio;

Coroutine<std::size_t> pump(StreamReader reader, StreamWriter writer) {
    std::size_t count = 0;
    std::exception_ptr error;
    try {
        while (true) {
            const Bytes data = co_await reader.read(4096);
            if (data.empty()) break;
            writer.write(data);
            co_await writer.drain();
            count += data.size();
        }
    } catch (const ConnectionError&) {
        log("the filter has had enough");
    } catch (...) {
        error = std::current_exception();
    }
    writer.close();
    if (error) std::rethrow_exception(error);
    co_return count;
}

Coroutine<> pumped() {
    const auto source = co_await create_subprocess_exec("printf", "c\\nb\\na\\n", {.stdout = PIPE});
    const auto sorts = co_await create_subprocess_exec("sort", {.stdin = PIPE, .stdout = PIPE});
    const auto [count, output] =
        co_await gather(pump(*source.stdout(), *sorts.stdin()), sorts.stdout()->read());
    const int first = co_await source.wait(), second = co_await sorts.wait();
    log(count, output, first, second);
}

Coroutine<> joined() {
    int pipe[2];
    if (::pipe(pipe) != 0) throw OSError("no pipe");
    const auto first = co_await create_subprocess_shell("echo one; echo two >&2; echo three",
                                                        {.stdout = pipe[1], .stderr = DEVNULL});
    ::close(pipe[1]);
    const auto second =
        co_await create_subprocess_exec("tr", "a-z", "A-Z", {.stdin = pipe[0], .stdout = PIPE});
    ::close(pipe[0]);
    const auto output = co_await second.communicate();
    const int returncode = co_await first.wait();
    log(output, returncode, second.returncode(), first.stdout());
}

Coroutine<> given_up() {
    const auto process = co_await create_subprocess_exec("cat", {.stdin = PIPE, .stdout = PIPE});
    const auto task = create_task(process.stdout()->read(), {.name = "reads"});
    process.stdin()->write("half a line");
    co_await sleep(1);
    task.cancel("enough");
    try {
        co_await task;
    } catch (const CancelledError& exc) {
        log(err(exc), process.returncode());
    }
    try {
        co_await wait_for(process.wait(), 1);
    } catch (const TimeoutError& exc) {
        log(err(exc));
    }
    process.send_signal(SIGTERM);
    log(co_await process.wait(), process.returncode() == -SIGTERM);
}

Coroutine<> environment() {
    const std::map<std::string, std::string> env = {{"GREETING", "hello"}, {"PATH", std::getenv("PATH")}};
    const auto process =
        co_await create_subprocess_shell("echo $GREETING; pwd; echo to stderr >&2; exit 7",
                                         {.stdout = PIPE, .stderr = STDOUT, .cwd = "/", .env = env});
    std::vector<Bytes> lines;
    while (const auto line = co_await process.stdout()->next()) lines.push_back(*line);
    log(lines, co_await process.wait());
}

Coroutine<> long_lines() {
    const auto process =
        co_await create_subprocess_shell("printf '%0100d\\nshort\\n' 1", {.stdout = PIPE, .limit = 50});
    try {
        co_await process.stdout()->readline();
    } catch (const ValueError& exc) {
        log(err(exc));
    }
    const Bytes line = co_await process.stdout()->readline();
    log(line, co_await process.wait());
}

Coroutine<std::string> output_of(std::vector<std::string> command) {
    const auto process = co_await create_subprocess_exec(command, {.stdout = PIPE});
    std::optional<Bytes> output;
    std::exception_ptr error;
    try {
        output = (co_await process.communicate()).first;
    } catch (const CancelledError&) {
        error = std::current_exception();
    }
    if (error) {
        process.kill();
        log("killed", co_await process.wait());
        std::rethrow_exception(error);
    }
    if (*process.returncode() != 0)
        throw RuntimeError(command[0] + ": " + std::to_string(*process.returncode()));
    co_return std::string(output->substr(0, output->find_last_not_of('\n') + 1));
}

Task<std::string> start(const TaskGroup& group, std::vector<std::string> command,
                        std::string_view name = {}) {
    return group.create_task(output_of(command), {.name = name});
}

Coroutine<> several() {
    std::vector<Task<std::string>> tasks;
    co_await async_with(TaskGroup(), [&](TaskGroup& group) -> Coroutine<> {
        for (int n = 1; n < 4; ++n) tasks.push_back(start(group, {"expr", std::to_string(n), "*", "2"}));
        co_return;
    });
    std::vector<std::string> results;
    for (const auto& task : tasks) results.push_back(task.result());
    log(results);
    std::exception_ptr error;
    try {
        co_await async_with(TaskGroup(), [&](TaskGroup& group) -> Coroutine<> {
            start(group, {"false"}, "fails");
            start(group, {"sleep", "60"}, "sleeps");
            co_return;
        });
    } catch (...) {
        error = std::current_exception();
    }
    except_star(error, on<RuntimeError>([](const BaseExceptionGroup& exc) { log(err(exc)); }));
}

Coroutine<> main_() {
    co_await pumped();
    co_await joined();
    co_await given_up();
    co_await environment();
    co_await long_lines();
    co_await several();
}

const Case kCase("subprocess_pipeline", main_);

}  // namespace
}  // namespace conformance::subprocess_pipeline
