// Is this a sound recording? What the reader finds, and what breaks the rules of the loop.
#pragma once

#include "engine/trace/reader.h"

namespace loopscope::trace {

struct CheckReport {
    std::vector<Problem> problems;  // by line, the first kMaxProblems of the reader and of the rules
    std::uint64_t error_count = 0;
    std::uint64_t warning_count = 0;
    std::uint64_t events = 0;
    std::uint64_t turns = 0;
    std::uint64_t skipped = 0;
    bool sound() const { return error_count == 0; }
};

CheckReport check(const ReadResult& read);
CheckReport check_file(const std::string& path, const Progress& progress = {});

}  // namespace loopscope::trace
