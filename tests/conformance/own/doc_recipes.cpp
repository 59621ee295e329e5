// Programs of asyncio's documentation: a group that is terminated, a barrier, a condition, events by
// callbacks, watched sockets.
#include "tests/conformance/case.h"
#include "tests/conformance/caselog.h"

#include <sys/socket.h>
#include <unistd.h>

namespace conformance::doc_recipes {
namespace {

using namespace asyncio;

// Raised to terminate a task group.
class TerminateTaskGroup : public Exception {
    using Exception::Exception;
};

Coroutine<> force_terminate_task_group() {
    throw TerminateTaskGroup();
    co_return;
}

Coroutine<> job(int task_id, double sleep_time) {
    log("Task " + std::to_string(task_id) + ": start");
    co_await sleep(sleep_time);
    log("Task " + std::to_string(task_id) + ": done");
}

Coroutine<> terminated_group() {
    std::exception_ptr error;
    try {
        co_await async_with(TaskGroup(), [](TaskGroup& group) -> Coroutine<> {
            group.create_task(job(1, 0.5));
            group.create_task(job(2, 1.5));
            co_await sleep(1);
            group.create_task(force_terminate_task_group());
        });
    } catch (...) {
        error = std::current_exception();
    }
    except_star(error, on<TerminateTaskGroup>([](const BaseExceptionGroup&) {}));
}

Coroutine<> barrier() {
    const Barrier b(3);
    create_task(b.wait());
    create_task(b.wait());
    co_await sleep(0);
    log(b);
    co_await b.wait();
    log(b);
    co_await sleep(0);
    log("barrier passed", b);
}

void hello_world(EventLoop&, Future<None> stopped) {
    log("Hello World");
    if (!stopped.done()) stopped.set_result(None());
}

void display_date(double end_time, EventLoop& loop, Future<std::string> stopped) {
    log("date");
    if (loop.time() + 1.0 < end_time)
        loop.call_later(1, named("display_date", display_date), end_time, std::ref(loop), stopped);
    else
        stopped.set_result("shown");
}

Coroutine<> callbacks() {
    auto& loop = get_running_loop();
    const auto stopped = loop.create_future<None>();
    loop.call_soon(named("hello_world", hello_world), std::ref(loop), stopped);
    co_await stopped;
    const auto shown = loop.create_future<std::string>();
    loop.call_soon(named("display_date", display_date), loop.time() + 5.0, std::ref(loop), shown);
    log(co_await shown);
}

Coroutine<> watched_socket() {
    auto& loop = get_running_loop();
    int pair[2];
    if (::socketpair(AF_UNIX, SOCK_STREAM, 0, pair) != 0) throw OSError("no socket pair");
    const auto [rsock, wsock] = pair;
    const auto closed = loop.create_future<None>();
    const auto reader = [&, fd = rsock] {
        std::string data(100, 0);
        data.resize(static_cast<std::size_t>(::recv(fd, data.data(), data.size(), 0)));
        log("Received:", data);
        loop.remove_reader(fd);
        closed.set_result(None());
    };
    loop.add_reader(rsock, named("reader", reader));
    loop.call_soon(named("", [fd = wsock] { ::send(fd, "abc", 3, 0); }));
    co_await closed;
    ::close(rsock);
    ::close(wsock);
}

Coroutine<> registered_socket() {
    int pair[2];
    if (::socketpair(AF_UNIX, SOCK_STREAM, 0, pair) != 0) throw OSError("no socket pair");
    const int rsock = pair[0], wsock = pair[1];
    auto [reader, writer] = co_await open_connection({.sock = rsock});
    get_running_loop().call_soon(named("", [=] { ::send(wsock, "def", 3, 0); }));
    const Bytes data = co_await reader.read(100);
    log("Received:", std::string(data));
    writer.close();
    ::close(wsock);
}

Coroutine<> set_after(Future<std::string> fut, double delay, std::string value) {
    co_await sleep(delay);
    fut.set_result(value);
}

Coroutine<> future_set_later() {
    const auto fut = get_running_loop().create_future<std::string>();
    get_running_loop().create_task(set_after(fut, 1, "... world"));
    log("hello ...");
    log(co_await fut);
}

Coroutine<int> factorial(std::string name, int number) {
    const std::string task = "Task " + name, what = "factorial(" + std::to_string(number) + ")";
    int f = 1;
    for (int i = 2; i < number + 1; ++i) {
        log(task + ": Compute " + what + ", currently i=" + std::to_string(i) + "...");
        co_await sleep(1);
        f *= i;
    }
    log(task + ": " + what + " = " + std::to_string(f));
    co_return f;
}

Coroutine<> gathered() { log(co_await gather(factorial("A", 2), factorial("B", 3), factorial("C", 4))); }

Coroutine<> eternity() {
    co_await sleep(3600);
    log("yay!");
}

Coroutine<> timeouts() {
    auto cm = timeout(std::nullopt);
    try {
        co_await async_with(cm, [&]() -> Coroutine<> {
            const double new_deadline = get_running_loop().time() + 2;
            cm.reschedule(new_deadline);
            co_await eternity();
        });
    } catch (const TimeoutError&) {}
    if (cm.expired()) log("Looks like we haven't finished on time.");
    try {
        co_await wait_for(eternity(), 1.0);
    } catch (const TimeoutError&) {
        log("timeout!");
    }
}

Coroutine<> cancel_me() {
    log("cancel_me(): before sleep");
    try {
        co_await sleep(3600);
    } catch (const CancelledError&) {
        log("cancel_me(): cancel sleep");
        log("cancel_me(): after sleep");
        throw;
    }
    log("cancel_me(): after sleep");
}

Coroutine<> cancelled() {
    const auto task = create_task(cancel_me());
    co_await sleep(1);
    task.cancel();
    try {
        co_await task;
    } catch (const CancelledError&) {
        log("main(): cancel_me is cancelled now");
    }
}

Coroutine<> waiter(Event event) {
    log("waiting for it ...");
    co_await event.wait();
    log("... got it!");
}

Coroutine<> event() {
    const Event event;
    const auto waiter_task = create_task(waiter(event));
    co_await sleep(1);
    event.set();
    co_await waiter_task;
}

Coroutine<> main_() {
    log("terminated_group");
    co_await terminated_group();
    log("barrier");
    co_await barrier();
    log("callbacks");
    co_await callbacks();
    log("watched_socket");
    co_await watched_socket();
    log("registered_socket");
    co_await registered_socket();
    log("future_set_later");
    co_await future_set_later();
    log("gathered");
    co_await gathered();
    log("timeouts");
    co_await timeouts();
    log("cancelled");
    co_await cancelled();
    log("event");
    co_await event();
}

const Case kCase("doc_recipes", main_);

}  // namespace
}  // namespace conformance::doc_recipes
