#include "viz/panels/recording/events_panel.h"

#include "viz/data/explain/sentence.h"
#include "viz/data/recording/labels.h"
#include "viz/data/recording/source_place.h"
#include "viz/imgui_compat.h"
#include "viz/panels/base/widgets.h"

#include <algorithm>
#include <cmath>
#include <cstring>

namespace loopscope::viz {

using trace::Event;
using trace::EventIndex;
using trace::EventKind;

namespace {

constexpr float kEventRow = 22;

struct Preset {
    const char* word;  // its name in the texts
    const char* filter;
};
constexpr Preset kPresets[] = {
    {"events.all", ""},
    {"events.steps", "kind:step,yield,await,return,raise,cancelled"},
    {"events.cancellation", "kind:cancel,cancel.end,cancelled,uncancel"},
    {"events.futures", "kind:resolve,callback,uncallback"},
    {"events.streams", "kind:stream"},
    {"events.output", "kind:print"},
};

// One line for each way to write a filter.
std::string filter_help(const Scene& scene) {
    std::string text;
    for (const char* line : {"words", "kind", "about", "where", "when", "keys"})
        text += (text.empty() ? "" : "\n") + scene.say("events.help." + std::string(line));
    return text;
}

// What an event is about, in the words of the table.
std::string what_text(const Scene& scene, const Event& event) {
    const Store& store = *scene.store;
    if (event.kind == EventKind::turn) return scene.say("events.turn", {{"turn", std::to_string(event.a)}});
    if (event.kind == EventKind::select) {
        return event.value < 0
                   ? scene.say("events.no_limit")
                   : scene.say("events.limit", {{"time", seconds_text(event.value, *scene.words)}});
    }
    if (event.b == 0) return event.a == 0 ? std::string() : store.full_label(event.a);
    const std::string to = store.label(event.b);
    if (event.a == 0) return "\u2192 " + to;
    const std::string from = store.label(event.a);
    return from == to ? to : from + " \u2192 " + to;  // the timer of a sleep is called as the sleep is
}

std::string detail_text(const Scene& scene, const Event& event) {
    if (event.text != 0) return scene.store->text(event.text);
    const bool counts = event.kind >= EventKind::stream_write && event.kind <= EventKind::stream_read;
    return counts ? scene.say("bytes.many", {{"count", std::to_string(event.value)}}) : std::string();
}

Color color_of(const Theme& theme, EventKind kind) {
    switch (kind) {
        case EventKind::cancel:
        case EventKind::cancel_end:
        case EventKind::task_cancelled: return theme.cancelled;
        case EventKind::task_raise:
        case EventKind::error:
        case EventKind::warning: return theme.bad;
        case EventKind::step: return theme.running;
        case EventKind::ready: return theme.ready;
        case EventKind::task_return:
        case EventKind::create: return theme.good;
        default: return theme.text;
    }
}

}  // namespace

struct EventsPanel::Columns {
    float number, time, kind, what, detail, place, right;

