#include "viz/data/text/lesson.h"
#include "tests/viz/samples.h"
#include "tests/viz/stage.h"

#include <doctest/doctest.h>

#include <algorithm>

using namespace loopscope;
using namespace loopscope::viz;

namespace {

course::Text text(const char* english, const char* german) {
    return course::Text(std::map<std::string, std::string>{{"en", english}, {"de", german}});
}

// A stage whose first scenario has questions.
class Lecture {
public:
    Lecture() {
        course::Question question;
        question.text = text("When does A end?", "Wann endet A?");
        question.options = {
            {text("at 0 s", "bei 0 s"), "`print A ends` at 0", "M1", text("But no.", "Aber nein."), {}},
            {text("at {seconds} s", "bei {seconds} s"),
             "`print A ends` at seconds",
             "",
             {},
             text("So.", "So.")}};
        question.decided_by = "`print A ends`";
        course::Question further = question;
        further.set = {{"seconds", "2"}};
        scenario().questions = {question, {further}, {{text("Make it 2 s.", "Mach 2 s."), "seconds == 2"}}};
        scenario().lesson =
            text("Idea.\n\n## For the teacher\nAsk.\n", "Idee.\n\n## Für den Unterricht\nFragen.\n");
        scenario().title = text("A sleeps", "A schläft");
        stage.app().open_scenario("sleeper", {});
        stage.frames();
    }
    ScenarioInfo& scenario() { return stage.services().scenarios.front(); }
    App& app() { return stage.app(); }
    void press(char key) { stage.key(key); }
    void press(Stroke key) { stage.key(key); }
    void press(Chord chord) { stage.key(chord); }

    Stage stage;
};

}  // namespace

TEST_CASE("a lesson's last part is the teacher's") {
    const Lesson lesson = parse_lesson("Idea.\n\n## Watch\n- This.\n\n## For the teacher\nAsk.\n");
    CHECK(lesson.learner.size() == 3);
    REQUIRE(lesson.teacher.size() == 2);
    CHECK(lesson.teacher[0].kind == BlockKind::heading);
    CHECK(parse_lesson("Only an idea.").learner.size() == 1);
    CHECK(parse_lesson("Only an idea.").teacher.empty());
}

TEST_CASE("5 asks from the beginning, Enter runs to the event that decides") {
    Lecture lecture;
    lecture.press(Stroke::end);
    lecture.press('5');
    CHECK(lecture.app().quiz().stage() == Quiz::Stage::asking);
    CHECK(lecture.app().view().playback.at_start());
    CHECK(lecture.app().quiz().asked().options[1].text.in("en") == "at 1 s");
    lecture.press('a');
    lecture.press(Stroke::enter);
    CHECK(lecture.app().quiz().stage() == Quiz::Stage::running);
    CHECK(lecture.app().seconds_until_change() > 0);
    lecture.stage.frames(100, 0.2);
    CHECK(lecture.app().quiz().stage() == Quiz::Stage::answered);
    CHECK(lecture.app().view().playback.cursor() == lecture.app().quiz().asked().decided + 1);
    CHECK(lecture.app().sentence_text() == "A prints: A ends");
}

TEST_CASE("beside the answer the mouse still works, and the line that ran is not covered") {
    Lecture lecture;
    lecture.press('5');
    for (int i = 0; i < 2; ++i) lecture.press(Stroke::enter);
    lecture.stage.frames(5);
    REQUIRE(lecture.app().quiz().stage() == Quiz::Stage::answered);
    const Layout& layout = lecture.app().layout();
    const float foot = layout.transport.y;
    CHECK(layout[View::source].bottom() < foot - 60);
    lecture.press(Stroke::home);
    lecture.stage.click(layout.transport.x + layout.transport.width / 2,
                        foot + 48);  // the button in the middle
    CHECK(lecture.app().view().playback.playing());
    lecture.press(Stroke::escape);
    lecture.stage.frames(2);
    CHECK(lecture.app().layout()[View::source].bottom() == foot);
}

