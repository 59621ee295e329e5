#include "viz/panels/machine/machine_painter.h"

#include "viz/data/recording/labels.h"

#include <algorithm>
#include <cmath>

namespace loopscope::viz {

using namespace machine_size;
using trace::ReadyReason;

namespace {

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

// In a narrow place without the name of who is meant.
std::string reason_text(const Scene& scene, const MachineItem& token, bool brief) {
    const Words& words = *scene.words;
    if (token.cancelled) return words["machine.reason.cancelled"];
    const std::string who = token.about != 0 && !brief ? scene.store->label(token.about) : "";
    switch (token.reason) {
        case ReadyReason::created: return words["machine.reason.created"];
        case ReadyReason::yielded: return words["machine.reason.yielded"];
        case ReadyReason::woken:
            return who.empty() ? words["machine.reason.woken"]
                               : words.fill("machine.reason.woken_by", {{"who", who}});
        case ReadyReason::done_callback:
            return who.empty() ? words["machine.callback"]
                               : words.fill("machine.reason.callback", {{"who", who}});
        case ReadyReason::timer: return words["machine.reason.timer"];
        case ReadyReason::call_soon: return words["machine.reason.call_soon"];
        case ReadyReason::io: return words["machine.reason.io"];
        case ReadyReason::thread: return words["machine.reason.thread"];
    }
    return {};
}

std::string name_text(const Scene& scene, const MachineItem& token, MachinePlace place, bool brief) {
    const Store& store = *scene.store;
    const auto label = [&](trace::ObjectId id) { return brief ? store.brief_label(id) : store.label(id); };
    if (place == MachinePlace::selector && token.about != 0)
        return brief ? label(token.about) : label(token.id) + " \u00b7 " + label(token.about);
    if (place != MachinePlace::timers) return label(token.id);
    if (token.about != 0) return label(token.about);
    const std::string name = store.text(token.name);
    return name.empty() ? label(token.id) : name;
}

}  // namespace

std::string remark_text(const Scene& scene, const MachineItem& token, MachinePlace place, bool brief) {
    const Words& words = *scene.words;
    switch (place) {
        case MachinePlace::running:
            return is_task(scene.store->objects(), token.id) ? "" : words["machine.callback"];
        case MachinePlace::ready: return reason_text(scene, token, brief);
        case MachinePlace::timers:
            if (token.remaining_ns == 0) return words["machine.due"];
            return words.fill(token.remaining_ns < 0 ? "machine.overdue" : "machine.left",
                              {{"time", seconds_text(std::abs(token.remaining_ns), words)}});
        case MachinePlace::selector: {
            constexpr std::string_view kKeys[] = {"machine.readable", "machine.readable", "machine.writable",
                                                  "machine.both"};
            return words[token.fired ? "machine.fired" : kKeys[token.directions & 3U]];
        }
        case MachinePlace::threads:
            return words[token.active ? "machine.thread.runs" : "machine.thread.blocked"];
        case MachinePlace::waiting:
            if (token.about == 0) return {};
            return brief ? scene.store->brief_label(token.about) : scene.store->label(token.about);
    }
    return {};
}

void MachinePainter::strip(const Machine& machine, float width, bool wide) const {
    const Words& words = *scene_.words;
    const std::string turn =
        machine.phase == MachinePhase::stopped
            ? words["machine.stopped"]
            : words.fill("machine.turn", {{"number", std::to_string(machine.turn)},
                                          {"time", seconds_text(machine.now_ns, words)}});
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

void MachinePainter::box(const MachineBox& box, const Machine& machine) const {
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
    const bool mixed = box.place == MachinePlace::ready && view_.order_asked;
    const std::string& title = (*scene_.words)[mixed ? "machine.ready.mixed" : title_key(box.place)];
    const std::size_t count = machine[box.place].size() + machine.left_out[index_of(box.place)];
    text_within(brush_, name_, {x, y}, rect.width - scene_.px(2 * kInset + 30), theme_.text_dim, title);
    if (count > 0 && box.place != MachinePlace::running) {
        const std::string number = std::to_string(count);
        text_at(brush_, name_, {rect.right() - scene_.px(kInset) - text_width(brush_, name_, number), y},
                theme_.text_dim, number);
    }
    if (count == 0) nothing(box, machine, {x, y});
    if (box.more > 0)
        text_within(brush_, Type::small, {x, rect.bottom() - scene_.px(6) - text_height(brush_, Type::small)},
                    rect.width - scene_.px(2 * kInset), theme_.text_dim,
                    scene_.words->fill("machine.more", {{"count", std::to_string(box.more)}}));
    turn_border(box);
}

void MachinePainter::way(ImVec2 from, ImVec2 to, std::string_view key) const {
    draw_arrow(brush_, at(from), at(to), theme_.waiting, scene_.px(1.5F), false);
    label(at(from), at(to), key);
}

void MachinePainter::line(ImVec2 from, ImVec2 to, std::string_view key) const {
    brush_.draw->AddLine(at(from), at(to), theme_.waiting, scene_.px(1.5F));
    label(at(from), at(to), key);
}

void MachinePainter::token(const MachineSeat& seat, Rect relative, float alpha, bool flies) const {
    const MachineItem& token = seat.token;
    const MachinePlace place = seat.place;
    // Who is asked what runs next is not shown it.
    const bool front = place == MachinePlace::ready && seat.number == 0 && !view_.asked;
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
                             {max.x + scene_.px(2), max.y + scene_.px(2)}, with_alpha(theme_.accent, alpha),
                             corner, 0, scene_.px(2));
    words(token, place, rect, alpha, look, front);
    if (token.cancelled)
        draw_bolt(brush_, {max.x - scene_.px(1), min.y + scene_.px(1)}, scene_.px(18),
                  with_alpha(theme_.cancelled, alpha));
}

void MachinePainter::nothing(const MachineBox& box, const Machine& machine, ImVec2 corner) const {
    const bool waits = box.place == MachinePlace::running && machine.phase == MachinePhase::waits;
    const std::string& text = (*scene_.words)[waits ? "machine.running.waits" : empty_key(box.place)];
    const float room = box.rect.width - scene_.px(2 * kInset);
    if (box.rect.height > scene_.px(kHead + 8))
        return void(text_within(brush_, high_ ? Type::sentence : Type::body,
                                {corner.x, corner.y + scene_.px(kHead - 4)}, room, theme_.text_dim, text));
    const float width = std::min(text_width(brush_, Type::small, text), room / 2);
    text_within(brush_, Type::small, {corner.x + room - width, corner.y}, width + 1, theme_.text_dim, text);
}

void MachinePainter::label(ImVec2 a, ImVec2 b, std::string_view key) const {
    if (key.empty()) return;
    const std::string& word = (*scene_.words)[key];
    const Type type = high_ ? Type::body : Type::small;
    const float width = text_width(brush_, type, word), height = text_height(brush_, type);
    const ImVec2 middle{(a.x + b.x) / 2, (a.y + b.y) / 2};
    const bool upright = std::abs(a.x - b.x) < std::abs(a.y - b.y);
    const ImVec2 corner = upright ? ImVec2{middle.x + scene_.px(7), middle.y - height / 2}
                                  : ImVec2{middle.x - width / 2, middle.y - height - scene_.px(3)};
    text_at(brush_, type, corner, theme_.text_dim, word);
}

Rect MachinePainter::at(Rect relative) const {
    return {origin_.x + relative.x, origin_.y + relative.y, relative.width, relative.height};
}

void MachinePainter::phase(Rect rect, std::string_view text, bool now) const {
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
    const float middle = rect.y + rect.height / 2;  // where they meet no line is to be seen
    brush_.draw->AddRectFilled({rect.x + tip, middle - 1}, {r - scene_.px(2), middle + 1}, fill);
    if (!now) brush_.draw->AddPolyline(points, 6, theme_.line, ImDrawFlags_Closed, scene_.px(1));
    const Type type = high_ ? (now ? Type::strong : Type::body) : now ? Type::small_strong : Type::small;
    const float room = rect.width - 2 * tip - scene_.px(10);
    const float width = std::min(text_width(brush_, type, text), room);
    text_within(brush_, type,
                {rect.x + tip + (rect.width - tip - gap - tip - width) / 2 + scene_.px(1),
                 rect.y + (rect.height - text_height(brush_, type)) / 2},
                room, now ? theme_.on_accent : theme_.text_dim, text);
}

MachinePainter::Look MachinePainter::look_of(const MachineItem& token, MachinePlace place, bool front) const {
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
        case MachinePlace::timers:
            return token.remaining_ns < 0 ? Look{theme_.bad_soft, theme_.bad, theme_.text, 1.5F}
                                          : Look{theme_.panel, theme_.line, theme_.text, 1};
        case MachinePlace::waiting: return {theme_.panel, theme_.waiting, theme_.text, 1};
    }
    return {};
}

