// Classes of the program's own: iterators, managers, exceptions, items of queues, results, values of context
// variables.
#include "tests/conformance/case.h"
#include "tests/conformance/caselog.h"

namespace conformance::objects_of_ones_own {
namespace {

using namespace asyncio;

class Tired : public Exception {
    using Exception::Exception;
};

// An asynchronous iterator that is also a manager.
class Ticker {
public:
    Ticker(double period, int ticks) : count(ticks), period_(period) {}

    Coroutine<Ticker*> aenter() {
        co_await sleep(1);
        open = true;
        co_return this;
    }
    Coroutine<> aexit(std::exception_ptr error) {
        open = false;
        co_await sleep(1);
        log("leaves with", error ? err(error) : "None");
        if (error && !detail::is_instance<Tired>(error)) std::rethrow_exception(error);
    }

    Coroutine<std::optional<int>> next() {
        if (count == 0) co_return std::nullopt;
        co_await sleep(period_);
        co_return --count;
    }

    int count;
    bool open = false;

private:
    double period_;
};

class ServiceError : public RuntimeError {
public:
    ServiceError(int number, const char* text) : RuntimeError(number, text), code(number) {}
    int code;
};

class Unavailable : public ServiceError {
    using ServiceError::ServiceError;
};

struct Job {
    int priority;
    std::string name;
    friend bool operator<(const Job& a, const Job& b) { return a.priority < b.priority; }
    std::string repr() const { return "Job(" + std::to_string(priority) + ", " + asyncio::repr(name) + ")"; }
};

const ContextVar<Job> user("user", Job{0, "nobody"});

Coroutine<> uses(Ticker ticker) {
    co_await async_with(ticker, [](Ticker* entered) -> Coroutine<> {
        co_await async_with(timeout(9), [&]() -> Coroutine<> {
            while (const auto number = co_await entered->next()) log(*number);
        });
    });
}

Coroutine<> iterates() {
    Ticker ticker(1, 3);
    co_await async_with(std::ref(ticker), [&]() -> Coroutine<> {
        while (const auto number = co_await ticker.next()) {
            log(*number, ticker.open);
            if (*number == 1) throw Tired("of it");
        }
        log("never printed");
    });
    log("goes on", ticker.open, ticker.count);
    Ticker other(0.5, 2);
    while (const auto number = co_await other.next()) log(*number);
    const auto task = create_task(uses(Ticker(5, 1)), {.name = "uses"});
    co_await sleep(2);
    task.cancel("stop");
    co_await wait(task);
    log(outcome(task));
}

template <class E>
Coroutine<> serves(int code) {
    co_await sleep(code % 10);
    throw E(code, "no");
}

template <class E>
Coroutine<> caught() {
    try {
        co_await serves<E>(501);
    } catch (const Unavailable& exc) {
        log("unavailable", err(exc), exc.code);
    } catch (const ServiceError& exc) {
        log("service", err(exc), exc.code);
    }
}

Coroutine<> raises() {
    co_await caught<ServiceError>();
    co_await caught<Unavailable>();
    std::exception_ptr error;
    try {
        co_await async_with(TaskGroup(), [](TaskGroup& group) -> Coroutine<> {
            group.create_task(serves<ServiceError>(502));
            group.create_task(serves<Unavailable>(502));
            co_return;
        });
    } catch (...) {
        error = std::current_exception();
    }
    except_star(error, on<Unavailable>([](const BaseExceptionGroup& group) {
                    try {
                        std::rethrow_exception(group.exceptions()[0]);
                    } catch (const Unavailable& exc) {
                        log("unavailable", err(group), exc.code);
                    }
                }),
                on<ServiceError>([](const BaseExceptionGroup& group) {
                    log("services", err(group), repr(group.exceptions()[0]));
                }));
    const auto results = co_await gather(serves<ServiceError>(1), serves<Unavailable>(2), return_exceptions);
    log(results);
}

Coroutine<> queues() {
    PriorityQueue<Job> queue;
    const std::vector<Job> jobs = {{3, "c"}, {1, "a"}, {2, "b"}, {1, "A"}};
    for (const Job& job : jobs) co_await queue.put(job);
    log(queue.qsize());
    while (!queue.empty()) log(co_await queue.get());
    LifoQueue<Job> lifo;
    lifo.put_nowait({1, "x"});
    log(lifo);
}

Coroutine<> results() {
    const auto future = get_running_loop().create_future<Job>();
    future.set_result({7, "future"});
    const Job job{8, "task"};
    const auto task = create_task(sleep(1, job), {.name = "sleeps"});
    log(co_await gather(future, task));
    log(future, outcome(task));
}

Coroutine<> speaks() {
    log(user.get());
    const auto token = user.set({1, "child"});
    log(user.name(), user.get());
    user.reset(token);
    log(user.get());
    co_return;
}

Coroutine<> contexts() {
    user.set({5, "main"});
    co_await create_task(speaks());
    log(user.get());
}

Coroutine<> main_() {
    log("iterates");
    co_await iterates();
    log("raises");
    co_await raises();
    log("queues");
    co_await queues();
    log("results");
    co_await results();
    log("contexts");
    co_await contexts();
}

const Case kCase("objects_of_ones_own", main_);

}  // namespace
}  // namespace conformance::objects_of_ones_own
