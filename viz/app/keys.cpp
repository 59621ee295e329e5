#include "viz/app/app.h"

#include <algorithm>
#include <cctype>

namespace loopscope::viz {

namespace {

constexpr char32_t kEnter = U'\n';  // among letters

}  // namespace

void App::type(char32_t letter) {
    const bool on_a_key = letter > U' ' && letter < 0x7F;
    const auto printed = static_cast<char>(std::tolower(on_a_key ? static_cast<int>(letter) : 0));
    pressed_.push_back({on_a_key ? Chord{stroke(printed)} : Chord{}, letter});
}

void App::take_keys() {
    if (layout()[View::events].empty()) panels_.events.leave_filter();
    while (!pressed_.empty()) {
        const Pressed pressed = pressed_.front();
        pressed_.pop_front();
        refresh();
        take_key(pressed);
    }
    hand_over_letters();
}

// A field that has just been opened takes no letters for a frame or two: it gets them then, and Enter after
// them.
void App::hand_over_letters() {
    constexpr int kPatience = 10;  // frames
    ImGuiIO& io = ImGui::GetIO();
    if (!io.WantTextInput && !asks_for_text()) letters_.clear();
    unheard_ = letters_.empty() || io.WantTextInput ? 0 : unheard_ + 1;
    if (unheard_ != 0 && unheard_ < kPatience) return;
    for (const char32_t letter : letters_) {
        if (letter == kEnter) {
            enter_box();
        } else if (io.WantTextInput) {
            io.InputQueueCharacters.push_back(static_cast<ImWchar>(letter));
        }
    }
    letters_.clear();
}

void App::enter_box() {
    if (panels_.prompt.is_open()) return panels_.prompt.enter();
    if (view_.palette) return panels_.palette.enter();
    if (panels_.open.is_open()) panels_.open.enter();
}

bool App::asks_for_text() const {
    return view_.palette || panels_.prompt.is_open() || panels_.open.is_open() ||
           panels_.events.wants_caret();
}

// By how many lines a key scrolls; 0: it does something else.
int App::lines_of(Chord chord) const {
    constexpr int kLines = 5, kPage = 15;
    const Command command = command_for(chord);
    if (command == Command::scroll_down) return kLines;
    if (command == Command::scroll_up) return -kLines;
    // Whoever is asked reads; nothing runs meanwhile.
    const bool asked = quiz_.full_screen() && quiz_.stage() == Quiz::Stage::asking;
    if (view_.help || asked) {
        if (chord == Chord{Stroke::down}) return kLines;
        if (chord == Chord{Stroke::up}) return -kLines;
    }
    if (view_.help && chord == Chord{Stroke::page_down}) return kPage;
    if (view_.help && chord == Chord{Stroke::page_up}) return -kPage;
    return 0;
}

// What is in front, else the view in focus. The arrows alone scroll the code beside a question.
void App::scroll(Chord chord, int lines) {
    const bool beside = quiz_.full_screen() && !chord.ctrl && !layout()[View::source].empty();
    const bool code = has_something_in_front() ? beside && !view_.help : view_.focus == View::source;
    if (code)
        panels_.source.scroll(lines);
    else
        scrolled_ += lines;
}

// Over a question the views are not seen: their keys would change behind it what comes.
bool App::acts_on_question(Command command) const {
    const bool of_code = command == Command::twin && !layout()[View::source].empty();
    return is_about_window(command) || command == Command::question || of_code;
}

// A question takes keys first; who types text takes what is no command.
void App::take_key(Pressed pressed) {
    const Chord chord = pressed.chord;
    if (view_.blank) {  // any key ends it
        view_.blank = false;
        if (command_for(chord) == Command::blank || chord.stroke == Stroke::escape) return;
    }
    if (leaving_) {
        if (chord.stroke == Stroke::escape) decide(Leaving::stay);
        if (chord.stroke == stroke('s')) decide(Leaving::save);
        if (chord.stroke == stroke('d')) decide(Leaving::discard);
        return;
    }
    // The field of a box that has just opened takes text only in a later frame; what is typed before is no
    // command either.
    const bool asks = asks_for_text();
    const bool typing = (asks || ImGui::GetIO().WantTextInput) && is_typing(chord);
    const bool closes = asks && chord.stroke == Stroke::escape;
    if (typing && !closes) {
        if (pressed.letter != 0) letters_.push_back(pressed.letter);
        // Of a key that is pressed and let go within one frame the field may see nothing.
        const bool unseen = panels_.prompt.is_open() || !letters_.empty() || !ImGui::GetIO().WantTextInput;
        if (chord == Chord{Stroke::enter} && unseen) letters_.push_back(kEnter);
        return;
    }
    if (const int lines = asks ? 0 : lines_of(chord); lines != 0) return scroll(chord, lines);
    const bool moved = game_ && quiz_.stage() == Quiz::Stage::answered;
    if (moved && chord == Chord{Stroke::enter}) {
        next_move();
    } else if (moved && quiz_.is_choice(chord)) {
        // Who plays presses these again and again: they are not to change the layer in between.
    } else if (view_.help || asks || !quiz_.take(chord)) {
        const Command command = command_for(chord);
        if (!quiz_.full_screen() || acts_on_question(command)) perform(command);
    } else if (quiz_.stage() == Quiz::Stage::closed) {  // it was put off
        if (game_) return be_the_loop();                // who does that plays no more
        give_back_values();
    }
}

}  // namespace loopscope::viz
