// What print() shows of loops, runners, blocks, coroutines, primitives, handles, servers and streams.
#include "tests/conformance/case.h"
#include "tests/conformance/caselog.h"

#include <regex>

namespace conformance::printed_objects {
namespace {

using namespace asyncio;

const ContextVar<int> var("var", 1);

AsyncGenerator<int> numbers() { co_yield 1; }
Coroutine<> work() { co_return; }

// Without the numbers of descriptors and ports.
template <class T>
std::string shown(const T& thing) {
    static const std::regex pattern("fd=\\d+|\\d{4,}");
    return std::regex_replace(repr(thing), pattern, "N");
}

Coroutine<> serve(StreamReader reader, StreamWriter writer) {
    print(shown(reader), shown(writer));
    co_await reader.read();
    print(shown(reader));
    writer.close();
}

Coroutine<> show_blocks() {
    Timeout limit = timeout(5);
    print(limit);
    co_await async_with(std::ref(limit), [](Timeout& entered) -> Coroutine<> {
        print(entered);
        entered.reschedule(7.5);
        print(entered);
        co_return;
    });
    print(limit);
    co_await async_with(timeout(std::nullopt), [](Timeout& entered) -> Coroutine<> {
        print(entered);
        co_return;
    });
    limit = timeout(0);
    try {
        co_await async_with(std::ref(limit), []() -> Coroutine<> { co_await sleep(1); });
    } catch (const TimeoutError&) {
        print(limit);
    }
    TaskGroup group;
    print(group);
    co_await async_with(std::ref(group), [](TaskGroup& entered) -> Coroutine<> {
        print(entered);
        const auto task = entered.create_task(work());
        print(entered);
        co_await task;
        print(entered);
    });
    print(group);
}

Coroutine<> show_streams() {
    const auto server = co_await start_server(serve, "127.0.0.1", 0);
    std::vector<std::string> sockets;
    for (const auto& each : server.sockets()) sockets.push_back(shown(each));
    print(shown(server), sockets);
    auto [reader, writer] = co_await open_connection("127.0.0.1", server.sockets()[0].getsockname()[1]);
    print(shown(reader), shown(writer));
    writer.write("x");
    writer.write_eof();
    print(co_await reader.read());
    print(shown(reader));
    writer.close();
    print(shown(writer.transport()));
    co_await writer.wait_closed();
    print(shown(writer.transport()));
    server.close();
    print(server);
}

Coroutine<> main_() {
    auto& loop = get_running_loop();
    print(loop);
    auto other = new_event_loop();
    other->set_debug(true);
    print(other);
    other->close();
    print(other);
    print(Runner());
    co_await show_blocks();
    auto coroutine = work();
    print(coroutine, numbers());
    coroutine.close();
    print(Queue<int>(3), LifoQueue<int>(), PriorityQueue<int>());
    print(Semaphore(2), BoundedSemaphore(1), Lock(), Event());
    print(Condition(), Barrier(2));
    auto handle = loop.call_soon([] {});
    handle.cancel();
    auto timer = loop.call_later(1, log, 1);
    print(handle, timer.when(), timer.cancelled());
    timer.cancel();
    print(timer);
    print(var.set(3).old_value() == Token<int>::MISSING);
    const auto future = loop.create_future<int>();
    auto both = gather(future);
    print(gather(), both, as_completed(std::vector{loop.create_future()}));
    future.set_result(1);
    print(co_await both);
    co_await show_streams();
    print(threading::Event(), threading::Lock());
    print(ALL_COMPLETED, FIRST_COMPLETED, FIRST_EXCEPTION);
}

const Case kCase("printed_objects", main_);

}  // namespace
}  // namespace conformance::printed_objects
