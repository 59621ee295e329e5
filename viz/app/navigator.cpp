#include "viz/app/navigator.h"

#include "viz/data/find/run_to.h"

#include <algorithm>

namespace loopscope::viz {

using trace::EventIndex;
using trace::ObjectId;

namespace {

bool goes_backward(Command command) {
    using enum Command;
    return command == previous_hit || command == previous_cancellation || command == previous_failure ||
           command == when_made || command == to_cause || command == back_to_line;
}

bool is_of_filter(Command command) {
    return command == Command::next_hit || command == Command::previous_hit;
}

}  // namespace

bool Navigator::perform(Command command) { return run_to(command) || step(command) || go_to_mark(command); }

bool Navigator::step(Command command) {
    Playback& playback = desk_.view.playback;
    const Store& store = *desk_.store();
    const ObjectId subject = desk_.subject();
    // Who moves by himself looks at where he is.
    const auto by_hand = [&playback](auto&& move) {
        playback.pause();
        move();
        return true;
    };
    switch (command) {
        case Command::next_event: return by_hand([&] { playback.next_event(store); });
        case Command::previous_event: return by_hand([&] { playback.previous_event(store); });
        case Command::next_turn: return by_hand([&] { playback.next_turn(store); });
        case Command::previous_turn: return by_hand([&] { playback.previous_turn(store); });
        case Command::next_of_task: return by_hand([&] { playback.next_of(store, subject); });
        case Command::previous_of_task: return by_hand([&] { playback.previous_of(store, subject); });
        case Command::first: return by_hand([&] { playback.first(store); });
        case Command::last: return by_hand([&] { playback.last(store); });
        case Command::next_task: return by_hand([&] { select_lane(1); });
        case Command::previous_task: return by_hand([&] { select_lane(-1); });
        case Command::play: playback.toggle(store); return true;
        case Command::faster: playback.faster(); return true;
        case Command::slower: playback.slower(); return true;
        default: return false;
    }
}

void Navigator::select_lane(int by) {
    ViewState& view = desk_.view;
    const auto& lanes = desk_.store()->lanes();
    // Those that are not there yet are not seen, perhaps.
    const auto seen = [&](const Lane& lane) {
        return lane.begin < view.seen_of(desk_.store()->event_count());
    };
    const auto count = 1 + std::count_if(lanes.lanes.begin() + 1, lanes.lanes.end(), seen);
    const std::ptrdiff_t lane = static_cast<std::ptrdiff_t>(lanes.lane_of(desk_.subject())) + by;
    if (count < 2) return;
    view.selection.object =
        lanes.lanes[static_cast<std::size_t>(std::clamp<std::ptrdiff_t>(lane, 1, count - 1))].task;
}

bool Navigator::go_to_mark(Command command) {
    Bookmarks& bookmarks = desk_.document.bookmarks();
    const EventIndex cursor = desk_.view.playback.cursor();
    switch (command) {
        case Command::bookmark:
            desk_.view.playback.pause();
            if (bookmarks.toggle(cursor)) desk_.panels.prompt.open("bookmark.note", "");
            return true;
        case Command::next_bookmark: go_to_bookmark(bookmarks.next(cursor)); return true;
        case Command::previous_bookmark: go_to_bookmark(bookmarks.previous(cursor)); return true;
        case Command::back: go_to_visit(history_.back(here())); return true;
        case Command::forward: go_to_visit(history_.forward(here())); return true;
        default: return false;
    }
}

void Navigator::go_to_bookmark(std::optional<EventIndex> place) {
    if (!place) return desk_.warn("bookmark.none");
    desk_.view.playback.pause();
    desk_.seek(*place);
    if (const trace::Bookmark* bookmark = desk_.document.bookmarks().at(*place); bookmark != nullptr)
        desk_.messages.tell(bookmark->note);
}

void Navigator::go_to_visit(std::optional<Visit> visit) {
    if (!visit) return desk_.warn("notice.nowhere");
    desk_.view.playback.pause();
    desk_.seek(visit->cursor);
    desk_.view.selection.object = visit->object;
}

bool Navigator::run_to(Command command) {
    using enum Command;
    switch (command) {
        case next_hit:
        case previous_hit: desk_.panels.events.go_on(*desk_.store(), desk_.document.generation()); break;
        case next_cancellation:
        case previous_cancellation:
        case next_failure:
        case previous_failure:
        case to_line:
        case back_to_line:
        case to_cause: break;
        case when_done:
        case when_made:
            if (desk_.subject() == 0) {
                desk_.warn("notice.select_first");
                return true;
            }
            if (desk_.view.selection.empty())
                desk_.tell("notice.of_running", {{"who", desk_.store()->label(desk_.subject())}});
            break;
        default: return false;
    }
    bool wrapped = false;
    const std::optional<EventIndex> found = sought(command, wrapped);
    desk_.view.playback.pause();
    if (found) {
        arrive(command, *found, wrapped);
    } else if (command == to_line || command == back_to_line) {
        desk_.warn(desk_.panels.source.chosen() ? "notice.line_none" : "notice.no_line");
    } else if (is_of_filter(command) && !desk_.panels.events.search().filter().understood()) {
        // The table of events says already what it does not understand.
    } else {
        desk_.warn(goes_backward(command) ? "notice.none_before" : "notice.none_after");
    }
    return true;
}

// `wrapped`: there was none on this side of the end.
std::optional<EventIndex> Navigator::sought(Command command, bool& wrapped) {
    using enum Command;
    Store& store = *desk_.store();
    const bool backward = goes_backward(command);
    // After the last one comes the first again; what is hidden is not looked for from its end.
    const auto nearest = [&](const auto& wanted) {
        const Direction direction = backward ? Direction::backward : Direction::forward;
        const auto near = find_event(store, desk_.view.playback.cursor(), direction, wanted);
        if (near || (backward && !desk_.view.shows_future())) return near;
        const auto far = find_event(store, backward ? store.event_count() + 1 : 0, direction, wanted);
        wrapped = far.has_value();
        return far;
    };
    switch (command) {
        case next_hit:
        case previous_hit: {
            const EventFilter& filter = desk_.panels.events.search().filter();
            return nearest([&](const Store& in, EventIndex i) { return filter.matches(in, i); });
        }
        case next_cancellation:
        case previous_cancellation: return nearest(is_cancellation);
        case next_failure:
        case previous_failure: return nearest(is_failure);
        case to_line:
        case back_to_line:
            if (const auto place = desk_.panels.source.chosen())
                return nearest([&](const Store& in, EventIndex i) { return is_at(in, i, *place); });
            return std::nullopt;
        case to_cause:
            if (desk_.here.chain().size() < 2) return std::nullopt;
            return desk_.here.chain()[1];
        default: {
            const trace::ObjectInfo& object = store.objects()[desk_.subject()];
            const EventIndex event = command == when_made ? object.created : object.done;
            return event == trace::kNever ? std::nullopt : std::optional(event);
        }
    }
}

void Navigator::arrive(Command command, EventIndex found, bool wrapped) {
    const EventIndex cursor = desk_.view.playback.cursor();
    leave_place();
    desk_.seek(found + 1);
    desk_.messages.dismiss();
    if (wrapped)
        desk_.tell(found + 1 == cursor      ? "notice.only_one"
                   : goes_backward(command) ? "notice.from_the_end"
                                            : "notice.from_the_beginning");
}

}  // namespace loopscope::viz
