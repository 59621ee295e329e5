#include "viz/data/explain/critical_path.h"

#include "viz/data/recording/running.h"
#include "viz/data/recording/source_place.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <tuple>

namespace loopscope::viz {

using trace::Event;
using trace::EventIndex;
using trace::EventKind;
using trace::kNever;
using trace::ObjectId;
using trace::ReadyReason;

namespace {

// Where each event comes from, found in one pass: a search backwards from each would take too long where many
// tasks are ready at once.
class Origins {
public:
    Origins(const Store& store, const std::atomic<bool>* wanted)
        : store_(store), from_(store.event_count(), kNever), ended_(store.event_count(), kNever) {
        for (EventIndex i = 0; i < store.event_count(); ++i) {
            if (wanted != nullptr && !wanted->load(std::memory_order_relaxed)) return;
            see(i);
        }
    }

    // Of a step the entry of the ready queue; of what happens in a step, the step. kNever: unknown.
    EventIndex of(EventIndex index) const {
        const Event& event = store_.event(index);
        return event.kind == EventKind::ready ? of_ready(event, index) : from_[index];
    }
    EventIndex step_around(EventIndex index) const { return from_[index]; }
    // After so many events a step is over, with the time it took.
    EventIndex end_of(EventIndex step) const {
        const EventIndex end = ended_[step];
        if (end >= store_.event_count()) return store_.event_count();
        const bool told = end + 1 < store_.event_count() && store_.event(end + 1).kind == EventKind::clock;
        return end + (told ? 2 : 1);
    }
    // The last end of a step before; kNever: there is none.
    EventIndex end_before(EventIndex index) const {
        const auto after = std::lower_bound(ends_.begin(), ends_.end(), index);
        return after == ends_.begin() ? kNever : *std::prev(after);
    }

private:
    EventIndex of_ready(const Event& ready, EventIndex index) const {
        const auto known = [&](EventIndex event) { return event < index ? event : kNever; };
        const trace::ObjectIndex& objects = store_.objects();
        switch (static_cast<ReadyReason>(ready.flags)) {
            case ReadyReason::created: return known(objects[ready.a].created);
            case ReadyReason::woken:
            case ReadyReason::done_callback: return known(objects[ready.b].done);
            case ReadyReason::timer: return known(objects[ready.a].created);
            case ReadyReason::io:
            case ReadyReason::thread: return kNever;
            default: return from_[index];
        }
    }

    void see(EventIndex i) {
        const Event& event = store_.event(i);
        if (event.kind == EventKind::turn) running_.clear();
        from_[i] = running_.empty() ? kNever : running_.back();
        if (Running::begins(event.kind)) {
            const bool eager = event.kind == EventKind::step && (event.flags & trace::kEager) != 0;
            if (!eager) from_[i] = event.a < entries_.size() ? entries_[event.a] : kNever;
            running_.push_back(i);
        } else if (Running::ends(event.kind) && !running_.empty()) {
            ended_[running_.back()] = i;
            running_.pop_back();
            ends_.push_back(i);
        }
        if (event.kind == EventKind::ready || event.kind == EventKind::yield) {
            if (event.a >= entries_.size()) entries_.resize(event.a + std::size_t{1}, kNever);
            entries_[event.a] = i;
        }
    }

    const Store& store_;
    std::vector<EventIndex> from_, ended_;
    std::vector<EventIndex> entries_;  // the last of each object
    std::vector<EventIndex> ends_;     // ascending
    std::vector<EventIndex> running_;  // they nest
};

class WalkBack {
public:
    WalkBack(const Store& store, ObjectId task, const std::atomic<bool>* wanted)
        : store_(store), origins_(store, wanted) {
        const auto go_on = [&] { return wanted == nullptr || wanted->load(std::memory_order_relaxed); };
        if (!go_on()) return;
        EventIndex end = store.event_count();
        const std::uint32_t lane = task == 0 ? 0 : store.lanes().lane_of(task);
        if (lane != 0) end = std::min(end, store.lanes().lanes[lane].end + 1);
        path_.task = lane != 0 ? task : 0;
        path_.time_ns = store.time_at(end) - store.time_at(0);
        reached_ = end;
        reached_ns_ = store.time_at(end);
        EventIndex at = end;
        if (lane != 0 && end < store.event_count()) {
            at = end - 1;
        } else if (lane != 0) {
            const auto spans = store.lanes().spans_before(task, end);
            at = spans.empty() ? store.lanes().lanes[lane].begin : spans.back().begin;
            part(at + 1, PathKind::outside, 0, 0);
        } else if ((at = origins_.end_before(end)) != kNever) {
            part(origins_.end_of(origins_.step_around(at)), PathKind::outside, 0, 0);
        }
        while (at != kNever && at > 0 && go_on()) at = back_from(at);
        part(0, PathKind::outside, 0, 0);
        std::reverse(path_.parts.begin(), path_.parts.end());
        sum_up();
    }

