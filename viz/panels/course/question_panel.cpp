#include "viz/panels/course/question_panel.h"

#include "viz/panels/base/widgets.h"
#include "viz/panels/course/votes.h"
#include "viz/parameter_texts.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <numeric>
#include <utility>
#include <vector>

namespace loopscope::viz {

namespace {

constexpr float kLowOption = 44;  // pixels
constexpr float kVotes = 0.4F;    // of the width of an option, for the bars of its votes

float wrapped(const Brush& brush, Type type, ImVec2 at, float width, Color color, const std::string& text,
              bool paint = true) {
    return paint ? text_wrapped(brush, type, at, width, color, text)
                 : wrapped_height(brush, type, width, text);
}

void badge(const Brush& brush, ImVec2 at, float size, char sign, bool filled) {
    const ImVec2 end{at.x + size, at.y + size};
    if (filled) brush.draw->AddRectFilled(at, end, brush.theme->accent, brush.px(6));
    brush.draw->AddRect(at, end, brush.theme->accent, brush.px(6), 0, brush.px(2));
    const std::string text(1, sign);
    text_at(brush, Type::title,
            {at.x + (size - text_width(brush, Type::title, text)) / 2,
             at.y + (size - text_height(brush, Type::title)) / 2},
            filled ? brush.theme->on_accent : brush.theme->accent, text);
}

std::string question_number(const Words& words, const Quiz& quiz) {
    const auto number = std::to_string(quiz.number()), all = std::to_string(quiz.all());
    return words.fill("ui.question_number", {{"number", number}, {"all", all}});
}

// The whole window, or what the code leaves of it, while nothing has run yet.
class QuestionScreen {
public:
    QuestionScreen(const Scene& scene, const ViewState& view, const Quiz& quiz, Wishes& wishes, Rect window)
        : scene_(scene), view_(view), quiz_(quiz), wishes_(wishes), brush_(scene.brush()), window_(window) {
        margin_ = std::min(scene.px(56), window.width * 0.05F);
        left_ = window.x + margin_;
        width_ = window.width - 2 * margin_;
    }

    void draw() {
        const float foot = std::max(window_.height * 0.1F, hints_height());
        const float hints = window_.bottom() - (whole() ? foot : scene_.px(8));
        float y = head();
        const float gap = scene_.px(whole() ? 22 : 10);
        const std::string& asked = text(quiz_.asked().text);
        Type type = whole() ? Type::display : Type::title;
        const auto& options = quiz_.asked().options;
        const auto count = static_cast<float>(options.size());
        const auto room_below = [&] {
            return (hints - y - gap - wrapped_height(brush_, type, width_, asked)) / count;
        };
        if (room_below() < scene_.px(kLowOption)) type = Type::title;
        const float room = room_below();
        y += wrapped(brush_, type, {left_, y}, width_, scene_.theme->text, asked) + gap;
        const float most = whole() ? std::max(scene_.px(110), window_.height * 0.16F) : scene_.px(110);
        // Where not even the lowest have room, one scrolls.
        const bool scrolls = room < scene_.px(kLowOption);
        if (scrolls && !whole()) return pairs(y);
        for (std::size_t i = 0; i < options.size(); ++i)
            y += option(i, {left_, y}, width_, scrolls ? lowest(i, width_) : std::min(room, most));
        hints_at(scrolls ? y : hints);
    }

private:
    const std::string& text(const course::Text& text) const { return text.in(view_.language); }
    const std::string& words_of(std::size_t option) const { return text(quiz_.asked().options[option].text); }
    bool whole() const { return quiz_.full_screen(); }
    bool counting() const { return quiz_.stage() == Quiz::Stage::counting; }

    // Of an option: what its words take in the smallest type.
    float lowest(std::size_t i, float width) const {
        const float around = scene_.px(12 * 3 + 28 + (counting() ? 80.0F : 0.0F));
        const float bars = quiz_.rounds().empty() ? 0 : width * kVotes;
        const float words = wrapped_height(brush_, Type::body, width - around - bars, words_of(i));
        return std::max(words + scene_.px(22), scene_.px(kLowOption));
    }

