#include "viz/view/commands.h"

#include <algorithm>

namespace loopscope::viz {

namespace {

constexpr Chord key(Stroke s) { return {s}; }
constexpr Chord key(char c) { return {stroke(c)}; }
constexpr Chord ctrl(Stroke s) { return {s, true}; }
constexpr Chord ctrl(char c) { return {stroke(c), true}; }
constexpr Chord shift(Stroke s) { return {s, false, true}; }
constexpr Chord ctrl_shift(Stroke s) { return {s, true, true}; }

constexpr std::string_view kStep = "step", kRun = "run", kTimeline = "timeline", kShow = "show",
                           kWhatIf = "whatif", kCourse = "course", kWindow = "window";

// Page Up and Page Down are what presenter remotes send.
constexpr CommandInfo kCommands[] = {
    {Command::next_event, kStep, "next_event", {key(Stroke::right), key(Stroke::page_down), {}}},
    {Command::previous_event, kStep, "previous_event", {key(Stroke::left), key(Stroke::page_up), {}}},
    {Command::next_turn, kStep, "next_turn", {key(Stroke::down), ctrl(Stroke::right), {}}},
    {Command::previous_turn, kStep, "previous_turn", {key(Stroke::up), ctrl(Stroke::left), {}}},
    {Command::next_of_task, kStep, "next_of_task", {shift(Stroke::right), {}, {}}},
    {Command::previous_of_task, kStep, "previous_of_task", {shift(Stroke::left), {}, {}}},
    {Command::first, kStep, "first", {key(Stroke::home), {}, {}}},
    {Command::last, kStep, "last", {key(Stroke::end), {}, {}}},
    {Command::play, kStep, "play", {key(Stroke::space), {}, {}}},
    {Command::faster, kStep, "faster", {key('>'), {}, {}}},
    {Command::slower, kStep, "slower", {key('<'), key(','), {}}},
    {Command::find, kRun, "find", {key('/'), ctrl('f'), {}}},
    {Command::next_hit, kRun, "next_hit", {key(Stroke::f3), {}, {}}},
    {Command::previous_hit, kRun, "previous_hit", {shift(Stroke::f3), {}, {}}},
    {Command::next_cancellation, kRun, "next_cancellation", {key(Stroke::f4), {}, {}}},
    {Command::previous_cancellation, kRun, "previous_cancellation", {shift(Stroke::f4), {}, {}}},
    {Command::next_failure, kRun, "next_failure", {key(Stroke::f6), {}, {}}},
    {Command::previous_failure, kRun, "previous_failure", {shift(Stroke::f6), {}, {}}},
    {Command::when_done, kRun, "when_done", {key(Stroke::f7), {}, {}}},
    {Command::when_made, kRun, "when_made", {shift(Stroke::f7), {}, {}}},
    {Command::to_cause, kRun, "to_cause", {key('u'), {}, {}}},
    {Command::to_line, kRun, "to_line", {key(Stroke::f10), {}, {}}},
    {Command::back_to_line, kRun, "back_to_line", {shift(Stroke::f10), {}, {}}},
    {Command::back, kRun, "back", {key('('), {}, {}}},
    {Command::forward, kRun, "forward", {key(')'), {}, {}}},
    {Command::causes, kTimeline, "causes", {key('q'), {}, {}}},
    {Command::path, kTimeline, "path", {key('"'), {}, {}}},
    {Command::zoom_in, kTimeline, "zoom_in", {key('w'), {}, {}}},
    {Command::zoom_out, kTimeline, "zoom_out", {key('s'), {}, {}}},
    {Command::pan_left, kTimeline, "pan_left", {key('a'), {}, {}}},
    {Command::pan_right, kTimeline, "pan_right", {key('d'), {}, {}}},
    {Command::fit, kTimeline, "fit", {key('z'), {}, {}}},
    {Command::axis, kTimeline, "axis", {key('x'), {}, {}}},
    {Command::future, kTimeline, "future", {key('f'), {}, {}}},
    {Command::next_task, kTimeline, "next_task", {shift(Stroke::down), key('j'), {}}},
    {Command::previous_task, kTimeline, "previous_task", {shift(Stroke::up), key('k'), {}}},
    {Command::clear_selection, kTimeline, "clear_selection", {key(Stroke::escape), {}, {}}},
    {Command::measure, kTimeline, "measure", {ctrl('m'), {}, {}}},
    {Command::zoom_selection, kTimeline, "zoom_selection", {key('*'), {}, {}}},
    {Command::bookmark, kTimeline, "bookmark", {ctrl('d'), {}, {}}},
    {Command::next_bookmark, kTimeline, "next_bookmark", {key(Stroke::f9), {}, {}}},
    {Command::previous_bookmark, kTimeline, "previous_bookmark", {shift(Stroke::f9), {}, {}}},
    {Command::group_lanes, kTimeline, "group_lanes", {ctrl('g'), {}, {}}},
    {Command::sort_lanes, kTimeline, "sort_lanes", {ctrl('t'), {}, {}}},
    {Command::filter_lanes, kTimeline, "filter_lanes", {ctrl('i'), {}, {}}},
    {Command::only_this_lane, kTimeline, "only_this_lane", {ctrl(Stroke::f11), {}, {}}},
    {Command::events_of_this, kTimeline, "events_of_this", {ctrl(Stroke::f3), {}, {}}},
    {Command::pin_lane, kTimeline, "pin_lane", {ctrl('k'), {}, {}}},
    {Command::fold_lane, kTimeline, "fold_lane", {ctrl('j'), {}, {}}},
    {Command::stacks, kTimeline, "stacks", {ctrl('u'), {}, {}}},
    {Command::sides, kTimeline, "sides", {ctrl('h'), {}, {}}},
    {Command::minimap, kTimeline, "minimap", {ctrl('n'), {}, {}}},
    {Command::layer_1, kShow, "layer_1", {key('1'), {}, {}}},
    {Command::layer_2, kShow, "layer_2", {key('2'), {}, {}}},
    {Command::layer_3, kShow, "layer_3", {key('3'), {}, {}}},
    {Command::layer_4, kShow, "layer_4", {key('4'), {}, {}}},
    {Command::show_course, kShow, "show_course", {key('c'), {}, {}}},
    {Command::show_timeline, kShow, "show_timeline", {key('y'), {}, {}}},
    {Command::show_source, kShow, "show_source", {key('v'), {}, {}}},
    {Command::show_events, kShow, "show_events", {key('e'), {}, {}}},
    {Command::show_statistics, kShow, "show_statistics", {key('#'), {}, {}}},
    {Command::show_loop, kShow, "show_loop", {key('l'), {}, {}}},
    {Command::show_graph, kShow, "show_graph", {key('g'), {}, {}}},
    {Command::show_inspector, kShow, "show_inspector", {key('i'), {}, {}}},
    {Command::show_output, kShow, "show_output", {key('o'), {}, {}}},
    {Command::show_warnings, kShow, "show_warnings", {key('!'), {}, {}}},
    {Command::show_lesson, kShow, "show_lesson", {key('8'), {}, {}}},
    {Command::show_notes, kShow, "show_notes", {key('9'), {}, {}}},
    {Command::show_references, kShow, "show_references", {key('%'), {}, {}}},
    {Command::show_what_if, kShow, "show_what_if", {ctrl('w'), {}, {}}},
    {Command::show_compare, kShow, "show_compare", {key('='), {}, {}}},
    {Command::show_streams, kShow, "show_streams", {key('|'), {}, {}}},
    {Command::show_primitives, kShow, "show_primitives", {key('&'), {}, {}}},
    {Command::next_view, kShow, "next_view", {key(Stroke::f2), {}, {}}},
    {Command::previous_view, kShow, "previous_view", {shift(Stroke::f2), {}, {}}},
    {Command::only_this_view, kShow, "only_this_view", {key(Stroke::f11), {}, {}}},
    {Command::move_view, kShow, "move_view", {key('m'), {}, {}}},
    {Command::reset_views, kShow, "reset_views", {key('0'), {}, {}}},
    {Command::wider, kShow, "wider", {ctrl_shift(Stroke::right), {}, {}}},
    {Command::narrower, kShow, "narrower", {ctrl_shift(Stroke::left), {}, {}}},
    {Command::higher, kShow, "higher", {ctrl_shift(Stroke::down), {}, {}}},
    {Command::flatter, kShow, "flatter", {ctrl_shift(Stroke::up), {}, {}}},
    {Command::reset_sizes, kShow, "reset_sizes", {ctrl_shift(Stroke::home), {}, {}}},
    {Command::menu, kShow, "menu", {ctrl(Stroke::f10), {}, {}}},
    {Command::copy_name, kShow, "copy_name", {key(';'), {}, {}}},
    {Command::sort_figures, kShow, "sort_figures", {key('\''), {}, {}}},
    {Command::copy_figures, kShow, "copy_figures", {ctrl('c'), {}, {}}},
    {Command::next_connection, kShow, "next_connection", {key('\\'), {}, {}}},
    {Command::hex, kShow, "hex", {ctrl('b'), {}, {}}},
    {Command::twin, kShow, "twin", {key('p'), {}, {}}},
    {Command::scroll_down, kShow, "scroll_down", {ctrl(Stroke::down), {}, {}}},
    {Command::scroll_up, kShow, "scroll_up", {ctrl(Stroke::up), {}, {}}},
    {Command::what_if_cancel, kWhatIf, "what_if_cancel", {ctrl('1'), {}, {}}},
    {Command::what_if_fail, kWhatIf, "what_if_fail", {ctrl('2'), {}, {}}},
    {Command::what_if_delay, kWhatIf, "what_if_delay", {ctrl('3'), {}, {}}},
    {Command::what_if_fire, kWhatIf, "what_if_fire", {ctrl('4'), {}, {}}},
    {Command::what_if_drop, kWhatIf, "what_if_drop", {ctrl('5'), {}, {}}},
    {Command::what_if_cut, kWhatIf, "what_if_cut", {ctrl('6'), {}, {}}},
    {Command::what_if_hold, kWhatIf, "what_if_hold", {ctrl('7'), {}, {}}},
    {Command::what_if_first, kWhatIf, "what_if_first", {ctrl('8'), {}, {}}},
    {Command::explore, kWhatIf, "explore", {ctrl('9'), {}, {}}},
    {Command::more, kWhatIf, "more", {ctrl('.'), {}, {}}},
    {Command::less, kWhatIf, "less", {ctrl(','), {}, {}}},
    {Command::next_failure_kind, kWhatIf, "next_failure_kind", {ctrl('x'), {}, {}}},
    {Command::take_back, kWhatIf, "take_back", {ctrl('z'), {}, {}}},
    {Command::original_run, kWhatIf, "original_run", {ctrl('r'), {}, {}}},
    {Command::next_scenario, kCourse, "next_scenario", {key('n'), {}, {}}},
    {Command::previous_scenario, kCourse, "previous_scenario", {key('b'), {}, {}}},
    {Command::next_plan, kCourse, "next_plan", {ctrl('a'), {}, {}}},
    {Command::next_parameter, kCourse, "next_parameter", {key(Stroke::tab), {}, {}}},
    {Command::next_value, kCourse, "next_value", {key(']'), key('+'), {}}},
    {Command::previous_value, kCourse, "previous_value", {key('['), key('-'), {}}},
    {Command::rerun, kCourse, "rerun", {key('r'), {}, {}}},
    {Command::make_twin, kCourse, "make_twin", {ctrl('e'), {}, {}}},
    {Command::question, kCourse, "question", {key('5'), {}, {}}},
    {Command::ask_here, kCourse, "ask_here", {key('7'), {}, {}}},
    {Command::be_the_loop, kCourse, "be_the_loop", {key('6'), {}, {}}},
    {Command::bigger, kWindow, "bigger", {ctrl('+'), ctrl('='), {}}},
    {Command::smaller, kWindow, "smaller", {ctrl('-'), {}, {}}},
    {Command::normal_size, kWindow, "normal_size", {ctrl('0'), {}, {}}},
    {Command::theme, kWindow, "theme", {key('t'), {}, {}}},
    {Command::language, kWindow, "language", {ctrl('l'), {}, {}}},
    {Command::present, kWindow, "present", {key(Stroke::f5), {}, {}}},
    {Command::motion, kWindow, "motion", {ctrl('y'), {}, {}}},
    {Command::open, kWindow, "open", {ctrl('o'), {}, {}}},
    {Command::save, kWindow, "save", {ctrl('s'), {}, {}}},
    {Command::save_picture, kWindow, "save_picture", {key(Stroke::f12), {}, {}}},
    {Command::save_drawing, kWindow, "save_drawing", {shift(Stroke::f12), {}, {}}},
    {Command::export_run, kWindow, "export_run", {ctrl(Stroke::f12), {}, {}}},
    {Command::blank, kWindow, "blank", {key('.'), {}, {}}},
    {Command::palette, kWindow, "palette", {ctrl('p'), key(':'), {}}},
    {Command::help, kWindow, "help", {key('?'), key(Stroke::f1), key('h')}},
    {Command::quit, kWindow, "quit", {ctrl('q'), {}, {}}},
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
        case Stroke::f9: return "F9";
        case Stroke::f10: return "F10";
        case Stroke::f11: return "F11";
        case Stroke::f12: return "F12";
        default: return {};
    }
}

// The names of those that other languages call otherwise.
std::string_view stroke_key(Stroke s) {
    switch (s) {
        case Stroke::page_up: return "key.page_up";
        case Stroke::page_down: return "key.page_down";
        case Stroke::home: return "key.home";
        case Stroke::end: return "key.end";
        case Stroke::space: return "key.space";
        case Stroke::enter: return "key.enter";
        default: return {};
    }
}

std::string character_text(Stroke s) {
    const auto character = static_cast<char>(s);
    const bool letter = character >= 'a' && character <= 'z';
    return {letter ? static_cast<char>(character - 'a' + 'A') : character};
}

}  // namespace

