// Reading recordings and writing results, with errors that say what to do.
#pragma once

#include "engine/trace/reader.h"

#include <string>

namespace loopscope::program {

// Reads a recording from a file, "-" being the standard input. Throws UsageError if there is no such file, SubjectError
// if it is no recording. What is merely damaged is in `problems`.
trace::ReadResult read_recording(const std::string& path);

// Writes to the file, or to the standard output if the path is empty or "-". A file is replaced whole or not at all.
void write_output(const std::string& path, const std::string& content);

}  // namespace loopscope::program
