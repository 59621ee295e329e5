// The learner's own editor.
#pragma once

#include "viz/data/text/saying.h"

#include <filesystem>
#include <future>
#include <string>
#include <vector>

namespace loopscope::program {

// Where a copy of a scenario's Python is put: in the folder "loopscope" of the user's home. Under that name,
// or with a number, if a file that has nothing to do with the scenario is there already.
std::filesystem::path place_for_copy(const std::string& scenario);

// The command that opens a file in an editor with a window of its own: $VISUAL or $EDITOR, unless that is
// known to need a terminal, else the desktop's choice. Without the file's name.
std::vector<std::string> editor_command();

// Opens the file there, and does not wait. Says what went wrong, if it does, once that is known; nothing if
// it went well.
std::future<viz::Saying> open_in_editor(const std::filesystem::path& file);

}  // namespace loopscope::program
