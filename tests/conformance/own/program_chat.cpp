// A chat server: three clients; one leaves, a write into its connection fails, and another finds its own
// reset.
#include "tests/conformance/case.h"
#include "tests/conformance/caselog.h"

namespace conformance::program_chat {
namespace {

using namespace asyncio;

std::map<std::string, StreamWriter> clients;
std::vector<std::string> keys() {
    std::vector<std::string> k;
    for (const auto& [name, w] : clients) k.push_back(name);
    return k;
}
Coroutine<> handle(StreamReader reader, StreamWriter writer) {
    const auto line1 = co_await reader.readline();
    const std::string name = line1.strip();
    clients.emplace(name, writer);
    std::exception_ptr e;
    try {
        while (auto line = co_await reader.next()) {
            for (const auto& [other, w] : clients)
                if (other != name) w.write(name + ": " + *line);
            std::vector<Coroutine<>> drains;
            for (const auto& [other, w] : clients) drains.push_back(w.drain());
            co_await gather(std::move(drains));
        }
    } catch (const CancelledError&) {
        log("handler of", name, "cancelled");
        e = std::current_exception();
    } catch (...) {
        e = std::current_exception();
    }
    clients.erase(name);
    log(name, "left", keys());
    writer.close();
    if (e) std::rethrow_exception(e);
}
Coroutine<> listen(std::string name, StreamReader reader) {
    while (true) {
        const auto line = co_await reader.readline();
        if (line.empty()) break;
        log(name, "hears", line);
    }
    log(name, "at the end");
}
using Script = std::vector<std::pair<double, std::string>>;
Coroutine<> client(std::string name, int port, Script script) {
    auto [reader, writer] = co_await open_connection("127.0.0.1", port);
    writer.write(name + "\n");
    auto listener = create_task(listen(name, reader), {.name = name + "-listens"});
    for (const auto& [delay, text] : script) {
        co_await sleep(delay);
        writer.write(text + "\n");
        co_await writer.drain();
    }
    co_await sleep(1);
    writer.write_eof();
    co_await listener;
    writer.close();
    co_await writer.wait_closed();
}
Coroutine<> main_() {
    clients.clear();
    auto server = co_await start_server(handle, "127.0.0.1", 0);
    const int port = server.sockets()[0].getsockname().port;
    get_running_loop().set_exception_handler([](EventLoop&, const ExceptionContext& context) {
        log("handler:", context.message, err(context.exception));
    });
    const auto clients_of_it = [&](TaskGroup& group) -> Coroutine<> {
        group.create_task(client("ann", port, Script{{1, "hi"}, {2, "bye"}}), {.name = "ann"});
        group.create_task(client("bob", port, Script{{2, "hello ann"}}), {.name = "bob"});
        group.create_task(client("cat", port, Script{}), {.name = "cat"});
        co_return;
    };
    const auto body = [&]() -> Coroutine<> { co_await async_with(TaskGroup(), clients_of_it); };
    try {
        co_await async_with(server, body);
    } catch (const ExceptionGroup& group) {
        log(err(group));
    }
    log("closed", server.is_serving(), clients.size());
}
const Case kCase("program_chat", main_);

}  // namespace
}  // namespace conformance::program_chat
