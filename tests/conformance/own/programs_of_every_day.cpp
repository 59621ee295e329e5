// Debouncing, a ticker, cleaning up, jobs by priority, turns, contexts, one flight for several: everyday
// programs.
#include "tests/conformance/case.h"
#include "tests/conformance/caselog.h"

#include <cmath>
#include <map>

namespace conformance::programs_of_every_day {
namespace {

using namespace asyncio;

struct Debouncer {
    double delay;
    std::function<void(std::string, int)> fn;
    std::optional<TimerHandle> handle;
    void operator()(std::string a, int b) {
        if (handle) handle->cancel();
        handle = get_running_loop().call_later(delay, named("log", fn), a, b);
    }
};

Coroutine<> debounce() {
    Debouncer d{0.5, log, {}};
    for (int i = 0; i < 4; ++i) {
        d("event", i);
        co_await sleep(i < 2 ? 0.3 : 0.7);
    }
    log(d.handle->cancelled(), std::round(d.handle->when() * 1000) / 1000);
}

Coroutine<int> ticker(Event stop) {
    int ticks = 0;
    while (!stop.is_set()) {
        ++ticks;
        try {
            co_await wait_for(stop.wait(), 1);
        } catch (const TimeoutError&) {}
    }
    co_return ticks;
}

Coroutine<> periodic() {
    Event stop;
    auto t = create_task(ticker(stop), {.name = "ticker"});
    co_await sleep(3.5);
    stop.set();
    log("ticks", co_await t);
}

Coroutine<std::string> stubborn() {
    for (int i = 0; i < 3; ++i) {
        try {
            co_await sleep(1);
            co_return "slept";
        } catch (const CancelledError& e) {
            log("caught", i, e.args(), current_task().cancelling());
            current_task().uncancel();
        }
    }
    co_return "gave in";
}

Coroutine<std::string> critical() {
    auto task = create_task(sleep(1, "saved"), {.name = "save"});
    std::exception_ptr error;
    try {
        co_return co_await shield(task);
    } catch (const CancelledError&) {
        error = std::current_exception();
    }
    log("waiting for it to be saved");
    log(co_await task);
    std::rethrow_exception(error);
}

Coroutine<> cleanup() {
    std::exception_ptr error;
    try {
        co_await sleep(5);
    } catch (...) {
        error = std::current_exception();
    }
    try {
        co_await async_with(timeout(0.5), []() -> Coroutine<> { co_await sleep(5); });
    } catch (const TimeoutError&) {
        log("cleanup timed out");
    }
    if (error) std::rethrow_exception(error);
}

Coroutine<> cancels() {
    auto t = create_task(stubborn(), {.name = "stubborn"});
    for (int i = 0; i < 3; ++i) {
        co_await sleep(0.1);
        t.cancel("no " + std::to_string(i));
    }
    log(co_await t, t.cancelling(), t.cancelled());
    t = create_task(critical(), {.name = "critical"});
    co_await sleep(0.5);
    t.cancel();
    co_await wait({t});
    log(outcome(t));
    auto c = create_task(cleanup(), {.name = "cleanup"});
    co_await sleep(0.1);
    c.cancel("first");
    co_await sleep(0.1);
    c.cancel("second");
    try {
        co_await c;
    } catch (const CancelledError& e) {
        log("cleanup cancelled", e.args());
    }
}

using Jobs = PriorityQueue<std::pair<int, std::string>>;
using Results = std::shared_ptr<std::vector<std::string>>;

Coroutine<> worker(Jobs q, Results results, std::string name) {
    while (true) {
        auto [p, n] = co_await q.get();
        co_await sleep(p * 0.1);
        results->push_back(name + ":" + n);
        q.task_done();
    }
}

Coroutine<> priorities() {
    Jobs q;
    std::vector<std::pair<int, std::string>> items{{3, "low"}, {1, "high"}, {2, "mid"}, {1, "also high"}};
    for (auto& i : items) co_await q.put(i);
    const auto results = std::make_shared<std::vector<std::string>>();
    std::vector<Task<>> ws;
    for (int i = 0; i < 2; ++i)
        ws.push_back(
            create_task(worker(q, results, "w" + std::to_string(i)), {.name = "w" + std::to_string(i)}));
    co_await q.join();
    for (auto& w : ws) w.cancel();
    auto r = co_await gather(ws, return_exceptions);
    std::vector<std::string> names;
    for (auto& x : r) names.push_back(type_name(x.exception()));
    log(*results, names);
}

using Turn = std::shared_ptr<std::string>;

Coroutine<> player(Condition cond, Turn turn, std::string name, std::string other) {
    for (int i = 0; i < 3; ++i) {
        co_await async_with(cond, [&]() -> Coroutine<> {
            co_await cond.wait_for([&] { return *turn == name; });
            log(name, i);
            *turn = other;
            cond.notify_all();
        });
    }
}

Coroutine<> waits(Condition cond, int i) {
    co_await async_with(cond, [&]() -> Coroutine<> {
        try {
            co_await cond.wait();
            log("notified", i);
        } catch (const CancelledError&) {
            log("cancelled", i, cond.locked());
            throw;
        }
    });
}

Coroutine<> pingpong() {
    Condition cond;
    const auto turn = std::make_shared<std::string>("ping");
    auto t1 = create_task(player(cond, turn, "ping", "pong"), {.name = "ping"});
    auto t2 = create_task(player(cond, turn, "pong", "ping"), {.name = "pong"});
    co_await gather(t1, t2);
    std::vector<Task<>> ts;
    for (int i = 0; i < 4; ++i) ts.push_back(create_task(waits(cond, i), {.name = "c" + std::to_string(i)}));
    co_await sleep(0);
    co_await sleep(0);
    co_await async_with(cond, [&]() -> Coroutine<> {
        cond.notify(2);
        ts[0].cancel();
        co_return;
    });
    co_await sleep(0.1);
    auto outs = [&] {
        std::vector<std::string> o;
        for (auto& t : ts) o.push_back(outcome(t));
        return o;
    };
    log(outs(), cond);
    co_await async_with(cond, [&]() -> Coroutine<> {
        cond.notify_all();
        co_return;
    });
    co_await wait(ts);
    log(outs());
}

const ContextVar<std::string> var("var", "none");

AsyncGenerator<std::string> gen() {
    var.set("gen");
    co_yield var.get();
    co_yield var.get();
}

using Seen = std::vector<std::variant<std::pair<int, std::string>, std::pair<std::string, std::string>>>;

Coroutine<> child(std::shared_ptr<Seen> seen, int n) {
    seen->push_back(std::pair(n, var.get()));
    var.set("child " + std::to_string(n));
    co_await sleep(0);
    seen->push_back(std::pair(n, var.get()));
}

Coroutine<> contexts() {
    var.set("main");
    const auto seen = std::make_shared<Seen>();
    co_await gather(child(seen, 1), child(seen, 2));
    co_await child(seen, 3);
    auto& loop = get_running_loop();
    loop.call_soon([seen] { seen->push_back(std::pair(std::string("soon"), var.get())); });
    var.set("changed");
    loop.call_soon([seen] { seen->push_back(std::pair(std::string("soon2"), var.get())); });
    co_await sleep(0);
    co_await async_with(TaskGroup(), [&](TaskGroup& tg) -> Coroutine<> {
        var.set("in group");
        tg.create_task(child(seen, 4));
        co_return;
    });
    auto t = create_task(child(seen, 5));
    t.add_done_callback([seen](auto) { seen->push_back(std::pair(std::string("cb"), var.get())); });
    co_await wait_for(t, 1);
    log(*seen, var.get());
    auto g = gen();
    while (auto v = co_await g.next()) {
        log(v, var.get());
        var.set("consumer");
    }
}

struct Flights {
    std::map<std::string, Task<std::string>> inflight;
    std::vector<std::string> calls;
};
using SharedFlights = std::shared_ptr<Flights>;

Coroutine<std::string> load(SharedFlights flights, std::string key) {
    flights->calls.push_back(key);
    co_await sleep(1);
    if (key == "bad") throw LookupError(key);
    for (auto& ch : key) ch = static_cast<char>(std::toupper(ch));
    co_return key;
}

Coroutine<std::string> get(SharedFlights flights, std::string key) {
    auto& inflight = flights->inflight;
    if (!inflight.contains(key)) {
        inflight[key] = ensure_future(load(flights, key));
        inflight[key].add_done_callback([flights, key](auto) { flights->inflight.erase(key); });
    }
    co_return co_await shield(inflight[key]);
}

Coroutine<> singleflight() {
    const auto f = std::make_shared<Flights>();
    auto r = co_await gather(get(f, "a"), get(f, "a"), get(f, "b"), get(f, "bad"), get(f, "bad"),
                             return_exceptions);
    log(r, f->calls, f->inflight);
    auto t = create_task(get(f, "c"), {.name = "getc"});
    co_await sleep(0.5);
    auto t2 = create_task(get(f, "c"), {.name = "getc2"});
    t.cancel();
    co_await wait({t, t2});
    log(outcome(t), outcome(t2), f->calls);
}

Coroutine<> main_() {
    std::pair<std::string, Coroutine<> (*)()> all[] = {
        {"debounce", debounce},        {"periodic", periodic}, {"cancels", cancels},
        {"priorities", priorities},    {"pingpong", pingpong}, {"contexts", contexts},
        {"singleflight", singleflight}};
    for (auto& [name, f] : all) {
        log("--", name);
        co_await f();
    }
}

const Case kCase("programs_of_every_day", main_);

}  // namespace
}  // namespace conformance::programs_of_every_day
