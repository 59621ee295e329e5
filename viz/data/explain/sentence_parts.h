// The sentences that take more than a line to find. Used by sentence.cpp only.
#pragma once

#include "viz/data/recording/store.h"
#include "viz/data/text/words.h"

#include <string>

namespace loopscope::viz {

// What a sentence is made from: the event, the loop just after it, and the texts of a language.
struct Facts {
    const Store& store;
    const trace::Event& event;
    trace::EventIndex index = 0;
    const trace::LoopState& now;
    const Words& words;

    std::string name(trace::ObjectId id) const { return store.label(id); }
    std::string text() const { return store.text(event.text); }
    std::string say(std::string_view key, Words::Values values = {}) const { return words.fill(key, values); }
    // The task that runs now, or the thread that has its turn, or "The loop".
    std::string doer() const;
};

std::string directions(const Facts& f);  // "reading", "writing", "reading and writing"
std::string turn_sentence(const Facts& f);
std::string select_sentence(const Facts& f);
std::string ready_sentence(const Facts& f);
std::string call_sentence(const Facts& f);
std::string step_sentence(const Facts& f);
// Of the step with which a TaskGroup is left in which something failed, and of the request to cancel that it
// takes back then; else empty. In group_sentence.cpp.
std::string group_failed_sentence(const Facts& f);
std::string group_uncancel_sentence(const Facts& f);
std::string await_sentence(const Facts& f);  // in await_sentence.cpp
std::string cancel_sentence(const Facts& f);
std::string uncancel_sentence(const Facts& f);  // in uncancel_sentence.cpp
std::string create_sentence(const Facts& f);
std::string resolve_sentence(const Facts& f);
std::string state_sentence(const Facts& f);  // of a lock, event, semaphore, barrier or queue
std::string intervention_sentence(const Facts& f);
std::string queue_sentence(const Facts& f, std::string_view key);  // of an item put in, or taken out

}  // namespace loopscope::viz
