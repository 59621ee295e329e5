#include "viz/data/recording/statistics.h"

#include "viz/data/recording/loop_figures.h"

#include <algorithm>
#include <limits>
#include <map>
#include <unordered_map>

namespace loopscope::viz {

namespace {

// In the texts: figure.WORD.
constexpr std::string_view kWords[kFigures] = {"task",  "lifetime",       "steps",    "longest_step",
                                               "waits", "waiting",        "sleeping", "longest_wait",
                                               "ready", "turns_in_queue", "running",  "end"};

std::uint32_t turns_between(const Store& store, trace::EventIndex begin, trace::EventIndex end) {
    const auto at = [&](trace::EventIndex event) {
        return std::partition_point(store.turns().begin(), store.turns().end(),
                                    [&](const Turn& turn) { return turn.event < event; });
    };
    return static_cast<std::uint32_t>(at(end) - at(begin));
}

bool is_sleep(const Store& store, trace::ObjectId awaited) {
    return store.objects()[awaited].kind == trace::ObjectKind::sleep;
}

// What it waited longer than it had asked for, because the loop was busy.
std::int64_t overslept(const Store& store, const Span& sleep) {
    const std::int64_t began = store.time_at(sleep.begin + 1), ended = store.time_at(sleep.end + 1);
    return ended - std::clamp(store.objects()[sleep.about].value, began, ended);
}

// Who sleeps waits for nobody: its longest sleep is told only of a task that waits for nothing else.
void add_wait(const Store& store, const Span& span, std::int64_t time, TaskFigures& figures) {
    const bool sleeps = is_sleep(store, span.about);
    ++figures.waits;
    if (sleeps) {
        const std::int64_t late = overslept(store, span);
        figures.ready_ns += late;
        time -= late;
    }
    (sleeps ? figures.sleeping_ns : figures.waiting_ns) += time;
    const bool first_wait = !sleeps && figures.longest_is_sleep && time > 0;
    const bool longer = time > figures.longest_wait_ns &&
                        (sleeps == figures.longest_is_sleep || figures.longest_wait_ns == 0);
    if (!first_wait && !longer) return;
    figures.longest_wait_ns = time;
    figures.longest_wait_for = span.about;
    figures.longest_wait_at = span.begin;
    figures.longest_is_sleep = sleeps;
}

void add(const Store& store, const Span& span, TaskFigures& figures) {
    const std::int64_t time = store.time_at(span.end + 1) - store.time_at(span.begin + 1);
    switch (span.state) {
        case SpanState::running:
            ++figures.steps;
            figures.longest_step = std::max(figures.longest_step, span.end - span.begin);
            figures.longest_step_ns = std::max(figures.longest_step_ns, time);
            figures.running_ns += time;
            break;
        case SpanState::ready:
            figures.ready_ns += time;
            figures.turns_ready += turns_between(store, span.begin, span.end);
            break;
        case SpanState::suspended: add_wait(store, span, time, figures); break;
        default: break;
    }
}

// What a column is sorted by; text for names, numbers else.
std::int64_t number_of(const TaskFigures& task, Figure figure) {
    switch (figure) {
        case Figure::steps: return task.steps;
        case Figure::lifetime: return task.lives_ns;
        case Figure::longest_step:
            return task.longest_step_ns != 0 ? task.longest_step_ns : task.longest_step;
        case Figure::longest_wait: return task.longest_is_sleep ? 0 : task.longest_wait_ns;
        case Figure::sleeping: return task.sleeping_ns;
        case Figure::waits: return task.waits;
        case Figure::waiting: return task.waiting_ns;
        case Figure::ready: return task.ready_ns;
        case Figure::turns_ready: return task.turns_ready;
        case Figure::running: return task.running_ns;
        case Figure::how: return static_cast<std::int64_t>(task.how);
        case Figure::task: break;
    }
    return 0;
}

// "3 s gather"
std::string longest_wait_text(const Store& store, const TaskFigures& task, const Words& words) {
    if (task.longest_wait_ns == 0) return "\u2013";
    const std::string what = task.longest_wait_for == 0 ? std::string()
                             : task.longest_is_sleep    ? "sleep"
                                                        : store.label(task.longest_wait_for);
    return seconds_text(task.longest_wait_ns, words) + (what.empty() ? "" : " " + what);
}

std::string quoted(const std::string& text) {
    std::string out = "\"";
    for (const char c : text) out += c == '"' ? std::string("\"\"") : std::string(1, c);
    return out + "\"";
}

}  // namespace

std::string_view end_key(LaneEnd how) {
    switch (how) {
        case LaneEnd::returned: return "state.finished";
        case LaneEnd::failed: return "state.failed";
        case LaneEnd::cancelled: return "state.cancelled";
        case LaneEnd::destroyed: return "state.destroyed";
        case LaneEnd::open: break;
    }
    return "figure.still_there";
}

const std::string& figure_name(Figure figure, const Words& words) {
    return words["figure." + std::string(kWords[static_cast<std::size_t>(figure)])];
}

std::vector<TaskFigures> task_figures(const Store& store) {
    std::vector<TaskFigures> all;
    for (const Lane& lane : store.lanes().lanes) {
        if (lane.task == 0) continue;
        TaskFigures figures{.task = lane.task, .how = lane.how};
        figures.lives_ns = store.time_at(lane.end + 1) - store.time_at(lane.begin + 1);
        for (const Span& span : store.lanes().spans_of(lane)) add(store, span, figures);
        all.push_back(figures);
    }
    return all;
}

std::vector<WaitSum> wait_sums(const Store& store, const Words& words) {
    std::map<std::string, WaitSum> sums;
    for (const Lane& lane : store.lanes().lanes) {
        if (lane.task == 0) continue;
        for (const Span& span : store.lanes().spans_of(lane)) {
            if (span.state != SpanState::suspended) continue;
            const bool sleep = is_sleep(store, span.about);
            const std::int64_t time = store.time_at(span.end + 1) - store.time_at(span.begin + 1) -
                                      (sleep ? overslept(store, span) : 0);
            if (time <= 0) continue;
            const trace::ObjectInfo& awaited = store.objects()[span.about];
            const bool function = awaited.kind == trace::ObjectKind::future && awaited.internal;
            const std::string what = sleep      ? "sleep"
                                     : function ? store.label(span.about)
                                                : words[kind_key(awaited.kind)];
            WaitSum& sum = sums.try_emplace(what, WaitSum{what, 0, 0, sleep}).first->second;
            // Two tasks may each sleep for 200 years.
            sum.time_ns += std::min(time, std::numeric_limits<std::int64_t>::max() - sum.time_ns);
            ++sum.count;
        }
    }
    std::vector<WaitSum> all;
    for (auto& [what, sum] : sums) all.push_back(std::move(sum));
    std::stable_sort(all.begin(), all.end(), [](const WaitSum& a, const WaitSum& b) {
        return a.sleep != b.sleep ? b.sleep : a.time_ns > b.time_ns;
    });
    return all;
}

void sort_figures(std::vector<TaskFigures>& figures, Figure by, bool descending, const Store& store) {
    std::unordered_map<trace::ObjectId, std::string> names;
    if (by == Figure::task)
        for (const TaskFigures& each : figures) names.emplace(each.task, store.label(each.task));
    const auto less = [&](const TaskFigures& a, const TaskFigures& b) {
        if (by == Figure::task) return names.at(a.task) < names.at(b.task);
        return number_of(a, by) < number_of(b, by);
    };
    std::stable_sort(figures.begin(), figures.end(), [&](const TaskFigures& a, const TaskFigures& b) {
        return descending ? less(b, a) : less(a, b);
    });
}

std::string figure_text(const Store& store, const TaskFigures& task, Figure figure, const Words& words) {
    switch (figure) {
        case Figure::task: return store.full_label(task.task);
        case Figure::how: return words[end_key(task.how)];
        case Figure::longest_wait: return longest_wait_text(store, task, words);
        case Figure::running:
            if (store.times_steps()) return seconds_text(task.running_ns, words);
            return task.running_ns == 0 ? "\u2013" : "> " + seconds_text(task.running_ns, words);
        case Figure::lifetime:
        case Figure::waiting:
        case Figure::sleeping:
        case Figure::ready: return seconds_text(number_of(task, figure), words);
        case Figure::longest_step:
            if (task.longest_step_ns != 0) return seconds_text(task.longest_step_ns, words);
            if (!store.times_steps()) return "\u2013";
            return words.fill("figure.events", {{"count", std::to_string(task.longest_step)}});
        default: return std::to_string(number_of(task, figure));
    }
}

std::string figures_csv(const Store& store, const std::vector<TaskFigures>& figures) {
    std::string csv =
        "task,lifetime_s,steps,longest_step_events,longest_step_s,waits,waiting_s,sleeping_s,longest_wait_s,"
        "longest_wait_for,ready_s,turns_in_queue,running_s,end\n";
    // Without units, which the columns name, and to the nanosecond. What was not measured is empty.
    for (const TaskFigures& task : figures) {
        const auto measured = [&](std::int64_t ns) {
            return ns == 0 && !store.times_steps() ? std::string() : exact_seconds(ns);
        };
        const std::string awaited =
            task.longest_wait_for == 0 ? std::string() : quoted(store.label(task.longest_wait_for));
        for (const std::string& cell :
             {quoted(store.full_label(task.task)), exact_seconds(task.lives_ns), std::to_string(task.steps),
              std::to_string(task.longest_step), measured(task.longest_step_ns), std::to_string(task.waits),
              exact_seconds(task.waiting_ns), exact_seconds(task.sleeping_ns),
              exact_seconds(task.longest_wait_ns), awaited, exact_seconds(task.ready_ns),
              std::to_string(task.turns_ready), measured(task.running_ns)})
            csv += cell + ",";
        csv += figure_text(store, task, Figure::how) + "\n";
    }
    // What the columns mean for the loop: its turns are its steps, and it waits in the selector.
    const LoopFigures loop = loop_figures(store);
    csv += "\"the loop\"," + exact_seconds(store.time_at(store.event_count())) + "," +
           std::to_string(loop.turns) + ",," + exact_seconds(loop.longest_turn_ns) + ",," +
           exact_seconds(loop.selecting_ns) + ",,,,,," + exact_seconds(loop.in_turns_ns) + ",\n";
    return csv;
}

}  // namespace loopscope::viz
