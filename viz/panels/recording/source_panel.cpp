#include "viz/panels/recording/source_panel.h"

#include "viz/data/find/run_to.h"
#include "viz/data/recording/source_place.h"
#include "viz/imgui_compat.h"
#include "viz/panels/base/task_text.h"
#include "viz/panels/base/widgets.h"

#include <algorithm>
#include <cmath>

namespace loopscope::viz {

namespace {

constexpr float kTabs = 34, kGutter = 44, kLeastBadge = 20;
constexpr float kSlack = 0.5F;  // of a pixel

// How wide the first bytes of a line are: not every letter is one byte, nor as wide as all others.
float code_width(const Brush& brush, std::string_view text, std::size_t bytes) {
    return text_width(brush, Type::mono, text.substr(0, bytes));
}

}  // namespace

void SourcePanel::draw(const Scene& scene, const ViewState& view, Wishes& wishes, Rect rect, bool folded) {
    begin_panel("source", scene, rect, {0, 0}, scene.theme->panel, false);
    panel_edge(scene, rect, true, true);
    if (scene.store == nullptr) {
        end_panel();
        return;
    }
    trace::ObjectId subject = scene.subject(view);
    // Of a server that is watched, between its steps: where the task stands that was heard last.
    if (subject == 0 && scene.live) subject = last_task(*scene.store, view.playback.cursor());
    ended_ = who_ended(scene, subject);
    const auto at = [&](trace::ObjectId object, bool focused) {
        return place_of(*scene.store, *scene.now, scene.focus, object, focused);
    };
    const bool selected = !view.selection.empty();
    Marked places{at(selected ? scene.about : subject, true), selected ? at(subject, false) : SourcePlace{}};
    // Where nothing happens in a line, what is selected has the only one.
    if (places.present.line == 0) std::swap(places.present, places.selected);
    choose_files(scene, places.present.source);
    look_for_mistake(scene, view);
    occupied_ = occupied_lines(*scene.store, *scene.now, scene.focus);
    unsuspended_ = unsuspended_lines(*scene.store, view.playback.cursor());
    const bool have_both = python_.source != nullptr && cpp_.source != nullptr;
    const bool wide = rect.width >= scene.px(820);
    const bool both =
        !reads_saved_ && have_both && (view.twin == Twin::both || (view.twin == Twin::automatic && wide));
    draw_tabs(scene, view, wishes, rect, both);
    const Rect body{rect.x, rect.y + scene.px(kTabs), rect.width, rect.height - scene.px(kTabs)};
    const auto show = [&](File& file, Rect where, const Marked& marked) {
        folded ? draw_folded(scene, view, wishes, file, where)
               : draw_file(scene, view, wishes, file, where, marked);
    };
    if (reads_saved_) {
        show(saved_, body, {});
    } else if (both) {
        const float half = body.width / 2;
        show(python_, {body.x, body.y, half, body.height}, places);
        show(cpp_, {body.x + half, body.y, body.width - half, body.height}, places);
        scene.brush().draw->AddLine({body.x + half, rect.y}, {body.x + half, rect.bottom()},
                                    scene.theme->line);
    } else {
        const bool python = cpp_.source == nullptr || (python_.source != nullptr && view.twin != Twin::cpp);
        show(python ? python_ : cpp_, body, places);
    }
    scroll_by_ = 0;
    end_panel();
}

void SourcePanel::draw_tabs(const Scene& scene, const ViewState& view, Wishes& wishes, Rect rect, bool both) {
    const Brush brush = scene.brush();
    const bool python_only =
        reads_saved_ ||
        (!both && (cpp_.source == nullptr || (python_.source != nullptr && view.twin != Twin::cpp)));
    const auto tab = [&](const File& file, std::string_view language, float x, float width, bool shown) {
        const float y = rect.y + (scene.px(kTabs) - text_height(brush, Type::strong)) / 2;
        text_at(brush, Type::strong, {x, y}, shown ? scene.theme->text : scene.theme->text_dim, language);
        const float name_x = x + text_width(brush, Type::strong, language) + scene.px(10);
        text_within(brush, Type::small, {name_x, y + scene.px(2)}, x + width - name_x, scene.theme->text_dim,
                    file_name(*file.source));
    };
    const float left = rect.x + scene.px(16);
    if (both) {
        tab(python_, "Python", left, rect.width / 2 - scene.px(28), true);
        tab(cpp_, "C++", left + rect.width / 2, rect.width / 2 - scene.px(100), true);
    } else if (python_.source != nullptr || cpp_.source != nullptr) {
        const File& shown = reads_saved_ ? saved_ : python_only ? python_ : cpp_;
        tab(shown, python_only ? "Python" : "C++", left, rect.width - scene.px(140), true);
    } else {
        text_at(brush, Type::body, {left, rect.y + scene.px(9)}, scene.theme->text_dim,
                scene.say("source.empty"));
    }
    const bool pages = saved_.source != nullptr && python_.source != nullptr;
    if (!pages && (python_.source == nullptr || cpp_.source == nullptr)) return;
    const std::string_view text =
        pages         ? std::string_view(scene.say(reads_saved_ ? "source.ran" : "source.saved"))
        : both        ? std::string_view(scene.say("source.python_only"))
        : python_only ? "C++"
                      : "Python";
    const float width = text_width(brush, Type::small_strong, text) + scene.px(18);
    ImGui::SetCursorScreenPos({rect.right() - width - scene.px(12), rect.y + scene.px(5)});
    if (pill(scene, "twin", text, false)) wishes.commands.push_back(Command::twin);
    if (ImGui::IsItemHovered() && !pages) tooltip(scene, hint_of(scene, Command::twin));
}

void SourcePanel::draw_file(const Scene& scene, const ViewState& view, Wishes& wishes, File& file, Rect rect,
                            const Marked& places) {
    if (file.source == nullptr) return;
    ImGui::SetCursorScreenPos({rect.x, rect.y});
    ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, {0, 0});
    ImGui::BeginChild(&file == &python_  ? "python"
                      : &file == &saved_ ? "saved"
                                         : "cpp",
                      {rect.width - scene.px(1), rect.height - scene.px(1)}, false,
                      ImGuiWindowFlags_HorizontalScrollbar | ImGuiWindowFlags_NoNav);
    MarkedLines lines{
        line_in(file, places.present), line_in(file, places.selected), places.present.running,
        view.selection.empty() || scene.subject(view) == scene.about || places.selected.line == 0};
    if (lines.selected == lines.present) lines.selected = 0;
    const float height = scene.px(kSourceLine);
    file.told = told_in(scene, file, rect.width);
    handle_mouse(scene, view, wishes, file, ImGui::GetCursorScreenPos());
    const float foot = ImGui::GetWindowDrawList()->GetClipRectMax().y + kSlack;
    ImGuiListClipper clipper;
    clipper.Begin(static_cast<int>(file.lines.size() + file.told.rows.size()), height);
    while (clipper.Step()) {
        for (int i = clipper.DisplayStart; i < clipper.DisplayEnd; ++i) {
            const auto row = static_cast<std::uint32_t>(i + 1), number = file.told.line_at(row);
            // No line is cut at the foot, either, unless there is room for no other.
            if (i != clipper.DisplayStart && ImGui::GetCursorScreenPos().y + height > foot) {
                ImGui::Dummy({0, height});
                continue;
            }
            if (file.told.holds(row)) {
                draw_told(scene, file.told.rows[row - file.told.line - 1]);
                continue;
            }
            draw_line(scene, view, wishes, file, number, lines);
        }
    }
    const std::uint32_t wanted = bring_ && chosen_ ? line_in(file, *chosen_) : 0;
    const float view_height = ImGui::GetWindowHeight();
    // What has just been selected is to be seen, and else what has just happened.
    const bool chose =
        lines.selected != 0 && lines.selected != file.shown_selected && lines.present == file.shown_line;
    const std::uint32_t marked = chose ? lines.selected : lines.present;
    const bool changed = chose || lines.present != file.shown_line || view_height != file.shown_height;
    const std::uint32_t mistaken = bring_mistake_ ? file.told.line : 0;
    const std::uint32_t goal = mistaken != 0 ? mistaken : wanted != 0 ? wanted : changed ? marked : 0;
    if (wanted != 0) bring_ = false;
    if (mistaken != 0) bring_mistake_ = false;
    if (goal != 0) {
        const float y = static_cast<float>(file.told.row_of(goal) - 1) * height;
        const bool in_sight =
            y > ImGui::GetScrollY() + height && y < ImGui::GetScrollY() + view_height - 3 * height;
        // No line is cut at the top.
        const float before = std::floor(view_height * 0.4F / height) * height;
        if (!in_sight) ImGui::SetScrollY(std::max(0.0F, y - before));
    }
    if (scroll_by_ != 0) ImGui::SetScrollY(ImGui::GetScrollY() + static_cast<float>(scroll_by_) * height);
    // Back at the start the file is seen as at first.
    const bool at_start = view.playback.at_start();
    if (at_start && !file.at_start) ImGui::SetScrollY(0);
    file.at_start = at_start;
    file.shown_line = lines.present;
    file.shown_selected = lines.selected;
    file.shown_height = view_height;
    ImGui::EndChild();
    ImGui::PopStyleVar();
}

