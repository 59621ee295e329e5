#include "viz/panels/streams/sequence_view.h"

#include "viz/panels/streams/pipe_painter.h"

#include <algorithm>
#include <utility>

namespace loopscope::viz {

using trace::Event;
using trace::EventKind;
using trace::ObjectId;

namespace {

constexpr float kScrollbar = 8, kSequenceRow = 22;

// The lines and rows of a sequence diagram, at one origin.
class SequencePainter {
public:
    SequencePainter(const Scene& scene, const ViewState& view, const Sequence& sequence, ImVec2 origin,
                    float width)
        : scene_(scene),
          view_(view),
          theme_(*scene.theme),
          brush_(scene.brush()),
          sequence_(sequence),
          origin_(origin),
          width_(width) {}

    float line_x(bool second) const {
        const float inset = std::min(width_ * 0.36F, scene_.px(230));
        return origin_.x + (second ? width_ - inset : inset);
    }
    float row_y(std::size_t row) const {
        return origin_.y + scene_.px(kSequenceRow) * (static_cast<float>(row) + 0.5F);
    }

    // Each end's name stands above its line, further out where the two would meet.
    void names(const std::string& first, const std::string& second) const {
        const float pad = scene_.px(8), middle = (line_x(false) + line_x(true)) / 2;
        const float room = width_ / 2 - pad;
        const auto width_of = [&](const std::string& name) {
            return std::min(text_width(brush_, Type::small_strong, name), room);
        };
        const float left = std::min(line_x(false) - width_of(first) / 2, middle - pad - width_of(first));
        const float right = std::max(line_x(true) - width_of(second) / 2, middle + pad);
        text_within(brush_, Type::small_strong, {left, origin_.y}, room, theme_.text_dim, first);
        text_within(brush_, Type::small_strong, {right, origin_.y}, room, theme_.text_dim, second);
    }

    void lifelines(float top, float bottom) const {
        for (const bool second : {false, true})
            brush_.draw->AddLine({line_x(second), top}, {line_x(second), bottom}, theme_.waiting,
                                 scene_.px(1.5F));
    }

    void row(std::size_t number, bool hovered, bool present) const {
        const SequenceRow& row = sequence_.rows[number];
        const float y = row_y(number), half = scene_.px(kSequenceRow) / 2;
        if (present || hovered)
            brush_.draw->AddRectFilled({origin_.x, y - half}, {origin_.x + width_, y + half},
                                       present ? theme_.accent_soft : theme_.hover, scene_.px(3));
        const Event& event = scene_.store->event(row.event);
        const float x = line_x(row.second), pad = scene_.px(9);
        const bool loud = event.kind == EventKind::stream_eof || event.kind == EventKind::stream_close ||
                          event.kind == EventKind::stream_lost;
        const Color color = past(row) ? loud ? theme_.bad : theme_.text : theme_.text_dim;
        brush_.draw->AddCircleFilled({x, y}, scene_.px(3.5F), past(row) ? color : theme_.waiting);
        const std::string text = row_text(event);
        const float room = (row.second ? origin_.x + width_ - x : x - origin_.x) - pad - scene_.px(4);
        const float width = std::min(text_width(brush_, Type::small, text), room);
        const float left = row.second ? x + pad : x - pad - width;
        text_within(brush_, Type::small, {left, y - text_height(brush_, Type::small) / 2}, room, color, text);
    }

    void arrow(const SequenceArrow& arrow) const {
        const SequenceRow &from = sequence_.rows[arrow.from], &to = sequence_.rows[arrow.to];
        const bool sent = past(from), arrived = past(to);
        if (!sent && !view_.shows_future()) return;
        const Color color = arrow.end_of_stream ? theme_.bad : theme_.accent;
        const float d = from.second ? -scene_.px(6) : scene_.px(6);
        draw_arrow(brush_, {line_x(from.second) + d, row_y(arrow.from)},
                   {line_x(to.second) - d, row_y(arrow.to)}, arrived ? color : theme_.waiting,
                   scene_.px(1.5F), !arrived);
    }

