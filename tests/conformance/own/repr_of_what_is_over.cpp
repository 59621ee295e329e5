// Reprs of what is over (a coroutine, a closed connection's reader), and of a whole context of an exception
// handler.
#include "tests/conformance/case.h"
#include "tests/conformance/caselog.h"

#include <regex>

namespace conformance::repr_of_what_is_over {
namespace {

using asyncio::Coroutine;

template <class T>
std::string show(const T& value) {
    return std::regex_replace(asyncio::repr(value), std::regex(R"( fd=\d+)"), "");
}

Coroutine<> work() { co_await asyncio::sleep(1); }

Coroutine<> serve(asyncio::StreamReader reader, asyncio::StreamWriter writer) {
    co_await reader.read();
    writer.close();
}

void bad() { throw asyncio::ValueError("bad"); }

void fails(asyncio::EventLoop& loop) {
    auto future = loop.create_future();
    future.set_exception(asyncio::ValueError("nobody looks"));
}

Coroutine<> coroutines() {
    auto closed = work(), awaited = work(), given = work();
    log(show(closed));
    closed.close();
    co_await awaited;
    auto task = asyncio::create_task(std::move(given), {.name = "task"});
    log(show(closed), closed.name(), show(awaited), show(given));
    co_await task;
}

Coroutine<> contexts(asyncio::EventLoop& loop) {
    loop.set_exception_handler(
        [](asyncio::EventLoop&, const asyncio::ExceptionContext& context) { log(show(context)); });
    loop.call_exception_handler({});
    const std::vector<int> detail = {1, 2};
    const auto error = std::make_exception_ptr(asyncio::KeyError(1));
    loop.call_exception_handler({.message = "odd", .exception = error, .extra = {{"detail", detail}}});
    loop.call_exception_handler({.message = "late", .handle = loop.call_later(0.5, bad)});
    fails(loop);
    loop.call_soon(bad);
    co_await asyncio::sleep(1);
}

Coroutine<> main_() {
    co_await coroutines();
    co_await contexts(asyncio::get_running_loop());
    auto server = co_await asyncio::start_server(serve, "127.0.0.1", 0);
    auto [reader, writer] = co_await asyncio::open_connection(server.sockets()[0].getsockname());
    writer.close();
    co_await writer.wait_closed();
    log(show(reader), show(writer));
    server.close();
}

const Case kCase("repr_of_what_is_over", main_);

}  // namespace
}  // namespace conformance::repr_of_what_is_over
