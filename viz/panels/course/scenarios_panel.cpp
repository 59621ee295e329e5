#include "viz/panels/course/scenarios_panel.h"

#include "viz/data/recording/value_text.h"
#include "viz/panels/base/widgets.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace loopscope::viz {

namespace {

std::string value_text(const Scene& scene, const ParameterInfo& parameter, const std::string& value,
                       const std::string& language) {
    const auto found = parameter.words.find(value);
    return found == parameter.words.end() ? value_text(value, *scene.words) : found->second.in(language);
}

void parameter_row(const Scene& scene, const ViewState& view, Wishes& wishes, const ParameterInfo& parameter,
                   bool marked) {
    const auto found = scene.parameters->find(parameter.name);
    const std::string& value = found == scene.parameters->end() ? parameter.default_value : found->second;
    // A bar at the side marks the one that the keys change.
    const ImVec2 at = ImGui::GetCursorScreenPos();
    const float mark = at.x - scene.px(9), label = text_height(scene.brush(), Type::small);
    if (marked)
        scene.brush().draw->AddRectFilled({mark, at.y}, {mark + scene.px(3), at.y + label + scene.px(29)},
                                          scene.theme->accent, scene.px(1.5F));
    write_wrapped(scene, Type::small, scene.theme->text_dim,
                  parameter.label.empty() ? parameter.name : parameter.label.in(view.language));
    ImGui::PushID(parameter.name.c_str());
    const float right = ImGui::GetCursorScreenPos().x + ImGui::GetContentRegionAvail().x;
    for (std::size_t i = 0; i < parameter.values.size(); ++i) {
        const std::string text = value_text(scene, parameter, parameter.values[i], view.language);
        const float width = text_width(scene.brush(), Type::small_strong, text) + scene.px(18);
        if (i > 0) {
            ImGui::SameLine(0, scene.px(4));
            if (ImGui::GetCursorScreenPos().x + width > right) ImGui::NewLine();
        }
        ImGui::PushID(static_cast<int>(i));
        if (pill(scene, "value", text, parameter.values[i] == value, scene.px(30)) &&
            parameter.values[i] != value) {
            wishes.parameters[parameter.name] = parameter.values[i];
        }
        ImGui::PopID();
    }
    ImGui::PopID();
    space(scene, 2);
}

// A row to press. Returns whether it was pressed.
bool list_row(const Scene& scene, const char* id, const std::string& title, bool open) {
    const Brush brush = scene.brush();
    const ImVec2 at = ImGui::GetCursorScreenPos();
    const float width = ImGui::GetContentRegionAvail().x, left = scene.px(12);
    const Type type = open ? Type::strong : Type::body;
    const float wrap = std::max(width - left, 1.0F);
    const float lines = wrapped_height(brush, type, wrap, title), height = lines + scene.px(13);
    const bool pressed = ImGui::InvisibleButton(id, {std::max(width, 1.0F), height});
    const bool hovered = ImGui::IsItemHovered();
    if (open || hovered) {
        brush.draw->AddRectFilled({at.x - scene.px(8), at.y}, {at.x + width + scene.px(4), at.y + height},
                                  open ? scene.theme->accent_soft : scene.theme->hover, scene.px(5));
    }
    if (open)
        draw_triangle(brush, {at.x + scene.px(1), at.y + height / 2}, scene.px(8), scene.theme->accent, true);
    text_wrapped(brush, type, {at.x + left, at.y + (height - lines) / 2}, wrap, scene.theme->text, title);
    return pressed;
}

// Whether its last answer was right, in front of its title.
void answer_sign(const Scene& scene, const std::string& scenario, ImVec2 at, float height) {
    if (scene.last_answers == nullptr) return;
    const auto found = scene.last_answers->find(scenario);
    if (found == scene.last_answers->end()) return;
    const ImVec2 center{at.x + scene.px(1), at.y + height / 2};
    if (found->second) {
        draw_check(scene.brush(), center, scene.px(11), scene.theme->good);
    } else {
        draw_cross(scene.brush(), center, scene.px(10), scene.theme->bad);
    }
    if (ImGui::IsItemHovered())
        tooltip(scene, scene.say(found->second ? "course.was_right" : "course.was_wrong"));
}

// Whoever has answered something goes on with the first one behind the open one that is not answered yet.
const ScenarioInfo* comes_next(const Scene& scene, const std::vector<ScenarioInfo>& all) {
    if (scene.last_answers == nullptr || scene.last_answers->empty()) return nullptr;
    const auto is_open = [&](const ScenarioInfo& info) {
        return scene.scenario != nullptr && scene.scenario->name == info.name;
    };
    const auto open = std::find_if(all.begin(), all.end(), is_open);
    const auto first = open == all.end() ? 0 : open - all.begin();
    const auto count = static_cast<std::ptrdiff_t>(all.size());
    for (std::ptrdiff_t i = 0; i < count; ++i) {
        const ScenarioInfo& info = all[static_cast<std::size_t>((first + i) % count)];
        if (scene.last_answers->count(info.name) == 0) return is_open(info) ? nullptr : &info;
    }
    return nullptr;
}

void next_sign(const Scene& scene, ImVec2 at, float height) {
    scene.brush().draw->AddCircle({at.x + scene.px(1), at.y + height / 2}, scene.px(4.5F),
                                  scene.theme->accent, 0, scene.px(1.75F));
    if (ImGui::IsItemHovered()) tooltip(scene, scene.say("course.comes_next"));
}

// The row of a scenario; pressing it opens it.
void scenario_row(const Scene& scene, const ViewState& view, Wishes& wishes, const ScenarioInfo& info,
                  bool open, bool next) {
    const std::string& title = info.title.empty() ? info.name : info.title.in(view.language);
    const ImVec2 at = ImGui::GetCursorScreenPos();
    if (list_row(scene, info.name.c_str(), title, open) && !open) wishes.scenario = info.name;
    if (!open) answer_sign(scene, info.name, at, ImGui::GetItemRectSize().y);
    if (next) next_sign(scene, at, ImGui::GetItemRectSize().y);
}

// What to do with it first, for who does not know the keys yet.
void first_steps(const Scene& scene, Wishes& wishes) {
    const float right = ImGui::GetCursorScreenPos().x + ImGui::GetContentRegionAvail().x;
    for (const Command command : {Command::question, Command::be_the_loop}) {
        const std::string text = scene.say("start." + std::string(info_of(command).word));
        if (command != Command::question) {
            ImGui::SameLine(0, scene.px(4));
            const float width = text_width(scene.brush(), Type::small_strong, text) + scene.px(18);
            if (ImGui::GetCursorScreenPos().x + width > right) ImGui::NewLine();
        }
        ImGui::PushID(static_cast<int>(command));
        if (pill(scene, "first", text, false)) wishes.commands.push_back(command);
        if (ImGui::IsItemHovered()) tooltip(scene, hint_of(scene, command));
        ImGui::PopID();
    }
    space(scene, 3);
}

// Of a program that the learner has changed: where it is, to be opened or to be copied from here.
void own_file(const Scene& scene, Wishes& wishes) {
    if (scene.file.empty()) return;
    write(scene, Type::small, scene.theme->text_dim, scene.say("course.file"));
    if (wrapped_link(scene, scene.file)) wishes.commands.push_back(Command::make_twin);
    if (ImGui::IsItemHovered()) tooltip(scene, hint_of(scene, Command::make_twin));
    if (pill(scene, "copy_path", scene.say("course.copy_path"), false))
        ImGui::SetClipboardText(scene.file.c_str());
    space(scene, 4);
}

void details(const Scene& scene, const ViewState& view, Wishes& wishes, const ScenarioInfo& info) {
    ImGui::Indent(scene.px(12));
    space(scene, 1);
    write_wrapped(scene, Type::body, scene.theme->text,
                  scene.predicting ? scene.say("start.predict") : info.idea.in(view.language));
    space(scene, 2);
    first_steps(scene, wishes);
    own_file(scene, wishes);
    for (std::size_t i = 0; i < info.parameters.size(); ++i) {
        const bool marked = info.parameters.size() > 1 && static_cast<int>(i) == view.parameter;
        parameter_row(scene, view, wishes, info.parameters[i], marked);
    }
    ImGui::Unindent(scene.px(12));
    space(scene, 4);
}

// Scrolls to the open scenario, from `top` to `bottom`, when it is another than in the last frame, or has
// become higher: a scroll bar that comes makes its lines shorter.
void bring_into_sight(const ScenarioInfo& info, float top, float bottom) {
    ImGuiStorage& memory = *ImGui::GetStateStorage();
    void** last = memory.GetVoidPtrRef(ImGui::GetID("open"));
    float* high = memory.GetFloatRef(ImGui::GetID("high"));
    const bool same = std::exchange(*last, const_cast<ScenarioInfo*>(&info)) == &info;
    if (std::exchange(*high, bottom - top) == bottom - top && same) return;
    const float height = ImGui::GetWindowHeight(), first = ImGui::GetScrollY();
    if (top >= first && bottom <= first + height) return;
    ImGui::SetScrollY(std::clamp(bottom - height, std::max(top - height / 4, 0.0F), std::max(top, 0.0F)));
}

// Above the list: back to the whole course, or which lessons there are, once that is asked.
void plans(const Scene& scene, const ViewState& view, Wishes& wishes) {
    if (scene.plans->empty()) return;
    ImGui::PushID("plans");
    bool* open = ImGui::GetStateStorage()->GetBoolRef(ImGui::GetID("open"), false);
    const bool inside = scene.plan != nullptr;
    if (pill(scene, "which", scene.say(inside ? "course.all" : "course.plans"), *open)) {
        *open = !inside && !*open;
        if (inside) wishes.plan = nullptr;
    }
    if (ImGui::IsItemHovered()) tooltip(scene, hint_of(scene, Command::next_plan));
    space(scene, 2);
    if (*open) {
        for (const PlanInfo& plan : *scene.plans) {
            const std::string title = scene.say("course.plan", {{"title", plan.title.in(view.language)},
                                                                {"minutes", std::to_string(plan.minutes)}});
            if (!list_row(scene, plan.names.begin()->second.c_str(), title, false)) continue;
            wishes.plan = &plan;
            *open = false;
        }
    }
    ImGui::PopID();
    space(scene, 6);
}

}  // namespace

void scenarios_panel(const Scene& scene, const ViewState& view, Wishes& wishes, Rect rect) {
    begin_panel("scenarios", scene, rect, {16, 12}, scene.theme->panel, true);
    panel_edge(scene, rect, true, true);
    plans(scene, view, wishes);
    const auto& all = scene.plan != nullptr ? scene.plan->steps : scene.services->scenarios;
    if (all.empty()) {
        heading(scene, scene.say("course.title"));
        write_wrapped(scene, Type::body, scene.theme->text_dim, scene.say("course.empty"));
    }
    std::string_view chapter;
    const ScenarioInfo* next = comes_next(scene, all);
    for (const ScenarioInfo& info : all) {
        if (info.chapter.in(view.language) != chapter) {
            if (!chapter.empty()) space(scene, 6);
            chapter = info.chapter.in(view.language);
            heading(scene, chapter);
        }
        const bool open = scene.scenario != nullptr && scene.scenario->name == info.name;
        const float top = ImGui::GetCursorPosY();
        scenario_row(scene, view, wishes, info, open, &info == next);
        if (!open) continue;
        details(scene, view, wishes, info);
        bring_into_sight(info, top, ImGui::GetCursorPosY());
    }
    end_panel();
}

}  // namespace loopscope::viz
