// Children that cannot be started: the error and its text, and that no turn passes.
#include "tests/conformance/case.h"
#include "tests/conformance/caselog.h"

namespace conformance::subprocess_errors {
namespace {

using Options = asyncio::SubprocessOptions;
using asyncio::PIPE;
using asyncio::STDOUT;

asyncio::Coroutine<> attempt(std::string name, asyncio::Coroutine<asyncio::Process> coroutine) {
    try {
        co_await std::move(coroutine);
    } catch (const asyncio::Exception& exc) {
        log(name, err(exc), exc.repr());
    }
}

asyncio::Coroutine<> main_() {
    asyncio::get_running_loop().call_soon(asyncio::named("log", log), "next turn");
    co_await attempt("unknown", asyncio::create_subprocess_exec("no such program", Options{.stdout = PIPE}));
    co_await attempt("path", asyncio::create_subprocess_exec("/no/such/program"));
    co_await attempt("folder", asyncio::create_subprocess_exec("/", Options{.stdin = PIPE}));
    co_await attempt("cwd", asyncio::create_subprocess_exec("true", Options{.cwd = "/no/such/folder"}));
    co_await attempt("stdout", asyncio::create_subprocess_exec("true", Options{.stdout = STDOUT}));
    co_await asyncio::sleep(0);
    log("end");
}

const Case kCase("subprocess_errors", main_);

}  // namespace
}  // namespace conformance::subprocess_errors
