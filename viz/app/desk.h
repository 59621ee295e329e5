// What lies before the user: what is open, how it is looked at, and what was said about it. The parts of the
// window that act on it share it.
#pragma once

#include "viz/app/at_cursor.h"
#include "viz/app/document.h"
#include "viz/app/panels.h"
#include "viz/app/path_work.h"
#include "viz/view/messages.h"
#include "viz/view/view_state.h"

#include <cstdint>
#include <optional>
#include <string>
#include <utility>

namespace loopscope::viz {

struct Desk {
    Document document;
    ViewState view;
    PathWork path_work;                // of the document
    std::optional<CriticalPath> path;  // while it is shown
    std::uint64_t path_of = 0;         // the document that it is of, by its generation
    AtCursor here;                     // as of the last refresh()
    Messages messages;
    Panels panels;

    const Words& words() const { return Words::of(view.language); }
    Store* store() { return document.store(); }

    // Brings `here` up to the cursor.
    void refresh();
    // The language has changed.
    void speak();
    // Requires a store, as all that follows.
    void seek(trace::EventIndex cursor) { view.playback.seek(*store(), cursor); }
    // The task that commands are about: the selected one, or the one that runs or ran last; 0: none.
    trace::ObjectId subject() const {
        return view.selection.empty() ? here.subject() : view.selection.object;
    }
    // The one with that name, if there is one.
    void select_task(const std::string& name);

    // News of what was done, which go by themselves; what stays until it is dismissed.
    void tell(const std::string& key, Saying::Values values = {}) {
        messages.tell(Saying::of(key, std::move(values)));
    }
    void warn(const std::string& key, Saying::Values values = {}) {
        messages.warn(Saying::of(key, std::move(values)));
    }
};

}  // namespace loopscope::viz
