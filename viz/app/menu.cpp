// The menu beside something: which commands are about it.
#include "viz/app/app.h"

#include "viz/data/recording/labels.h"

#include <algorithm>

namespace loopscope::viz {

// About what is selected, or the task that runs; of an event or a line in the source first what is about
// that.
void App::open_menu(const MenuWish& wish) {
    if (desk_.store() == nullptr || quiz().stage() != Quiz::Stage::closed) return;
    const Store& store = *desk_.store();
    const trace::ObjectId subject = desk_.subject();
    std::vector<Command> commands;
    const auto add = [&](std::initializer_list<Command> more) {
        commands.insert(commands.end(), more.begin(), more.end());
    };
    std::string title;
    if (wish.about == MenuWish::About::event) add({Command::bookmark, Command::to_cause, Command::causes});
    if (wish.about == MenuWish::About::line)
        add({Command::to_line, Command::back_to_line, Command::twin, Command::copy_figures});
    if (wish.about == MenuWish::About::object && subject != 0) {
        title = store.full_label(subject);
        const trace::ObjectKind kind = store.objects()[subject].kind;
        const bool task = store.lanes().lane_of(subject) != 0, primitive = trace::is_primitive(kind);
        if (task || primitive) add({Command::pin_lane, Command::fold_lane, Command::only_this_lane});
        add({Command::events_of_this});
        if (task) add({Command::next_of_task, Command::previous_of_task});
        add({Command::when_made});
        if (task) add({Command::when_done, Command::zoom_selection});
        for (const View view : {View::inspector, View::graph, View::primitives}) {
            const bool fits = view == View::inspector || (view == View::graph ? task : primitive);
            if (fits && layout()[view].empty()) add({command_showing(view)});
        }
        if (task && desk_.document.can_rerun()) add({Command::what_if_cancel});
        add({Command::copy_name});
    }
    std::vector<MenuEntry> entries;
    for (const Command command : commands) entries.push_back({command, menu_name(command)});
    if (!entries.empty()) desk_.panels.menu.open(title, std::move(entries), {wish.x, wish.y});
}

// What can be taken back is called so.
std::string App::menu_name(Command command) {
    const LaneWish& lanes = desk_.view.lanes;
    const trace::ObjectId subject = desk_.subject();
    const std::string label = desk_.store()->label(subject);
    const bool primitive = trace::is_primitive(desk_.store()->objects()[subject].kind);
    switch (command) {
        case Command::pin_lane:
            return desk_.words()[lanes.pinned.contains(label) ? "menu.unpin" : "menu.pin"];
        case Command::fold_lane: {
            const bool folded =
                primitive ? lanes.folds_primitives.value_or(false) : lanes.folded.contains(label);
            return desk_.words()[folded ? "menu.unfold" : "menu.fold"];
        }
        case Command::only_this_lane:
            if (lanes.filter == label) return desk_.words()["menu.all_lanes"];
            break;
        default: break;
    }
    return name_of(command, desk_.words());
}

// By key: in the view in focus.
void App::open_menu_by_key() {
    const Rect& rect = layout()[desk_.view.focus];
    const float inset = screen_.scale() * 48;
    const auto about = desk_.view.focus == View::source   ? MenuWish::About::line
                       : desk_.view.focus == View::events ? MenuWish::About::event
                                                          : MenuWish::About::object;
    open_menu({about, rect.x + inset, rect.y + inset});
}

// Returns whether that was all: what is no key of the menu closes it, and does what it always does.
bool App::take_menu_key(Chord chord) {
    MenuPanel& menu = desk_.panels.menu;
    if (!menu.is_open()) return false;
    if (chord == Chord{Stroke::down} || chord == Chord{Stroke::up}) {
        menu.move(chord.stroke == Stroke::down ? 1 : -1);
        return true;
    }
    const Command chosen = menu.chosen();
    menu.close();
    if (chord == Chord{Stroke::enter}) perform(chosen);
    return chord == Chord{Stroke::enter} || chord == Chord{Stroke::escape} ||
           command_for(chord) == Command::menu;
}

}  // namespace loopscope::viz
