#include "viz/panels/help_panel.h"

#include "viz/tracks/lane_track.h"

#include <algorithm>
#include <numeric>

namespace loopscope::viz {

namespace {

constexpr float kRow = 22, kColumn = 292, kGap = 24, kPadding = 28;
constexpr std::string_view kGroups[] = {"step", "run", "timeline", "course", "show", "whatif", "window"};

// The most columns in which every command can be read.
std::size_t columns_of(const Scene& scene, float width) {
    const float fit = (width + scene.px(kGap)) / scene.px(kColumn + kGap);
    return static_cast<std::size_t>(std::clamp(fit, 1.0F, 4.0F));
}

float keys_width(const Scene& scene, const CommandInfo& info) {
    float width = 0;
    for (const Chord& chord : {info.chords[0], info.chords[1]}) {
        if (chord.stroke == Stroke::none) continue;
        const float text = text_width(scene.brush(), Type::small_strong, key_text(chord, *scene.words));
        width += std::max(text + scene.px(12), scene.px(22)) + scene.px(4);
    }
    return width;
}

// The keys stand at the right edge of the column, so that the names begin below each other. Pressing a row
// does what it says.
void command_row(const Scene& scene, Wishes& wishes, const CommandInfo& info, float column) {
    const ImVec2 at = ImGui::GetCursorScreenPos();
    const float top = ImGui::GetCursorPosY(), left = ImGui::GetCursorPosX(), height = scene.px(kRow);
    ImGui::PushID(static_cast<int>(info.command));
    if (ImGui::InvisibleButton("row", {column, height}))
        wishes.commands.insert(wishes.commands.end(), {Command::help, info.command});
    ImGui::PopID();
    const bool hovered = ImGui::IsItemHovered();
    const Brush brush = scene.brush();
    if (hovered)
        brush.draw->AddRectFilled({at.x - scene.px(6), at.y}, {at.x + column, at.y + height},
                                  scene.theme->hover, scene.px(4));
    const float keys = keys_width(scene, info), width = column - keys - scene.px(8);
    const std::string& name = name_of(info.command, *scene.words);
    const bool cut =
        text_within(brush, Type::body, {at.x, at.y + scene.px(1)}, width, scene.theme->text, name);
    if (cut && hovered) tooltip(scene, name);
    float x = left + column - keys;
    for (const Chord& chord : {info.chords[0], info.chords[1]}) {
        if (chord.stroke == Stroke::none) continue;
        ImGui::SetCursorPos({x, top});
        key_cap(scene, key_text(chord, *scene.words));
        x += ImGui::GetItemRectSize().x + scene.px(4);
    }
    ImGui::SetCursorPos({left, top + height});
}

void legend_row(const Scene& scene, std::string_view text, const auto& paint) {
    const ImVec2 at = ImGui::GetCursorScreenPos();
    paint(ImVec2{at.x + scene.px(14), at.y + scene.px(9)});
    text_at(scene.brush(), Type::body, {at.x + scene.px(36), at.y + scene.px(1)}, scene.theme->text, text);
    ImGui::Dummy({scene.px(250), scene.px(20)});
}

void legend(const Scene& scene) {
    heading(scene, scene.say("help.signs"));
    const Brush brush = scene.brush();
    const auto state = [&](SpanState s) {
        return [&brush, s](ImVec2 at) { paint_state_sign(brush, at, brush.px(24), s); };
    };
    const auto end = [&](LaneEnd how) {
        return [&brush, how](ImVec2 at) { paint_end_sign(brush, at, brush.px(16), how); };
    };
    legend_row(scene, scene.say("help.running"), state(SpanState::running));
    legend_row(scene, scene.say("help.ready"), state(SpanState::ready));
    legend_row(scene, scene.say("help.waiting"), state(SpanState::suspended));
    legend_row(scene, scene.say("state.finished"), end(LaneEnd::returned));
    legend_row(scene, scene.say("state.failed"), end(LaneEnd::failed));
    legend_row(scene, scene.say("state.cancelled"), end(LaneEnd::cancelled));
    legend_row(scene, scene.say("state.destroyed"), end(LaneEnd::destroyed));
    legend_row(scene, scene.say("help.arrow"), [&](ImVec2 at) {
        draw_arrow(brush, {at.x - brush.px(12), at.y}, {at.x + brush.px(12), at.y}, scene.theme->waiting,
                   brush.px(1.5F), false);
    });
    legend_row(scene, scene.say("help.bolt"), [&](ImVec2 at) {
        draw_arrow(brush, {at.x - brush.px(12), at.y}, {at.x + brush.px(12), at.y}, scene.theme->cancelled,
                   brush.px(1.5F), true);
    });
}

std::size_t rows_of(std::string_view group) {
    const auto all = all_commands();
    const auto in = [&](const CommandInfo& info) { return info.group == group; };
    return static_cast<std::size_t>(std::count_if(all.begin(), all.end(), in)) + 2;  // a heading, a gap
}

void group(const Scene& scene, Wishes& wishes, std::string_view name, float column) {
    heading(scene, group_name(name, *scene.words));
    for (const CommandInfo& info : all_commands()) {
        if (info.group == name) command_row(scene, wishes, info, column);
    }
    space(scene, 10);
}

// The groups in their order, each column about as high as the others.
void groups(const Scene& scene, Wishes& wishes, float width) {
    const std::size_t count = columns_of(scene, width);
    const float gap = scene.px(kGap);
    const float column = (width - gap * static_cast<float>(count - 1)) / static_cast<float>(count);
    const std::size_t all =
        12 + std::accumulate(std::begin(kGroups), std::end(kGroups), std::size_t{0},
                             [](std::size_t sum, std::string_view name) { return sum + rows_of(name); });
    const float top = ImGui::GetCursorPosY(), left = ImGui::GetCursorPosX();
    float bottom = top;
    std::size_t before = 0, now = 0;
    ImGui::BeginGroup();
    for (const std::string_view name : kGroups) {
        const std::size_t rows = rows_of(name);
        const std::size_t belongs = std::min((before + rows / 2) * count / all, count - 1);
        if (belongs > now) {
            now = belongs;
            ImGui::EndGroup();
            bottom = std::max(bottom, ImGui::GetCursorPosY());
            ImGui::SetCursorPos({left + (column + gap) * static_cast<float>(now), top});
            ImGui::BeginGroup();
        }
        group(scene, wishes, name, column);
        before += rows;
    }
    legend(scene);
    ImGui::EndGroup();
    ImGui::SetCursorPos({left, std::max(bottom, ImGui::GetCursorPosY())});
    ImGui::Dummy({1, 1});
}

}  // namespace

void help_panel(const Scene& scene, Wishes& wishes, Rect window) {
    const float width = std::min(window.width - scene.px(32), scene.px(1340));
    const float height = std::min(window.height - scene.px(32), scene.px(900));
    ImGui::SetNextWindowPos({window.x + (window.width - width) / 2, window.y + (window.height - height) / 2});
    ImGui::SetNextWindowSize({width, height});
    ImGui::SetNextWindowFocus();
    ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {scene.px(kPadding), scene.px(22)});
    ImGui::PushStyleVar(ImGuiStyleVar_WindowRounding, scene.px(10));
    ImGui::PushStyleVar(ImGuiStyleVar_WindowBorderSize, scene.px(1));
    ImGui::Begin("help", nullptr,
                 ImGuiWindowFlags_NoTitleBar | ImGuiWindowFlags_NoResize | ImGuiWindowFlags_NoMove |
                     ImGuiWindowFlags_NoSavedSettings | ImGuiWindowFlags_NoCollapse | ImGuiWindowFlags_NoNav);
    write(scene, Type::title, scene.theme->text, scene.say("help.title"));
    const std::string close = scene.say("ui.close.key");
    ImGui::SameLine(width - scene.px(kPadding + 18) - text_width(scene.brush(), Type::small_strong, close));
    if (pill(scene, "close", close, false)) wishes.commands.push_back(Command::help);
    space(scene, 6);
    ImGui::BeginChild("groups", {0, 0}, false, ImGuiWindowFlags_NoNav);
    groups(scene, wishes, ImGui::GetContentRegionAvail().x - scene.px(14));
    ImGui::EndChild();
    ImGui::End();
    ImGui::PopStyleVar(3);
}

}  // namespace loopscope::viz
