// Exception handler: the keys of each kind of report, keys of one's own, and the context in which it is
// called.
#include "tests/conformance/case.h"
#include "tests/conformance/caselog.h"

namespace conformance::handler_contexts {
namespace {

const asyncio::ContextVar<std::string> var("var", "nobody");

void handler(asyncio::EventLoop&, const asyncio::ExceptionContext& context) {
    std::string about;
    for (const auto& [key, value] : {std::pair("future", context.future), std::pair("task", context.task)})
        if (value && value.is_task()) about += std::string(" ") + key + " " + value.get_name();
    const std::string message = context.contains("message") ? context.message : "no message";
    const std::string error = context.contains("exception") ? err(context.exception) : "None";
    log(message.substr(0, std::min(message.find(" <"), message.find('('))), context.keys(), error, "seen by",
        var.get() + about);
}

asyncio::Coroutine<> fails(std::string text) {
    var.set("failing task");
    throw asyncio::ValueError(text);
    co_return;
}

asyncio::Coroutine<> forever() {
    var.set("lost task");
    co_await asyncio::get_running_loop().create_future();
}

void bad() {
    var.set("callback");
    throw asyncio::ValueError("callback");
}

void bad_done(const asyncio::Future<int>&) { bad(); }

void make_future(asyncio::EventLoop& loop) {
    const auto future = loop.create_future();
    future.set_exception(asyncio::ValueError("future"));
}

asyncio::AsyncGenerator<int> numbers() {
    try {
        co_yield 1;
    } catch (...) {
        throw asyncio::KeyError("closing");
    }
}

asyncio::Coroutine<> main_() {
    auto& loop = asyncio::get_running_loop();
    log("handler set", loop.get_exception_handler() != nullptr);
    loop.set_exception_handler(handler);
    log("handler set", loop.get_exception_handler() != nullptr);
    var.set("main");
    asyncio::create_task(fails("task"), {.name = "T"});
    co_await asyncio::sleep(1);
    make_future(loop);
    loop.call_soon(asyncio::named("bad", bad));
    const auto context = asyncio::copy_context();
    context.run([] { var.set("explicit"); });
    loop.call_later(1, asyncio::named("bad", bad), {.context = context});
    const auto future = loop.create_future<int>();
    future.add_done_callback(asyncio::named("bad_done", bad_done));
    future.set_result(1);
    co_await asyncio::sleep(2);
    log("callback set", context[var]);
    auto gathered = asyncio::gather(fails("gathered"));
    co_await asyncio::sleep(1);
    gathered = {};
    loop.call_exception_handler({.message = "mine"});
    loop.call_exception_handler({.message = "mine, too",
                                 .exception = std::make_exception_ptr(asyncio::KeyError("k")),
                                 .extra = {{"detail", asyncio::ExtraInfo(5)}}});
    loop.call_exception_handler({.exception = std::make_exception_ptr(asyncio::KeyError("k"))});
    const auto other = asyncio::create_task(forever(), {.name = "other"});
    co_await asyncio::sleep(0);
    loop.call_exception_handler({.message = "about another task", .task = other});
    other.cancel();
    loop.set_exception_handler(nullptr);
    log("handler set", loop.get_exception_handler() != nullptr);
    loop.set_exception_handler(handler);
    auto generator = numbers();
    co_await asyncio::anext(generator);
    generator = {};
    co_await asyncio::sleep(1);
    log("end");
}

const Case kCase("handler_contexts", main_);

}  // namespace
}  // namespace conformance::handler_contexts
