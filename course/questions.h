// The questions and goals of a scenario, and what a recording answers.
#pragma once

#include "course/condition.h"
#include "course/text.h"

namespace loopscope::course {

// One answer to choose. Texts may hold {EXPRESSION}, see fill_in().
struct Option {
    Text text;
    std::string holds;          // the condition under which it is right
    std::string misconception;  // "M7"; empty if it stands for none
    Text but;                   // said when it is chosen and wrong: "this would be so if …, but …"
    Text why;                   // said when it is right
};

struct Question {
    Text text;
    std::map<std::string, std::string>
        set;               // parameters that it is about, as JSON text; the others as they are
    std::string asked_if;  // a condition; empty = always
    std::vector<Option> options;
    std::string decided_by;  // the moment at which the answer shows
    std::string about;       // the name of the task that it shows at; empty: the one that runs then
    std::vector<Question> otherwise = {};  // other wordings, for runs that do not answer this one

    // The first wording that this run answers, this one before the others; this one if none is. Throws
    // ConditionError.
    const Question& worded_for(const Facts& facts) const;
    // The option that holds if the question can be asked of this run and exactly one holds. Throws
    // ConditionError.
    std::optional<std::size_t> answer(const Facts& facts) const;
    // The event at which it is decided; the last one if that moment does not come.
    trace::EventIndex deciding_event(const Facts& facts, trace::EventIndex event_count) const;
};

struct Goal {
    Text text;
    std::string reached;  // a condition
};

// A part of the run that has a name, as the steps of a shutdown have.
struct Phase {
    Text text;
    std::string from;   // the moment at which it begins
    std::string until;  // at which it ends; empty: where the next one begins, or with the run
};

// One that this run has: its events, from `begin` on and before `end`.
struct PhaseSpan {
    Text text;
    trace::EventIndex begin = 0, end = 0;
};

struct Questions {
    Question question;
    std::vector<Question> investigate;
    std::vector<Goal> goals;
    std::vector<Phase> phases = {};
};

// Those that happen, in order; those that do not are left out. Throws ConditionError.
std::vector<PhaseSpan> phases_of(const std::vector<Phase>& phases, const Facts& facts,
                                 trace::EventIndex event_count);

// From the text of a questions.json. Throws ConditionError with what is wrong.
Questions parse_questions(const std::string& json);

}  // namespace loopscope::course
