// With the eager task factory asyncio's own tasks start at once, too: of a server's addresses, of a
// connection that is accepted, of its callback.
#include "tests/conformance/case.h"
#include "tests/conformance/caselog.h"

namespace conformance::eager_servers {
namespace {

using asyncio::Coroutine;
using asyncio::StreamReader;
using asyncio::StreamWriter;

asyncio::AnyTask factory(asyncio::EventLoop& loop, asyncio::AnyCoroutine coro, asyncio::TaskOptions options) {
    std::vector<std::string> given;
    if (options.context.given()) given.push_back("context");
    if (options.name.data()) given.push_back("name");
    log("factory", coro.name(), given);
    return coro.make_task(loop, options);
}

Coroutine<> serve(StreamReader reader, StreamWriter writer) {
    log("server begins");
    auto line = co_await reader.readline();
    log("server got", line);
    for (char& letter : line) letter = static_cast<char>(std::toupper(letter));
    writer.write(line);
    writer.close();
    co_await writer.wait_closed();
    log("server ends");
}

Coroutine<> fails(StreamReader, StreamWriter) {
    log("fails at once");
    throw asyncio::ValueError("no");
    co_return;
}

Coroutine<> talk(asyncio::Bytes text, asyncio::Address address) {
    auto [reader, writer] = co_await asyncio::open_connection(address);
    writer.write(text);
    try {
        log("client got", co_await reader.readline());
        writer.close();
        co_await writer.wait_closed();
    } catch (const asyncio::ConnectionError& exc) {
        log("client", exc.type_name());
    }
}

asyncio::AsyncGenerator<int> numbers() {
    std::exception_ptr error;
    try {
        co_yield 1;
    } catch (...) {
        error = std::current_exception();
    }
    log("closing");
    co_await asyncio::sleep(0);
    log("closed");
    if (error) std::rethrow_exception(error);
}

Coroutine<> main_() {
    auto& loop = asyncio::get_running_loop();
    loop.set_exception_handler([](asyncio::EventLoop&, const asyncio::ExceptionContext& context) {
        log("handler", context.message, err(context.exception));
    });
    const std::pair<const char*, asyncio::TaskFactory> factories[] = {
        {"default", nullptr}, {"eager", asyncio::eager_task_factory}, {"own", factory}};
    for (const auto& [name, task_factory] : factories) {
        log("---", name);
        loop.set_task_factory(task_factory);
        const std::vector<std::string> hosts{"127.0.0.1", "127.0.0.1"};
        auto server = co_await asyncio::start_server(serve, hosts, 0);
        const auto address = server.sockets()[0].getsockname();
        co_await talk("one\n", address);
        co_await asyncio::gather(talk("two\n", address), talk("three\n", address));
        server.close();
        co_await server.wait_closed();
        const auto failing = co_await asyncio::start_server(fails, "127.0.0.1", 0);
        co_await asyncio::async_with(
            failing, [&]() -> Coroutine<> { co_await talk("four\n", failing.sockets()[0].getsockname()); });
        if (std::string_view(name) == "own") loop.set_task_factory(nullptr);
        {
            const auto items = numbers();
            co_await items.next();
        }
        co_await asyncio::sleep(1);
        log("end of", name);
    }
}

const Case kCase("eager_servers", main_);

}  // namespace
}  // namespace conformance::eager_servers
