#include "viz/panels/bars.h"

#include "viz/data/labels.h"
#include "viz/tracks/lane_track.h"

#include <algorithm>

namespace loopscope::viz {

namespace {

constexpr Command kLayers[] = {Command::layer_1, Command::layer_2, Command::layer_3, Command::layer_4};

void command_pill(const Scene& scene, Wishes& wishes, Command command, std::string_view text, bool chosen,
                  float min_width) {
    ImGui::PushID(static_cast<int>(command));
    if (pill(scene, "command", text, chosen, min_width)) wishes.commands.push_back(command);
    if (ImGui::IsItemHovered()) tooltip(scene, hint_of(scene, command));
    ImGui::PopID();
}

// What the theme's button leads to.
std::string_view next_theme(ThemeName now) {
    switch (now) {
        case ThemeName::light: return "theme.dark";
        case ThemeName::dark: return "theme.contrast";
        default: return "theme.light";
    }
}

}  // namespace

void header_panel(const Scene& scene, const ViewState& view, Wishes& wishes, Rect rect) {
    begin_panel("header", scene, rect, {0, 0}, scene.theme->panel, false);
    panel_edge(scene, rect, false, true);
    const Brush brush = scene.brush();
    const auto middle = [&](float height) { return rect.y + (rect.height - height) / 2; };
    const float right_part = scene.px(46 + 4 * 30 + 4 * 3 + 16 + 84 + 4 + 72 + 4 + 68 + 16);
    float x = rect.x + scene.px(16);
    const float room = rect.right() - right_part - x - scene.px(16);
    const std::string name = scene.scenario != nullptr ? scene.scenario->name : std::string();
    const float title_width = std::min(text_width(brush, Type::title, scene.title), room);
    text_within(brush, Type::title, {x, middle(text_height(brush, Type::title))}, room, scene.theme->text,
                scene.title);
    x += title_width + scene.px(12);
    const float base = middle(text_height(brush, Type::title)) + text_height(brush, Type::title) -
                       text_height(brush, Type::mono) - scene.px(1);
    if (!name.empty() && room - title_width > scene.px(90)) {
        text_within(brush, Type::mono, {x, base}, room - title_width - scene.px(12), scene.theme->text_dim,
                    name);
    }
    if (!scene.open_to.empty()) {
        text_within(brush, Type::body, {x, base - scene.px(2)}, room - title_width - scene.px(12),
                    scene.theme->bad, "! " + scene.say("header.open", {{"where", scene.open_to}}));
    }
    const ImVec2 label{rect.right() - right_part, middle(text_height(brush, Type::small))};
    text_at(brush, Type::small, label, scene.theme->text_dim, scene.say("header.layer"));
    ImGui::SetCursorScreenPos({label.x + scene.px(46), middle(scene.px(24))});
    for (int layer = 1; layer <= kLastLayer; ++layer) {
        command_pill(scene, wishes, kLayers[layer - 1], std::to_string(layer), view.layer == layer,
                     scene.px(30));
        ImGui::SameLine(0, scene.px(4));
    }
    ImGui::SameLine(0, scene.px(16));
    command_pill(scene, wishes, Command::palette, scene.say("header.commands"), view.palette, scene.px(84));
    ImGui::SameLine(0, scene.px(4));
    command_pill(scene, wishes, Command::theme, scene.say(next_theme(view.theme)), false, scene.px(72));
    ImGui::SameLine(0, scene.px(4));
    command_pill(scene, wishes, Command::help, "? " + scene.say("header.help"), view.help, scene.px(68));
    end_panel();
}

void sentence_panel(const Scene& scene, Rect rect) {
    begin_panel("sentence", scene, rect, {16, 0}, scene.theme->accent_soft, false);
    panel_edge(scene, rect, true, true);
    const Brush brush = scene.brush();
    brush.draw->AddRectFilled({rect.x, rect.y}, {rect.x + scene.px(4), rect.bottom()}, scene.theme->accent);
    // One line in large type if it fits, else as many smaller ones as there is room for.
    const float width = rect.width - scene.px(32);
    const bool large = text_width(brush, Type::sentence, scene.sentence) <= width * 1.9F;
    const Fonts::Face& face = (*scene.fonts)[large ? Type::sentence : Type::body];
    const ImVec2 size = face.font->CalcTextSizeA(face.size, 1e9F, width, scene.sentence.data(),
                                                 scene.sentence.data() + scene.sentence.size());
    const float y = rect.y + std::max(scene.px(4), (rect.height - size.y) / 2);
    brush.draw->AddText(face.font, face.size, {rect.x + scene.px(18), y}, scene.theme->text,
                        scene.sentence.data(), scene.sentence.data() + scene.sentence.size(), width);
    end_panel();
}

// How much is done, as wide as the box.
void share_bar(const Scene& scene, double share) {
    const ImVec2 at = ImGui::GetCursorScreenPos();
    const float width = ImGui::GetContentRegionAvail().x, height = scene.px(8);
    const Brush brush = scene.brush();
    const ImVec2 end{at.x + width, at.y + height};
    brush.draw->AddRectFilled(at, end, scene.theme->accent_soft, height / 2);
    const float done = width * static_cast<float>(std::clamp(share, 0.0, 1.0));
    if (done > height) brush.draw->AddRectFilled(at, {at.x + done, end.y}, scene.theme->accent, height / 2);
    brush.draw->AddRect(at, end, scene.theme->accent, height / 2);
    ImGui::Dummy({width, height});
}

void notice_box(const Scene& scene, Wishes& wishes, Rect over) {
    if (scene.notice.empty() && !scene.busy && scene.news.empty()) return;
    const bool bad = !scene.notice.empty();
    const float width = std::min(over.width - scene.px(32), scene.px(640));
    // At the foot: what is read from stays free.
    ImGui::SetNextWindowPos({over.x + over.width / 2, over.bottom() - scene.px(14)}, 0, {0.5F, 1});
    ImGui::SetNextWindowSize({width, 0});
    ImGui::PushStyleColor(ImGuiCol_WindowBg, bad ? scene.theme->bad_soft : scene.theme->raised);
    ImGui::PushStyleColor(ImGuiCol_Border, bad ? scene.theme->bad : scene.theme->accent);
    ImGui::PushStyleVar(ImGuiStyleVar_WindowBorderSize, scene.px(1.5F));
    ImGui::PushStyleVar(ImGuiStyleVar_WindowRounding, scene.px(6));
    ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {scene.px(16), scene.px(12)});
    ImGui::Begin("notice", nullptr,
                 ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove | ImGuiWindowFlags_NoSavedSettings |
                     ImGuiWindowFlags_NoFocusOnAppearing | ImGuiWindowFlags_NoNav);
    write_wrapped(scene, Type::body, scene.theme->text,
                  bad          ? scene.notice
                  : scene.busy ? scene.busy->what
                               : scene.news);
    if (!bad && scene.busy) {
        space(scene, 2);
        share_bar(scene, scene.busy->share);
        space(scene, 6);
        if (pill(scene, "cancel", scene.say("ui.cancel.key"), false)) wishes.cancel_loading = true;
    }
    if (bad && pill(scene, "dismiss", scene.say("ui.ok.key"), false)) wishes.dismiss_notice = true;
    ImGui::End();
    ImGui::PopStyleVar(3);
    ImGui::PopStyleColor(2);
}

}  // namespace loopscope::viz
