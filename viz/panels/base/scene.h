// What a panel sees.
#pragma once

#include "viz/data/explain/critical_path.h"
#include "viz/data/runs/what_if.h"
#include "viz/data/text/lesson.h"
#include "viz/data/text/words.h"
#include "viz/draw.h"
#include "viz/services.h"
#include "viz/tracks/phase_track.h"
#include "viz/view/bookmarks.h"
#include "viz/view/view_state.h"

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace loopscope::viz {

// One of the scenario's goals, and whether this run reaches it.
struct GoalState {
    std::string text;
    bool reached = false;
};

// What the user could have the loop do at the cursor. Only worked out while the view that shows it is seen.
struct Possibilities {
    std::vector<WhatIf> all;
    trace::Moment at;
    bool after_step = false;  // a step runs at the cursor: it is done when that is over
};

// Something that goes on in the background.
struct Work {
    std::string what;   // "Opening run.loopscope ... 40 %"
    double share = 0;   // done, 0 to 1
    bool runs = false;  // a program of the user's: what is said of the run before is past
};

// What is to be shown in this frame.
struct Scene {
    const Theme* theme = nullptr;
    const Fonts* fonts = nullptr;
    float scale = 1;
    const Words* words = nullptr;
    std::string language = {};  // of the words: "en", "de"
    const Services* services = nullptr;
    const std::vector<PlanInfo>* plans = nullptr;
    const PlanInfo* plan = nullptr;          // null: the whole course
    const ScenarioInfo* scenario = nullptr;  // null: the recording is of none of the course's
    const Lesson* lesson = nullptr;          // of the scenario
    const ParameterValues* parameters = nullptr;
    const Store* store = nullptr;  // null: nothing is open
    std::uint64_t generation = 0;  // another number for each store: a new one may be where an old one was
    const trace::LoopState* now = nullptr;   // the loop at the cursor
    trace::EventIndex cursor = 0;            // so many events have happened
    std::optional<trace::EventIndex> focus;  // the event that has just happened
    std::vector<trace::EventIndex> chain;    // that event and what led to it, the nearest first
    const CriticalPath* path = nullptr;      // null: it is not shown
    trace::ObjectId about = 0;               // the task that runs then, or ran last; 0: none
    const Bookmarks* bookmarks = nullptr;    // of what is open
    std::string sentence;
    std::vector<GoalState> goals;
    std::vector<NamedPhase> phases;  // of the scenario, in this run
    Possibilities possible;
    bool can_rerun = false;                       // the program can be run again with something changed
    std::size_t warnings = 0;                     // of what may be seen
    std::shared_ptr<const Mistake> mistake = {};  // of the program that is open, as it was saved last
    const Store* before = nullptr;  // the run that was shown before this one; null: there is none
    // Of each scenario whose question was answered: whether the last answer was right.
    const std::map<std::string, bool>* last_answers = nullptr;
    bool predicting = false;          // the user is to say what comes before it is seen
    std::string title, title_before;  // of the two
    std::string notice;               // something went wrong; empty = no
    std::optional<Work> busy;         // something is being opened
    std::string news;                 // something was done; empty = no
    bool live = false;                // it is still being recorded
    bool edited = false;              // a program that runs again when it is saved
    bool own_program = false;         // what is open is a program of the learner's, not the course's
    std::string file = {};            // of that program
    std::uintmax_t file_bytes = 0;    // of the recording's file, as it was read; 0: it is in none
    // Of a lesson's links the one that the keys have come to, and whether it is pressed with them.
    std::optional<std::size_t> link = {};
    bool follows_link = false;
    // What is in front, or else the view that stands at `scrolled`, is scrolled by so many pixels.
    float scroll = 0;
    Rect scrolled = {};
    std::string connect = {};  // how to reach it oneself; empty if nothing is watched
    std::string open_to = {};  // where others can reach the server that is watched; empty: they cannot

    // A text of the window in the user's language, perhaps filled in.
    const std::string& say(std::string_view key) const { return (*words)[key]; }
    std::string say(std::string_view key, Words::Values values) const { return words->fill(key, values); }

    float px(float at_scale_1) const { return at_scale_1 * scale; }
    Brush brush(ImDrawList* draw) const { return {draw, theme, fonts, scale}; }
    Brush brush() const { return brush(ImGui::GetWindowDrawList()); }
    // What the panels are about: what is selected, else that task.
    trace::ObjectId subject(const ViewState& view) const {
        return view.selection.empty() ? about : view.selection.object;
    }
};

}  // namespace loopscope::viz
