// What somebody who looked at a recording left in it. It changes nothing about what happened.
#pragma once

#include "engine/trace/event.h"

#include <optional>
#include <string>
#include <vector>

namespace loopscope::trace {

// A moment to come back to: after `at` events.
struct Bookmark {
    EventIndex at = 0;
    std::string note;

    friend bool operator==(const Bookmark&, const Bookmark&) = default;
};

struct Notes {
    std::vector<Bookmark> bookmarks;        // as they stand in the file
    std::optional<EventIndex> cursor = {};  // after how many events it was left

    bool empty() const { return bookmarks.empty() && !cursor; }
    friend bool operator==(const Notes&, const Notes&) = default;
};

}  // namespace loopscope::trace
