// Which panel is where, for any size of window. One window, no floating boxes: nothing can be lost or
// overlap.
#pragma once

#include "viz/view/arrangement.h"

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
    // A recording that nobody has written a lesson about: its lanes have the room that the code does not need
    // at once.
    bool own = false;
};

struct Layout {
    Rect header, sentence, transport;
    // There is room for this view only: the header holds the tabs of all.
    std::optional<View> only = std::nullopt;
    Rect notice = {};                // what is said at the foot of the main view; empty if nothing is
    std::array<Rect, kViews> views;  // without the tabs above them; empty if not in front
    std::array<Rect, kPlaces> tabs;  // empty where there is nothing to choose

    const Rect& operator[](View view) const { return views[static_cast<std::size_t>(view)]; }
    const Rect& operator[](Place place) const { return tabs[static_cast<std::size_t>(place)]; }
};

// Whether there is room for one view only. Requires, as the next: wish.arrangement is not null.
bool shows_one_view(const LayoutWish& wish);

Layout layout_of(const LayoutWish& wish);

}  // namespace loopscope::viz
