// Moments that somebody wants to come back to, each with a note. They belong to a recording and are saved in
// it.
#pragma once

#include "engine/trace/notes.h"

#include <optional>
#include <string>
#include <vector>

namespace loopscope::viz {

class Bookmarks {
public:
    // As the recording has them: nothing is unsaved.
    void take(const std::vector<trace::Bookmark>& saved);

    const std::vector<trace::Bookmark>& all() const { return all_; }  // by their place, each place once
    const trace::Bookmark* at(trace::EventIndex count) const;
    // Sets or takes away the one after `count` events. Returns whether it is there now.
    bool toggle(trace::EventIndex count);
    // Others in their place, e.g. where they are after a run with other parameters.
    void replace(std::vector<trace::Bookmark> bookmarks);
    // Requires: at(count) is there.
    void note(trace::EventIndex count, std::string text);
    void remove(trace::EventIndex count);
    // The nearest after or before that place, going round at the ends.
    std::optional<trace::EventIndex> next(trace::EventIndex count) const;
    std::optional<trace::EventIndex> previous(trace::EventIndex count) const;

    // Whether something would be lost.
    bool unsaved() const { return all_ != saved_; }
    void saved() { saved_ = all_; }

private:
    std::vector<trace::Bookmark> all_, saved_;
};

}  // namespace loopscope::viz
