// Requests that are asked of a second replica if the first is slow, tried again with a growing pause, within
// one limit.
#include "tests/conformance/case.h"
#include "tests/conformance/caselog.h"

#include <cmath>
#include <map>
#include <set>

namespace conformance::program_hedged_requests {
namespace {

using namespace asyncio;

const std::map<std::string, std::vector<double>> kDelays = {{"a", {5, 1}}, {"b", {2, 9}}, {"c", {9, 9, 1}}};
const std::set<std::pair<std::string, std::size_t>> kFails = {{"a", 1}, {"c", 0}};

struct Replica {
    std::string name;
    std::size_t calls = 0;

    static Coroutine<std::string> ask(std::shared_ptr<Replica> self, std::string what) {
        const std::string& name = self->name;
        const std::size_t call = self->calls++;
        const auto& delays = kDelays.at(name);
        try {
            co_await sleep(delays[call % delays.size()]);
        } catch (const CancelledError& exc) {
            log(name, call, "dropped", exc.args());
            throw;
        }
        if (kFails.contains({name, call})) throw ConnectionError(name + " " + std::to_string(call));
        co_return what + " of " + name;
    }
};
using Replicas = std::vector<std::shared_ptr<Replica>>;
using Tasks = std::vector<Task<std::string>>;

Coroutine<std::string> first_result(Replicas replicas, std::string what, double pause, Tasks& order) {
    Tasks pending;
    std::vector<std::exception_ptr> errors;
    for (const auto& replica : replicas) {
        const auto task = create_task(Replica::ask(replica, what), {.name = what + " " + replica->name});
        order.push_back(task);
        pending.push_back(task);
        const auto result = co_await wait(pending, {.timeout = pause, .return_when = FIRST_COMPLETED});
        pending = result.pending;
        for (const auto& each : result.done) {
            if (!each.exception()) co_return each.result();
            errors.push_back(each.exception());
        }
    }
    while (!pending.empty()) {
        const auto result = co_await wait(pending, {.return_when = FIRST_COMPLETED});
        pending = result.pending;
        for (const auto& each : result.done) {
            if (!each.exception()) co_return each.result();
            errors.push_back(each.exception());
        }
    }
    throw ExceptionGroup("all replicas failed", errors);
}

Coroutine<std::string> hedged(Replicas replicas, std::string what, double pause) {
    Tasks order;
    std::string answer;
    std::exception_ptr error;
    try {
        answer = co_await first_result(replicas, what, pause, order);
    } catch (...) {
        error = std::current_exception();
    }
    for (const auto& task : order) task.cancel("another was faster");
    co_await gather(order, return_exceptions);
    if (error) std::rethrow_exception(error);
    co_return answer;
}

template <class F>
Coroutine<std::string> patiently(F function, int attempts, double first_pause) {
    for (int attempt = 0; attempt < attempts; ++attempt) {
        std::exception_ptr error;
        try {
            co_return co_await function();
        } catch (...) {
            error = std::current_exception();
        }
        bool again = false;
        try {
            except_star(error, on<ConnectionError>([&](const BaseExceptionGroup& exc) {
                            log("attempt", attempt, err(exc));
                            again = true;
                        }));
            error = nullptr;
        } catch (...) {
            error = std::current_exception();
        }
        if (again) co_await sleep(first_pause * std::pow(2, attempt));
        if (error) std::rethrow_exception(error);
    }
    throw RuntimeError("gave up");
}

Coroutine<> request(Replicas replicas, std::string what, double limit) {
    auto scope = timeout(limit);
    try {
        co_await async_with(scope, [&]() -> Coroutine<> {
            log(what, co_await patiently([&] { return hedged(replicas, what, 1.5); }, 3, 0.5));
        });
    } catch (const TimeoutError& exc) {
        log(what, err(exc), scope);
    } catch (const RuntimeError& exc) {
        log(what, err(exc), scope);
    }
}

Coroutine<> main_() {
    const auto replica = [](const char* name) { return std::make_shared<Replica>(Replica{name}); };
    const auto a = replica("a"), b = replica("b"), c = replica("c");
    const Replicas ab{a, b}, ac{a, c}, only_c{c}, bc{b, c}, ca{c, a};
    co_await request(ab, "first", 10);
    co_await request(ac, "second", 10);
    co_await request(only_c, "third", 4);
    co_await gather(request(bc, "fourth", 2), request(ca, "fifth", 20));
}

const Case kCase("program_hedged_requests", main_);

}  // namespace
}  // namespace conformance::program_hedged_requests
