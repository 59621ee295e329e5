// Handle.get_context(): what a callback is called in, before and after it was called.
#include "tests/conformance/case.h"
#include "tests/conformance/caselog.h"

namespace conformance::handle_contexts {
namespace {

const asyncio::ContextVar<std::string> var("var", "none");

void call(std::string value) {
    log("call", var.get());
    var.set(value);
}

asyncio::Coroutine<> main_() {
    auto& loop = asyncio::get_running_loop();
    const auto function = asyncio::named("call", call);
    const auto empty = loop.call_soon(function, "a");
    const auto context = empty.get_context();
    log(context.get(var), context.is(empty.get_context()));
    var.set("main");
    const auto inherited = loop.call_later(1, function, "b");
    const auto own = asyncio::copy_context();
    const auto given =
        loop.call_at(loop.time() + 1, asyncio::named("call", [] { call("c"); }), {.context = own});
    const auto cancelled = loop.call_later(0.5, function, "d");
    cancelled.cancel();
    log(inherited.get_context()[var], given.get_context().is(own), cancelled.get_context()[var]);
    co_await asyncio::sleep(2);
    log(context[var], inherited.get_context()[var], own[var], var.get());
    log(cancelled.cancelled(), inherited.cancelled(), inherited.when());
}

const Case kCase("handle_contexts", main_);

}  // namespace
}  // namespace conformance::handle_contexts
