#include "viz/data/instant/machine.h"

#include "viz/data/recording/timeouts.h"

#include <algorithm>
#include <tuple>
#include <unordered_map>
#include <unordered_set>

namespace loopscope::viz {

using trace::EventIndex;
using trace::EventKind;
using trace::LoopState;
using trace::ObjectId;
using trace::ObjectKind;
using trace::ObjectState;
using trace::ReadyReason;
using trace::TaskState;

namespace {

// Objects that are looked at for tasks that wait; a program with more has too many to be seen anyway.
constexpr std::size_t kMostObjects = 200'000;

class MachineBuilder {
public:
    MachineBuilder(const Store& store, const LoopState& now, std::size_t most)
        : store_(store), now_(now), most_(most) {}

    Machine build() {
        machine_.turn = now_.turn;
        machine_.run_in_turn = now_.run_in_turn;
        machine_.left_in_turn = now_.left_in_turn;
        machine_.now_ns = now_.now_ns;
        machine_.phase = phase();
        find_fired();
        running();
        ready();
        timers();
        watched();
        objects();
        return std::move(machine_);
    }

private:
    MachinePhase phase() const {
        if (!now_.loop_running) return MachinePhase::stopped;
        if (now_.in_select) return MachinePhase::waits;
        const bool begins = now_.run_in_turn == 0 && now_.running.empty() && now_.turn != 0;
        return begins ? MachinePhase::collects : MachinePhase::runs;
    }

    void add(MachinePlace place, const MachineItem& token) {
        auto& tokens = machine_.places[index_of(place)];
        if (tokens.size() < most_) {
            tokens.push_back(token);
        } else {
            ++machine_.left_out[index_of(place)];
        }
    }

    // What descriptors make ready stands directly behind the event that begins the turn, with the timers.
    void find_fired() {
        const Turn* turn = store_.turn_at(now_.applied);
        if (turn == nullptr || now_.in_select || now_.watches.empty()) return;
        for (EventIndex i = turn->event + 1; i < now_.applied; ++i) {
            const trace::Event& event = store_.event(i);
            if (event.kind != EventKind::ready) return;
            fired_.insert(event.a);
        }
    }

    void running() {
        for (std::size_t i = now_.running.size(); i-- > 0;)
            add(MachinePlace::running, {.id = now_.running[i].object});
    }

    void ready() {
        std::size_t i = 0;
        for (const trace::ReadyEntry& entry : now_.ready) {
            add(MachinePlace::ready, {.id = entry.object,
                                      .about = entry.future,
                                      .reason = entry.reason,
                                      .this_turn = i < now_.left_in_turn || now_.turn == 0,
                                      .cancelled = gets_cancelled_error(entry)});
            ++i;
        }
    }

    bool gets_cancelled_error(const trace::ReadyEntry& entry) const {
        const trace::ObjectState* task = now_.object(entry.object);
        if (task == nullptr || task->kind != trace::ObjectKind::task) return false;
        const trace::ObjectState* woken_by = now_.object(entry.future);
        return task->must_cancel || (entry.reason == trace::ReadyReason::woken && woken_by != nullptr &&
                                     woken_by->future_state == trace::FutureState::cancelled);
    }

    void timers() {
        const std::vector<trace::Timer> first = now_.timers(most_);
        machine_.left_out[index_of(MachinePlace::timers)] = now_.timer_count() - first.size();
        for (const trace::Timer& timer : first) {
            MachineItem token{.id = timer.timer, .about = timer.owner, .name = timer.name};
            // A timer is told by who waits for it.
            const std::vector<ObjectId> waiters = now_.waiters(timer.owner);
            if (waiters.size() == 1) token.about = waiters.front();
            // One of asyncio's own, such as that of wait(), ends the wait of the task that set it.
            const trace::ObjectInfo& object = store_.objects()[timer.timer];
            const bool own = token.about == 0 || store_.objects()[token.about].kind == ObjectKind::callback;
            if (own && object.internal && is_task(store_.objects(), object.creator))
                token.about = object.creator;
            token.remaining_ns = timer.deadline_ns - now_.now_ns;
            if (token.remaining_ns < 0 && token.remaining_ns > -kUnnoticed_ns) token.remaining_ns = 0;
            const std::int64_t whole = timer.deadline_ns - store_.time_at(timer.since);
            if (whole > 0 && token.remaining_ns > 0)
                token.remaining_share =
                    static_cast<float>(static_cast<double>(token.remaining_ns) / static_cast<double>(whole));
            add(MachinePlace::timers, token);
        }
    }

    // Connections are called by what they are, "server side": who uses one tells it from the others.
    void watched() {
        std::unordered_map<ObjectId, ObjectId> users;
        if (!now_.watches.empty())
            for (const SideLane& side : store_.sides())
                if (side.task_known < now_.applied) users[side.object] = side.task;
        for (const trace::Watch& watch : now_.watches) {
            const auto user = users.find(watch.object);
            add(MachinePlace::selector, {.id = watch.object,
                                         .about = user == users.end() ? 0 : user->second,
                                         .fired = fired_.contains(watch.object),
                                         .directions = watch.directions});
        }
    }

