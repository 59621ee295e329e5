#include "viz/panels/machine/loop_panel.h"

#include "viz/data/instant/thread_stack.h"
#include "viz/panels/base/widgets.h"
#include "viz/panels/machine/machine_painter.h"

#include <algorithm>
#include <cmath>

namespace loopscope::viz {

using namespace machine_size;
using trace::EventIndex;

namespace {

constexpr float kWide = 620, kStackRow = 26;
// What lies further apart is another picture, not a movement.
constexpr EventIndex kFarthest = 400;

Rect between(Rect from, Rect to, float t) {
    const auto mix = [t](float a, float b) { return a + (b - a) * t; };
    return {mix(from.x, to.x), mix(from.y, to.y), mix(from.width, to.width), mix(from.height, to.height)};
}

// In an order that tells nothing, and is the same in every frame.
void mix(std::vector<MachineItem>& items, EventIndex cursor) {
    const auto place = [cursor](const MachineItem& item) {
        std::uint64_t bits = ((static_cast<std::uint64_t>(cursor) << 32U) + item.id) * 0x9E37'79B9'7F4A'7C15U;
        bits = (bits ^ (bits >> 30U)) * 0xBF58'476D'1CE4'E5B9U;
        return (bits ^ (bits >> 27U)) * 0x94D0'49BB'1331'11EBU;
    };
    std::stable_sort(items.begin(), items.end(), [&](const MachineItem& a, const MachineItem& b) {
        return place(a) != place(b) ? place(a) < place(b) : a.id < b.id;
    });
    for (MachineItem& item : items) item.this_turn = true;
}

std::optional<Destination> destination_of(MachinePlace place) {
    switch (place) {
        case MachinePlace::ready: return Destination::ready;
        case MachinePlace::timers: return Destination::timers;
        case MachinePlace::selector: return Destination::selector;
        case MachinePlace::waiting: return Destination::outside;
        case MachinePlace::running:
        case MachinePlace::threads: return std::nullopt;
    }
    return std::nullopt;
}

bool same(Rect a, Rect b) { return a.x == b.x && a.y == b.y && a.width == b.width && a.height == b.height; }

}  // namespace

void LoopPanel::update(const Scene& scene, const ViewState& view) {
    const EventIndex cursor = scene.now->applied;
    const bool known = generation_ == scene.generation && cursor_;
    if (known && *cursor_ == cursor && mixed_ == view.order_asked) return;
    const Machine before = std::move(machine_);
    machine_ = machine_of(*scene.store, *scene.now);
    mixed_ = view.order_asked;
    if (mixed_) mix(machine_.places[index_of(MachinePlace::ready)], cursor);
    const EventIndex way = known ? std::max(*cursor_, cursor) - std::min(*cursor_, cursor) : kFarthest + 1;
    motion_.stop();
    if (way <= kFarthest) {
        start_motion(view, before);
    } else {
        first_.fill(0);
    }
    if (!known) most_.fill(0);
    for (std::size_t p = 0; p < kMachinePlaces; ++p) most_[p] = std::max(most_[p], machine_.places[p].size());
    generation_ = scene.generation;
    cursor_ = cursor;
}

std::optional<Rect> LoopPanel::seat_of(const Origin& origin) const {
    const MachineBox& box = boxes_[index_of(origin.place)];
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
        const MachineBox& box = boxes_[index_of(origin.place)];
        if (*origin.index >= box.first && *origin.index - box.first < box.seats.size())
            gone_.push_back(box.seats[*origin.index - box.first]);
    }
    constexpr double kOfAStep = 0.8;
    const Playback& playback = view.playback;
    motion_.start(view.motion, playback.playing() ? kOfAStep / playback.steps_per_second() : 0);
}

// The wheel over a place that has more than is seen.
void LoopPanel::scroll(ImVec2 origin) {
    const ImGuiIO& io = ImGui::GetIO();
    if (io.MouseWheel == 0 || !ImGui::IsWindowHovered()) return;
    for (const MachineBox& box : boxes_) {
        if (!box.rect.holds(io.MousePos.x - origin.x, io.MousePos.y - origin.y)) continue;
        std::size_t& first = first_[index_of(box.place)];
        const auto rows = static_cast<std::size_t>(std::ceil(std::abs(io.MouseWheel)));
        if (io.MouseWheel < 0 && box.more > 0) first += std::min(rows, box.more);
        if (io.MouseWheel > 0) first -= std::min(rows, first);
    }
}

