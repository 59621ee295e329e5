// Threads that give the loop coroutines, wait for them with limits, cancel them; contexts, exceptions, closed
// executors.
#include "tests/conformance/case.h"
#include "tests/conformance/caselog.h"

namespace conformance::threads_given_coroutines {
namespace {

using namespace asyncio;
const ContextVar<std::string> var("var", "main's");

Coroutine<std::string> slow(double seconds, std::string value = "", std::exception_ptr fail = nullptr) {
    try {
        co_await asyncio::sleep(seconds);
    } catch (const CancelledError& exc) {
        log("slow cancelled", err(exc));
        throw;
    }
    if (fail) std::rethrow_exception(fail);
    co_return value;
}

std::vector<std::string> outside(EventLoop& loop) {
    std::vector<std::string> lines;
    auto future = run_coroutine_threadsafe(slow(1, "given"), loop);
    lines.push_back(future.result(5));
    future = run_coroutine_threadsafe(slow(10), loop);
    try {
        future.result(1);
    } catch (const TimeoutError& exc) {
        lines.push_back("('limit', " + repr(err(exc)) + ", " + repr(future.done()) + ")");
    }
    lines.push_back(repr(future.cancel()));
    lines.push_back(repr(future.cancelled()));
    try {
        future.result();
    } catch (const concurrent::CancelledError& exc) {
        lines.push_back(exc.type_name());
    }
    future = run_coroutine_threadsafe(slow(1, "", std::make_exception_ptr(KeyError("k"))), loop);
    lines.push_back(repr(future.exception()));
    return lines;
}

std::pair<std::string, std::string> blocking(double seconds, std::exception_ptr fail = nullptr) {
    time::sleep(seconds);
    if (fail) std::rethrow_exception(fail);
    auto name = threading::current_thread().name();
    return {var.get(), name.substr(0, name.find('_'))};
}

Coroutine<> main_() {
    auto& loop = get_running_loop();
    auto lines = co_await to_thread(outside, std::ref(loop));
    for (auto& line : lines) log(line);
    var.set("changed");
    log(co_await to_thread(blocking, 1, nullptr));
    log(co_await loop.run_in_executor(nullptr, blocking, 1, nullptr));
    std::exception_ptr fails[] = {std::make_exception_ptr(ValueError("in a thread")),
                                  std::make_exception_ptr(StopIteration(1)),
                                  std::make_exception_ptr(CancelledError("odd"))};
    for (auto& fail : fails) {
        try {
            log(co_await to_thread(blocking, 0.5, fail));
        } catch (...) {
            auto exc = std::current_exception();
            log(type_name(exc), str(exc));
        }
    }
    try {
        co_await wait_for(to_thread(blocking, 2, nullptr), 1);
    } catch (const TimeoutError& exc) {
        log(err(exc));
    }
    concurrent::ThreadPoolExecutor pool(1, "pool");
    {
        auto first = loop.run_in_executor(pool, blocking, 1, nullptr);
        auto second = loop.run_in_executor(pool, blocking, 1, nullptr);
        bool c = second.cancel();
        log(c, first.done());
        log(co_await gather(first, second, return_exceptions));
        pool.shutdown();
    }
    try {
        loop.run_in_executor(pool, blocking, 1, nullptr);
    } catch (const RuntimeError& exc) {
        log(err(exc));
    }
    Event event;
    threading::Thread thread([&] {
        time::sleep(1);
        loop.call_soon_threadsafe(&Event::set, event);
    });
    thread.start();
    co_await event.wait();
    thread.join();
    log("set");
    concurrent::Future<std::string> wrapped;
    auto waiting = wrap_future(wrapped);
    loop.call_later(1, &concurrent::Future<std::string>::set_result, wrapped, "concurrent");
    auto r = co_await waiting;
    log(r, waiting.done());
}

const Case kCase("threads_given_coroutines", main_);

}  // namespace
}  // namespace conformance::threads_given_coroutines
