// A process of ours: how it is started, and what it has to hear of us.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include <sys/types.h>

namespace loopscope::program {

struct ChildStart {
    std::vector<std::string> command;       // its name is looked for in PATH
    std::vector<std::string> environment;   // "NAME=VALUE"
    std::filesystem::path complaints = {};  // takes its standard error; empty: it goes where ours goes
    // In the foreground it hears SIGINT and SIGTERM, whatever we make of them. In the background it is killed
    // with us, or rather with the thread that starts it, which has to wait for it.
    bool foreground = true;
};

// Returns its number. It blocks no signal, whatever this thread blocks. Throws std::system_error if it cannot
// be started.
pid_t start_child(const ChildStart& start);

}  // namespace loopscope::program
