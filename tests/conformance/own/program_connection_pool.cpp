// A pool of connections: a Condition hands them out, users time out, are cancelled and return what is broken.
#include "tests/conformance/case.h"
#include "tests/conformance/caselog.h"

namespace conformance::program_connection_pool {
namespace {

using asyncio::async_with;
using asyncio::Coroutine;
using asyncio::sleep;

class Pool {
public:
    explicit Pool(int size) : size_(size) {}

    Coroutine<std::string> take() {
        std::optional<std::string> connection;
        co_await async_with(condition_, [&]() -> Coroutine<> {
            co_await condition_.wait_for([&] { return closed_ || !idle.empty() || made < size_; });
            if (closed_) throw asyncio::ConnectionError("pool is closed");
            if (idle.empty()) {
                ++made;
            } else {
                connection = idle.back();
                idle.pop_back();
            }
        });
        if (connection) co_return *connection;
        std::exception_ptr cancelled;
        try {
            co_await sleep(0.5);
        } catch (const asyncio::CancelledError&) {
            cancelled = std::current_exception();
        }
        if (cancelled) {
            co_await lost();
            std::rethrow_exception(cancelled);
        }
        co_return "c" + std::to_string(made);
    }

    static Coroutine<> give(std::shared_ptr<Pool> pool, std::string connection, bool broken) {
        if (broken) {
            co_await pool->lost();
            co_return;
        }
        co_await async_with(pool->condition_, [&]() -> Coroutine<> {
            pool->idle.push_back(connection);
            pool->condition_.notify();
            co_return;
        });
    }

    Coroutine<> lost() {
        co_await async_with(condition_, [&]() -> Coroutine<> {
            --made;
            condition_.notify();
            co_return;
        });
    }

    Coroutine<> close() {
        co_await async_with(condition_, [&]() -> Coroutine<> {
            closed_ = true;
            condition_.notify_all();
            co_return;
        });
    }

    std::vector<std::string> idle;
    int made = 0;

private:
    int size_;
    bool closed_ = false;
    asyncio::Condition condition_;
};

Coroutine<> user(std::shared_ptr<Pool> pool, std::string name, double work, bool breaks = false) {
    std::string connection;
    try {
        connection = co_await asyncio::wait_for(pool->take(), 2);
    } catch (const asyncio::TimeoutError& exc) {
        log(name, err(exc));
        co_return;
    } catch (const asyncio::ConnectionError& exc) {
        log(name, err(exc));
        co_return;
    }
    std::exception_ptr error;
    try {
        log(name, "has", connection);
        co_await sleep(work);
        if (breaks) throw asyncio::OSError(connection + " broke");
    } catch (...) {
        error = std::current_exception();
    }
    co_await asyncio::shield(Pool::give(pool, connection, breaks));
    log(name, "gave", connection, pool->made, pool->idle.size());
    if (error) std::rethrow_exception(error);
}

Coroutine<> main_() {
    const auto pool = std::make_shared<Pool>(2);
    std::vector<asyncio::Task<>> results;
    co_await async_with(asyncio::TaskGroup(), [&](asyncio::TaskGroup& group) -> Coroutine<> {
        for (const double work : {1.0, 2.0, 0.5, 0.5, 3.0}) {
            const std::string name = "u" + std::to_string(results.size() + 1);
            results.push_back(group.create_task(user(pool, name, work), {.name = name}));
        }
        co_await sleep(1);
        results[1].cancel("not needed");
    });
    std::vector<std::string> cancelled;
    for (const auto& task : results)
        if (task.cancelled()) cancelled.push_back(task.get_name());
    log(cancelled);
    std::exception_ptr error;
    try {
        co_await async_with(asyncio::TaskGroup(), [&](asyncio::TaskGroup& group) -> Coroutine<> {
            group.create_task(user(pool, "v1", 1), {.name = "v1"});
            group.create_task(user(pool, "v2", 0.25, true), {.name = "v2"});
            group.create_task(user(pool, "v3", 1), {.name = "v3"});
            co_return;
        });
    } catch (...) {
        error = std::current_exception();
    }
    asyncio::except_star(error, asyncio::on<asyncio::OSError>(
                                    [](const asyncio::BaseExceptionGroup& caught) { log(err(caught)); }));
    log(pool->made, pool->idle.size());
    std::vector<asyncio::Task<>> late;
    for (int n = 0; n < 4; ++n) {
        const std::string name = "w" + std::to_string(n);
        late.push_back(asyncio::create_task(user(pool, name, 3), {.name = name}));
    }
    co_await sleep(1);
    co_await pool->close();
    co_await asyncio::wait(late);
}

const Case kCase("program_connection_pool", main_);

}  // namespace
}  // namespace conformance::program_connection_pool
