#include "viz/panels/recording/output_panel.h"

#include "viz/data/recording/labels.h"
#include "viz/panels/base/widgets.h"

#include <algorithm>

namespace loopscope::viz {

namespace {

constexpr float kOutputLine = 22, kTime = 46;  // height of a line, least width of its time
constexpr float kMarked = 6;                   // as much wider is a line that is marked
constexpr std::size_t kMostWrapped =
    2000;  // lines; of more only what is seen is looked at, and each is one line

// As high as its text, wrapped, needs.
float wrapped_height(const Scene& scene, const std::string& text, float width) {
    const float one = text_height(scene.brush(), Type::mono);
    const float all = viz::wrapped_height(scene.brush(), Type::mono, std::max(width, one), text);
    return scene.px(kOutputLine) + std::max(all - one, 0.0F);
}

// Of the times in front of the lines. Late ones are long; a look at some of each end is enough.
float time_width(const Scene& scene) {
    constexpr std::size_t kSome = 32;
    const auto& prints = scene.store->prints();
    float widest = scene.px(kTime - 10);
    for (std::size_t i = 0; i < prints.size(); ++i) {
        if (i == kSome && prints.size() > 2 * kSome) i = prints.size() - kSome;
        const std::string time = seconds_text(scene.store->time_at(prints[i] + 1), *scene.words);
        widest = std::max(widest, text_width(scene.brush(), Type::small, time));
    }
    return widest + scene.px(10);
}

// Pressing a line goes to the moment at which it was printed.
void output_line(const Scene& scene, Wishes& wishes, trace::EventIndex event, float left, bool latest,
                 bool wraps) {
    const Brush brush = scene.brush();
    const ImVec2 at = ImGui::GetCursorScreenPos();
    const float width = std::max(ImGui::GetContentRegionAvail().x - scene.px(kMarked), 1.0F);
    const std::string text = scene.store->text(scene.store->event(event).text);
    const float one = scene.px(kOutputLine);
    const float height = wraps ? wrapped_height(scene, text, width - left) : one;
    if (ImGui::InvisibleButton("line", {width, height})) wishes.seek = event + 1;
    const bool hovered = ImGui::IsItemHovered();
    // No line is cut at the top; of one that wraps the rest is to be seen.
    if (!latest && height < one + 1 && at.y + scene.px(3) < ImGui::GetWindowDrawList()->GetClipRectMin().y)
        return;
    if (latest || hovered) {
        brush.draw->AddRectFilled({at.x - scene.px(6), at.y}, {at.x + width, at.y + height},
                                  latest ? scene.theme->accent_soft : scene.theme->hover, scene.px(3));
    }
    const std::string time = seconds_text(scene.store->time_at(event + 1), *scene.words);
    const float y = at.y + (scene.px(kOutputLine) - text_height(brush, Type::mono)) / 2;
    text_at(brush, Type::small, {at.x, at.y + (scene.px(kOutputLine) - text_height(brush, Type::small)) / 2},
            scene.theme->text_dim, time);
    if (wraps) {
        const float room = std::max(width - left, text_height(brush, Type::mono));
        text_wrapped(brush, Type::mono, {at.x + left, y}, room, scene.theme->text, text);
    } else if (text_within(brush, Type::mono, {at.x + left, y}, width - left, scene.theme->text, text) &&
               hovered)
        tooltip(scene, text);
}

}  // namespace

void OutputPanel::draw(const Scene& scene, const ViewState& view, Wishes& wishes, Rect rect) {
    begin_panel("output", scene, rect, {14, 10}, scene.theme->panel, false);
    panel_edge(scene, rect, false, true);
    if (!view.has_tab(View::output)) heading(scene, scene.say("output.title"));
    // The heading stays where it is; a line that is marked is a little wider than its words.
    const ImVec2 at = ImGui::GetCursorScreenPos();
    const float aside = scene.px(kMarked), edge = scene.px(2);
    ImGui::SetCursorScreenPos({at.x - aside, at.y});
    ImGui::BeginChild("lines", {rect.right() - at.x + aside - edge, rect.bottom() - at.y - edge}, false,
                      ImGuiWindowFlags_NoNav);
    scroll_by_keys(scene, rect);
    ImGui::Indent(aside);
    if (scene.store != nullptr) {
        const std::size_t printed = scene.store->printed(view.playback.cursor());
        const bool ended = scene.store->recording().complete && view.playback.at_end(*scene.store);
        if (printed == 0)
            write(scene, Type::body, scene.theme->text_dim,
                  scene.say(ended ? "output.none" : "output.empty"));
        ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, {0, 0});
        const bool wraps = printed <= kMostWrapped;
        const float left = time_width(scene);
        const auto line = [&](int i) {
            const trace::EventIndex event = scene.store->prints()[static_cast<std::size_t>(i)];
            ImGui::PushID(i);
            output_line(scene, wishes, event, left, scene.focus && *scene.focus == event, wraps);
            ImGui::PopID();
        };
        ImGuiListClipper clipper;
        if (!wraps) clipper.Begin(static_cast<int>(printed), scene.px(kOutputLine));
        while (!wraps && clipper.Step())
            for (int i = clipper.DisplayStart; i < clipper.DisplayEnd; ++i) line(i);
        for (int i = 0; wraps && i < static_cast<int>(printed); ++i) line(i);
        ImGui::PopStyleVar();
        if (printed != shown_ || rect.height != height_) ImGui::SetScrollHereY(1);
        shown_ = printed;
        height_ = rect.height;
    }
    ImGui::Unindent(aside);
    ImGui::EndChild();
    end_panel();
}

}  // namespace loopscope::viz
