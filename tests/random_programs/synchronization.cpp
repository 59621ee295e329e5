// Locks, events, conditions, semaphores, barriers and queues.
#include "tests/random_programs/interpreter.h"

namespace random_programs {

namespace {

void show(World& world, const std::string& kind, std::size_t k) {
    if (kind == "lock") log(world.locks[k]);
    if (kind == "event") log(world.events[k]);
    if (kind == "queue") log(world.queues[k]);
    if (kind == "condition") log(world.conditions[k]);
    if (kind == "semaphore") log(world.semaphores[k]);
    if (kind == "barrier") log(world.barriers[k]);
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

}  // namespace

const Subject& synchronization() {
    static const Subject subject = {
        .at_once =
            {
                {"show", [](Program& p, const Node& n) { show(p.world, text(n[1]), number(n[2])); }},
                {"release", [](Program& p, const Node& n) { p.world.locks[number(n[1])].release(); }},
                {"event_set", [](Program& p, const Node& n) { p.world.events[number(n[1])].set(); }},
                {"event_clear", [](Program& p, const Node& n) { p.world.events[number(n[1])].clear(); }},
                {"put_nowait",
                 [](Program& p, const Node& n) { p.world.queues[number(n[1])].put_nowait(n[2].get<int>()); }},
                {"get_nowait",
                 [](Program& p, const Node& n) { log("got", p.world.queues[number(n[1])].get_nowait()); }},
                {"task_done", [](Program& p, const Node& n) { p.world.queues[number(n[1])].task_done(); }},
                {"shutdown",
                 [](Program& p, const Node& n) { p.world.queues[number(n[1])].shutdown(n[2].get<bool>()); }},
                {"notify",
                 [](Program& p, const Node& n) { p.world.conditions[number(n[1])].notify(number(n[2])); }},
                {"notify_all",
                 [](Program& p, const Node& n) { p.world.conditions[number(n[1])].notify_all(); }},
                {"count", [](Program& p, const Node& n) { ++p.world.counts[number(n[1])]; }},
                {"sem_release",
                 [](Program& p, const Node& n) { p.world.semaphores[number(n[1])].release(); }},
            },
        .waiting =
            {
                {"cond_wait", do_cond_wait},
                {"cond_wait_for", do_cond_wait_for},
                {"barrier_reset", do_barrier_reset},
                {"barrier_abort", do_barrier_abort},
                {"lock", do_lock},
                {"sem", do_sem},
                {"condition", do_condition},
                {"barrier_with", do_barrier_with},
            },
        .coroutines =
            {
                {"acquire",
                 [](Program& p, const Node& n) { return valued(p.world.locks[number(n[1])].acquire()); }},
                {"event",
                 [](Program& p, const Node& n) { return valued(p.world.events[number(n[1])].wait()); }},
                {"get", [](Program& p, const Node& n) { return valued(p.world.queues[number(n[1])].get()); }},
                {"put",
                 [](Program& p, const Node& n) {
                     return valued(p.world.queues[number(n[1])].put(n[2].get<int>()));
                 }},
                {"join",
                 [](Program& p, const Node& n) { return valued(p.world.queues[number(n[1])].join()); }},
                {"semaphore",
                 [](Program& p, const Node& n) {
                     return valued(p.world.semaphores[number(n[1])].acquire());
                 }},
                {"barrier",
                 [](Program& p, const Node& n) { return valued(p.world.barriers[number(n[1])].wait()); }},
            },
    };
    return subject;
}

}  // namespace random_programs