std::span<const CommandInfo> all_commands() { return kCommands; }

const CommandInfo& info_of(Command command) {
    static constexpr CommandInfo kNone{};
    const auto found = std::find_if(std::begin(kCommands), std::end(kCommands),
                                    [&](const CommandInfo& info) { return info.command == command; });
    return found == std::end(kCommands) ? kNone : *found;
}

const std::string& name_of(Command command, const Words& words) {
    return words["command." + std::string(info_of(command).word)];
}

const std::string& group_name(std::string_view group, const Words& words) {
    return words["group." + std::string(group)];
}

namespace {

bool contains(std::string_view hay, std::string_view needle) {
    const auto same = [](char a, char b) { return (a | 0x20) == (b | 0x20); };
    return std::search(hay.begin(), hay.end(), needle.begin(), needle.end(), same) != hay.end();
}

// Whether people call a command so, though its name says it otherwise: "undo". The text has entries like
// "undo: take_back original_run; …".
bool also_called(const CommandInfo& info, std::string_view word, const Words& words) {
    if (word.size() < 3) return false;
    std::string_view rest = words["palette.also"];
    while (!rest.empty()) {
        const std::string_view entry = rest.substr(0, rest.find(';'));
        rest.remove_prefix(std::min(entry.size() + 1, rest.size()));
        const std::size_t colon = entry.find(':');
        if (colon == std::string_view::npos || !contains(entry.substr(0, colon), word)) continue;
        const std::string commands = std::string(entry.substr(colon + 1)) + " ";
        if (commands.find(" " + std::string(info.word) + " ") != std::string::npos) return true;
    }
    return false;
}

}  // namespace

