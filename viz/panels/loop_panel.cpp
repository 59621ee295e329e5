#include "viz/panels/loop_panel.h"

#include "viz/data/labels.h"
#include "viz/panels/task_text.h"

#include <algorithm>
#include <cmath>

namespace loopscope::viz {

using trace::EventIndex;
using trace::ObjectId;
using trace::ReadyReason;

namespace {

// Rows are higher where there is much room: on a projector.
constexpr float kRow = 30, kHighRow = 44, kGap = 5, kInset = 10, kHead = 30, kWide = 620, kStrip = 34;
constexpr std::size_t kMostRows = 60;  // of a place, where the panel scrolls
// What lies further apart is another picture, not a movement.
constexpr EventIndex kFarthest = 400;

std::string_view title_key(MachinePlace place) {
    constexpr std::string_view kKeys[] = {"machine.running",  "machine.ready",   "machine.timers",
                                          "machine.selector", "machine.threads", "machine.waiting"};
    return kKeys[index_of(place)];
}

std::string_view empty_key(MachinePlace place) {
    constexpr std::string_view kKeys[] = {"machine.running.none", "machine.ready.none",
                                          "machine.timers.none",  "machine.selector.none",
                                          "machine.threads.none", "machine.waiting.none"};
    return kKeys[index_of(place)];
}

std::string reason_text(const Scene& scene, const MachineItem& token) {
    const Words& words = *scene.words;
    const std::string who = token.about != 0 ? scene.store->label(token.about) : "";
    switch (token.reason) {
        case ReadyReason::created: return words["machine.reason.created"];
        case ReadyReason::yielded: return words["machine.reason.yielded"];
        case ReadyReason::woken:
            return who.empty() ? words["machine.reason.woken"]
                               : words.fill("machine.reason.woken_by", {{"who", who}});
        case ReadyReason::done_callback: return words.fill("machine.reason.callback", {{"who", who}});
        case ReadyReason::timer: return words["machine.reason.timer"];
        case ReadyReason::call_soon: return words["machine.reason.call_soon"];
        case ReadyReason::io: return words["machine.reason.io"];
        case ReadyReason::thread: return words["machine.reason.thread"];
    }
    return {};
}

std::string remark_text(const Scene& scene, const MachineItem& token, MachinePlace place) {
    const Words& words = *scene.words;
    switch (place) {
        case MachinePlace::running:
            return is_task(scene.store->objects(), token.id) ? "" : words["machine.callback"];
        case MachinePlace::ready: return reason_text(scene, token);
        case MachinePlace::timers:
            return token.remaining_ns == 0
                       ? words["machine.due"]
                       : words.fill("machine.left", {{"time", seconds_text(token.remaining_ns)}});
        case MachinePlace::selector: {
            constexpr std::string_view kKeys[] = {"machine.readable", "machine.readable", "machine.writable",
                                                  "machine.both"};
            return words[token.fired ? "machine.fired" : kKeys[token.directions & 3U]];
        }
        case MachinePlace::threads:
            return words[token.active ? "machine.thread.runs" : "machine.thread.blocked"];
        case MachinePlace::waiting: return token.about == 0 ? "" : scene.store->label(token.about);
    }
    return {};
}

std::string name_text(const Scene& scene, const MachineItem& token, MachinePlace place) {
    const Store& store = *scene.store;
    if (place != MachinePlace::timers) return store.label(token.id);
    if (token.about != 0) return store.label(token.about);
    const std::string name = store.text(token.name);
    return name.empty() ? store.label(token.id) : name;
}

Rect between(Rect from, Rect to, float t) {
    const auto mix = [t](float a, float b) { return a + (b - a) * t; };
    return {mix(from.x, to.x), mix(from.y, to.y), mix(from.width, to.width), mix(from.height, to.height)};
}

bool same(Rect a, Rect b) { return a.x == b.x && a.y == b.y && a.width == b.width && a.height == b.height; }

}  // namespace

// Everything that is painted, at one origin.
class LoopPanel::Painter {
public:
    Painter(const Scene& scene, const ViewState& view, ImVec2 origin)
        : scene_(scene), view_(view), theme_(*scene.theme), brush_(scene.brush()), origin_(origin) {}

