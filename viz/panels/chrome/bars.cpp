#include "viz/panels/chrome/bars.h"

#include "viz/data/recording/labels.h"
#include "viz/panels/base/term_hints.h"
#include "viz/panels/base/widgets.h"
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

void header_panel(const Scene& scene, const ViewState& view, Wishes& wishes, Rect rect,
                  AboutRecording& about) {
    begin_panel("header", scene, rect, {0, 0}, scene.theme->panel, false);
    panel_edge(scene, rect, false, true);
    const Brush brush = scene.brush();
    const auto middle = [&](float height) { return rect.y + (rect.height - height) / 2; };
    float x = rect.x + scene.px(16);
    // In a narrow window the title has room before what the palette of commands leads to as well.
    const auto room_beside = [&](float buttons) {
        return rect.right() - scene.px(buttons) - x - scene.px(16);
    };
    constexpr float kSpeak = 72 + 4, kAll = 4 * 30 + 4 * 3 + 16 + 64 + 4 + 84 + 4 + 72 + 4 + 68 + 16,
                    kFewer = kAll - 64 - 4 - 72 - 4;
    const bool all = room_beside(kAll) >= scene.px(150), speak = room_beside(kAll + kSpeak) >= scene.px(150);
    const float buttons = scene.px(speak ? kAll + kSpeak : all ? kAll : kFewer);
    // The name of what is open is worth more than that of the layers.
    const float beside = rect.right() - buttons - x - scene.px(16), label_width = scene.px(46);
    const bool labelled = text_width(brush, Type::title, scene.title) <= beside - label_width;
    const float room = labelled ? beside - label_width : beside;
    std::string name = scene.scenario != nullptr ? scene.scenario->name : std::string();
    if (scene.live && scene.open_to.empty() && !scene.connect.empty()) name = scene.connect;
    if (scene.store != nullptr && !scene.store->recording().header.python.empty())
        name += (name.empty() ? "" : "  ") + ("Python " + scene.store->recording().header.python);
    const float title_width = std::min(text_width(brush, Type::title, scene.title), room);
    text_within(brush, Type::title, {x, middle(text_height(brush, Type::title))}, room, scene.theme->text,
                scene.title);
    if (scene.store != nullptr && view.shows_future() && ImGui::IsWindowHovered() &&
        Rect{x, rect.y, title_width, rect.height}.holds(ImGui::GetIO().MousePos.x, ImGui::GetIO().MousePos.y))
        about.show(scene);
    x += title_width + scene.px(12);
    const float base = middle(text_height(brush, Type::title)) + text_height(brush, Type::title) -
                       text_height(brush, Type::mono) - scene.px(1);
    // A name that is typed on the command line is of use only if it is whole.
    if (text_width(brush, Type::mono, name) <= room - title_width - scene.px(12))
        text_at(brush, Type::mono, {x, base}, scene.theme->text_dim, name);
    if (!scene.open_to.empty()) {
        text_within(brush, Type::body, {x, base - scene.px(2)}, room - title_width - scene.px(12),
                    scene.theme->bad, "! " + scene.say("header.open", {{"where", scene.open_to}}));
    }
    const float left = rect.right() - buttons;
    if (labelled)
        text_at(brush, Type::small, {left - label_width, middle(text_height(brush, Type::small))},
                scene.theme->text_dim, scene.say("header.layer"));
    ImGui::SetCursorScreenPos({left, middle(scene.px(24))});
    for (int layer = 1; layer <= kLastLayer; ++layer) {
        command_pill(scene, wishes, kLayers[layer - 1], std::to_string(layer), view.layer == layer,
                     scene.px(30));
        ImGui::SameLine(0, scene.px(4));
    }
    ImGui::SameLine(0, scene.px(16));
    if (speak) {
        command_pill(scene, wishes, Command::language, scene.say("language.other"), false, scene.px(72));
        ImGui::SameLine(0, scene.px(4));
    }
    if (all) {
        command_pill(scene, wishes, Command::open, scene.say("header.open_file"), false, scene.px(64));
        ImGui::SameLine(0, scene.px(4));
    }
    command_pill(scene, wishes, Command::palette, scene.say("header.commands"), view.palette, scene.px(84));
    ImGui::SameLine(0, scene.px(4));
    if (all) {
        command_pill(scene, wishes, Command::theme, scene.say(next_theme(view.theme)), false, scene.px(72));
        ImGui::SameLine(0, scene.px(4));
    }
    command_pill(scene, wishes, Command::help, "? " + scene.say("header.help"), view.help, scene.px(68));
    end_panel();
}

namespace {

// One line in large type if it fits, else as many smaller ones as there is room for.
Type sentence_type(const Brush& brush, float width, std::string_view sentence) {
    constexpr float kLines = 1.9F;
    return text_width(brush, Type::sentence, sentence) <= width * kLines ? Type::sentence : Type::body;
}

// In a text whose lines were written one under the other.
void explain_terms(const Scene& scene, Type type, ImVec2 at, std::string_view lines) {
    TermHints hints(scene, TermHints::Underline::no);
    while (!lines.empty()) {
        const std::string_view line = lines.substr(0, std::min(lines.find('\n'), lines.size()));
        hints.written(hints.find(line), type, at, line, 0);
        at.y += text_height(scene.brush(), type);
        lines.remove_prefix(std::min(line.size() + 1, lines.size()));
    }
    hints.show();
}

}  // namespace

