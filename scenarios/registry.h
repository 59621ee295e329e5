// What there is to run: the scenarios of manifest.json with what the files in their folders say of each.
// registry.cpp is generated.
#pragma once

#include "course/glossary.h"
#include "engine/trace/recording.h"
#include "scenarios/scenario.h"

#include <map>
#include <string>
#include <vector>

namespace loopscope::scenarios {

// One thing about a scenario that can be changed. Values are JSON text: 3, "tcp", true.
struct ParameterInfo {
    std::string name;
    course::Text label;
    std::string default_value;
    std::vector<std::string> values;
    std::map<std::string, course::Text> words;  // values that are shown in words
};

struct Scenario {
    std::string name;
    course::Text title;
    course::Text chapter;
    course::Text idea;
    course::Text lesson;             // Markdown
    std::string questions;           // questions.json, see course/questions.h
    int layer = 1;                   // how much of the machine to show at first, 1 to 4
    std::vector<std::string> views;  // that are in front at first, besides the layer's
    bool by_clock = false;           // its timeline goes by the clock at first
    std::vector<std::string> needs;  // what the Python twin needs beyond pure Python: "sockets", "threads"
    bool references = false;         // its recording says which variables hold tasks, and gc::collect() works
    std::vector<ParameterInfo> parameters;
    trace::Source cpp;
    trace::Source python;
    ScenarioMain main;
};

// All scenarios in the order of the course.
std::vector<Scenario> registry();

std::vector<course::GlossaryEntry> glossary();

// What learners believe that is not so, by the ids that questions name: "M7".
std::map<std::string, course::Text> misconceptions();

// The lesson plans of playlists/, by their file's name without its ending, as they are written.
std::map<std::string, std::string> playlists();

}  // namespace loopscope::scenarios
