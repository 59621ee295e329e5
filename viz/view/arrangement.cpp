#include "viz/view/arrangement.h"

#include <algorithm>
#include <utility>

namespace loopscope::viz {

namespace {

constexpr ViewInfo kInfos[] = {
    {View::course, "course", Place::left, 1},
    {View::timeline, "timeline", Place::main, 1},
    {View::source, "source", Place::lower, 1},
    {View::events, "events", Place::lower, 2},
    {View::statistics, "statistics", Place::lower, 3},
    {View::loop, "loop", Place::upper_right, 2},
    {View::graph, "graph", Place::upper_right, 2},
    {View::inspector, "inspector", Place::middle_right, 3},
    {View::output, "output", Place::lower_right, 1},
    {View::warnings, "warnings", Place::lower_right, 2},
    {View::lesson, "lesson", Place::lower, 1},
    {View::notes, "notes", Place::lower, 1},
    {View::references, "references", Place::middle_right, 4},
    {View::what_if, "what-if", Place::lower, 2},
    {View::compare, "compare", Place::main, 3},
    {View::streams, "streams", Place::lower, 4},
    {View::primitives, "locks", Place::lower, 4},
};

constexpr std::string_view kPlaceWords[kPlaces] = {"left",        "main",         "lower",
                                                   "upper-right", "middle-right", "lower-right"};

// Cuts the next part off, up to `separator`, without the blanks around it.
std::string_view next_part(std::string_view& text, char separator) {
    const std::size_t end = std::min(text.find(separator), text.size());
    std::string_view part = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    while (part.starts_with(' ')) part.remove_prefix(1);
    while (part.ends_with(' ')) part.remove_suffix(1);
    return part;
}

}  // namespace

std::span<const ViewInfo> all_views() { return kInfos; }

const std::string& name_of(View view, const Words& words) {
    return words["view." + std::string(info_of(view).word)];
}

const ViewInfo& info_of(View view) { return kInfos[static_cast<std::size_t>(view)]; }

std::optional<std::pair<View, Place>> seat_named(std::string_view text) {
    const std::string_view word = next_part(text, ' ');
    const auto info =
        std::find_if(std::begin(kInfos), std::end(kInfos), [&](const ViewInfo& i) { return i.word == word; });
    const auto place = std::find(std::begin(kPlaceWords), std::end(kPlaceWords), text);
    if (info == std::end(kInfos) || (!text.empty() && place == std::end(kPlaceWords))) return std::nullopt;
    return std::pair(info->view,
                     text.empty() ? info->home : static_cast<Place>(place - std::begin(kPlaceWords)));
}

Arrangement::Arrangement(int layer) : layer_(layer) {
    for (const ViewInfo& info : kInfos) places_[index(info.view)] = info.home;
    for (const View view : {View::course, View::timeline, View::source, View::output}) show(view);
    if (layer >= 2) show(View::loop);
    if (layer >= 3) show(View::inspector);
    if (layer == kPresentLayer) hide(View::course);
}

void Arrangement::show(View view) {
    const std::size_t place = index(place_of(view));
    if (fronts_[place] != view) befores_[place] = fronts_[place];
    fronts_[place] = view;
}

void Arrangement::put_away(View view) {
    if (!shows(view)) return;
    const Place place = place_of(view);
    const std::optional<View> before = std::exchange(befores_[index(place)], std::nullopt);
    hide(view);
    if (before && place_of(*before) == place) fronts_[index(place)] = before;
}

bool Arrangement::empty() const {
    return std::none_of(fronts_.begin(), fronts_.end(), [](const auto& front) { return front.has_value(); });
}

void Arrangement::hide(View view) {
    if (!shows(view)) return;
    fronts_[index(place_of(view))].reset();
    if (empty()) fronts_[index(place_of(view))] = view;
}

void Arrangement::move_on(View view) {
    const Place before = place_of(view);
    const bool was_front = shows(view);
    if (was_front) fronts_[index(before)].reset();
    places_[index(view)] = static_cast<Place>((index(before) + 1) % kPlaces);
    if (const std::vector<View> rest = tabs(before); was_front && !rest.empty()) show(rest.front());
    show(view);
}

void Arrangement::lend(View view, Place place) {
    if (shows(view)) return;
    loans_.push_back({view, place_of(view), front(place)});
    places_[index(view)] = place;
    show(view);
}

void Arrangement::give_back() {
    for (; !loans_.empty(); loans_.pop_back()) {
        const auto& [view, from, displaced] = loans_.back();
        if (shows(view)) fronts_[index(place_of(view))] = displaced;
        places_[index(view)] = from;
    }
}

std::vector<View> Arrangement::tabs(Place place) const {
    std::vector<View> result;
    for (const ViewInfo& info : kInfos) {
        if (place_of(info.view) != place) continue;
        if (info.layer <= std::max(layer_, 1) || front(place) == info.view) result.push_back(info.view);
    }
    return result;
}

std::string Arrangement::text() const {
    Arrangement own = *this;
    own.give_back();
    std::string text;
    for (const ViewInfo& info : kInfos) {
        if (!text.empty()) text += ", ";
        text += std::string(info.word) + " " + std::string(kPlaceWords[index(own.place_of(info.view))]);
        if (!own.shows(info.view)) text += " behind";
    }
    return text;
}

bool Arrangement::take(std::string_view text) {
    const Arrangement before = *this;
    std::array<bool, kViews> named{};
    fronts_.fill(std::nullopt);
    bool all = true;
    while (!text.empty()) {
        std::string_view part = next_part(text, ',');
        const std::string_view word = next_part(part, ' '), where = next_part(part, ' ');
        const auto info = std::find_if(std::begin(kInfos), std::end(kInfos),
                                       [&](const ViewInfo& i) { return i.word == word; });
        const auto place = std::find(std::begin(kPlaceWords), std::end(kPlaceWords), where);
        if (info == std::end(kInfos) || place == std::end(kPlaceWords)) {
            all = false;
            continue;
        }
        places_[index(info->view)] = static_cast<Place>(place - std::begin(kPlaceWords));
        named[index(info->view)] = true;
        if (part != "behind") show(info->view);
    }
    if (empty()) {
        *this = before;
        return false;
    }
    if (all) return true;
    for (std::size_t place = 0; place < kPlaces; ++place) {
        const std::optional<View> front = before.fronts_[place];
        if (fronts_[place] || !front || named[index(*front)]) continue;
        if (place_of(*front) == static_cast<Place>(place)) fronts_[place] = front;
    }
    return false;
}

}  // namespace loopscope::viz
