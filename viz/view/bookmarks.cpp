#include "viz/view/bookmarks.h"

#include <algorithm>
#include <utility>

namespace loopscope::viz {

using trace::Bookmark;
using trace::EventIndex;

namespace {

auto place_in(auto& all, EventIndex count) {
    return std::lower_bound(all.begin(), all.end(), count,
                            [](const Bookmark& bookmark, EventIndex at) { return bookmark.at < at; });
}

}  // namespace

void Bookmarks::take(const std::vector<Bookmark>& saved) {
    replace(saved);
    saved_ = all_;
}

void Bookmarks::replace(std::vector<Bookmark> bookmarks) {
    all_ = std::move(bookmarks);
    std::stable_sort(all_.begin(), all_.end(),
                     [](const Bookmark& a, const Bookmark& b) { return a.at < b.at; });
    all_.erase(std::unique(all_.begin(), all_.end(),
                           [](const Bookmark& a, const Bookmark& b) { return a.at == b.at; }),
               all_.end());
}

const Bookmark* Bookmarks::at(EventIndex count) const {
    const auto found = place_in(all_, count);
    return found != all_.end() && found->at == count ? &*found : nullptr;
}

bool Bookmarks::toggle(EventIndex count) {
    if (at(count) != nullptr) {
        remove(count);
        return false;
    }
    all_.insert(place_in(all_, count), {count, ""});
    return true;
}

void Bookmarks::note(EventIndex count, std::string text) { place_in(all_, count)->note = std::move(text); }

void Bookmarks::remove(EventIndex count) {
    const auto found = place_in(all_, count);
    if (found != all_.end() && found->at == count) all_.erase(found);
}

std::optional<EventIndex> Bookmarks::next(EventIndex count) const {
    if (all_.empty()) return std::nullopt;
    const auto found = std::upper_bound(all_.begin(), all_.end(), count,
                                        [](EventIndex at, const Bookmark& b) { return at < b.at; });
    return found == all_.end() ? all_.front().at : found->at;
}

std::optional<EventIndex> Bookmarks::previous(EventIndex count) const {
    if (all_.empty()) return std::nullopt;
    const auto found = place_in(all_, count);
    return found == all_.begin() ? all_.back().at : std::prev(found)->at;
}

}  // namespace loopscope::viz
