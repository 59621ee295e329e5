// A pool kept in the sets that wait() gives: taken from, added to, dropped from, until nothing is left.
#include "tests/conformance/case.h"
#include "tests/conformance/caselog.h"

namespace conformance::wait_pool_of_sets {
namespace {

using namespace asyncio;
using Urls = std::deque<std::pair<std::string, double>>;

Coroutine<std::string> fetch(std::string url, double delay, int tries = 0) {
    co_await sleep(delay);
    if (url.starts_with("bad") && tries < 2) throw ConnectionError(url);
    co_return url + " after " + std::to_string(tries);
}

Coroutine<std::vector<std::string>> pool(Urls waiting, std::size_t size, std::optional<double> limit) {
    FutureList<Task<std::string>> done, pending;
    std::map<std::string, int> tries;
    std::vector<std::string> results;
    while (!waiting.empty() || !pending.empty()) {
        while (!waiting.empty() && pending.size() < size) {
            auto [url, delay] = waiting.front();
            waiting.pop_front();
            int n = tries.contains(url) ? ++tries[url] : (tries[url] = 0);
            pending.add(create_task(fetch(url, delay, n), {.name = url + "#" + std::to_string(n)}));
        }
        std::tie(done, pending) = co_await wait(pending, {.timeout = limit, .return_when = FIRST_COMPLETED});
        if (done.empty()) {
            auto slow = pending.pop();
            bool asked = slow.cancel("slow");
            log("gives up", slow.get_name(), asked, pending.size());
            continue;
        }
        while (!done.empty()) {
            auto task = done.pop();
            log(task.get_name(), outcome(task), pending.contains(task), pending.size());
            if (task.exception())
                waiting.emplace_back(task.get_name().substr(0, task.get_name().find('#')), 0.5);
            else
                results.push_back(task.result());
        }
    }
    try {
        pending.pop();
    } catch (const KeyError& exc) {
        log(err(exc));
    }
    co_return results;
}

Coroutine<> main_() {
    const Urls first{{"a", 1}, {"bad", 1}, {"c", 9}, {"d", 0}, {"e", 2}},
        second{{"bad", 1}, {"f", 1}, {"bad2", 1.5}};
    log(co_await pool(first, 2, 3));
    log(co_await wait_for(pool(second, 5, std::nullopt), 8));
}

const Case kCase("wait_pool_of_sets", main_);

}  // namespace
}  // namespace conformance::wait_pool_of_sets
