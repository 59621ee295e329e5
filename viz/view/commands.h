// Everything that can be done, each with a name and its keys. The keyboard, the buttons' hints and the help
// overlay are made from this one table.
#pragma once

#include "engine/trace/intervention.h"
#include "viz/data/text/words.h"
#include "viz/view/arrangement.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace loopscope::viz {

enum class Command : std::uint8_t {
    none,
    next_event,
    previous_event,
    next_turn,
    previous_turn,
    first,
    last,
    play,
    faster,
    slower,
    next_of_task,
    previous_of_task,
    next_task,
    previous_task,
    clear_selection,
    next_hit,
    previous_hit,
    next_cancellation,
    previous_cancellation,
    next_failure,
    previous_failure,
    when_done,
    when_made,
    to_cause,
    causes,
    path,
    find,
    zoom_in,
    zoom_out,
    pan_left,
    pan_right,
    fit,
    axis,
    future,
    layer_1,
    layer_2,
    layer_3,
    layer_4,
    show_course,
    show_timeline,
    show_source,
    show_events,
    show_statistics,
    show_loop,
    show_graph,
    show_inspector,
    show_output,
    show_warnings,
    show_lesson,
    show_notes,
    show_references,
    show_what_if,
    show_compare,
    show_streams,
    show_primitives,
    next_view,
    previous_view,
    only_this_view,
    move_view,
    reset_views,
    wider,
    narrower,
    higher,
    flatter,
    reset_sizes,
    menu,
    copy_name,
    sort_figures,
    copy_figures,
    next_connection,
    hex,
    twin,
    what_if_cancel,
    what_if_fail,
    what_if_delay,
    what_if_fire,
    what_if_drop,
    what_if_cut,
    what_if_hold,
    what_if_first,
    take_back,
    original_run,
    more,
    less,
    next_failure_kind,
    explore,
    scroll_down,
    scroll_up,
    next_scenario,
    previous_scenario,
    next_plan,
    next_parameter,
    next_value,
    previous_value,
    rerun,
    make_twin,
    question,
    ask_here,
    be_the_loop,
    bigger,
    smaller,
    normal_size,
    theme,
    language,
    present,
    measure,
    zoom_selection,
    bookmark,
    next_bookmark,
    previous_bookmark,
    group_lanes,
    sort_lanes,
    filter_lanes,
    only_this_lane,
    events_of_this,
    pin_lane,
    fold_lane,
    stacks,
    sides,
    minimap,
    to_line,
    back_to_line,
    back,
    forward,
    open,
    save,
    save_picture,
    save_drawing,
    export_run,
    blank,
    motion,
    palette,
    help,
    quit,
};

// Keys that are not characters. Characters stand for themselves, so that keyboards of all countries work.
enum class Stroke : std::uint16_t {
    none = 0,
    right = 0x100,
    left,
    up,
    down,
    page_up,
    page_down,
    home,
    end,
    space,
    escape,
    enter,
    tab,
    f1,
    f2,
    f3,
    f4,
    f5,
    f6,
    f7,
    f8,
    f9,
    f10,
    f11,
    f12,
};
constexpr Stroke stroke(char character) { return static_cast<Stroke>(static_cast<unsigned char>(character)); }

struct Chord {
    Stroke stroke{};
    bool ctrl = false;
    bool shift = false;  // only for strokes that are not characters

    friend bool operator==(const Chord&, const Chord&) = default;
};

struct CommandInfo {
    Command command{};
    std::string_view group;
    std::string_view word;  // its name in the texts: command.WORD says what it does, in the imperative
    Chord chords[3];        // the first is the one that hints show
};

// Whether a text field that is being written in wants this key for itself.
bool is_typing(Chord chord);

std::span<const CommandInfo> all_commands();
const CommandInfo& info_of(Command command);
const std::string& name_of(Command command, const Words& words);
const std::string& group_name(std::string_view group, const Words& words);
// Those whose name or group has every word of `text`, in the table's order; all if it is empty.
std::vector<const CommandInfo*> commands_like(std::string_view text, const Words& words);
Command command_for(Chord chord);
// Whether it does the same whatever is open, and shows nothing of the run: theme, size, help.
bool is_about_window(Command command);
// The view that a command shows or hides, and the command for a view.
std::optional<View> view_shown_by(Command command);
Command command_showing(View view);
// The intervention that a command stands for, and the command for one.
std::optional<trace::InterventionKind> intervention_of(Command command);
Command command_for(trace::InterventionKind kind);

// "Ctrl +", "Shift →", "Page Down": as keys are named on the command line and in English.
std::string key_text(Chord chord);
// The same in a language: "Strg +", "Umschalt →", "Bild ab".
std::string key_text(Chord chord, const Words& words);
// The key without Ctrl and Shift of this name: "Q", also "q", "Enter", "Page Down". Nothing if there is none.
std::optional<Stroke> stroke_named(std::string_view name);
// The same with "Ctrl " or "Shift " before it.
std::optional<Chord> chord_named(std::string_view name);

}  // namespace loopscope::viz
