#include "viz/app/app.h"

#include "viz/data/find/run_to.h"

#include <algorithm>
#include <utility>

namespace loopscope::viz {

namespace {

AxisMode next_axis(AxisMode axis) {
    return axis == AxisMode::logical ? AxisMode::clock
           : axis == AxisMode::clock ? AxisMode::linear
                                     : AxisMode::logical;
}

}  // namespace

using trace::EventIndex;
using trace::ObjectId;

void App::select_lane(int by) {
    const auto& lanes = store_->lanes();
    // Those that are not there yet are not seen, perhaps.
    const auto seen = [&](const Lane& lane) { return lane.begin < view_.seen_of(store_->event_count()); };
    const auto count = 1 + std::count_if(lanes.lanes.begin() + 1, lanes.lanes.end(), seen);
    const std::ptrdiff_t lane = static_cast<std::ptrdiff_t>(lanes.lane_of(scene().subject(view_))) + by;
    if (count < 2) return;
    view_.selection.object =
        lanes.lanes[static_cast<std::size_t>(std::clamp<std::ptrdiff_t>(lane, 1, count - 1))].task;
}

void App::perform_step(Command command) {
    Playback& playback = view_.playback;
    const Store& store = *store_;
    const ObjectId subject = scene().subject(view_);
    if (command != Command::play && command != Command::faster && command != Command::slower)
        playback.pause();
    switch (command) {
        case Command::next_event: playback.next_event(store); break;
        case Command::previous_event: playback.previous_event(store); break;
        case Command::next_turn: playback.next_turn(store); break;
        case Command::previous_turn: playback.previous_turn(store); break;
        case Command::next_of_task: playback.next_of(store, subject); break;
        case Command::previous_of_task: playback.previous_of(store, subject); break;
        case Command::first: playback.first(store); break;
        case Command::last: playback.last(store); break;
        case Command::play: playback.toggle(store); break;
        case Command::faster: playback.faster(); break;
        case Command::slower: playback.slower(); break;
        case Command::next_task: select_lane(1); break;
        case Command::previous_task: select_lane(-1); break;
        default: break;
    }
}

void App::perform_view(Command command) {
    constexpr float kStep = 1.1F;
    switch (command) {
        case Command::zoom_in:
        case Command::zoom_out: {
            const double factor = command == Command::zoom_in ? 1.25 : 0.8;
            panels_.timeline.zoom(factor);
            panels_.compare.zoom(factor);
            break;
        }
        case Command::pan_left:
        case Command::pan_right: {
            const double share = command == Command::pan_right ? 0.15 : -0.15;
            panels_.timeline.pan(share);
            panels_.compare.pan(share);
            break;
        }
        case Command::fit:
            panels_.timeline.fit();
            panels_.compare.fit();
            break;
        case Command::axis:
            view_.axis = next_axis(view_.axis);
            // Where no time passes there is nothing to scale.
            if (view_.axis == AxisMode::linear && store_ && store_->time_at(store_->event_count()) == 0)
                view_.axis = AxisMode::logical;
            break;
        case Command::causes: view_.causes = !view_.causes; break;
        case Command::future:
            if (!std::exchange(predicting_, false)) view_.future = !view_.future;
            break;
        case Command::layer_1: view_.layer = 1; break;
        case Command::layer_2: view_.layer = 2; break;
        case Command::layer_3: view_.layer = 3; break;
        case Command::layer_4: view_.layer = 4; break;
        case Command::twin:
            if (panels_.source.turn_page()) break;
            view_.twin = view_.twin == Twin::python ? Twin::cpp
                         : view_.twin == Twin::cpp  ? Twin::both
                                                    : Twin::python;
            break;
        case Command::bigger: view_.zoom = std::min(view_.zoom * kStep, kLargestSize); break;
        case Command::smaller: view_.zoom = std::max(view_.zoom / kStep, kSmallestSize); break;
        case Command::normal_size: view_.zoom = 1; break;
        case Command::theme:
            view_.theme = view_.theme == ThemeName::light  ? ThemeName::dark
                          : view_.theme == ThemeName::dark ? ThemeName::contrast
                                                           : ThemeName::light;
            break;
        case Command::language:
            view_.language = view_.language == "en" ? "de" : "en";
            speak();
            break;
        case Command::motion: view_.motion = next_pace(view_.motion); break;
        case Command::present: view_.present = !view_.present; break;
        default: break;
    }
}

// The commands that are there whatever is open. Returns whether it is one of them.
bool App::perform_always(Command command) {
    switch (command) {
        case Command::none: return true;
        case Command::help: view_.help = !view_.help; return true;
        case Command::question: ask(); return true;
        case Command::ask_here: ask_here(); return true;
        case Command::be_the_loop: be_the_loop(); return true;
        case Command::quit: leave([this] { quit_ = true; }); return true;
        case Command::open:
            panels_.open.open(file_.empty() ? std::filesystem::path(".") : file_.parent_path());
            return true;
        case Command::blank: view_.blank = !view_.blank; return true;
        case Command::next_scenario: change_scenario(1); return true;
        case Command::previous_scenario: change_scenario(-1); return true;
        case Command::next_plan: next_plan(); return true;
        case Command::next_parameter: mark_parameter(1); return true;
        case Command::next_value: change_value(1); return true;
        case Command::previous_value: change_value(-1); return true;
        case Command::rerun:
            if (scenario_ != nullptr)
                leave([this, name = scenario_->name, values = own_values_.value_or(parameters_)] {
                    open_scenario(name, values);
                });
            return true;
        case Command::make_twin: make_twin(); return true;
        case Command::clear_selection: let_go(); return true;
        case Command::palette:
            view_.palette = !view_.palette;
            panels_.palette.open();
            return true;
        default: return false;
    }
}

void App::perform(Command command) {
    messages_.forget_news();
    if (perform_always(command) || perform_what_if(command)) return;
    if (store_ && run_to(command)) return;
    if (store_) {
        perform_step(command);
        perform_lanes(command);
        perform_marks(command);
    }
    perform_view(command);
    perform_panel(command);
}

// Esc takes away one thing after another, the uppermost first.
void App::let_go() {
    if (view_.palette) {
        view_.palette = false;
    } else if (panels_.prompt.is_open() || panels_.open.is_open()) {
        panels_.prompt.close();
        panels_.open.close();
    } else if (view_.help) {
        view_.help = false;
    } else if (opener_.awaited() && !messages_.has_notice()) {
        cancel_loading();
    } else if (game_) {
        be_the_loop();
    } else if (quiz_.stage() != Quiz::Stage::closed) {
        quiz_.close();
        give_back_values();
    } else if (messages_.has_notice()) {
        messages_.dismiss();
    } else if (view_.alone) {
        view_.alone.reset();
    } else if (view_.measure) {
        view_.measure.reset();
    } else {
        view_.selection.clear();
    }
}

// Goes to the nearest event of the sort that the command names. Returns whether it names one.
bool App::run_to(Command command) {
    using enum Command;
    const bool backward = command == previous_hit || command == previous_cancellation ||
                          command == previous_failure || command == when_made || command == to_cause ||
                          command == back_to_line;
    const Direction direction = backward ? Direction::backward : Direction::forward;
    const EventIndex cursor = view_.playback.cursor();
    // After the last one comes the first again; what is hidden is not looked for from its end.
    bool wrapped = false;
    const auto nearest = [&](const auto& wanted) {
        const std::optional<EventIndex> near = find_event(*store_, cursor, direction, wanted);
        if (near || (backward && !view_.shows_future())) return near;
        const std::optional<EventIndex> far =
            find_event(*store_, backward ? store_->event_count() + 1 : 0, direction, wanted);
        wrapped = far.has_value();
        return far;
    };
    std::optional<EventIndex> found;
    switch (command) {
        case next_hit:
        case previous_hit: {
            panels_.events.go_on(*store_, generation_);
            const EventFilter& filter = panels_.events.search().filter();
            found = nearest([&](const Store& store, EventIndex i) { return filter.matches(store, i); });
            break;
        }
        case next_cancellation:
        case previous_cancellation: found = nearest(is_cancellation); break;
        case next_failure:
        case previous_failure: found = nearest(is_failure); break;
        case to_line:
        case back_to_line:
            if (const auto place = panels_.source.chosen())
                found = nearest([&](const Store& store, EventIndex i) { return is_at(store, i, *place); });
            break;
        case to_cause:
            if (here_.chain().size() > 1) found = here_.chain()[1];
            break;
        case when_done:
        case when_made: {
            const ObjectId subject = scene().subject(view_);
            if (subject == 0) {
                warn("notice.select_first");
                return true;
            }
            const trace::ObjectInfo& object = store_->objects()[subject];
            const EventIndex event = backward ? object.created : object.done;
            if (event != trace::kNever) found = event;
            if (view_.selection.empty()) tell("notice.of_running", {{"who", store_->label(subject)}});
            break;
        }
        default: return false;
    }
    view_.playback.pause();
    if (found) {
        leave_place();
        view_.playback.seek(*store_, *found + 1);
        messages_.dismiss();
        if (wrapped)
            tell(*found + 1 == cursor ? "notice.only_one"
                 : backward           ? "notice.from_the_end"
                                      : "notice.from_the_beginning");
    } else if (command == to_line || command == back_to_line) {
        warn(panels_.source.chosen() ? "notice.line_none" : "notice.no_line");
    } else {
        warn(backward ? "notice.none_before" : "notice.none_after");
    }
    return true;
}

// What the focused panel has to give.
void App::copy() {
    if (!panels_.source.selected_text().empty() && view_.focus == View::source) {
        ImGui::SetClipboardText(panels_.source.selected_text().c_str());
        tell("source.copied");
    } else if (store_) {
        ImGui::SetClipboardText(panels_.statistics.csv(*store_, generation_).c_str());
    }
}

void App::toggle_view(View view) {
    Arrangement& arrangement = view_.arrangement();
    const bool seen = !layout()[view].empty();
    if (view == View::course && store_ && scenario_ == nullptr) {
        view_.course_beside = !seen;
        if (seen && arrangement.place_of(view) == Place::left) return;
    }
    // It has come by itself, with the selection.
    if (view == View::inspector && seen && !view_.alone && !arrangement.shows(view)) {
        view_.unexplained = view_.selection.object;
        return;
    }
    if (view == View::inspector) view_.unexplained = 0;
    // In a low window only the tab of one that is open may be seen.
    const bool squeezed = !layout().transport.empty() && layout()[view].empty();
    if (view_.alone) {
        view_.alone = view;
    } else if (arrangement.shows(view) && !squeezed) {
        return arrangement.put_away(view);
    }
    arrangement.show(view);
    view_.focus = view;
}

// Among the panels that are seen, in the order of the table.
void App::focus_view(int by) {
    constexpr auto kCount = static_cast<int>(kViews);
    auto view = static_cast<int>(view_.focus);
    for (int i = 0; i < kCount; ++i) {
        view = (view + by + kCount) % kCount;
        view_.focus = static_cast<View>(view);
        if (view_.arrangement().shows(view_.focus)) break;
    }
    if (view_.alone) view_.alone = view_.focus;
}

void App::perform_panel(Command command) {
    if (const auto view = view_shown_by(command)) return toggle_view(*view);
    switch (command) {
        case Command::next_view: return focus_view(1);
        case Command::previous_view: return focus_view(-1);
        case Command::only_this_view:
            view_.alone = view_.alone ? std::nullopt : std::optional(view_.focus);
            return;
        case Command::move_view: return view_.arrangement().move_on(view_.focus);
        case Command::reset_views:
            view_.arrangement() = Arrangement(view_.present ? kPresentLayer : view_.layer);
            view_.alone.reset();
            return;
        case Command::sort_figures: return panels_.statistics.sort_on();
        case Command::next_connection: return panels_.streams.next_connection();
        case Command::hex: return panels_.streams.toggle_hex();
        case Command::copy_figures: return copy();
        case Command::find:
            if (!view_.arrangement().shows(View::events)) toggle_view(View::events);
            view_.focus = View::events;
            panels_.events.write_filter();
            return;
        default: return;
    }
}

}  // namespace loopscope::viz
