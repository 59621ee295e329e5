// Retries, groups in limits, races in rounds, failures handed on: as users combine asyncio's parts.
#include "tests/conformance/case.h"
#include "tests/conformance/caselog.h"

#include <algorithm>
#include <set>

namespace conformance::programs_of_many_parts {
namespace {

using asyncio::async_with;
using asyncio::Coroutine;
using asyncio::create_task;
using asyncio::repr;
using asyncio::TaskGroup;
using Strings = std::vector<std::string>;

class TransientError : public asyncio::Exception {
    using Exception::Exception;
};

int calls = 0;

Coroutine<std::string> flaky(int failures, double delay) {
    ++calls;
    co_await asyncio::sleep(delay);
    if (calls <= failures) throw TransientError("try " + std::to_string(calls));
    co_return "ok after " + std::to_string(calls);
}

using Function = std::function<Coroutine<std::string>()>;

Coroutine<std::string> retry(Function function, int attempts, double timeout, double backoff) {
    std::vector<std::exception_ptr> errors;
    for (int attempt = 0; attempt < attempts; ++attempt) {
        const auto limit = asyncio::timeout(timeout);
        const auto failed = [&](const asyncio::BaseException& error) {
            log("attempt", attempt, err(error), limit.expired());
            error.add_note("attempt " + std::to_string(attempt));
            errors.push_back(std::current_exception());
        };
        try {
            co_return co_await async_with(limit, std::ref(function));
        } catch (const TransientError& error) {
            failed(error);
        } catch (const asyncio::TimeoutError& error) {
            failed(error);
        }
        co_await asyncio::sleep(backoff * (1 << attempt));
    }
    throw asyncio::ExceptionGroup("all failed", errors);
}

Coroutine<> retries() {
    calls = 0;
    log(co_await retry([] { return flaky(2, 0.1); }, 3, 1, 0.5));
    calls = 0;
    std::exception_ptr error;
    try {
        co_await retry([] { return flaky(5, 2); }, 2, 1, 0.5);
    } catch (...) {
        error = std::current_exception();
    }
    asyncio::except_star(error, asyncio::on<asyncio::TimeoutError>([](const asyncio::ExceptionGroup& group) {
                             std::vector<Strings> notes;
                             for (const auto& each : group.exceptions())
                                 notes.push_back(asyncio::notes_of(each));
                             log(err(group), group.message(), notes);
                         }));
    calls = 0;
    error = nullptr;
    try {
        co_await retry([] { return flaky(5, calls ? 0.1 : 2); }, 2, 1, 0.5);
    } catch (...) {
        error = std::current_exception();
    }
    asyncio::except_star(error, asyncio::on<TransientError>([](const asyncio::ExceptionGroup& group) {
                             log("transient", err(group));
                         }),
                         asyncio::on<asyncio::TimeoutError>([] { log("timeouts"); }));
}

Coroutine<std::string> child(std::string name, double delay, bool fails = false) {
    try {
        co_await asyncio::sleep(delay);
    } catch (const asyncio::CancelledError& error) {
        log(name, "cancelled", repr(error));
        throw;
    }
    if (fails) throw asyncio::ValueError(name);
    co_return name;
}

Coroutine<> groups() {
    asyncio::Task<std::string> a, b, c;
    try {
        co_await async_with(asyncio::timeout(1), TaskGroup(), [&](auto&, auto& group) -> Coroutine<> {
            a = group.create_task(child("a", 2), {.name = "a"});
            b = group.create_task(child("b", 0.5), {.name = "b"});
            co_return;
        });
    } catch (const asyncio::TimeoutError& error) {
        log(repr(error), outcome(a), outcome(b));
    }
    std::exception_ptr error;
    try {
        co_await async_with(asyncio::timeout(1), TaskGroup(), [&](auto&, auto& group) -> Coroutine<> {
            a = group.create_task(child("a", 2), {.name = "a"});
            co_await async_with(TaskGroup(), [&](TaskGroup& inner) -> Coroutine<> {
                b = inner.create_task(child("b", 0.5, true), {.name = "b"});
                c = inner.create_task(child("c", 0.7), {.name = "c"});
                co_return;
            });
        });
    } catch (...) {
        error = std::current_exception();
    }
    asyncio::except_star(error, asyncio::on<asyncio::ValueError>([&](const asyncio::ExceptionGroup& group) {
                             log(repr(group), Strings{outcome(a), outcome(b), outcome(c)});
                         }));
}

Coroutine<> rounds() {
    std::set<asyncio::Task<std::string>> pending;
    int started = 0;
    for (const double delay : {3, 1, 2, 1}) {
        const std::string name = "w" + std::to_string(started++);
        pending.insert(create_task(child(name, delay), {.name = name}));
    }
    int number = 0;
    while (!pending.empty()) {
        auto [done, rest] = co_await asyncio::wait(pending, {.return_when = asyncio::FIRST_COMPLETED});
        pending = rest;
        number += 1;
        Strings names;
        for (const auto& task : done) names.push_back(task.get_name());
        std::sort(names.begin(), names.end());
        log("round", number, names, pending.size());
        if (number == 1) {
            const auto extra = create_task(child("extra", 0.5), {.name = "extra"});
            pending.insert(extra);
            log(done.contains(extra), pending.contains(extra));
        }
    }
    const auto results = co_await asyncio::gather(child("x", 1), child("y", 2), child("z", 1));
    for (const auto& result : results) log(result);
    log(results[0], results[results.size() - 1], results.size(), results == Strings{"x", "y", "z"});
    const auto outcomes =
        co_await asyncio::gather(child("x", 1), child("y", 1, true), asyncio::return_exceptions);
    std::vector<bool> failed;
    for (const auto& each : outcomes) failed.push_back(asyncio::isinstance<asyncio::Exception>(each));
    log(failed);
}

Coroutine<> handed_on() {
    auto& loop = asyncio::get_running_loop();
    auto future = loop.create_future();
    try {
        throw TransientError("handed on");
    } catch (const asyncio::Exception& error) {
        future.set_exception(error);
        log(future.exception() == std::current_exception());
    }
    try {
        co_await future;
    } catch (const TransientError& error) {
        log(err(error));
    }
    future = loop.create_future();
    loop.call_later(1, &asyncio::Future<>::set_exception, future, asyncio::ValueError("later"));
    try {
        co_await asyncio::wait_for(future, {.timeout = 2});
    } catch (const asyncio::ValueError& error) {
        log(err(error));
    }
    try {
        try {
            throw asyncio::KeyError("inner");
        } catch (const asyncio::LookupError& error) {
            asyncio::raise_from(asyncio::RuntimeError("outer"), error);
        }
    } catch (const asyncio::RuntimeError& error) {
        log(repr(error), repr(error.cause()));
    }
    const asyncio::Future<std::optional<int>> made(loop);
    loop.call_soon(&asyncio::Future<std::optional<int>>::set_result, made, std::nullopt);
    log(co_await made);
    const asyncio::Task<std::string> task(child("direct", 1), {.name = "direct"});
    const std::string name = task.get_name();
    log(name, co_await task);
    const asyncio::ExceptionGroup failed(
        "by hand", {asyncio::ValueError("one"), asyncio::TypeError("two"), asyncio::KeyError(3)});
    log(repr(failed), asyncio::args_of(failed.exceptions()[0]), asyncio::args_of(failed.exceptions()[2]));
}

Coroutine<> locked_twice() {
    const asyncio::Semaphore semaphore(2);
    const asyncio::Lock lock;
    const auto work = [&](std::string name) -> Coroutine<std::string> {
        co_return co_await async_with(semaphore, lock, [&]() -> Coroutine<std::string> {
            log(name, semaphore, lock);
            co_await asyncio::sleep(1);
            co_return name;
        });
    };
    std::vector<asyncio::Task<std::string>> tasks;
    for (const std::string name : {"a", "b", "c"}) tasks.push_back(create_task(work(name), {.name = name}));
    co_await asyncio::sleep(0.5);
    tasks[1].cancel();
    const auto results = co_await asyncio::gather(tasks, asyncio::return_exceptions);
    log(results, semaphore, lock);
}

Coroutine<> main_() {
    co_await retries();
    co_await groups();
    co_await rounds();
    co_await handed_on();
    co_await locked_twice();
}

const Case kCase("programs_of_many_parts", main_);

}  // namespace
}  // namespace conformance::programs_of_many_parts
