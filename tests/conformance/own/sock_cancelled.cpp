// sock_recv() and its like that are cancelled, timed out, replaced by another, or used beside a reader.
#include "tests/conformance/case.h"
#include "tests/conformance/caselog.h"

#include <sys/socket.h>
#include <unistd.h>

namespace conformance::sock_cancelled {
namespace {

using asyncio::Address;
using asyncio::Bytes;
using asyncio::Coroutine;
using asyncio::create_task;
using asyncio::sleep;
using asyncio::Socket;

void send(const Socket& sock, std::string_view data) { ::send(sock.fileno(), data.data(), data.size(), 0); }

Coroutine<> cancelled_after(int turns) {
    log("turns", turns);
    auto& loop = asyncio::get_running_loop();
    const auto [one, two] = asyncio::socketpair();
    const auto task = create_task(loop.sock_recv(one, 10), {.name = "recv"});
    for (int turn = 0; turn < turns; ++turn) {
        co_await sleep(0);
        if (turn == 1) send(two, "now");
    }
    log("cancel", task.cancel());
    try {
        log("got", co_await task);
    } catch (const asyncio::CancelledError&) {
        log("cancelled");
    }
    log("watched", loop.remove_reader(one.fileno()));
    send(two, " later");
    log("left", co_await loop.sock_recv(one, 10));
    one.close();
    two.close();
}

Coroutine<> timed_out() {
    auto& loop = asyncio::get_running_loop();
    const auto [one, two] = asyncio::socketpair();
    std::string buffer(4, '\0');
    try {
        co_await asyncio::async_with(asyncio::timeout(1), [&, &sock = one]() -> Coroutine<> {
            co_await loop.sock_recv_into(sock, buffer);
        });
    } catch (const asyncio::TimeoutError&) {
        log("timed out");
    }
    loop.call_later(1, asyncio::named("", [&sock = two] { send(sock, "data"); }));
    const std::size_t count = co_await asyncio::wait_for(loop.sock_recv_into(one, buffer), 2);
    log(count, Bytes(buffer));
    one.close();
    two.close();
}

Coroutine<> accept_cancelled() {
    auto& loop = asyncio::get_running_loop();
    const Socket listening;
    listening.bind(Address("127.0.0.1", 0));
    listening.listen();
    const auto task = create_task(loop.sock_accept(listening), {.name = "accept"});
    co_await sleep(1);
    task.cancel();
    co_await asyncio::wait(task);
    const Socket sock;
    co_await loop.sock_connect(sock, listening.getsockname());
    auto [accepted, address] = co_await loop.sock_accept(listening);
    log("accepted after all");
    const auto sending = create_task(loop.sock_sendall(sock, Bytes(100'000, 'x')), {.name = "sendall"});
    co_await sleep(1);
    sending.cancel();
    co_await asyncio::wait(sending);
    log(sending.cancelled(), loop.remove_writer(sock.fileno()));
    accepted.close();
    sock.close();
    listening.close();
}

Coroutine<> two_at_once() {
    auto& loop = asyncio::get_running_loop();
    const auto [one, two] = asyncio::socketpair();
    const auto first = create_task(loop.sock_recv(one, 10), {.name = "first"});
    co_await sleep(1);
    const auto second = create_task(loop.sock_recv(one, 10), {.name = "second"});
    co_await sleep(1);
    send(two, "for the second");
    log("second", co_await second);
    log("first", first.done());
    first.cancel();
    co_await asyncio::wait(first);
    one.close();
    two.close();
}

Coroutine<> with_a_transport() {
    auto& loop = asyncio::get_running_loop();
    const auto [one, two] = asyncio::socketpair();
    auto [reader, writer] = co_await asyncio::open_connection({.sock = ::dup(one.fileno())});
    const Socket same =
        Socket::of_fd(writer.get_extra_info("socket").as<asyncio::TransportSocket>().fileno());
    try {
        co_await loop.sock_recv(same, 10);
    } catch (const asyncio::RuntimeError& exc) {
        log(exc.str().find("is used by transport") != std::string::npos);
    }
    same.detach();
    one.close();
    two.close();
    log(co_await reader.read());
    writer.close();
}

Coroutine<> main_() {
    for (int turns = 0; turns < 5; ++turns) co_await cancelled_after(turns);
    log("timed_out");
    co_await timed_out();
    log("accept_cancelled");
    co_await accept_cancelled();
    log("two_at_once");
    co_await two_at_once();
    co_await with_a_transport();
}

const Case kCase("sock_cancelled", main_);

}  // namespace
}  // namespace conformance::sock_cancelled