    // In a low panel two stand beside each other: who is asked is to see them all.
    void pairs(float y) {
        const float gap = scene_.px(10), width = (width_ - gap) / 2;
        const std::size_t count = quiz_.asked().options.size();
        for (std::size_t i = 0; i < count; i += 2) {
            const float height = std::max(lowest(i, width), i + 1 < count ? lowest(i + 1, width) : 0);
            for (std::size_t k = i; k < std::min(i + 2, count); ++k)
                option(k, {k == i ? left_ : left_ + width + gap, y}, width, height);
            y += height;
        }
    }

    float head() {
        const float top = window_.y - ImGui::GetScrollY();
        if (!whole()) return top + scene_.px(12);
        const float y = top + margin_ * 0.7F;
        std::string what = (*scene_.words)[counting() ? "ui.counting" : "ui.predict"];
        if (quiz_.number() != 0) what = question_number(*scene_.words, quiz_) + "  \u00b7  " + what;
        text_at(brush_, Type::title, {left_, y}, scene_.theme->accent, what);
        char time[16];
        const int seconds = static_cast<int>(std::ceil(quiz_.seconds_left()));
        std::snprintf(time, sizeof time, "%d:%02d", seconds / 60, seconds % 60);
        const float width = text_width(brush_, Type::display, time);
        text_at(brush_, Type::display, {left_ + width_ - width, y - scene_.px(6)},
                quiz_.timing() ? scene_.theme->text : scene_.theme->text_dim, time);
        return y + scene_.px(46) + asked_with(y + scene_.px(34));
    }

    // Which values are not the learner's own. Returns how much room it takes.
    float asked_with(float y) {
        if (quiz_.others().empty() || scene_.scenario == nullptr) return 0;
        const ParameterTexts texts = parameter_texts(*scene_.scenario, *scene_.words, view_.language);
        std::string values;
        for (const std::string& name : quiz_.others()) {
            if (!values.empty()) values += "  \u00b7  ";
            values += texts.label_of(name) + ": " + texts.value_of(name, scene_.parameters->at(name));
        }
        const std::string words = scene_.say("ui.asked_with", {{"values", values}});
        return text_wrapped(brush_, Type::body, {left_, y}, width_, scene_.theme->text_dim, words);
    }

    float option(std::size_t i, ImVec2 at, float width, float height) {
        const bool chosen = counting() ? quiz_.counted() == i : quiz_.chosen() == i;
        const float inner = scene_.px(12), bars = quiz_.rounds().empty() ? 0 : width * kVotes;
        const float tall = std::max(height - scene_.px(10), scene_.px(28));
        const float size = std::min(scene_.px(whole() ? 40 : 28), tall - scene_.px(8));
        const ImVec2 end{at.x + width, at.y + tall};
        ImGui::PushID(static_cast<int>(i));
        // Smaller ones first: what is pressed is the first one that is there.
        const float steps = counting() ? step_buttons(i, end.x - bars, at.y, tall) : 0;
        ImGui::SetCursorScreenPos(at);
        const bool pressed = ImGui::InvisibleButton(
            "option", {width, tall}, ImGuiButtonFlags_MouseButtonLeft | ImGuiButtonFlags_MouseButtonRight);
        const bool takes = ImGui::IsMouseReleased(ImGuiMouseButton_Right);
        if (pressed && counting()) wishes_.cards.emplace_back(i, takes ? -1 : 1);
        if (pressed && !counting() && !takes) wishes_.keys.push_back(quiz_.key_of(i));
        const bool hovered = ImGui::IsItemHovered();
        ImGui::PopID();
        if (chosen && newly_chosen(i)) ImGui::SetScrollHereY(0.5F);
        if (hovered) ImGui::SetMouseCursor(ImGuiMouseCursor_Hand);
        brush_.draw->AddRectFilled(at, end,
                                   chosen    ? scene_.theme->accent_soft
                                   : hovered ? scene_.theme->hover
                                             : scene_.theme->raised,
                                   scene_.px(8));
        brush_.draw->AddRect(at, end, chosen ? scene_.theme->accent : scene_.theme->line, scene_.px(8), 0,
                             scene_.px(chosen ? 2.5F : 1));
        badge(brush_, {at.x + inner, at.y + (tall - size) / 2}, size, quiz_.sign(i), chosen);
        const float x = at.x + inner * 2 + size, room = width - (x - at.x) - bars - inner - steps;
        const std::string& words = words_of(i);
        const Type type = largest_fitting(words, room, tall);
        const float text_size = wrapped(brush_, type, {}, room, 0, words, false);
        wrapped(brush_, type, {x, at.y + (tall - text_size) / 2}, room, scene_.theme->text, words);
        if (chosen && !counting()) sureness(end.x - inner, end.y, bars);
        if (bars > 0) paint_votes(brush_, quiz_, i, {end.x - bars, at.y, bars - inner, tall});
        if (steps > 0) paint_steps(end.x - bars, at.y, tall);
        return height;
    }