// The place in the recorded source that a line of `file` stands for.
SourcePlace SourcePanel::recorded(const File& file, std::uint32_t line) const {
    if (file.number != 0) return {file.number, line, false};
    const bool python = &file == &python_;
    const std::uint32_t other = python ? twins_.right_of(line) : twins_.left_of(line);
    return {(python ? cpp_ : python_).number, other, false};
}

void SourcePanel::show(SourcePlace place) {
    chosen_ = place;
    bring_ = true;
}

// To the next event of the chosen line; after the last one comes the first.
void SourcePanel::run_to(const Scene& scene, const ViewState& view, Wishes& wishes) const {
    const auto here = [&](const Store& store, trace::EventIndex event) {
        return is_at(store, event, *chosen_);
    };
    auto found = find_event(*scene.store, view.playback.cursor(), Direction::forward, here);
    if (!found) found = find_event(*scene.store, 0, Direction::forward, here);
    if (found) wishes.seek = *found + 1;
}

// Line numbers are pressed, text is marked.
void SourcePanel::handle_mouse(const Scene& scene, const ViewState& view, Wishes& wishes, const File& file,
                               ImVec2 origin) {
    const ImVec2 mouse = ImGui::GetIO().MousePos;
    const float line_at = (mouse.y - origin.y) / scene.px(kSourceLine), text_x = origin.x + scene.px(kGutter);
    const bool over = ImGui::IsWindowHovered() && line_at >= 0 && !file.lines.empty();
    const std::size_t rows = file.lines.size() + file.told.rows.size();
    const auto row = static_cast<std::uint32_t>(
        std::clamp(line_at, 0.0F, static_cast<float>(std::max<std::size_t>(rows, 1) - 1)));
    const std::uint32_t line = file.told.line_at(row + 1) - 1;
    const bool on_number = over && mouse.x < text_x && line_at < static_cast<float>(rows);
    if (on_number) ImGui::SetMouseCursor(ImGuiMouseCursor_Hand);
    if (on_number && !ImGui::IsMouseDown(0)) tooltip(scene, scene.say("source.run_to"));
    if (on_number && ImGui::IsMouseClicked(0)) {
        chosen_ = recorded(file, line + 1);
        return run_to(scene, view, wishes);
    }
    if (over && mouse.x >= text_x) ImGui::SetMouseCursor(ImGuiMouseCursor_TextInput);
    if (over && ImGui::IsMouseClicked(1) && line_at < static_cast<float>(rows)) {
        chosen_ = recorded(file, line + 1);
        wishes.menu = MenuWish{MenuWish::About::line, mouse.x, mouse.y};
        return;
    }
    const bool begins = over && mouse.x >= text_x && ImGui::IsMouseClicked(0);
    if (!begins &&
        !(selected_file_ == &file && ImGui::IsMouseDragging(0, scene.px(3)) && ImGui::IsWindowFocused()))
        return;
    const Brush brush = scene.brush();
    const Caret caret{line, letter_at(file.lines[line].text, mouse.x - text_x, [&](std::string_view text) {
                          return text_width(brush, Type::mono, text);
                      })};
    if (begins) selection_.anchor = caret;
    selection_.head = caret;
    selected_file_ = &file;
    selected_text_ = selection_.text(file.lines);
}

