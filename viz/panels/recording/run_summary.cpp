#include "viz/panels/recording/run_summary.h"

#include "viz/panels/base/widgets.h"

#include <algorithm>

namespace loopscope::viz {

namespace {

constexpr std::size_t kMostSums = 200;

// Of those that are seen at once; the longest come first.
float rows_of(const CriticalPath& path) {
    constexpr std::size_t kSeen = 8;
    const auto end = path.sums.begin() + static_cast<std::ptrdiff_t>(std::min(kSeen, path.sums.size()));
    return static_cast<float>(
        std::count_if(path.sums.begin(), end, [](const PathSum& sum) { return sum.time_ns > 0; }));
}

}  // namespace

float RunSummary::draw(const Scene& scene, const ViewState& view, Wishes& wishes, Rect rect) {
    if (shown_ != scene.generation || words_ != scene.words) {
        figures_ = loop_figure_texts(loop_figures(*scene.store), *scene.words);
        figures_.push_back({about_.brief(scene)});
        shown_ = scene.generation;
        words_ = scene.words;
    }
    if (rect.height < scene.px(120)) return 0;
    const float line = text_height(scene.brush(), Type::small) + scene.px(6);
    const float most = scene.path != nullptr ? rect.height / 2 : scene.px(60);
    const float rows = scene.path == nullptr ? 0 : 2 + rows_of(*scene.path);
    const float height = std::min(most, (1 + rows) * line + scene.px(12));
    ImGui::SetCursorScreenPos({rect.x + scene.px(14), rect.y + scene.px(6)});
    ImGui::BeginChild("summary", {rect.width - scene.px(28), height - scene.px(6)}, false,
                      ImGuiWindowFlags_NoNav);
    const float end = ImGui::GetCursorScreenPos().x + ImGui::GetContentRegionAvail().x;
    bool first = true;
    for (const LoopFigure& figure : figures_) {
        const float width = text_width(scene.brush(), Type::small, figure.text) + scene.px(16);
        if (!first) {
            ImGui::SameLine(0, scene.px(16));
            if (ImGui::GetCursorScreenPos().x + width > end) ImGui::NewLine();
        }
        first = false;
        const Color color = figure.at == trace::kNever ? scene.theme->text_dim : scene.theme->accent;
        write(scene, Type::small, color, figure.text);
        if (&figure == &figures_.back() && ImGui::IsItemHovered()) about_.show(scene);
        if (figure.at == trace::kNever || !ImGui::IsItemHovered()) continue;
        ImGui::SetMouseCursor(ImGuiMouseCursor_Hand);
        if (ImGui::IsMouseClicked(ImGuiMouseButton_Left)) wishes.seek = figure.at + 1;
    }
    if (scene.path != nullptr) draw_path(scene, view, wishes);
    ImGui::EndChild();
    return height;
}

void RunSummary::draw_path(const Scene& scene, const ViewState& view, Wishes& wishes) const {
    const CriticalPath& path = *scene.path;
    const std::string title = path.task == 0
                                  ? scene.say("path.of_run")
                                  : scene.say("path.of_task", {{"who", scene.store->full_label(path.task)}});
    heading(scene, title);
    if (path.time_ns <= 0)
        return write_wrapped(scene, Type::small, scene.theme->text, scene.say("path.no_time"));
    int id = 0;
    for (const PathSum& sum : path.sums) {
        if (sum.time_ns <= 0 || static_cast<std::size_t>(id) >= kMostSums) break;
        ImGui::PushID(id++);
        if (text_link(scene, path_row(*scene.store, path, sum, *scene.words))) {
            // Each press goes on to the next of them.
            const auto next = std::find_if(sum.parts.begin(), sum.parts.end(), [&](std::uint32_t part) {
                return path.parts[part].begin > view.playback.cursor();
            });
            wishes.seek = path.parts[next == sum.parts.end() ? sum.parts.front() : *next].begin;
        }
        ImGui::PopID();
    }
}

}  // namespace loopscope::viz