    void objects() {
        std::size_t seen = 0;
        for (const ObjectState& object : now_.objects()) {
            if (++seen > kMostObjects) break;
            if (object.kind == ObjectKind::thread) {
                add(MachinePlace::threads,
                    {.id = object.id, .active = object.task_state == TaskState::running});
            } else if (object.kind == ObjectKind::task && !object.internal &&
                       object.task_state == TaskState::suspended) {
                add(MachinePlace::waiting, {.id = object.id, .about = object.awaits});
            }
        }
    }

    const Store& store_;
    const LoopState& now_;
    std::size_t most_;
    Machine machine_;
    std::unordered_set<ObjectId> fired_;
};

// Where each thing is; one may be in several places, and several times in the ready queue.
class Whereabouts {
public:
    explicit Whereabouts(const Machine& machine) {
        for (std::size_t p = 0; p < kMachinePlaces; ++p)
            for (std::size_t i = 0; i < machine.places[p].size(); ++i)
                seats_.push_back({machine.places[p][i].id, static_cast<MachinePlace>(p), i});
        std::sort(seats_.begin(), seats_.end(), [](const Seat& a, const Seat& b) {
            return std::tie(a.id, a.place, a.index) < std::tie(b.id, b.place, b.index);
        });
    }
    bool anywhere(ObjectId id) const {
        const auto seat = std::partition_point(seats_.begin(), seats_.end(),
                                               [&](const Seat& each) { return each.id < id; });
        return seat != seats_.end() && seat->id == id;
    }
    // The n-th time that it is in the place.
    std::optional<Origin> in(ObjectId id, MachinePlace place, std::size_t n = 0) const {
        const auto first = std::partition_point(seats_.begin(), seats_.end(), [&](const Seat& each) {
            return std::tie(each.id, each.place) < std::tie(id, place);
        });
        if (static_cast<std::size_t>(seats_.end() - first) <= n) return std::nullopt;
        const Seat& seat = first[static_cast<std::ptrdiff_t>(n)];
        return seat.id == id && seat.place == place ? std::optional(Origin{place, seat.index}) : std::nullopt;
    }

private:
    struct Seat {
        ObjectId id;
        MachinePlace place;
        std::size_t index;
    };
    std::vector<Seat> seats_;
};

class Comparison {
public:
    Comparison(const Machine& before, const Machine& after)
        : before_(before), after_(after), was_(before), is_(after) {}

    MachineChange change() {
        MachineChange change;
        for (std::size_t p = 0; p < kMachinePlaces; ++p) {
            std::unordered_map<ObjectId, std::size_t> times;
            for (const MachineItem& token : after_.places[p])
                change.origins[p].push_back(origin(token, static_cast<MachinePlace>(p), times[token.id]++));
            for (std::size_t i = 0; i < before_.places[p].size(); ++i)
                if (!is_.anywhere(before_.places[p][i].id))
                    change.gone.push_back({static_cast<MachinePlace>(p), i});
        }
        return change;
    }

private:
    std::optional<Origin> origin(const MachineItem& token, MachinePlace place, std::size_t n) const {
        if (const auto same = was_.in(token.id, place, n)) return same;
        // From the place that it has left.
        for (std::size_t p = 0; p < kMachinePlaces; ++p) {
            const auto other = static_cast<MachinePlace>(p);
            if (other == place || is_.in(token.id, other)) continue;
            if (const auto seat = was_.in(token.id, other)) return seat;
        }
        if (place == MachinePlace::ready) {
            if (const auto watch = was_.in(token.id, MachinePlace::selector)) return watch;
            if (token.reason == ReadyReason::thread) return Origin{MachinePlace::threads, std::nullopt};
        }
        // Made by what ran.
        if (place != MachinePlace::running && !before_[MachinePlace::running].empty())
            return Origin{MachinePlace::running, 0};
        return std::nullopt;
    }

    const Machine &before_, &after_;
    Whereabouts was_, is_;
};

}  // namespace

Machine machine_of(const Store& store, const LoopState& now, std::size_t most) {
    return MachineBuilder(store, now, most).build();
}

bool MachineChange::empty() const {
    if (!gone.empty()) return false;
    for (std::size_t p = 0; p < kMachinePlaces; ++p)
        for (std::size_t i = 0; i < origins[p].size(); ++i)
            if (origins[p][i] != Origin{static_cast<MachinePlace>(p), i}) return false;
    return true;
}

MachineChange change_between(const Machine& before, const Machine& after) {
    return Comparison(before, after).change();
}

}  // namespace loopscope::viz
