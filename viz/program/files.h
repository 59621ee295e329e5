// Reading recordings and writing results, with errors that say what to do.
#pragma once

#include "engine/trace/reader.h"

#include <string>

namespace loopscope::program {

// Reads a file, "-" being the standard input, whatever is in it. Throws UsageError if there is no such file.
trace::ReadResult read_input(const std::string& path, const trace::Progress& progress = {});

// The same, and throws SubjectError if it is no recording. What is merely damaged is in `problems`.
trace::ReadResult read_recording(const std::string& path, const trace::Progress& progress = {});

// Writes to the file, or to the standard output if the path is empty or "-". A file is replaced whole or not
// at all.
void write_output(const std::string& path, const std::string& content);

}  // namespace loopscope::program
