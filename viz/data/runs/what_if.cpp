#include "viz/data/runs/what_if.h"

#include <algorithm>

namespace loopscope::viz {

using trace::EventIndex;
using trace::EventKind;
using trace::InterventionKind;
using trace::LoopState;
using trace::ObjectId;
using trace::ObjectKind;
using trace::ObjectState;

namespace {

constexpr std::string_view kOver = "whatif.over", kNoTask = "whatif.no_task", kDone = "whatif.done",
                           kNotWaiting = "whatif.not_waiting", kNoTimer = "whatif.no_timer",
                           kNoConnection = "whatif.no_connection", kNotReading = "whatif.not_reading",
                           kNotReady = "whatif.not_ready", kNext = "whatif.is_next",
                           kAwaitedRuns = "whatif.awaited_runs";

class Offers {
public:
    Offers(const Store& store, const LoopState& then, ObjectId subject)
        : store_(store), then_(then), subject_(subject), object_(then.object(subject)) {}

    WhatIf cancel() const {
        if (!is_live_task()) return {InterventionKind::cancel, subject_, why_no_task()};
        return {InterventionKind::cancel, subject_};
    }

    WhatIf fail() const {
        if (!is_live_task()) return {InterventionKind::fail, subject_, why_no_task()};
        const ObjectState* end = end_of_chain();
        if (end != nullptr && !end->done()) return {InterventionKind::fail, subject_, ""};
        const ObjectState* awaited = then_.object(object_->awaits);
        const bool runs = awaited != nullptr && !awaited->done();  // a task that itself waits for nothing
        return {InterventionKind::fail, subject_, runs ? kAwaitedRuns : kNotWaiting};
    }

    WhatIf delay() const {
        if (!is_live_task()) return {InterventionKind::delay, subject_, why_no_task()};
        const ObjectState* awaited = then_.object(object_->awaits);
        return {InterventionKind::delay, subject_, awaited == nullptr || awaited->done() ? kNotWaiting : ""};
    }

    // The timer itself, that of the sleep, or the next one that the task has set, as of a timeout.
    WhatIf fire() const {
        const std::vector<trace::Timer> timers = then_.timers();
        const ObjectState* end = end_of_chain();
        for (const trace::Timer& timer : timers)
            if (timer.timer == subject_ ||
                (end != nullptr && (timer.timer == end->id || timer.owner == end->id)))
                return {InterventionKind::fire, timer.timer};
        for (const trace::Timer& timer : timers)
            if (subject_ != 0 && store_.objects()[timer.timer].creator == subject_)
                return {InterventionKind::fire, timer.timer};
        return {InterventionKind::fire, subject_, subject_ == 0 ? kNoTask : kNoTimer};
    }

    WhatIf connection(InterventionKind kind) const {
        const ObjectState* transport = open_transport();
        if (transport == nullptr) return {kind, 0, kNoConnection};
        const bool reads = !transport->stream().reading_paused;
        return {kind, transport->id, kind == InterventionKind::hold && !reads ? kNotReading : ""};
    }

    WhatIf first() const {
        const std::size_t end = std::min<std::size_t>(then_.left_in_turn, then_.ready.size());
        for (std::size_t i = 0; i < end; ++i)
            if (then_.ready[i].object == subject_)
                return {InterventionKind::first, subject_, i == 0 ? kNext : ""};
        return {InterventionKind::first, subject_, subject_ == 0 ? kNoTask : kNotReady};
    }

private:
    bool is_live_task() const {
        return object_ != nullptr && object_->kind == ObjectKind::task && !object_->done();
    }
    std::string_view why_no_task() const {
        return object_ != nullptr && object_->kind == ObjectKind::task ? kDone : kNoTask;
    }