TEST_CASE("on a projector the answer is as wide as can be, so that the line that ran is seen above it") {
    Lecture lecture;
    lecture.stage.resize(1024, 768);
    lecture.press(Stroke::f5);
    lecture.press('5');
    for (int i = 0; i < 2; ++i) lecture.press(Stroke::enter);
    lecture.stage.frames(5);
    REQUIRE(lecture.app().quiz().stage() == Quiz::Stage::answered);
    const Layout& layout = lecture.app().layout();
    // Both get lower: nothing is covered.
    CHECK(layout[View::source].bottom() == layout[View::output].bottom());
    CHECK(layout[View::source].bottom() < layout.transport.y - 60);
    CHECK(layout[View::source].height > 60);
}

TEST_CASE("where there is room, the program is to be read beside the question, and nothing else") {
    Lecture lecture;
    lecture.press('5');
    lecture.stage.frames(1);
    const Layout& layout = lecture.app().layout();
    CHECK(layout[View::source].width > 600);
    CHECK(layout[View::source].height == 1000);
    CHECK(layout[View::timeline].empty());
    CHECK(layout.transport.empty());
    lecture.stage.resize(1024, 768);
    lecture.stage.frames(1);
    CHECK(layout[View::source].width > 400);
    lecture.stage.resize(900, 768);
    lecture.stage.frames(1);
    CHECK(layout[View::source].empty());
    lecture.press(Stroke::escape);
    lecture.stage.frames(1);
    CHECK_FALSE(layout[View::timeline].empty());
}

TEST_CASE("while a question is asked the arrows scroll the code, and nothing runs") {
    Lecture lecture;
    lecture.press('5');
    for (const Stroke stroke : {Stroke::down, Stroke::down, Stroke::up}) lecture.press(stroke);
    CHECK(lecture.app().view().playback.at_start());
    CHECK(lecture.app().quiz().stage() == Quiz::Stage::asking);
    lecture.press(Stroke::escape);
    lecture.press(Stroke::down);
    CHECK_FALSE(lecture.app().view().playback.at_start());
}

TEST_CASE("on a projector, too, the program is to be read beside the question") {
    Lecture lecture;
    lecture.press(Stroke::f5);
    lecture.press('5');
    const Layout& layout = lecture.app().layout();
    for (const auto& [width, height] : {std::pair(1600.0F, 1000.0F), {1920, 1080}, {2560, 1440}}) {
        lecture.stage.resize(width, height);
        lecture.stage.frames(1);
        CHECK(layout[View::source].height == height);
    }
    lecture.stage.resize(1024, 768);
    lecture.stage.frames(1);
    CHECK(layout[View::source].empty());
}

TEST_CASE("while a question is asked, 5 goes on to the next, which sets the parameters that it is about") {
    Lecture lecture;
    lecture.press('5');
    CHECK(lecture.app().quiz().number() == 1);
    CHECK(lecture.app().quiz().all() == 2);
    lecture.press('5');
    CHECK(lecture.app().quiz().number() == 2);
    CHECK(lecture.app().parameters().at("seconds") == "2");
    CHECK(lecture.app().quiz().asked().options[1].text.in("de") == "bei 2 s");
}

TEST_CASE("a question that was put off comes again, with its votes") {
    Lecture lecture;
    lecture.press('5');
    lecture.press('v');
    lecture.press('3');
    lecture.press(Stroke::enter);
    lecture.press(Stroke::escape);
    CHECK(lecture.app().quiz().stage() == Quiz::Stage::closed);
    lecture.press(Stroke::right);
    lecture.press('5');
    CHECK(lecture.app().quiz().number() == 1);
    CHECK(lecture.app().view().playback.at_start());
    REQUIRE(lecture.app().quiz().rounds().size() == 1);
    CHECK(lecture.app().quiz().rounds()[0][0] == 3);
    lecture.press('5');
    CHECK(lecture.app().quiz().number() == 2);
    CHECK(lecture.app().quiz().rounds().empty());
}

TEST_CASE("with another value the first question comes again, about that value") {
    Lecture lecture;
    const auto answer = [&] {
        lecture.press('5');
        for (int i = 0; i < 2; ++i) lecture.press(Stroke::enter);
        lecture.stage.frames(1);
        REQUIRE(lecture.app().quiz().stage() == Quiz::Stage::answered);
        return lecture.app().quiz().number();
    };
    CHECK(answer() == 1);
    lecture.press(']');
    CHECK(answer() == 1);
    CHECK(answer() == 2);
    CHECK(lecture.app().quiz().last());
    CHECK(answer() == 1);
}

