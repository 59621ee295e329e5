// A question as it is put: filled in for one run, with the answer that the run gave.
#pragma once

#include "course/questions.h"

namespace loopscope::course {

struct AskedOption {
    Text text;
    Text
        reply;  // what to say to who chose it: the reason if it is right, else "this would be so if …, but …"
    std::string misconception;
};

struct Asked {
    Text text;
    std::vector<AskedOption> options;
    std::size_t answer = 0;
    trace::EventIndex decided = 0;  // the event at which it shows
    std::string about = {};         // the name of the task that it shows at; empty: the one that runs then
};

// In the wording that fits; nothing if the run does not answer the question. Throws ConditionError.
std::optional<Asked> ask(const Question& question, const Facts& facts, trace::EventIndex event_count);

// The text with its expressions replaced, in every language. Throws ConditionError.
Text fill_in(const Text& text, const Facts& facts);

}  // namespace loopscope::course
