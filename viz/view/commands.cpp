#include "viz/view/commands.h"

#include <algorithm>

namespace loopscope::viz {

namespace {

constexpr Chord key(Stroke s) { return {s}; }
constexpr Chord key(char c) { return {stroke(c)}; }
constexpr Chord ctrl(Stroke s) { return {s, true}; }
constexpr Chord ctrl(char c) { return {stroke(c), true}; }
constexpr Chord shift(Stroke s) { return {s, false, true}; }

constexpr std::string_view kStep = "Step", kRun = "Run to", kTimeline = "Timeline", kShow = "Show",
                           kCourse = "Course", kWindow = "Window";

// Page Up and Page Down are what presenter remotes send.
constexpr CommandInfo kCommands[] = {
    {Command::next_event, kStep, "Next event", {key(Stroke::right), key(Stroke::page_down), {}}},
    {Command::previous_event, kStep, "Previous event", {key(Stroke::left), key(Stroke::page_up), {}}},
    {Command::next_turn, kStep, "Next turn of the loop", {key(Stroke::down), ctrl(Stroke::right), {}}},
    {Command::previous_turn, kStep, "Previous turn", {key(Stroke::up), ctrl(Stroke::left), {}}},
    {Command::next_of_task, kStep, "Next event of this task", {shift(Stroke::right), {}, {}}},
    {Command::previous_of_task, kStep, "Previous event of this task", {shift(Stroke::left), {}, {}}},
    {Command::first, kStep, "To the start", {key(Stroke::home), {}, {}}},
    {Command::last, kStep, "To the end", {key(Stroke::end), {}, {}}},
    {Command::play, kStep, "Play or pause", {key(Stroke::space), {}, {}}},
    {Command::faster, kStep, "Play faster", {key('>'), key('.'), {}}},
    {Command::slower, kStep, "Play slower", {key('<'), key(','), {}}},
    {Command::find, kRun, "Find events", {key('/'), ctrl('f'), {}}},
    {Command::next_hit, kRun, "Next found event", {key(Stroke::f3), {}, {}}},
    {Command::previous_hit, kRun, "Previous found event", {shift(Stroke::f3), {}, {}}},
    {Command::next_cancellation, kRun, "Next cancellation", {key(Stroke::f4), {}, {}}},
    {Command::previous_cancellation, kRun, "Previous cancellation", {shift(Stroke::f4), {}, {}}},
    {Command::next_failure, kRun, "Next failure or warning", {key(Stroke::f6), {}, {}}},
    {Command::previous_failure, kRun, "Previous failure or warning", {shift(Stroke::f6), {}, {}}},
    {Command::when_done, kRun, "When the selected is done", {key(Stroke::f7), {}, {}}},
    {Command::when_made, kRun, "When the selected was made", {shift(Stroke::f7), {}, {}}},
    {Command::to_cause, kRun, "Why: go to the cause", {key('u'), {}, {}}},
    {Command::causes, kTimeline, "Show why it happens now", {key('q'), {}, {}}},
    {Command::zoom_in, kTimeline, "Zoom in", {key('w'), {}, {}}},
    {Command::zoom_out, kTimeline, "Zoom out", {key('s'), {}, {}}},
    {Command::pan_left, kTimeline, "Move left", {key('a'), {}, {}}},
    {Command::pan_right, kTimeline, "Move right", {key('d'), {}, {}}},
    {Command::fit, kTimeline, "Show everything", {key('z'), {}, {}}},
    {Command::axis, kTimeline, "Axis: events or clock", {key('x'), {}, {}}},
    {Command::future, kTimeline, "Show or hide the future", {key('f'), {}, {}}},
    {Command::next_task, kTimeline, "Select the next task", {shift(Stroke::down), key('j'), {}}},
    {Command::previous_task, kTimeline, "Select the task above", {shift(Stroke::up), key('k'), {}}},
    {Command::clear_selection, kTimeline, "Select nothing", {key(Stroke::escape), {}, {}}},
    {Command::layer_1, kShow, "Lanes, source, output", {key('1'), {}, {}}},
    {Command::layer_2, kShow, "+ ready queue, timers", {key('2'), {}, {}}},
    {Command::layer_3, kShow, "+ inspector, futures", {key('3'), {}, {}}},
    {Command::layer_4, kShow, "+ selector, streams", {key('4'), {}, {}}},
    {Command::show_course, kShow, "Course", {key('c'), {}, {}}},
    {Command::show_timeline, kShow, "Timeline", {key('y'), {}, {}}},
    {Command::show_source, kShow, "Source", {key('v'), {}, {}}},
    {Command::show_events, kShow, "Events", {key('e'), {}, {}}},
    {Command::show_statistics, kShow, "Statistics", {key('#'), {}, {}}},
    {Command::show_loop, kShow, "Loop", {key('l'), {}, {}}},
    {Command::show_graph, kShow, "Who awaits whom", {key('g'), {}, {}}},
    {Command::show_inspector, kShow, "Inspector", {key('i'), {}, {}}},
    {Command::show_output, kShow, "Output", {key('o'), {}, {}}},
    {Command::show_warnings, kShow, "Warnings", {key('!'), {}, {}}},
    {Command::show_lesson, kShow, "Lesson", {key('8'), {}, {}}},
    {Command::show_notes, kShow, "Teacher's notes", {key('9'), {}, {}}},
    {Command::next_view, kShow, "To the next panel", {key(Stroke::f2), {}, {}}},
    {Command::previous_view, kShow, "To the panel before", {shift(Stroke::f2), {}, {}}},
    {Command::only_this_view, kShow, "This panel alone, or all", {key(Stroke::f11), key(Stroke::enter), {}}},
    {Command::move_view, kShow, "Move this panel on", {key('m'), {}, {}}},
    {Command::reset_views, kShow, "Panels as they were", {key('0'), {}, {}}},
    {Command::sort_figures, kShow, "Sort the statistics on", {key('\''), {}, {}}},
    {Command::copy_figures, kShow, "Copy the statistics (CSV)", {ctrl('c'), {}, {}}},
    {Command::twin, kShow, "Python, C++ or both", {key('p'), {}, {}}},
    {Command::next_scenario, kCourse, "Next scenario", {key('n'), {}, {}}},
    {Command::previous_scenario, kCourse, "Previous scenario", {key('b'), {}, {}}},
    {Command::next_parameter, kCourse, "Next parameter", {key(Stroke::tab), {}, {}}},
    {Command::next_value, kCourse, "Its next value", {key(']'), key('+'), {}}},
    {Command::previous_value, kCourse, "Its previous value", {key('['), key('-'), {}}},
    {Command::rerun, kCourse, "Run again from the start", {key('r'), {}, {}}},
    {Command::question, kCourse, "Ask: predict, then run", {key('5'), {}, {}}},
    {Command::ask_here, kCourse, "Ask what comes next here", {key('7'), {}, {}}},
    {Command::be_the_loop, kCourse, "Be the loop: say what runs", {key('6'), {}, {}}},
    {Command::bigger, kWindow, "Larger", {ctrl('+'), ctrl('='), {}}},
    {Command::smaller, kWindow, "Smaller", {ctrl('-'), {}, {}}},
    {Command::normal_size, kWindow, "Normal size", {ctrl('0'), {}, {}}},
    {Command::theme, kWindow, "Light, dark or high contrast", {key('t'), {}, {}}},
    {Command::language, kWindow, "English or German", {ctrl('l'), {}, {}}},
    {Command::present, kWindow, "Projector view", {key(Stroke::f5), {}, {}}},
    {Command::palette, kWindow, "Find a command", {ctrl('p'), key(':'), {}}},
    {Command::help, kWindow, "This help", {key('?'), key(Stroke::f1), key('h')}},
    {Command::quit, kWindow, "Quit", {ctrl('q'), {}, {}}},
};

std::string_view stroke_text(Stroke s) {
    switch (s) {
        case Stroke::right: return "\u2192";
        case Stroke::left: return "\u2190";
        case Stroke::up: return "\u2191";
        case Stroke::down: return "\u2193";
        case Stroke::page_up: return "Page Up";
        case Stroke::page_down: return "Page Down";
        case Stroke::home: return "Home";
        case Stroke::end: return "End";
        case Stroke::space: return "Space";
        case Stroke::escape: return "Esc";
        case Stroke::enter: return "Enter";
        case Stroke::tab: return "Tab";
        case Stroke::f1: return "F1";
        case Stroke::f2: return "F2";
        case Stroke::f3: return "F3";
        case Stroke::f4: return "F4";
        case Stroke::f5: return "F5";
        case Stroke::f6: return "F6";
        case Stroke::f7: return "F7";
        case Stroke::f8: return "F8";
        case Stroke::f11: return "F11";
        default: return {};
    }
}

}  // namespace

std::span<const CommandInfo> all_commands() { return kCommands; }

const CommandInfo& info_of(Command command) {
    static constexpr CommandInfo kNone{};
    const auto found = std::find_if(std::begin(kCommands), std::end(kCommands),
                                    [&](const CommandInfo& info) { return info.command == command; });
    return found == std::end(kCommands) ? kNone : *found;
}

std::vector<const CommandInfo*> commands_like(std::string_view text) {
    const auto contains = [](std::string_view hay, std::string_view needle) {
        const auto same = [](char a, char b) { return (a | 0x20) == (b | 0x20); };
        return std::search(hay.begin(), hay.end(), needle.begin(), needle.end(), same) != hay.end();
    };
    std::vector<const CommandInfo*> found;
    for (const CommandInfo& info : kCommands) {
        bool fits = true;
        for (std::string_view rest = text; !rest.empty() && fits;) {
            const std::string_view word = rest.substr(0, rest.find(' '));
            rest.remove_prefix(std::min(word.size() + 1, rest.size()));
            fits = contains(info.name, word) || contains(info.group, word);
        }
        if (fits) found.push_back(&info);
    }
    return found;
}

Command command_for(Chord chord) {
    if (chord.stroke == Stroke::none) return Command::none;
    for (const CommandInfo& info : kCommands) {
        if (std::find(std::begin(info.chords), std::end(info.chords), chord) != std::end(info.chords))
            return info.command;
    }
    return Command::none;
}

std::optional<View> view_shown_by(Command command) {
    const auto offset = static_cast<int>(command) - static_cast<int>(Command::show_course);
    if (offset < 0 || offset >= static_cast<int>(kViews)) return std::nullopt;
    return static_cast<View>(offset);
}

Command command_showing(View view) {
    return static_cast<Command>(static_cast<int>(Command::show_course) + static_cast<int>(view));
}

bool is_typing(Chord chord) {
    switch (chord.stroke) {
        case Stroke::f1:
        case Stroke::f2:
        case Stroke::f3:
        case Stroke::f4:
        case Stroke::f5:
        case Stroke::f6:
        case Stroke::f7:
        case Stroke::f8:
        case Stroke::f11:
        case Stroke::page_up:
        case Stroke::page_down: return false;
        default: break;
    }
    // The usual keys of editing.
    constexpr std::string_view kEditing = "acvxyz";
    const auto number = static_cast<std::uint16_t>(chord.stroke);
    const bool character = number < 0x100;
    return !chord.ctrl || !character || kEditing.find(static_cast<char>(number)) != std::string_view::npos;
}

std::optional<Stroke> stroke_named(std::string_view name) {
    if (name.size() == 1) return stroke(name.front());
    for (auto code = static_cast<std::uint16_t>(Stroke::right);
         code <= static_cast<std::uint16_t>(Stroke::f11); ++code) {
        if (stroke_text(static_cast<Stroke>(code)) == name) return static_cast<Stroke>(code);
    }
    return std::nullopt;
}

std::string key_text(Chord chord) {
    std::string text;
    if (chord.ctrl) text += "Ctrl ";
    if (chord.shift) text += "Shift ";
    if (const std::string_view name = stroke_text(chord.stroke); !name.empty())
        return text + std::string(name);
    const auto character = static_cast<char>(chord.stroke);
    const bool letter = character >= 'a' && character <= 'z';
    return text + (letter ? static_cast<char>(character - 'a' + 'A') : character);
}

}  // namespace loopscope::viz
