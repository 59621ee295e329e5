// A pool of workers on a queue, with failing jobs, a timeout per job, and a clean stop.
#include "tests/conformance/case.h"
#include "tests/conformance/caselog.h"

namespace conformance::program_worker_pool {
namespace {

using Results = std::shared_ptr<std::map<int, std::string>>;

asyncio::Coroutine<int> job(int n) {
    co_await asyncio::sleep(n % 4);
    if (n % 5 == 0) throw asyncio::ValueError("job " + std::to_string(n));
    co_return n* n;
}

asyncio::Coroutine<> worker(std::string name, asyncio::Queue<int> jobs, Results shared) {
    auto& results = *shared;
    for (;;) {
        const int n = co_await jobs.get();
        std::exception_ptr error;
        try {
            results[n] = std::to_string(co_await asyncio::wait_for(job(n), 2.5));
        } catch (const asyncio::ValueError& exc) {
            results[n] = asyncio::repr(exc.type_name());
        } catch (const asyncio::TimeoutError& exc) {
            results[n] = asyncio::repr(exc.type_name());
        } catch (...) {
            error = std::current_exception();
        }
        const std::string result = results.contains(n) ? results[n] : "None";
        log(name, "did", n, result.starts_with("'") ? result.substr(1, result.size() - 2) : result);
        jobs.task_done();
        if (error) std::rethrow_exception(error);
    }
}

asyncio::Coroutine<> main_() {
    asyncio::Queue<int> jobs(3);
    const Results shared = std::make_shared<std::map<int, std::string>>();
    std::vector<asyncio::Task<>> workers;
    for (int i = 0; i < 3; ++i) {
        const std::string name = "w" + std::to_string(i);
        workers.push_back(asyncio::create_task(worker(name, jobs, shared), {.name = name}));
    }
    for (int n = 0; n < 12; ++n) co_await jobs.put(n);
    co_await jobs.join();
    for (const auto& each : workers) each.cancel();
    co_await asyncio::gather(workers, asyncio::return_exceptions);
    std::string line = "[";
    for (int n = 0; n < 12; ++n)
        if (!shared->contains(n)) throw asyncio::KeyError(n);
    for (int n = 0; n < 12; ++n) line += (n > 0 ? ", " : "") + (*shared)[n];
    log(line + "]");
}

const Case kCase("program_worker_pool", main_);

}  // namespace
}  // namespace conformance::program_worker_pool
