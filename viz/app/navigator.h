// Moves the cursor: by steps, to what is looked for, to bookmarks, and back to where one has been.
#pragma once

#include "viz/app/desk.h"
#include "viz/view/commands.h"
#include "viz/view/history.h"

#include <optional>

namespace loopscope::viz {

class Navigator {
public:
    // The desk must outlive it. All but forget() requires that something is open.
    explicit Navigator(Desk& desk) : desk_(desk) {}

    // Returns whether it was one of its commands.
    bool perform(Command command);
    // The present place is somewhere to come back to, before one goes somewhere else by a link.
    void leave_place() { history_.leave(here()); }
    // Something else is open: there is no way back.
    void forget() { history_.clear(); }

private:
    bool step(Command command);
    bool go_to_mark(Command command);
    // Goes to the nearest event of the sort that the command names. Returns whether it names one.
    bool run_to(Command command);
    std::optional<trace::EventIndex> sought(Command command, bool& wrapped);
    void arrive(Command command, trace::EventIndex found, bool wrapped);
    void select_lane(int by);
    void go_to_bookmark(std::optional<trace::EventIndex> place);
    void go_to_visit(std::optional<Visit> visit);
    Visit here() const { return {desk_.view.selection.object, desk_.view.playback.cursor()}; }

    Desk& desk_;
    History history_;
};

}  // namespace loopscope::viz
