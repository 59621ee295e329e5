#include "viz/view/layout.h"

#include <algorithm>
#include <initializer_list>
#include <utility>

namespace loopscope::viz {

namespace {

constexpr float kHeader = 44, kTransport = 72, kSentence = 64, kTabs = 28;
constexpr float kLow = 330, kLowSentence = 56;  // below that height views do not stand one above the other
constexpr float kLowForTwo = 560;               // the same where two runs stand one above the other
constexpr float kNarrow = 560;                  // below that width they do not stand side by side, either
constexpr float kLowForTwoBeside = 420;         // of the window: below that two runs have nothing beside them
constexpr float kLeastReading = 0.3F;           // of the height between header and transport
constexpr float kStrip = 30, kLowTransport = 50;
constexpr float kFewLanes = 176;  // an axis and five lanes, as low as they can be: what is read leaves it
// Pixels that a border leaves on either side: of a column, between columns, of a place in height.
constexpr float kLeastSide = 130, kLeastMiddle = 260, kLeastHigh = 84, kLeastMain = 110;
constexpr float kLineThatRuns = 104, kMostAnswered = 0.62F;  // tabs, a heading and a line; of the height

// Cuts a piece off a rectangle and returns it.
Rect cut_top(Rect& from, float height) {
    height = std::clamp(height, 0.0F, from.height);
    const Rect piece{from.x, from.y, from.width, height};
    from.y += height;
    from.height -= height;
    return piece;
}

Rect cut_bottom(Rect& from, float height) {
    height = std::clamp(height, 0.0F, from.height);
    from.height -= height;
    return {from.x, from.bottom(), from.width, height};
}

Rect cut_left(Rect& from, float width) {
    width = std::clamp(width, 0.0F, from.width);
    const Rect piece{from.x, from.y, width, from.height};
    from.x += width;
    from.width -= width;
    return piece;
}

Rect cut_right(Rect& from, float width) {
    width = std::clamp(width, 0.0F, from.width);
    from.width -= width;
    return {from.right(), from.y, width, from.height};
}

// Gives a place its view, below tabs if there is a choice.
class Fill {
public:
    Fill(Layout& layout, const Arrangement& arrangement, float tab_height)
        : layout_(&layout), arrangement_(&arrangement), tab_height_(tab_height) {}

    bool open(Place place) const { return arrangement_->front(place).has_value(); }
    bool has(Place place, std::optional<View> view) const {
        return view.has_value() && arrangement_->front(place) == view;
    }
    // Of a place of which only the tabs are seen.
    float tabs(Place place) const {
        return open(place) && arrangement_->tabs(place).size() > 1 ? tab_height_ : 0.0F;
    }

    void operator()(Place place, Rect rect) const {
        const std::optional<View> view = arrangement_->front(place);
        if (!view) return;
        if (arrangement_->tabs(place).size() > 1)
            layout_->tabs[static_cast<std::size_t>(place)] = cut_top(rect, tab_height_);
        if (!rect.empty()) layout_->views[static_cast<std::size_t>(*view)] = rect;
    }

private:
    Layout* layout_;
    const Arrangement* arrangement_;
    float tab_height_;
};

// Where the column is too low for all, the one in focus has it, else the first.
void fill_low_column(const Fill& fill, Rect column, std::optional<View> focus) {
    constexpr Place kDown[] = {Place::upper_right, Place::middle_right, Place::lower_right};
    const auto first = [&](auto&& is_it) { return std::find_if(std::begin(kDown), std::end(kDown), is_it); };
    auto chosen = first([&](Place place) { return fill.has(place, focus); });
    if (chosen == std::end(kDown)) chosen = first([&](Place place) { return fill.open(place); });
    if (chosen == std::end(kDown)) return;
    for (const Place place : {Place::lower_right, Place::middle_right, Place::upper_right}) {
        if (place == *chosen) break;
        fill(place, cut_bottom(column, fill.tabs(place)));
    }
    for (const Place place : kDown) {
        if (place == *chosen) break;
        fill(place, cut_top(column, fill.tabs(place)));
    }
    fill(*chosen, column);
}

// Where the user has put the borders, within what leaves something of either side; and notes where they
// stand.
class MovedBorders {
public:
    MovedBorders(Layout& layout, const Proportions* proportions) : layout_(&layout), moved_(proportions) {}

