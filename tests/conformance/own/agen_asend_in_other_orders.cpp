// What asend() sends comes only where the generator takes the call: not if it is refused, and as they are
// awaited.
#include "tests/conformance/case.h"
#include "tests/conformance/caselog.h"

namespace conformance::agen_asend_in_other_orders {
namespace {

using Sent = std::variant<std::string, int>;
using Echo = asyncio::AsyncGenerator<std::optional<Sent>, Sent>;

Echo echo() {
    std::optional<Sent> got;
    while (true) {
        got = co_yield got;
        log("got", got);
        co_await asyncio::sleep(1);
    }
}

template <class Call>
asyncio::Coroutine<> attempt(std::string name, Call call) {
    try {
        const auto given = co_await call;
        log(name, "gives", given);
    } catch (const asyncio::Exception& exc) {
        log(name, "fails", err(exc));
    }
}

asyncio::Coroutine<> main_() {
    Echo generator = echo();
    co_await attempt("too early", generator.asend("early"));
    co_await attempt("first", asyncio::anext(generator));
    co_await attempt("next", asyncio::anext(generator));
    auto running = asyncio::create_task(attempt("x", generator.asend("x")), {.name = "x"});
    auto refused = asyncio::create_task(attempt("y", generator.asend("y")), {.name = "y"});
    co_await asyncio::wait(running, refused);
    co_await attempt("after the refused one", asyncio::anext(generator));
    auto one = generator.asend(1), two = generator.asend(2);
    co_await attempt("made second", std::move(two));
    co_await attempt<decltype(one)&>("made first", one);
    co_await attempt("once more", std::move(one));
    co_await attempt("after that", generator.asend(asyncio::None()));
    co_await generator.aclose();
    co_await attempt("closed", generator.asend("late"));
}

const Case kCase("agen_asend_in_other_orders", main_);

}  // namespace
}  // namespace conformance::agen_asend_in_other_orders
