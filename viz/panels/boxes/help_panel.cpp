#include "viz/panels/boxes/help_panel.h"

#include "viz/panels/base/widgets.h"
#include "viz/tracks/lane_track.h"

#include <algorithm>
#include <array>
#include <bit>
#include <vector>

namespace loopscope::viz {

namespace {

constexpr float kHelpRow = 22, kColumn = 292, kHelpGap = 24, kPadding = 28;
// What the signs of the lanes mean stands among the groups of commands.
constexpr std::string_view kSigns = "signs";
constexpr std::array<std::string_view, 8> kGroups = {"step",   "run",    kSigns,   "timeline",
                                                     "course", "whatif", "window", "show"};

// The most columns in which every command can be read.
std::size_t columns_of(const Scene& scene, float width) {
    const float fit = (width + scene.px(kHelpGap)) / scene.px(kColumn + kHelpGap);
    return static_cast<std::size_t>(std::clamp(fit, 1.0F, 4.0F));
}

// The caps of a command's keys and what is between them.
float keys_width(const Scene& scene, const CommandInfo& info) {
    float width = 0;
    for (const Chord& chord : {info.chords[0], info.chords[1]}) {
        if (chord.stroke == Stroke::none) continue;
        width += (width > 0 ? scene.px(4) : 0) + key_cap_width(scene, key_text(chord, *scene.words));
    }
    return width;
}

// The keys stand at the right edge of the column, so that the names begin below each other. Pressing a row
// does what it says.
void command_row(const Scene& scene, Wishes& wishes, const CommandInfo& info, float column) {
    const ImVec2 at = ImGui::GetCursorScreenPos();
    const float top = ImGui::GetCursorPosY(), left = ImGui::GetCursorPosX(), height = scene.px(kHelpRow);
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
    paint(ImVec2{at.x + scene.px(14), at.y + scene.px(8)});
    text_at(scene.brush(), Type::body, {at.x + scene.px(36), at.y}, scene.theme->text, text);
    ImGui::Dummy({scene.px(250), scene.px(15)});
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
    legend_row(scene, scene.say("help.blocked"), state(SpanState::blocked));
    legend_row(scene, scene.say("state.finished"), end(LaneEnd::returned));
    legend_row(scene, scene.say("state.failed"), end(LaneEnd::failed));
    legend_row(scene, scene.say("state.cancelled"), end(LaneEnd::cancelled));
    legend_row(scene, scene.say("state.destroyed"), end(LaneEnd::destroyed));
    legend_row(scene, scene.say("help.through"),
               [&](ImVec2 at) { draw_through(brush, at, brush.px(15), scene.theme->text); });
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
    constexpr std::size_t kSignRows = 11, kAround = 2;  // a heading, a gap
    if (group == kSigns) return kSignRows + kAround;
    const auto all = all_commands();
    const auto in = [&](const CommandInfo& info) { return info.group == group; };
    return static_cast<std::size_t>(std::count_if(all.begin(), all.end(), in)) + kAround;
}

void group(const Scene& scene, Wishes& wishes, std::string_view name, float column) {
    if (name == kSigns) {
        legend(scene);
    } else {
        heading(scene, group_name(name, *scene.words));
        for (const CommandInfo& info : all_commands()) {
            if (info.group == name) command_row(scene, wishes, info, column);
        }
    }
}

// In which column each group stands: in their order, in columns about as high as each other. Every way to cut
// the list is tried.
std::vector<std::size_t> columns_for(std::size_t count) {
    std::vector<std::size_t> best;
    std::size_t least = ~std::size_t{0};
    std::array<std::size_t, kGroups.size()> heights{};  // in rows
    std::transform(kGroups.begin(), kGroups.end(), heights.begin(), rows_of);
    for (unsigned cuts = 0; cuts < 1U << (kGroups.size() - 1); ++cuts) {
        if (static_cast<std::size_t>(std::popcount(cuts)) >= count) continue;
        std::vector<std::size_t> columns, rows(count);
        for (std::size_t i = 0, column = 0; i < kGroups.size(); ++i) {
            if (i > 0 && (cuts >> (i - 1) & 1U) != 0) ++column;
            columns.push_back(column);
            rows[column] += heights[i];
        }
        std::size_t uneven = 0;
        for (const std::size_t each : rows) uneven += each * each;
        if (uneven >= least) continue;
        least = uneven;
        best = columns;
    }
    return best;
}

void groups(const Scene& scene, Wishes& wishes, float width) {
    const std::size_t count = columns_of(scene, width);
    const float gap = scene.px(kHelpGap);
    const float column = (width - gap * static_cast<float>(count - 1)) / static_cast<float>(count);
    const std::vector<std::size_t> columns = columns_for(count);
    const float top = ImGui::GetCursorPosY(), left = ImGui::GetCursorPosX();
    float bottom = top;
    std::size_t now = 0;
    ImGui::BeginGroup();
    for (std::size_t i = 0; i < columns.size(); ++i) {
        if (columns[i] > now) {
            now = columns[i];
            ImGui::EndGroup();
            bottom = std::max(bottom, ImGui::GetCursorPosY());
            ImGui::SetCursorPos({left + (column + gap) * static_cast<float>(now), top});
            ImGui::BeginGroup();
        } else if (i > 0) {
            space(scene, 10);
        }
        group(scene, wishes, kGroups[i], column);
    }
    ImGui::EndGroup();
    ImGui::SetCursorPos({left, std::max(bottom, ImGui::GetCursorPosY())});
    ImGui::Dummy({1, 1});
}

}  // namespace

void help_panel(const Scene& scene, Wishes& wishes, Rect window) {
    const ImVec2 size{scene.px(1340), scene.px(990)};
    const float middle = std::max(0.5F - size.y / window.height / 2, 0.0F);
    begin_box("help", scene, window, size, middle, {kPadding, 22});
    const float width = ImGui::GetWindowWidth();
    write(scene, Type::title, scene.theme->text, scene.say("help.title"));
    const std::string close = scene.say("ui.close.key");
    ImGui::SameLine(width - scene.px(kPadding + 18) - text_width(scene.brush(), Type::small_strong, close));
    if (pill(scene, "close", close, false)) wishes.commands.push_back(Command::help);
    space(scene, 6);
    ImGui::BeginChild("groups", {0, 0}, false, ImGuiWindowFlags_NoNav);
    if (ImGui::IsWindowAppearing()) ImGui::SetScrollY(0);  // each time from its beginning
    scroll_by_keys(scene);
    groups(scene, wishes, ImGui::GetContentRegionAvail().x - scene.px(14));
    ImGui::EndChild();
    end_box();
}

}  // namespace loopscope::viz
