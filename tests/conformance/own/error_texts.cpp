// What asyncio says when it is used wrongly: futures, tasks, loops, locks, queues, groups, limits, readers,
// writers.
#include "tests/conformance/case.h"
#include "tests/conformance/caselog.h"

#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>
#include <limits>

namespace conformance::error_texts {
namespace {

using asyncio::async_with;
using asyncio::Coroutine;
using asyncio::create_task;
using asyncio::None;
using asyncio::repr;

template <class Function>
void tried(const char* what, Function function) {
    try {
        if constexpr (std::is_void_v<std::invoke_result_t<Function>>) {
            function();
            log(what, "gave", None());
        } else {
            log(what, "gave", function());
        }
    } catch (...) {
        log(what, repr(std::current_exception()));
    }
}

template <class A>
Coroutine<> attempt(std::string what, A awaitable) {
    try {
        log(what, "gave", co_await or_none(std::move(awaitable)));
    } catch (...) {
        log(what, repr(std::current_exception()));
    }
}

Coroutine<> nothing() { co_return; }

Coroutine<> futures() {
    auto& loop = asyncio::get_running_loop();
    auto future = loop.create_future();
    tried("result", [&] { future.result(); });
    tried("exception", [&] { future.exception(); });
    future.set_result();
    tried("set_result", [&] { future.set_result(); });
    tried("set_exception", [&] { future.set_exception(asyncio::ValueError("late")); });
    tried("cancel", [&] { return future.cancel(); });
    future = loop.create_future();
    future.cancel("gone");
    tried("result", [&] { future.result(); });
    tried("exception", [&] { future.exception(); });
    tried("set_result", [&] { future.set_result(); });
    auto task = create_task(nothing(), {.name = "t"});
    tried("task result", [&] { task.result(); });
    tried("task exception", [&] { task.exception(); });
    tried("task set_result", [&] { task.set_result(); });
    tried("task set_exception", [&] { task.set_exception(asyncio::ValueError("no")); });
    tried("uncancel", [&] { return task.uncancel(); });
    co_await task;
    task = create_task(nothing(), {.name = "u"});
    task.cancel();
    co_await asyncio::wait(task);
    tried("cancelled result", [&] { task.result(); });
    tried("cancelled exception", [&] { task.exception(); });
}

Coroutine<> loops() {
    auto& loop = asyncio::get_running_loop();
    tried("close", [&] { loop.close(); });
    tried("run_forever", [&] { loop.run_forever(); });
    co_await attempt("sleep", asyncio::sleep(std::numeric_limits<double>::quiet_NaN()));
    auto coroutine = nothing();
    tried("run_until_complete", [&] { loop.run_until_complete(std::move(coroutine)); });
    coroutine = nothing();
    tried("run", [&] { asyncio::run(std::move(coroutine)); });
    const auto other = asyncio::new_event_loop();
    coroutine = nothing();
    tried("other loop", [&] { other->run_until_complete(std::move(coroutine)); });
    asyncio::Runner runner;
    coroutine = nothing();
    tried("runner", [&] { runner.run(std::move(coroutine)); });
    runner.close();
    coroutine = nothing();
    tried("closed runner", [&] { runner.run(std::move(coroutine)); });
}

Coroutine<> primitives() {
    const asyncio::Lock lock;
    const asyncio::Condition condition;
    const asyncio::Event event;
    tried("release", [&] { lock.release(); });
    tried("notify", [&] { condition.notify(); });
    tried("notify_all", [&] { condition.notify_all(); });
    co_await attempt("wait", condition.wait());
    co_await attempt("wait_for", condition.wait_for([] { return false; }));
    tried("semaphore", [] { asyncio::Semaphore(-1); });
    tried("bounded", [] { asyncio::BoundedSemaphore(1).release(); });
    tried("barrier", [] { asyncio::Barrier(0); });
    const asyncio::Barrier barrier(2);
    co_await barrier.abort();
    co_await attempt("broken", barrier.wait());
    event.set();
    event.clear();
    log(event, None(), event, None(), event);
    const asyncio::Queue<int> queue(1);
    tried("get_nowait", [&] { return queue.get_nowait(); });
    tried("task_done", [&] { queue.task_done(); });
    queue.put_nowait(1);
    tried("put_nowait", [&] { queue.put_nowait(2); });
    queue.shutdown();
    tried("shut put_nowait", [&] { queue.put_nowait(2); });
    co_await attempt("shut put", queue.put(2));
    log(queue.get_nowait());
    co_await attempt("shut get", queue.get());
}

Coroutine<> scopes() {
    const asyncio::TaskGroup group;
    auto coroutine = nothing();
    tried("not entered", [&] { group.create_task(std::move(coroutine)); });
    co_await async_with(group, []() -> Coroutine<> { co_return; });
    coroutine = nothing();
    tried("finished", [&] { group.create_task(std::move(coroutine)); });
    co_await attempt("entered twice", group.aenter());
    const asyncio::Timeout scope = asyncio::timeout(1);
    tried("reschedule", [&] { scope.reschedule(2); });
    co_await async_with(scope, [&]() -> Coroutine<> {
        log(scope.when());
        co_return;
    });
    tried("reschedule", [&] { scope.reschedule(2); });
    tried("scope entered twice", [&] { scope.enter(); });
    co_await attempt("wait", asyncio::wait(std::vector<asyncio::Task<>>()));
    co_await attempt("gather", asyncio::gather());
    tried("as_completed", [] {
        std::vector<int> results;
        for (auto each : asyncio::as_completed(std::vector<asyncio::Task<>>())) results.push_back(1);
        return results;
    });
}

Coroutine<> readers() {
    for (const int limit : {0, -1}) tried("limit", [&] { asyncio::StreamReader made(limit); });
    const asyncio::StreamReader reader(4);
    co_await attempt("exactly", reader.readexactly(-1));
    co_await attempt("until", reader.readuntil(""));
    reader.feed_data("abcdefgh;x");
    co_await attempt("longer", reader.readuntil(";"));
    co_await attempt("line", reader.readline());
    reader.feed_data("123456");
    co_await attempt("overrun", reader.readuntil(";"));
    const auto waiting = create_task(reader.readexactly(100), {.name = "waiting"});
    co_await asyncio::sleep(0);
    co_await attempt("second", reader.read(1));
    co_await attempt("second", reader.readline());
    reader.feed_eof();
    co_await attempt("waiting", waiting);
    tried("feed", [&] { reader.feed_data("late"); });
    reader.set_exception(asyncio::ValueError("broken"));
    co_await attempt("read", reader.read(1));
    co_await attempt("exactly", reader.readexactly(1));
}

Coroutine<> late() { co_await asyncio::sleep(0); }
Coroutine<> fails() {
    throw asyncio::ValueError("fails");
    co_return;
}

Coroutine<> adds(asyncio::TaskGroup group) {
    try {
        co_await asyncio::sleep(1);
    } catch (const asyncio::CancelledError&) {
        auto coroutine = nothing();
        tried("shutting down", [&] { group.create_task(std::move(coroutine)); });
        coroutine.close();
        throw;
    }
}

Coroutine<> misuse() {
    auto& loop = asyncio::get_running_loop();
    tried("reader", [&] { loop.add_reader(-1, log); });
    tried("remove reader", [&] { return loop.remove_reader(-1); });
    co_await async_with(asyncio::TaskGroup(), [](asyncio::TaskGroup& group) -> Coroutine<> {
        group.create_task(late(), {.name = "late"});
        co_return;
    });
    asyncio::TaskGroup group;
    const auto body = [&]() -> Coroutine<> {
        co_await async_with(group, [&]() -> Coroutine<> {
            group.create_task(adds(group), {.name = "adds"});
            group.create_task(fails(), {.name = "fails"});
            co_return;
        });
    };
    co_await attempt("group", body());
    auto scope = asyncio::timeout(0);
    const auto limited = [&]() -> Coroutine<> {
        co_await async_with(scope, []() -> Coroutine<> { co_await asyncio::sleep(1); });
    };
    co_await attempt("scope", limited());
    tried("expired", [&] { return scope.expired(); });
    tried("reschedule expired", [&] { scope.reschedule(1); });
    asyncio::Queue<int> queue;
    queue.put_nowait(1);
    queue.shutdown(true);
    co_await attempt("join", queue.join());
    tried("done", [&] { queue.task_done(); });
    tried("get", [&] { return queue.get_nowait(); });
    asyncio::BoundedSemaphore semaphore(2);
    co_await semaphore.acquire();
    tried("release", [&] { semaphore.release(); });
    tried("release", [&] { semaphore.release(); });
    asyncio::Condition condition;
    co_await async_with(condition, [&]() -> Coroutine<> {
        tried("other lock", [] { asyncio::Condition(asyncio::Lock()).notify(1); });
        co_await attempt("negative", asyncio::wait_for(condition.wait(), -1));
    });
    tried("locked", [&] { return condition.locked(); });
    co_await attempt("condition", condition.wait_for([] { return true; }));
    tried("condition release", [&] { condition.release(); });
    asyncio::Barrier barrier(1);
    co_await attempt("alone", barrier.wait());
    co_await barrier.abort();
    co_await attempt("aborted", barrier.wait());
    co_await barrier.reset();
    co_await attempt("reset", barrier.wait());
    auto gathered = asyncio::gather(nothing(), fails());
    tried("early", [&] { return gathered.result(); });
    co_await attempt("gathered", gathered);
    tried("late", [&] { return gathered.result(); });
    tried("gathered exception", [&] { return repr(gathered.exception()); });
    auto task = create_task(fails(), {.name = "failing"});
    co_await asyncio::wait({task});
    tried("failed result", [&] { task.result(); });
    tried("cancel", [&] { return task.cancel(); });
    tried("uncancel", [&] { return task.uncancel(); });
}

std::string without(std::string text, int port) {
    const std::string number = std::to_string(port);
    const auto at = text.find(number);
    return at == std::string::npos ? text : text.replace(at, number.size(), "PORT");
}

Coroutine<> connections() {
    const auto ignore = [](asyncio::StreamReader, asyncio::StreamWriter) {};
    co_await attempt("nowhere", asyncio::open_connection(asyncio::StreamOptions()));
    co_await attempt("no server", asyncio::start_server(ignore, {}));
    {
        const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        sockaddr_in bound{};
        bound.sin_family = AF_INET;
        bound.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t size = sizeof bound;
        ::bind(fd, reinterpret_cast<sockaddr*>(&bound), size);
        ::getsockname(fd, reinterpret_cast<sockaddr*>(&bound), &size);
        const int port = ntohs(bound.sin_port);
        try {
            co_await asyncio::open_connection("127.0.0.1", port);
        } catch (const asyncio::OSError& exc) {
            log("refused", exc.type_name(), exc.error_number(), without(exc.str(), port));
        }
        try {
            co_await asyncio::start_server(ignore, "127.0.0.1", port);
        } catch (const asyncio::OSError& exc) {
            log("taken", exc.type_name(), exc.error_number(), without(exc.str(), port));
        }
        ::close(fd);
    }
    const auto serve = [](asyncio::StreamReader, asyncio::StreamWriter writer) -> Coroutine<> {
        writer.close();
        co_return;
    };
    auto server = co_await asyncio::start_server(serve, "127.0.0.1", 0);
    const int port = server.sockets()[0].getsockname()[1];
    auto [reader, writer] = co_await asyncio::open_connection("127.0.0.1", port);
    const auto out = writer;  // clang 14 captures no structured bindings
    out.write_eof();
    tried("after eof", [&] { out.write("late"); });
    tried("eof again", [&] { out.write_eof(); });
    tried("limits", [&] { out.transport().set_write_buffer_limits(1, 2); });
    tried("limits", [&] { out.transport().set_write_buffer_limits(std::nullopt, -1); });
    out.transport().set_write_buffer_limits({.high = 100});
    log(out.transport().get_write_buffer_limits(), out.transport().get_write_buffer_size());
    log(co_await reader.read());
    out.close();
    co_await out.wait_closed();
    tried("closed", [&] { out.close(); });
    co_await attempt("drain", out.drain());
    log(out.is_closing(), out.get_extra_info("nothing"), out.get_extra_info("nothing", 5));
    auto serving = create_task(server.serve_forever(), {.name = "serving"});
    co_await asyncio::sleep(0);
    try {
        co_await server.serve_forever();
    } catch (const asyncio::RuntimeError& exc) {
        const std::string text = exc.str();
        log(exc.type_name(), text.substr(0, text.find('<')), text.substr(text.rfind('>') + 1));
    }
    serving.cancel();
    co_await asyncio::wait({serving});
    log(server.is_serving(), server.sockets());
    co_await attempt("start again", server.start_serving());
    co_await attempt("serve again", server.serve_forever());
    co_await attempt("closed", server.wait_closed());
}

Coroutine<> main_() {
    log("futures");
    co_await futures();
    log("loops");
    co_await loops();
    log("primitives");
    co_await primitives();
    log("scopes");
    co_await scopes();
    log("readers");
    co_await readers();
    log("misuse");
    co_await misuse();
    log("connections");
    co_await connections();
}

const Case kCase("error_texts", main_);

}  // namespace
}  // namespace conformance::error_texts
