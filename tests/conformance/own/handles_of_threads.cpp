// Handles of call_soon_threadsafe(), sockets made non-blocking by hand, and a group that is None.
#include "tests/conformance/case.h"
#include "tests/conformance/caselog.h"

#include <tuple>

namespace conformance::handles_of_threads {
namespace {

using namespace asyncio;

void show(std::string what) { log("called", what); }

Coroutine<> handles() {
    auto& loop = get_running_loop();
    ThreadsafeHandle kept;
    log(kept);
    kept = loop.call_soon_threadsafe(show, "kept");
    const auto other = loop.call_soon_threadsafe(show, "other");
    log(kept, kept == other, kept == kept, static_cast<bool>(kept), other.cancelled());
    other.cancel();
    log(other, other.cancelled());
    co_await asyncio::sleep(0);
    log(kept);
    const auto hand_over = [&loop] {
        const auto handle = loop.call_soon_threadsafe(show, "never");
        handle.cancel();
        return std::tuple(repr(handle), handle.cancelled());
    };
    log(co_await to_thread(hand_over));
}

Coroutine<> sockets() {
    auto& loop = get_running_loop();
    const Socket server;
    server.setblocking(false);
    server.bind({"127.0.0.1", 0});
    server.listen();
    const Socket client;
    client.setblocking(false);
    co_await loop.sock_connect(client, server.getsockname());
    const auto [accepted, _] = co_await loop.sock_accept(server);
    co_await loop.sock_sendall(client, "hello");
    log(co_await loop.sock_recv(accepted, 5));
    accepted.close();
    client.close();
    server.close();
    try {
        client.setblocking(false);
    } catch (const OSError& exc) {
        log(type_name(exc), exc.error_number());
    }
}

void groups() {
    const ExceptionGroup all("all", {ValueError("v")});
    const auto [match, rest] = all.split<ValueError>();
    log(err(match), rest);
    try {
        log(rest->exceptions());
    } catch (const AttributeError& exc) {
        log(err(exc));
    }
}

Coroutine<> main_() {
    co_await handles();
    co_await sockets();
    groups();
}

const Case kCase("handles_of_threads", main_);

}  // namespace
}  // namespace conformance::handles_of_threads
