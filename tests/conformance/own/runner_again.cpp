// A main that is interrupted by signals of its own, whose handlers come and go, and that ends in the middle
// of things.
#include "tests/conformance/case.h"
#include "tests/conformance/caselog.h"

#include <csignal>

namespace conformance::runner_again {
namespace {

using namespace asyncio;

std::vector<AnyTask> kept;

void on_signal(std::string name, int number) {
    log("signal", name, number);
    if (kept.size() == 1) kept[0].cancel("by a signal");
}

Coroutine<std::string> worker(std::string name, double delay) {
    std::exception_ptr error;
    try {
        co_await sleep(delay);
        co_return name;
    } catch (const CancelledError& exc) {
        log(name, "cancelled", exc.args());
        error = std::current_exception();
    }
    co_await sleep(0.5);
    log(name, "cleaned up");
    std::rethrow_exception(error);
}

Coroutine<std::string> interrupted(std::vector<std::pair<double, int>> signals,
                                   std::vector<std::pair<std::string, double>> workers) {
    auto& loop = get_running_loop();
    for (auto& [delay, sig] : signals) loop.call_later(delay, named("", [sig = sig] { raise_signal(sig); }));
    std::exception_ptr error;
    try {
        co_await async_with(TaskGroup(), [&](TaskGroup& tg) -> Coroutine<> {
            for (auto& [name, delay] : workers) tg.create_task(worker(name, delay), {.name = name});
            co_return;
        });
    } catch (...) {
        error = std::current_exception();
    }
    if (error) except_star(error, on<ValueError>([](const ExceptionGroup&) {}));
    co_return "finished";
}

Coroutine<> main_() {
    kept.clear();
    auto& loop = get_running_loop();
    loop.add_signal_handler(SIGUSR1, on_signal, "usr1", 1);
    loop.add_signal_handler(SIGUSR2, on_signal, "usr2", 2);
    const std::vector<std::pair<double, int>> both{{1, SIGUSR1}, {1, SIGUSR2}},
        apart{{1, SIGUSR1}, {2, SIGUSR2}}, none;
    const std::vector<std::pair<std::string, double>> ab{{"A", 2}, {"B", 3}}, c{{"C", 2}},
        de{{"D", 3}, {"E", 4}};
    kept.push_back(create_task(interrupted(both, ab), {.name = "first"}));
    auto results = co_await gather(kept, return_exceptions);
    const auto error = results[0].exception();
    log(error ? err(error) : "str: " + asyncio::str(results[0].result()), outcome(kept[0]));
    kept.clear();
    log(co_await interrupted(apart, c));
    bool first = loop.remove_signal_handler(SIGUSR1), second = loop.remove_signal_handler(SIGUSR1);
    log(first, second);
    loop.add_signal_handler(SIGUSR2, on_signal, "other", 3);
    raise_signal(SIGUSR2);
    log("raised");
    co_await sleep(0);
    log("a turn");
    co_await sleep(0);
    for (int bad : {0, 1000}) {
        try {
            loop.add_signal_handler(bad, on_signal, "", 0);
        } catch (const Exception& exc) {
            log(type_name(exc));
        }
    }
    auto task = current_task();
    loop.call_later(1, named("", [] { raise_signal(SIGINT); }));
    try {
        co_await interrupted(none, de);
    } catch (const CancelledError& exc) {
        log("interrupted", exc.args(), task.cancelling());
    }
    task.uncancel();
    kept.push_back(create_task(worker("F", 9), {.name = "F"}));
    co_await sleep(0);
    log("main ends", loop.remove_signal_handler(SIGUSR2));
}

const Case kCase("runner_again", main_);

}  // namespace
}  // namespace conformance::runner_again
