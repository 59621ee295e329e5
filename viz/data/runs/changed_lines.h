// Which lines of a program's text are others in a second run.
#pragma once

#include "viz/data/text/words.h"

#include "engine/trace/recording.h"

#include <cstdint>
#include <string>
#include <vector>

namespace loopscope::viz {

// One that was changed, added (line 0 before) or taken out (line 0 after).
struct ChangedLine {
    std::string file_before, file_after;  // without folders
    std::uint32_t before = 0, after = 0;  // from 1
    std::string text_before, text_after;  // without indentation
    std::uint32_t source_after = 0;       // number in the second recording
    bool ran = false;                     // one of the two runs has events there
};

// Of sources with the same file name, and of other ones of which most lines are the same. Lines that ran
// first, then by their place. Empty lines are none.
std::vector<ChangedLine> changed_lines(const trace::Recording& before, const trace::Recording& after);

// "chat.py:45 was `sleep(20)` and is `sleep(5)`."
std::string text_of(const ChangedLine& line, const Words& words);

}  // namespace loopscope::viz