void sentence_panel(const Scene& scene, Rect rect) {
    begin_panel("sentence", scene, rect, {16, 0}, scene.theme->accent_soft, false);
    panel_edge(scene, rect, true, true);
    const Brush brush = scene.brush();
    brush.draw->AddRectFilled({rect.x, rect.y}, {rect.x + scene.px(4), rect.bottom()}, scene.theme->accent);
    const float width = rect.width - scene.px(32);
    const Type type = sentence_type(brush, width, scene.sentence);
    const float height = wrapped_height(brush, type, width, scene.sentence);
    const float y = rect.y + std::max(scene.px(4), (rect.height - height) / 2);
    const ImVec2 at{rect.x + scene.px(18), y};
    text_wrapped(brush, type, at, width, scene.theme->text, scene.sentence);
    if (ImGui::IsWindowHovered())
        explain_terms(scene, type, at, broken_text(brush, type, width, scene.sentence));
    end_panel();
}

float sentence_height(const Scene& scene, float width) {
    const Brush ruler = scene.brush(nullptr);
    const float room = width - scene.px(32);
    return wrapped_height(ruler, sentence_type(ruler, room, scene.sentence), room, scene.sentence) +
           scene.px(2 * 4);
}

namespace {

constexpr float kNoticePad = 10, kNoticePill = 24, kShareBar = 8;

// What a notice says, and the button beside it, if it has one.
struct Notice {
    std::string_view text, button = {};
    bool bad = false;
    Brush ruler;  // measures, also where no window is begun

    explicit Notice(const Scene& scene) : ruler{nullptr, scene.theme, scene.fonts, scene.scale} {
        const bool runs = scene.busy && scene.busy->runs;
        bad = !scene.notice.empty() && !runs;
        if (bad) {
            text = scene.notice;
            button = scene.say("ui.ok.key");
        } else if (scene.busy) {
            text = scene.busy->what;
            button = scene.say(runs ? "run.end.key" : "ui.cancel.key");
        } else {
            text = scene.news;
        }
    }

    float button_width() const {
        return button.empty() ? 0 : text_width(ruler, Type::small_strong, button) + ruler.px(18 + 14);
    }
    float text_room(float width) const { return width - ruler.px(2 * 18) - button_width(); }
    // Of its text and button.
    float height(float width) const {
        const float lines = wrapped_height(ruler, Type::body, text_room(width), text);
        return button.empty() ? lines : std::max(lines, ruler.px(kNoticePill));
    }
};

// How much is done.
void share_bar(const Scene& scene, double share, ImVec2 at, float width) {
    const Brush brush = scene.brush();
    const float height = scene.px(kShareBar);
    const ImVec2 end{at.x + width, at.y + height};
    brush.draw->AddRectFilled(at, end, scene.theme->accent_soft, height / 2);
    const float done = width * static_cast<float>(std::clamp(share, 0.0, 1.0));
    if (done > height) brush.draw->AddRectFilled(at, {at.x + done, end.y}, scene.theme->accent, height / 2);
    brush.draw->AddRect(at, end, scene.theme->accent, height / 2);
}

}  // namespace

float notice_height(const Scene& scene, float width) {
    const Notice notice(scene);
    if (notice.text.empty()) return 0;
    const bool bar = !notice.bad && scene.busy;
    return notice.height(width) + scene.px(2 * kNoticePad) + (bar ? scene.px(kShareBar + kNoticePad) : 0);
}

void notice_panel(const Scene& scene, Wishes& wishes, Rect rect) {
    const Notice notice(scene);
    if (notice.text.empty() || rect.empty()) return;
    const Theme& theme = *scene.theme;
    begin_panel("notice", scene, rect, {0, 0}, notice.bad ? theme.bad_soft : theme.raised, false);
    const Brush brush = scene.brush();
    const float pad = scene.px(kNoticePad), left = rect.x + scene.px(18), row = notice.height(rect.width);
    const Color color = notice.bad ? theme.bad : theme.accent;
    brush.draw->AddRectFilled({rect.x, rect.y}, {rect.right(), rect.y + scene.px(1.5F)}, color);
    brush.draw->AddRectFilled({rect.x, rect.y}, {rect.x + scene.px(4), rect.bottom()}, color);
    const float room = notice.text_room(rect.width);
    const float lines = wrapped_height(brush, Type::body, room, notice.text);
    text_wrapped(brush, Type::body, {left, rect.y + pad + (row - lines) / 2}, room, theme.text, notice.text);
    if (!notice.button.empty()) {
        ImGui::SetCursorScreenPos({rect.right() - scene.px(4) - notice.button_width(),
                                   rect.y + pad + (row - scene.px(kNoticePill)) / 2});
        if (pill(scene, "answer", notice.button, false))
            (notice.bad ? wishes.dismiss_notice : wishes.cancel_loading) = true;
    }
    if (!notice.bad && scene.busy)
        share_bar(scene, scene.busy->share, {left, rect.y + 2 * pad + row}, rect.width - scene.px(2 * 18));
    end_panel();
}

}  // namespace loopscope::viz
