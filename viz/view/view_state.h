// How the user looks at what is open: theme, size, arrangement, place in the recording, selection.
#pragma once

#include "viz/data/recording/axis.h"
#include "viz/data/runs/what_if.h"
#include "viz/view/arrangement.h"
#include "viz/view/lane_rows.h"
#include "viz/view/layout.h"
#include "viz/view/measure.h"
#include "viz/view/motion.h"
#include "viz/view/playback.h"
#include "viz/view/proportions.h"
#include "viz/view/selection.h"
#include "viz/view/theme_name.h"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace loopscope::viz {

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
    bool asked = false;              // what comes next is asked: nothing of it is seen
    bool order_asked = false;        // ... in which order what is ready runs
    bool destination_asked = false;  // ... where a task goes
    bool shows_future() const { return future && !asked; }
    // Of so many events those that may be seen.
    trace::EventIndex seen_of(trace::EventIndex count) const {
        return shows_future() ? count : std::min(count, playback.cursor());
    }
    bool causes = false;  // the way back to what led to the present event is drawn
    // The projector view's, then one for each layer; each is as the user left it.
    std::vector<Arrangement> arrangements = untouched_arrangements();
    // Likewise: how the room is shared out in each.
    std::vector<Proportions> proportions = std::vector<Proportions>(kLastLayer + 1);
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
    Proportions& sizes() { return proportions[static_cast<std::size_t>(present ? kPresentLayer : layer)]; }
    const Proportions& sizes() const {
        return proportions[static_cast<std::size_t>(present ? kPresentLayer : layer)];
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

}  // namespace loopscope::viz