    // What the task waits for, through the tasks that it waits for. Null if it does not wait.
    const ObjectState* end_of_chain() const {
        const ObjectState* object = object_;
        constexpr int kDeepest = 10'000;
        for (int i = 0; i < kDeepest && object != nullptr && object->kind == ObjectKind::task; ++i)
            object = then_.object(object->awaits);
        return object == nullptr || object->kind == ObjectKind::task ? nullptr : object;
    }

    static bool is_open(const ObjectState& object) {
        const trace::StreamState& stream = object.stream();
        return object.kind == ObjectKind::transport && !stream.closing && !stream.lost;
    }

    // The one that was pointed at, or that of the task that was, or else the first of the program.
    const ObjectState* open_transport() const {
        if (object_ != nullptr && is_open(*object_)) return object_;
        for (const SideLane& side : store_.sides()) {
            if (side.task_known >= then_.applied || side.task != subject_) continue;
            const ObjectState* own = then_.object(side.object);
            if (own != nullptr && is_open(*own)) return own;
        }
        const ObjectState* found = nullptr;
        for (const ObjectState& object : then_.objects())
            if (is_open(object) && (found == nullptr || object.id < found->id)) found = &object;
        return found;
    }

    const Store& store_;
    const LoopState& then_;
    ObjectId subject_;
    const ObjectState* object_;
};

}  // namespace

EventIndex next_moment(const Store& store, const LoopState& now) {
    std::size_t running = now.running.size();
    EventIndex at = now.applied;
    for (; running > 0 && at < store.event_count(); ++at) {
        switch (store.event(at).kind) {
            case EventKind::step:
            case EventKind::call: ++running; break;
            case EventKind::yield:
            case EventKind::await:
            case EventKind::task_return:
            case EventKind::task_raise:
            case EventKind::task_cancelled:
            case EventKind::call_end: --running; break;
            default: break;
        }
    }
    return at;
}

std::vector<WhatIf> what_ifs(const Store& store, const LoopState& then, ObjectId subject) {
    const Offers offers(store, then, subject);
    std::vector<WhatIf> all = {offers.cancel(),
                               offers.fail(),
                               offers.delay(),
                               offers.fire(),
                               offers.connection(InterventionKind::drop),
                               offers.connection(InterventionKind::cut),
                               offers.connection(InterventionKind::hold),
                               offers.first()};
    if (then.applied < store.event_count() && !then.loop_closed) return all;
    for (WhatIf& each : all) each.why_not = kOver;
    return all;
}

std::string short_seconds(std::int64_t ns, const Words& words) {
    std::string text = std::to_string(ns / 1'000'000'000);
    if (const std::int64_t tenths = ns / 100'000'000 % 10; tenths != 0) text += "." + std::to_string(tenths);
    return decimal_text(text, words);
}

namespace {

// "server side · Task-4", "Task-3 (sleep until 1 s)": what is meant, told from others of its name.
std::string who_is_meant(const Store& store, ObjectId object) {
    const trace::ObjectInfo& info = store.objects()[object];
    const std::string label = store.label(object);
    if (info.kind == ObjectKind::sleep && store.lanes().lane_of(info.creator) != 0)
        return store.label(info.creator) + " (" + label + ")";
    for (const SideLane& side : store.sides())
        if (side.object == object && side.task != 0) return label + " \u00b7 " + store.label(side.task);
    return label;
}

}  // namespace

std::string what_if_text(const Store& store, InterventionKind kind, ObjectId object, const WhatIfAmount& how,
                         const Words& words) {
    const std::string word(trace::name_of(kind));
    if (object == 0) return words["whatif.any." + word];
    const bool itself = kind == InterventionKind::fire && store.objects()[object].kind == ObjectKind::timer;
    return words.fill(itself ? "whatif.fire.itself" : "whatif." + word,
                      {{"who", who_is_meant(store, object)},
                       {"failure", how.failure},
                       {"amount", short_seconds(how.amount, words)},
                       {"bytes", std::to_string(how.amount)}});
}

}  // namespace loopscope::viz