    // Of a card less, and of one more: two squares left of `right`.
    float step_size(float tall) const { return std::min(scene_.px(34), tall - scene_.px(8)); }

    // Returns how much room they take.
    float step_buttons(std::size_t i, float right, float top, float tall) {
        const float size = step_size(tall), y = top + (tall - size) / 2;
        for (const int more : {1, -1}) {
            right -= size + scene_.px(6);
            ImGui::SetCursorScreenPos({right, y});
            if (ImGui::InvisibleButton(more > 0 ? "more" : "less", {size, size}))
                wishes_.cards.emplace_back(i, more);
        }
        return 2 * (size + scene_.px(6));
    }

    void paint_steps(float right, float top, float tall) const {
        const float size = step_size(tall), y = top + (tall - size) / 2;
        for (const char* sign : {"+", "\u2212"}) {
            right -= size + scene_.px(6);
            const ImVec2 min{right, y}, max{right + size, y + size};
            brush_.draw->AddRectFilled(min, max, scene_.theme->panel, scene_.px(5));
            brush_.draw->AddRect(min, max, scene_.theme->accent, scene_.px(5), 0, scene_.px(1.5F));
            text_at(brush_, Type::title,
                    {right + (size - text_width(brush_, Type::title, sign)) / 2,
                     y + (size - text_height(brush_, Type::title)) / 2},
                    scene_.theme->accent, sign);
        }
    }

    // What is chosen with a key comes into view.
    bool newly_chosen(std::size_t i) const {
        int* last = ImGui::GetStateStorage()->GetIntRef(ImGui::GetID("chosen"), -1);
        return std::exchange(*last, static_cast<int>(i)) != static_cast<int>(i);
    }

    // The type of an option.
    Type largest_fitting(const std::string& words, float width, float height) const {
        for (const Type type : {Type::large, Type::sentence}) {
            const bool fits = wrapped(brush_, type, {}, width, 0, words, false) <= height - scene_.px(12);
            if (fits && (type != Type::large || whole())) return type;
        }
        return Type::body;
    }

    void sureness(float right, float bottom, float bars) {
        if (!quiz_.sure()) return;
        const std::string& words = (*scene_.words)[*quiz_.sure() ? "ui.sure" : "ui.not_sure"];
        const float width = text_width(brush_, Type::small_strong, words);
        text_at(brush_, Type::small_strong, {right - bars - width, bottom - scene_.px(22)},
                scene_.theme->accent, words);
    }

    // What can be pressed, and what it does. Several keys at once cannot be pressed with the mouse.
    struct Hint {
        std::string keys;
        std::string_view words;
        Stroke key = Stroke::none;
    };

