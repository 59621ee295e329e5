// What the engine's own objects need of their loop. A program uses EventLoop, which is one.
#pragma once

#include "engine/base/byte_buffer.h"
#include "engine/base/object.h"
#include "engine/base/observer.h"
#include "engine/loop/door.h"
#include "engine/loop/guest.h"
#include "engine/loop/pending_tasks.h"
#include "engine/loop/ready_queue.h"
#include "engine/loop/signals.h"
#include "engine/loop/timers.h"
#include "engine/system/children.h"
#include "engine/system/clock.h"
#include "engine/system/network.h"
#include "engine/system/selector.h"
#include "engine/tasks/future_base.h"

#include <cstdint>
#include <map>
#include <memory>
#include <set>

namespace asyncio::detail {

class EagerStep;
class GeneratorState;

// Something with a descriptor that the loop cleans up when it is disposed of.
class LoopResource {
public:
    // Closes descriptors and lets go of everything, without a word to anybody.
    virtual void abandon() noexcept = 0;

protected:
    ~LoopResource() = default;
};

class LoopCore : public Runnable {
public:
    // --- who hears of what happens, and by which number ---
    Observer* observer() const noexcept { return observer_; }
    const Guest* guest() const noexcept { return guest_.get(); }
    ObjectId next_object_id() noexcept { return ++progress_->last_object; }
    std::uint32_t next_future_number() noexcept { return ++progress_->last_future; }
    std::uint32_t next_task_number() noexcept { return task_numbers_->next(); }
    std::uint32_t turn() const noexcept { return progress_->turn; }

    // --- the ready queue ---
    void push_ready(Runnable& what, FutureBase* argument, loopscope::trace::ReadyReason reason) {
        what.retain();
        push_held(what, argument, reason);
    }
    // The same, and takes over a reference to `what`.
    void push_held(Runnable& what, FutureBase* argument, loopscope::trace::ReadyReason reason) {
        if (guarded_ && !may_schedule_held(what)) return;
        if (argument) argument->retain();
        ready_.push({&what, argument});
        if (observer_) observer_->ready(what, argument, reason);
    }
    ReadyQueue& ready_queue() noexcept { return ready_; }
    // A task that yielded; the observer knows already.
    void push_yielded(Runnable& task) {
        task.retain();
        ready_.push({&task, nullptr});
    }
    // Throws RuntimeError if it is closed, or in debug mode if this is not its thread.
    void check_usable() const;
    void check_thread() const;

    // --- time ---
    double time() const noexcept { return clock_->now_s(); }
    std::int64_t time_ns() const noexcept { return clock_->now_ns(); }
    bool virtual_time() const noexcept { return clock_->is_virtual(); }
    Clock& clock() noexcept { return *clock_; }
    // In loop time. Throws ValueError for NaN.
    double when_after(double delay_s) const;
    Timers& timers() noexcept { return timers_; }

    // --- the outside ---
    Selector& selector() noexcept { return *selector_; }
    const Selector& selector() const noexcept { return *selector_; }
    Network& network() noexcept { return network_; }
    Children& children() noexcept { return children_; }
    SignalHandlers& signals() noexcept { return signals_; }
    const std::shared_ptr<Door>& door() const noexcept { return door_; }
    // What other threads must not touch stays here, and they have its number.
    std::uint64_t keep(std::shared_ptr<void> thing);
    std::shared_ptr<void> take_kept(std::uint64_t ticket);
    const std::set<LoopResource*>& resources() const noexcept { return resources_; }
    void add_resource(LoopResource& resource) { resources_.insert(&resource); }
    void remove_resource(LoopResource& resource) noexcept { resources_.erase(&resource); }
    // For one recv(). Whoever is handed all of it may keep it, by a swap.
    ByteBuffer& io_buffer() noexcept { return io_buffer_; }

    // --- tasks, futures, generators ---
    TaskBase* current_task() const noexcept { return current_task_; }
    void enter_task(TaskBase* task) noexcept { current_task_ = task; }
    // The innermost one that runs now.
    const EagerStep* eager_step() const noexcept { return eager_step_; }
    PendingTasks& pending_tasks() noexcept { return pending_tasks_; }
    const PendingTasks& pending_tasks() const noexcept { return pending_tasks_; }
    void add_future(ListedFuture& future) noexcept {
        future.next_ = first_future_;
        if (first_future_) first_future_->previous_ = &future;
        first_future_ = &future;
    }
    void remove_future(ListedFuture& future) noexcept {
        (future.previous_ ? future.previous_->next_ : first_future_) = future.next_;
        if (future.next_) future.next_->previous_ = future.previous_;
    }
    void add_generator(GeneratorState& generator);
    void remove_generator(const GeneratorState& generator) noexcept;
    // The frames of generators, which coroutines await like coroutines.
    std::set<const PromiseBase*> generator_bodies() const;

    void run(FutureBase*) override {}

protected:
    // `outer`: the loop in which, or in a thread of which, this one is made; null if none. Without an
    // `observer` what it makes may be told as that of the loop that runs: see Guest.
    LoopCore(std::unique_ptr<Clock> clock, std::shared_ptr<Door> door, Observer* observer,
             const LoopCore* outer);
    ~LoopCore() override;

    // What is left has nobody to wait for.
    void abandon_tasks() noexcept;
    void abandon_futures() noexcept;
    void abandon_generators() noexcept;
    void abandon_resources() noexcept;

    ReadyQueue ready_;
    Network network_;
    Children children_;
    Timers timers_;
    const std::unique_ptr<Clock> clock_;
    const std::shared_ptr<Door> door_;
    SignalHandlers signals_{door_};
    const std::unique_ptr<Selector> selector_;
    std::unique_ptr<Guest> guest_;  // null, unless it was made while a loop ran that is observed
    Observer* observer_;
    Progress own_progress_;
    Progress* progress_;  // the observer's, if there is one
    std::shared_ptr<TaskNumbers> task_numbers_;
    TaskBase* current_task_ = nullptr;
    PendingTasks pending_tasks_;
    std::map<ObjectId, GeneratorState*> generators_;  // in order of their first use; not held
    std::map<std::uint64_t, std::shared_ptr<void>> kept_;
    bool running_ = false;
    bool closed_ = false;
    bool debug_ = false;
    bool guarded_ = false;  // closed or in debug mode: not every call is welcome
    bool generators_shut_down_ = false;

private:
    friend class EagerStep;

    // Lets go of what must not be scheduled. Closed: throws; false in a Farewell.
    bool may_schedule_held(Runnable& what) const;

    const EagerStep* eager_step_ = nullptr;
    ListedFuture* first_future_ = nullptr;
    std::set<LoopResource*> resources_;
    ByteBuffer io_buffer_;
    std::uint64_t last_ticket_ = 0;
};

}  // namespace asyncio::detail