void LoopPanel::draw_ways(const Scene& scene, const MachinePainter& painter) const {
    const auto& [running, ready, timers, selector, threads, waiting] = boxes_;
    const float gap = scene.px(4), first_row = scene.px(kHead) + row_ / 2;
    // Three sources, one way into the queue.
    // Their words stand before where they meet.
    const float front = ready.rect.y + first_row;
    const float bus = timers.rect.right() + (ready.rect.x - timers.rect.right()) * 0.6F;
    const auto into = [&](const MachineBox& from, std::string_view key) {
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
void LoopPanel::draw_things(const MachinePainter& painter) const {
    const float t = motion_.progress();
    struct Flight {
        const MachineSeat* seat;
        Rect from;
    };
    std::vector<Flight> flights;
    for (const MachineBox& box : boxes_) {
        for (std::size_t i = 0; i < box.seats.size(); ++i) {
            const MachineSeat& seat = box.seats[i];
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
        for (const MachineSeat& seat : gone_) painter.token(seat, seat.rect, (1 - t) * 0.8F, false);
    for (const Flight& flight : flights)
        painter.token(*flight.seat, between(flight.from, flight.seat->rect, t), 1, true);
}

// Pressing a thing selects it, also while it is still on its way there.
void LoopPanel::take_clicks(const Scene& scene, Wishes& wishes, ImVec2 origin) const {
    for (const MachineBox& box : boxes_) {
        for (const MachineSeat& seat : box.seats) {
            ImGui::SetCursorScreenPos({origin.x + seat.rect.x, origin.y + seat.rect.y});
            ImGui::PushID(static_cast<int>(index_of(box.place)));
            ImGui::PushID(static_cast<int>(seat.number));
            const ImVec2 size{std::max(seat.rect.width, 1.0F), seat.rect.height};
            if (ImGui::InvisibleButton("thing", size)) wishes.select = seat.token.id;
            menu_on_item(wishes, seat.token.id);
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

// Who is asked where a task goes presses the place.
void LoopPanel::take_destination(const Scene& scene, Wishes& wishes, ImVec2 origin) const {
    for (const MachineBox& box : boxes_) {
        const std::optional<Destination> destination = destination_of(box.place);
        if (!destination || box.rect.empty()) continue;
        const ImVec2 at{origin.x + box.rect.x, origin.y + box.rect.y};
        ImGui::SetCursorScreenPos(at);
        ImGui::PushID(static_cast<int>(index_of(box.place)));
        if (ImGui::InvisibleButton("place", {box.rect.width, box.rect.height}))
            wishes.destination = destination;
        const bool hovered = ImGui::IsItemHovered();
        if (hovered) ImGui::SetMouseCursor(ImGuiMouseCursor_Hand);
        ImGui::GetWindowDrawList()->AddRect(at, {at.x + box.rect.width, at.y + box.rect.height},
                                            scene.theme->accent, scene.px(7), 0,
                                            scene.px(hovered ? 3 : 1.5F));
        ImGui::PopID();
    }
}

float LoopPanel::draw_stack(const Scene& scene, Wishes& wishes, ImVec2 at, float width) const {
    const std::vector<StackEntry> stack = thread_stack(*scene.store, *scene.now);
    if (stack.empty()) return 0;
    const Brush brush = scene.brush();
    const Theme& theme = *scene.theme;
    const float line = scene.px(19), inset = scene.px(kInset), step = scene.px(8);
    const float height = scene.px(kHead) + line * static_cast<float>(stack.size()) + scene.px(6);
    brush.draw->AddRectFilled(at, {at.x + width, at.y + height}, theme.raised, scene.px(8));
    brush.draw->AddRect(at, {at.x + width, at.y + height}, theme.line, scene.px(8));
    text_within(brush, Type::small_strong, {at.x + inset, at.y + scene.px(8)}, width - 2 * inset,
                theme.text_dim, scene.say("machine.stack"));
    float y = at.y + scene.px(kHead);
    for (std::size_t i = 0; i < stack.size(); ++i, y += line) {
        const StackEntry& entry = stack[i];
        const float x = at.x + inset + step * static_cast<float>(std::min<std::size_t>(i, 8));
        const float room = at.x + width - inset - x;
        // Grey is the loop's own; what runs now is the last one.
        const Type type = i + 1 == stack.size() ? Type::small_strong : Type::small;
        text_within(brush, type, {x, y}, room, entry.loop ? theme.text_dim : theme.text, entry.text);
        if (entry.task == 0) continue;
        ImGui::SetCursorScreenPos({x, y});
        ImGui::PushID(static_cast<int>(i));
        if (ImGui::InvisibleButton("frame", {std::max(room, 1.0F), line})) wishes.select = entry.task;
        if (ImGui::IsItemHovered()) ImGui::SetMouseCursor(ImGuiMouseCursor_Hand);
        ImGui::PopID();
    }
    return height;
}

// From left to right in one row; the innermost are what one wants to see.
void LoopPanel::draw_stack_row(const Scene& scene, Wishes& wishes, Rect rect) const {
    const std::vector<StackEntry> stack = thread_stack(*scene.store, *scene.now);
    if (stack.empty()) return;
    const Brush brush = scene.brush();
    const Theme& theme = *scene.theme;
    constexpr std::string_view kInto = "  \u203a  ", kMore = "\u2026";
    const bool high = row_ > scene.px((kRow + kHighRow) / 2);  // seen from far
    const Type plain = high ? Type::body : Type::small, strong = high ? Type::strong : Type::small_strong;
    const float y = rect.y + (rect.height - text_height(brush, plain)) / 2;
    const std::string title = scene.say("machine.stack");
    text_at(brush, strong, {rect.x, y}, theme.text_dim, title);
    const auto type_of = [&](std::size_t i) { return i + 1 == stack.size() ? strong : plain; };
    const float into = text_width(brush, plain, kInto);
    float x = rect.x + text_width(brush, strong, title) + scene.px(16);
    float room = rect.right() - x - text_width(brush, plain, kMore) - into;
    std::size_t first = stack.size();
    while (first > 0) {
        room -= text_width(brush, type_of(first - 1), stack[first - 1].text) + into;
        if (room < 0 && first < stack.size()) break;
        --first;
    }
    const auto say = [&](Type type, Color color, std::string_view text) {
        text_at(brush, type, {x, y}, color, text);
        x += text_width(brush, type, text);
    };
    if (first > 0) say(plain, theme.text_dim, kMore);
    for (std::size_t i = first; i < stack.size(); ++i) {
        const StackEntry& entry = stack[i];
        if (i > 0) say(plain, theme.text_dim, kInto);
        const float left = x;
        say(type_of(i), entry.loop ? theme.text_dim : theme.text, entry.text);
        if (entry.task == 0) continue;
        ImGui::SetCursorScreenPos({left, rect.y});
        ImGui::PushID(static_cast<int>(i));
        if (ImGui::InvisibleButton("frame", {std::max(x - left, 1.0F), rect.height}))
            wishes.select = entry.task;
        if (ImGui::IsItemHovered()) ImGui::SetMouseCursor(ImGuiMouseCursor_Hand);
        ImGui::PopID();
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
    const MachineLayout layout(scene, machine_, first_, most_, row_, view.destination_asked);
    const float stack = scene.px(kStackRow);  // at the foot, also while there is none: nothing jumps
    boxes_ = wide ? layout.spread(room.x, room.y - stack) : layout.stacked(room.x);
    if (wide) scroll(origin);
    const MachinePainter painter(scene, view, origin, wide && row_ > scene.px((kRow + kHighRow) / 2));
    painter.strip(machine_, room.x, wide);
    float bottom = 1;
    for (const MachineBox& box : boxes_) {
        if (box.rect.empty()) continue;
        painter.box(box, machine_);
        bottom = std::max(bottom, box.rect.bottom());
    }
    if (wide) draw_ways(scene, painter);
    draw_things(painter);
    if (view.destination_asked)
        take_destination(scene, wishes, origin);
    else
        take_clicks(scene, wishes, origin);
    if (wide) {
        draw_stack_row(scene, wishes, {origin.x, origin.y + room.y - stack, room.x, stack});
    } else {
        const float top = bottom + scene.px(8);
        bottom = top + draw_stack(scene, wishes, {origin.x, origin.y + top}, room.x);
    }
    ImGui::SetCursorScreenPos(origin);
    ImGui::Dummy({1, wide ? 1 : bottom});
    end_panel();
}

}  // namespace loopscope::viz
