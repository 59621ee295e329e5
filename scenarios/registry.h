// What there is to run: the scenarios of manifest.json with what scenario.json says of each. registry.cpp is
// generated.
#pragma once

#include "engine/trace/recording.h"
#include "scenarios/scenario.h"

#include <string>
#include <vector>

namespace loopscope::scenarios {

// One thing about a scenario that can be changed. Values are JSON text: 3, "tcp", true.
struct ParameterInfo {
    std::string name;
    std::string label;
    std::string default_value;
    std::vector<std::string> values;
};

struct Scenario {
    std::string name;
    std::string title;
    std::string chapter;
    std::string idea;
    int layer = 1;                   // how much of the machine to show at first, 1 to 4
    std::vector<std::string> needs;  // what the Python twin needs beyond pure Python: "sockets", "threads"
    std::vector<ParameterInfo> parameters;
    trace::Source cpp;
    trace::Source python;
    ScenarioMain main;
};

// All scenarios in the order of the course.
std::vector<Scenario> registry();

}  // namespace loopscope::scenarios
