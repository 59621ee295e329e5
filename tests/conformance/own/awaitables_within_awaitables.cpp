// Whatever can be awaited, inside of whatever takes an awaitable: each of wait_for, shield, gather,
// ensure_future, wait, as_completed.
#include "tests/conformance/case.h"
#include "tests/conformance/caselog.h"

namespace conformance::awaitables_within_awaitables {
namespace {

using namespace asyncio;

Coroutine<std::string> work(std::string value, double delay = 1) {
    co_await sleep(delay);
    co_return value;
}

AsyncGenerator<int> generator() {
    for (int i = 0; i < 20; ++i) {
        co_await sleep(0.5);
        co_yield i;
    }
}

// An object that can be awaited: a promise that others keep.
class Deferred {
public:
    void keep(std::string value) const { future_.set_result(value); }
    auto operator co_await() const { return future_.operator co_await(); }

private:
    Future<std::string> future_ = get_running_loop().create_future<std::string>();
};

// One whose awaiting is a coroutine's.
class Ticket {
public:
    explicit Ticket(int number) : number_(number) {}
    auto operator co_await() const { return work("ticket " + std::to_string(number_)); }

private:
    int number_;
};

template <class A>
Coroutine<> attempt(std::string label, A awaitable) {
    try {
        log(label, co_await std::move(awaitable));
    } catch (...) {
        log(label, err(std::current_exception()));
    }
}

Coroutine<> limits() {
    auto& loop = get_running_loop();
    const auto items = generator();
    co_await attempt("gather", wait_for(gather(work("a"), work("b")), 2));
    co_await attempt("gather", wait_for(gather(work("a"), work("b", 3)), 2));
    co_await attempt("shield", wait_for(shield(work("c", 3)), 1));
    co_await attempt("sleep", wait_for(sleep(1, "slept"), 2));
    co_await attempt("sleep", wait_for(sleep(1, "slept"), 0.5));
    co_await attempt("wait_for", wait_for(wait_for(work("d", 3), 2), 1));
    co_await attempt("wait_for", wait_for(wait_for(work("d", 3), 1), 2));
    co_await attempt("anext", wait_for(anext(items), 1));
    try {
        const auto [done, pending] = co_await wait_for(wait(create_task(work("e", 3))), 1);
        log("wait", std::pair(done, pending));
    } catch (...) {
        log("wait", err(std::current_exception()));
    }
    co_await attempt("future", wait_for(loop.create_future<int>(), 1));
    co_await attempt("executor", wait_for(loop.run_in_executor(nullptr, [] { return "f"; }), 1));
    co_await attempt("to_thread", wait_for(to_thread([] { return "g"; }), 1));
    co_await items.aclose();
}

Coroutine<> shields() {
    const auto task = create_task(work("h"));
    co_await attempt("task", shield(task));
    co_await attempt("shield", shield(shield(work("i"))));
    co_await attempt("gather", shield(gather(work("j"), shield(work("k")))));
    co_await attempt("wait_for", shield(wait_for(work("l", 2), 1)));
    co_await attempt("sleep", shield(sleep(1, "slept")));
}

Coroutine<> gathers() {
    const auto task = create_task(work("m"));
    const auto inner = gather(work("n"), work("o"));
    co_await attempt("mixed", gather(task, inner, sleep(1, "slept"), wait_for(work("p"), 2), shield(task)));
    co_await attempt("failing", gather(gather(wait_for(work("q", 2), 1), work("r")), work("s", 3)));
    co_await attempt("returned", gather(wait_for(work("q", 2), 1), work("r"), return_exceptions));
    co_await sleep(3);
}

Coroutine<> others() {
    const auto ticket = ensure_future(Ticket(0));
    co_await attempt("ensured", ticket);
    const auto gathered = gather(work("t"), work("u"));
    log(ensure_future(gathered) == gathered);
    const auto [done, pending] = co_await wait(gathered, shield(work("v", 3)), {.timeout = 2});
    log(done.size(), pending.size(), done[0].result());
    for (auto each : as_completed(work("w", 2), sleep(1, std::string("slept")), create_task(work("x", 3))))
        log(co_await each);
    const concurrent::Future<std::string> later;
    get_running_loop().call_later(1, named("", [=] { later.set_result("from elsewhere"); }));
    co_await attempt("wrapped", wrap_future(later));
}

Coroutine<> own_awaitables() {
    const Deferred deferred;
    get_running_loop().call_later(1, named("keep", [=] { deferred.keep("kept"); }));
    log(co_await deferred);
    log(co_await Ticket(1));
    co_await attempt("ticket", wait_for(Ticket(2), 2));
    co_await attempt("ticket", wait_for(Ticket(3), 0.5));
    co_await attempt("tickets", gather(Ticket(4), deferred, Ticket(5)));
}

Coroutine<> main_() {
    log("limits");
    co_await limits();
    log("shields");
    co_await shields();
    log("gathers");
    co_await gathers();
    log("others");
    co_await others();
    log("own_awaitables");
    co_await own_awaitables();
}

const Case kCase("awaitables_within_awaitables", main_);

}  // namespace
}  // namespace conformance::awaitables_within_awaitables
