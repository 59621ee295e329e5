#include "viz/app/view_commands.h"

#include <algorithm>
#include <string>
#include <string_view>

namespace loopscope::viz {

namespace {

constexpr float kStepOfSize = 1.1F;
constexpr double kZoomIn = 1.25, kZoomOut = 0.8;
constexpr double kPan = 0.15;  // of what is seen

template <class Enum>
Enum next_of(Enum value, int count) {
    return static_cast<Enum>((static_cast<int>(value) + 1) % count);
}

constexpr std::string_view kGroupWords[] = {"creator", "function", "ending", "none"};
constexpr std::string_view kSortWords[] = {"created", "name", "ended", "steps"};

AxisMode next_mode(AxisMode axis) {
    return axis == AxisMode::logical ? AxisMode::clock
           : axis == AxisMode::clock ? AxisMode::linear
                                     : AxisMode::logical;
}

bool is_primitive(const Store& store, trace::ObjectId object) {
    const auto& all = store.primitive_lanes();
    return std::any_of(all.begin(), all.end(),
                       [&](const PrimitiveLane& lane) { return lane.object == object; });
}

Twin next_twin(Twin twin) {
    return twin == Twin::python ? Twin::cpp : twin == Twin::cpp ? Twin::both : Twin::python;
}

ThemeName next_theme(ThemeName theme) {
    return theme == ThemeName::light  ? ThemeName::dark
           : theme == ThemeName::dark ? ThemeName::contrast
                                      : ThemeName::light;
}

}  // namespace

bool ViewCommands::perform(Command command) {
    return look(command) || (desk_.store() != nullptr && lanes(command)) || arrange(command) || use(command);
}

bool ViewCommands::look(Command command) {
    ViewState& view = desk_.view;
    Panels& panels = desk_.panels;
    const auto zoom = [&panels](double factor) {
        panels.timeline.zoom(factor);
        panels.compare.zoom(factor);
    };
    const auto pan = [&panels](double share) {
        panels.timeline.pan(share);
        panels.compare.pan(share);
    };
    switch (command) {
        case Command::zoom_in: zoom(kZoomIn); return true;
        case Command::zoom_out: zoom(kZoomOut); return true;
        case Command::pan_left: pan(-kPan); return true;
        case Command::pan_right: pan(kPan); return true;
        case Command::fit:
            panels.timeline.fit();
            panels.compare.fit();
            return true;
        case Command::axis: next_axis(); return true;
        case Command::causes: view.causes = !view.causes; return true;
        case Command::layer_1: view.layer = 1; return true;
        case Command::layer_2: view.layer = 2; return true;
        case Command::layer_3: view.layer = 3; return true;
        case Command::layer_4: view.layer = 4; return true;
        case Command::twin:
            if (!panels.source.turn_page()) view.twin = next_twin(view.twin);
            return true;
        case Command::bigger: view.zoom = std::min(view.zoom * kStepOfSize, kLargestSize); return true;
        case Command::smaller: view.zoom = std::max(view.zoom / kStepOfSize, kSmallestSize); return true;
        case Command::normal_size: view.zoom = 1; return true;
        case Command::theme: view.theme = next_theme(view.theme); return true;
        case Command::language:
            view.language = view.language == "en" ? "de" : "en";
            desk_.speak();
            return true;
        case Command::motion: view.motion = next_pace(view.motion); return true;
        case Command::present: view.present = !view.present; return true;
        case Command::blank: view.blank = !view.blank; return true;
        case Command::help: view.help = !view.help; return true;
        case Command::palette:
            view.palette = !view.palette;
            panels.palette.open();
            return true;
        default: return false;
    }
}

void ViewCommands::next_axis() {
    ViewState& view = desk_.view;
    const Store* store = desk_.store();
    view.axis = next_mode(view.axis);
    // Where no time passes there is nothing to scale.
    if (view.axis == AxisMode::linear && store != nullptr && store->time_at(store->event_count()) == 0)
        view.axis = AxisMode::logical;
}

void ViewCommands::measure() {
    ViewState& view = desk_.view;
    if (!view.measure) {
        view.measure = {view.playback.cursor(), view.playback.cursor()};
        view.measure_open = true;
    } else if (view.measure_open) {
        view.measure->to = view.playback.cursor();
        view.measure_open = false;
    } else {
        view.measure.reset();
    }
}

// What is measured, else the life of what is selected, else everything.
void ViewCommands::zoom_to_selection() {
    const ViewState& view = desk_.view;
    TimelinePanel& timeline = desk_.panels.timeline;
    if (view.measure) {
        Measure range = *view.measure;
        if (view.measure_open) range.to = view.playback.cursor();
        return timeline.show_range(range);
    }
    const Lanes& lanes = desk_.store()->lanes();
    const std::uint32_t lane = lanes.lane_of(desk_.subject());
    if (lane == 0) return timeline.fit();
    timeline.show_range({lanes.lanes[lane].begin, lanes.lanes[lane].end + 1});
}

void ViewCommands::fold_lane() {
    const trace::ObjectId subject = desk_.subject();
    if (is_primitive(*desk_.store(), subject)) {
        auto& folds = desk_.view.lanes.folds_primitives;
        folds = !folds.value_or(false);
        return;
    }
    if (desk_.store()->lanes().lane_of(subject) == 0) return;
    const std::string label = desk_.store()->label(subject);
    auto& folded = desk_.view.lanes.folded;
    if (folded.erase(label) == 0) folded.insert(label);
}

// To the end of the selected task, else to that of the run. Worked out once, when it is asked for; another
// press takes it back.
void ViewCommands::show_path() {
    const Store& store = *desk_.store();
    const trace::ObjectId selected = desk_.view.selection.object;
    const trace::ObjectId task =
        !desk_.view.selection.empty() && store.lanes().lane_of(selected) != 0 ? selected : 0;
    const bool shown = desk_.path && desk_.path_of == desk_.document.generation();
    if (shown && desk_.path->task == task) return desk_.path.reset();
    if (desk_.path_work.works()) return desk_.path_work.cancel();
    desk_.path_work.begin(store, task);
    finish_path();
    if (desk_.path_work.works()) desk_.tell("path.working");
}

void ViewCommands::finish_path() {
    std::optional<CriticalPath> done = desk_.path_work.take();
    if (!done) return;
    const Store& store = *desk_.store();
    desk_.path = std::move(done);
    desk_.path_of = desk_.document.generation();
    if (!desk_.view.shows_future()) return;
    if (!desk_.view.arrangement().shows(View::statistics)) toggle_view(View::statistics);
    desk_.tell("path.told", {{"text", path_sentence(store, *desk_.path, desk_.words())}});
}

bool ViewCommands::lanes(Command command) {
    ViewState& view = desk_.view;
    LaneWish& wish = view.lanes;
    switch (command) {
        case Command::measure: measure(); return true;
        case Command::zoom_selection: zoom_to_selection(); return true;
        case Command::group_lanes:
            wish.group = next_of(wish.group, kLaneGroups);
            desk_.tell("lanes.group." + std::string(kGroupWords[static_cast<std::size_t>(wish.group)]));
            return true;
        case Command::sort_lanes:
            wish.sort = next_of(wish.sort, kLaneSorts);
            desk_.tell("lanes.sort." + std::string(kSortWords[static_cast<std::size_t>(wish.sort)]));
            return true;
        case Command::filter_lanes: desk_.panels.prompt.open("lanes.filter", wish.filter); return true;
        case Command::pin_lane:
            if (const auto subject = desk_.subject();
                desk_.store()->lanes().lane_of(subject) != 0 || is_primitive(*desk_.store(), subject))
                view.toggle_pin(desk_.store()->label(subject));
            return true;
        case Command::only_this_lane:
            if (const trace::ObjectId subject = desk_.subject(); subject != 0) {
                const std::string label = desk_.store()->label(subject);
                wish.filter = wish.filter == label ? std::string() : label;
            }
            return true;
        case Command::events_of_this:
            if (const trace::ObjectId subject = desk_.subject(); subject != 0) {
                if (!view.shows(View::events)) toggle_view(View::events);
                desk_.panels.events.filter_by("#" + std::to_string(subject));
            }
            return true;
        case Command::copy_name:
            if (const trace::ObjectId subject = desk_.subject(); subject != 0) {
                const std::string name = desk_.store()->label(subject);
                ImGui::SetClipboardText(name.c_str());
                desk_.tell("menu.copied", {{"what", name}});
            }
            return true;
        case Command::fold_lane: fold_lane(); return true;
        case Command::path: show_path(); return true;
        case Command::stacks: view.stacks = !view.stacks; return true;
        case Command::sides: view.sides = !view.sides; return true;
        case Command::minimap: view.minimap = !view.minimap; return true;
        default: return false;
    }
}

void ViewCommands::toggle_view(View which) {
    ViewState& view = desk_.view;
    const Layout& layout = screen_.layout();
    Arrangement& arrangement = view.arrangement();
    const bool seen = !layout[which].empty();
    if (which == View::course && desk_.store() != nullptr && desk_.document.scenario() == nullptr) {
        view.course_beside = !seen;
        if (seen && arrangement.place_of(which) == Place::left) return;
    }
    // It has come by itself, with the selection.
    if (which == View::inspector && seen && !view.alone && !arrangement.shows(which)) {
        view.unexplained = view.selection.object;
        return;
    }
    if (which == View::inspector) view.unexplained = 0;
    // In a low window only the tab of one that is open may be seen.
    const bool squeezed = !layout.transport.empty() && layout[which].empty();
    if (view.alone) {
        view.alone = which;
    } else if (arrangement.shows(which) && !squeezed) {
        return arrangement.put_away(which);
    }
    arrangement.show(which);
    view.focus = which;
}

// Among the panels that are seen, in the order of the table.
void ViewCommands::focus_view(int by) {
    constexpr auto kCount = static_cast<int>(kViews);
    ViewState& view = desk_.view;
    auto next = static_cast<int>(view.focus);
    for (int i = 0; i < kCount; ++i) {
        next = (next + by + kCount) % kCount;
        view.focus = static_cast<View>(next);
        if (view.arrangement().shows(view.focus)) break;
    }
    if (view.alone) view.alone = view.focus;
}

// The focused one; by a few lines of text, as often as the key is pressed.
void ViewCommands::resize_view(bool width, float steps) {
    constexpr float kNudge = 32;  // pixels
    ViewState& view = desk_.view;
    const Growth growth = growth_of(screen_.layout(), view.arrangement(), view.focus, width);
    if (growth.divider == nullptr) return desk_.tell(width ? "sizes.no_width" : "sizes.no_height");
    const Divider& divider = *growth.divider;
    const float grows = growth.with_share == divider.mirrored ? -steps : steps;
    view.sizes().set(divider.border, divider.moved_by(grows * kNudge * screen_.scale()));
}

bool ViewCommands::arrange(Command command) {
    ViewState& view = desk_.view;
    if (const auto shown = view_shown_by(command)) {
        toggle_view(*shown);
        return true;
    }
    switch (command) {
        case Command::next_view: focus_view(1); return true;
        case Command::previous_view: focus_view(-1); return true;
        case Command::only_this_view:
            view.alone = view.alone ? std::nullopt : std::optional(view.focus);
            return true;
        case Command::move_view: view.arrangement().move_on(view.focus); return true;
        case Command::reset_views:
            view.arrangement() = Arrangement(view.present ? kPresentLayer : view.layer);
            view.sizes() = {};
            view.alone.reset();
            return true;
        case Command::wider: resize_view(true, 1); return true;
        case Command::narrower: resize_view(true, -1); return true;
        case Command::higher: resize_view(false, 1); return true;
        case Command::flatter: resize_view(false, -1); return true;
        case Command::reset_sizes: view.sizes() = {}; return true;
        default: return false;
    }
}

bool ViewCommands::use(Command command) {
    Panels& panels = desk_.panels;
    switch (command) {
        case Command::sort_figures: panels.statistics.sort_on(); return true;
        case Command::next_connection: panels.streams.next_connection(); return true;
        case Command::hex: panels.streams.toggle_hex(); return true;
        case Command::copy_figures: copy(); return true;
        case Command::find:
            if (!desk_.view.arrangement().shows(View::events)) toggle_view(View::events);
            desk_.view.focus = View::events;
            panels.events.write_filter();
            return true;
        default: return false;
    }
}

void ViewCommands::copy() {
    const std::string& marked = desk_.panels.source.selected_text();
    if (!marked.empty() && desk_.view.focus == View::source) {
        ImGui::SetClipboardText(marked.c_str());
        desk_.tell("source.copied");
    } else if (desk_.store() != nullptr) {
        const std::string csv = desk_.panels.statistics.csv(*desk_.store(), desk_.document.generation());
        ImGui::SetClipboardText(csv.c_str());
    }
}

}  // namespace loopscope::viz
