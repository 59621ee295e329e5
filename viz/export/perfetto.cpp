#include "viz/export/perfetto.h"

#include "engine/trace/names.h"
#include "engine/trace/object_index.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cstdint>
#include <map>
#include <string_view>
#include <utility>
#include <vector>

namespace loopscope::viz {
namespace {

using Json = nlohmann::ordered_json;
using trace::EventKind;
using trace::ObjectId;

constexpr int kProcess = 1;
// What happens in one instant is drawn so far apart, if there is room before the next one.
constexpr std::int64_t kApart_ns = 1000;

// When each event is drawn, in nanoseconds of loop time; one more at the end.
std::vector<std::int64_t> drawn_at(const trace::Recording& recording) {
    const std::size_t count = recording.events.size();
    std::vector<std::int64_t> times;
    times.reserve(count + 1);
    std::int64_t now_ns = 0;
    for (std::size_t first = 0; first < count;) {
        std::size_t next = first + 1;
        std::int64_t next_ns = now_ns;
        for (; next < count && next_ns == now_ns; ++next) {
            const trace::Event& event = recording.events[next];
            if (event.kind == EventKind::turn || event.kind == EventKind::clock)
                next_ns = std::max(next_ns, event.value);
        }
        if (next_ns > now_ns) --next;  // that one is of the next instant
        const auto events = static_cast<std::int64_t>(next - first);
        const std::int64_t room_ns = next_ns > now_ns ? (next_ns - now_ns) / events : kApart_ns;
        for (std::int64_t i = 0; i < events; ++i) times.push_back(now_ns + i * std::min(room_ns, kApart_ns));
        first = next;
        now_ns = next_ns;
    }
    times.push_back(times.empty() ? 0 : times.back() + kApart_ns);
    return times;
}
constexpr ObjectId kLoopTrack = 0;  // tasks have the track of their object number

class PerfettoTrace {
public:
    explicit PerfettoTrace(const trace::Recording& recording)
        : recording_(recording), times_(drawn_at(recording)) {
        objects_.update(recording);
    }

    std::string text() {
        find_functions();
        name_tracks();
        for (std::size_t i = 0; i < recording_.events.size(); ++i) {
            add(recording_.events[i], static_cast<trace::EventIndex>(i));
        }
        const auto end = static_cast<trace::EventIndex>(recording_.events.size());
        while (!running_.empty()) close_running(end);
        for (const auto& [task, wait] : waits_) slice(task, wait.second, wait.first, end);
        return Json{{"traceEvents", events_}, {"displayTimeUnit", "ms"}}.dump(-1, ' ', false,
                                                                              kReplaceBadUtf8) +
               "\n";
    }

private:
    static constexpr auto kReplaceBadUtf8 = Json::error_handler_t::replace;

    struct Open {
        ObjectId track;
        std::string name;
        trace::EventIndex since;
        bool nested = false;  // a coroutine that is awaited within a step
    };

    struct WakeUp {
        ObjectId track = 0;
        trace::EventIndex at = 0;
    };

    static double microseconds(std::int64_t ns) { return static_cast<double>(ns) / 1e3; }

    Json base(const char* phase, ObjectId track, trace::EventIndex at) const {
        return {{"ph", phase}, {"pid", kProcess}, {"tid", track}, {"ts", microseconds(times_[at])}};
    }

    // What each task runs: the first coroutine that it enters.
    void find_functions() {
        for (std::size_t i = 0; i < recording_.events.size(); ++i) {
            const trace::Event& event = recording_.events[i];
            if (event.kind == EventKind::enter)
                functions_.try_emplace(event.a, recording_.string(event.text));
        }
    }

    std::string function_of(ObjectId task) const {
        const auto found = functions_.find(task);
        return found == functions_.end() ? std::string() : found->second;
    }