    std::vector<Hint> hints() const {
        std::vector<Hint> all;
        const auto several = [&](const char* keys, std::string_view words) { all.push_back({keys, words}); };
        const auto one = [&](Stroke key, std::string_view words) {
            all.push_back({key_text({key}, *scene_.words), words, key});
        };
        if (counting()) {
            several("A-D", "ui.keys.option");
            several("0-9", "ui.keys.digits");
            several("+ \u2212", "ui.keys.press_cards");
            one(Stroke::enter, "ui.keys.done");
            one(Stroke::escape, "ui.keys.back");
            return all;
        }
        several("A-D", "ui.keys.choose");
        one(stroke('s'), "ui.keys.sure");
        one(Stroke::space, "ui.keys.timer");
        one(stroke('v'), "ui.keys.count");
        one(Stroke::enter, "ui.keys.run");
        one(Stroke::escape, "ui.keys.later");
        if (quiz_.all() > 1) one(stroke('5'), "ui.keys.another");
        if (window_.x > 0) one(Stroke::down, "ui.keys.code");
        return all;
    }

    // Where each stands, from the left upper corner of the first.
    std::vector<ImVec2> places(const std::vector<Hint>& all) const {
        std::vector<ImVec2> found;
        ImVec2 at{0, 0};
        for (const Hint& hint : all) {
            const float width = key_cap_width(scene_, hint.keys) + scene_.px(6) +
                                text_width(brush_, Type::body, (*scene_.words)[hint.words]);
            if (at.x > 0 && at.x + width > width_) at = {0, at.y + key_cap_height(scene_) + scene_.px(8)};
            found.push_back(at);
            at.x += width + scene_.px(18);
        }
        return found;
    }

    // With the air above and below.
    float hints_height() const {
        return scene_.px(10) + places(hints()).back().y + key_cap_height(scene_) + scene_.px(14);
    }

    void hints_at(float y) {
        if (!whole()) return;
        const std::vector<Hint> all = hints();
        const std::vector<ImVec2> at = places(all);
        for (std::size_t i = 0; i < all.size(); ++i) {
            ImGui::SetCursorScreenPos({left_ + at[i].x, y + scene_.px(10) + at[i].y});
            const bool pressed = key_hint(scene_, all[i].keys, (*scene_.words)[all[i].words]);
            if (pressed && all[i].key != Stroke::none) wishes_.keys.push_back({all[i].key});
        }
        ImGui::NewLine();
    }

    const Scene& scene_;
    const ViewState& view_;
    const Quiz& quiz_;
    Wishes& wishes_;
    Brush brush_;
    Rect window_;
    float margin_ = 0, left_ = 0, width_ = 0;
};

}  // namespace

void question_panel(const Scene& scene, const ViewState& view, const Quiz& quiz, Wishes& wishes,
                    Rect window) {
    const ImVec2 at{std::floor(window.x), std::floor(window.y)};
    ImGui::SetNextWindowPos(at);
    ImGui::SetNextWindowSize({std::ceil(window.right()) - at.x, std::ceil(window.bottom()) - at.y});
    // Who takes the focus in each frame takes every press from what is beside it.
    if (quiz.full_screen()) ImGui::SetNextWindowFocus();
    ImGui::PushStyleColor(ImGuiCol_WindowBg, scene.theme->panel);
    ImGui::PushStyleVar(ImGuiStyleVar_WindowRounding, 0);
    ImGui::Begin("question", nullptr, kOnTop & ~ImGuiWindowFlags_NoScrollbar);
    if (ImGui::IsWindowAppearing()) ImGui::SetScrollY(0);
    if (!view.help) scroll_by_keys(scene);
    QuestionScreen(scene, view, quiz, wishes, window).draw();
    if (quiz.beside()) panel_edge(scene, window, true, false);
    ImGui::End();
    ImGui::PopStyleVar();
    ImGui::PopStyleColor();
}

}  // namespace loopscope::viz
