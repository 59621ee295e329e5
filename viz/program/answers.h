// What a learner has answered: kept on this computer only, one line an answer, without any name.
#pragma once

#include "viz/services.h"

#include <filesystem>
#include <map>
#include <string>

namespace loopscope::program {

// $XDG_STATE_HOME/loopscope, or the same under ~/.local/state.
std::filesystem::path state_folder();
std::filesystem::path answers_file();  // answers.jsonl in it

// Appends it there. If that is not possible, a line on stderr says so.
void keep_answer(const viz::Answer& answer);

// Of each scenario that was answered: whether the last answer was right. What cannot be read is left out.
std::map<std::string, bool> last_answers();

}  // namespace loopscope::program
