// Which part of the window does what a command says.
#include "viz/app/app.h"

namespace loopscope::viz {

void App::perform(Command command) {
    desk_.messages.forget_news();
    if (perform_always(command) || perform_what_if(command)) return;
    if (desk_.store() != nullptr && (navigator_.perform(command) || perform_saving(command))) return;
    view_commands_.perform(command);
}

// The commands that are there whatever is open. Returns whether it is one of them.
bool App::perform_always(Command command) {
    const std::filesystem::path& file = desk_.document.file();
    switch (command) {
        case Command::none: return true;
        case Command::menu: open_menu_by_key(); return true;
        case Command::question: tutor_.ask(); return true;
        case Command::ask_here: tutor_.ask_here(); return true;
        case Command::be_the_loop: tutor_.be_the_loop(); return true;
        case Command::quit: leave([this] { quit_ = true; }); return true;
        case Command::open: desk_.panels.open.open(file.empty() ? "." : file.parent_path()); return true;
        case Command::next_scenario: change_scenario(1); return true;
        case Command::previous_scenario: change_scenario(-1); return true;
        case Command::next_plan: choose_plan(plans_.next()); return true;
        case Command::next_parameter: mark_parameter(1); return true;
        case Command::next_value: change_value(1); return true;
        case Command::previous_value: change_value(-1); return true;
        case Command::rerun: run_again(); return true;
        case Command::make_twin: make_twin(); return true;
        case Command::clear_selection: let_go(); return true;
        case Command::future:
            if (!tutor_.stop_predicting()) desk_.view.future = !desk_.view.future;
            return true;
        default: return false;
    }
}

// Esc takes away one thing after another, the uppermost first.
void App::let_go() {
    ViewState& view = desk_.view;
    Panels& panels = desk_.panels;
    if (view.palette) {
        view.palette = false;
    } else if (panels.prompt.is_open() || panels.open.is_open()) {
        panels.prompt.close();
        panels.open.close();
    } else if (view.help) {
        view.help = false;
    } else if ((opener_.awaited() && !desk_.messages.has_notice()) ||
               (!opener_.awaited() && tells_of_run())) {
        cancel_loading();
    } else if (tutor_.let_go()) {
        // What was asked, or the game, is over.
    } else if (desk_.messages.has_notice()) {
        desk_.messages.dismiss();
    } else if (view.alone) {
        view.alone.reset();
    } else if (view.measure) {
        view.measure.reset();
    } else {
        view.selection.clear();
    }
}

}  // namespace loopscope::viz
