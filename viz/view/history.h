// Where one has been: back and forward, as in a browser.
#pragma once

#include "engine/trace/event.h"

#include <optional>
#include <vector>

namespace loopscope::viz {

// A selected object and the moment at which it was looked at.
struct Visit {
    trace::ObjectId object = 0;
    trace::EventIndex cursor = 0;

    friend bool operator==(const Visit&, const Visit&) = default;
};

class History {
public:
    // One leaves `from` for something else. What could be gone forward to is forgotten.
    void leave(Visit from);
    // Where to go from `here`, if there is such a place.
    std::optional<Visit> back(Visit here);
    std::optional<Visit> forward(Visit here);
    void clear();

private:
    static constexpr std::size_t kMost = 200;
    std::vector<Visit> past_, future_;  // the nearest last
};

}  // namespace loopscope::viz
