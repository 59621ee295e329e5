// The answer to a question, over the picture of the moment that decides.
#include "viz/panels/base/widgets.h"
#include "viz/panels/course/question_panel.h"
#include "viz/panels/course/votes.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <string_view>
#include <vector>

namespace loopscope::viz {

namespace {

constexpr float kVoteRow = 28;                    // pixels
constexpr float kLeastVotes = 240;                // the width of a column of them
constexpr float kMostVotes = 460;                 // the width of one
constexpr float kBelowBox = 10, kBesideBox = 12;  // between the box and what it stands on

// "You said B. Right: C ..."
std::string verdict(const Scene& scene, const Quiz& quiz) {
    const Words& words = *scene.words;
    const std::string right(1, quiz.sign(quiz.asked().answer));
    if (!quiz.chosen()) return words.fill("ui.answer", {{"letter", right}});
    if (quiz.chosen() == quiz.asked().answer) return words.fill("ui.right", {{"letter", right}});
    return words.fill("ui.wrong", {{"letter", std::string(1, quiz.sign(*quiz.chosen()))}}) + "  " +
           words.fill("ui.answer", {{"letter", right}});
}

// What the answer says, line by line. Where there is little room it is written smaller and closer.
struct AnswerText {
    std::string verdict, but, why;
    std::size_t votes = 0;
    bool small = false;

    AnswerText(const Scene& scene, const Quiz& quiz, const std::string& language) {
        const course::Asked& asked = quiz.asked();
        const auto& right = asked.options[asked.answer];
        verdict = viz::verdict(scene, quiz) + " \u2013 " + right.text.in(language);
        if (quiz.chosen() && quiz.chosen() != asked.answer)
            but = asked.options[*quiz.chosen()].reply.in(language);
        else if (const auto popular = most_wrong(quiz); popular && !quiz.chosen())
            but = std::string(1, quiz.sign(*popular)) + ": " + asked.options[*popular].reply.in(language);
        votes = quiz.rounds().empty() ? 0 : asked.options.size();
        why = right.reply.in(language);
    }

    Type head() const { return small ? Type::strong : Type::title; }
    Type reply() const { return small ? Type::small : Type::body; }
    Type reason() const { return small ? Type::small_strong : Type::strong; }
    ImVec2 padding() const { return small ? ImVec2{12, 6} : ImVec2{16, 12}; }

    // Of the box in which it stands, as far as it has to be.
    float height(const Brush& ruler, float box) const {
        constexpr float kAround = 37, kBetween = 5;  // pixels: the border, what can be pressed, and air
        const float width = box - ruler.px(2 * padding().x);
        const int more = (but.empty() ? 0 : 1) + (votes == 0 ? 0 : 1);
        return ruler.px(kAround + kBetween * static_cast<float>(more) + 2 * padding().y) +
               wrapped_height(ruler, head(), width - ruler.px(26), verdict) +
               (but.empty() ? 0 : wrapped_height(ruler, reply(), width, but)) +
               wrapped_height(ruler, reason(), width, why) +
               static_cast<float>(rows_of_votes(votes, width / ruler.px(1))) * ruler.px(kVoteRow);
    }

    // Where the box is so wide, in pixels.
    static std::size_t rows_of_votes(std::size_t votes, float width) {
        const auto columns = static_cast<std::size_t>(std::max(width / kLeastVotes, 1.0F));
        return (votes + columns - 1) / columns;
    }
};

// How the class voted, beside the right answer; in as many columns as have room, as height is dear.
void write_votes(const Scene& scene, const Quiz& quiz) {
    const Brush brush = scene.brush();
    const float row = scene.px(kVoteRow), all = ImGui::GetContentRegionAvail().x;
    const std::size_t options = quiz.asked().options.size();
    const std::size_t rows = AnswerText::rows_of_votes(options, all / scene.px(1));
    const float width = all / static_cast<float>((options + rows - 1) / rows);
    const ImVec2 top = ImGui::GetCursorScreenPos();
    for (std::size_t i = 0; i < options; ++i) {
        const bool right = i == quiz.asked().answer;
        const float x = top.x + width * static_cast<float>(i / rows),
                    y = top.y + row * static_cast<float>(i % rows);
        if (right) draw_check(brush, {x + scene.px(7), y + row / 2}, scene.px(12), scene.theme->good);
        text_at(brush, Type::strong, {x + scene.px(18), y + (row - text_height(brush, Type::strong)) / 2},
                right ? scene.theme->good : scene.theme->text, std::string(1, quiz.sign(i)));
        paint_votes(
            brush, quiz, i,
            {x + scene.px(38), y, std::min(width - scene.px(24), scene.px(kMostVotes)) - scene.px(38), row});
    }
    ImGui::Dummy({all, row * static_cast<float>(rows)});
}

// Of the course, or of the lesson plan.
bool is_another_next(const Scene& scene) {
    const auto& all = scene.plan != nullptr ? scene.plan->steps : scene.services->scenarios;
    return scene.scenario != nullptr && !all.empty() && scene.scenario != &all.back();
}

// What can be pressed then, what leads on first.
struct Hint {
    Chord key;
    std::string_view words;

