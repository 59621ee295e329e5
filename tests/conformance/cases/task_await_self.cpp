// A task that awaits itself gets a RuntimeError at its next step.
#include "tests/conformance/case.h"
#include "tests/conformance/caselog.h"

namespace conformance::task_await_self {
namespace {

using Box = std::vector<asyncio::Task<std::string>>;

asyncio::Coroutine<std::string> narcissist(const Box& box) {
    try {
        co_await box[0];
    } catch (const asyncio::RuntimeError&) {
        log("RuntimeError");
    }
    co_return "survived";
}

asyncio::Coroutine<> main_() {
    Box box;
    box.push_back(asyncio::create_task(narcissist(box), {.name = "narcissist"}));
    log(co_await box[0]);
}

const Case kCase("task_await_self", main_);

}  // namespace
}  // namespace conformance::task_await_self
