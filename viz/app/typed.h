// What was typed since the last frame, in order; and letters for a field that does not take them yet.
#pragma once

#include "viz/view/commands.h"

#include <deque>
#include <functional>
#include <optional>
#include <vector>

namespace loopscope::viz {

class Typed {
public:
    // A key, and the letter that it wrote, if any.
    struct Pressed {
        Chord chord;
        char32_t letter = 0;
    };
    void press(Chord chord) { pressed_.push_back({chord}); }
    // A letter: a key, or text for the field that is open by then.
    void type(char32_t letter);
    std::optional<Pressed> next();
    bool empty() const { return pressed_.empty() && letters_.empty(); }

    // Text for a field, kept until hand_over().
    void keep(char32_t letter) { letters_.push_back(letter); }
    void keep_enter() { letters_.push_back(kEnter); }
    bool keeps_text() const { return !letters_.empty(); }
    // A field that has just been opened takes no letters for a frame or two: it gets them then. `expected`:
    // one has been opened. `enter` is called for each Enter among them.
    void hand_over(bool expected, const std::function<void()>& enter);

private:
    static constexpr char32_t kEnter = U'\n';  // among letters
    std::deque<Pressed> pressed_;
    std::vector<char32_t> letters_;
    int unheard_ = 0;  // for how many frames
};

}  // namespace loopscope::viz
