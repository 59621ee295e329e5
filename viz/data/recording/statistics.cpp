#include "viz/data/recording/statistics.h"

#include <algorithm>

namespace loopscope::viz {

namespace {

// In the texts: figure.WORD.
constexpr std::string_view kWords[kFigures] = {"task",  "steps",          "longest_step", "waits", "waiting",
                                               "ready", "turns_in_queue", "running",      "end"};

std::uint32_t turns_between(const Store& store, trace::EventIndex begin, trace::EventIndex end) {
    const auto at = [&](trace::EventIndex event) {
        return std::partition_point(store.turns().begin(), store.turns().end(),
                                    [&](const Turn& turn) { return turn.event < event; });
    };
    return static_cast<std::uint32_t>(at(end) - at(begin));
}

void add(const Store& store, const Span& span, TaskFigures& figures) {
    const std::int64_t time = store.time_at(span.end + 1) - store.time_at(span.begin + 1);
    switch (span.state) {
        case SpanState::running:
            ++figures.steps;
            figures.longest_step = std::max(figures.longest_step, span.end - span.begin);
            figures.running_ns += time;
            break;
        case SpanState::ready:
            figures.ready_ns += time;
            figures.turns_ready += turns_between(store, span.begin, span.end);
            break;
        case SpanState::suspended:
            ++figures.waits;
            figures.waiting_ns += time;
            break;
        default: break;
    }
}

// What a column is sorted by; text for names, numbers else.
std::int64_t number_of(const TaskFigures& task, Figure figure) {
    switch (figure) {
        case Figure::steps: return task.steps;
        case Figure::longest_step: return task.longest_step;
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
        for (const Span& span : store.lanes().spans_of(lane)) add(store, span, figures);
        all.push_back(figures);
    }
    return all;
}

void sort_figures(std::vector<TaskFigures>& figures, Figure by, bool descending, const Store& store) {
    const auto less = [&](const TaskFigures& a, const TaskFigures& b) {
        if (by == Figure::task) return store.label(a.task) < store.label(b.task);
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
        case Figure::waiting:
        case Figure::ready:
        case Figure::running: return seconds_text(number_of(task, figure), words);
        case Figure::longest_step:
            return words.fill("figure.events", {{"count", std::to_string(task.longest_step)}});
        default: return std::to_string(number_of(task, figure));
    }
}

std::string figures_csv(const Store& store, const std::vector<TaskFigures>& figures) {
    std::string csv = "task,steps,longest_step_events,waits,waiting_s,ready_s,turns_in_queue,running_s,end\n";
    for (const TaskFigures& task : figures) {
        csv += quoted(store.full_label(task.task));
        for (std::size_t i = 1; i < kFigures; ++i) {
            const auto figure = static_cast<Figure>(i);
            const bool time =
                figure == Figure::waiting || figure == Figure::ready || figure == Figure::running;
            // Without its unit, which the columns name, and to the nanosecond.
            csv += "," + (time                    ? exact_seconds(number_of(task, figure))
                          : figure == Figure::how ? figure_text(store, task, figure)
                                                  : std::to_string(number_of(task, figure)));
        }
        csv += "\n";
    }
    return csv;
}

}  // namespace loopscope::viz
