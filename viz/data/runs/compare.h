// Two runs side by side: what they were given, where they first differ, and what came of it.
#pragma once

#include "viz/data/runs/changed_lines.h"
#include "viz/data/runs/task_changes.h"
#include "viz/data/text/words.h"

#include "engine/trace/recording.h"

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace loopscope::viz {

struct Difference {
    // The events at which it shows; the number of events of a run that is over by then.
    trace::EventIndex before = 0, after = 0;
    std::string sentence;
    // On a measured clock: each task takes the same steps and the output is the same, only whose turn comes
    // first differs.
    bool by_chance = false;
};

struct Comparison {
    std::vector<std::string> given;    // sentences: other values, other interventions, another program
    std::vector<ChangedLine> lines;    // of the program's text, that are others
    std::optional<Difference> first;   // nothing: the steps are the same
    std::vector<std::string> results;  // sentences: what they printed, when they ended
    bool measured = false;             // times are not compared: no two are equal
};

// What people call a parameter of the program, and a value of it; the names in the file if nobody knows.
struct ParameterTexts {
    std::function<std::string(const std::string& name)> label = {};
    std::function<std::string(const std::string& name, const std::string& json)> value = {};
    std::string label_of(const std::string& name) const { return label ? label(name) : name; }
    std::string value_of(const std::string& name, const std::string& json) const {
        return value ? value(name, json) : json;
    }
};

// Runs are compared by their steps (docs/step_log.md) and the times of those, as numbers and places may
// differ for reasons that nobody sees. If the clock of one was measured, times do not count: it is told
// whether a task did something else, else whether they did it in another order, which is chance then.
Comparison compare(const trace::Recording& before, const trace::Recording& after, const Words& words,
                   const ParameterTexts& parameters = {});

// What was given to one of two runs that was not given to the other: "Order: as created". Empty if nothing.
std::string what_is_special(const trace::Recording& run, const trace::Recording& other, const Words& words,
                            const ParameterTexts& parameters);

// Whether it is another text that ran. A scenario and its twin are one program.
bool is_edited(const trace::Recording& before, const trace::Recording& after);

const std::string& no_difference(const Comparison& comparison, const Words& words);

// All of it, one sentence a line.
std::string text_of(const Comparison& comparison, const Words& words);
// The tasks that changed, one a line; of many the first `most`.
std::string text_of(const std::vector<TaskChange>& changes, const Words& words, std::size_t most);

}  // namespace loopscope::viz