    // The three parts of a turn; the present one is filled.
    void strip(const Machine& machine, float width, bool wide) const {
        const Words& words = *scene_.words;
        const std::string turn = machine.phase == MachinePhase::stopped
                                     ? words["machine.stopped"]
                                     : words.fill("machine.turn", {{"number", std::to_string(machine.turn)},
                                                                   {"time", seconds_text(machine.now_ns)}});
        const float height = scene_.px(wide ? kStrip : 24);
        const float y = origin_.y + (height - text_height(brush_, Type::strong)) / 2;
        if (!wide) {
            text_within(brush_, Type::strong, {origin_.x, y}, width, theme_.text, turn);
            return;
        }
        const float left = scene_.px(150);
        text_within(brush_, Type::strong, {origin_.x, y}, left - scene_.px(8), theme_.text, turn);
        constexpr std::string_view kPhases[] = {"machine.phase.waits", "machine.phase.collects",
                                                "machine.phase.runs"};
        const float each = (width - left) / 3;
        for (std::size_t i = 0; i < 3; ++i) {
            const bool now = machine.phase == static_cast<MachinePhase>(i + 1);
            std::string text = words[kPhases[i]];
            const std::uint32_t all = machine.run_in_turn + machine.left_in_turn;
            if (now && i == 2 && all > 0)
                text += ": " + words.fill("machine.progress", {{"done", std::to_string(machine.run_in_turn)},
                                                               {"all", std::to_string(all)}});
            phase({origin_.x + left + each * static_cast<float>(i), origin_.y, each, height}, text, now);
        }
    }

    void box(const Box& box, const Machine& machine) const {
        const Rect rect = at(box.rect);
        const ImVec2 min{rect.x, rect.y}, max{rect.right(), rect.bottom()};
        const bool outside = box.place == MachinePlace::waiting || box.place == MachinePlace::threads;
        brush_.draw->AddRectFilled(min, max, outside ? theme_.panel : theme_.raised, scene_.px(7));
        if (outside) {
            draw_dashed_rect(brush_, min, max, theme_.line);
        } else {
            brush_.draw->AddRect(min, max, theme_.line, scene_.px(7), 0, scene_.px(1));
        }
        const float x = rect.x + scene_.px(kInset), y = rect.y + scene_.px(7);
        std::string title = scene_.words->operator[](title_key(box.place));
        const std::size_t count = machine[box.place].size() + machine.left_out[index_of(box.place)];
        text_within(brush_, Type::small_strong, {x, y}, rect.width - scene_.px(2 * kInset + 30),
                    theme_.text_dim, title);
        if (count > 0 && box.place != MachinePlace::running) {
            const std::string number = std::to_string(count);
            text_at(brush_, Type::small_strong,
                    {rect.right() - scene_.px(kInset) - text_width(brush_, Type::small_strong, number), y},
                    theme_.text_dim, number);
        }
        const float row = rect.y + scene_.px(kHead);
        if (count == 0) {
            const std::string_view key =
                box.place == MachinePlace::running && machine.phase == MachinePhase::waits
                    ? "machine.running.waits"
                    : empty_key(box.place);
            text_within(brush_, Type::body, {x, row + scene_.px(3)}, rect.width - scene_.px(2 * kInset),
                        theme_.text_dim, scene_.words->operator[](key));
        }
        if (box.more > 0)
            text_within(brush_, Type::small,
                        {x, rect.bottom() - scene_.px(6) - text_height(brush_, Type::small)},
                        rect.width - scene_.px(2 * kInset), theme_.text_dim,
                        scene_.words->fill("machine.more", {{"count", std::to_string(box.more)}}));
        turn_border(box);
    }

    // From the edge of one place to that of another, with a word beside it.
    void way(ImVec2 from, ImVec2 to, std::string_view key) const {
        draw_arrow(brush_, at(from), at(to), theme_.waiting, scene_.px(1.5F), false);
        label(at(from), at(to), key);
    }

    void line(ImVec2 from, ImVec2 to, std::string_view key) const {
        brush_.draw->AddLine(at(from), at(to), theme_.waiting, scene_.px(1.5F));
        label(at(from), at(to), key);
    }

