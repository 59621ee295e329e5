#include "viz/view/messages.h"

#include <doctest/doctest.h>

using namespace loopscope::viz;

TEST_CASE("a notice stays until it is dismissed, in the language of who reads it") {
    Messages messages;
    CHECK(messages.notice(Words::of("en")).empty());
    messages.warn(Saying::of("notice.no_scenario", {{"name", "walk_the_dog"}}));
    messages.advance(1000);
    REQUIRE(messages.has_notice());
    const std::string english = messages.notice(Words::of("en")), german = messages.notice(Words::of("de"));
    CHECK(english.find("walk_the_dog") != std::string::npos);
    CHECK(german.find("walk_the_dog") != std::string::npos);
    CHECK(english != german);
    messages.dismiss();
    CHECK_FALSE(messages.has_notice());
}

TEST_CASE("words that are not the window's are said as they are, and nothing dismisses what is said") {
    Messages messages;
    messages.warn("{as} it is");
    CHECK(messages.notice(Words::of("de")) == "{as} it is");
    messages.warn({});
    CHECK_FALSE(messages.has_notice());
}

TEST_CASE("news go by themselves once they could be read, and begin anew with the next") {
    Messages messages;
    const Words& words = Words::of("en");
    messages.tell("saved");
    messages.advance(4);
    CHECK(messages.news(words) == "saved");
    messages.tell("exported");
    messages.advance(4);
    CHECK(messages.news(words) == "exported");
    messages.advance(2);
    CHECK(messages.news(words).empty());
    CHECK_FALSE(messages.has_news());
}