    CriticalPath take() { return std::move(path_); }

private:
    // What lies between `begin` events and what has been reached.
    void part(EventIndex begin, PathKind kind, ObjectId task, ObjectId about) {
        if (begin >= reached_) return;
        part_at(begin, store_.time_at(begin), kind, task, about);
    }

    void part_at(EventIndex begin, std::int64_t begin_ns, PathKind kind, ObjectId task, ObjectId about) {
        begin_ns = std::min(begin_ns, reached_ns_);
        std::vector<PathPart>& parts = path_.parts;
        const bool same = !parts.empty() && parts.back().kind == kind && parts.back().task == task &&
                          parts.back().about == about && kind != PathKind::timer;
        if (same) {
            parts.back().begin = begin;
            parts.back().begin_ns = begin_ns;
        } else {
            parts.push_back({begin, reached_, begin_ns, reached_ns_, task, about, kind});
        }
        reached_ = begin;
        reached_ns_ = begin_ns;
    }

    ObjectId program_task(ObjectId id) const { return store_.lanes().lane_of(id) != 0 ? id : 0; }

    EventIndex back_from(EventIndex at) {
        const Event& event = store_.event(at);
        const EventIndex cause = origins_.of(at);
        if (cause == kNever || cause >= at) return across(at);
        if (event.kind == EventKind::ready) {
            if (static_cast<ReadyReason>(event.flags) == ReadyReason::timer)
                timer(cause, event.a);
            else
                part(cause + 1, PathKind::running, last_task_, last_about_);
            return cause;
        }
        if (Running::begins(event.kind) && !Running::begins(store_.event(cause).kind)) {
            // Whoever put it into the ready queue may have gone on running for a while.
            ran(event);
            const EventIndex by = origins_.step_around(cause);
            if (by != kNever && store_.event(cause).kind == EventKind::ready) {
                part(std::max(std::min(origins_.end_of(by), at + 1), cause + 1), PathKind::ready, last_task_,
                     last_about_);
                ran(store_.event(by));
            } else {
                part(cause + 1, PathKind::ready, last_task_, last_about_);
                return cause;
            }
            part(cause + 1, PathKind::running, last_task_, last_about_);
            return cause;
        }
        ran(store_.event(cause));
        part(cause + 1, PathKind::running, last_task_, last_about_);
        return cause;
    }

    void ran(const Event& step) {
        last_task_ = program_task(step.a);
        last_about_ = last_task_ == 0 ? step.a : 0;
        if (last_task_ != 0) waiter_ = last_task_;
    }

    // A timer that was due earlier waited for the loop.
    void timer(EventIndex made, ObjectId id) {
        const trace::ObjectInfo& timer = store_.objects()[id];
        const ObjectId task = program_task(timer.creator);
        const std::int64_t due = std::max(timer.value, store_.time_at(made + 1));
        if (timer.value > 0 && due < reached_ns_) {
            const EventIndex when =
                std::clamp(store_.first_at_time(due), std::min(made + 2, reached_), reached_);
            if (when < reached_) part_at(when, due, PathKind::ready, waiter_, 0);
        }
        part(made + 1, PathKind::timer, task, id);
    }

    // From what no event of the loop's led to: back to where the task began to wait that went on by it.
    EventIndex across(EventIndex at) {
        const Event& event = store_.event(at);
        const auto reason =
            event.kind == EventKind::ready ? static_cast<ReadyReason>(event.flags) : ReadyReason{};
        const PathKind kind = reason == ReadyReason::io       ? PathKind::network
                              : reason == ReadyReason::thread ? PathKind::thread
                                                              : PathKind::outside;
        EventIndex back = kNever;
        if (kind != PathKind::outside && waiter_ != 0) {
            const auto spans = store_.lanes().spans_before(waiter_, at);
            if (!spans.empty() && spans.back().state == SpanState::suspended) back = spans.back().begin;
        }
        if (back == kNever || back >= at) back = origins_.end_before(at);
        if (back == kNever || back >= at) return kNever;
        const EventIndex step = origins_.step_around(back);
        const EventIndex from = step == kNever ? back + 1 : std::min(origins_.end_of(step), at);
        part(std::max(from, back + 1), kind, kind == PathKind::outside ? 0 : waiter_, 0);
        return back;
    }

