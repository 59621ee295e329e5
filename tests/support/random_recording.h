// Sound recordings of any length, the same for the same seed: a small loop of tasks that sleep, await each
// other, cancel, fail and print.
#pragma once

#include "tests/support/recording_builder.h"

#include <cstdint>
#include <deque>
#include <map>
#include <random>
#include <string>
#include <vector>

namespace loopscope::test {

struct RandomProgram {
    std::uint64_t seed = 1;
    std::size_t events = 1000;  // at least; the program ends as soon as it can
    std::size_t live_tasks = 20;
};

class RandomRecording {
public:
    explicit RandomRecording(const RandomProgram& program) : program_(program), random_(program.seed) {
        for (std::uint32_t line = 1; line <= 20; ++line) builder_.location("random.cpp", line, "work");
    }

    trace::Recording make() {
        new_task();
        while (!ready_.empty() || !timers_.empty()) run_turn();
        builder_.add(trace::EventKind::loop_stop);
        return builder_.finish();
    }

private:
    using Kind = trace::EventKind;
    using ObjectId = trace::ObjectId;

    struct Task {
        bool started = false, must_cancel = false, woken_by_cancel = false, done = false, cancellable = false;
        std::uint32_t depth = 0;
        std::uint32_t cancelling = 0;
        ObjectId sleep = 0, timer = 0, woken_by = 0;
        std::int64_t deadline = 0;  // of its timer
        std::vector<ObjectId> waiters;
    };
    struct Sleep {
        ObjectId task, sleep, timer;
    };
    struct Entry {
        ObjectId object;
        bool is_timer;
    };

    std::uint64_t pick(std::uint64_t below) { return random_() % below; }
    bool chance(std::uint64_t percent) { return pick(100) < percent; }
    trace::LocationId somewhere() { return static_cast<trace::LocationId>(1 + pick(20)); }
    bool winding_up() const { return builder_events() >= program_.events; }
    std::size_t builder_events() const {
        return const_cast<RecordingBuilder&>(builder_).recording().events.size();
    }

    void ready(ObjectId object, trace::ReadyReason reason, ObjectId future = 0, bool is_timer = false) {
        builder_.ready(object, reason, future);
        ready_.push_back({object, is_timer});
    }

    void new_task() {
        const ObjectId id = builder_.create(
            trace::ObjectKind::task, {.text = "worker-" + std::to_string(names_++ % 50), .loc = somewhere()});
        tasks_[id];
        live_.push_back(id);
        ready(id, trace::ReadyReason::created);
    }

    void run_turn() {
        if (ready_.empty()) {
            builder_.add(Kind::select, 0, {.value = timers_.begin()->first.first - now_});
            now_ = timers_.begin()->first.first;
        }
        builder_.turn(++turn_, now_);
        while (!timers_.empty() && timers_.begin()->first.first <= now_) {
            const Sleep due = timers_.begin()->second;
            timers_.erase(timers_.begin());
            sleeps_[due.timer] = due;
            ready(due.timer, trace::ReadyReason::timer, 0, true);
        }
        for (std::size_t left = ready_.size(); left != 0; --left) {
            const Entry entry = ready_.front();
            ready_.pop_front();
            if (entry.is_timer)
                fire(entry.object);
            else
                step(entry.object);
        }
    }

    void fire(ObjectId timer) {
        const Sleep sleep = sleeps_[timer];
        sleeps_.erase(timer);
        builder_.add(Kind::call, timer, {.text = "set_result", .flags = trace::kInternal});
        Task& task = tasks_[sleep.task];
        if (task.sleep == sleep.sleep && task.cancellable) {
            builder_.resolve(sleep.sleep, trace::Outcome::result, "None");
            wake(sleep.task, sleep.sleep);
        }
        builder_.add(Kind::call_end, timer);
        builder_.add(Kind::drop, timer);
        task.timer = task.timer == timer ? 0 : task.timer;
    }

    void wake(ObjectId id, ObjectId future) {
        tasks_[id].cancellable = false;
        tasks_[id].woken_by = future;
        ready(id, trace::ReadyReason::woken, future);
    }

    void step(ObjectId id) {
        Task& task = tasks_[id];
        const bool thrown =
            std::exchange(task.must_cancel, false) || std::exchange(task.woken_by_cancel, false);
        builder_.add(Kind::step, id,
                     {.b = std::exchange(task.woken_by, 0), .text = thrown ? "CancelledError" : ""});
        forget_sleep(task);
        if (!std::exchange(task.started, true)) {
            if (thrown) return finish(id, Kind::task_cancelled, "");
            enter(id, 0);
        }
        act(id);
        end_step(id, thrown);
    }

    void forget_sleep(Task& task) {
        if (task.sleep == 0) return;
        const auto armed = timers_.find({task.deadline, task.timer});
        if (armed != timers_.end()) {
            timers_.erase(armed);
            builder_.add(Kind::timer_cancel, task.timer);
            builder_.add(Kind::drop, task.timer);
        }
        builder_.add(Kind::drop, task.sleep);
        task.sleep = task.timer = 0;
    }

