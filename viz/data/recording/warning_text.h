// The warnings of a recording in the words of one language.
#pragma once

#include "engine/trace/recording.h"
#include "engine/trace/warning.h"
#include "viz/data/text/words.h"

#include <string>
#include <string_view>

namespace loopscope::viz {

// Is it a warning of that kind?
bool warns_of(const trace::Recording& recording, const trace::Event& event, trace::WarningKind kind);

// The key of the texts that tell of a kind, "finding.slow" of "slow callback"; with ".means" and ".remedy"
// what it means and what to do. Empty if there are none.
std::string warning_key(std::string_view kind);

// "KIND: message" for a sentence: the kind in `words`, or only the message if that has it.
std::string warning_in(const Words& words, const trace::Warning& warning);

// What it means, in a sentence; empty if its message says all there is to say.
std::string meaning_in(const Words& words, const trace::Warning& warning);

// How a cancellation was swallowed: "again" (it waits again), "returned", "in_time" (a timeout's block ended
// without TimeoutError); the keys that tell of it have that as a part. Empty: it is no such warning.
std::string_view swallowed_how(const trace::Warning& warning);

// "3 s" of a slow callback that ran so long; empty if it is none.
std::string blocked_for(const trace::Warning& warning, const Words& words);

// The function of a coroutine that was called and never awaited, "greet", by the warning that says so; empty
// if it says something else.
std::string_view never_awaited(const trace::Warning& warning);

}  // namespace loopscope::viz