    // At a place that need not be its seat.
    void token(const Seat& seat, Rect relative, float alpha, bool flies) const {
        const MachineItem& token = seat.token;
        const MachinePlace place = seat.place;
        const bool front = place == MachinePlace::ready && seat.number == 0;
        const Rect rect = at(relative);
        const ImVec2 min{rect.x, rect.y}, max{rect.right(), rect.bottom()};
        const Look look = look_of(token, place, front);
        const float corner = scene_.px(5);
        if (flies)
            brush_.draw->AddRectFilled({min.x + scene_.px(1), min.y + scene_.px(3)},
                                       {max.x + scene_.px(1), max.y + scene_.px(4)},
                                       with_alpha(theme_.text, 0.18F), corner);
        brush_.draw->AddRectFilled(min, max, with_alpha(look.fill, alpha), corner);
        if (place == MachinePlace::timers) remaining(token, rect, alpha, corner);
        brush_.draw->AddRect(min, max, with_alpha(look.edge, alpha), corner, 0, scene_.px(look.thickness));
        if (token.id == view_.selection.object && !view_.selection.empty())
            brush_.draw->AddRect({min.x - scene_.px(2), min.y - scene_.px(2)},
                                 {max.x + scene_.px(2), max.y + scene_.px(2)},
                                 with_alpha(theme_.accent, alpha), corner, 0, scene_.px(2));
        words(token, place, rect, alpha, look, front);
    }

private:
    struct Look {
        Color fill, edge, text;
        float thickness = 1;
    };

    ImVec2 at(ImVec2 relative) const { return {origin_.x + relative.x, origin_.y + relative.y}; }

    // Beside an upright line, above another.
    void label(ImVec2 a, ImVec2 b, std::string_view key) const {
        if (key.empty()) return;
        const std::string& word = (*scene_.words)[key];
        const float width = text_width(brush_, Type::small, word), height = text_height(brush_, Type::small);
        const ImVec2 middle{(a.x + b.x) / 2, (a.y + b.y) / 2};
        const bool upright = std::abs(a.x - b.x) < std::abs(a.y - b.y);
        const ImVec2 corner = upright ? ImVec2{middle.x + scene_.px(7), middle.y - height / 2}
                                      : ImVec2{middle.x - width / 2, middle.y - height - scene_.px(3)};
        text_at(brush_, Type::small, corner, theme_.text_dim, word);
    }

    Rect at(Rect relative) const {
        return {origin_.x + relative.x, origin_.y + relative.y, relative.width, relative.height};
    }

    void phase(Rect rect, std::string_view text, bool now) const {
        const float tip = scene_.px(9), gap = scene_.px(3), r = rect.right() - gap;
        const ImVec2 points[] = {
            {rect.x, rect.y},         {r - tip, rect.y},       {r, rect.y + rect.height / 2},
            {r - tip, rect.bottom()}, {rect.x, rect.bottom()}, {rect.x + tip, rect.y + rect.height / 2}};
        // Not convex at the notch: two halves.
        const Color fill = now ? theme_.accent : theme_.raised;
        const ImVec2 upper[] = {points[0], points[1], points[2], points[5]};
        const ImVec2 lower[] = {points[5], points[2], points[3], points[4]};
        brush_.draw->AddConvexPolyFilled(upper, 4, fill);
        brush_.draw->AddConvexPolyFilled(lower, 4, fill);
        if (!now) brush_.draw->AddPolyline(points, 6, theme_.line, ImDrawFlags_Closed, scene_.px(1));
        const Type type = now ? Type::small_strong : Type::small;
        const float room = rect.width - 2 * tip - scene_.px(10);
        const float width = std::min(text_width(brush_, type, text), room);
        text_within(brush_, type,
                    {rect.x + tip + (rect.width - tip - gap - tip - width) / 2 + scene_.px(1),
                     rect.y + (rect.height - text_height(brush_, type)) / 2},
                    room, now ? theme_.on_accent : theme_.text_dim, text);
    }