    void name_tracks() {
        events_.push_back(
            {{"ph", "M"},
             {"pid", kProcess},
             {"name", "process_name"},
             {"args",
              {{"name", recording_.header.program + " (loop time; 1 us an event within an instant)"}}}});
        name_track(kLoopTrack, "loop");
        for (ObjectId id = 1; id < objects_.size(); ++id) {
            if (objects_[id].kind == trace::ObjectKind::task) {
                const std::string function = function_of(id);
                name_track(id, trace::short_name(recording_, objects_, id) +
                                   (function.empty() ? "" : " \u00b7 " + function));
            }
        }
    }

    void name_track(ObjectId track, const std::string& name) {
        events_.push_back({{"ph", "M"},
                           {"pid", kProcess},
                           {"tid", track},
                           {"name", "thread_name"},
                           {"args", {{"name", name}}}});
        events_.push_back({{"ph", "M"},
                           {"pid", kProcess},
                           {"tid", track},
                           {"name", "thread_sort_index"},
                           {"args", {{"sort_index", track}}}});
    }

    void slice(ObjectId track, const std::string& name, trace::EventIndex from, trace::EventIndex to) {
        Json entry = base("X", track, from);
        entry["dur"] = microseconds(times_[to] - times_[from]);
        entry["name"] = name;
        entry["args"] = {{"turn", turn_}};
        events_.push_back(std::move(entry));
    }

    void instant(const trace::Event& event, trace::EventIndex at, std::string name) {
        Json entry = base("i", running_.empty() ? kLoopTrack : running_.back().track, at);
        entry["s"] = "t";
        entry["name"] = std::move(name);
        if (const trace::Location& location = recording_.location(event.loc); location.line != 0) {
            entry["args"] = {{"file", recording_.source(location.source).path}, {"line", location.line}};
        }
        events_.push_back(std::move(entry));
    }

    void counter(const std::string& name, std::int64_t count, trace::EventIndex at) {
        Json entry = base("C", kLoopTrack, at);
        entry["name"] = name;
        entry["args"] = {{"count", count}};
        events_.push_back(std::move(entry));
    }

    void count(const std::string& name, std::int64_t change, trace::EventIndex at) {
        std::int64_t& count = counts_[name];
        count = std::max<std::int64_t>(count + change, 0);
        counter(name, count, at);
    }

    void open_running(ObjectId track, std::string name, trace::EventIndex at, bool nested = false) {
        running_.push_back({track, std::move(name), at, nested});
    }

    void close_running(trace::EventIndex at) {
        if (running_.empty()) return;
        slice(running_.back().track, running_.back().name, running_.back().since, at);
        running_.pop_back();
    }

    // The coroutine in which a task's step goes on is drawn below that which awaits it.
    void enter(const trace::Event& event, trace::EventIndex at) {
        std::vector<std::string>& stack = stacks_[event.a];
        stack.emplace_back(recording_.string(event.text));
        const bool runs = !running_.empty() && running_.back().track == event.a;
        if (stack.size() > 1 && runs) open_running(event.a, stack.back(), at, true);
    }

    void leave(const trace::Event& event, trace::EventIndex at) {
        std::vector<std::string>& stack = stacks_[event.a];
        if (stack.empty()) return;
        stack.pop_back();
        if (!running_.empty() && running_.back().nested && running_.back().track == event.a)
            close_running(at);
    }

    void begin_step(const trace::Event& event, trace::EventIndex at) {
        if (const auto wait = waits_.find(event.a); wait != waits_.end()) {
            slice(event.a, wait->second.second, wait->second.first, at);
            waits_.erase(wait);
        }
        if (const auto flow = wake_ups_.find(event.a); flow != wake_ups_.end()) {
            arrow_end("s", flow->second.track, flow->second.at, flow->second.at);
            arrow_end("f", event.a, at, flow->second.at);
            wake_ups_.erase(flow);
        }
        const std::string_view thrown = recording_.string(event.text);
        const std::string function = function_of(event.a);
        const std::string name = function.empty() ? "step" : function;
        open_running(event.a, thrown.empty() ? name : name + " throw " + std::string(thrown), at);
        const std::vector<std::string>& stack = stacks_[event.a];
        for (std::size_t i = 1; i < stack.size(); ++i) open_running(event.a, stack[i], at, true);
        if ((event.flags & trace::kEager) == 0) count("ready queue", -1, at);
    }

