#include "tests/conformance/case.h"
#include "tests/conformance/caselog.h"

#include <csignal>
#include <string>
#include <vector>

namespace conformance::callbacks_of_every_class {
namespace {

using namespace asyncio;

Coroutine<> sleeper(std::string name) {
    try {
        co_await sleep(100);
    } catch (const asyncio::CancelledError& exc) {
        log(name, repr(exc));
    }
}

Coroutine<> cancelled_by_callbacks() {
    auto& loop = get_running_loop();
    std::vector<Task<>> tasks;
    for (const char* name : {"A", "B", "C", "D", "E", "F"})
        tasks.push_back(create_task(sleeper(name), {.name = name}));
    co_await sleep(0);
    log(loop.call_soon(&Task<>::cancel, tasks[0]));
    log(loop.call_later(1, &Task<>::cancel, tasks[1], "later"));
    loop.call_soon_threadsafe(&Task<>::cancel, tasks[2]);
    loop.add_signal_handler(SIGUSR1, &Task<>::cancel, tasks[3]);
    raise_signal(SIGUSR1);
    loop.call_soon(functools::partial(&Task<>::cancel, tasks[4], "partial"));
    tasks[5].cancel({.msg = "keyword"});
    co_await wait(tasks);
    loop.remove_signal_handler(SIGUSR1);
    auto future = loop.create_future();
    log(loop.call_soon(&Future<>::cancel, future, 5));
    try {
        co_await future;
    } catch (const asyncio::CancelledError& exc) {
        log(repr(exc));
    }
}

Coroutine<> synchronization() {
    auto& loop = get_running_loop();
    Queue<int> queue;
    LifoQueue<int> now;
    queue.put_nowait(1);
    now.put_nowait(1);
    log(loop.call_soon(&Queue<int>::shutdown, queue));
    log(loop.call_soon(&LifoQueue<int>::shutdown, now, true));
    Condition condition;
    BoundedSemaphore bounded;
    log(loop.call_soon(&Condition::notify, condition, 1));
    log(loop.call_soon(&Condition::notify_all, condition));
    log(loop.call_soon(&Condition::release, condition));
    log(loop.call_soon(&BoundedSemaphore::release, bounded));
    co_await sleep(0);
    log(queue.qsize(), now.qsize());
    co_await condition.acquire();
    condition.notify({.n = 2});
    condition.release();
}

Coroutine<> handles() {
    auto& loop = get_running_loop();
    auto handle = loop.call_later(1, print, "never");
    log(loop.call_soon(&TimerHandle::cancel, handle));
    auto soon = loop.call_soon(print, "never");
    soon.cancel();
    log(loop.call_at(loop.time() + 1, &Handle::cancel, soon));
    co_await async_with(timeout(5), [&](Timeout& scope) -> Coroutine<> {
        auto first = loop.call_soon(&Timeout::reschedule, scope, 3);
        log(first, loop.call_soon(&Timeout::reschedule, scope, std::nullopt));
        co_await sleep(6);
    });
    auto stopper = loop.call_later(1, &EventLoop::stop, loop);
    log(stopper, loop.call_later(1, &EventLoop::set_debug, loop, false));
    stopper.cancel();
    Event event;
    const bool in_executor = co_await loop.run_in_executor(nullptr, &Event::is_set, event);
    log(in_executor, co_await to_thread(&Event::is_set, event));
}

Coroutine<> streams() {
    auto& loop = get_running_loop();
    Server server;
    auto serve = [&](StreamReader reader, StreamWriter writer) -> Coroutine<> {
        const Bytes three = co_await reader.read({.n = 3});
        const Bytes two = co_await reader.readexactly({.n = 2});
        log(three, two, co_await reader.readuntil({.separator = ";"}));
        log(co_await reader.readuntil());
        log(loop.call_soon(&StreamWriter::write, writer, "bye"));
        log(loop.call_soon(&StreamWriter::close, writer));
        log(loop.call_later(1, &Server::close, server));
    };
    server = co_await start_server(serve, "127.0.0.1", 0);
    auto [reader, writer] = co_await open_connection(server.sockets()[0].getsockname());
    writer.write("abcde;\nx\n");
    log(co_await reader.read());
    writer.close();
    co_await server.wait_closed();
    StreamReader fed;
    loop.call_soon(&StreamReader::feed_data, fed, "fed");
    loop.call_soon(&StreamReader::feed_eof, fed);
    log(co_await fed.read());
}

Coroutine<> main_() {
    auto& loop = get_running_loop();
    loop.set_exception_handler([](EventLoop&, const ExceptionContext& context) {
        log(context.message, repr(context.exception), context.handle);
    });
    co_await cancelled_by_callbacks();
    co_await synchronization();
    co_await handles();
    co_await streams();
    auto future = loop.create_future();
    loop.call_later(1, &Future<>::set_result, future, None());
    co_await future;
}

const Case kCase("callbacks_of_every_class", main_);

}  // namespace
}  // namespace conformance::callbacks_of_every_class
