#include "viz/view/quiz.h"

#include <doctest/doctest.h>

using namespace loopscope::viz;
using loopscope::course::Asked;

namespace {

Asked question(std::size_t options = 4) {
    Asked asked;
    asked.options.resize(options);
    asked.answer = 1;
    return asked;
}

Quiz open_quiz(std::size_t options = 4) {
    Quiz quiz;
    quiz.open(question(options));
    return quiz;
}

bool press(Quiz& quiz, char character) { return quiz.take({stroke(character)}); }
bool press(Quiz& quiz, Stroke key) { return quiz.take({key}); }

}  // namespace

TEST_CASE("letters choose, and choosing again changes one's mind") {
    Quiz quiz = open_quiz(3);
    CHECK(quiz.full_screen());
    CHECK_FALSE(quiz.chosen());
    CHECK(press(quiz, 'a'));
    CHECK(press(quiz, 'c'));
    CHECK(quiz.chosen() == 2);
    CHECK(press(quiz, 'd'));  // a card that no option has does nothing, also nothing behind the question
    CHECK(quiz.chosen() == 2);
    CHECK_FALSE(quiz.sure().has_value());  // nobody is sure who has not said so
    CHECK(press(quiz, 's'));
    CHECK(quiz.sure() == true);
    CHECK(press(quiz, 's'));
    CHECK(quiz.sure() == false);
}

TEST_CASE("the next question is of the same sort: 5 asks the scenario's, 7 what comes next") {
    CHECK(open_quiz().next() == Chord{stroke('5')});
    Quiz quiz;
    quiz.open(question(), Quiz::Place::beside);
    CHECK(quiz.next() == Chord{stroke('7')});
}

TEST_CASE("Enter runs, the deciding event answers, and the keys are free again") {
    Quiz quiz = open_quiz();
    press(quiz, 'b');
    CHECK(press(quiz, Stroke::enter));
    CHECK(quiz.stage() == Quiz::Stage::running);
    CHECK_FALSE(quiz.full_screen());
    CHECK_FALSE(press(quiz, 'a'));
    CHECK_FALSE(quiz.hurried());
    CHECK(press(quiz, Stroke::enter));
    CHECK(quiz.hurried());
    quiz.decide();
    CHECK(quiz.stage() == Quiz::Stage::answered);
    CHECK_FALSE(press(quiz, Stroke::right));
    CHECK(quiz.chosen() == 1);
}

TEST_CASE("Esc on the way to the answer takes the way away, not the answer") {
    Quiz quiz = open_quiz();
    press(quiz, Stroke::enter);
    CHECK(press(quiz, Stroke::escape));
    CHECK(quiz.stage() == Quiz::Stage::running);
    CHECK(quiz.hurried());
}

TEST_CASE("the shares of a vote are 100 percent together") {
    CHECK(percents({5, 3, 0, 0}) == std::vector{63, 37, 0, 0});
    CHECK(percents({1, 1, 1, 0}) == std::vector{34, 33, 33, 0});
    CHECK(percents({0, 7, 0, 0}) == std::vector{0, 100, 0, 0});
    CHECK(percents({0, 0, 0, 0}) == std::vector{0, 0, 0, 0});
    CHECK(percents({999, 999, 999, 1}) == std::vector{34, 33, 33, 0});
}

TEST_CASE("a question can be run without an answer, and skipped") {
    Quiz quiz = open_quiz();
    press(quiz, Stroke::page_down);
    CHECK(quiz.stage() == Quiz::Stage::running);
    quiz.open(question());
    press(quiz, Stroke::escape);
    CHECK(quiz.stage() == Quiz::Stage::closed);
    quiz.decide();
    CHECK(quiz.stage() == Quiz::Stage::closed);
}

TEST_CASE("beside the picture a choice is at once an answer") {
    Quiz quiz;
    quiz.open(question(), Quiz::Place::beside);
    CHECK(quiz.beside());
    CHECK_FALSE(quiz.full_screen());
    press(quiz, 'b');
    CHECK(quiz.stage() == Quiz::Stage::running);
    CHECK(quiz.right());
}

