#include "course/condition.h"

#include "course/asked.h"
#include "course/questions.h"
#include "tests/support/recording_builder.h"

#include <doctest/doctest.h>

using namespace loopscope::course;
using loopscope::test::RecordingBuilder;
using loopscope::trace::EventKind;

namespace {

// main prints 'A' at 0 s, 'B' at 1.5 s, 'A again' at 3 s; a warning comes last.
Facts facts() {
    RecordingBuilder b;
    const auto main = b.task("main");
    b.add(EventKind::loop_run)
        .turn(1, 0)
        .add(EventKind::step, main)
        .add(EventKind::print, main, {.text = "A"});
    b.turn(2, 1'500'000'000).add(EventKind::step, main).add(EventKind::print, main, {.text = "B"});
    b.turn(3, 3'000'000'000).add(EventKind::step, main).add(EventKind::print, main, {.text = "A again"});
    b.add(EventKind::warning, main, {.text = "never awaited: work"});
    return Facts(b.recording(),
                 {{"delay", "1.5"}, {"mode", "\"tasks\""}, {"stay", "true"}, {"limit", "null"}});
}

bool is_true(const std::string& condition) { return holds(condition, facts()); }

}  // namespace

TEST_CASE("a pattern's star stands for any characters") {
    CHECK(fits("print A", "print A"));
    CHECK_FALSE(fits("print A", "print A again"));
    CHECK(fits("print A*", "print A"));
    CHECK(fits("*A*n", "print A again"));
    CHECK_FALSE(fits("*A*m", "print A again"));
    CHECK(fits("**", ""));
    CHECK_FALSE(fits("", "x"));
}

TEST_CASE("a line happens, or happens at a time") {
    CHECK(is_true("`print B`"));
    CHECK_FALSE(is_true("`print C`"));
    CHECK(is_true("`print B` at 1.5"));
    CHECK(is_true("`print A*` at 3"));
    CHECK_FALSE(is_true("`print B` at 3"));
    CHECK(is_true("`warning never awaited*`"));
}

TEST_CASE("before compares the first ones, after looks behind the first one") {
    CHECK(is_true("`print A` before `print B` before `print A again`"));
    CHECK_FALSE(is_true("`print B` before `print A*`"));
    CHECK(is_true("`print A*` after `print B`"));
    CHECK_FALSE(is_true("`print B` after `print A again`"));
    CHECK_FALSE(is_true("`print C` before `print A`"));
    CHECK_FALSE(is_true("`print A` after `print C`"));
}

TEST_CASE("counts, times and parameters are values") {
    CHECK(is_true("count(`print A*`) == 2"));
    CHECK(is_true("time(`print A*`) == 0 and last(`print A*`) == end()"));
    CHECK(is_true("time(`print B`) == delay and mode == 'tasks' and stay and limit == null"));
    CHECK(is_true("max(1, delay, 0) * 2 - 1 == 2 and min(3, delay) / 3 == 0.5 and -1 + 2 == 1"));
    CHECK(is_true("`print B` at 1 + 1 / 2"));
}

TEST_CASE("what never happens is neither before nor after anything") {
    CHECK(is_true("time(`print C`) == null"));
    CHECK(is_true("time(`print C`) + 1 == null and 2 * limit == null"));
    CHECK_FALSE(is_true("time(`print C`) < 100"));
    CHECK_FALSE(is_true("limit > 0"));
}

TEST_CASE("not binds closer than and, and closer than or") {
    CHECK(is_true("not `print C` and `print B`"));
    CHECK(is_true("`print A` or `print C` and `print D`"));
    CHECK_FALSE(is_true("(`print A` or `print C`) and `print D`"));
    CHECK(is_true("not (`print C` or `print D`)"));
}

TEST_CASE("what is too long is not read, and what is deep is") {
    CHECK(is_true(std::string(900, '(') + "`print A`" + std::string(900, ')')));
    CHECK_THROWS_WITH(is_true(std::string(100'000, '(')),
                      "this has 100000 letters, more than the 2000 that an expression may have");
}

TEST_CASE("a mistake is shown where it is") {
    CHECK_THROWS_WITH(is_true("`print A` maybe"),
                      "'and', 'or' or the end is missing here: `print A`  <<< maybe");
    CHECK_THROWS_WITH(is_true("`print A"), "the closing ` is missing here:  <<< `print A");
    CHECK_THROWS_WITH(is_true("colour == 1"), "there is no parameter colour");
    CHECK_THROWS_AS(is_true("delay"), ConditionError);
    CHECK_THROWS_AS(is_true("mode < 1"), ConditionError);
    CHECK_THROWS_AS(is_true("average(1, 2) == 1"), ConditionError);
}

TEST_CASE("a moment is the first, the last, or one after another") {
    const Facts all = facts();
    const auto line = [&](const std::string& moment) {
        const auto event = find_moment(moment, all);
        for (const Line& candidate : all.lines) {
            if (event && candidate.event == *event) return candidate.text;
        }
        return std::string();
    };
    CHECK(line("`print *`") == "print A");
    CHECK(line("last `print *`") == "print A again");
    CHECK(line("`print *` after `print A`") == "print B");
    CHECK(line("last `run *` after `print A`") == "run main");
    CHECK(line("`print C`").empty());
    CHECK(line("`print A` after `print C`").empty());
}

TEST_CASE("texts are filled in with values") {
    CHECK(fill_in("at {delay * 2} s, {mode}, {stay}, {limit}", facts()) == "at 3 s, tasks, True, None");
    CHECK(fill_in("{{A}} {delay}", facts()) == "{A} 1.5");
    CHECK(fill_in("bei {delay} s: sleep({delay}), timeout={delay}", facts(), "de") ==
          "bei 1,5 s: sleep(1.5), timeout=1.5");
    CHECK_THROWS_AS(fill_in("{delay", facts()), ConditionError);
}

TEST_CASE("a question is answered if exactly one option holds") {
    const auto question = [](const std::string& a, const std::string& b) {
        Question result;
        result.options = {{.text = Text(), .holds = a, .misconception = {}, .but = Text(), .why = Text()},
                          {.text = Text(), .holds = b, .misconception = {}, .but = Text(), .why = Text()}};
        result.decided_by = "`print B`";
        return result;
    };
    CHECK(question("`print C`", "`print B`").answer(facts()) == 1);
    CHECK_FALSE(question("`print A`", "`print B`").answer(facts()));
    CHECK_FALSE(question("`print C`", "`print D`").answer(facts()));
    Question asked = question("`print A`", "`print C`");
    CHECK(asked.answer(facts()) == 0);
    asked.asked_if = "delay > 2";
    CHECK_FALSE(asked.answer(facts()));
    asked.asked_if.clear();
    asked.set = {{"mode", "\"coroutines\""}};
    CHECK_FALSE(asked.answer(facts()));
    CHECK(asked.deciding_event(facts(), 100) == find_moment("`print B`", facts()));
    asked.decided_by = "`print C`";
    CHECK(asked.deciding_event(facts(), 100) == 99);
}

TEST_CASE("a question has another wording for runs that do not answer the first") {
    const Questions questions = parse_questions(
        R"({"question": {"text": {"en": "Who?"}, "asked_if": "delay == 1", "decided_by": "`print A`",
            "options": [{"text": {"en": "B"}, "holds": "`print B`"}],
            "otherwise": [{"asked_if": "delay == 1.5", "text": {"en": "Who, after {delay} s?"}}]}})");
    const Question& question = questions.question;
    REQUIRE(question.otherwise.size() == 1);
    CHECK(&question.worded_for(facts()) == &question.otherwise.front());
    CHECK(ask(question, facts(), 100)->text.in("en") == "Who, after 1.5 s?");
    CHECK(ask(question, facts(), 100)->options.front().text.in("en") == "B");
    Facts others = facts();
    others.parameters["delay"] = "1";
    CHECK(ask(question, others, 100)->text.in("en") == "Who?");
    others.parameters["delay"] = "2";
    CHECK(&question.worded_for(others) == &question);
}

TEST_CASE("a phase lasts until the next one that happens, or until its own end") {
    const auto phase = [](const std::string& name, const std::string& from, const std::string& until = {}) {
        return Phase{Text({{"en", name}}), from, until};
    };
    const auto moment = [](const std::string& pattern) { return *find_moment(pattern, facts()); };
    const std::vector<PhaseSpan> spans =
        phases_of({phase("one, {delay}", "`run main`"), phase("never", "`print C`"),
                   phase("two", "`print A`", "last `print A again`"), phase("not after it", "`run main`")},
                  facts(), 100);
    REQUIRE(spans.size() == 2);
    CHECK(spans[0].text.in("en") == "one, 1.5");
    CHECK(spans[0].begin == moment("`run main`"));
    CHECK(spans[0].end == moment("`print A`"));
    CHECK(spans[1].begin == moment("`print A`"));
    CHECK(spans[1].end == moment("last `print A again`"));
    CHECK(phases_of({phase("one", "`print A`")}, facts(), 100).front().end == 100);
    CHECK_THROWS_AS(phases_of({phase("one", "`print")}, facts(), 100), ConditionError);
}

TEST_CASE("questions are read from JSON, and a damaged file is an error") {
    const Questions questions = parse_questions(
        R"({"question": {"text": {"en": "What?", "de": "Was?"}, "set": {"n": 2}, "decided_by": "`x`",
            "options": [{"text": {"en": "This"}, "holds": "`x`", "misconception": "M1", "but": {"en": "but"}}]},
            "goals": [{"text": {"en": "Do it"}, "reached": "`y`"}],
            "phases": [{"text": {"en": "Part"}, "from": "`z`"}]})");
    CHECK(questions.question.text.in("de") == "Was?");
    CHECK(questions.question.text.in("fr") == "What?");
    CHECK(questions.question.set.at("n") == "2");
    CHECK(questions.question.options.at(0).misconception == "M1");
    CHECK(questions.question.options.at(0).why.empty());
    CHECK(questions.investigate.empty());
    CHECK(questions.goals.at(0).reached == "`y`");
    CHECK(questions.phases.at(0).from == "`z`");
    CHECK(questions.phases.at(0).until.empty());
    CHECK_THROWS_AS(parse_questions("{}"), ConditionError);
    CHECK_THROWS_AS(parse_questions("{"), ConditionError);
}