    bool past(const SequenceRow& row) const { return row.event < scene_.now->applied; }

private:
    std::string row_text(const Event& event) const {
        const Words& words = *scene_.words;
        const std::string bytes = scene_.store->text(event.text), count = size_text(event.value);
        const auto with_bytes = [&](std::string_view key) {
            return words.fill(
                key, {{"bytes", bytes.empty() ? words.fill("pipe.bytes", {{"count", count}}) : bytes}});
        };
        const bool writing = (event.flags & trace::kWrite) != 0;
        switch (event.kind) {
            case EventKind::stream_write: return with_bytes("pipe.did.write");
            case EventKind::stream_send: return words.fill("pipe.did.send", {{"count", count}});
            case EventKind::stream_receive: return words.fill("pipe.did.receive", {{"count", count}});
            case EventKind::stream_read: return with_bytes("pipe.did.read");
            case EventKind::stream_eof: return words[writing ? "pipe.did.write_eof" : "pipe.did.eof"];
            case EventKind::stream_pause:
                return words[writing ? "pipe.did.pause_writing" : "pipe.did.pause_reading"];
            case EventKind::stream_resume:
                return words[writing ? "pipe.did.resume_writing" : "pipe.did.resume_reading"];
            case EventKind::stream_close: return words["pipe.did.close"];
            default: return words["pipe.did.lost"];
        }
    }

    const Scene& scene_;
    const ViewState& view_;
    const Theme& theme_;
    Brush brush_;
    const Sequence& sequence_;
    ImVec2 origin_;
    float width_;
};

}  // namespace

std::string end_name(const Scene& scene, ObjectId end) {
    return end == 0 ? scene.say("pipe.outside") : scene.store->label(end);
}

void SequenceView::show(Sequence sequence, const Connection& connection) {
    sequence_ = std::move(sequence);
    first_ = connection.first;
    second_ = connection.second;
    present_row_.reset();
}

void SequenceView::draw(const Scene& scene, const ViewState& view, Wishes& wishes, float width,
                        float height) {
    const float head = text_height(scene.brush(), Type::small_strong) + scene.px(8);
    const ImVec2 top_left = ImGui::GetCursorScreenPos();
    SequencePainter(scene, view, sequence_, top_left, width - scene.px(kScrollbar))
        .names(end_name(scene, first_), end_name(scene, second_));
    ImGui::SetCursorScreenPos({top_left.x, top_left.y + head});
    height -= head;
    ImGui::BeginChild("sequence", {width, height}, false, ImGuiWindowFlags_NoNav);
    const float room = width - scene.px(kScrollbar), step = scene.px(kSequenceRow);
    const ImVec2 origin = ImGui::GetCursorScreenPos();
    const auto& rows = sequence_.rows;
    const SequencePainter painter(scene, view, sequence_, origin, room);
    const auto begun = std::partition_point(rows.begin(), rows.end(),
                                            [&](const SequenceRow& row) { return painter.past(row); });
    const auto past = static_cast<std::size_t>(begun - rows.begin());
    const std::size_t count = view.shows_future() ? rows.size() : past;
    // The present row stays in view.
    if (present_row_ != past && past > 0) {
        const float y = static_cast<float>(past) * step - height / 2;
        ImGui::SetScrollY(std::max(0.0F, y));
    }
    present_row_ = past;
    const float top = ImGui::GetScrollY();
    const auto first = static_cast<std::size_t>(std::max(0.0F, top / step));
    const std::size_t last = std::min(count, first + static_cast<std::size_t>(height / step) + 2);
    for (std::size_t i = first; i < last; ++i) {
        ImGui::SetCursorScreenPos({origin.x, origin.y + static_cast<float>(i) * step});
        ImGui::PushID(static_cast<int>(i));
        if (ImGui::InvisibleButton("row", {std::max(room, 1.0F), step})) wishes.seek = rows[i].event + 1;
        painter.row(i, ImGui::IsItemHovered(), i + 1 == past && rows[i].event + 1 == scene.now->applied);
        ImGui::PopID();
    }
    painter.lifelines(origin.y, origin.y + static_cast<float>(count) * step);
    for (const SequenceArrow& arrow : sequence_.arrows) {
        if (arrow.from >= last) break;
        if (arrow.to >= first && arrow.to < count) painter.arrow(arrow);
    }
    ImGui::SetCursorScreenPos(origin);
    ImGui::Dummy({1, static_cast<float>(count) * step});
    ImGui::EndChild();
}

}  // namespace loopscope::viz