    Columns(const Scene& scene, Rect rect) {
        number = rect.x + scene.px(14);
        // Where there is very little room, the time does without.
        const bool tiny = rect.width < scene.px(380);
        time = number + scene.px(tiny ? 44 : 66);
        kind = time + scene.px(tiny ? 0 : 76);
        what = kind + scene.px(tiny ? 86 : 104);
        right = rect.right() - scene.px(18);
        const float rest = std::max(right - what, scene.px(40));
        const bool narrow = rest < scene.px(420);
        place = right - (narrow ? 0 : std::min(rest * 0.28F, scene.px(220)));
        detail = what + (place - what) * 0.58F;
    }
};

void EventsPanel::filter_by(std::string_view text) {
    const std::size_t length = std::min(text.size(), text_.size() - 1);
    std::memcpy(text_.data(), text.data(), length);
    text_[length] = 0;
}

bool EventsPanel::go_on(const Store& store, std::uint64_t generation) {
    constexpr EventIndex kSlice = 20'000;  // a few milliseconds
    search_.look_for(text_.data(), store, generation);
    return search_.go_on(store, kSlice);
}

void EventsPanel::draw(const Scene& scene, const ViewState& view, Wishes& wishes, Rect rect) {
    begin_panel("events", scene, rect, {14, 8}, scene.theme->panel, false);
    panel_edge(scene, rect, true, true);
    if (scene.store != nullptr) {
        draw_filter(scene, view, wishes);
        const Columns columns(scene, rect);
        const float top = ImGui::GetCursorScreenPos().y, head = scene.px(kEventRow);
        draw_head(scene, columns, top);
        draw_table(scene, view, wishes, columns,
                   {rect.x, top + head, rect.width, rect.bottom() - top - head});
    }
    end_panel();
}

void EventsPanel::draw_filter(const Scene& scene, const ViewState& view, Wishes& wishes) {
    const Fonts::Face& face = (*scene.fonts)[Type::mono];
    push_font(face.font, face.size);
    if (caret_in_ == kCaret) put_caret_here();
    caret_in_ = std::max(caret_in_ - 1, 0);
    const float all = ImGui::GetContentRegionAvail().x;
    ImGui::SetNextItemWidth(std::max(all - scene.px(250), scene.px(120)));
    ImGui::PushStyleVar(ImGuiStyleVar_FrameBorderSize, std::max(1.0F, std::floor(scene.scale)));
    ImGui::PushStyleColor(ImGuiCol_Border, scene.theme->waiting);
    const bool entered = ImGui::InputTextWithHint("##filter", scene.say("events.hint").c_str(), text_.data(),
                                                  text_.size(), ImGuiInputTextFlags_EnterReturnsTrue);
    ImGui::PopStyleColor();
    ImGui::PopStyleVar();
    ImGui::PopFont();
    if (ImGui::IsItemHovered()) tooltip(scene, filter_help(scene));
    if (entered) wishes.commands.push_back(Command::next_hit);
    ImGui::SameLine(0, scene.px(8));
    if (pill(scene, "previous", "\u2190", false, scene.px(30)))
        wishes.commands.push_back(Command::previous_hit);
    if (ImGui::IsItemHovered()) tooltip(scene, hint_of(scene, Command::previous_hit));
    ImGui::SameLine(0, scene.px(4));
    if (pill(scene, "next", "\u2192", false, scene.px(30))) wishes.commands.push_back(Command::next_hit);
    if (ImGui::IsItemHovered()) tooltip(scene, hint_of(scene, Command::next_hit));
    ImGui::SameLine(0, scene.px(12));
    status(scene, view);
    draw_presets(scene, view);
}

// Without what comes, if that is hidden.
std::size_t EventsPanel::seen_rows(const Scene& scene, const ViewState& view) const {
    const std::size_t rows = search_.rows(*scene.store);
    return view.shows_future() ? rows : std::min(rows, search_.row_of(view.playback.cursor()));
}

void EventsPanel::status(const Scene& scene, const ViewState& view) const {
    const EventFilter& filter = search_.filter();
    if (!filter.understood()) return ImGui::NewLine();  // the table has room to say why
    const std::size_t rows = seen_rows(scene, view);
    const EventIndex cursor = view.playback.cursor();
    const std::size_t here = cursor == 0 ? 0 : search_.row_of(cursor);
    const std::string text = scene.say(search_.done() ? "events.row" : "events.row_so_far",
                                       {{"row", std::to_string(here)}, {"all", std::to_string(rows)}});
    beside_pills(scene, Type::small, scene.theme->text_dim, text);
}

void EventsPanel::draw_presets(const Scene& scene, const ViewState& view) {
    const float right = ImGui::GetCursorScreenPos().x + ImGui::GetContentRegionAvail().x;
    const auto offer = [&](const char* name, const std::string& filter) {
        const float width = text_width(scene.brush(), Type::small_strong, name) + scene.px(18);
        if (ImGui::GetCursorScreenPos().x + width > right) return;
        if (pill(scene, name, name, filter == text_.data())) filter_by(filter);
        ImGui::SameLine(0, scene.px(4));
    };
    for (const Preset& preset : kPresets) offer(scene.say(preset.word).c_str(), preset.filter);
    if (const trace::ObjectId subject = scene.subject(view); subject != 0) {
        const std::string name = scene.store->label(subject);
        offer(scene.say("events.only", {{"who", name}}).c_str(), "#" + std::to_string(subject));
    }
    ImGui::NewLine();
}

// When the cursor moves, its row stays in sight; when the user scrolls, he may.
void EventsPanel::follow(const ViewState& view, std::size_t rows, double visible) {
    const EventIndex cursor = view.playback.cursor();
    if (cursor != followed_ || rows != followed_rows_) {
        const auto here = static_cast<double>(search_.row_of(cursor == 0 ? 0 : cursor - 1));
        if (here < top_ + 1) top_ = here - std::min(2.0, visible / 3);
        if (here > top_ + visible - 2) top_ = here - visible + std::min(3.0, visible / 2);
    }
    followed_ = cursor;
    followed_rows_ = rows;
    top_ = std::clamp(top_, 0.0, std::max(0.0, static_cast<double>(rows) - visible));
}

// What stands in each column.
void EventsPanel::draw_head(const Scene& scene, const Columns& columns, float y) const {
    const Brush brush = scene.brush();
    const float text_y = y + (scene.px(kEventRow) - text_height(brush, Type::small)) / 2;
    const auto name = [&](float x, float end, const char* word) {
        text_within(brush, Type::small, {x, text_y}, end - x - scene.px(8), scene.theme->text_dim,
                    scene.say(word));
    };
    const std::string& number = scene.say("events.column.number");
    const float digits = columns.time - scene.px(16) - text_width(brush, Type::small, number);
    text_at(brush, Type::small, {digits, text_y}, scene.theme->text_dim, number);
    if (columns.time < columns.kind) name(columns.time, columns.kind, "events.column.time");
    name(columns.kind, columns.what, "events.column.kind");
    name(columns.what, columns.detail, "events.column.what");
    name(columns.detail, columns.place, "events.column.detail");
    if (columns.place < columns.right) name(columns.place, columns.right, "events.column.place");
    const float line = y + scene.px(kEventRow) - scene.px(1);
    brush.draw->AddLine({columns.number, line}, {columns.right, line}, scene.theme->line);
}

void EventsPanel::draw_table(const Scene& scene, const ViewState& view, Wishes& wishes,
                             const Columns& columns, Rect rect) {
    const float height = scene.px(kEventRow);
    const Brush brush = scene.brush();
    const std::size_t rows = seen_rows(scene, view);
    const double visible = std::max(1.0, static_cast<double>(rect.height / height));
    ImGui::SetCursorScreenPos({rect.x, rect.y});
    ImGui::InvisibleButton("rows", {std::max(rect.width - scene.px(14), 1.0F), std::max(rect.height, 1.0F)});
    const bool hovered = ImGui::IsItemHovered(), pressed = ImGui::IsItemClicked();
    const ImGuiIO& io = ImGui::GetIO();
    follow(view, rows, visible);
    if (hovered) top_ -= static_cast<double>(io.MouseWheel) * 3;
    top_ = std::clamp(top_, 0.0, std::max(0.0, static_cast<double>(rows) - visible));
    const EventIndex cursor = view.playback.cursor();
    brush.draw->PushClipRect({rect.x, rect.y}, {rect.right(), rect.bottom()}, true);
    // No row is cut at the top; at the end of the list the last one is whole.
    const bool at_end = top_ > 0 && top_ >= static_cast<double>(rows) - visible;
    const double top = at_end ? std::ceil(top_) : std::floor(top_);
    for (auto row = static_cast<std::size_t>(top); row < rows; ++row) {
        const float y = rect.y + static_cast<float>(static_cast<double>(row) - top) * height;
        if (y > rect.bottom()) break;
        const EventIndex event = search_.event_of(row);
        const bool under = hovered && io.MousePos.y >= y && io.MousePos.y < y + height;
        if (under && pressed) wishes.seek = event + 1;
        if (under && ImGui::IsMouseClicked(1)) {
            wishes.seek = event + 1;
            wishes.menu = MenuWish{MenuWish::About::event, io.MousePos.x, io.MousePos.y};
        }
        const bool now = cursor == event + 1;
        draw_row(scene, columns, event, y,
                 now     ? scene.theme->accent_soft
                 : under ? scene.theme->hover
                         : with_alpha(scene.theme->panel, 0));
        // The present moment lies between two of the rows, if it is none of them.
        const bool before =
            row == 0 ? cursor <= event : search_.event_of(row - 1) + 1 < cursor && cursor <= event;
        if (now || before) {
            const float line = before ? y : y + height;
            brush.draw->AddRectFilled({rect.x, line - scene.px(1)}, {rect.right(), line + scene.px(1)},
                                      scene.theme->accent);
        }
    }
    const EventFilter& filter = search_.filter();
    const bool understood = filter.understood();
    if (rows == 0 && (search_.done() || !understood)) {
        const ImVec2 at{columns.number, rect.y + scene.px(6)};
        text_wrapped(brush, Type::body, at, rect.right() - scene.px(14) - at.x,
                     understood ? scene.theme->text_dim : scene.theme->bad,
                     understood ? scene.say("events.none") : filter.problem(*scene.words));
    }
    brush.draw->PopClipRect();
    scroll_bar(scene, {rect.right() - scene.px(14), rect.y, scene.px(12), rect.height}, rows, visible);
}

void EventsPanel::draw_row(const Scene& scene, const Columns& columns, EventIndex index, float y,
                           Color background) {
    const Brush brush = scene.brush();
    const Theme& theme = *scene.theme;
    const Store& store = *scene.store;
    const Event& event = store.event(index);
    const float height = scene.px(kEventRow), gap = scene.px(8);
    brush.draw->AddRectFilled({columns.number - scene.px(14), y}, {columns.right + scene.px(4), y + height},
                              background);
    const float small_y = y + (height - text_height(brush, Type::small)) / 2;
    const float mono_y = y + (height - text_height(brush, Type::mono)) / 2;
    const auto cell = [&](Type type, float x, float end, Color color, std::string_view text) {
        text_within(brush, type, {x, type == Type::mono ? mono_y : small_y}, end - x - gap, color, text);
    };
    const std::string number = std::to_string(index);
    const float digits = text_width(brush, Type::small, number);
    text_at(brush, Type::small, {std::max(columns.number, columns.time - scene.px(16) - digits), small_y},
            theme.text_dim, number);
    if (columns.time < columns.kind)
        cell(Type::small, columns.time, columns.kind, theme.text_dim,
             seconds_text(store.time_at(index + 1), *scene.words));
    cell(Type::mono, columns.kind, columns.what, color_of(theme, event.kind), trace::name_of(event.kind));
    cell(Type::small, columns.what, columns.detail, theme.text, what_text(scene, event));
    cell(Type::small, columns.detail, columns.place, theme.text, detail_text(scene, event));
    if (columns.place < columns.right)
        cell(Type::small, columns.place, columns.right, theme.text_dim, place_text(store, event.loc));
}

void EventsPanel::scroll_bar(const Scene& scene, Rect rect, std::size_t rows, double visible) {
    const auto all = static_cast<double>(rows);
    if (all <= visible) return;
    ImGui::SetCursorScreenPos({rect.x, rect.y});
    ImGui::InvisibleButton("bar", {rect.width, rect.height});
    const float length = std::max(scene.px(24), rect.height * static_cast<float>(visible / all));
    const float way = rect.height - length;
    if (ImGui::IsItemActive()) {
        const float at = std::clamp((ImGui::GetIO().MousePos.y - rect.y - length / 2) / way, 0.0F, 1.0F);
        top_ = static_cast<double>(at) * (all - visible);
    }
    const float y = rect.y + way * static_cast<float>(top_ / (all - visible));
    scene.brush().draw->AddRectFilled({rect.x + scene.px(2), y}, {rect.right() - scene.px(2), y + length},
                                      ImGui::IsItemHovered() ? scene.theme->waiting : scene.theme->line,
                                      scene.px(4));
}

}  // namespace loopscope::viz
