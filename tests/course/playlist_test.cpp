#include "course/playlist.h"

#include <doctest/doctest.h>

#include <map>
#include <string>

using namespace loopscope::course;

TEST_CASE("a lesson plan is a title, a word about it, and steps with notes") {
    const Playlist plan = parse_playlist(
        "Errors and cancellation\n\nFor those who know tasks.\nTwo lessons.\n\n"
        "9 min  gather_first_error  stay=false c_fails=true\r\n"
        "    Ask first.\n    The class will say \"cancelled\".\n\n"
        "12 min  cancel_is_a_request\n");
    CHECK(plan.title == "Errors and cancellation");
    CHECK(plan.about == "For those who know tasks. Two lessons.");
    REQUIRE(plan.steps.size() == 2);
    CHECK(plan.steps[1].line == 10);
    CHECK(plan.steps[0].minutes == 9);
    CHECK(plan.steps[0].scenario == "gather_first_error");
    CHECK(plan.steps[0].set == std::map<std::string, std::string>{{"c_fails", "true"}, {"stay", "false"}});
    CHECK(plan.steps[0].note == "Ask first. The class will say \"cancelled\".");
    CHECK(plan.steps[1].note.empty());
    CHECK(plan.minutes() == 21);
}

TEST_CASE("what is wrong in a lesson plan is said with its line") {
    const Playlist german = parse_playlist("Titel\nde: title\n\nFür alle.\n\n9 min  gather_order\n");
    CHECK(german.language == "de");
    CHECK(german.translates == "title");
    CHECK(german.about == "Für alle.");
    CHECK_THROWS_WITH(parse_playlist(""), "line 0: no_title ");
    CHECK_THROWS_WITH(parse_playlist("Title\n"), "line 0: no_step ");
    CHECK_THROWS_WITH(parse_playlist("Title\n9 min gather_order fast\n"),
                      "line 2: value fast");
    CHECK_THROWS_WITH(parse_playlist("Title\n\n9 min gather_order a=1 b=2 a=3\n"),
                      "line 3: value_twice a");
    CHECK_THROWS_WITH(parse_playlist("9 min  gather_order\n"),
                      "line 1: step_first ");
    CHECK_THROWS_WITH(
        parse_playlist("Title\n9 min gather_order\ngather_first_error\n"),
        "line 3: no_step_line ");
}

TEST_CASE("a first step that is misspelt is no word about the plan") {
    for (const char* step :
         {"9min  gather_order", "9 Minutes gather_order", "9 gather_order a=1", "9 min. gather_order"}) {
        CAPTURE(step);
        CHECK_THROWS_WITH(
            parse_playlist("Title\n" + std::string(step) + "\n9 min  cancel_is_a_request\n"),
            "line 2: no_step_line ");
    }
    CHECK(
        parse_playlist("\xEF\xBB\xBFTitle\n45 minutes for a class\nthat has 2 hours.\n9 min  gather_order\n")
            .title == "Title");
}
