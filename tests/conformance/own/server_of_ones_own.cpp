// A service that is an object: its method serves, its server is None at first, writers in a dict.
#include "tests/conformance/case.h"
#include "tests/conformance/caselog.h"

namespace conformance::server_of_ones_own {
namespace {

using namespace asyncio;

// Apart from the server, which holds it: in Python the two hold each other.
struct Hall : std::enable_shared_from_this<Hall> {
    Coroutine<> serve(StreamReader reader, StreamWriter writer) {
        const auto self = shared_from_this();  // for as long as this runs, as Python's bound method does
        const auto name = (co_await reader.readline()).decode().strip();
        writers[name] = writer;
        while (const auto line = co_await reader.next()) {
            const auto [to, found, text] = line->decode().strip().partition(": ");
            if (!found.empty() && !writers.contains(to)) throw KeyError(to);
            for (const auto& [other, each] : writers)
                if (found.empty() || other == to)
                    each.write(name + " says " + (text.empty() ? to : text) + "\n");
        }
        log(name, "left");
        writers.erase(name);
        writer.close();
    }

    std::map<std::string, StreamWriter> writers;
};

struct Service {
    Coroutine<> start() { server = co_await start_server(&Hall::serve, hall, "127.0.0.1", 0); }

    Server server;
    std::shared_ptr<Hall> hall = std::make_shared<Hall>();
};

Coroutine<> client(Address address, std::vector<std::string> lines) {
    auto [reader, writer] = co_await open_connection(address);
    for (const auto& line : lines) {
        writer.write(line + "\n");
        co_await sleep(1);
    }
    writer.write_eof();
    log(lines[0], co_await reader.read());
    writer.close();
}

Coroutine<> main_() {
    Service service;
    log(bool(service.server));
    co_await service.start();
    const auto address = service.server.sockets()[0].getsockname();
    co_await async_with(TaskGroup(), [&](TaskGroup& group) -> Coroutine<> {
        group.create_task(client(address, {"ann", "hello", "bob: psst"}), {.name = "ann"});
        group.create_task(client(address, {"bob", "hi", "ann: what", "bye"}), {.name = "bob"});
        co_return;
    });
    service.server.close();
    co_await service.server.wait_closed();
    log("stopped", service.hall->writers.size());
}

const Case kCase("server_of_ones_own", main_);

}  // namespace
}  // namespace conformance::server_of_ones_own
