#include "engine/streams/staggered.h"

#include "engine/waiting/wait_for.h"

#include <algorithm>
#include <memory>

namespace asyncio::detail {

namespace {

// What asyncio makes of an Event: only one ever waits, and it is set once.
using Signal = Ref<FutureState<bool>>;

Signal new_signal(EventLoop& loop) { return make_internal_future<bool>(loop, "Event.wait"); }

void raise(const Signal& signal) {
    if (!signal->done()) signal->set_result(true);
}

struct Race {
    EventLoop& loop;
    std::vector<ConnectAttempt> attempts;
    double delay;
    FutureRef caller;
    std::size_t next = 0;
    std::vector<Task<>> running = {};  // in order of creation
    std::optional<OpenSocket> winner = {};
    Ref<FutureState<void>> all_ended = {};  // null: nobody waits
};

Coroutine<> run_one(std::shared_ptr<Race> race, Signal ok_to_start, Signal previous_failed);

void task_done(Race& race, const FutureRef& done) {
    std::erase_if(race.running, [&](const Task<>& task) { return task.state() == done; });
    done->discard_awaited_by(*race.caller);
    if (race.all_ended && !race.all_ended->done() && race.running.empty()) race.all_ended->set_result(None{});
}

void start_next(const std::shared_ptr<Race>& race, const Signal& previous_failed) {
    // An eager task must be among those that run before it goes on.
    const Signal ok_to_start = new_signal(race->loop);
    const auto task =
        race->loop.create_internal_task(run_one(race, ok_to_start, previous_failed), "run_one_coro");
    task.state()->add_awaited_by(*race->caller);
    race->running.push_back(task);
    const auto callback = make_ref<CallbackState>(
        "task_done", [race](const FutureRef& done) { task_done(*race, done); }, ObjectKind::callback);
    task.state()->add_callback(*callback);
    raise(ok_to_start);
}

void cancel_others(const Race& race) {
    const TaskBase* self = race.loop.current_task();
    for (const Task<>& task : std::vector<Task<>>(race.running))
        if (&task.task() != self) task.cancel();
}

Coroutine<> run_one(std::shared_ptr<Race> race, Signal ok_to_start, Signal previous_failed) {
    co_await Future<bool>(ok_to_start);
    if (previous_failed) {
        try {
            co_await wait_for(Future<bool>(previous_failed), race->delay);
        } catch (const TimeoutError&) {}
    }
    if (race->next == race->attempts.size()) co_return;
    const ConnectAttempt& attempt = race->attempts[race->next++];
    const Signal failed = new_signal(race->loop);
    start_next(race, failed);
    std::exception_ptr error;
    try {
        OpenSocket socket = co_await attempt();
        if (!race->winner) race->winner.emplace(std::move(socket));
    } catch (...) {
        error = std::current_exception();
    }
    if (leaves_the_loop(error)) std::rethrow_exception(error);
    if (error)
        raise(failed);
    else
        cancel_others(*race);
}

}  // namespace

Coroutine<std::optional<OpenSocket>> staggered_race(EventLoop& loop, std::vector<ConnectAttempt> attempts,
                                                    double delay) {
    const auto race = std::make_shared<Race>(Race{.loop = loop,
                                                  .attempts = std::move(attempts),
                                                  .delay = delay,
                                                  .caller = FutureRef(loop.current_task())});
    start_next(race, nullptr);
    std::exception_ptr cancelled;
    while (!race->running.empty()) {
        race->all_ended = make_internal_future<void>(loop, "staggered_race");
        try {
            co_await Future<void>(race->all_ended);
        } catch (const CancelledError& error) {
            cancelled = std::current_exception();
            for (const Task<>& task : std::vector<Task<>>(race->running))
                task.cancel(error.args().empty() ? CancelMessage() : error.args().front());
        }
        race->all_ended = nullptr;
    }
    if (cancelled) std::rethrow_exception(cancelled);
    co_return std::move(race->winner);
}

}  // namespace asyncio::detail
