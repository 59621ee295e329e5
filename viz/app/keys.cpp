// What a key means: text for a field, an answer, a command.
#include "viz/app/app.h"

namespace loopscope::viz {

void App::take_keys() {
    if (layout()[View::events].empty()) desk_.panels.events.leave_filter();
    while (const auto pressed = typed_.next()) {
        desk_.refresh();
        take_key(*pressed);
    }
    typed_.hand_over(asks_for_text(), [this] { enter_box(); });
}

void App::enter_box() {
    Panels& panels = desk_.panels;
    if (panels.prompt.is_open()) return panels.prompt.enter();
    if (desk_.view.palette) return panels.palette.enter();
    if (panels.open.is_open()) panels.open.enter();
}

bool App::asks_for_text() const {
    const Panels& panels = desk_.panels;
    return desk_.view.palette || panels.prompt.is_open() || panels.open.is_open() ||
           panels.events.wants_caret();
}

bool App::has_something_in_front() const { return desk_.view.help || quiz().stage() != Quiz::Stage::closed; }

// By how many lines a key scrolls; 0: it does something else.
int App::lines_of(Chord chord) const {
    constexpr int kLines = 5, kPage = 15;
    const bool help = desk_.view.help;
    const Command command = command_for(chord);
    if (command == Command::scroll_down) return kLines;
    if (command == Command::scroll_up) return -kLines;
    // Whoever is asked reads; nothing runs meanwhile.
    if (help || tutor_.reads_question()) {
        if (chord == Chord{Stroke::down}) return kLines;
        if (chord == Chord{Stroke::up}) return -kLines;
    }
    if (help && chord == Chord{Stroke::page_down}) return kPage;
    if (help && chord == Chord{Stroke::page_up}) return -kPage;
    return 0;
}

// What is in front, else the view in focus. The arrows alone scroll the code beside a question.
void App::scroll(Chord chord, int lines) {
    const bool beside = quiz().full_screen() && !chord.ctrl && !layout()[View::source].empty();
    const bool code =
        has_something_in_front() ? beside && !desk_.view.help : desk_.view.focus == View::source;
    if (code)
        desk_.panels.source.scroll(lines);
    else
        scrolled_ += lines;
}

// Shift Tab goes to a lesson's next link, Enter presses it.
bool App::take_in_lesson(Chord chord) {
    if (layout()[View::lesson].empty() || links_ == 0) return false;
    if (chord == Chord{Stroke::tab, false, true}) {
        link_ = link_ && *link_ + 1 < links_ ? *link_ + 1 : 0;
        return true;
    }
    if (chord != Chord{Stroke::enter} || !link_) return false;
    follows_link_ = true;
    return true;
}

// Over a question the views are not seen: their keys would change behind it what comes.
bool App::acts_on_question(Command command) const {
    const bool of_code = command == Command::twin && !layout()[View::source].empty();
    return is_about_window(command) || command == Command::question || of_code;
}

// A question takes keys first; who types text takes what is no command.
void App::take_key(Typed::Pressed pressed) {
    const Chord chord = pressed.chord;
    if (desk_.view.blank) {  // any key ends it
        desk_.view.blank = false;
        if (command_for(chord) == Command::blank || chord.stroke == Stroke::escape) return;
    }
    if (leaving_) {
        if (chord.stroke == Stroke::escape) decide(Leaving::stay);
        if (chord.stroke == stroke('s') || chord.stroke == Stroke::enter) decide(Leaving::save);
        if (chord.stroke == stroke('d')) decide(Leaving::discard);
        return;
    }
    if (take_menu_key(chord)) return;
    // The field of a box that has just opened takes text only in a later frame; what is typed before is no
    // command either.
    const bool asks = asks_for_text();
    const bool taken = ImGui::GetIO().WantTextInput;
    const bool closes = asks && chord.stroke == Stroke::escape;
    if ((asks || taken) && is_typing(chord) && !closes) {
        if (pressed.letter != 0) typed_.keep(pressed.letter);
        // Of a key that is pressed and let go within one frame the field may see nothing.
        const bool unseen = desk_.panels.prompt.is_open() || typed_.keeps_text() || !taken;
        if (chord == Chord{Stroke::enter} && unseen) typed_.keep_enter();
        return;
    }
    if (const int lines = asks ? 0 : lines_of(chord); lines != 0) return scroll(chord, lines);
    if (!asks && tutor_.take(chord)) return;
    if (!asks && take_in_lesson(chord)) return;
    const Command command = command_for(chord);
    if (!quiz().full_screen() || acts_on_question(command)) perform(command);
}

}  // namespace loopscope::viz