    float width(const Scene& scene) const {
        return key_cap_width(scene, key_text(key, *scene.words)) + scene.px(6) +
               text_width(scene.brush(nullptr), Type::body, scene.say(words));
    }
};

std::vector<Hint> hints_after(const Scene& scene, const ViewState& view, const Quiz& quiz, bool plays) {
    const Hint other{{stroke('n')}, "ui.next_scenario"};
    const bool of_course = !quiz.is_beside(), on = of_course && is_another_next(scene);
    std::vector<Hint> all;
    if (quiz.last() && on) all.push_back(other);
    all.push_back({plays ? Chord{Stroke::enter} : quiz.next(),
                   quiz.last() ? "ui.questions_again" : "ui.next_question"});
    if (quiz.last()) all.push_back({{stroke('8')}, "ui.lesson_and_goals"});
    if (of_course && !view.playback.at_end(*scene.store)) all.push_back({{Stroke::right}, "ui.rest_of_run"});
    if (!quiz.last() && on) all.push_back(other);
    all.push_back({{Stroke::escape}, "ui.close"});
    return all;
}

std::size_t rows_of(const Scene& scene, const std::vector<Hint>& hints, float width) {
    std::size_t rows = 1;
    float x = 0;
    for (const Hint& hint : hints) {
        const float wide = hint.width(scene);
        if (x + wide > width && x > 0) {
            ++rows;
            x = 0;
        }
        x += wide + scene.px(18);
    }
    return rows;
}

// What it says, and the room that it has for that.
struct Fitted {
    AnswerText text;
    std::vector<Hint> hints;
    float width = 0, height = 0;
    bool scrolls = false;
    Covered covered = {};
};

Fitted fit(const Scene& scene, const ViewState& view, const Quiz& quiz, Rect over, float highest,
           bool plays) {
    Fitted it{.text = AnswerText(scene, quiz, view.language),
              .hints = hints_after(scene, view, quiz, plays),
              .width = over.width - scene.px(2 * kBesideBox)};
    const float most = over.bottom() - highest - scene.px(2 * kBelowBox);
    const auto height = [&](bool small) {
        it.text.small = small;
        const std::size_t rows = rows_of(scene, it.hints, it.width - scene.px(2 * it.text.padding().x));
        return it.text.height(scene.brush(nullptr), it.width) +
               static_cast<float>(rows - 1) * (key_cap_height(scene) + scene.px(8));
    };
    const float around = scene.px(2 * kBelowBox), smallest = height(true), usual = height(false);
    it.text.small = usual > most;
    // In a low window it scrolls: not even then all of it may have room.
    it.scrolls = smallest > most;
    it.height = std::round(it.scrolls ? most : it.text.small ? smallest : usual);
    it.covered = {
        .now = it.height + scene.px(kBelowBox), .wanted = usual + around, .least = smallest + around};
    return it;
}

}  // namespace

Covered measure_answer(const Scene& scene, const ViewState& view, const Quiz& quiz, Rect over, float highest,
                       bool plays) {
    return fit(scene, view, quiz, over, highest, plays).covered;
}

void answer_box(const Scene& scene, const ViewState& view, const Quiz& quiz, Wishes& wishes, Rect over,
                float highest, const std::string& score) {
    const bool right = quiz.chosen() == quiz.asked().answer, wrong = quiz.chosen() && !right;
    const Color color = right ? scene.theme->good : wrong ? scene.theme->bad : scene.theme->accent;
    const Fitted fitted = fit(scene, view, quiz, over, highest, !score.empty());
    const AnswerText& text = fitted.text;
    ImGui::SetNextWindowPos({over.x + scene.px(kBesideBox), over.bottom() - scene.px(kBelowBox)}, 0, {0, 1});
    // Not as ImGui finds it out from the last frame: a first frame without it would be seen.
    ImGui::SetNextWindowSize({fitted.width, fitted.height});
    ImGui::PushStyleColor(ImGuiCol_WindowBg, scene.theme->raised);
    ImGui::PushStyleColor(ImGuiCol_Border, color);
    ImGui::PushStyleVar(ImGuiStyleVar_WindowBorderSize, scene.px(2));
    ImGui::PushStyleVar(ImGuiStyleVar_WindowRounding, scene.px(8));
    ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding,
                        {scene.px(text.padding().x), scene.px(text.padding().y)});
    ImGui::Begin("answer", nullptr, fitted.scrolls ? kOnTop & ~ImGuiWindowFlags_NoScrollbar : kOnTop);
    if (!view.help) scroll_by_keys(scene);
    const ImVec2 at = ImGui::GetCursorScreenPos();
    const ImVec2 sign{at.x + scene.px(9), at.y + text_height(scene.brush(), text.head()) / 2};
    if (wrong) draw_cross(scene.brush(), sign, scene.px(16), color);
    if (right) draw_check(scene.brush(), sign, scene.px(16), color);
    const float beside = quiz.chosen() ? scene.px(26) : 0;  // who said nothing was neither right nor wrong
    ImGui::SetCursorPosX(ImGui::GetCursorPosX() + beside);
    write_wrapped(scene, text.head(), scene.theme->text, text.verdict);
    if (!text.but.empty()) write_wrapped(scene, text.reply(), scene.theme->text, text.but);
    write_wrapped(scene, text.reason(), scene.theme->text, text.why);
    if (!quiz.rounds().empty()) write_votes(scene, quiz);
    space(scene, 2);
    for (const Hint& hint : fitted.hints) {
        if (ImGui::GetContentRegionAvail().x < hint.width(scene)) ImGui::NewLine();
        if (key_hint(scene, key_text(hint.key, *scene.words), scene.say(hint.words)))
            wishes.keys.push_back(hint.key);
    }
    if (!score.empty()) write(scene, Type::strong, scene.theme->text, score);
    ImGui::NewLine();
    ImGui::End();
    ImGui::PopStyleVar(3);
    ImGui::PopStyleColor(2);
}

}  // namespace loopscope::viz
