// Which panel is where, for any size of window. One window, no floating boxes: nothing can be lost or
// overlap.
#pragma once

#include "viz/view/arrangement.h"
#include "viz/view/proportions.h"

#include <vector>

namespace loopscope::viz {

struct Rect {
    float x = 0, y = 0, width = 0, height = 0;

    float right() const { return x + width; }
    float bottom() const { return y + height; }
    bool empty() const { return width <= 0 || height <= 0; }
    bool holds(float px, float py) const { return px >= x && px < right() && py >= y && py < bottom(); }
    friend bool operator==(const Rect&, const Rect&) = default;
};

struct LayoutWish {
    float width = 0, height = 0;  // of the window
    float scale = 1;              // of the interface
    const Arrangement* arrangement = nullptr;
    bool present = false;                      // no header; the lowest tenth holds the transport only
    std::optional<View> alone = std::nullopt;  // this view takes the room of all others
    // Where there is no room for views one above the other, or not even for two side by side, this one has
    // it, of the others there are only tabs.
    std::optional<View> focus = std::nullopt;
    // The height that what the lower view says takes, where it is to be read: what it does not need is the
    // main view's. 0: not known.
    float reading = 0;
    // The height that all lanes take: what the main view does not need is the lower view's. 0: not known.
    float lanes = 0;
    float sentence = 0;    // the height that what it says takes; where there is room for one view only
    float answer = 0;      // the height that an answer covers at the foot of the lower view
    float low_answer = 0;  // the same in its smallest type, where there is no room for more; 0: not known
    const Proportions* proportions = nullptr;  // null: as they are before anybody moves a border
    // A recording that nobody has written a lesson about: its lanes have the room that the code does not need
    // at once.
    bool own = false;
};

// A border between places, which can be moved.
struct Divider {
    Border border{};
    Rect line;             // the border itself, of no width or of no height
    bool upright = false;  // it moves sideways
    float share = 0;       // of what Border says, where it stands now
    float least = 0, most = 1;
    float pixels = 1;       // for a share of 1
    bool mirrored = false;  // moved right or down, the share becomes less

    // Its share once it is moved by so many pixels, as far as it can be.
    float moved_by(float by) const;
};

struct Layout {
    Rect header, sentence, transport;
    // There is room for this view only: the header holds the tabs of all.
    std::optional<View> only = std::nullopt;
    Rect notice = {};                // what is said at the foot of the main view; empty if nothing is
    std::array<Rect, kViews> views;  // without the tabs above them; empty if not in front
    std::array<Rect, kPlaces> tabs;  // empty where there is nothing to choose
    std::vector<Divider> dividers = {};

    const Rect& operator[](View view) const { return views[static_cast<std::size_t>(view)]; }
    const Rect& operator[](Place place) const { return tabs[static_cast<std::size_t>(place)]; }
};

// Whether there is room for one view only. Requires, as the next: wish.arrangement is not null.
bool shows_one_view(const LayoutWish& wish);

Layout layout_of(const LayoutWish& wish);

// The border that gives a view more width or height, and whether its share grows with it. Null: none does.
struct Growth {
    const Divider* divider = nullptr;
    bool with_share = false;
};
Growth growth_of(const Layout& layout, const Arrangement& arrangement, View view, bool width);

}  // namespace loopscope::viz