    void enter(ObjectId id, trace::LocationId loc) {
        builder_.add(Kind::enter, id, {.text = "work", .loc = loc});
        ++tasks_[id].depth;
    }

    void act(ObjectId id) {
        if (chance(10))
            builder_.add(Kind::print, id, {.text = "line " + std::to_string(pick(100)), .loc = somewhere()});
        if (chance(20) && tasks_[id].depth < 5)
            enter(id, somewhere());
        else if (chance(20) && tasks_[id].depth > 1)
            leave(id);
        if (!winding_up() && live_.size() < program_.live_tasks) {
            new_task();
            if (chance(50)) new_task();
        }
        if (chance(5)) cancel(live_[pick(live_.size())], id);
    }

    void leave(ObjectId id) {
        builder_.add(Kind::leave, id);
        --tasks_[id].depth;
    }

    void cancel(ObjectId target, ObjectId by) {
        Task& task = tasks_[target];
        if (target == by || (task.sleep == 0 && !task.waiters.empty()) || !is_idle(target)) return;
        builder_.add(Kind::cancel, target,
                     {.b = by, .text = "enough", .loc = somewhere(), .c = trace::kHasMessage});
        const bool pass_on = task.cancellable;
        if (pass_on) {
            const ObjectId sleep = task.sleep;
            builder_.add(Kind::cancel, sleep, {.b = by, .text = "enough", .c = trace::kHasMessage});
            builder_.resolve(sleep, trace::Outcome::cancelled, "enough");
            wake(target, sleep);
            builder_.add(Kind::cancel_end, sleep);
            task.woken_by_cancel = true;
        } else {
            task.must_cancel = true;
        }
        builder_.add(
            Kind::cancel_end, target,
            {.value = ++task.cancelling, .flags = pass_on ? std::uint8_t{0} : trace::kThrowAtNextStep});
    }

    // Suspended on its own sleep, or in the ready queue: not waiting for another task.
    bool is_idle(ObjectId id) const { return awaiting_.find(id) == awaiting_.end(); }

    void end_step(ObjectId id, bool thrown) {
        Task& task = tasks_[id];
        if (thrown && chance(70)) return finish(id, Kind::task_cancelled, "enough");
        if (task.must_cancel || chance(30)) return yield(id);
        if (winding_up() || chance(10)) {
            if (chance(10)) return finish(id, Kind::task_raise, "ValueError('late')");
            return finish(id, Kind::task_return, "'value'");
        }
        const ObjectId other = live_[pick(live_.size())];
        // Only younger tasks are awaited, so that no cycle comes about.
        if (chance(10) && other > id) return await_task(id, other);
        sleep(id);
    }

    void yield(ObjectId id) {
        builder_.add(Kind::yield, id, {.loc = somewhere()});
        ready_.push_back({id, false});
    }

    void sleep(ObjectId id) {
        const std::int64_t deadline = now_ + static_cast<std::int64_t>(1 + pick(5)) * 500'000'000;
        Task& task = tasks_[id];
        task.sleep = builder_.create(trace::ObjectKind::sleep, {.value = deadline});
        task.timer = builder_.create(trace::ObjectKind::timer, {.b = task.sleep, .value = deadline});
        builder_.add(Kind::timer, task.timer, {.b = task.sleep, .text = "set_result", .value = deadline});
        task.deadline = deadline;
        timers_.emplace(std::pair{deadline, task.timer}, Sleep{id, task.sleep, task.timer});
        task.cancellable = true;
        builder_.add(Kind::await, id, {.b = task.sleep, .loc = somewhere()});
    }

    void await_task(ObjectId id, ObjectId other) {
        tasks_[other].waiters.push_back(id);
        awaiting_[id] = other;
        builder_.add(Kind::await, id, {.b = other, .loc = somewhere()});
    }

    void finish(ObjectId id, Kind how, std::string_view text) {
        while (tasks_[id].depth != 0) leave(id);
        builder_.add(how, id, {.text = text});
        for (const ObjectId waiter : tasks_[id].waiters) {
            awaiting_.erase(waiter);
            wake(waiter, id);
        }
        std::erase(live_, id);
        tasks_.erase(id);
        if (chance(80)) builder_.add(Kind::drop, id);
    }

    RandomProgram program_;
    std::mt19937_64 random_;
    RecordingBuilder builder_;
    std::uint32_t turn_ = 0, names_ = 0;
    std::int64_t now_ = 0;
    std::deque<Entry> ready_;
    std::map<std::pair<std::int64_t, ObjectId>, Sleep> timers_;  // by deadline, then by creation
    std::map<ObjectId, Sleep> sleeps_;  // of timers that are due
    std::map<ObjectId, Task> tasks_;
    std::map<ObjectId, ObjectId> awaiting_;
    std::vector<ObjectId> live_;
};

inline trace::Recording random_recording(const RandomProgram& program) {
    return RandomRecording(program).make();
}

}  // namespace loopscope::test
