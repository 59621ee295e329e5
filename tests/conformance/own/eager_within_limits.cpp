// Eager tasks in groups within limits: what is over, fails, is cancelled or runs into a limit in its first
// step.
#include "tests/conformance/case.h"
#include "tests/conformance/caselog.h"

namespace conformance::eager_within_limits {
namespace {

using namespace asyncio;

Coroutine<std::string> work(std::string name, double delay = 0, bool fails = false) {
    log(name, "begins", current_task().get_name());
    if (delay > 0) co_await sleep(delay);
    if (fails) throw ValueError(name);
    co_return name;
}

Coroutine<std::string> stops_itself() {
    current_task().cancel("myself");
    co_await sleep(0);
    co_return "";
}

Coroutine<std::string> stops(AnyTask parent) {
    parent.cancel("by a child");
    co_return "stopped";
}

Coroutine<> nests(int depth) {
    co_await async_with(timeout(1), TaskGroup(), [=](Timeout&, TaskGroup& group) -> Coroutine<> {
        if (depth > 0) group.create_task(nests(depth - 1), {.name = "nest " + std::to_string(depth - 1)});
        co_await sleep(depth > 0 ? 0 : 3);
    });
}

template <class A>
Coroutine<> attempt(std::string name, A awaitable) {
    try {
        log(name, "gave", co_await or_none(std::move(awaitable)));
    } catch (...) {
        log(name, err(std::current_exception()), current_task().cancelling());
    }
}

std::vector<std::string> outcomes(const std::vector<Task<std::string>>& tasks) {
    std::vector<std::string> all;
    for (const auto& task : tasks) all.push_back(outcome(task));
    return all;
}

using Ends = std::pair<std::vector<std::string>, bool>;

Coroutine<Ends> group_of(Coroutine<std::string> one, Coroutine<std::string> two,
                         std::optional<double> limit = std::nullopt) {
    std::vector<Task<std::string>> tasks;
    auto scope = timeout(limit);
    co_await async_with(scope, TaskGroup(), [&](Timeout&, TaskGroup& group) -> Coroutine<> {
        tasks.push_back(group.create_task(std::move(one), {.name = "child 0"}));
        tasks.push_back(group.create_task(std::move(two), {.name = "child 1"}));
        log(outcomes(tasks));
        co_await sleep(0);
        log("second step");
    });
    co_return Ends(outcomes(tasks), scope.expired());
}

Coroutine<std::string> waits_for(Coroutine<std::string> coroutine, double limit) {
    const auto task = create_task(std::move(coroutine), {.name = "waited for"});
    co_return co_await wait_for(task, limit);
}

Coroutine<> main_() {
    auto& loop = get_running_loop();
    loop.set_task_factory(eager_task_factory);
    co_await attempt("over", group_of(work("a"), work("b")));
    co_await attempt("fails at once", group_of(work("c", 2), work("d", 0, true)));
    co_await attempt("stops itself", group_of(stops_itself(), work("e", 1)));
    co_await attempt("stops the parent", group_of(work("f", 1), stops(current_task())));
    log(current_task().uncancel());
    co_await attempt("limit 0", group_of(work("g"), work("h", 1), 0));
    co_await attempt("limit 1", group_of(work("i", 1), work("j", 2, true), 1));
    co_await attempt("nested", nests(2));
    co_await attempt("no time", waits_for(work("k"), 0));
    co_await attempt("no time", waits_for(work("l", 1), 0));
    co_await attempt("in time", waits_for(work("m", 1), 2));
    const auto shielded = shield(work("n", 1, true));
    shielded.cancel();
    co_await attempt("shielded", shielded);
    co_await attempt("gathered", gather(work("o"), work("p", 1), stops_itself(), return_exceptions));
    co_await sleep(1);
}

const Case kCase("eager_within_limits", main_);

}  // namespace
}  // namespace conformance::eager_within_limits
