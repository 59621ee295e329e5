#include "tests/viz/ink.h"
#include "tests/viz/stage.h"

#include <doctest/doctest.h>

using namespace loopscope::viz;
namespace course = loopscope::course;

namespace {

// Opens "sleeper" with this lesson, and returns where it is written.
Rect open_with_lesson(Stage& stage, const std::string& lesson) {
    stage.services().scenarios.front().lesson = course::Text(std::map<std::string, std::string>{
        {"en", lesson + "\n\n## Teacher\n"}, {"de", lesson + "\n\n## Teacher\n"}});
    stage.app().open_scenario("sleeper", {});
    stage.key('8');
    stage.frames();
    return stage.app().layout()[View::lesson];
}

}  // namespace

TEST_CASE("pressing a value that a lesson speaks of runs the scenario with it") {
    Stage stage;
    const Rect lesson = open_with_lesson(stage, "[Two seconds](seconds=2) are longer.");
    REQUIRE(stage.app().parameters().at("seconds") == "1");
    const int runs = stage.runs();
    stage.click(lesson.x + 24, lesson.y + 22);
    CHECK(stage.app().parameters().at("seconds") == "2");
    CHECK(stage.runs() == runs + 1);
    CHECK(stage.app().view().focus == View::lesson);
}

TEST_CASE("the gap between the words of a link is a part of it") {
    Stage stage;
    const Rect lesson = open_with_lesson(stage, "[i i i i i i i i i i](seconds=2)");
    int presses = 0;
    for (float x = lesson.x + 20; x < lesson.x + 60; x += 1) {
        stage.app().open_scenario("sleeper", {});
        stage.click(x, lesson.y + 22);
        presses += stage.app().parameters().at("seconds") == "2" ? 1 : 0;
    }
    CHECK(presses == 40);
}

TEST_CASE(
    "a lesson's links are pressed with the keys, too: Shift Tab goes to the next one, Enter presses it") {
    Stage stage;
    open_with_lesson(stage, "[Two seconds](seconds=2) or [one](seconds=1).");
    const Chord next{Stroke::tab, false, true};
    const auto seconds_then = [&] {
        stage.key(Stroke::enter);
        stage.frames();
        return stage.app().parameters().at("seconds");
    };
    CHECK(seconds_then() == "1");  // none is marked yet
    stage.key(next);
    CHECK(seconds_then() == "2");
    stage.key(next);
    CHECK(seconds_then() == "1");
    stage.key(next);
    CHECK(seconds_then() == "2");
}

TEST_CASE("a word that is no value of the scenario cannot be pressed") {
    Stage stage;
    const Rect lesson = open_with_lesson(stage, "[Nine seconds](seconds=9) are [too](other=2) long.");
    for (float x = lesson.x + 20; x < lesson.x + 200; x += 8) stage.click(x, lesson.y + 22);
    CHECK(stage.app().parameters().at("seconds") == "1");
}

TEST_CASE("a word is a term of the glossary only where the lesson means it") {
    Stage stage;
    stage.services().glossary = {{course::Text(std::map<std::string, std::string>{{"en", "step"}}),
                                  course::Text(std::map<std::string, std::string>{{"en", "What runs."}})}};
    const auto marked = [&](const std::string& text) {
        Rect lesson = open_with_lesson(stage, text);
        lesson.y += 6;  // the tab above it is marked
        return is_inked(lesson, theme_of(ThemeName::light).accent);
    };
    CHECK(marked("A step."));
    CHECK_FALSE(marked("Four [steps]()."));
}
