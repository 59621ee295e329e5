#include "engine/trace/check.h"

#include "engine/trace/writer.h"
#include "tests/support/random_recording.h"

#include <doctest/doctest.h>

using namespace loopscope::trace;
using namespace loopscope::test;

namespace {

constexpr const char* kStart = R"({"loopscope":1}
{"string":1,"text":"A"}
["new",1,0,1,0,0,0,1]
["ready",1,0,0,0,0,1]
["loop.run"]
["turn",1]
)";

std::string findings(const std::string& lines) {
    std::string text;
    for (const Problem& p : check(read_text(kStart + lines)).problems) {
        if (p.severity == Severity::error) text += to_string(p) + "\n";
    }
    return text;
}

}  // namespace

TEST_CASE("a sound recording has no findings") {
    const CheckReport report = check(read_text(to_text(random_recording({.seed = 6, .events = 5000}))));
    CHECK(report.problems.empty());
    CHECK(report.sound());
    CHECK(report.events >= 5000);
    CHECK(report.turns > 100);
    CHECK(findings("[\"step\",1]\n[\"return\",1]\n{\"end\":6}\n") == "");
}

TEST_CASE("each broken rule is told with its line and event") {
    struct Case {
        const char* lines;
        const char* finding;
    };
    const Case cases[] = {
        {R"(["step",2])",
         "line 7: error: event 4 (step): step of object 2, but the ready queue is led by object 1 (A)"},
        {R"(["yield",1])", "line 7: error: event 4 (yield): a step of object 1 (A) ends, but nothing runs"},
        {R"(["process.exit",1,0,0,3])",
         "line 7: error: event 4 (process.exit): object 1 (A) is not a process"},
        {R"(["new",2,0,1,0,0,0,23]
["process.exit",2,0,0,3]
["process.exit",2,0,0,3])",
         "line 9: error: event 6 (process.exit): object 2 (A) has ended already"},
        {R"(["collect.end"])", "line 7: error: event 4 (collect.end): no collection goes on"},
        {R"(["turn",3])", "line 7: error: event 4 (turn): turn 3 follows turn 1"},
        {R"(["turn",2])", "line 7: error: event 4 (turn): 1 entries of the turn before did not run"},
        {R"(["step",1]
["turn",2])",
         "line 8: error: event 5 (turn): a turn begins while object 1 (A) runs"},
        {R"(["step",1]
["yield",1]
["step",1])",
         "line 9: error: event 6 (step): object 1 (A) was made ready in this turn and runs in it already"},
        {R"(["step",1]
["return",1]
["resolve",1])",
         "line 9: error: event 6 (resolve): object 1 (A) is done already"},
        {R"(["new",1,0,0,0,0,0,2])", "line 7: error: event 4 (new): new object 1 is there already"},
        {R"(["resolve",1])",
         "line 7: error: event 4 (resolve): object 1 (A) is a task, which ends by its last step"},
        {R"(["leave",1])",
         "line 7: error: event 4 (leave): a coroutine ends in object 1 (A), which is in none"},
        {R"(["enter",1])",
         "line 7: error: event 4 (enter): a coroutine starts in object 1 (A), which is not running"},
        {R"(["cancel.end",1])",
         "line 7: error: event 4 (cancel.end): cancel() of object 1 (A) returns, but no cancel() is open"},
        {R"(["timer.cancel",1])", "line 7: error: event 4 (timer.cancel): object 1 (A) is not armed"},
        {R"(["unwatch",1,0,0,0,0,1])", "line 7: error: event 4 (unwatch): object 1 (A) is not watched"},
        {R"(["new",3,0,1,0,0,0,2]
["retrieve",2])",
         "line 8: error: event 5 (retrieve): object 2 was never created"},
        {R"(["drop",1]
["cancel",1])",
         "line 8: error: event 5 (cancel): object 1 was dropped before"},
        {R"(["cancel",9])", "line 7: error: event 4 (cancel): object 9 was never created"},
        {R"(["unlink",1,1])", "line 7: error: event 4 (unlink): object 1 (A) holds no object 1 (A)"},
        {R"(["stream.write",1,0,0,-4])",
         "line 7: error: field 5 (value) is -4, which nothing can be: it reads as 0"},
    };
    for (const Case& c : cases) {
        INFO(c.lines);
        const std::string found = findings(std::string(c.lines) + "\n");
        CHECK(found.substr(0, found.find('\n')) == c.finding);
    }
}

TEST_CASE("a recording that says it is complete must not end in the middle of a step") {
    CHECK(findings("[\"step\",1]\n{\"end\":5}\n") ==
          "line 7: error: event 4 (step): the recording ends in the middle of a step or call\n");
    CHECK(findings("[\"step\",1]\n") == "");
}

TEST_CASE("problems are in the order of their lines, those of the whole file last") {
    const CheckReport report = check(read_text(std::string(kStart) + "[\"yield\",1]\n?\n[\"leave\",1]\n"));
    std::vector<std::uint64_t> lines;
    for (const Problem& p : report.problems) lines.push_back(p.line);
    CHECK(lines == std::vector<std::uint64_t>{7, 8, 9, 0});
    CHECK(report.error_count == 3);
    CHECK(report.warning_count == 1);
}
