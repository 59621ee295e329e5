#include "viz/panels/chrome/transport_panel.h"

#include "viz/data/explain/mark_text.h"
#include "viz/data/recording/labels.h"
#include "viz/panels/base/widgets.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <iterator>

namespace loopscope::viz {

namespace {

void bar(const Brush& brush, ImVec2 c, float size, Color color) {
    brush.draw->AddRectFilled({c.x - brush.px(1.5F), c.y - size / 2}, {c.x + brush.px(1.5F), c.y + size / 2},
                              color);
}

void draw_icon(const Brush& brush, Command command, ImVec2 c, Color color, bool playing) {
    const float s = brush.px(11), d = brush.px(5);
    switch (command) {
        case Command::first:
            bar(brush, {c.x - d, c.y}, s, color);
            draw_triangle(brush, {c.x + d * 0.6F, c.y}, s, color, false);
            break;
        case Command::last:
            bar(brush, {c.x + d, c.y}, s, color);
            draw_triangle(brush, {c.x - d * 0.6F, c.y}, s, color, true);
            break;
        case Command::previous_turn:
            draw_triangle(brush, {c.x - d, c.y}, s, color, false);
            draw_triangle(brush, {c.x + d, c.y}, s, color, false);
            break;
        case Command::next_turn:
            draw_triangle(brush, {c.x - d, c.y}, s, color, true);
            draw_triangle(brush, {c.x + d, c.y}, s, color, true);
            break;
        case Command::previous_event: draw_triangle(brush, c, s, color, false); break;
        case Command::next_event: draw_triangle(brush, c, s, color, true); break;
        case Command::play:
            if (playing) {
                bar(brush, {c.x - brush.px(4), c.y}, s * 1.3F, color);
                bar(brush, {c.x + brush.px(4), c.y}, s * 1.3F, color);
            } else {
                draw_triangle(brush, c, s * 1.5F, color, true);
            }
            break;
        default: break;
    }
}

void button(const Scene& scene, Wishes& wishes, Command command, bool enabled, bool primary, bool playing,
            float height) {
    const Brush brush = scene.brush();
    const ImVec2 at = ImGui::GetCursorScreenPos();
    const float width = scene.px(primary ? 52 : 40);
    ImGui::PushID(static_cast<int>(command));
    if (ImGui::InvisibleButton("button", {width, height}) && enabled) wishes.commands.push_back(command);
    const bool hovered = ImGui::IsItemHovered();
    const Theme& theme = *scene.theme;
    Color fill = primary ? theme.accent : hovered && enabled ? theme.hover : theme.raised;
    if (!enabled) fill = theme.panel;
    const ImVec2 end{at.x + width, at.y + height};
    brush.draw->AddRectFilled(at, end, fill, scene.px(6));
    if (!primary || !enabled) brush.draw->AddRect(at, end, theme.line, scene.px(6));
    const Color ink = !enabled ? theme.line : primary ? theme.on_accent : theme.text;
    draw_icon(brush, command, {(at.x + end.x) / 2, (at.y + end.y) / 2}, ink, playing);
    if (hovered) tooltip(scene, hint_of(scene, command));
    ImGui::PopID();
    ImGui::SameLine(0, scene.px(6));
}

// A sign for each kind of mark, told apart by height and shape as well as colour.
void draw_mark(const Brush& brush, MarkKind kind, float x, float y) {
    const Theme& theme = *brush.theme;
    switch (kind) {
        case MarkKind::output:
            brush.draw->AddRectFilled({x - brush.px(1), y - brush.px(4)}, {x + brush.px(1), y + brush.px(4)},
                                      theme.waiting);
            break;
        case MarkKind::error:
            brush.draw->AddQuadFilled({x, y - brush.px(6)}, {x + brush.px(5), y}, {x, y + brush.px(6)},
                                      {x - brush.px(5), y}, theme.bad);
            break;
        case MarkKind::cancellation: draw_cross(brush, {x, y}, brush.px(12), theme.cancelled); break;
        case MarkKind::intervention: draw_branch(brush, {x, y}, brush.px(16), theme.accent); break;
    }
}

trace::EventIndex shown_until(const Scene& scene, const ViewState& view) {
    return view.shows_future() ? scene.store->event_count() : view.playback.cursor();
}

void marks(const Scene& scene, const ViewState& view, const Axis& axis, float left, float width, float y) {
    const Brush brush = scene.brush();
    const double end = std::max(axis.end(), 1.0);
    const auto& all = scene.store->marks();
    const trace::EventIndex shown = shown_until(scene, view);
    for (auto mark = all.begin(); mark != all.end() && mark->event < shown;) {
        // Where the cursor is when it has just happened: who presses a mark sees what it marks.
        const double share = axis.cursor(mark->event + 1) / end;
        draw_mark(brush, mark->kind, left + width * static_cast<float>(share), y);
        // No two marks of a kind that cannot be told apart, however many there are.
        const double next = (share * static_cast<double>(width) + 1.5) / static_cast<double>(width) * end;
        const trace::EventIndex beyond = axis.first_event_from(next - 1);
        if (all.size() > 2000) {
            mark = std::max(std::next(mark), std::partition_point(mark, all.end(), [&](const Mark& m) {
                                return m.event < beyond;
                            }));
        } else {
            ++mark;
        }
    }
}

// The mark that is drawn nearest to the mouse, if it is under it.
const Mark* mark_at(const Scene& scene, const ViewState& view, const Axis& axis, double at, double reach) {
    const auto& all = scene.store->marks();
    const auto first = [&](double position) {
        const trace::EventIndex event = axis.first_event_from(std::max(position, 0.0));
        return std::partition_point(all.begin(), all.end(), [&](const Mark& m) { return m.event < event; });
    };
    const Mark* nearest = nullptr;
    double distance = reach;
    int few = 1000;  // where more of them meet in a few pixels, any of them is as good
    for (auto mark = first(at - reach - 1);
         mark != all.end() && mark->event < shown_until(scene, view) && few > 0; ++mark, --few) {
        const double position = axis.cursor(mark->event + 1), away = std::abs(position - at);
        if (position > at + reach) break;
        if (away > distance) continue;
        nearest = &*mark;
        distance = away;
    }
    return nearest;
}

// The moment that a press leads to, and the mark there.
void bar_tip(const Scene& scene, const ViewState& view, const Axis& axis, float left, float width) {
    constexpr float kReach = 7;  // pixels
    const double end = std::max(axis.end(), 1.0), scale = end / static_cast<double>(width);
    const double at = std::clamp(static_cast<double>(ImGui::GetIO().MousePos.x - left) * scale, 0.0, end);
    const Mark* mark = mark_at(scene, view, axis, at, static_cast<double>(scene.px(kReach)) * scale);
    const trace::EventIndex count = mark ? mark->event + 1 : at < 1 ? 0 : axis.count_at(at - 1);
    if (count > shown_until(scene, view)) return;
    const auto& turns = scene.store->turns();
    const auto turn = std::partition_point(turns.begin(), turns.end(),
                                           [&](const Turn& each) { return each.event < count; });
    std::string text = turn == turns.begin()
                           ? scene.say("transport.start")
                           : scene.say("transport.where",
                                       {{"turn", std::to_string(std::prev(turn)->number)},
                                        {"time", seconds_text(scene.store->time_at(count), *scene.words)}});
    if (mark) text += "\n" + mark_text(*scene.store, *mark, *scene.words);
    tooltip(scene, text);
}

void scrub_bar(const Scene& scene, const ViewState& view, Wishes& wishes, Rect rect, float y) {
    const Brush brush = scene.brush();
    const Axis axis(*scene.store, AxisMode::logical);
    const float left = rect.x + scene.px(16), width = rect.width - scene.px(32), top = rect.y + scene.px(2);
    ImGui::SetCursorScreenPos({left - scene.px(8), top});
    ImGui::InvisibleButton("scrub", {width + scene.px(16), 2 * (y - top)});
    const double end = std::max(axis.end(), 1.0);
    if (ImGui::IsItemActive()) {
        const double share =
            std::clamp(static_cast<double>((ImGui::GetIO().MousePos.x - left) / width), 0.0, 1.0);
        const auto column = static_cast<double>(std::llround(share * end));
        wishes.seek = column < 1 ? 0 : axis.count_at(column - 1);
    }
    const float now = left + width * static_cast<float>(axis.cursor(view.playback.cursor()) / end);
    const float t = scene.px(2);
    brush.draw->AddRectFilled({left, y - t}, {left + width, y + t}, scene.theme->line, t);
    brush.draw->AddRectFilled({left, y - t}, {now, y + t}, scene.theme->accent, t);
    marks(scene, view, axis, left, width, y);
    if (ImGui::IsItemHovered()) bar_tip(scene, view, axis, left, width);
    const float radius = scene.px(ImGui::IsItemHovered() || ImGui::IsItemActive() ? 9 : 7);
    brush.draw->AddCircleFilled({now, y}, radius, scene.theme->accent);
    brush.draw->AddCircle({now, y}, radius, scene.theme->panel, 0, scene.px(2));
}

std::string where_text(const Scene& scene) {
    if (scene.now->turn == 0) return scene.say("transport.start");
    return scene.say("transport.where", {{"turn", std::to_string(scene.now->turn)},
                                         {"time", seconds_text(scene.now->now_ns, *scene.words)}});
}

void speed(const Scene& scene, const ViewState& view, Wishes& wishes) {
    char text[32];
    std::snprintf(text, sizeof text, "%g / s", view.playback.steps_per_second());
    stepper(scene, wishes, Command::slower, Command::faster, decimal_text(text, *scene.words), scene.px(46));
}

// In a low panel everything is a little closer together.
struct Rows {
    bool low = false;
    float bar = 0, buttons = 0, height = 0;  // where they begin, and how high a button is