    Look look_of(const MachineItem& token, MachinePlace place, bool front) const {
        switch (place) {
            case MachinePlace::running: return {theme_.running, theme_.running, theme_.on_running, 1};
            case MachinePlace::ready:
                return {token.this_turn ? theme_.ready_soft : theme_.panel, theme_.ready, theme_.text,
                        front ? 2.0F : 1.0F};
            case MachinePlace::selector:
                return token.fired ? Look{theme_.ready_soft, theme_.ready, theme_.text, 2}
                                   : Look{theme_.panel, theme_.line, theme_.text, 1};
            case MachinePlace::threads:
                return token.active ? Look{theme_.accent_soft, theme_.accent, theme_.text, 1.5F}
                                    : Look{theme_.panel, theme_.line, theme_.text, 1};
            case MachinePlace::timers: return {theme_.panel, theme_.line, theme_.text, 1};
            case MachinePlace::waiting: return {theme_.panel, theme_.waiting, theme_.text, 1};
        }
        return {};
    }

    // What remains of a timer is a band that grows shorter.
    void remaining(const MachineItem& token, Rect rect, float alpha, float corner) const {
        const float share = std::clamp(token.remaining_share, 0.0F, 1.0F);
        if (share <= 0) return;
        const float right = rect.x + rect.width * share;
        brush_.draw->PushClipRect({rect.x, rect.y}, {right, rect.bottom()}, true);
        brush_.draw->AddRectFilled({rect.x, rect.y}, {rect.right(), rect.bottom()},
                                   with_alpha(theme_.accent_soft, alpha), corner);
        brush_.draw->PopClipRect();
    }

    void words(const MachineItem& token, MachinePlace place, Rect rect, float alpha, const Look& look,
               bool front) const {
        const std::string name = name_text(scene_, token, place), remark = remark_text(scene_, token, place);
        const bool high = rect.height >= scene_.px((kRow + kHighRow) / 2);
        const Type strong = high ? Type::title : Type::strong, quiet = high ? Type::body : Type::small;
        const float pad = scene_.px(9), middle = rect.y + rect.height / 2;
        float x = rect.x + pad;
        if (front) {
            draw_triangle(brush_, {x + scene_.px(2), middle}, scene_.px(high ? 12 : 9),
                          with_alpha(theme_.ready, alpha), true);
            x += scene_.px(high ? 17 : 13);
        }
        // The name has the room that the remark leaves, at least half.
        const float room = rect.right() - pad - x, gap = scene_.px(12);
        const float wanted = remark.empty() ? 0 : text_width(brush_, quiet, remark) + gap;
        const float name_room = std::max(room - wanted, room / 2);
        text_within(brush_, strong, {x, middle - text_height(brush_, strong) / 2}, name_room,
                    with_alpha(look.text, alpha), name);
        const float left = std::min(text_width(brush_, strong, name), name_room) + gap;
        if (remark.empty() || room - left < scene_.px(24)) return;
        const float width = std::min(wanted - gap, room - left);
        const Color color = place == MachinePlace::running ? look.text
                            : token.fired                  ? theme_.ready
                                                           : theme_.text_dim;
        text_within(brush_, quiet, {rect.right() - pad - width, middle - text_height(brush_, quiet) / 2},
                    width + 1, with_alpha(color, alpha), remark);
    }

    // Between what runs in this turn and what in the next.
    void turn_border(const Box& box) const {
        if (box.place != MachinePlace::ready) return;
        for (std::size_t i = 0; i < box.seats.size(); ++i) {
            const bool first_of_next =
                !box.seats[i].token.this_turn && (i == 0 ? box.first == 0 : box.seats[i - 1].token.this_turn);
            if (!first_of_next) continue;
            const Rect rect = at(box.seats[i].rect);
            const float y = rect.y - scene_.px(kGap + 7);
            const std::string& text = (*scene_.words)["machine.next_turn"];
            const float width = text_width(brush_, Type::small, text);
            text_within(brush_, Type::small, {rect.x, y - text_height(brush_, Type::small) / 2}, rect.width,
                        theme_.text_dim, text);
            if (rect.width > width + scene_.px(16))
                brush_.draw->AddLine({rect.x + width + scene_.px(8), y}, {rect.right(), y}, theme_.line,
                                     scene_.px(1));
        }
    }

