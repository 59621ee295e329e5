#include "viz/view/history.h"

namespace loopscope::viz {

void History::leave(Visit from) {
    future_.clear();
    if (!past_.empty() && past_.back() == from) return;
    past_.push_back(from);
    if (past_.size() > kMost) past_.erase(past_.begin());
}

std::optional<Visit> History::back(Visit here) {
    while (!past_.empty()) {
        const Visit to = past_.back();
        past_.pop_back();
        if (to == here) continue;
        future_.push_back(here);
        return to;
    }
    return std::nullopt;
}

std::optional<Visit> History::forward(Visit here) {
    while (!future_.empty()) {
        const Visit to = future_.back();
        future_.pop_back();
        if (to == here) continue;
        past_.push_back(here);
        return to;
    }
    return std::nullopt;
}

void History::clear() {
    past_.clear();
    future_.clear();
}

}  // namespace loopscope::viz