    void sum_up() {
        using Key = std::tuple<PathKind, ObjectId, ObjectId, trace::LocationId>;
        std::map<Key, std::size_t> known;
        for (std::uint32_t i = 0; i < path_.parts.size(); ++i) {
            const PathPart& part = path_.parts[i];
            const bool timer = part.kind == PathKind::timer;
            const trace::LocationId loc =
                timer ? store_.event(store_.objects()[part.about].created).loc : trace::LocationId{0};
            const ObjectId about = part.kind == PathKind::running && part.task == 0 ? part.about : 0;
            const auto [at, added] = known.try_emplace({part.kind, part.task, about, loc}, path_.sums.size());
            if (added) path_.sums.push_back({part.kind, part.task, part.about, loc, 0, {}});
            path_.sums[at->second].time_ns += part.time_ns();
            if (part.time_ns() > 0) path_.sums[at->second].parts.push_back(i);
        }
        std::stable_sort(path_.sums.begin(), path_.sums.end(),
                         [](const PathSum& a, const PathSum& b) { return a.time_ns > b.time_ns; });
    }

    const Store& store_;
    const Origins origins_;
    CriticalPath path_;
    EventIndex reached_ = 0;
    std::int64_t reached_ns_ = 0;
    ObjectId last_task_ = 0, last_about_ = 0;  // whose step was reached last
    ObjectId waiter_ = 0;                      // the last task of the program's
};

std::string_view path_key(PathKind kind, bool somebody) {
    switch (kind) {
        case PathKind::running: return somebody ? "path.running" : "path.callback";
        case PathKind::ready: return somebody ? "path.ready" : "path.callback_ready";
        case PathKind::timer: return somebody ? "path.timer" : "path.timer_of_none";
        case PathKind::network: return somebody ? "path.network" : "path.network_of_none";
        case PathKind::thread: return somebody ? "path.thread" : "path.thread_of_none";
        case PathKind::outside: break;
    }
    return "path.outside";
}

}  // namespace

CriticalPath critical_path(const Store& store, ObjectId task, const std::atomic<bool>* wanted) {
    return WalkBack(store, task, wanted).take();
}

const PathPart* part_before(const CriticalPath& path, EventIndex cursor) {
    const auto part = std::partition_point(path.parts.begin(), path.parts.end(),
                                           [&](const PathPart& p) { return p.end <= cursor; });
    return part == path.parts.end() ? nullptr : &*part;
}

std::string path_text(const Store& store, const PathSum& sum, const Words& words) {
    // Python's sleep() is a future, and a timer of its own.
    const trace::ObjectInfo& about = store.objects()[sum.about];
    const bool sleep = about.kind == trace::ObjectKind::sleep ||
                       store.objects()[about.parent].kind == trace::ObjectKind::sleep;
    const std::string what = sleep ? "sleep" : sum.about != 0 ? store.label(sum.about) : std::string();
    const std::string text =
        words.fill(path_key(sum.kind, sum.task != 0), {{"who", store.full_label(sum.task)}, {"what", what}});
    return sum.parts.size() < 2 ? text : std::to_string(sum.parts.size()) + " \u00d7 " + text;
}

std::string path_row(const Store& store, const CriticalPath& path, const PathSum& sum, const Words& words) {
    const double share =
        path.time_ns <= 0 ? 0 : 100.0 * static_cast<double>(sum.time_ns) / static_cast<double>(path.time_ns);
    const std::string place = place_text(store, sum.loc);
    return std::to_string(std::lround(share)) + " %  " + path_text(store, sum, words) + " (" +
           seconds_text(sum.time_ns, words) + ")" + (place.empty() ? "" : ", " + place);
}

std::string path_report(const Store& store, const CriticalPath& path, const Words& words) {
    std::string text = path.task == 0 ? words["path.of_run"]
                                      : words.fill("path.of_task", {{"who", store.full_label(path.task)}});
    text += "\n";
    if (path.time_ns <= 0) return text + words["path.no_time"] + "\n";
    for (const PathSum& sum : path.sums)
        if (sum.time_ns > 0) text += path_row(store, path, sum, words) + "\n";
    text += "\n";
    for (const PathPart& part : path.parts) {
        if (part.time_ns() <= 0) continue;
        const PathSum alone{part.kind, part.task, part.about, 0, 0, {}};
        text += "t = " + seconds_text(part.begin_ns, words) + " \u2013 " + seconds_text(part.end_ns, words) +
                ": " + path_text(store, alone, words) + "\n";
    }
    return text;
}

std::string path_sentence(const Store& store, const CriticalPath& path, const Words& words) {
    constexpr std::size_t kTold = 3;
    if (path.time_ns <= 0) return words["path.no_time"];
    std::string sentence = seconds_text(path.time_ns, words) + " = ";
    std::int64_t rest = path.time_ns;
    for (std::size_t i = 0; i < std::min(kTold, path.sums.size()) && path.sums[i].time_ns > 0; ++i) {
        rest -= path.sums[i].time_ns;
        sentence += (i == 0 ? "" : " + ") + path_text(store, path.sums[i], words) + " (" +
                    seconds_text(path.sums[i].time_ns, words) + ")";
    }
    if (rest > 0) sentence += " + " + words.fill("path.rest", {{"time", seconds_text(rest, words)}});
    return sentence;
}

}  // namespace loopscope::viz
