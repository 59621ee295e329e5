#include "course/glossary.h"

#include <doctest/doctest.h>

using namespace loopscope::course;

namespace {

const std::vector<GlossaryEntry> kGlossary = {
    {Text({{"en", "task"}, {"de", "Task"}}), Text({{"en", "runs"}, {"de", "läuft"}})},
    {Text({{"en", "queue"}, {"de", "Schlange"}}), Text({{"en", "a row"}, {"de", "Reihe"}})},
    {Text({{"en", "queue of tasks"}, {"de", "Runde"}}), Text({{"en", "b"}, {"de", "c"}})}};

std::vector<std::string> found(std::string_view text, const std::string& language = "en") {
    std::vector<std::string> words;
    for (const FoundTerm& term : find_terms(text, kGlossary, language))
        words.emplace_back(text.substr(term.begin, term.end - term.begin));
    return words;
}

using Strings = std::vector<std::string>;

}  // namespace

TEST_CASE("terms of the course are found as whole words, with capitals and endings") {
    CHECK(found("A task; two Tasks.") == Strings{"task", "Tasks"});
    CHECK(found("multitask, tasking, create_task, task_2, taskés") == Strings{});
    CHECK(found("`task`") == Strings{"task"});
    CHECK(found("") == Strings{});
    CHECK(found("Der Task der Runden, die Schlangen, das Rundenende", "de") ==
          Strings{"Task", "Runden", "Schlangen"});
    CHECK(found("Runden") == Strings{});
}

TEST_CASE("of two terms that begin at one place the longer one is meant") {
    CHECK(found("the queue of tasks, the queue") == Strings{"queue of tasks", "queue"});
}

TEST_CASE("a language without a term of its own has the English one") {
    CHECK(found("task Task", "fr") == Strings{"task", "Task"});
}
