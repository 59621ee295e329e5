// contextvars: create_task(context=...) runs the task in that very context, shared.
#include "tests/conformance/case.h"
#include "tests/conformance/caselog.h"

namespace conformance::context_explicit {
namespace {

const asyncio::ContextVar<std::string> var("var", "default");

asyncio::Coroutine<> child(std::string name) {
    log(name, "sees", var.get());
    var.set(name);
    co_return;
}

asyncio::Coroutine<> main_() {
    const auto context = asyncio::copy_context();
    co_await asyncio::create_task(child("A"), {.name = "A", .context = context});
    co_await asyncio::create_task(child("B"), {.name = "B", .context = context});
    log("main", var.get(), "context", context[var]);
}

const Case kCase("context_explicit", main_);

}  // namespace
}  // namespace conformance::context_explicit