    bool moved(Border border) const { return moved_ != nullptr && moved_->share(border).has_value(); }
    // Of `whole`: what the user wants, else `otherwise`. What he wants is between `least` and `most`.
    float size(Border border, float whole, float otherwise, float least, float most) const {
        const auto share = moved_ != nullptr ? moved_->share(border) : std::nullopt;
        return share ? std::clamp(*share * whole, std::min(least, most), most) : otherwise;
    }
    void note(const Divider& divider) const {
        if (divider.pixels <= 0 || divider.most <= divider.least) return;
        layout_->dividers.push_back(divider);
    }

private:
    Layout* layout_;
    const Proportions* moved_;
};

// The open ones of three places share the column.
void fill_right_column(const Fill& fill, const MovedBorders& borders, Rect column, float s) {
    const bool upper = fill.open(Place::upper_right), middle = fill.open(Place::middle_right);
    const float whole = column.height, high = kLeastHigh * s;
    const float usual_foot = whole * (upper && middle ? 0.24F : upper || middle ? 0.32F : 1.0F);
    const bool foot = fill.open(Place::lower_right), divided = foot && (upper || middle);
    if (foot) {
        const float most = whole - high * (upper && middle ? 2.0F : 1.0F);
        const Rect place = cut_bottom(
            column, divided ? borders.size(Border::foot, whole, usual_foot, high, most) : usual_foot);
        if (divided)
            borders.note({.border = Border::foot,
                          .line = {place.x, place.y, place.width, 0},
                          .share = place.height / whole,
                          .least = high / whole,
                          .most = most / whole,
                          .pixels = whole,
                          .mirrored = true});
        fill(Place::lower_right, place);
    }
    if (upper && middle) {
        const float usual = std::min((whole - (foot ? usual_foot : 0.0F)) * 0.52F, column.height - high);
        const float most = column.height - high;
        const Rect place = cut_top(column, borders.size(Border::upper, whole, usual, high, most));
        borders.note({.border = Border::upper,
                      .line = {place.x, place.bottom(), place.width, 0},
                      .share = place.height / whole,
                      .least = high / whole,
                      .most = most / whole,
                      .pixels = whole});
        fill(Place::upper_right, place);
    } else if (upper) {
        fill(Place::upper_right, cut_top(column, column.height));
    }
    fill(Place::middle_right, column);
}

// What is in focus if it is open, else the first that is.
View only_view(const LayoutWish& wish) {
    if (wish.alone) return *wish.alone;
    const Arrangement& all = *wish.arrangement;
    if (wish.focus && all.shows(*wish.focus)) return *wish.focus;
    for (const Place place : {Place::main, Place::lower, Place::left, Place::upper_right, Place::middle_right,
                              Place::lower_right}) {
        if (const auto view = all.front(place)) return *view;
    }
    return View::timeline;
}

bool compares(const LayoutWish& wish) { return wish.arrangement->front(Place::main) == View::compare; }

Layout narrow_layout(const LayoutWish& wish) {
    constexpr float kMostSentence = 0.5F;  // of what is left
    Layout layout;
    Rect rest{0, 0, wish.width, wish.height};
    layout.only = only_view(wish);
    if (!wish.alone) layout.header = cut_top(rest, kStrip * wish.scale);
    layout.transport = cut_bottom(rest, kLowTransport * wish.scale);
    const float sentence = std::min(wish.sentence, rest.height * kMostSentence);
    // Of two runs the sentence that matters is the one about their difference, beside an answer it is the
    // answer; the lanes need the room.
    const bool told_otherwise = layout.only == View::compare || wish.answer > 0;
    if (!told_otherwise || rest.height >= kLow * wish.scale)
        layout.sentence = cut_bottom(rest, std::max(sentence, kLowSentence * wish.scale));
    layout.views[static_cast<std::size_t>(*layout.only)] = rest;
    return layout;
}

}  // namespace

float Divider::moved_by(float by) const {
    return std::clamp(share + (mirrored ? -by : by) / pixels, least, most);
}

Growth growth_of(const Layout& layout, const Arrangement& arrangement, View view, bool width) {
    const auto first_of = [&](std::initializer_list<std::pair<Border, bool>> all) {
        for (const auto& [border, with_share] : all)
            for (const Divider& divider : layout.dividers)
                if (divider.border == border) return Growth{&divider, with_share};
        return Growth{};
    };
    const Place place = arrangement.place_of(view);
    const bool column = place != Place::left && place != Place::main && place != Place::lower;
    if (width) {
        if (place == Place::left) return first_of({{Border::left, true}});
        if (column) return first_of({{Border::right, true}});
        return first_of({{Border::right, false}, {Border::left, false}});
    }
    switch (place) {
        case Place::left: return {};
        case Place::main: return first_of({{Border::lower, false}});
        case Place::lower: return first_of({{Border::lower, true}});
        case Place::upper_right: return first_of({{Border::upper, true}, {Border::foot, false}});
        case Place::middle_right: return first_of({{Border::foot, false}, {Border::upper, false}});
        case Place::lower_right: return first_of({{Border::foot, true}, {Border::lower, true}});
    }
    return {};
}

bool shows_one_view(const LayoutWish& wish) {
    if (wish.width < kNarrow * wish.scale) return true;
    return compares(wish) && !wish.present && !wish.alone && wish.height < kLowForTwoBeside * wish.scale;
}

Layout layout_of(const LayoutWish& wish) {
    const float s = wish.scale;
    if (shows_one_view(wish)) return narrow_layout(wish);
    Layout layout;
    Rect rest{0, 0, wish.width, wish.height};
    if (!wish.present) layout.header = cut_top(rest, kHeader * s);
    layout.transport =
        cut_bottom(rest, wish.present ? std::max(kTransport * s, wish.height / 10) : kTransport * s);
    const Fill fill(layout, *wish.arrangement, kTabs * s);
    if (wish.alone) {
        layout.sentence = cut_bottom(rest, kSentence * s);
        layout.views[static_cast<std::size_t>(*wish.alone)] = rest;
        return layout;
    }
    const MovedBorders borders(layout, wish.proportions);
    const bool column = fill.open(Place::upper_right) || fill.open(Place::middle_right);
    // Without the machine there is no right column: what is at its foot stands beside the lower place.
    const bool beside = !column && fill.open(Place::lower_right), below = fill.open(Place::lower);
    const bool low = rest.height < kLow * s;
    const float usual_side =
        fill.open(Place::left) ? std::min(std::clamp(rest.width * 0.19F, 200 * s, 340 * s), rest.width * 0.3F)
                               : 0.0F;
    const float middle = rest.width - usual_side;
    const float usual_right = std::min(std::clamp(middle * 0.27F, 224 * s, 420 * s), middle * 0.4F);
    const bool two = column || (beside && below);
    if (fill.open(Place::left)) {
        const float least = kLeastSide * s;
        const float most = rest.width - kLeastMiddle * s - (two ? kLeastSide * s : 0.0F);
        const Rect place = cut_left(rest, borders.size(Border::left, wish.width, usual_side, least, most));
        borders.note({.border = Border::left,
                      .line = {place.right(), place.y, 0, place.height},
                      .upright = true,
                      .share = place.width / wish.width,
                      .least = least / wish.width,
                      .most = most / wish.width,
                      .pixels = wish.width});
        fill(Place::left, place);
    }
    // Cuts the right piece off, of the middle or of what is below it.
    const auto cut_column = [&](Rect& from) {
        const float least = kLeastSide * s, most = from.width - kLeastMiddle * s;
        const float usual = std::min(usual_right, std::max(from.width * 0.4F, most));
        const Rect place = cut_right(from, borders.size(Border::right, wish.width, usual, least, most));
        borders.note({.border = Border::right,
                      .line = {place.x, place.y, 0, place.height},
                      .upright = true,
                      .share = place.width / wish.width,
                      .least = least / wish.width,
                      .most = most / wish.width,
                      .pixels = wish.width,
                      .mirrored = true});
        return place;
    };
    if (column) {
        const Rect place = cut_column(rest);
        low ? fill_low_column(fill, place, wish.focus) : fill_right_column(fill, borders, place, s);
    }
    const bool main = fill.open(Place::main), any = below || beside;
    const float sentence = std::min((low ? kLowSentence : kSentence) * s, rest.height);
    // Two runs one above the other need more height than one; of the code the line that runs is enough then.
    const bool two_runs = compares(wish);
    const bool crowded = low || (two_runs && rest.height < kLowForTwo * s);
    // What is to be read is to be seen at a time, also in a low window.
    const bool reads = wish.arrangement->front(Place::lower) == View::lesson && rest.height < 760 * s;
    constexpr float kOfManyLanes = 0.36F;  // what is left for the code
    const float usual = reads ? 0.59F : wish.present ? 0.4F : 0.46F;
    const bool many = wish.own && wish.lanes > rest.height && !two_runs;
    float share = below && many ? kOfManyLanes
                  : below       ? (two_runs ? (wish.present ? 0.14F : 0.32F) : usual)
                  : beside      ? 0.25F
                                : 0.0F;
    const float height = std::max(rest.height, 1.0F);
    if (below && wish.lanes > 0 && fill.has(Place::main, View::timeline))
        share = std::max(share, 1 - (wish.lanes + sentence + fill.tabs(Place::main)) / height);
    if (below && wish.reading > 0)
        share = std::min(share, std::max((wish.reading + wish.answer + kTabs * s) / height, kLeastReading));
    if (reads && fill.has(Place::main, View::timeline)) {
        const float few = wish.lanes > 0 ? std::min(wish.lanes, kFewLanes * s) : kFewLanes * s;
        share = std::min(share, 1 - (few + sentence + fill.tabs(Place::main)) / height);
    }
    const float least_low = kLeastHigh * s, most_low = rest.height - sentence - kLeastMain * s;
    const bool divided = any && main && !crowded;
    if (divided) share = borders.size(Border::lower, height, share * height, least_low, most_low) / height;
    if (below && wish.answer > 0) {
        const auto with = [&](float answer) { return (answer + kLineThatRuns * s) / height; };
        const bool fits = wish.low_answer <= 0 || with(wish.answer) <= kMostAnswered;
        share = std::max(share, std::min(with(fits ? wish.answer : wish.low_answer), kMostAnswered));
    }
    const bool below_in_focus =
        fill.has(Place::lower, wish.focus) || (beside && fill.has(Place::lower_right, wish.focus));
    const float low_share =
        below_in_focus ? rest.height - sentence - fill.tabs(Place::main)
                       : std::max(fill.tabs(Place::lower), beside ? fill.tabs(Place::lower_right) : 0.0F);
    Rect lower = cut_bottom(rest, main && crowded ? low_share
                                  : main          ? rest.height * share
                                  : any           ? rest.height - sentence
                                                  : 0.0F);
    // Between what happens and where it is written.
    layout.sentence = cut_bottom(rest, main ? sentence : rest.height);
    if (divided) {
        Divider divider{.border = Border::lower,
                        .line = {lower.x, lower.y, lower.width, 0},
                        .share = share,
                        .least = least_low / height,
                        .most = most_low / height,
                        .pixels = height,
                        .mirrored = true};
        borders.note(divider);
        divider.line.y = layout.sentence.y;  // what happened stands on the border
        borders.note(divider);
    }
    if (beside && below) {
        fill(Place::lower_right, cut_column(lower));
    } else if (beside) {
        fill(Place::lower_right, lower);
    }
    fill(Place::lower, lower);
    fill(Place::main, rest);
    return layout;
}

}  // namespace loopscope::viz
