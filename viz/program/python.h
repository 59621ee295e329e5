// Runs Python programs under the recorder, in the real CPython.
#pragma once

#include "viz/data/text/saying.h"
#include "viz/services.h"

#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace loopscope::program {

struct RecordRequest {
    std::string program;                    // PROGRAM.py
    std::filesystem::path output;           // the recording
    std::string python = {};                // the interpreter; empty: LOOPSCOPE_PYTHON, else python3
    bool module = false;                    // `program` is the name of a module, as for python -m
    bool real_time = false;                 // wait for real instead of jumping to the next timer
    std::vector<std::string> arguments;     // the program's own
    std::filesystem::path complaints = {};  // takes its standard error; empty: it goes where ours goes
    // Asked now and then: the signal that the program is to get now, or 0. Empty: nobody ends it.
    std::function<int()> signal = {};
};

// The folder of the recorder package: in share/ of the installed program, or beside the program that was only
// built. Throws SubjectError if it is in neither.
std::filesystem::path recorder_folder();

// How a program ended: by a signal, or with an exit code.
struct Ending {
    int code = 0;
    int signal = 0;  // 0: none

    bool well() const { return code == 0 && signal == 0; }
    // Whether the recorder could say why: it does so before it ends with this code.
    bool is_told() const { return code == 1; }
};

// Runs it; what the program prints goes where ours goes. Throws SubjectError if Python is missing
// or the program's file is.
Ending record_python(const RecordRequest& request);

// "program.py was ended by signal 9 (SIGKILL)."
viz::Saying how_it_ended(const Ending& ending, const std::string& program);

// Why it did not end well, of what stands at the end of `complaints`: "program.py, line 7: invalid syntax".
// Where the program itself chose to end, its own last line first; where it was ended without the recorder's
// knowing, that first.
viz::Saying why_it_ended(const Ending& ending, const std::string& complaints, const std::string& program);

// The line that the recorder blames at the end of `complaints`, in its file as it is now; null if it blames
// none.
std::shared_ptr<const viz::Mistake> mistake_in(const std::string& complaints, const std::string& program);

}  // namespace loopscope::program