TEST_CASE("from the last question 5 goes back to the first, with the values that it was asked with") {
    Lecture lecture;
    const std::string before = lecture.app().parameters().at("seconds");
    lecture.press('5');
    lecture.press('5');
    REQUIRE(lecture.app().parameters().at("seconds") != before);
    lecture.press('5');
    CHECK(lecture.app().quiz().number() == 1);
    CHECK(lecture.app().parameters().at("seconds") == before);
}

TEST_CASE("Enter behind the answer does nothing: who presses it once too often loses no view") {
    Lecture lecture;
    lecture.press('5');
    for (int i = 0; i < 2; ++i) lecture.press(Stroke::enter);
    lecture.stage.frames(1);
    REQUIRE(lecture.app().quiz().stage() == Quiz::Stage::answered);
    lecture.press(Stroke::enter);
    lecture.stage.frames(1);
    CHECK_FALSE(lecture.app().layout()[View::timeline].empty());
    CHECK_FALSE(lecture.app().layout()[View::source].empty());
}

TEST_CASE("an answer to the course's question is kept, one that was not given is not") {
    Lecture lecture;
    std::vector<Answer> kept;
    lecture.stage.services().answered = [&](const Answer& answer) { kept.push_back(answer); };
    const auto answered = [&](char key) {
        lecture.app().open_scenario("sleeper", {});
        lecture.press('5');
        lecture.press(key);
        lecture.press(Stroke::enter);
        lecture.press(Stroke::enter);
        lecture.stage.frames(1);
    };
    answered('a');
    REQUIRE(kept.size() == 1);
    CHECK(kept[0].scenario == "sleeper");
    CHECK(kept[0].chosen == 'A');
    CHECK_FALSE(kept[0].right);
    CHECK(kept[0].question == 1);
    CHECK_FALSE(kept[0].sure.has_value());
    CHECK(kept[0].misconception == "M1");
    answered('z');
    CHECK(kept.size() == 1);
}

TEST_CASE("the course shows of each scenario whether the last answer was right, from the first day on") {
    Stage stage;
    stage.services().answers = {{"cancel", false}};
    REQUIRE(stage.app().start({}));
    CHECK(stage.app().last_answers() == std::map<std::string, bool>{{"cancel", false}});
    Lecture lecture;
    CHECK(lecture.app().last_answers().empty());
    for (const char key : {'a', 'b'}) {  // wrong, then right
        lecture.app().open_scenario("sleeper", {});
        lecture.press('5');
        if (lecture.app().quiz().number() == 2) lecture.press('5');
        lecture.press(key);
        for (int i = 0; i < 2; ++i) lecture.press(Stroke::enter);
        lecture.stage.frames(1);
        CHECK(lecture.app().last_answers().at("sleeper") == (key == 'b'));
    }
}

TEST_CASE("a second Enter skips the way to the answer") {
    Lecture lecture;
    lecture.press('5');
    lecture.press(Stroke::enter);
    lecture.press(Stroke::enter);
    lecture.stage.frames(1);
    CHECK(lecture.app().quiz().stage() == Quiz::Stage::answered);
}

TEST_CASE("a recording that is of no scenario has no question, and the window says so") {
    Lecture lecture;
    lecture.app().open_file("other.loopscope");
    lecture.press('5');
    CHECK(lecture.app().quiz().stage() == Quiz::Stage::closed);
    CHECK(lecture.app().error() == Words::of("en")["ui.no_question.own"]);
    // Nothing comes after the end.
    lecture.press(Stroke::end);
    lecture.press('7');
    CHECK(lecture.app().error() == Words::of("en")["ui.no_question.here"]);
}

TEST_CASE("any recording can be asked about, from where one stands") {
    Lecture lecture;
    lecture.app().open_file("other.loopscope");
    lecture.press('7');
    CHECK(lecture.app().quiz().beside());
    lecture.press('1');
    lecture.stage.frames(2, 600);
    CHECK(lecture.app().quiz().stage() == Quiz::Stage::answered);
}