TEST_CASE("options have the letters of cards, or numbers where tasks are called A and B themselves") {
    Quiz cards = open_quiz();
    CHECK(cards.sign(0) == 'A');
    CHECK(press(cards, '1'));  // not the layer that the key stands for elsewhere
    CHECK_FALSE(cards.chosen());
    Quiz numbers;
    Posed posed{question(3)};
    posed.letters_mislead = true;
    numbers.open(posed, Quiz::Place::beside);
    CHECK(numbers.sign(2) == '3');
    for (const char other : {'a', 'b', 'd', '4'}) {
        CAPTURE(other);
        CHECK(press(numbers, other));
        CHECK(numbers.stage() == Quiz::Stage::asking);
    }
    CHECK(press(numbers, '3'));
    CHECK(numbers.chosen() == 2);
}

TEST_CASE("raised cards are counted with the mouse, one by one, and never less than none") {
    Quiz quiz = open_quiz();
    quiz.count(0, 1);  // nobody counts yet
    CHECK(quiz.rounds().empty());
    press(quiz, 'v');
    for (const int more : {1, 1, 1, -1}) quiz.count(2, more);
    quiz.count(0, -1);
    CHECK(quiz.counted() == 0);
    press(quiz, Stroke::enter);
    CHECK(quiz.rounds().at(0) == Quiz::Round{0, 0, 2, 0});
}

TEST_CASE("the cards of a class have letters, also where the options have numbers") {
    Posed posed{question()};
    posed.letters_mislead = true;
    Quiz quiz;
    quiz.open(posed, Quiz::Place::beside);
    press(quiz, 'v');
    press(quiz, 'c');
    press(quiz, '7');
    press(quiz, Stroke::enter);
    CHECK(quiz.rounds().at(0) == Quiz::Round{0, 0, 7, 0});
}

TEST_CASE("raised cards are counted in two rounds") {
    Quiz quiz = open_quiz();
    press(quiz, 'v');
    CHECK(quiz.stage() == Quiz::Stage::counting);
    press(quiz, '1');
    press(quiz, '2');
    press(quiz, Stroke::down);
    press(quiz, Stroke::right);
    press(quiz, Stroke::right);
    press(quiz, Stroke::left);
    press(quiz, 'd');
    press(quiz, '7');
    press(quiz, Stroke::enter);
    CHECK(quiz.stage() == Quiz::Stage::asking);
    press(quiz, 'v');
    press(quiz, Stroke::up);
    press(quiz, '3');
    press(quiz, Stroke::enter);
    REQUIRE(quiz.rounds().size() == 2);
    CHECK(quiz.rounds()[0] == Quiz::Round{12, 1, 0, 7});
    CHECK(quiz.rounds()[1] == Quiz::Round{0, 0, 0, 3});
}

TEST_CASE("a count that is given up leaves no round, and no key gets past it") {
    Quiz quiz = open_quiz();
    press(quiz, 'v');
    CHECK(press(quiz, 'q'));
    for (int i = 0; i < 10; ++i) press(quiz, '9');
    CHECK(quiz.rounds().back()[0] == 999);
    press(quiz, Stroke::escape);
    CHECK(quiz.rounds().empty());
    CHECK(quiz.stage() == Quiz::Stage::asking);
}

TEST_CASE("the timer of the vote runs down and stops at nothing") {
    Quiz quiz = open_quiz();
    const double whole = quiz.seconds_left();
    quiz.advance(5);
    CHECK(quiz.seconds_left() == whole);
    press(quiz, Stroke::space);
    quiz.advance(5);
    CHECK(quiz.seconds_left() == whole - 5);
    press(quiz, Stroke::space);
    quiz.advance(5);
    CHECK(quiz.seconds_left() == whole - 5);
    press(quiz, Stroke::space);
    quiz.advance(1000);
    CHECK(quiz.seconds_left() == 0);
    CHECK_FALSE(quiz.timing());
    press(quiz, Stroke::space);
    CHECK(quiz.seconds_left() == whole);
}