    void make_ready(const trace::Event& event, trace::EventIndex at) {
        count("ready queue", 1, at);
        if (static_cast<trace::ReadyReason>(event.flags) == trace::ReadyReason::timer)
            count("timers", -1, at);
        if (objects_[event.a].kind == trace::ObjectKind::task) {
            if (const auto wait = waits_.find(event.a); wait != waits_.end())
                slice(event.a, wait->second.second, wait->second.first, at);
            waits_[event.a] = {at, "ready"};
        }
        if (running_.empty() || objects_[event.a].kind != trace::ObjectKind::task) return;
        wake_ups_[event.a] = {running_.back().track, at};
    }

    // An arrow has both its ends or is not there: who is woken may never run.
    void arrow_end(const char* phase, ObjectId track, trace::EventIndex at, trace::EventIndex id) {
        Json end = base(phase, track, at);
        if (*phase == 'f') end["bp"] = "e";
        end["id"] = id;
        end["name"] = "wakes";
        end["cat"] = "wake-up";
        events_.push_back(std::move(end));
    }

    void end_step(const trace::Event& event, trace::EventIndex at) {
        while (!running_.empty() && running_.back().nested) close_running(at);
        close_running(at);
        if (event.kind == EventKind::yield) count("ready queue", 1, at);
        if (event.kind == EventKind::await) {
            waits_[event.a] = {at, "waits for " + trace::describe(recording_, objects_, event.b, at)};
        } else if (event.kind == EventKind::yield) {
            waits_[event.a] = {at, "ready"};
        }
    }

    void add(const trace::Event& event, trace::EventIndex at) {
        const std::string text(recording_.string(event.text));
        switch (event.kind) {
            case EventKind::turn: turn_ = event.a; return instant(event, at, "turn " + std::to_string(turn_));
            case EventKind::step: return begin_step(event, at);
            case EventKind::call:
                count("ready queue", -1, at);
                return open_running(kLoopTrack, text.empty() ? "callback" : text, at);
            case EventKind::skip: return count("ready queue", -1, at);
            case EventKind::timer: return count("timers", 1, at);
            case EventKind::timer_cancel: return count("timers", -1, at);
            case EventKind::queue_put:
            case EventKind::queue_get:
                return count(trace::describe(recording_, objects_, event.a, at),
                             event.kind == EventKind::queue_put ? 1 : -1, at);
            case EventKind::enter: return enter(event, at);
            case EventKind::leave: return leave(event, at);
            case EventKind::yield:
            case EventKind::await:
            case EventKind::task_return:
            case EventKind::task_raise:
            case EventKind::task_cancelled:
            case EventKind::call_end: return end_step(event, at);
            case EventKind::ready: return make_ready(event, at);
            case EventKind::print: return instant(event, at, "print " + text);
            case EventKind::warning: return instant(event, at, "warning: " + text);
            case EventKind::error: return instant(event, at, "error: " + text);
            case EventKind::cancel:
                return instant(event, at, "cancel " + trace::describe(recording_, objects_, event.a, at));
            default: return;
        }
    }

    const trace::Recording& recording_;
    std::vector<std::int64_t> times_;
    trace::ObjectIndex objects_;
    Json events_ = Json::array();
    std::vector<Open> running_;                                            // innermost last
    std::map<ObjectId, std::pair<trace::EventIndex, std::string>> waits_;  // task -> since when, what for
    std::map<ObjectId, WakeUp> wake_ups_;  // task -> the arrow that ends at its next step
    std::map<ObjectId, std::string> functions_;
    std::map<ObjectId, std::vector<std::string>> stacks_;  // of each task, outermost first
    std::map<std::string, std::int64_t> counts_;
    std::uint32_t turn_ = 0;
};

}  // namespace

std::string to_perfetto(const trace::Recording& recording) { return PerfettoTrace(recording).text(); }

}  // namespace loopscope::viz
