// A cache in which all who ask for the same key share one load: cancelled askers, failed loads, entries that
// expire.
#include "tests/conformance/case.h"
#include "tests/conformance/caselog.h"

#include <algorithm>
#include <map>

namespace conformance::program_single_flight {
namespace {

using namespace asyncio;

using Load = Coroutine<std::string> (*)(std::string key);

class Cache : public std::enable_shared_from_this<Cache> {
public:
    Cache(Load function, double lifetime) : load_(function), lifetime_(lifetime) {}

    Coroutine<std::string> get(std::string key) {
        if (!loads.contains(key))
            loads.emplace(key, create_task(load(shared_from_this(), key), {.name = "load " + key}));
        const auto load = loads.at(key);
        ++askers[key];
        try {
            std::string value = co_await shield(load);
            --askers[key];
            co_return value;
        } catch (const CancelledError&) {
            if (askers[key] == 1 && load.cancel("nobody asks any more")) log("gives up", key);
            --askers[key];
            throw;
        } catch (...) {
            --askers[key];
            throw;
        }
    }

    std::map<std::string, Task<std::string>> loads;
    std::map<std::string, int> askers;

    std::vector<std::string> keys() const {
        std::vector<std::string> all;
        for (const auto& [key, task] : loads) all.push_back(key);
        return all;
    }

private:
    static Coroutine<std::string> load(std::shared_ptr<Cache> self, std::string key) {
        std::string value;
        try {
            value = co_await self->load_(key);
        } catch (...) {
            self->loads.erase(key);
            throw;
        }
        get_running_loop().call_later(self->lifetime_, named("_expire", [=] { self->expire(key); }));
        co_return value;
    }

    void expire(const std::string& key) {
        log("expires", key);
        loads.erase(key);
    }

    Load load_;
    double lifetime_;
};

Coroutine<std::string> load(std::string key) {
    log("loads", key);
    co_await sleep(static_cast<double>(key.size()));
    if (key.find("bad") != std::string::npos) throw KeyError(key);
    log("loaded", key);
    std::transform(key.begin(), key.end(), key.begin(),
                   [](char c) { return static_cast<char>(c - 'a' + 'A'); });
    co_return key;
}

Coroutine<> asks(std::shared_ptr<Cache> cache, std::string name, std::string key, double delay = 0,
                 std::optional<double> limit = std::nullopt) {
    co_await sleep(delay);
    try {
        log(name, "has", co_await wait_for(cache->get(key), limit));
    } catch (const CancelledError& exc) {
        log(name, err(exc));
        throw;
    } catch (...) {
        log(name, err(std::current_exception()));
    }
}

Coroutine<> main_() {
    const auto cache = std::make_shared<Cache>(load, 3);
    co_await gather(asks(cache, "a", "tw"), asks(cache, "b", "tw"), asks(cache, "c", "tw"),
                    asks(cache, "d", "tw", 4), asks(cache, "e", "tw", 6));
    log(cache->keys());
    co_await gather(asks(cache, "f", "bad"), asks(cache, "g", "bad", 1), asks(cache, "h", "bad", 3));
    co_await async_with(TaskGroup(), [&](TaskGroup& group) -> Coroutine<> {
        const auto first = group.create_task(asks(cache, "i", "four"), {.name = "i"});
        const auto second = group.create_task(asks(cache, "j", "four", 0, 2), {.name = "j"});
        co_await sleep(1);
        first.cancel("i leaves");
        co_await sleep(1);
        group.create_task(asks(cache, "k", "four"), {.name = "k"});
        co_await sleep(1);
        log(first.cancelled(), second.done(),
            std::vector<std::pair<std::string, int>>(cache->askers.begin(), cache->askers.end()));
    });
    co_await sleep(9);
    log(cache->keys(), std::vector<std::pair<std::string, int>>(cache->askers.begin(), cache->askers.end()));
}

const Case kCase("program_single_flight", main_);

}  // namespace
}  // namespace conformance::program_single_flight
