// as_completed(): a single future is a TypeError; nothing is an empty iterator; duplicates count once.
#include "tests/conformance/case.h"
#include "tests/conformance/caselog.h"

namespace conformance::as_completed_errors {
namespace {

asyncio::Coroutine<std::string> work(std::string name) { co_return name; }

using Tasks = std::vector<asyncio::Task<std::string>>;

asyncio::Coroutine<std::vector<std::string>> results(Tasks tasks) {
    std::vector<std::string> all;
    for (auto next : asyncio::as_completed(tasks)) all.push_back(co_await next);
    co_return all;
}

asyncio::Coroutine<> main_() {
    auto task = asyncio::create_task(work("A"), {.name = "A"});
    try {
        asyncio::as_completed(task);
        log("accepted");
    } catch (const asyncio::TypeError&) {
        log("TypeError");
    }
    log("empty", co_await results(Tasks()));
    Tasks twice(2, task);
    log("duplicates", co_await results(twice));
}

const Case kCase("as_completed_errors", main_);

}  // namespace
}  // namespace conformance::as_completed_errors