TEST_CASE("who plays the loop is asked move after move, scored, and does not see the future") {
    Lecture lecture;
    lecture.press('6');
    int moves = 0;
    for (; lecture.app().quiz().beside() && moves < 100; ++moves) {
        CHECK_FALSE(lecture.app().view().shows_future());
        const auto right = static_cast<char>('1' + lecture.app().quiz().asked().answer);
        lecture.press(right);
        lecture.stage.frames(2, 600);
        CHECK(lecture.app().score() ==
              std::to_string(moves + 1) + " of " + std::to_string(moves + 1) + " right");
        const int layer = lecture.app().view().layer;
        lecture.press(right);  // once more is no wish for that layer
        CHECK(lecture.app().view().layer == layer);
        lecture.press(Stroke::enter);
    }
    CHECK(moves > 0);
    CHECK(lecture.app().error().empty());
    CHECK(lecture.app().news().ends_with(" " + std::to_string(moves) + " of " + std::to_string(moves) +
                                         " right."));
    CHECK(lecture.app().score().empty());
    CHECK(lecture.app().view().shows_future());
}

TEST_CASE("who wants to play the loop of a run without a choice is told so, and nothing else changes") {
    Stage stage;
    stage.services().run = [](const auto&, const auto&, const auto&) {
        SampleBuilder only;
        only.create(1, loopscope::trace::ObjectKind::task, "A");
        only.add(loopscope::trace::EventKind::step, {.a = 1});
        return Opened{.recording = only.take(), .error = {}, .notes = {}};
    };
    REQUIRE(stage.app().start({}));
    const int layer = stage.app().view().layer;
    stage.key('6');
    CHECK(stage.app().news() == Words::of("en")["quiz.no_choice"]);
    CHECK(stage.app().error().empty());
    CHECK(stage.app().view().layer == layer);
    CHECK(stage.app().view().shows_future());
}

TEST_CASE("the language changes titles and sentences") {
    Lecture lecture;
    CHECK(lecture.app().title() == "A sleeps");
    lecture.press(Chord{stroke('l'), true});
    CHECK(lecture.app().title() == "A schläft");
    CHECK(lecture.app().sentence_text() == Words::of("de")["recording.start"]);
    lecture.press(Chord{stroke('l'), true});
    CHECK(lecture.app().sentence_text() == Words::of("en")["recording.start"]);
}

TEST_CASE("pointing at a term in a lesson shows what it means") {
    Lecture lecture;
    lecture.scenario().lesson = text("Gizmo", "Gizmo");
    lecture.app().open_scenario("sleeper", {});
    lecture.press('8');
    lecture.stage.frames();
    const Rect rect = lecture.app().layout()[View::lesson];
    REQUIRE_FALSE(rect.empty());
    const auto drawn_at = [&](float x, float y) {
        lecture.stage.move(x, y);
        return lecture.stage.vertices();
    };
    const int plain = drawn_at(rect.right() - 5, rect.bottom() - 5);
    lecture.stage.services().glossary = {{text("gizmo", "Gizmo"), text("a thing", "ein Ding")}};
    const int underlined = drawn_at(rect.right() - 5, rect.bottom() - 5);
    CHECK(underlined > plain);
    // The word is at the beginning of the panel, at whatever distance from its corner.
    int explained = 0;
    for (float y = rect.y; y < rect.y + 60; y += 6) explained = std::max(explained, drawn_at(rect.x + 40, y));
    constexpr int kLetters = 10, kCorners = 4;
    CHECK(explained > underlined + kLetters * kCorners);
}

TEST_CASE("lesson, notes, question and answer are drawn in every size") {
    Lecture lecture;
    for (const auto& [width, height] :
         {std::pair{320.0F, 240.0F}, std::pair{1024.0F, 768.0F}, std::pair{2560.0F, 1440.0F}}) {
        lecture.stage.resize(width, height);
        const auto drawn = [&](auto key) {
            lecture.press(key);
            lecture.stage.frames(2, 600);
            return lecture.stage.vertices() > 0;
        };
        CHECK(drawn('8'));
        CHECK(drawn('9'));
        CHECK(drawn('9'));
        CHECK(drawn('5'));
        CHECK(drawn('v'));
        CHECK(drawn('7'));
        CHECK(drawn(Stroke::enter));
        CHECK(drawn('b'));
        CHECK(drawn(Stroke::enter));
        CHECK(drawn(Stroke::escape));
    }
}
