// What a panel sees, what it may ask for, and the few widgets that all panels share.
#pragma once

#include "viz/data/recording/axis.h"
#include "viz/data/recording/source_place.h"
#include "viz/data/runs/what_if.h"
#include "viz/data/text/lesson.h"
#include "viz/data/text/words.h"
#include "viz/draw.h"
#include "viz/services.h"
#include "viz/tracks/phase_track.h"
#include "viz/view/bookmarks.h"
#include "viz/view/commands.h"
#include "viz/view/lane_rows.h"
#include "viz/view/layout.h"
#include "viz/view/measure.h"
#include "viz/view/motion.h"
#include "viz/view/playback.h"
#include "viz/view/selection.h"

#include <algorithm>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace loopscope::viz {

// What to do with bookmarks that are not saved.
enum class Leaving : std::uint8_t { save, discard, stay };

// How much larger or smaller than usual the interface can be.
inline constexpr float kSmallestSize = 0.75F, kLargestSize = 3.0F;

enum class Twin : std::uint8_t { automatic, python, cpp, both };

// How the user looks at it. Outlives the recording that is shown.
struct ViewState {
    ThemeName theme = ThemeName::light;
    std::string language = "en";
    float zoom = 1;  // of the interface, Ctrl + and -
    int layer = 2;
    bool help = false, palette = false, present = false, future = true;
    bool asked = false;  // what comes next is asked: nothing of it is seen
    bool shows_future() const { return future && !asked; }
    // Of so many events those that may be seen.
    trace::EventIndex seen_of(trace::EventIndex count) const {
        return shows_future() ? count : std::min(count, playback.cursor());
    }
    bool causes = false;  // the way back to what led to the present event is drawn
    // The projector view's, then one for each layer; each is as the user left it.
    std::vector<Arrangement> arrangements = untouched_arrangements();
    View focus = View::timeline;      // the panel that the keys for panels are about
    std::optional<View> alone;        // it has the room of all others
    bool course_beside = false;       // the list of scenarios, beside a recording that is none of them
    trace::ObjectId unexplained = 0;  // selected, and its inspector closed by the user
    AxisMode axis = AxisMode::logical;
    Twin twin = Twin::automatic;
    int parameter = 0;  // the one that the keys change
    LaneWish lanes;
    bool stacks = true, sides = true, minimap = true;
    std::optional<Measure> measure;
    bool measure_open = false;  // it reaches to the cursor
    bool blank = false;         // nothing is shown: the class looks at the teacher
    // What the next intervention is given.
    std::int64_t delay_ns = 1'000'000'000;
    std::int64_t cut_bytes = 5;
    // What the next one of that kind would be given.
    WhatIfAmount amount_of(trace::InterventionKind kind) const {
        return {kind == trace::InterventionKind::cut ? cut_bytes : delay_ns, trace::failures()[failure]};
    }
    std::size_t failure = 0;    // of trace::failures()
    Pace motion = Pace::quick;  // of what moves in the picture; off: reduced motion
    Playback playback;
    Selection selection;

    Arrangement& arrangement() {
        return arrangements[static_cast<std::size_t>(present ? kPresentLayer : layer)];
    }
    const Arrangement& arrangement() const {
        return arrangements[static_cast<std::size_t>(present ? kPresentLayer : layer)];
    }
    void toggle_pin(const std::string& label) {
        if (lanes.pinned.erase(label) == 0) lanes.pinned.insert(label);
    }
    // Whether it can be seen.
    bool shows(View which) const { return alone ? *alone == which : arrangement().shows(which); }
    // Whether a tab above it says its name.
    bool has_tab(View which) const {
        return !alone && arrangement().tabs(arrangement().place_of(which)).size() > 1;
    }
    static std::vector<Arrangement> untouched_arrangements();
};

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
    std::string what;  // "Opening run.loopscope ... 40 %"
    double share = 0;  // done, 0 to 1
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
    std::optional<trace::EventIndex> focus;  // the event that has just happened
    std::vector<trace::EventIndex> chain;    // that event and what led to it, the nearest first
    const Bookmarks* bookmarks = nullptr;    // of what is open
    std::string sentence;
    std::vector<GoalState> goals;
    std::vector<NamedPhase> phases;  // of the scenario, in this run
    Possibilities possible;
    bool can_rerun = false;                       // the program can be run again with something changed
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
    // The task that the panels are about: the selected one, or the one that runs or ran last.
    trace::ObjectId subject(const ViewState& view) const;
};

