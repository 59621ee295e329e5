// Eager tasks: swallowed and repeated cancellation, groups that fail inside of create_task(), callbacks and
// names of what is over.
#include "tests/conformance/case.h"
#include "tests/conformance/caselog.h"

#include <algorithm>

namespace conformance::eager_in_trouble {
namespace {

using asyncio::Coroutine;
using asyncio::create_task;
using asyncio::current_task;
using asyncio::sleep;
using Text = Coroutine<std::string>;

const asyncio::ContextVar<std::string> var("var", "outside");

Text finishes(std::string what) {
    var.set(what);
    log("runs", what, current_task().get_name());
    co_return what;
}

Text fails(std::string what) {
    throw asyncio::ValueError(what);
    co_return what;
}

Coroutine<int> swallows(int turns) {
    const auto me = current_task();
    for (int turn = 0; turn < turns; ++turn) {
        try {
            co_await sleep(1);
        } catch (const asyncio::CancelledError& exc) {
            log("swallowed", err(exc), me.cancelling());
        }
    }
    co_return me.uncancel();
}

Text cancels_itself(std::string then) {
    const auto me = current_task();
    const bool asked = me.cancel("me");
    const auto all = asyncio::all_tasks();
    log(asked, me.cancelling(), std::find(all.begin(), all.end(), me) != all.end());
    if (then == "awaits") co_await sleep(0);
    if (then == "takes back") {
        log(me.uncancel());
        co_await sleep(0);
    }
    if (then == "raises") throw asyncio::KeyError("own");
    co_return then;
}

Coroutine<int> starts_others(int depth) {
    if (depth == 0) {
        co_await sleep(0);
        co_return 0;
    }
    const auto child = create_task(starts_others(depth - 1), {.name = "child" + std::to_string(depth)});
    log("started", depth, outcome(child), current_task().get_name());
    co_return co_await child + 1;
}

template <class A>
Coroutine<> attempt(std::string name, A awaitable) {
    try {
        log(name, co_await std::move(awaitable));
    } catch (...) {
        log(name, err(std::current_exception()));
    }
}

template <class T>
void add_to(asyncio::TaskGroup& group, int& index, Coroutine<T> coroutine) {
    const std::string name = "in" + std::to_string(index);
    try {
        const auto task = group.create_task(std::move(coroutine), {.name = name});
        log(index, outcome(task));
    } catch (const asyncio::RuntimeError& exc) {
        log(err(exc));
    }
    ++index;
}

template <class... Coroutines>
Text group_of(Coroutines... coroutines) {
    co_await asyncio::async_with(asyncio::TaskGroup(), [&](asyncio::TaskGroup& group) -> Coroutine<> {
        int index = 0;
        (add_to(group, index, std::move(coroutines)), ...);
        co_return;
    });
    co_return "group";
}

Coroutine<> main_() {
    auto& loop = asyncio::get_running_loop();
    loop.set_task_factory(asyncio::eager_task_factory);
    const auto done = create_task(finishes("a"), {.name = "a"});
    log(outcome(done), var.get(), done.get_name(), done.cancel(), done.cancelling());
    done.add_done_callback([](const asyncio::Future<std::string>& task) { log("called", task.result()); });
    log("not yet");
    co_await sleep(0);
    for (const char* then : {"awaits", "takes back", "raises", "returns"}) {
        const auto task = create_task(cancels_itself(then), {.name = then});
        log(outcome(task));
        co_await attempt(then, task);
    }
    const auto task = create_task(swallows(3), {.name = "s"});
    const bool one = task.cancel("one"), two = task.cancel("two");
    log(one, two, task.cancelling());
    co_await sleep(0);
    log(task.cancel("three"));
    co_await attempt("swallows", task);
    co_await attempt("nested", starts_others(3));
    co_await attempt("good", group_of(finishes("b"), finishes("c")));
    co_await attempt("bad", group_of(finishes("d"), fails("e"), finishes("f"), swallows(1)));
    co_await attempt("slow", group_of(swallows(1), fails("g")));
    co_await attempt("gather", asyncio::gather(fails("h"), finishes("i"), swallows(1)));
    co_await attempt("collected", asyncio::gather(fails("j"), finishes("k"), asyncio::return_exceptions));
    co_await attempt("shield", asyncio::shield(fails("l")));
    co_await attempt("zero", asyncio::wait_for(finishes("m"), 0));
    co_await attempt("negative", asyncio::wait_for(sleep(1, std::string("late")), -1));
    for (auto coroutine : asyncio::as_completed(finishes("n"), sleep(0, std::string("o")), fails("p")))
        co_await attempt("completed", std::move(coroutine));
    loop.set_task_factory(nullptr);
    const auto by_hand = create_task(finishes("q"), {.name = "q", .eager_start = true});
    log(outcome(by_hand));
    const auto future = asyncio::ensure_future(finishes("r"));
    log(outcome(future));
    co_await attempt("lazy", future);
    auto context = asyncio::copy_context();
    context.run([] { var.set("given"); });
    const auto in_context = create_task(finishes("s"), {.context = context, .eager_start = true});
    log(outcome(in_context), context[var], var.get());
}

const Case kCase("eager_in_trouble", main_);

}  // namespace
}  // namespace conformance::eager_in_trouble