void SourcePanel::draw_selection(const Scene& scene, const File& file, std::uint32_t number,
                                 ImVec2 at) const {
    if (selected_file_ != &file) return;
    const std::string_view text = file.lines[number - 1].text;
    const auto length = static_cast<std::uint32_t>(text.size());
    const auto [begin, end] = selection_.in_line(number - 1, length);
    if (begin == end) return;
    const Brush brush = scene.brush();
    const float left = at.x + scene.px(kGutter);
    // The line's end is as wide as a letter.
    const float line_end = end > length ? text_width(brush, Type::mono, " ") : 0;
    brush.draw->AddRectFilled({left + code_width(brush, text, begin), at.y},
                              {left + code_width(brush, text, end) + line_end, at.y + scene.px(kSourceLine)},
                              with_alpha(scene.theme->accent, 0.25F));
}

float SourcePanel::draw_values(const Scene& scene, const File& file, std::uint32_t number, ImVec2 at,
                               float text_end) const {
    const Brush brush = scene.brush();
    const Theme& theme = *scene.theme;
    const std::string_view text = file.lines[number - 1].text;
    const float left = at.x + scene.px(kGutter);
    const float bottom = at.y + scene.px(kSourceLine) - scene.px(1.5F);
    std::string notes;
    bool hovered = false;
    for (const ParameterMark& mark : file.marks) {
        if (mark.line != number) continue;
        const float begin = left + code_width(brush, text, mark.begin);
        const float end = left + code_width(brush, text, mark.begin + mark.length);
        brush.draw->AddLine({begin, bottom}, {end, bottom}, theme.accent, scene.px(1.5F));
        hovered |= ImGui::IsWindowHovered() &&
                   ImGui::IsMouseHoveringRect({begin, at.y}, {end, at.y + scene.px(kSourceLine)});
        if (!mark.note.empty()) notes += (notes.empty() ? "" : ", ") + mark.note;
    }
    if (notes.empty()) return text_end;
    if (hovered) tooltip(scene, notes);
    const float width = text_width(brush, Type::small_strong, notes) + scene.px(12),
                top = at.y + scene.px(1.5F);
    // Beside the code, never on it: where there is no room the tooltip has to do.
    const float right = ImGui::GetWindowPos().x + ImGui::GetWindowWidth() - scene.px(16);
    const float x = text_end + scene.px(14);
    if (x + width > right) return text_end;
    brush.draw->AddRectFilled({x, top}, {x + width, bottom}, theme.accent_soft, scene.px(4));
    text_at(brush, Type::small_strong,
            {x + scene.px(6), at.y + (scene.px(kSourceLine) - text_height(brush, Type::small_strong)) / 2},
            theme.text, notes);
    return x + width;
}