void MachinePainter::remaining(const MachineItem& token, Rect rect, float alpha, float corner) const {
    const float share = std::clamp(token.remaining_share, 0.0F, 1.0F);
    if (share <= 0) return;
    const float right = rect.x + rect.width * share;
    brush_.draw->PushClipRect({rect.x, rect.y}, {right, rect.bottom()}, true);
    brush_.draw->AddRectFilled({rect.x, rect.y}, {rect.right(), rect.bottom()},
                               with_alpha(theme_.accent_soft, alpha), corner);
    brush_.draw->PopClipRect();
}

void MachinePainter::words(const MachineItem& token, MachinePlace place, Rect rect, float alpha,
                           const Look& look, bool front) const {
    const bool high = rect.height >= scene_.px((kRow + kHighRow) / 2);
    const Type strong = high ? Type::title : Type::strong, quiet = high ? Type::body : Type::small;
    const float pad = scene_.px(9), middle = rect.y + rect.height / 2;
    float x = rect.x + pad;
    if (front) {
        draw_triangle(brush_, {x + scene_.px(2), middle}, scene_.px(high ? 12 : 9),
                      with_alpha(theme_.ready, alpha), true);
        x += scene_.px(high ? 17 : 13);
    }
    // What it is matters more than why it is there: the remark becomes brief first, then the name, and what
    // is cut then is the name of what the remark is about.
    const float room = rect.right() - pad - x, gap = scene_.px(12);
    std::string name = name_text(scene_, token, place, false), remark = remark_text(scene_, token, place);
    const auto both = [&] {
        const float beside = remark.empty() ? 0 : gap + text_width(brush_, quiet, remark);
        return text_width(brush_, strong, name) + beside;
    };
    if (both() > room) remark = remark_text(scene_, token, place, true);
    if (both() > room) name = name_text(scene_, token, place, true);
    text_within(brush_, strong, {x, middle - text_height(brush_, strong) / 2}, room,
                with_alpha(look.text, alpha), name);
    const float left = room - text_width(brush_, strong, name) - gap;
    const float wanted = text_width(brush_, quiet, remark);
    if (remark.empty() || (wanted > left && (place != MachinePlace::waiting || left < scene_.px(40)))) return;
    const float width = std::min(wanted, left);
    const Color color = place == MachinePlace::running ? look.text
                        : token.fired                  ? theme_.ready
                        : token.remaining_ns < 0       ? theme_.bad
                                                       : theme_.text_dim;
    text_within(brush_, quiet, {rect.right() - pad - width, middle - text_height(brush_, quiet) / 2},
                width + 1, with_alpha(color, alpha), remark);
}

void MachinePainter::turn_border(const MachineBox& box) const {
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

}  // namespace loopscope::viz