std::vector<const CommandInfo*> commands_like(std::string_view text, const Words& words) {
    std::vector<const CommandInfo*> found;
    for (const CommandInfo& info : kCommands) {
        bool fits = true;
        for (std::string_view rest = text; !rest.empty() && fits;) {
            const std::string_view word = rest.substr(0, rest.find(' '));
            rest.remove_prefix(std::min(word.size() + 1, rest.size()));
            fits = contains(name_of(info.command, words), word) || contains(info.word, word) ||
                   contains(group_name(info.group, words), word) || also_called(info, word, words);
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

bool is_about_window(Command command) {
    switch (command) {
        case Command::clear_selection:
        case Command::scroll_down:
        case Command::scroll_up:
        case Command::bigger:
        case Command::smaller:
        case Command::normal_size:
        case Command::theme:
        case Command::language:
        case Command::present:
        case Command::save_picture:
        case Command::blank:
        case Command::motion:
        case Command::palette:
        case Command::help:
        case Command::quit: return true;
        default: return false;
    }
}

std::optional<View> view_shown_by(Command command) {
    const auto offset = static_cast<int>(command) - static_cast<int>(Command::show_course);
    if (offset < 0 || offset >= static_cast<int>(kViews)) return std::nullopt;
    return static_cast<View>(offset);
}

Command command_showing(View view) {
    return static_cast<Command>(static_cast<int>(Command::show_course) + static_cast<int>(view));
}

std::optional<trace::InterventionKind> intervention_of(Command command) {
    const auto offset = static_cast<int>(command) - static_cast<int>(Command::what_if_cancel);
    if (offset < 0 || offset >= static_cast<int>(trace::kLastInterventionKind)) return std::nullopt;
    return static_cast<trace::InterventionKind>(offset + 1);
}

Command command_for(trace::InterventionKind kind) {
    return static_cast<Command>(static_cast<int>(Command::what_if_cancel) + static_cast<int>(kind) - 1);
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
        case Stroke::f9:
        case Stroke::f10:
        case Stroke::f11:
        case Stroke::f12:
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
    if (name.size() == 1) {
        // Letters are named as they are printed on the keys; what is typed on them is small.
        const char c = name.front();
        return stroke(c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c);
    }
    for (auto code = static_cast<std::uint16_t>(Stroke::right);
         code <= static_cast<std::uint16_t>(Stroke::f12); ++code) {
        if (stroke_text(static_cast<Stroke>(code)) == name) return static_cast<Stroke>(code);
    }
    return std::nullopt;
}

std::optional<Chord> chord_named(std::string_view name) {
    const auto begins = [&](std::string_view with) {
        const bool does = name.starts_with(with);
        if (does) name.remove_prefix(with.size());
        return does;
    };
    const bool ctrl = begins("Ctrl ") || begins("Ctrl+"), shift = begins("Shift ") || begins("Shift+");
    const auto key = stroke_named(name);
    return key ? std::optional(Chord{*key, ctrl, shift}) : std::nullopt;
}

std::string key_text(Chord chord) {
    std::string text;
    if (chord.ctrl) text += "Ctrl ";
    if (chord.shift) text += "Shift ";
    if (const std::string_view name = stroke_text(chord.stroke); !name.empty())
        return text + std::string(name);
    return text + character_text(chord.stroke);
}

std::string key_text(Chord chord, const Words& words) {
    std::string text;
    if (chord.ctrl) text += words["key.ctrl"] + " ";
    if (chord.shift) text += words["key.shift"] + " ";
    if (const std::string_view key = stroke_key(chord.stroke); !key.empty()) return text + words[key];
    const std::string_view name = stroke_text(chord.stroke);
    return text + (name.empty() ? character_text(chord.stroke) : std::string(name));
}

}  // namespace loopscope::viz