float SourcePanel::draw_unsuspended(const Scene& scene, const File& file, std::uint32_t number, float top,
                                    float text_end) const {
    const bool here = std::any_of(unsuspended_.begin(), unsuspended_.end(),
                                  [&](const SourcePlace& place) { return line_in(file, place) == number; });
    if (!here) return text_end;
    const Brush brush = scene.brush();
    const float middle = top + scene.px(kSourceLine) / 2, sign = scene.px(14);
    const std::string& told = scene.say("span.unsuspended");
    const float right = ImGui::GetWindowPos().x + ImGui::GetWindowWidth() - scene.px(16);
    const float x = text_end + scene.px(14), words = text_width(brush, Type::small, told) + scene.px(5);
    draw_through(brush, {x + sign / 2, middle}, sign, scene.theme->text);
    if (x + sign + words > right) return x + sign;
    text_at(brush, Type::small, {x + sign + scene.px(5), middle - text_height(brush, Type::small) / 2},
            scene.theme->text_dim, told);
    return x + sign + words;
}

void SourcePanel::draw_number(const Scene& scene, std::uint32_t number, ImVec2 at) const {
    const Brush brush = scene.brush();
    const std::string digits = std::to_string(number);
    const float height = text_height(brush, Type::small), width = text_width(brush, Type::small, digits);
    text_at(brush, Type::small, {at.x + scene.px(28) - width, at.y + (scene.px(kSourceLine) - height) / 2},
            scene.theme->text_dim, digits);
}

