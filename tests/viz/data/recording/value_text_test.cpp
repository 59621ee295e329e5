#include "viz/data/recording/value_text.h"

#include <doctest/doctest.h>

using namespace loopscope::viz;

TEST_CASE("a parameter's value is told in words, on the screen as on paper") {
    const Words& german = Words::of("de");
    CHECK(value_text("true", german) == "ja");
    CHECK(value_text("false", german) == "nein");
    CHECK(value_text("\"same_task\"", german) == "same task");
    CHECK(value_text("2.5", german) == "2,5");
    CHECK(value_text("2.5", Words::of("en")) == "2.5");
}
