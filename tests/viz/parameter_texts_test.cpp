#include "viz/parameter_texts.h"

#include <doctest/doctest.h>

using namespace loopscope::viz;

TEST_CASE(
    "a lesson's link has the values that it names, and those of the others with which the course begins") {
    ScenarioInfo scenario;
    scenario.parameters = {{"limit", {}, {"null", "1.5"}, "1.5"},
                           {"when", {}, {"\"all\"", "\"first\""}, "\"all\""}};
    CHECK(values_named(scenario, "limit=null,when=first") ==
          ParameterValues{{"limit", "null"}, {"when", "\"first\""}});
    CHECK(values_named(scenario, "limit=null") == ParameterValues{{"limit", "null"}, {"when", "\"all\""}});
    CHECK(values_named(scenario, "limit=7").empty());
    CHECK(values_named(scenario, "").empty());
}