    const Scene& scene_;
    const ViewState& view_;
    const Theme& theme_;
    Brush brush_;
    ImVec2 origin_;
};

void LoopPanel::update(const Scene& scene, const ViewState& view) {
    const EventIndex cursor = scene.now->applied;
    const bool known = generation_ == scene.generation && cursor_;
    if (known && *cursor_ == cursor) return;
    const Machine before = std::move(machine_);
    machine_ = machine_of(*scene.store, *scene.now);
    const EventIndex way = known ? std::max(*cursor_, cursor) - std::min(*cursor_, cursor) : kFarthest + 1;
    motion_.stop();
    if (way <= kFarthest) {
        start_motion(view, before);
    } else {
        first_.fill(0);
    }
    generation_ = scene.generation;
    cursor_ = cursor;
}

std::optional<Rect> LoopPanel::seat_of(const Origin& origin) const {
    const Box& box = boxes_[index_of(origin.place)];
    if (box.rect.empty()) return std::nullopt;
    if (origin.index && *origin.index >= box.first && *origin.index - box.first < box.seats.size())
        return box.seats[*origin.index - box.first].rect;
    // From somewhere in it that cannot be seen.
    return Rect{box.rect.x, box.rect.bottom() - 1, box.rect.width, 1};
}

// Everything that was seen goes from there to where it belongs now.
void LoopPanel::start_motion(const ViewState& view, const Machine& before) {
    const MachineChange change = change_between(before, machine_);
    gone_.clear();
    if (view.motion == Pace::off || change.empty()) return;
    for (std::size_t p = 0; p < kMachinePlaces; ++p) {
        from_[p].clear();
        for (const std::optional<Origin>& origin : change.origins[p])
            from_[p].push_back(origin ? seat_of(*origin) : std::nullopt);
    }
    for (const Origin& origin : change.gone) {
        const Box& box = boxes_[index_of(origin.place)];
        if (*origin.index >= box.first && *origin.index - box.first < box.seats.size())
            gone_.push_back(box.seats[*origin.index - box.first]);
    }
    constexpr double kOfAStep = 0.8;
    const Playback& playback = view.playback;
    motion_.start(view.motion, playback.playing() ? kOfAStep / playback.steps_per_second() : 0);
}

LoopPanel::Box LoopPanel::box_at(const Scene& scene, MachinePlace place, Rect rect,
                                 std::size_t columns) const {
    Box box{.place = place, .rect = rect, .first = first_[index_of(place)], .seats = {}, .more = 0};
    const auto& tokens = machine_[place];
    const float inset = scene.px(kInset), gap = scene.px(kGap), row = row_;
    const float width =
        (rect.width - 2 * inset - gap * static_cast<float>(columns - 1)) / static_cast<float>(columns);
    const float note = scene.px(18), bottom = rect.bottom() - inset + 1;
    float y = rect.y + scene.px(kHead);
    std::size_t column = 0;
    for (std::size_t i = box.first; i < tokens.size(); ++i) {
        const bool border =
            place == MachinePlace::ready && !tokens[i].this_turn && (i == 0 || tokens[i - 1].this_turn);
        if (border) y += scene.px(kGap + 12);
        const bool last = i + 1 == tokens.size() && machine_.left_out[index_of(place)] == 0;
        if (y + row > bottom - (last ? 0 : note)) break;
        const float x = rect.x + inset + static_cast<float>(column) * (width + gap);
        box.seats.push_back({tokens[i], place, i, {x, y, width, row}});
        if (++column == columns) {
            column = 0;
            y += row + gap;
        }
    }
    box.more = tokens.size() + machine_.left_out[index_of(place)] - box.first - box.seats.size();
    return box;
}

// One below the other, as high as they need to be.
LoopPanel::Boxes LoopPanel::stacked(const Scene& scene, float width) const {
    Boxes boxes;
    float y = scene.px(30);
    constexpr MachinePlace kOrder[] = {MachinePlace::running,  MachinePlace::ready,   MachinePlace::timers,
                                       MachinePlace::selector, MachinePlace::threads, MachinePlace::waiting};
    for (const MachinePlace place : kOrder) {
        const auto& tokens = machine_[place];
        // What a program does not use takes no room.
        const bool rare = place == MachinePlace::selector || place == MachinePlace::threads ||
                          place == MachinePlace::waiting;
        if (rare && tokens.empty()) continue;
        const std::size_t shown = std::clamp<std::size_t>(tokens.size(), 1, kMostRows);
        const bool cut = tokens.size() > kMostRows || machine_.left_out[index_of(place)] > 0;
        const bool two_turns = place == MachinePlace::ready && !tokens.empty() && !tokens.back().this_turn;
        const float height = scene.px(kHead + kInset - kGap) +
                             static_cast<float>(shown) * (row_ + scene.px(kGap)) +
                             scene.px((two_turns ? kGap + 12 : 0.0F) + (cut ? 20.0F : 0.0F));
        boxes[index_of(place)] = box_at(scene, place, {0, y, width, height}, 1);
        y += height + scene.px(8);
    }
    return boxes;
}

// What comes from outside at the left, the queue and what runs at the right, who waits below.
LoopPanel::Boxes LoopPanel::spread(const Scene& scene, float width, float height) const {
    const float top = scene.px(kStrip + 12), gap = scene.px(64), between_rows = scene.px(46);
    const float left = std::min(width * 0.31F, scene.px(420));
    const float rest = width - left - gap, body = std::max(height - top, scene.px(200));
    const float ready = (rest - gap) * 0.58F, running = rest - gap - ready;
    const float small = scene.px(8);
    const auto wanted = [&](MachinePlace place) {
        const auto rows = static_cast<float>(std::clamp<std::size_t>(machine_[place].size(), 1, 6));
        return scene.px(kHead + kInset - kGap) + rows * (row_ + scene.px(kGap));
    };
    const float threads = std::min(wanted(MachinePlace::threads), body * 0.3F);
    const float selector = std::min(wanted(MachinePlace::selector), body * 0.36F);
    const float timers = body - threads - selector - 2 * small;
    const float upper = (body - between_rows) * 0.56F, lower = body - between_rows - upper;
    Boxes boxes;
    const auto put = [&](MachinePlace place, Rect rect, std::size_t columns) {
        boxes[index_of(place)] = box_at(scene, place, rect, columns);
    };
    put(MachinePlace::timers, {0, top, left, timers}, 1);
    put(MachinePlace::selector, {0, top + timers + small, left, selector}, 1);
    put(MachinePlace::threads, {0, top + timers + selector + 2 * small, left, threads}, 1);
    put(MachinePlace::ready, {left + gap, top, ready, upper}, 1);
    put(MachinePlace::running, {left + gap + ready + gap, top, running, upper}, 1);
    const auto columns = static_cast<std::size_t>(std::clamp(rest / (row_ * 7), 1.0F, 4.0F));
    put(MachinePlace::waiting, {left + gap, top + upper + between_rows, rest, lower}, columns);
    return boxes;
}

// The wheel over a place that has more than is seen.
void LoopPanel::scroll(ImVec2 origin) {
    const ImGuiIO& io = ImGui::GetIO();
    if (io.MouseWheel == 0 || !ImGui::IsWindowHovered()) return;
    for (const Box& box : boxes_) {
        if (!box.rect.holds(io.MousePos.x - origin.x, io.MousePos.y - origin.y)) continue;
        std::size_t& first = first_[index_of(box.place)];
        const auto rows = static_cast<std::size_t>(std::ceil(std::abs(io.MouseWheel)));
        if (io.MouseWheel < 0 && box.more > 0) first += std::min(rows, box.more);
        if (io.MouseWheel > 0) first -= std::min(rows, first);
    }
}

void LoopPanel::draw_ways(const Scene& scene, const Painter& painter) const {
    const auto& [running, ready, timers, selector, threads, waiting] = boxes_;
    const float gap = scene.px(4), first_row = scene.px(kHead) + row_ / 2;
    // Three sources, one way into the queue.
    const float front = ready.rect.y + first_row, bus = (timers.rect.right() + ready.rect.x) / 2;
    const auto into = [&](const Box& from, std::string_view key) {
        const float y = std::min(from.rect.y + first_row, from.rect.bottom() - scene.px(8));
        painter.line({from.rect.right() + gap, y}, {bus, y}, key);
        painter.line({bus, y}, {bus, front}, {});
    };
    into(selector, "machine.way.fired");
    if (!threads.seats.empty()) into(threads, "machine.way.thread");
    painter.line({timers.rect.right() + gap, front}, {bus, front}, "machine.way.due");
    painter.way({bus, front}, {ready.rect.x - gap, front}, {});
    painter.way({ready.rect.right() + gap, front}, {running.rect.x - gap, front}, "machine.way.front");
    const float down = running.rect.x + running.rect.width / 2, up = ready.rect.x + ready.rect.width / 2;
    painter.way({down, running.rect.bottom() + gap}, {down, waiting.rect.y - gap}, "machine.way.await");
    painter.way({up, waiting.rect.y - gap}, {up, ready.rect.bottom() + gap}, "machine.way.woken");
}

// What moves is above all that stands.
void LoopPanel::draw_things(const Painter& painter) const {
    const float t = motion_.progress();
    struct Flight {
        const Seat* seat;
        Rect from;
    };
    std::vector<Flight> flights;
    for (const Box& box : boxes_) {
        for (std::size_t i = 0; i < box.seats.size(); ++i) {
            const Seat& seat = box.seats[i];
            const auto& from = from_[index_of(box.place)];
            const bool known = moving() && seat.number < from.size();
            if (known && from[seat.number] && !same(*from[seat.number], seat.rect)) {
                flights.push_back({&seat, *from[seat.number]});
            } else {
                painter.token(seat, seat.rect, known && !from[seat.number] ? t : 1, false);
            }
        }
    }
    if (moving())
        for (const Seat& seat : gone_) painter.token(seat, seat.rect, (1 - t) * 0.8F, false);
    for (const Flight& flight : flights)
        painter.token(*flight.seat, between(flight.from, flight.seat->rect, t), 1, true);
}

// Pressing a thing selects it, also while it is still on its way there.
void LoopPanel::take_clicks(const Scene& scene, Wishes& wishes, ImVec2 origin) const {
    for (const Box& box : boxes_) {
        for (const Seat& seat : box.seats) {
            ImGui::SetCursorScreenPos({origin.x + seat.rect.x, origin.y + seat.rect.y});
            ImGui::PushID(static_cast<int>(index_of(box.place)));
            ImGui::PushID(static_cast<int>(seat.number));
            const ImVec2 size{std::max(seat.rect.width, 1.0F), seat.rect.height};
            if (ImGui::InvisibleButton("thing", size)) wishes.select = seat.token.id;
            if (ImGui::IsItemHovered()) {
                ImGui::SetMouseCursor(ImGuiMouseCursor_Hand);
                const std::string remark = remark_text(scene, seat.token, box.place);
                tooltip(scene,
                        scene.store->full_label(seat.token.id) + (remark.empty() ? "" : "\n" + remark));
            }
            ImGui::PopID();
            ImGui::PopID();
        }
    }
}

void LoopPanel::draw(const Scene& scene, const ViewState& view, Wishes& wishes, Rect rect) {
    const bool wide = rect.width >= scene.px(kWide) && rect.height >= scene.px(300);
    begin_panel("loop", scene, rect, {14, 10}, scene.theme->panel, !wide);
    panel_edge(scene, rect, true, true);
    if (scene.now == nullptr || scene.store == nullptr) return end_panel();
    update(scene, view);
    for (std::size_t p = 0; p < kMachinePlaces; ++p) {
        const std::size_t count = machine_.places[p].size();
        first_[p] = wide && count > 0 ? std::min(first_[p], count - 1) : 0;
    }
    const ImVec2 origin = ImGui::GetCursorScreenPos(), room = ImGui::GetContentRegionAvail();
    row_ = wide ? std::clamp(room.y / 15, scene.px(kRow), scene.px(kHighRow)) : scene.px(kRow);
    boxes_ = wide ? spread(scene, room.x, room.y) : stacked(scene, room.x);
    if (wide) scroll(origin);
    const Painter painter(scene, view, origin);
    painter.strip(machine_, room.x, wide);
    float bottom = 1;
    for (const Box& box : boxes_) {
        if (box.rect.empty()) continue;
        painter.box(box, machine_);
        bottom = std::max(bottom, box.rect.bottom());
    }
    if (wide) draw_ways(scene, painter);
    draw_things(painter);
    take_clicks(scene, wishes, origin);
    ImGui::SetCursorScreenPos(origin);
    ImGui::Dummy({1, wide ? 1 : bottom});
    end_panel();
}

}  // namespace loopscope::viz
