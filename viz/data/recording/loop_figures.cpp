#include "viz/data/recording/loop_figures.h"

#include <algorithm>

namespace loopscope::viz {

using trace::Event;
using trace::EventIndex;
using trace::EventKind;

namespace {

void add_turns(const Store& store, const std::vector<EventIndex>& selects, LoopFigures& figures) {
    const std::vector<Turn>& turns = store.turns();
    auto select = selects.begin();
    for (std::size_t i = 0; i < turns.size(); ++i) {
        const EventIndex next = i + 1 < turns.size() ? turns[i + 1].event : store.event_count();
        while (select != selects.end() && *select < turns[i].event) ++select;
        const bool selected = select != selects.end() && *select < next;
        const EventIndex end = selected ? *select : next;
        const std::int64_t time = std::max<std::int64_t>(store.time_at(end) - turns[i].time_ns, 0);
        figures.in_turns_ns += time;
        if (time > figures.longest_turn_ns) {
            figures.longest_turn_ns = time;
            figures.longest_turn_at = turns[i].event;
        }
        // Before the first event of the next turn its time is not known.
        if (selected && next < store.event_count())
            figures.selecting_ns += std::max<std::int64_t>(turns[i + 1].time_ns - store.time_at(end), 0);
    }
}

}  // namespace

LoopFigures loop_figures(const Store& store) {
    LoopFigures figures{.turns = store.turns().size()};
    std::vector<EventIndex> selects;
    std::size_t queue = 0;
    for (EventIndex i = 0; i < store.event_count(); ++i) {
        const Event& event = store.event(i);
        const bool eager = event.kind == EventKind::step && (event.flags & trace::kEager) != 0;
        if (event.kind == EventKind::select) selects.push_back(i);
        if (event.kind == EventKind::ready || event.kind == EventKind::yield) {
            if (++queue > figures.longest_queue) {
                figures.longest_queue = queue;
                figures.longest_queue_at = i;
            }
        } else if ((event.kind == EventKind::step && !eager) || event.kind == EventKind::call ||
                   event.kind == EventKind::skip) {
            queue -= queue > 0 ? 1 : 0;
        }
        if (event.kind != EventKind::ready ||
            static_cast<trace::ReadyReason>(event.flags) != trace::ReadyReason::timer)
            continue;
        const std::int64_t late =
            store.time_at(i + 1) - std::max<std::int64_t>(store.objects()[event.a].value, 0);
        if (store.objects()[event.a].value > 0 && late > figures.latest_timer_ns) {
            figures.latest_timer_ns = late;
            figures.latest_timer_at = i;
        }
    }
    add_turns(store, selects, figures);
    return figures;
}

std::vector<LoopFigure> loop_figure_texts(const LoopFigures& figures, const Words& words) {
    std::vector<LoopFigure> all;
    const auto time = [&](std::string_view key, std::int64_t ns, EventIndex at = trace::kNever) {
        all.push_back({words.fill(key, {{"time", seconds_text(ns, words)}}), ns > 0 ? at : trace::kNever});
    };
    all.push_back({words.fill("loop_figure.turns", {{"count", std::to_string(figures.turns)}})});
    if (figures.longest_turn_ns > 0) {
        time("loop_figure.longest_turn", figures.longest_turn_ns, figures.longest_turn_at);
        time("loop_figure.in_turns", figures.in_turns_ns);
    }
    time("loop_figure.selecting", figures.selecting_ns);
    if (figures.longest_queue > 0)
        all.push_back({words.fill("loop_figure.queue", {{"count", std::to_string(figures.longest_queue)}}),
                       figures.longest_queue_at});
    if (figures.latest_timer_ns > 0)
        time("loop_figure.late", figures.latest_timer_ns, figures.latest_timer_at);
    return all;
}

}  // namespace loopscope::viz
