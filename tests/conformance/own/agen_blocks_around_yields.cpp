// async with around a yield: a timeout, a lock, a group that stay open while their generator stands at it.
#include "tests/conformance/case.h"
#include "tests/conformance/caselog.h"

namespace conformance::agen_blocks_around_yields {
namespace {

using asyncio::async_with;
using asyncio::asynccontextmanager;
using asyncio::AsyncGenerator;
using asyncio::Coroutine;
using asyncio::Lock;
using asyncio::TaskGroup;

AsyncGenerator<int> limited(double delay) {
    auto t = asyncio::timeout(1);
    t.enter();
    std::exception_ptr error;
    try {
        for (int i = 0; i < 3; ++i) {
            co_yield i;
            co_await asyncio::sleep(delay);
        }
    } catch (...) {
        error = std::current_exception();
    }
    t.leave(error);
    log("not reached unless quick", t.expired());
}

AsyncGenerator<std::string> locked(Lock lock, std::string name) {
    co_await lock.acquire();
    std::exception_ptr error;
    log(name, "in");
    try {
        co_yield name;
    } catch (...) {
        error = std::current_exception();
    }
    log(name, "out");
    lock.release();
    if (error) std::rethrow_exception(error);
}

AsyncGenerator<TaskGroup> group() {
    TaskGroup tg;
    co_await tg.aenter();
    std::exception_ptr error;
    try {
        co_yield tg;
        log("body over");
    } catch (...) {
        error = std::current_exception();
    }
    co_await tg.aexit(error);
}

Coroutine<> child(std::string name, double delay, std::exception_ptr fail = {}) {
    co_await asyncio::sleep(delay);
    if (fail) std::rethrow_exception(fail);
    log(name, "done");
}

Coroutine<> user(Lock lock, std::string name) {
    co_await async_with(asynccontextmanager(locked(lock, name)), [&](std::string n) -> Coroutine<> {
        co_await asyncio::sleep(1);
        log(n, lock.locked());
    });
}

Coroutine<> main_() {
    for (double delay : {0.2, 0.7}) {
        try {
            auto g = limited(delay);
            while (auto i = co_await g.next()) log(*i);
        } catch (const asyncio::TimeoutError& exc) {
            log(err(exc));
        }
    }
    Lock lock;
    co_await asyncio::gather(user(lock, "a"), user(lock, "b"));
    try {
        co_await async_with(asynccontextmanager(locked(lock, "c")), []() -> Coroutine<> {
            throw asyncio::KeyError("c");
            co_return;
        });
    } catch (const asyncio::KeyError& exc) {
        log(err(exc), lock.locked());
    }
    co_await async_with(asynccontextmanager(group()), [&](TaskGroup tg) -> Coroutine<> {
        tg.create_task(child("x", 1));
        co_return;
    });
    std::exception_ptr error;
    try {
        co_await async_with(asynccontextmanager(group()), [&](TaskGroup tg) -> Coroutine<> {
            tg.create_task(child("y", 1, std::make_exception_ptr(asyncio::ValueError("y"))));
            tg.create_task(child("z", 2));
            co_await asyncio::sleep(5);
        });
    } catch (...) {
        error = std::current_exception();
    }
    const auto caught = [](const asyncio::ExceptionGroup& group) { log(err(group)); };
    asyncio::except_star(error, asyncio::on<asyncio::ValueError>(caught));
}

const Case kCase("agen_blocks_around_yields", main_);

}  // namespace
}  // namespace conformance::agen_blocks_around_yields