    Rows(const Scene& scene, Rect rect)
        : low(rect.height < scene.px(kLow)),
          bar(rect.y + scene.px(low ? 8 : 15)),
          buttons(rect.y + scene.px(low ? 18 : 31)),
          height(scene.px(low ? 28 : 34)) {}

    float middle(float of) const { return buttons + (height - of) / 2; }

private:
    static constexpr float kLow = 60;
};

// At the right, from right to left. Returns where the rest ends.
float right_end(const Scene& scene, const ViewState& view, Wishes& wishes, const Rows& rows, float right) {
    const float y = rows.middle(scene.px(24));
    // Without the usual header there must be another way to everything for the mouse.
    if (view.present || rows.low) {
        const std::string& commands = scene.say("header.commands");
        right -= text_width(scene.brush(), Type::small_strong, commands) + scene.px(18);
        ImGui::SetCursorScreenPos({right, y});
        if (pill(scene, "commands", commands, view.palette)) wishes.commands.push_back(Command::palette);
        right -= scene.px(rows.low ? 8 : 16);
    }
    if (rows.low) return right;
    right -= scene.px(28 + 46 + 28 + 8);
    ImGui::SetCursorScreenPos({right, y});
    speed(scene, view, wishes);
    return right;
}

// Where there is no header: what is shown, and which step of the lesson plan it is.
std::string shown_text(const Scene& scene) {
    if (scene.plan == nullptr || scene.scenario == nullptr) return std::string(scene.title);
    const auto& steps = scene.plan->steps;
    const auto number = std::distance(steps.data(), scene.scenario) + 1;
    return scene.say("transport.plan_step", {{"number", std::to_string(number)},
                                             {"count", std::to_string(steps.size())},
                                             {"title", std::string(scene.title)}});
}

}  // namespace

std::vector<std::string> step_texts(const Scene& scene, const ViewState& view) {
    const Axis axis(*scene.store, AxisMode::logical);
    const auto done = std::to_string(static_cast<long long>(axis.cursor(view.playback.cursor())));
    const auto all = std::to_string(scene.store->stops().size());
    const std::string step = scene.say("transport.step", {{"step", done}, {"all", all}});
    if (!scene.live && !scene.edited) return {step};
    // How many steps there are is to be seen on the bar, too.
    const std::string& more = scene.say(scene.live ? "transport.live" : "transport.edited");
    return {step + ", " + more, done + " / " + all + ", " + more, more};
}

void transport_panel(const Scene& scene, const ViewState& view, Wishes& wishes, Rect rect) {
    begin_panel("transport", scene, rect, {0, 0}, scene.theme->panel, false);
    if (scene.store == nullptr) {
        end_panel();
        return;
    }
    const Rows rows(scene, rect);
    scrub_bar(scene, view, wishes, rect, rows.bar);
    const Playback& playback = view.playback;
    const bool back = !playback.at_start(), forward = !playback.at_end(*scene.store);
    const Brush brush = scene.brush();
    const float text_y = rows.middle(text_height(brush, Type::strong));
    const float edge = scene.px(rows.low ? 8 : 16);
    const float right = right_end(scene, view, wishes, rows, rect.right() - edge);
    const std::string where = where_text(scene);
    const float left = rect.x + edge, where_width = text_width(brush, Type::strong, where);
    const auto width_of = [&](int small) { return scene.px(static_cast<float>(small * 46 + 52)); };
    // The bar leads to the beginning and the end as well: their buttons go where there is little room, then
    // those for whole turns.
    const std::vector<std::string> steps = step_texts(scene, view);
    // What is more than a number is to be said.
    const float told = steps.size() > 1 ? text_width(brush, Type::body, steps.back()) + scene.px(16 + 12) : 0;
    const float room = right - scene.px(12) - told - left;
    const int small = where_width + scene.px(12) + width_of(6) <= room ? 6 : width_of(4) <= room ? 4 : 2;
    const float buttons = width_of(small);
    // In the middle, or as far left of it as what is at the right needs.
    const float middle =
        std::max(std::min(rect.x + (rect.width - buttons) / 2, right - scene.px(12) - told - buttons),
                 small == 6 ? left + where_width + scene.px(12) : left);
    if (left + where_width <= middle - scene.px(8))
        text_at(brush, Type::strong, {left, text_y}, scene.theme->text, where);
    const float title = left + where_width + scene.px(24), title_room = middle - scene.px(12) - title;
    if (view.present && title_room > scene.px(120))
        text_within(brush, Type::body, {title, text_y}, title_room, scene.theme->text_dim, shown_text(scene));
    ImGui::SetCursorScreenPos({middle, rows.buttons});
    const auto put = [&](Command command, bool enabled, bool primary = false) {
        button(scene, wishes, command, enabled, primary, playback.playing(), rows.height);
    };
    if (small == 6) put(Command::first, back);
    if (small >= 4) put(Command::previous_turn, back);
    put(Command::previous_event, back);
    put(Command::play, scene.store->event_count() > 0, true);
    put(Command::next_event, forward);
    if (small >= 4) put(Command::next_turn, forward);
    if (small == 6) put(Command::last, forward);
    for (const std::string& step : steps) {
        const float step_x = right - scene.px(16) - text_width(brush, Type::body, step);
        if (step_x <= middle + buttons + scene.px(12)) continue;
        text_at(brush, Type::body, {step_x, text_y}, scene.theme->text_dim, step);
        break;
    }
    end_panel();
}

}  // namespace loopscope::viz
