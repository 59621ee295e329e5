#include "course/facts.h"

#include "engine/trace/names.h"
#include "engine/trace/step_log.h"

#include <algorithm>
#include <iterator>
#include <optional>
#include <utility>

namespace loopscope::course {
namespace {

using trace::EventKind;

// What the step log leaves out, but a question may be about.
bool is_told(EventKind kind) {
    switch (kind) {
        case EventKind::warning:
        case EventKind::error:
        case EventKind::timer_cancel:
        case EventKind::stream_write:
        case EventKind::stream_send:
        case EventKind::stream_receive:
        case EventKind::stream_read:
        case EventKind::stream_eof:
        case EventKind::stream_pause:
        case EventKind::stream_resume:
        case EventKind::stream_close:
        case EventKind::stream_lost: return true;
        default: return false;
    }
}

std::string told(const trace::Recording& recording, const trace::Event& event) {
    std::string text(trace::name_of(event.kind));
    if (event.text != 0) (text += ' ') += recording.string(event.text);
    return text;
}

std::vector<Line> other_lines(const trace::Recording& recording) {
    std::vector<Line> lines;
    std::int64_t now = 0;
    for (std::size_t i = 0; i < recording.events.size(); ++i) {
        const trace::Event& event = recording.events[i];
        if (event.kind == EventKind::turn || event.kind == EventKind::clock) now = event.value;
        if (is_told(event.kind))
            lines.push_back({static_cast<trace::EventIndex>(i), now, told(recording, event)});
    }
    return lines;
}

std::int64_t end_of(const trace::Recording& recording) {
    for (std::size_t i = recording.events.size(); i-- > 0;) {
        const trace::Event& event = recording.events[i];
        if (event.kind == EventKind::turn || event.kind == EventKind::clock) return event.value;
    }
    return 0;
}

}  // namespace

std::vector<Line> lines_of(const trace::Recording& recording) {
    std::vector<Line> steps;
    std::int64_t now = 0;  // the step log's own is that of the turn; time may pass within one
    trace::EventIndex next = 0;
    for (trace::StepLine& line : trace::step_lines(recording)) {
        for (; next <= line.event && next < recording.events.size(); ++next) {
            const trace::Event& event = recording.events[next];
            if (event.kind == EventKind::turn || event.kind == EventKind::clock) now = event.value;
        }
        steps.push_back({line.event, now, std::move(line.text)});
    }
    std::vector<Line> others = other_lines(recording), all;
    std::merge(std::make_move_iterator(steps.begin()), std::make_move_iterator(steps.end()),
               std::make_move_iterator(others.begin()), std::make_move_iterator(others.end()),
               std::back_inserter(all), [](const Line& a, const Line& b) { return a.event < b.event; });
    return all;
}

std::string lines_text(const trace::Recording& recording) {
    std::string text;
    for (const Line& line : lines_of(recording)) {
        const std::string time = trace::format_seconds(line.time_ns);
        constexpr std::size_t kWidth = 10;
        if (time.size() < kWidth) text.append(kWidth - time.size(), ' ');
        text += time + "  " + line.text + "\n";
    }
    return text;
}

Facts::Facts(const trace::Recording& recording) : Facts(recording, recording.header.parameters) {}

Facts::Facts(const trace::Recording& recording, std::map<std::string, std::string> values)
    : lines(lines_of(recording)), parameters(std::move(values)), end_ns(end_of(recording)) {}

// Goes back to the last star whenever the rest does not fit.
bool fits(std::string_view pattern, std::string_view text) {
    std::size_t p = 0, t = 0;
    std::optional<std::pair<std::size_t, std::size_t>>
        star;  // after it in the pattern; where it ends in the text
    while (t < text.size()) {
        if (p < pattern.size() && pattern[p] == '*') {
            star = {++p, t};
        } else if (p < pattern.size() && pattern[p] == text[t]) {
            ++p, ++t;
        } else if (star) {
            p = star->first;
            t = ++star->second;
        } else {
            return false;
        }
    }
    return pattern.find_first_not_of('*', p) == std::string_view::npos;
}

}  // namespace loopscope::course
