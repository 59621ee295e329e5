// Runs random programs, one JSON value (see generate.py) a line, and answers each with a line: its step log
// and the error that came out of it. An engine that is wrong may crash here: then the last answers are
// missing.
#include "tests/random_programs/world.h"

#include "engine/recorder.h"
#include "engine/trace/check.h"
#include "engine/trace/step_log.h"
#include "engine/trace/writer.h"

#include <sys/socket.h>
#include <unistd.h>
#include <filesystem>
#include <iostream>
#include <map>
#include <nlohmann/json.hpp>
#include <variant>

namespace random_programs {

std::exception_ptr make_error(const std::string& name, const std::optional<std::string>& text) {
    const auto make = [&]<class E>(std::type_identity<E>) {
        return text ? std::make_exception_ptr(E(*text)) : std::make_exception_ptr(E());
    };
    if (name == "ValueError") return make(std::type_identity<ValueError>());
    if (name == "KeyError") return make(std::type_identity<KeyError>());
    if (name == "RuntimeError") return make(std::type_identity<RuntimeError>());
    if (name == "OSError") return make(std::type_identity<OSError>());
    if (name == "TimeoutError") return make(std::type_identity<TimeoutError>());
    if (name == "CancelledError") return make(std::type_identity<CancelledError>());
    if (name == "KeyboardInterrupt") return make(std::type_identity<KeyboardInterrupt>());
    return make(std::type_identity<SystemExit>());
}

namespace {

using Node = nlohmann::json;

// How a block ended.
enum class Flow { next, leave };

struct Program {
    World world;
    Node tree;
};

// A call of a function.
struct Frame {
    Program& program;
    World& world;
    int level;
    Value result = {};
    std::map<int, TaskGroup> groups = {};
    std::map<int, Timeout> timeouts = {};
};

std::size_t number(const Node& node) { return node.get<std::size_t>(); }
std::string text(const Node& node) { return node.get<std::string>(); }
std::optional<std::string> message(const Node& node) {
    return node.is_null() ? std::nullopt : std::optional(text(node));
}
std::optional<double> limit(const Node& node) {
    return node.is_null() ? std::nullopt : std::optional(node.get<double>());
}

Coroutine<Flow> run_block(Frame& frame, const Node& block);

Coroutine<Value> call(Program& program, std::size_t index) {
    const Node& function = program.tree["functions"][index];
    Frame frame{program, program.world, function["level"].get<int>()};
    co_await run_block(frame, function["body"]);
    co_return frame.result;
}

// Awaitables

template <class T>
Coroutine<Value> valued(Coroutine<T> coroutine) {
    if constexpr (std::is_void_v<T>) {
        co_await coroutine;
        co_return Value();
    } else {
        co_return random_programs::value_of(co_await coroutine);
    }
}
Coroutine<Value> sleep_and_give(double delay, Value value) { co_return co_await sleep(delay, value); }

Coroutine<Value> brief(Coroutine<Bytes> reading) {
    const Bytes data = co_await reading;
    co_return random_programs::value_of(std::pair(data.size(), Bytes(data.substr(0, 8))));
}

Coroutine<Value> servers_closed(World& world) {
    for (const Server& each : world.servers) co_await each.wait_closed();
    co_return Value();
}

void run_callback(Program& program, const Node& block);

Coroutine<Value> in_thread(Program& program, double delay, std::string how, std::size_t k) {
    auto& loop = get_running_loop();
    const auto blocking = [&program, &loop, delay, how, k]() -> Value {
        time::sleep(delay);
        if (how == "raise") throw ValueError("thread");
        if (how == "callback")
            loop.call_soon_threadsafe(named("cb" + std::to_string(k), [&program, k] {
                run_callback(program, program.tree["callbacks"][k]);
            }));
        return Value{std::to_string(k)};
    };
    co_return co_await to_thread(blocking);
}

Coroutine<Value> stream_coroutine_of(World& world, const Node& what) {
    const std::string kind = text(what[0]);
    const auto& [reader, writer] = world.ends[number(what[1])];
    if (kind == "end_readline") return brief(reader.readline());
    if (kind == "end_readuntil") return brief(reader.readuntil(";"));
    if (kind == "end_readexactly") return brief(reader.readexactly(what[2].get<int>()));
    if (kind == "end_read") return brief(reader.read(what[2].get<int>()));
    if (kind == "drain") return valued(writer.drain());
    if (kind == "wait_closed") return valued(writer.wait_closed());
    return servers_closed(world);
}

Coroutine<Value> coroutine_of(Program& program, const Node& what) {
    World& world = program.world;
    const std::string kind = text(what[0]);
    if (kind == "thread") return in_thread(program, what[1].get<double>(), text(what[2]), number(what[3]));
    const std::size_t k = kind == "sleep" ? 0 : number(what[1]);
    if (kind == "call") return call(program, k);
    if (kind == "sleep") return sleep_and_give(what[1].get<double>(), {std::to_string(what[2].get<int>())});
    if (kind == "acquire") return valued(world.locks[k].acquire());
    if (kind == "event") return valued(world.events[k].wait());
    if (kind == "get") return valued(world.queues[k].get());
    if (kind == "put") return valued(world.queues[k].put(what[2].get<int>()));
    if (kind == "join") return valued(world.queues[k].join());
    if (kind == "semaphore") return valued(world.semaphores[k].acquire());
    if (kind == "barrier") return valued(world.barriers[k].wait());
    if (kind == "readline") return valued(world.readers[k].readline());
    if (kind == "readuntil") return valued(world.readers[k].readuntil(";"));
    if (kind == "readexactly") return valued(world.readers[k].readexactly(what[2].get<int>()));
    if (kind == "read") return valued(world.readers[k].read(what[2].get<int>()));
    return stream_coroutine_of(world, what);
}

using Awaited = std::variant<AnyFuture, Coroutine<Value>>;

Awaited awaitable(Frame& frame, const Node& what) {
    const std::string kind = text(what[0]);
    if (kind == "task") return frame.world.task(frame.level, number(what[1]));
    if (kind == "future") return frame.world.futures[number(what[1])];
    return coroutine_of(frame.program, what);
}

AnyFuture future_of(Awaited awaited) {
    return std::visit([](auto& each) { return AnyFuture(ensure_future(std::move(each))); }, awaited);
}

// Python evaluates all arguments before a coroutine becomes a task.
std::vector<Awaited> arguments(Frame& frame, const Node& many) {
    std::vector<Awaited> awaited;
    for (const Node& each : many) awaited.push_back(awaitable(frame, each));
    return awaited;
}

std::vector<AnyFuture> futures_of(Frame& frame, const Node& many) {
    std::vector<AnyFuture> futures;
    for (Awaited& each : arguments(frame, many)) futures.push_back(future_of(std::move(each)));
    return futures;
}

AnyFuture gather_of(Frame& frame, const Node& node) {
    const auto gather = new_gather(node[2].get<bool>());
    for (Awaited& each : arguments(frame, node[1])) {
        const bool made_here = std::holds_alternative<Coroutine<Value>>(each);
        gather->add(future_of(std::move(each)).state(), made_here);
    }
    return detail::completed<Value>(gather, {});
}

AnyFuture shield_of(Frame& frame, const Node& what) {
    Awaited awaited = awaitable(frame, what);
    return std::visit([](auto& each) { return AnyFuture(shield(std::move(each))); }, awaited);
}

// Statements that do not wait. Callbacks have no others.

using AtOnce = void (*)(Program&, const Node&);

void show(World& world, const std::string& kind, std::size_t k) {
    if (kind == "lock") log(world.locks[k]);
    if (kind == "event") log(world.events[k]);
    if (kind == "queue") log(world.queues[k]);
    if (kind == "condition") log(world.conditions[k]);
    if (kind == "semaphore") log(world.semaphores[k]);
    if (kind == "barrier") log(world.barriers[k]);
}

void log_tasks() {
    std::vector<std::string> all;
    for (const AnyTask& each : all_tasks()) all.push_back(each.get_name());
    log(all);
}

void cancel_handle(World& world, std::size_t k) {
    if (!world.handles.empty()) world.handles[k % world.handles.size()].cancel();
}

void call_later(World& world, double delay, std::size_t callback) {
    world.handles.push_back(get_running_loop().call_later(delay, world.callbacks[callback]));
}

const std::map<std::string, AtOnce>& at_once() {
    using P = Program&;
    using N = const Node&;
    static const std::map<std::string, AtOnce> all = {
        {"log", [](P, N n) { log(n[1].get<int>()); }},
        {"cancel", [](P p, N n) { log("cancel", p.world.any_task(number(n[1])).cancel(message(n[2]))); }},
        {"set_result",
         [](P p, N n) { p.world.futures[number(n[1])].set_result(Value{std::to_string(n[2].get<int>())}); }},
        {"set_exception",
         [](P p, N n) { p.world.futures[number(n[1])].set_exception(make_error(text(n[2]), "set")); }},
        {"cancel_future",
         [](P p, N n) { log("cancel", p.world.futures[number(n[1])].cancel(message(n[2]))); }},
        {"new_future",
         [](P p, N n) { p.world.futures[number(n[1])] = get_running_loop().create_future<Value>(); }},
        {"outcome", [](P p, N n) { log(outcome(p.world.any_task(number(n[1])))); }},
        {"raise", [](P, N n) { std::rethrow_exception(make_error(text(n[1]), message(n[2]))); }},
        {"tasks", [](P, N) { log_tasks(); }},
        {"call_soon",
         [](P p, N n) {
             p.world.handles.push_back(get_running_loop().call_soon(p.world.callbacks[number(n[1])]));
         }},
        {"call_later", [](P p, N n) { call_later(p.world, n[1].get<double>(), number(n[2])); }},
        {"cancel_handle", [](P p, N n) { cancel_handle(p.world, number(n[1])); }},
        {"done_callback",
         [](P p, N n) { p.world.any_task(number(n[1])).add_done_callback(p.world.callbacks[number(n[2])]); }},
        {"remove_callback",
         [](P p, N n) {
             log("removed",
                 p.world.any_task(number(n[1])).remove_done_callback(p.world.callbacks[number(n[2])]));
         }},
        {"release", [](P p, N n) { p.world.locks[number(n[1])].release(); }},
        {"show", [](P p, N n) { show(p.world, text(n[1]), number(n[2])); }},
        {"event_set", [](P p, N n) { p.world.events[number(n[1])].set(); }},
        {"event_clear", [](P p, N n) { p.world.events[number(n[1])].clear(); }},
        {"put_nowait", [](P p, N n) { p.world.queues[number(n[1])].put_nowait(n[2].get<int>()); }},
        {"get_nowait", [](P p, N n) { log("got", p.world.queues[number(n[1])].get_nowait()); }},
        {"task_done", [](P p, N n) { p.world.queues[number(n[1])].task_done(); }},
        {"shutdown", [](P p, N n) { p.world.queues[number(n[1])].shutdown(n[2].get<bool>()); }},
        {"notify", [](P p, N n) { p.world.conditions[number(n[1])].notify(number(n[2])); }},
        {"notify_all", [](P p, N n) { p.world.conditions[number(n[1])].notify_all(); }},
        {"count", [](P p, N n) { ++p.world.counts[number(n[1])]; }},
        {"sem_release", [](P p, N n) { p.world.semaphores[number(n[1])].release(); }},
        {"var_set", [](P, N n) { kVar.set(n[1].get<int>()); }},
        {"var_get", [](P, N) { log("var", kVar.get()); }},
        {"feed", [](P p, N n) { p.world.readers[number(n[1])].feed_data(text(n[2])); }},
        {"feed_eof", [](P p, N n) { p.world.readers[number(n[1])].feed_eof(); }},
        {"reader_error",
         [](P p, N n) { p.world.readers[number(n[1])].set_exception(make_error(text(n[2]), "reader")); }},
    };
    return all;
}

void show_end(const Connection& end) {
    const auto& [reader, writer] = end;
    const Transport& transport = writer.transport();
    log("end", writer.is_closing(), transport.get_write_buffer_size(), transport.is_reading(),
        reader.at_eof());
}

std::string repeated(const std::string& text, int times) {
    std::string all;
    while (times-- > 0) all += text;
    return all;
}

const StreamWriter& writer_of(Program& program, const Node& node) {
    return program.world.ends[number(node[1])].second;
}

const std::map<std::string, AtOnce>& at_once_on_streams() {
    using P = Program&;
    using N = const Node&;
    static const std::map<std::string, AtOnce> all = {
        {"write", [](P p, N n) { writer_of(p, n).write(repeated(text(n[2]), n[3].get<int>())); }},
        {"write_eof", [](P p, N n) { writer_of(p, n).write_eof(); }},
        {"close", [](P p, N n) { writer_of(p, n).close(); }},
        {"abort", [](P p, N n) { writer_of(p, n).transport().abort(); }},
        {"pause_reading", [](P p, N n) { writer_of(p, n).transport().pause_reading(); }},
        {"resume_reading", [](P p, N n) { writer_of(p, n).transport().resume_reading(); }},
        {"write_limits",
         [](P p, N n) { writer_of(p, n).transport().set_write_buffer_limits(n[2].get<int>()); }},
        {"show_end", [](P p, N n) { show_end(p.world.ends[number(n[1])]); }},
        {"server_close",
         [](P p, N) {
             for (const Server& each : p.world.servers) each.close();
         }},
        {"server_close_clients",
         [](P p, N) {
             for (const Server& each : p.world.servers) each.close_clients();
         }},
        {"server_abort_clients",
         [](P p, N) {
             for (const Server& each : p.world.servers) each.abort_clients();
         }},
    };
    return all;
}

bool do_at_once(Program& program, const Node& statement) {
    for (const auto* table : {&at_once(), &at_once_on_streams()})
        if (const auto found = table->find(text(statement[0])); found != table->end()) {
            found->second(program, statement);
            return true;
        }
    return false;
}

void run_callback(Program& program, const Node& block) {
    for (const Node& statement : block) do_at_once(program, statement);
}

// Statements that wait

using Waiting = Coroutine<Flow> (*)(Frame&, const Node&);

template <class Create>
void create(Frame& frame, const Node& n, const Create& create_task_of) {
    const Node& what = n[1];
    const int level =
        what[0] == "call" ? frame.program.tree["functions"][number(what[1])]["level"].get<int>() : 99;
    const TaskOptions options{.eager_start =
                                  n[2].is_null() ? std::nullopt : std::optional<bool>(n[2].get<bool>())};
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

Coroutine<Flow> do_set_name(Frame&, const Node& n) {
    current_task().set_name(text(n[1]));
    co_return Flow::next;
}

Coroutine<Flow> do_return(Frame& frame, const Node& n) {
    frame.result = Value{std::to_string(n[1].get<int>())};
    co_return Flow::leave;
}

Coroutine<Flow> do_gather(Frame& frame, const Node& n) {
    log("got", co_await gather_of(frame, n));
    co_return Flow::next;
}

Coroutine<Flow> do_keep_gather(Frame& frame, const Node& n) {
    frame.world.keep(frame.level + 1, gather_of(frame, n));
    co_return Flow::next;
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

Coroutine<Flow> do_cond_wait(Frame& frame, const Node& n) {
    log("woken", co_await frame.world.conditions[number(n[1])].wait());
    co_return Flow::next;
}

Coroutine<Flow> do_cond_wait_for(Frame& frame, const Node& n) {
    const int& count = frame.world.counts[number(n[1])];
    const auto predicate = [&count, wanted = n[2].get<int>()] { return count >= wanted; };
    log("woken", co_await frame.world.conditions[number(n[1])].wait_for(predicate));
    co_return Flow::next;
}

Coroutine<Flow> do_barrier_reset(Frame& frame, const Node& n) {
    co_await frame.world.barriers[number(n[1])].reset();
    co_return Flow::next;
}

Coroutine<Flow> do_barrier_abort(Frame& frame, const Node& n) {
    co_await frame.world.barriers[number(n[1])].abort();
    co_return Flow::next;
}

Coroutine<Flow> do_anext(Frame& frame, const Node& n) {
    log("next", co_await anext(frame.world.generators[number(n[1])]));
    co_return Flow::next;
}

Coroutine<Flow> do_aclose(Frame& frame, const Node& n) {
    co_await frame.world.generators[number(n[1])].aclose();
    co_return Flow::next;
}

Coroutine<Flow> do_athrow(Frame& frame, const Node& n) {
    log("next", co_await frame.world.generators[number(n[1])].athrow(make_error(text(n[2]), "thrown")));
    co_return Flow::next;
}

// Statements with a block

bool catches(const std::string& kind, const std::exception_ptr& error) {
    if (kind == "Exception") return detail::is_exception(error);
    if (kind == "CancelledError") return detail::is_cancelled_error(error);
    if (kind == "TimeoutError") return detail::is_instance<TimeoutError>(error);
    return true;
}

Coroutine<Flow> do_try(Frame& frame, const Node& n) {
    const std::string kind = text(n[1]);
    std::exception_ptr error;
    Flow flow = Flow::next;
    try {
        flow = co_await run_block(frame, n[2]);
    } catch (...) {
        error = std::current_exception();
    }
    if (kind == "finally") {
        co_await run_block(frame, n[3]);
        if (error) std::rethrow_exception(error);
        co_return flow;
    }
    if (!error) co_return flow;
    if (!catches(kind, error)) std::rethrow_exception(error);
    log("caught", err(error));
    frame.result = Value();  // of a `return` that the exception has overtaken
    flow = co_await run_block(frame, n[3]);
    if (kind == "reraise" && flow == Flow::next) std::rethrow_exception(error);
    co_return flow;
}

Coroutine<Flow> do_repeat(Frame& frame, const Node& n) {
    Flow flow = Flow::next;
    for (int i = n[1].get<int>(); i > 0 && flow == Flow::next; --i) flow = co_await run_block(frame, n[2]);
    co_return flow;
}

Coroutine<Flow> do_group(Frame& frame, const Node& n) {
    const auto body = [&](TaskGroup& group) -> Coroutine<Flow> {
        frame.groups.insert_or_assign(n[1].get<int>(), group);
        co_return co_await run_block(frame, n[2]);
    };
    co_return co_await async_with(TaskGroup(), body);
}

Coroutine<Flow> do_timeout(Frame& frame, const Node& n) {
    const int name = n[1].get<int>();
    const auto body = [&](Timeout& scope) -> Coroutine<Flow> {
        frame.timeouts.insert_or_assign(name, scope);
        co_return co_await run_block(frame, n[3]);
    };
    const Flow flow = co_await async_with(timeout(limit(n[2])), body);
    if (flow == Flow::next) log("expired", frame.timeouts.at(name).expired());
    co_return flow;
}

template <class Manager>
Coroutine<Flow> with(Manager manager, Frame& frame, const Node& block) {
    const auto body = [&]() -> Coroutine<Flow> { co_return co_await run_block(frame, block); };
    co_return co_await async_with(manager, body);
}
Coroutine<Flow> do_lock(Frame& frame, const Node& n) {
    return with(frame.world.locks[number(n[1])], frame, n[2]);
}
Coroutine<Flow> do_sem(Frame& frame, const Node& n) {
    return with(frame.world.semaphores[number(n[1])], frame, n[2]);
}
Coroutine<Flow> do_condition(Frame& frame, const Node& n) {
    return with(frame.world.conditions[number(n[1])], frame, n[2]);
}

Coroutine<Flow> do_barrier_with(Frame& frame, const Node& n) {
    const auto body = [&](int position) -> Coroutine<Flow> {
        log("position", position);
        co_return co_await run_block(frame, n[2]);
    };
    co_return co_await async_with(frame.world.barriers[number(n[1])], body);
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

AsyncGenerator<int> generator(Program& program, std::size_t index);

Coroutine<Flow> do_async_for(Frame& frame, const Node& n) {
    const auto items = generator(frame.program, number(n[1]));
    int count = 0;
    Flow flow = Flow::next;
    while (const auto item = co_await items.next()) {
        log("item", *item);
        flow = co_await run_block(frame, n[3]);
        if (flow == Flow::leave || ++count > n[2].get<int>()) break;
    }
    co_return flow;
}

const std::map<std::string, Waiting>& waiting() {
    static const std::map<std::string, Waiting> all = {
        {"spawn", do_spawn},
        {"sleep", do_sleep},
        {"yields", do_yields},
        {"await", do_await},
        {"cancel_self", do_cancel_self},
        {"uncancel", do_uncancel},
        {"cancelling", do_cancelling},
        {"set_name", do_set_name},
        {"return", do_return},
        {"gather", do_gather},
        {"keep_gather", do_keep_gather},
        {"shield", do_shield},
        {"keep_shield", do_keep_shield},
        {"wait", do_wait},
        {"wait_all", do_wait_all},
        {"wait_for", do_wait_for},
        {"wait_for_anext", do_wait_for_anext},
        {"reschedule", do_reschedule},
        {"cond_wait", do_cond_wait},
        {"cond_wait_for", do_cond_wait_for},
        {"barrier_reset", do_barrier_reset},
        {"barrier_abort", do_barrier_abort},
        {"anext", do_anext},
        {"aclose", do_aclose},
        {"athrow", do_athrow},
        {"try", do_try},
        {"repeat", do_repeat},
        {"group", do_group},
        {"timeout", do_timeout},
        {"lock", do_lock},
        {"sem", do_sem},
        {"condition", do_condition},
        {"barrier_with", do_barrier_with},
        {"as_completed", do_as_completed},
        {"async_for", do_async_for},
    };
    return all;
}

Coroutine<Flow> run_statement(Frame& frame, const Node& statement) {
    if (do_at_once(frame.program, statement)) co_return Flow::next;
    co_return co_await waiting().at(text(statement[0]))(frame, statement);
}

Coroutine<Flow> run_block(Frame& frame, const Node& block) {
    Flow flow = Flow::next;
    for (const Node& statement : block) {
        flow = co_await run_statement(frame, statement);
        if (flow != Flow::next) break;
    }
    co_return flow;
}

AsyncGenerator<int> generator(Program& program, std::size_t index) {
    const Node& tree = program.tree["generators"][index];
    Frame frame{program, program.world, 100};
    std::exception_ptr error;
    try {
        for (const Node& statement : tree["body"]) {
            if (statement[0] == "yield")
                co_yield statement[1].get<int>();
            else
                co_await run_statement(frame, statement);
        }
    } catch (...) {
        error = std::current_exception();
    }
    co_await run_block(frame, tree["ending"]);
    if (error) std::rethrow_exception(error);
}

// Programs

Queue<int> make_queue(const Node& node) {
    const int maxsize = node[1].get<int>();
    if (node[0] == "LifoQueue") return LifoQueue<int>(maxsize);
    if (node[0] == "PriorityQueue") return PriorityQueue<int>(maxsize);
    return Queue<int>(maxsize);
}

Semaphore make_semaphore(const Node& node) {
    const int value = node[1].get<int>();
    return node[0].get<bool>() ? BoundedSemaphore(value) : Semaphore(value);
}

Coroutine<> connect_tcp(World& world, std::int64_t limit) {
    const auto server = co_await start_server(
        [&](StreamReader reader, StreamWriter writer) { world.ends.emplace_back(reader, writer); },
        "127.0.0.1", 0, {.limit = limit});
    world.servers.push_back(server);
    const StreamOptions options{.limit = limit};
    for (int i = 0; i < 2; ++i) {
        world.ends.push_back(co_await open_connection(server.sockets()[0].getsockname(), options));
        co_await sleep(1);
    }
}

Coroutine<> connect_unix(World& world, std::int64_t limit) {
    const std::string path =
        std::filesystem::temp_directory_path() / ("random_programs_" + std::to_string(::getpid()));
    const auto server = co_await start_unix_server(
        [&](StreamReader reader, StreamWriter writer) { world.ends.emplace_back(reader, writer); }, path,
        {.limit = limit});
    world.servers.push_back(server);
    const UnixStreamOptions options{.limit = limit};
    for (int i = 0; i < 2; ++i) {
        world.ends.push_back(co_await open_unix_connection(path, options));
        co_await sleep(1);
    }
}

Coroutine<> connect_pair(World& world, std::int64_t limit) {
    for (int i = 0; i < 2; ++i) {
        int pair[2];
        if (::socketpair(AF_UNIX, SOCK_STREAM, 0, pair) != 0) throw OSError("no socket pair");
        for (const int sock : pair) {
            const StreamOptions options{.limit = limit, .sock = sock};
            world.ends.push_back(co_await open_connection(options));
        }
    }
}

Coroutine<Value> main_coroutine(Program& program) {
    World& world = program.world;
    const Node& tree = program.tree;
    for (std::size_t i = 0; i < tree["callbacks"].size(); ++i)
        world.callbacks.push_back(
            Callback("cb" + std::to_string(i),
                     [&program, &block = tree["callbacks"][i]] { run_callback(program, block); }));
    world.begin(tree["eager"].get<bool>());
    for (const Node& each : tree["semaphores"]) world.semaphores.push_back(make_semaphore(each));
    for (const Node& each : tree["queues"]) world.queues.push_back(make_queue(each));
    for (std::size_t i = 0; i < tree["generators"].size(); ++i)
        world.generators.push_back(generator(program, i));
    if (const Node& streams = tree["streams"]; !streams.is_null()) {
        const auto connect = streams[0] == "tcp"    ? connect_tcp
                             : streams[0] == "unix" ? connect_unix
                                                    : connect_pair;
        co_await connect(world, streams[1].get<std::int64_t>());
    }
    co_return co_await call(program, 0);
}

// Empty if the recording breaks no rule of the loop.
std::string problems_of(const loopscope::trace::Recording& recording) {
    std::string found;
    const auto read = loopscope::trace::read_text(loopscope::trace::to_text(recording));
    for (const auto& problem : loopscope::trace::check(read).problems) found += to_string(problem) + "\n";
    return found;
}

// Until the loop is closed: what comes then is how objects are destroyed, which is not compared.
std::string steps_of(const loopscope::trace::Recording& recording) {
    const std::string all = loopscope::trace::to_text(recording);
    const std::string until_close = all.substr(0, all.find("[\"loop.close\""));
    return loopscope::trace::step_log(loopscope::trace::read_text(until_close).recording);
}

bool waited_for_ever(const loopscope::trace::Recording& recording) {
    for (std::size_t i = 0; i < recording.events.size(); ++i) {
        const auto& event = recording.events[i];
        if (event.kind == loopscope::trace::EventKind::warning &&
            recording.string(event.text).starts_with("waits for ever"))
            return true;
    }
    return false;
}

Node answer(const std::string& line) {
    Program program{{}, Node::parse(line)};
    Recorder recorder([](const std::string&) { return std::string(); });
    const std::function<void(std::string_view)> silent = [](std::string_view) {};
    Node error;
    try {
        run(main_coroutine(program),
            {.clock = ClockKind::virtual_time, .observer = &recorder, .output = &silent, .errors = &silent});
    } catch (...) {
        const std::exception_ptr caught = std::current_exception();
        error = type_name(caught) + ": " + str(caught);
    }
    program.world = World();
    const auto recording = recorder.take();
    if (waited_for_ever(recording)) error = nullptr;  // Python's program hangs: there is no error
    if (const std::string problems = problems_of(recording); !problems.empty())
        error = "unsound recording: " + problems;
    return {{"steps", steps_of(recording)}, {"error", error}};
}

}  // namespace
}  // namespace random_programs

int main() {
    for (std::string line; std::getline(std::cin, line);)
        std::cout << random_programs::answer(line).dump() << std::endl;
}
