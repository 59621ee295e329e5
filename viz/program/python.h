// Runs Python programs under the recorder, in the real CPython.
#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

namespace loopscope::program {

struct RecordRequest {
    std::string program;                    // PROGRAM.py
    std::filesystem::path output;           // the recording
    bool module = false;                    // `program` is the name of a module, as for python -m
    bool real_time = false;                 // wait for real instead of jumping to the next timer
    std::vector<std::string> arguments;     // the program's own
    std::filesystem::path complaints = {};  // takes its standard error; empty: it goes where ours goes
    std::function<bool()> wanted = {};      // asked now and then; once it says no, the program is killed
};

// The folder of the recorder package: in share/ of the installed program, or beside the program that was only
// built. Throws SubjectError if it is in neither.
std::filesystem::path recorder_folder();

// The exit code of what a signal ended is the signal's number and this, as shells have it.
inline constexpr int kSignalBase = 128;

// Runs it and returns its exit code; what the program prints goes where ours goes. Throws SubjectError if
// Python is missing
// or the program's file is. LOOPSCOPE_PYTHON names another interpreter than python3.
int record_python(const RecordRequest& request);

// What Python says at the end of `complaints` in a line: "program.py, line 7: invalid syntax". Where the
// program itself chose to end, its own last line first. Empty if Python says nothing.
std::string python_error(const std::string& complaints, const std::string& program);

}  // namespace loopscope::program
