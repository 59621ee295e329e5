// Which view is where. The window has six fixed places; each shows one view at a time, the others wait behind
// it as tabs. Nothing floats, so nothing can be lost.
#pragma once

#include "viz/data/text/words.h"

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace loopscope::viz {

enum class View : std::uint8_t {
    course,
    timeline,
    source,
    events,
    statistics,
    loop,
    graph,
    inspector,
    output,
    warnings,
    lesson,
    notes,
    references,
    what_if,
    compare,
    streams,
    primitives
};
inline constexpr std::size_t kViews = 17;

// Two in the middle, one at the left, three one above the other at the right.
enum class Place : std::uint8_t { left, main, lower, upper_right, middle_right, lower_right };
inline constexpr std::size_t kPlaces = 6;

struct ViewInfo {
    View view{};
    std::string_view word;  // in the settings; view.WORD is its name
    Place home{};
    int layer = 1;  // from which its tab is offered
};

std::span<const ViewInfo> all_views();
const ViewInfo& info_of(View view);
// "locks", or "locks middle-right": a view and where it is to be, its home by default.
std::optional<std::pair<View, Place>> seat_named(std::string_view text);
const std::string& name_of(View view, const Words& words);

// How much of the machine is shown: a novice starts with few panels.
//   1  lanes, source, output    2  + ready queue and timers    3  + inspector    4  + selector and everything
//   else
inline constexpr int kLastLayer = 4;
inline constexpr int kLayerOfLoop = 2;
// The layer of the projector view: as few panels as the first.
inline constexpr int kPresentLayer = 0;

class Arrangement {
public:
    // As it is before anybody changes it.
    explicit Arrangement(int layer);

    Place place_of(View view) const { return places_[index(view)]; }
    std::optional<View> front(Place place) const { return fronts_[index(place)]; }
    bool shows(View view) const { return front(place_of(view)) == view; }

    void show(View view);
    // Its place is closed; show() opens it again. The last one that is seen stays.
    void hide(View view);
    // What stood there before it comes back; if nothing did, its place is closed.
    void put_away(View view);
    // To the next place, in front there; where it was, another of the same place comes to the front.
    void move_on(View view);

    // Comes to the front for a while: what it displaces comes back with give_back(), unless the user has
    // since chosen otherwise. text() knows nothing of it.
    void lend(View view, Place place);
    void give_back();

    // The views that can be had at a place, in the order of the table.
    std::vector<View> tabs(Place place) const;

    // One line for the settings: "timeline main, source lower, events lower behind, ...".
    std::string text() const;
    // Takes over what is understood and leaves the rest as it is. Returns whether all was understood and
    // anything is seen.
    bool take(std::string_view text);

private:
    template <class Number>
    static std::size_t index(Number number) {
        return static_cast<std::size_t>(number);
    }

    bool empty() const;

    struct Loan {
        View view{};
        Place from{};
        std::optional<View> displaced;
    };

    int layer_;
    std::array<Place, kViews> places_{};
    std::array<std::optional<View>, kPlaces> fronts_{};
    std::array<std::optional<View>, kPlaces> befores_{};  // what the one in front has displaced
    std::vector<Loan> loans_;
};

}  // namespace loopscope::viz
