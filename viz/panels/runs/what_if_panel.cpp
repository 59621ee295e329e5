#include "viz/panels/runs/what_if_panel.h"

#include "viz/data/explain/sentence.h"
#include "viz/panels/base/widgets.h"

#include <algorithm>

namespace loopscope::viz {

using trace::Intervention;
using trace::InterventionKind;

namespace {

constexpr float kInterventionRow = 23;

// A line with its key; what is not possible is pale and says why.
void option_row(const Scene& scene, const ViewState& view, Wishes& wishes, const WhatIf& option,
                float width) {
    const Brush brush = scene.brush();
    const ImVec2 at = ImGui::GetCursorScreenPos();
    const bool possible = option.why_not.empty();
    std::string text =
        what_if_text(*scene.store, option.kind, option.object, view.amount_of(option.kind), *scene.words);
    if (!option.why_not.empty()) text += "  \u2013  " + scene.say(option.why_not);
    const Type type = possible ? Type::strong : Type::body;
    const float key_width = scene.px(56), room = std::max(width - key_width, scene.px(40));
    // In as many lines as it takes: why not is said last.
    const float tall = wrapped_height(brush, type, room, text);
    const float height = std::max(scene.px(kInterventionRow), tall + scene.px(6));
    const Command command = command_for(option.kind);
    ImGui::PushID(static_cast<int>(command));
    if (ImGui::InvisibleButton("option", {width, height})) wishes.commands.push_back(command);
    ImGui::PopID();
    if (possible && ImGui::IsItemHovered())
        brush.draw->AddRectFilled({at.x - scene.px(6), at.y}, {at.x + width, at.y + height},
                                  scene.theme->hover, scene.px(4));
    const Color ink = possible ? scene.theme->text : scene.theme->text_dim;
    const float middle = at.y + height / 2;
    text_at(brush, Type::small_strong, {at.x, middle - text_height(brush, Type::small_strong) / 2},
            possible ? scene.theme->accent : scene.theme->text_dim,
            key_text(info_of(command).chords[0], *scene.words));
    text_wrapped(brush, type, {at.x + key_width, middle - tall / 2}, room, ink, text);
}

// A value between buttons for less and more of it.
void amount(const Scene& scene, Wishes& wishes, std::string_view label, std::string_view value) {
    ImGui::PushID(label.data(), label.data() + label.size());
    beside_pills(scene, Type::small, scene.theme->text_dim, label);
    ImGui::SameLine(0, scene.px(8));
    stepper(scene, wishes, Command::less, Command::more, value, scene.px(30));
    ImGui::PopID();
}

std::string key_of(const Scene& scene, InterventionKind kind) {
    return key_text(info_of(command_for(kind)).chords[0], *scene.words);
}

// Which of the keys above are given how much.
void amounts(const Scene& scene, const ViewState& view, Wishes& wishes) {
    const std::string seconds = scene.say(
        "whatif.amount",
        {{"keys", key_of(scene, InterventionKind::delay) + ", " + key_of(scene, InterventionKind::hold)}});
    amount(scene, wishes, seconds, short_seconds(view.delay_ns, *scene.words));
    ImGui::SameLine(0, scene.px(14));
    const std::string bytes = scene.say("whatif.bytes", {{"keys", key_of(scene, InterventionKind::cut)}});
    const float stepper_width = scene.px(110);
    if (ImGui::GetContentRegionAvail().x < text_width(scene.brush(), Type::small, bytes) + stepper_width)
        ImGui::NewLine();
    amount(scene, wishes, bytes, std::to_string(view.cut_bytes));
    const std::string failure =
        std::string(trace::failures()[view.failure]) + " (" + key_of(scene, InterventionKind::fail) + ")";
    const float width = text_width(scene.brush(), Type::small_strong, failure) + scene.px(18);
    ImGui::SameLine(0, scene.px(14));
    if (ImGui::GetContentRegionAvail().x < width) ImGui::NewLine();
    if (pill(scene, "failure", failure, false)) wishes.commands.push_back(Command::next_failure_kind);
    if (ImGui::IsItemHovered()) tooltip(scene, hint_of(scene, Command::next_failure_kind));
}

void options(const Scene& scene, const ViewState& view, Wishes& wishes, float width) {
    const Possibilities& possible = scene.possible;
    write_wrapped(scene, Type::small, scene.theme->text_dim,
                  scene.can_rerun ? scene.say(possible.after_step ? "whatif.after_step" : "whatif.here",
                                              {{"turn", std::to_string(possible.at.turn)},
                                               {"entries", std::to_string(possible.at.entry)}})
                                  : scene.say("whatif.python"));
    if (!scene.can_rerun) return;
    space(scene, 2);
    ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, {scene.px(8), 0});
    for (const WhatIf& option : possible.all) option_row(scene, view, wishes, option, width);
    ImGui::PopStyleVar();
    space(scene, 3);
    amounts(scene, view, wishes);
}

// The event of each intervention of the header, in the header's order; kNever for one whose moment never
// came.
std::vector<trace::EventIndex> events_of(const Store& store) {
    const std::vector<Intervention>& all = store.recording().header.interventions;
    std::vector<std::size_t> order(all.size());
    for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
    std::stable_sort(order.begin(), order.end(),
                     [&](std::size_t a, std::size_t b) { return all[a].at < all[b].at; });
    std::vector<trace::EventIndex> events(all.size(), trace::kNever);
    for (std::size_t i = 0; i < std::min(order.size(), store.interventions().size()); ++i)
        events[order[i]] = store.interventions()[i];
    return events;
}

void done_row(const Scene& scene, Wishes& wishes, std::size_t place, trace::EventIndex event) {
    const Intervention& done = scene.store->recording().header.interventions[place];
    std::string where = scene.say("whatif.never");
    const bool came = event != trace::kNever;
    if (came) where = "t = " + seconds_text(scene.store->time_at(event + 1), *scene.words);
    if (came && (scene.store->event(event).c & trace::kNotDone) != 0)
        where += ", " + scene.say("whatif.refused");
    ImGui::PushID(static_cast<int>(place));
    if (pill(scene, "remove", "\u00d7", false, scene.px(26))) wishes.take_back = place;
    if (ImGui::IsItemHovered()) tooltip(scene, scene.say("whatif.remove"));
    ImGui::SameLine(0, scene.px(8));
    const std::string text =
        what_if_text(*scene.store, done.kind, done.object, {done.amount, done.failure}, *scene.words);
    if (wrapped_link(scene, text + "  (" + where + ")") && came) wishes.seek = event + 1;
    ImGui::PopID();
}

void command_link(const Scene& scene, Wishes& wishes, Command command, std::string_view key) {
    const std::string text =
        scene.say(key) + "  (" + key_text(info_of(command).chords[0], *scene.words) + ")";
    ImGui::PushID(static_cast<int>(command));
    if (wrapped_link(scene, text)) wishes.commands.push_back(command);
    ImGui::PopID();
}

void done_rows(const Scene& scene, Wishes& wishes) {
    const std::vector<trace::EventIndex> events = events_of(*scene.store);
    if (events.empty()) return;
    heading(scene, scene.say("whatif.list"));
    for (std::size_t i = 0; i < events.size(); ++i) done_row(scene, wishes, i, events[i]);
    space(scene, 4);
}

// What else can be done with this run.
void ways_on(const Scene& scene, Wishes& wishes) {
    const bool changed = !scene.store->recording().header.interventions.empty();
    if (changed) command_link(scene, wishes, Command::original_run, "whatif.back");
    if (scene.before != nullptr) command_link(scene, wishes, Command::show_compare, "whatif.compare");
    if (scene.can_rerun) command_link(scene, wishes, Command::explore, "whatif.explore");
}

void nothing_done(const Scene& scene) {
    if (!scene.store->recording().header.interventions.empty()) return;
    heading(scene, scene.say("whatif.list"));
    write_wrapped(scene, Type::body, scene.theme->text, scene.say("whatif.none"));
}

void done_column(const Scene& scene, Wishes& wishes) {
    done_rows(scene, wishes);
    nothing_done(scene);
    if (scene.store->recording().header.interventions.empty()) {
        if (scene.can_rerun)
            write_wrapped(scene, Type::body, scene.theme->text_dim, scene.say("whatif.hint"));
        space(scene, 4);
    }
    ways_on(scene, wishes);
}

}  // namespace

void what_if_panel(const Scene& scene, const ViewState& view, Wishes& wishes, Rect rect) {
    begin_panel("what_if", scene, rect, {18, 10}, scene.theme->panel, true);
    panel_edge(scene, rect, true, true);
    if (scene.store == nullptr) return end_panel();
    const float width = ImGui::GetContentRegionAvail().x, gap = scene.px(24);
    if (width > scene.px(680)) {
        ImGui::BeginChild("options", {(width - gap) * 0.58F, 0}, false, ImGuiWindowFlags_NoBackground);
        options(scene, view, wishes, ImGui::GetContentRegionAvail().x);
        ImGui::EndChild();
        ImGui::SameLine(0, gap);
        ImGui::BeginChild("done", {0, 0}, false, ImGuiWindowFlags_NoBackground);
        done_column(scene, wishes);
        ImGui::EndChild();
    } else {
        done_rows(scene, wishes);
        options(scene, view, wishes, width);
        space(scene, 4);
        nothing_done(scene);
        ways_on(scene, wishes);
    }
    end_panel();
}

}  // namespace loopscope::viz
