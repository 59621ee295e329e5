#include "viz/panels/streams/connection_list.h"

#include "viz/data/recording/labels.h"
#include "viz/panels/base/widgets.h"
#include "viz/panels/streams/pipe_painter.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>
#include <vector>

namespace loopscope::viz {

using trace::ObjectId;

namespace {

constexpr float kConnectionRow = 22, kNumber = 30;
constexpr float kShare = 0.24F;  // of the panel's height

// "client-5 - handler": who uses its ends.
std::string users_of(const Scene& scene, const Connection& connection, const ConnectionRow& row) {
    const bool one_way = only_direction(*scene.store, connection).has_value();
    std::string text;
    const std::array<ObjectId, 2> ends{connection.first, connection.second};
    for (std::size_t i = 0; i < ends.size(); ++i) {
        if (ends[i] == 0 && one_way) continue;
        const std::string name = row.tasks[i] != 0 ? scene.store->full_label(row.tasks[i])
                                 : ends[i] != 0    ? scene.store->label(ends[i])
                                                   : scene.say("pipe.outside");
        text += (text.empty() ? "" : " \u2013 ") + name;
    }
    // Of a pipe its name says which way it goes.
    return one_way ? scene.store->label(connection.first) + ": " + text : text;
}

struct RowMark {
    std::string_view key;
    Color color = 0, fill = 0;
};

std::vector<RowMark> marks_of(const Theme& theme, const ConnectionRow& row) {
    if (row.closed) return {{"pipe.mark.closed", theme.text_dim, theme.raised}};
    std::vector<RowMark> marks;
    if (row.full) marks.push_back({"pipe.mark.full", theme.ready, theme.ready_soft});
    if (row.paused) marks.push_back({"pipe.mark.paused", theme.ready, theme.ready_soft});
    if (row.ended) marks.push_back({"pipe.mark.eof", theme.bad, theme.bad_soft});
    return marks;
}

}  // namespace

float ConnectionList::height_for(const Scene& scene, std::size_t count, float room) {
    const auto most = static_cast<std::size_t>(std::max(room * kShare / scene.px(kConnectionRow), 3.0F));
    return scene.px(kConnectionRow) * static_cast<float>(std::min(count, most));
}

const Connection* ConnectionList::draw(const Scene& scene, const StreamIndex& index, const Connection* shown,
                                       float width, float height) {
    const Connection* pressed = nullptr;
    const std::size_t count = begun(index, scene.now->applied);
    const float step = scene.px(kConnectionRow);
    ImGui::BeginChild("connections", {width, height}, false, ImGuiWindowFlags_NoNav);
    if (std::exchange(followed_, shown) != shown && shown != nullptr) {
        const auto place = static_cast<float>(shown - index.connections().data());
        const float top = ImGui::GetScrollY();
        if (place * step < top || (place + 1) * step > top + height)
            ImGui::SetScrollY(std::max(0.0F, (place - std::floor(height / step / 2)) * step));
    }
    ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, {0, 0});
    ImGuiListClipper clipper;
    clipper.Begin(static_cast<int>(count), step);
    while (clipper.Step()) {
        for (int i = clipper.DisplayStart; i < clipper.DisplayEnd; ++i) {
            const Connection& connection = index.connections()[static_cast<std::size_t>(i)];
            const ImVec2 at = ImGui::GetCursorScreenPos();
            const float room = std::max(ImGui::GetContentRegionAvail().x, 1.0F);
            ImGui::PushID(i);
            if (ImGui::InvisibleButton("connection", {room, step})) pressed = &connection;
            const bool hovered = ImGui::IsItemHovered();
            draw_row(scene, index, static_cast<std::size_t>(i), &connection == shown,
                     {at.x, at.y, room, step}, hovered);
            ImGui::PopID();
        }
    }
    ImGui::PopStyleVar();
    ImGui::EndChild();
    return pressed;
}

// What matters most stands at the right and keeps its room: marks, since when, how many bytes.
void ConnectionList::draw_row(const Scene& scene, const StreamIndex& index, std::size_t number, bool chosen,
                              Rect rect, bool hovered) const {
    const Brush brush = scene.brush();
    const Theme& theme = *scene.theme;
    const Connection& connection = index.connections()[number];
    const ConnectionRow row = connection_row(*scene.store, index, *scene.now, connection);
    if (chosen || hovered)
        brush.draw->AddRectFilled({rect.x, rect.y}, {rect.right(), rect.bottom()},
                                  chosen ? theme.accent_soft : theme.hover, scene.px(3));
    const float gap = scene.px(8), y = rect.y + (rect.height - text_height(brush, Type::small)) / 2;
    float right = rect.right() - scene.px(10);
    std::vector<RowMark> marks = marks_of(theme, row);
    std::reverse(marks.begin(), marks.end());
    for (const RowMark& mark : marks) {
        const std::string& text = scene.say(mark.key);
        const float width = text_width(brush, Type::small_strong, text) + scene.px(10);
        if (right - width < rect.x + scene.px(kNumber)) break;
        brush.draw->AddRectFilled({right - width, rect.y + scene.px(3)}, {right, rect.bottom() - scene.px(3)},
                                  mark.fill, scene.px(4));
        text_at(brush, Type::small_strong, {right - width + scene.px(5), y}, mark.color, text);
        right -= width + scene.px(4);
    }
    const float least = rect.x + scene.px(kNumber + 90);  // for the names
    const auto say_right = [&](const std::string& text, Color color) {
        const float width = text_width(brush, Type::small, text);
        if (text.empty() || right - width < least) return;
        text_at(brush, Type::small, {right - width, y}, color, text);
        right -= width + gap;
    };
    if (row.since && !row.closed)
        say_right(scene.say("pipe.since",
                            {{"time", seconds_text(scene.store->time_at(*row.since + 1), *scene.words)}}),
                  theme.text_dim);
    if (row.waiting > 0 && !row.closed)
        say_right(scene.say("pipe.bytes", {{"count", size_text(row.waiting)}}), theme.text);
    text_at(brush, Type::small_strong, {rect.x + scene.px(6), y}, row.closed ? theme.text_dim : theme.text,
            std::to_string(number + 1));
    const float left = rect.x + scene.px(kNumber);
    const std::string users = users_of(scene, connection, row);
    const bool cut = text_within(brush, Type::small, {left, y}, std::max(right - left, 1.0F),
                                 row.closed ? theme.text_dim : theme.text, users);
    if (cut && hovered) tooltip(scene, users);
}

}  // namespace loopscope::viz
