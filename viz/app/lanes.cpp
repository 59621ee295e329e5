// The commands about the timeline's lanes.
#include "viz/app/app.h"

#include <string>

namespace loopscope::viz {

namespace {

template <class Enum>
Enum next_of(Enum value, int count) {
    return static_cast<Enum>((static_cast<int>(value) + 1) % count);
}

constexpr std::string_view kGroupWords[] = {"creator", "function", "ending", "none"};
constexpr std::string_view kSortWords[] = {"created", "name", "ended", "steps"};

}  // namespace

void App::measure() {
    if (!view_.measure) {
        view_.measure = {view_.playback.cursor(), view_.playback.cursor()};
        view_.measure_open = true;
    } else if (view_.measure_open) {
        view_.measure->to = view_.playback.cursor();
        view_.measure_open = false;
    } else {
        view_.measure.reset();
    }
}

// What is measured, else the life of what is selected, else everything.
void App::zoom_to_selection() {
    if (view_.measure) {
        Measure range = *view_.measure;
        if (view_.measure_open) range.to = view_.playback.cursor();
        return panels_.timeline.show_range(range);
    }
    const trace::ObjectId subject = scene().subject(view_);
    const std::uint32_t lane = store_->lanes().lane_of(subject);
    if (lane == 0) return panels_.timeline.fit();
    const Lane& life = store_->lanes().lanes[lane];
    panels_.timeline.show_range({life.begin, life.end + 1});
}

void App::fold_lane() {
    const trace::ObjectId subject = scene().subject(view_);
    if (store_->lanes().lane_of(subject) == 0) return;
    const std::string label = store_->label(subject);
    if (view_.lanes.folded.erase(label) == 0) view_.lanes.folded.insert(label);
}

void App::perform_lanes(Command command) {
    switch (command) {
        case Command::measure: return measure();
        case Command::zoom_selection: return zoom_to_selection();
        case Command::group_lanes:
            view_.lanes.group = next_of(view_.lanes.group, kLaneGroups);
            return tell("lanes.group." +
                        std::string(kGroupWords[static_cast<std::size_t>(view_.lanes.group)]));
        case Command::sort_lanes:
            view_.lanes.sort = next_of(view_.lanes.sort, kLaneSorts);
            return tell("lanes.sort." + std::string(kSortWords[static_cast<std::size_t>(view_.lanes.sort)]));
        case Command::filter_lanes: return panels_.prompt.open("lanes.filter", view_.lanes.filter);
        case Command::pin_lane:
            if (const auto subject = scene().subject(view_); store_->lanes().lane_of(subject) != 0)
                view_.toggle_pin(store_->label(subject));
            return;
        case Command::fold_lane: return fold_lane();
        case Command::stacks: view_.stacks = !view_.stacks; return;
        case Command::sides: view_.sides = !view_.sides; return;
        case Command::minimap: view_.minimap = !view_.minimap; return;
        default: return;
    }
}

}  // namespace loopscope::viz
