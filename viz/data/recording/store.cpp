#include "viz/data/recording/store.h"

#include "engine/trace/names.h"
#include "viz/data/recording/stops.h"

#include <algorithm>
#include <future>

namespace loopscope::viz {

using trace::Event;
using trace::EventIndex;
using trace::EventKind;

namespace {

constexpr EventIndex kWorthAThread = 100'000;

std::optional<MarkKind> mark_of(const Event& event) {
    switch (event.kind) {
        case EventKind::print: return MarkKind::output;
        case EventKind::task_raise:
        case EventKind::error:
        case EventKind::warning: return MarkKind::error;
        case EventKind::cancel:
        case EventKind::task_cancelled: return MarkKind::cancellation;
        case EventKind::intervene: return MarkKind::intervention;
        default: return std::nullopt;
    }
}

// Number of elements below `limit`.
std::size_t rank(const std::vector<EventIndex>& ascending, EventIndex limit) {
    return static_cast<std::size_t>(std::lower_bound(ascending.begin(), ascending.end(), limit) -
                                    ascending.begin());
}

}  // namespace

// The states at every event and the lanes are worked out side by side: neither needs the other.
Store::Store(trace::Recording recording, const std::function<bool(double)>& progress)
    : recording_(std::move(recording)), timeline_(recording_) {
    std::atomic<bool> wanted = true;
    const auto go_on = [&](double share) {
        if (progress && !progress(share)) wanted = false;
        return wanted.load();
    };
    const bool large = event_count() > kWorthAThread;
    auto indexed = std::async(large ? std::launch::async : std::launch::deferred,
                              [&] { return timeline_.index_all(go_on); });
    build(wanted);
    indexed.get();
}

void Store::build(const std::atomic<bool>& wanted) {
    objects_.update(recording_);
    LaneBuilder lanes;
    FlameBuilder flames;
    ScopeBuilder scopes;
    SideLaneBuilder sides;
    PrimitiveLaneBuilder primitives;
    StopCollector stops;
    const EventIndex count = event_count();
    entered_.resize(objects_.size(), trace::kNever);
    for (EventIndex i = 0; i < count && wanted.load(std::memory_order_relaxed); ++i) {
        const Event& event = recording_.events[i];
        lanes.see(event, i, objects_);
        const bool unsuspended = flames.see(event, i, lanes.lane_of(event.a));
        scopes.see(event, i, recording_, objects_, lanes);
        sides.see(event, i, recording_, objects_);
        primitives.see(event, i, recording_, objects_);
        stream_ends_.see(event, i, objects_);
        stops.see(event, i, objects_, unsuspended);
        if (const auto mark = mark_of(event)) {
            marks_.push_back({i, *mark});
        }
        if (event.kind == EventKind::print) prints_.push_back(i);
        if (event.kind == EventKind::intervene) interventions_.push_back(i);
        if (event.kind == EventKind::enter && event.loc == 0 && event.a < entered_.size())
            entered_[event.a] = i;
        if (event.kind == EventKind::turn) {
            const bool later = !turns_.empty() && turns_.back().time_ns != event.value;
            const bool shaded = !turns_.empty() && turns_.back().shaded != later;
            turns_.push_back({i, event.a, event.value, shaded});
        }
        if (event.kind == EventKind::clock) {
            passings_.push_back({i, event.value});
            ends_of_steps_ |= (event.flags & trace::kStepEnds) != 0;
        }
    }
    for (std::uint32_t i = 1; i < recording_.source_count(); ++i) {
        const std::string& text = recording_.source(i).text;
        const auto lines = static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n')) + 1;
        longest_source_ = std::max(longest_source_, lines);
    }
    lanes_ = lanes.finish(count);
    flames_ = flames.finish(count);
    scopes_ = scopes.finish(count);
    sides_ = sides.finish(count);
    primitive_lanes_ = primitives.finish(count);
    stream_ends_.finish();
    stops_ = stops.take();
    reports_ = stops.take_reports();
}

bool Store::reports_item(EventIndex event) const {
    return std::binary_search(reports_.begin(), reports_.end(), event);
}

std::string Store::label(trace::ObjectId id) const {
    // asyncio's own tasks have no lane: a number would be that of nothing which can be seen.
    if (is_task(objects_, id) && objects_[id].internal) {
        if (const std::string function = function_of(id); !function.empty()) return function + "()";
    }
    if (is_communicate(id)) return "communicate()";
    return numbered(id, label_of(recording_, objects_, id, *words_));
}

std::string Store::brief_label(trace::ObjectId id) const {
    if (is_communicate(id)) return "communicate()";
    return numbered(id, brief_label_of(recording_, objects_, id, *words_));
}

// What it gathers first is what feeds the child; the engine's tasks for it have names of their own.
bool Store::is_communicate(trace::ObjectId gather) const {
    if (objects_[gather].kind != trace::ObjectKind::gather) return false;
    const std::size_t next = std::size_t{objects_[gather].created} + 1;
    if (next >= event_count()) return false;
    const trace::Event& link = event(static_cast<trace::EventIndex>(next));
    if (link.kind != trace::EventKind::link || link.a != gather || !objects_[link.b].internal) return false;
    const std::string function = function_of(link.b), name = text(objects_[link.b].name);
    const auto feeds = [](std::string_view call) { return call == "_feed_stdin" || call == "_noop"; };
    return feeds(name) || feeds(function.substr(function.find_last_of('.') + 1));
}

// Of ends with one name each has its connection's number.
std::string Store::numbered(trace::ObjectId end, std::string label) const {
    if (!stream_ends_.shares_name(end)) return label;
    return label + " " + std::to_string(stream_ends_.number_of(end));
}

std::string Store::full_label(trace::ObjectId id) const {
    std::string text = label(id);
    constexpr std::string_view kDefault = "Task-";
    const bool by_default = text.starts_with(kDefault) &&
                            text.find_first_not_of("0123456789", kDefault.size()) == std::string::npos;
    if (!by_default || !is_task(objects_, id)) return text;
    const std::string call = call_of(id);
    return call.empty() ? text : text + " \u00b7 " + call;
}

std::string Store::function_of(trace::ObjectId task) const {
    if (task >= entered_.size() || entered_[task] == trace::kNever) return {};
    const std::string_view name = recording_.string(event(entered_[task]).text);
    return std::string(name.substr(name.find_last_of('.') + 1));
}

std::string Store::call_at(trace::EventIndex enter) const {
    const std::string_view name = recording_.string(event(enter).text);
    const std::string arguments = trace::arguments_of(recording_, event(enter));
    return std::string(name.substr(name.find_last_of('.') + 1)) + "(" + arguments + ")";
}

std::string Store::call_of(trace::ObjectId task) const {
    const std::string function = function_of(task);
    if (function.empty()) return function;
    const std::string call = call_at(entered_[task]);
    return call.ends_with("()") ? function : call;
}

std::string Store::function_called(trace::ObjectId callback) const {
    const trace::ObjectInfo& object = objects_[callback];
    const bool calls = object.kind == trace::ObjectKind::timer || object.kind == trace::ObjectKind::handle;
    if (!calls || object.internal || object.name == 0) return {};
    const std::string_view name = recording_.string(object.name);
    return name.starts_with('_') ? std::string() : std::string(name.substr(name.find_last_of('.') + 1));
}

std::optional<EventIndex> Store::last_stop(EventIndex count) const {
    const std::size_t before = rank(stops_, count);
    return before == 0 ? std::nullopt : std::optional(stops_[before - 1]);
}

std::size_t Store::printed(EventIndex count) const { return rank(prints_, count); }

const Turn* Store::turn_at(EventIndex count) const {
    const auto after = std::partition_point(turns_.begin(), turns_.end(),
                                            [&](const Turn& turn) { return turn.event < count; });
    return after == turns_.begin() ? nullptr : &*std::prev(after);
}

std::int64_t Store::time_at(EventIndex count) const {
    const Turn* turn = turn_at(count);
    const auto passed = std::partition_point(passings_.begin(), passings_.end(),
                                             [&](const Passing& p) { return p.event < count; });
    if (passed != passings_.begin() && (turn == nullptr || std::prev(passed)->event > turn->event))
        return std::prev(passed)->time_ns;
    return turn == nullptr ? 0 : turn->time_ns;
}

EventIndex Store::first_at_time(std::int64_t time_ns) const {
    const auto first = [&](const auto& moments) {
        const auto found = std::partition_point(moments.begin(), moments.end(),
                                                [&](const auto& m) { return m.time_ns < time_ns; });
        return found == moments.end() ? event_count() : found->event;
    };
    return std::min(first(turns_), first(passings_));
}

}  // namespace loopscope::viz
