// Waiting: for time, for tasks and futures, in groups and with a limit.
#include "tests/random_programs/interpreter.h"

namespace random_programs {

namespace {

Coroutine<Value> sleep_and_give(double delay, Value value) { co_return co_await sleep(delay, value); }

Coroutine<Flow> do_sleep(Frame&, const Node& n) {
    co_await sleep(n[1].get<double>());
    co_return Flow::next;
}

Coroutine<Flow> do_yields(Frame&, const Node& n) {
    for (int i = n[1].get<int>(); i > 0; --i) co_await sleep(0);
    co_return Flow::next;
}

Coroutine<Value> value_of_awaited(Awaited awaited) {
    if (awaited.index() == 0) co_return co_await std::get<0>(awaited);
    co_return co_await std::get<1>(awaited);
}

Coroutine<Flow> do_await(Frame& frame, const Node& n) {
    log("got", co_await value_of_awaited(awaitable(frame, n[1])));
    co_return Flow::next;
}

AnyFuture gather_of(Frame& frame, const Node& node) {
    const auto gather = new_gather(node[2].get<bool>());
    for (Awaited& each : arguments(frame, node[1])) {
        const bool made_here = std::holds_alternative<Coroutine<Value>>(each);
        gather->add(future_of(std::move(each)).state(), made_here);
    }
    return detail::completed<Value>(gather, {});
}

Coroutine<Flow> do_gather(Frame& frame, const Node& n) {
    if (n[1].empty()) {
        const std::vector<AnyFuture> none;
        log("got", co_await gather(none));
        co_return Flow::next;
    }
    log("got", co_await gather_of(frame, n));
    co_return Flow::next;
}

Coroutine<Flow> do_keep_gather(Frame& frame, const Node& n) {
    frame.world.keep(frame.level + 1, gather_of(frame, n));
    co_return Flow::next;
}

AnyFuture shield_of(Frame& frame, const Node& what) {
    Awaited awaited = awaitable(frame, what);
    return std::visit([](auto& each) { return AnyFuture(shield(std::move(each))); }, awaited);
}

Coroutine<Flow> do_shield(Frame& frame, const Node& n) {
    log("got", co_await shield_of(frame, n[1]));
    co_return Flow::next;
}

Coroutine<Flow> do_keep_shield(Frame& frame, const Node& n) {
    frame.world.keep(frame.level + 1, shield_of(frame, n[1]));
    co_return Flow::next;
}

Coroutine<Flow> do_wait(Frame& frame, const Node& n) {
    const std::string when = text(n[2]);
    const WaitOptions options{.timeout = limit(n[3]),
                              .return_when = when == "ALL_COMPLETED"     ? ALL_COMPLETED
                                             : when == "FIRST_COMPLETED" ? FIRST_COMPLETED
                                                                         : FIRST_EXCEPTION};
    const auto result = co_await wait(futures_of(frame, n[1]), options);
    log("done", names(result.done), "pending", names(result.pending));
    co_return Flow::next;
}

Coroutine<Flow> do_wait_all(Frame& frame, const Node& n) {
    std::vector<AnyFuture> all;
    for (const World::Kept& each : frame.world.tasks) all.push_back(each.future);
    all.erase(all.begin());
    if (all.empty()) co_return Flow::next;
    const WaitOptions options{.timeout = limit(n[1])};
    const auto result = co_await wait(all, options);
    log("done", result.done.size(), "pending", result.pending.size());
    co_return Flow::next;
}

Coroutine<Flow> do_wait_for(Frame& frame, const Node& n) {
    Awaited awaited = awaitable(frame, n[1]);
    Value value;
    if (awaited.index() == 0)
        value = co_await wait_for(std::get<0>(awaited), limit(n[2]));
    else
        value = co_await wait_for(std::move(std::get<1>(awaited)), limit(n[2]));
    log("got", value);
    co_return Flow::next;
}

Coroutine<Flow> do_wait_for_anext(Frame& frame, const Node& n) {
    log("got", co_await wait_for(anext(frame.world.generators[number(n[1])]), limit(n[2])));
    co_return Flow::next;
}

Coroutine<Flow> do_reschedule(Frame& frame, const Node& n) {
    const auto delay = limit(n[2]);
    frame.timeouts.at(n[1].get<int>())
        .reschedule(delay ? std::optional(get_running_loop().time() + *delay) : std::nullopt);
    co_return Flow::next;
}

Coroutine<Flow> do_group(Frame& frame, const Node& n) {
    const auto body = [&](TaskGroup& group) -> Coroutine<Flow> {
        frame.groups.insert_or_assign(n[1].get<int>(), group);
        co_return co_await run_block(frame, n[2]);
    };
    co_return co_await async_with(TaskGroup(), body);
}

Coroutine<Flow> run_timeout(Frame& frame, const Node& n, Timeout made) {
    const int name = n[1].get<int>();
    const auto body = [&](Timeout& scope) -> Coroutine<Flow> {
        frame.timeouts.insert_or_assign(name, scope);
        co_return co_await run_block(frame, n[3]);
    };
    const Flow flow = co_await async_with(made, body);
    if (flow == Flow::next) log("expired", frame.timeouts.at(name).expired());
    co_return flow;
}

Coroutine<Flow> do_timeout(Frame& frame, const Node& n) {
    return run_timeout(frame, n, timeout(limit(n[2])));
}

Coroutine<Flow> do_timeout_at(Frame& frame, const Node& n) {
    const auto delay = limit(n[2]);
    return run_timeout(frame, n,
                       timeout_at(delay ? std::optional(get_running_loop().time() + *delay) : std::nullopt));
}

Coroutine<Flow> do_show_timeout(Frame& frame, const Node& n) {
    const Timeout& scope = frame.timeouts.at(n[1].get<int>());
    log(scope, scope.when(), scope.expired());
    co_return Flow::next;
}

Coroutine<Flow> do_as_completed(Frame& frame, const Node& n) {
    auto results = as_completed(futures_of(frame, n[1]), {.timeout = limit(n[2])});
    Flow flow = Flow::next;
    if (n[3].get<bool>()) {
        while (auto future = co_await results.next()) {
            log(name(*future), outcome(*future));
            flow = co_await run_block(frame, n[4]);
            if (flow == Flow::leave) break;
        }
    } else {
        for (auto next : results) {
            log("got", co_await next);
            flow = co_await run_block(frame, n[4]);
            if (flow == Flow::leave) break;
        }
    }
    co_return flow;
}

}  // namespace

const Subject& waiting() {
    static const Subject subject = {
        .at_once = {},
        .waiting =
            {
                {"sleep", do_sleep},
                {"yields", do_yields},
                {"await", do_await},
                {"gather", do_gather},
                {"keep_gather", do_keep_gather},
                {"shield", do_shield},
                {"keep_shield", do_keep_shield},
                {"wait", do_wait},
                {"wait_all", do_wait_all},
                {"wait_for", do_wait_for},
                {"wait_for_anext", do_wait_for_anext},
                {"reschedule", do_reschedule},
                {"group", do_group},
                {"timeout", do_timeout},
                {"timeout_at", do_timeout_at},
                {"show_timeout", do_show_timeout},
                {"as_completed", do_as_completed},
            },
        .coroutines =
            {
                {"sleep",
                 [](Program&, const Node& n) {
                     return sleep_and_give(n[1].get<double>(), {std::to_string(n[2].get<int>())});
                 }},
            },
    };
    return subject;
}

}  // namespace random_programs