// What the user asked for; the app does it when the frame is over.
struct Wishes {
    std::vector<Command> commands;
    std::vector<Chord> keys;  // as if they were pressed: what a question offers
    std::optional<trace::EventIndex> seek;
    std::optional<trace::ObjectId> select;
    std::optional<SourcePlace> place;  // to be shown in the source
    std::optional<std::string> scenario;
    std::optional<const PlanInfo*> plan;  // null: the whole course
    std::optional<std::pair<std::string, std::string>> parameter;
    std::optional<std::size_t> take_back;  // an intervention, by its place in the recording's header
    bool dismiss_notice = false;
    bool cancel_loading = false;
    bool close_palette = false;
    std::optional<std::string> typed, entered;  // in the line that asks for something
    std::optional<std::filesystem::path> file;  // to be opened
    std::optional<Leaving> leaving;             // what to do with unsaved bookmarks
};

// A fixed piece of the window. Begin and end in pairs; the contents are inset by the padding.
void begin_panel(const char* name, const Scene& scene, Rect rect, ImVec2 padding, Color background,
                 bool scrolls);
void end_panel();
// Scrolls the present window of ImGui as far as the scene says: what is in front, or the view that stands
// there.
void scroll_by_keys(const Scene& scene, Rect view = {});
// A box above all panels that has the keyboard; also in pairs. `top`: how far down it begins, as a share of
// the window's height.
void begin_box(const char* name, const Scene& scene, Rect window, ImVec2 size, float top, ImVec2 padding);
void end_box();
// What is behind a box that wants an answer is darkened. Returns whether it was pressed, which means: away
// with the box.
bool scrim(const Scene& scene, Rect window);
// A line between two panels.
void panel_edge(const Scene& scene, Rect rect, bool right, bool bottom);

// Writes text in a type and colour as an ImGui item.
void write(const Scene& scene, Type type, Color color, std::string_view text);
void write_wrapped(const Scene& scene, Type type, Color color, std::string_view text);
// One line, cut with an ellipsis at the right edge; hovering shows all of it.
void write_line(const Scene& scene, Type type, Color color, std::string_view text);
// Small text in a line of body text, on the same baseline.
void small_beside(const Scene& scene, Color color, std::string_view text);
void heading(const Scene& scene, std::string_view text);
void space(const Scene& scene, float height);
// A key cap, as in hints, and how wide it is.
float key_cap_height(const Scene& scene);
float key_cap_width(const Scene& scene, std::string_view text);
void key_cap(const Scene& scene, std::string_view text);
// A key and what it does, to be pressed with the mouse, too. Returns whether it was pressed.
bool key_hint(const Scene& scene, std::string_view key, std::string_view words);
// Something to press; `chosen` is drawn filled. Returns whether it was pressed.
bool pill(const Scene& scene, const char* id, std::string_view text, bool chosen, float min_width = 0);
// Text in a line with them: as high as they are, its words in their middle.
void beside_pills(const Scene& scene, Type type, Color color, std::string_view text, float min_width = 0);
// A value, at least `width` wide, between buttons for less and more of it.
void stepper(const Scene& scene, Wishes& wishes, Command less, Command more, std::string_view value,
             float width);
// A line to press; it is cut where there is no more room. Returns whether it was pressed.
bool text_link(const Scene& scene, std::string_view text);
// The same in as many lines as it takes.
bool wrapped_link(const Scene& scene, std::string_view text);
// The name of an object that can be selected by clicking.
void object_link(const Scene& scene, Wishes& wishes, trace::ObjectId id, std::string_view text);
void tooltip(const Scene& scene, std::string_view text);
// Of a view that is about the whole run, while what comes is hidden: says so. Returns whether it is.
bool hidden_with_future(const Scene& scene, const ViewState& view);
// What a command does and its key, as in hints: "Play or pause  (Space)".
std::string hint_of(const Scene& scene, Command command);

// "gather_order.cpp:17"; empty if unknown.
std::string place_text(const Store& store, trace::LocationId loc);

}  // namespace loopscope::viz
