#include "viz/panels/help_panel.h"

#include "viz/tracks/lane_track.h"

#include <algorithm>

namespace loopscope::viz {

namespace {

constexpr float kRow = 22, kKeys = 118;

void command_row(const Scene& scene, const CommandInfo& info, float column) {
    const float left = ImGui::GetCursorPosX();
    const float top = ImGui::GetCursorPosY();
    float keys = 0;
    for (const Chord& chord : info.chords) {
        if (chord.stroke == Stroke::none) continue;
        if (keys > 0) ImGui::SameLine(0, scene.px(4));
        key_cap(scene, key_text(chord));
        keys += 1;
        if (keys == 2) break;
    }
    ImGui::SetCursorPos({left + scene.px(kKeys), top + scene.px(1)});
    const std::string& name = name_of(info.command, *scene.words);
    const float width = column - scene.px(kKeys + 8);
    const bool cut =
        text_within(scene.brush(), Type::body, ImGui::GetCursorScreenPos(), width, scene.theme->text, name);
    ImGui::Dummy({width, text_height(scene.brush(), Type::body)});
    if (cut && ImGui::IsItemHovered()) tooltip(scene, name);
    ImGui::SetCursorPos({left, top + scene.px(kRow)});
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

void group(const Scene& scene, std::string_view name, float column) {
    heading(scene, group_name(name, *scene.words));
    for (const CommandInfo& info : all_commands()) {
        if (info.group == name) command_row(scene, info, column);
    }
    space(scene, 8);
}

}  // namespace

void help_panel(const Scene& scene, Wishes& wishes, Rect window) {
    const float width = std::min(window.width - scene.px(32), scene.px(1300));
    const float height = std::min(window.height - scene.px(32), scene.px(900));
    ImGui::SetNextWindowPos({window.x + (window.width - width) / 2, window.y + (window.height - height) / 2});
    ImGui::SetNextWindowSize({width, height});
    ImGui::SetNextWindowFocus();
    ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {scene.px(28), scene.px(22)});
    ImGui::PushStyleVar(ImGuiStyleVar_WindowRounding, scene.px(10));
    ImGui::PushStyleVar(ImGuiStyleVar_WindowBorderSize, scene.px(1));
    ImGui::Begin("help", nullptr,
                 ImGuiWindowFlags_NoTitleBar | ImGuiWindowFlags_NoResize | ImGuiWindowFlags_NoMove |
                     ImGuiWindowFlags_NoSavedSettings | ImGuiWindowFlags_NoCollapse | ImGuiWindowFlags_NoNav);
    write(scene, Type::title, scene.theme->text, scene.say("help.title"));
    const std::string close = scene.say("ui.close.key");
    ImGui::SameLine(width - scene.px(28 + 18) - text_width(scene.brush(), Type::small_strong, close));
    if (pill(scene, "close", close, false)) wishes.commands.push_back(Command::help);
    space(scene, 6);
    const float column = (width - scene.px(56)) / 4, top = ImGui::GetCursorPosY(),
                left = ImGui::GetCursorPosX();
    ImGui::BeginGroup();
    group(scene, "step", column);
    group(scene, "run", column);
    legend(scene);
    ImGui::EndGroup();
    ImGui::SetCursorPos({left + column, top});
    ImGui::BeginGroup();
    group(scene, "timeline", column);
    group(scene, "course", column);
    ImGui::EndGroup();
    ImGui::SetCursorPos({left + 2 * column, top});
    ImGui::BeginGroup();
    group(scene, "show", column);
    ImGui::EndGroup();
    ImGui::SetCursorPos({left + 3 * column, top});
    ImGui::BeginGroup();
    group(scene, "whatif", column);
    group(scene, "window", column);
    ImGui::EndGroup();
    ImGui::End();
    ImGui::PopStyleVar(3);
}

}  // namespace loopscope::viz
