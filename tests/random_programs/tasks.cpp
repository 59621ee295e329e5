// Tasks and futures, callbacks, threads, context variables.
#include "tests/random_programs/interpreter.h"

#include <csignal>

namespace random_programs {

namespace {

void log_tasks() {
    std::vector<std::string> all;
    for (const AnyTask& each : all_tasks()) all.push_back(each.get_name());
    log(all);
}

void cancel_handle(World& world, std::size_t k) {
    if (!world.handles.empty()) world.handles[k % world.handles.size()].cancel();
}

// In which of the program's contexts, if the node says so at `place`.
ContextArgument context_at(const World& world, const Node& node, std::size_t place) {
    const bool given = node.size() > place && !node[place].is_null();
    return given ? ContextArgument(world.contexts[number(node[place])]) : ContextArgument();
}

void on_readable(World& world, std::size_t callback) {
    char data[100];
    log("readable", ::recv(world.watched[0], data, sizeof data, 0));
    world.callbacks[callback]();
}

void watch(World& world, std::size_t callback) {
    get_running_loop().add_reader(world.watched[0],
                                  named("on_readable", [&world, callback] { on_readable(world, callback); }));
}

void poke(World& world, std::size_t count) {
    const std::string data(count, 'x');
    if (::send(world.watched[1], data.data(), data.size(), 0) < 0) throw OSError("cannot send");
}

Coroutine<Value> submitted(double delay, int result) {
    log("submitted", result);
    co_await sleep(delay);
    log("submitted", result, "slept");
    co_return Value{std::to_string(result)};
}

// In a thread.
Value submit(EventLoop& loop, const std::string& how, double delay, int result) {
    const auto future = run_coroutine_threadsafe(submitted(delay, result), loop);
    if (how == "submit, cancel") {
        time::sleep(delay);
        return value_of(future.cancel());
    }
    return how == "submit 1" ? future.result(1) : future.result();
}

// What threads do.
auto blocking(Program& program, double delay, const std::string& how, std::size_t k) {
    auto& loop = get_running_loop();
    return [&program, &loop, delay, how, k]() -> Value {
        time::sleep(delay);
        if (how == "raise") throw ValueError("thread");
        if (how == "callback")
            loop.call_soon_threadsafe(named("cb" + std::to_string(k), [&program, k] {
                run_callback(program, program.tree["callbacks"][k]);
            }));
        if (how.starts_with("submit")) return submit(loop, how, delay, static_cast<int>(k));
        return Value{std::to_string(k)};
    };
}

Coroutine<Value> in_thread(Program& program, double delay, std::string how, std::size_t k) {
    const auto call = blocking(program, delay, how, k);
    co_return co_await to_thread(call);
}

Coroutine<Flow> do_in_pool(Frame& frame, const Node& n) {
    if (!frame.world.may_spawn()) co_return Flow::next;
    const auto call = blocking(frame.program, n[1].get<double>(), text(n[2]), number(n[3]));
    frame.world.keep(99, get_running_loop().run_in_executor(frame.world.pool, call));
    co_return Flow::next;
}

Coroutine<Flow> do_shutdown_pool(Frame& frame, const Node& n) {
    frame.world.pool->shutdown(false, n[1].get<bool>());
    co_return Flow::next;
}

void show_result(const AnyFuture& future) {
    if (future.done() && !future.cancelled())
        log(asyncio::repr(future.exception()));
    else
        log(outcome(future));
}

void call_at(World& world, const Node& n) {
    auto& loop = get_running_loop();
    world.handles.push_back(loop.call_at(loop.time() + n[1].get<double>(), world.callbacks[number(n[2])],
                                         {.context = context_at(world, n, 3)}));
}

void show_handle(const World& world, std::size_t k) {
    if (!world.handles.empty()) log("handle", world.handles[k % world.handles.size()].cancelled());
}

template <class Create>
void create(Frame& frame, const Node& n, const Create& create_task_of) {
    const Node& what = n[1];
    const int level =
        what[0] == "call" ? frame.program.tree["functions"][number(what[1])]["level"].get<int>() : 99;
    const TaskOptions options{
        .context = context_at(frame.world, n, 4),
        .eager_start = n[2].is_null() ? std::nullopt : std::optional<bool>(n[2].get<bool>())};
    frame.world.keep(level, create_task_of(coroutine_of(frame.program, what), options));
}

Coroutine<Flow> do_spawn(Frame& frame, const Node& n) {
    if (!frame.world.may_spawn()) co_return Flow::next;
    const auto group = n[3].is_null() ? frame.groups.end() : frame.groups.find(n[3].get<int>());
    if (group == frame.groups.end())
        create(frame, n, [](Coroutine<Value> coroutine, const TaskOptions& options) {
            return create_task(std::move(coroutine), options);
        });
    else
        create(frame, n, [&](Coroutine<Value> coroutine, const TaskOptions& options) {
            return group->second.create_task(std::move(coroutine), options);
        });
    co_return Flow::next;
}

Coroutine<Flow> do_cancel_self(Frame&, const Node& n) {
    log("cancel", current_task().cancel(message(n[1])));
    co_return Flow::next;
}

Coroutine<Flow> do_uncancel(Frame&, const Node&) {
    log("uncancel", current_task().uncancel());
    co_return Flow::next;
}

Coroutine<Flow> do_cancelling(Frame&, const Node&) {
    log("cancelling", current_task().cancelling());
    co_return Flow::next;
}

// Without a handler the signal would end the process.
bool handles_signal() {
    struct sigaction action {};
    return ::sigaction(SIGUSR1, nullptr, &action) == 0 && action.sa_handler != SIG_DFL;
}

Coroutine<Flow> do_add_signal_handler(Frame& frame, const Node& n) {
    get_running_loop().add_signal_handler(SIGUSR1, frame.world.callbacks[number(n[1])]);
    co_return Flow::next;
}

Coroutine<Flow> do_raise_signal(Frame&, const Node&) {
    if (handles_signal()) raise_signal(SIGUSR1);
    co_return Flow::next;
}

Coroutine<Flow> do_remove_signal_handler(Frame&, const Node&) {
    log("removed", get_running_loop().remove_signal_handler(SIGUSR1));
    co_return Flow::next;
}

Coroutine<Flow> do_set_name(Frame&, const Node& n) {
    current_task().set_name(text(n[1]));
    co_return Flow::next;
}

}  // namespace

const Subject& tasks() {
    static const Subject subject = {
        .at_once =
            {
                {"cancel",
                 [](Program& p, const Node& n) {
                     log("cancel", p.world.any_task(number(n[1])).cancel(message(n[2])));
                 }},
                {"outcome", [](Program& p, const Node& n) { log(outcome(p.world.any_task(number(n[1])))); }},
                {"tasks", [](Program&, const Node&) { log_tasks(); }},
                {"show_result",
                 [](Program& p, const Node& n) { show_result(p.world.any_task(number(n[1]))); }},
                {"result",
                 [](Program& p, const Node& n) {
                     const std::size_t k = number(n[2]);
                     log("result", (n[1] == "task" ? p.world.any_task(k) : p.world.futures[k]).result());
                 }},
                {"report",
                 [](Program&, const Node&) {
                     get_running_loop().call_exception_handler(
                         {.message = "odd", .exception = std::make_exception_ptr(ValueError("odd"))});
                 }},
                {"stop_loop", [](Program&, const Node&) { get_running_loop().stop(); }},
                {"call_at", [](Program& p, const Node& n) { call_at(p.world, n); }},
                {"show_handle", [](Program& p, const Node& n) { show_handle(p.world, number(n[1])); }},
                {"set_result",
                 [](Program& p, const Node& n) {
                     p.world.futures[number(n[1])].set_result(Value{std::to_string(n[2].get<int>())});
                 }},
                {"set_exception",
                 [](Program& p, const Node& n) {
                     p.world.futures[number(n[1])].set_exception(make_error(text(n[2]), "set"));
                 }},
                {"cancel_future",
                 [](Program& p, const Node& n) {
                     log("cancel", p.world.futures[number(n[1])].cancel(message(n[2])));
                 }},
                {"new_future",
                 [](Program& p, const Node& n) {
                     p.world.futures[number(n[1])] = get_running_loop().create_future<Value>();
                 }},
                {"call_soon",
                 [](Program& p, const Node& n) {
                     p.world.handles.push_back(get_running_loop().call_soon(
                         p.world.callbacks[number(n[1])], {.context = context_at(p.world, n, 2)}));
                 }},
                {"call_later",
                 [](Program& p, const Node& n) {
                     p.world.handles.push_back(
                         get_running_loop().call_later(n[1].get<double>(), p.world.callbacks[number(n[2])],
                                                       {.context = context_at(p.world, n, 3)}));
                 }},
                {"cancel_handle", [](Program& p, const Node& n) { cancel_handle(p.world, number(n[1])); }},
                {"done_callback",
                 [](Program& p, const Node& n) {
                     p.world.any_task(number(n[1]))
                         .add_done_callback(p.world.callbacks[number(n[2])],
                                            {.context = context_at(p.world, n, 3)});
                 }},
                {"remove_callback",
                 [](Program& p, const Node& n) {
                     log("removed", p.world.any_task(number(n[1]))
                                        .remove_done_callback(p.world.callbacks[number(n[2])]));
                 }},
                {"copy_context",
                 [](Program& p, const Node& n) { p.world.contexts[number(n[1])] = copy_context(); }},
                {"watch", [](Program& p, const Node& n) { watch(p.world, number(n[1])); }},
                {"poke", [](Program& p, const Node& n) { poke(p.world, number(n[1])); }},
                {"unwatch",
                 [](Program& p, const Node&) {
                     log("removed", get_running_loop().remove_reader(p.world.watched[0]));
                 }},
                {"var_set", [](Program&, const Node& n) { kVar.set(n[1].get<int>()); }},
                {"var_get", [](Program&, const Node&) { log("var", kVar.get()); }},
            },
        .waiting =
            {
                {"spawn", do_spawn},
                {"in_pool", do_in_pool},
                {"shutdown_pool", do_shutdown_pool},
                {"cancel_self", do_cancel_self},
                {"uncancel", do_uncancel},
                {"cancelling", do_cancelling},
                {"set_name", do_set_name},
                {"add_signal_handler", do_add_signal_handler},
                {"raise_signal", do_raise_signal},
                {"remove_signal_handler", do_remove_signal_handler},
            },
        .coroutines =
            {
                {"call", [](Program& p, const Node& n) { return call(p, number(n[1])); }},
                {"thread",
                 [](Program& p, const Node& n) {
                     return in_thread(p, n[1].get<double>(), text(n[2]), number(n[3]));
                 }},
            },
    };
    return subject;
}

}  // namespace random_programs
