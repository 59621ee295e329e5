// open_connection() with a happy_eyeballs_delay: a task of asyncio's own for each attempt; refused,
// cancelled, out of time, eager.
#include "tests/conformance/case.h"
#include "tests/conformance/caselog.h"

#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

namespace conformance::tcp_happy_eyeballs {
namespace {

using asyncio::Coroutine;
using asyncio::create_task;
using asyncio::sleep;
using asyncio::StreamReader;
using asyncio::StreamWriter;

Coroutine<> answer(StreamReader reader, StreamWriter writer) {
    const auto line = co_await reader.readline();
    writer.write(line.upper());
    co_await writer.drain();
    writer.close();
}

Coroutine<> talk(int port, std::string name, asyncio::StreamOptions options) {
    std::optional<StreamWriter> writer;
    std::exception_ptr error;
    try {
        auto connection = co_await asyncio::open_connection("127.0.0.1", port, options);
        auto& reader = connection.first;
        writer = connection.second;
        writer->write(name + "\n");
        log(name, co_await reader.read());
    } catch (const asyncio::CancelledError& exc) {
        log(name, err(exc));
        error = std::current_exception();
    } catch (const asyncio::OSError& exc) {
        log(name, exc.type_name());
    }
    if (writer) writer->close();
    if (error) std::rethrow_exception(error);
}

// A port that nobody listens on, for as long as this lives.
class UnusedPort {
public:
    UnusedPort() : fd_(::socket(AF_INET, SOCK_STREAM, 0)) {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t length = sizeof address;
        ::bind(fd_, reinterpret_cast<sockaddr*>(&address), length);
        ::getsockname(fd_, reinterpret_cast<sockaddr*>(&address), &length);
        port = ntohs(address.sin_port);
    }
    UnusedPort(const UnusedPort&) = delete;
    UnusedPort& operator=(const UnusedPort&) = delete;
    ~UnusedPort() { ::close(fd_); }
    int port = 0;

private:
    int fd_;
};

Coroutine<> main_() {
    const auto server = co_await asyncio::start_server(answer, "127.0.0.1", 0);
    const int port = server.sockets()[0].getsockname().port;
    const UnusedPort unused;
    const int closed = unused.port;
    co_await talk(port, "one", {.happy_eyeballs_delay = 0.25});
    co_await talk(port, "interleaved", {.interleave = 2});
    co_await talk(port, "both", {.happy_eyeballs_delay = 1, .interleave = 0});
    co_await create_task(sleep(0));
    co_await talk(closed, "refused", {.happy_eyeballs_delay = 0.25});
    co_await talk(closed, "refused at once", {.local_addr = {"127.0.0.1", 0}, .happy_eyeballs_delay = 0.25});
    for (const int turns : {0, 1}) {
        const auto task =
            create_task(talk(port, "cancelled " + std::to_string(turns), {.happy_eyeballs_delay = 0.25}));
        for (int i = 0; i < turns; ++i) co_await sleep(0);
        task.cancel("after " + std::to_string(turns));
        co_await asyncio::wait(task);
        log(task.cancelled(), task.get_name());
    }
    try {
        co_await asyncio::async_with(asyncio::timeout(0), [&]() -> Coroutine<> {
            co_await talk(port, "timeout", {.happy_eyeballs_delay = 0.25});
        });
    } catch (const asyncio::TimeoutError& exc) {
        log(err(exc));
    }
    co_await asyncio::async_with(asyncio::TaskGroup(), [&](asyncio::TaskGroup& group) -> Coroutine<> {
        for (const char* name : {"a", "b", "c"})
            group.create_task(talk(port, name, {.happy_eyeballs_delay = 0.25}), {.name = name});
        co_return;
    });
    asyncio::get_running_loop().set_task_factory(asyncio::eager_task_factory);
    co_await talk(port, "eager", {.happy_eyeballs_delay = 0.25});
    co_await talk(closed, "eager refused", {.happy_eyeballs_delay = 0.25});
    co_await create_task(talk(port, "eager task", {.happy_eyeballs_delay = 0.25}), {.name = "eager task"});
    server.close();
    co_await server.wait_closed();
    log(create_task(sleep(0)).get_name());
}

const Case kCase("tcp_happy_eyeballs", main_);

}  // namespace
}  // namespace conformance::tcp_happy_eyeballs
