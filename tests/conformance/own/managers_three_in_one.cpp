// async with of three: errors in the body, in entering, in leaving; one swallows; a timeout.
#include "tests/conformance/case.h"
#include "tests/conformance/caselog.h"

namespace conformance::managers_three_in_one {
namespace {

using namespace asyncio;

struct Step {
    Coroutine<std::string> aenter() {
        co_await sleep(1);
        if (fails_at == "enter") throw ValueError(name);
        log("in", name);
        co_return Bytes(name).upper();
    }
    Coroutine<bool> aexit(std::exception_ptr error) {
        log("out", name, error ? err(error) : "None");
        co_await sleep(1);
        if (fails_at == "exit") throw KeyError(name);
        co_return swallows;
    }
    std::string name, fails_at = "";
    bool swallows = false;
};

Coroutine<> nested(Step a, Step b, Step c) {
    try {
        co_await async_with(a, b, c, [](std::string x, std::string y, std::string z) -> Coroutine<> {
            log(x, y, z);
            throw OSError("body");
            co_return;
        });
        log("swallowed");
    } catch (const std::exception&) {
        log("raised", err(std::current_exception()));
    }
}

Coroutine<> main_() {
    const Step a{"a"}, b{"b"}, c{"c"}, swallows{"b", "", true}, enters{"b", "enter"};
    const Step first{"a", "", true}, exits{"c", "exit"};
    co_await nested(a, b, c);
    co_await nested(a, swallows, c);
    co_await nested(a, enters, c);
    co_await nested(first, b, exits);
    try {
        co_await async_with(timeout(1.5), Lock(), b, []() -> Coroutine<> {
            log("held");
            co_await sleep(5);
        });
    } catch (const TimeoutError&) {
        log("timed out");
    }
}

const Case kCase("managers_three_in_one", main_);

}  // namespace
}  // namespace conformance::managers_three_in_one