void SourcePanel::draw_line(const Scene& scene, const ViewState& view, Wishes& wishes, const File& file,
                            std::uint32_t number, const MarkedLines& lines) const {
    const Brush brush = scene.brush();
    const Theme& theme = *scene.theme;
    const SourceLine& line = file.lines[number - 1];
    const bool marked = number == lines.present, running = lines.running;
    const bool selected = number == lines.selected;
    const ImVec2 at = ImGui::GetCursorScreenPos();
    const float height = scene.px(kSourceLine), text_y = at.y + (height - text_height(brush, Type::mono)) / 2;
    const float window_left = ImGui::GetWindowPos().x, window_right = window_left + ImGui::GetWindowWidth();
    if (number == file.told.line) {
        brush.draw->AddRectFilled({window_left, at.y}, {window_right, at.y + height}, theme.bad_soft);
        brush.draw->AddRectFilled({window_left, at.y}, {window_left + scene.px(4), at.y + height}, theme.bad);
    } else if (marked) {
        brush.draw->AddRectFilled({window_left, at.y}, {window_right, at.y + height}, theme.accent_soft);
        brush.draw->AddRectFilled({window_left, at.y}, {window_left + scene.px(4), at.y + height},
                                  running ? theme.accent : theme.waiting);
        const ImVec2 sign{at.x + scene.px(36), at.y + height / 2};
        if (running) draw_triangle(brush, sign, scene.px(9), theme.accent, true);
    } else if (selected) {
        // No band: nothing happens there now.
        const float inset = scene.px(1);
        brush.draw->AddRect({window_left + inset, at.y + inset / 2},
                            {window_right - inset, at.y + height - inset / 2},
                            with_alpha(theme.waiting, 0.6F), scene.px(3), 0, scene.px(1));
    }
    draw_selection(scene, file, number, at);
    const bool chosen = chosen_ && line_in(file, *chosen_) == number;
    if (chosen)
        brush.draw->AddRectFilled({at.x + scene.px(31), at.y + scene.px(2)},
                                  {at.x + scene.px(33), at.y + height - scene.px(2)}, theme.bad);
    draw_number(scene, number, at);
    for (const Token& token : line.tokens) {
        const float x = at.x + scene.px(kGutter) + code_width(brush, line.text, token.begin);
        text_at(brush, Type::mono, {x, text_y}, code_color(theme, token.kind),
                line.text.substr(token.begin, token.length));
    }
    float text_end = at.x + scene.px(kGutter) + code_width(brush, line.text, line.text.size());
    text_end = draw_values(scene, file, number, at, text_end);
    text_end = draw_unsuspended(scene, file, number, at.y, text_end);
    if (selected || (marked && lines.of_subject)) text_end = draw_ended(scene, at.y, text_end);
    for (const OccupiedLine& badge : occupied_) {
        if (line_in(file, badge.place) != number) continue;
        // The triangle tells of who runs: its name does not stand on the code besides.
        const bool told = marked && running && badge.tasks.size() == 1;
        const float wanted = text_width(brush, Type::small_strong, badge.text) + scene.px(40);
        if (told && text_end + wanted > window_right) continue;
        // Where the code leaves no room the margin has some, unless the triangle is there.
        const bool aside = text_end + scene.px(kLeastBadge + 28) > window_right;
        const float margin = at.x + scene.px(kGutter - 1);
        if (!aside)
            draw_badge(scene, view, wishes, badge, {text_end, window_right - scene.px(16)}, at.y);
        else if (!(marked && running))
            draw_badge(scene, view, wishes, badge, {margin - scene.px(25), margin}, at.y);
    }
    ImGui::Dummy({text_end - at.x + scene.px(120), height});
}

}  // namespace loopscope::viz
