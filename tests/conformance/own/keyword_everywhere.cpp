// What is mostly given by keyword, wherever there is a keyword; sockets of the program's own as they are.
#include "tests/conformance/case.h"
#include "tests/conformance/caselog.h"

#include <sys/socket.h>
#include <string>
#include <vector>

namespace conformance::keyword_everywhere {
namespace {

using asyncio::async_with;
using asyncio::Bytes;
using asyncio::Coroutine;
using asyncio::open_connection;
using asyncio::sleep;
using asyncio::start_server;

Coroutine<> synchronization() {
    const asyncio::Semaphore semaphore({.value = 2});
    log(semaphore);
    const asyncio::BoundedSemaphore bounded({.value = 1});
    try {
        bounded.release();
    } catch (const asyncio::ValueError& exc) {
        log(err(exc));
    }
    const asyncio::Barrier barrier({.parties = 2});
    const auto places = co_await asyncio::gather(barrier.wait(), barrier.wait());
    log(barrier.parties(), places);
    const asyncio::Lock lock;
    const asyncio::Condition condition({.lock = lock});
    co_await async_with(lock, [&]() -> Coroutine<> {
        log(condition.locked());
        co_return;
    });
    const asyncio::Queue<int> queue({.maxsize = 1});
    queue.put_nowait(1);
    queue.shutdown({.immediate = true});
    co_await queue.join();
    try {
        co_await queue.get();
    } catch (const asyncio::QueueShutDown& exc) {
        log(err(exc));
    }
}

Coroutine<> answer(asyncio::StreamReader reader, asyncio::StreamWriter writer) {
    log("server got", co_await reader.readline());
    writer.write("bye\n");
    writer.close();
    co_await writer.wait_closed();
}

Coroutine<> talk(asyncio::Connection connection) {
    auto [reader, writer] = connection;
    writer.write("hello\n");
    log("client got", co_await reader.read());
    writer.close();
    co_await writer.wait_closed();
}

Coroutine<> connections() {
    auto server = co_await start_server(answer, {.host = "127.0.0.1", .port = 0, .backlog = 5});
    const int port = server.sockets()[0].getsockname().port;
    co_await talk(co_await open_connection({.host = "127.0.0.1", .port = port, .limit = 100}));
    co_await talk(co_await open_connection("127.0.0.1", {.port = port}));
    server.close();
    co_await server.wait_closed();
    server = co_await start_server(answer, "127.0.0.1", {.port = 0});
    log(server.sockets().size());
    server.close();
    try {
        co_await open_connection({.host = "127.0.0.1", .port = port, .sock = asyncio::Socket()});
    } catch (const asyncio::ValueError& exc) {
        log(err(exc));
    }
}

Coroutine<> own_sockets() {
    const asyncio::Socket listening;
    listening.bind(asyncio::Address("127.0.0.1", 0));
    const auto address = listening.getsockname();
    const auto server = co_await start_server(answer, {.sock = listening});
    const asyncio::Socket sock;
    co_await asyncio::get_running_loop().sock_connect(sock, address);
    co_await talk(co_await open_connection({.sock = sock}));
    server.close();
    co_await server.wait_closed();
}

Coroutine<std::string> loop_says_writable(asyncio::Socket sock) {
    auto& loop = asyncio::get_running_loop();
    const auto told = loop.create_future<std::string>();
    const auto writer = [&] {
        loop.remove_writer(sock);
        told.set_result("writable");
    };
    loop.add_writer(sock, asyncio::named("writer", writer));
    co_return co_await asyncio::wait_for(told, 1);
}

Coroutine<> watched() {
    auto& loop = asyncio::get_running_loop();
    const auto [rsock, wsock] = asyncio::socketpair();
    try {
        rsock.recv(100);
    } catch (const asyncio::BlockingIOError& exc) {
        log(err(exc));
    }
    const auto got = loop.create_future<std::size_t>();
    const auto reader = [&loop, &got, &socket = rsock] {
        const Bytes data = socket.recv(100);
        log("received", data.decode());
        loop.remove_reader(socket);
        got.set_result(data.size());
    };
    loop.add_reader(rsock, asyncio::named("reader", reader));
    loop.call_soon(&asyncio::Socket::send, wsock, "abc");
    log(co_await got);
    const bool removed = loop.remove_reader(rsock);
    const std::size_t sent = wsock.send("more");
    const Bytes first = rsock.recv(2);
    log(removed, sent, first, rsock.recv(2));
    const std::size_t unread = wsock.send("unread");
    log(unread, co_await loop_says_writable(wsock));
    log(rsock.recv(10));
    wsock.close();
    log(rsock.recv(1));
    rsock.close();
}

class Echo : public asyncio::DatagramProtocol {
public:
    void connection_made(asyncio::DatagramTransport transport) override { transport_ = transport; }
    void datagram_received(Bytes data, asyncio::Address addr) override {
        log("datagram", data);
        if (!data.endswith("!")) transport_.sendto(data + "!", addr);
    }

private:
    asyncio::DatagramTransport transport_;
};

Coroutine<> datagrams() {
    auto& loop = asyncio::get_running_loop();
    const auto [server, unused] = co_await loop.create_datagram_endpoint(asyncio::make_protocol<Echo>,
                                                                         {.local_addr = {"127.0.0.1", 0}});
    const auto [client, unused_too] = co_await loop.create_datagram_endpoint(
        asyncio::make_protocol<Echo>, {.local_addr = {"127.0.0.1", 0}});
    const int port = server.get_extra_info("sockname")[1];
    client.set_write_buffer_limits({.high = 100});
    log(client.get_write_buffer_limits(), client.get_extra_info("nothing", "none"));
    client.sendto("one", {"127.0.0.1", port});
    co_await sleep(1);
    client.close();
    server.close();
    co_await sleep(0);
}

Coroutine<std::string> work() {
    co_await sleep(1);
    co_return "worked";
}

Coroutine<> threads() {
    auto& loop = asyncio::get_running_loop();
    const auto future = asyncio::run_coroutine_threadsafe(work(), loop);
    log(co_await loop.run_in_executor(nullptr, [&] { return future.result({.timeout = 3}); }));
    log(co_await loop.run_in_executor(nullptr, [&] { return future.exception({.timeout = 3}); }));
    const asyncio::concurrent::ThreadPoolExecutor pool({.max_workers = 1});
    pool.shutdown({.wait = true, .cancel_futures = true});
    try {
        pool.submit([] {});
    } catch (const asyncio::RuntimeError& exc) {
        log(err(exc));
    }
}

Coroutine<> many() {
    const auto six =
        co_await asyncio::gather(work(), work(), work(), work(), work(), work(), {.return_exceptions = true});
    log(six.size(), six[5]);
    const auto eight = co_await asyncio::gather(work(), work(), work(), work(), work(), work(), work(),
                                                work(), {.return_exceptions = true});
    log(eight.size(), eight[7]);
    std::vector<asyncio::Task<std::string>> tasks;
    for (int i = 0; i < 6; ++i) tasks.push_back(asyncio::create_task(work()));
    const auto& t = tasks;
    const auto [done, pending] = co_await asyncio::wait(t[0], t[1], t[2], t[3], t[4], t[5], {.timeout = 0.5});
    log(done.size(), pending.size());
    for (auto each : asyncio::as_completed(t[0], t[1], t[2], t[3], t[4], t[5], {.timeout = 1}))
        log(co_await each);
}

Coroutine<> main_() {
    co_await synchronization();
    co_await many();
    co_await connections();
    co_await own_sockets();
    co_await watched();
    co_await datagrams();
    co_await threads();
    asyncio::Runner runner({.debug = false, .loop_factory = asyncio::new_event_loop});
    log(false);
    runner.close();
}

const Case kCase("keyword_everywhere", main_);

}  // namespace
}  // namespace conformance::keyword_everywhere
