// Why the program stops early. main() prints the text on one line and exits with the code that goes with the
// type.
#pragma once

#include "viz/data/text/told_error.h"

namespace loopscope::program {

inline constexpr int kExitOk = 0;
inline constexpr int kExitBadSubject = 1;
inline constexpr int kExitBadUsage = 2;

using viz::ToldError;

// What you asked about is bad: a damaged recording, a program that fails. Exit code 1.
class SubjectError : public ToldError {
public:
    using ToldError::ToldError;
};

// What you typed is bad: no such scenario, no such file. Exit code 2.
class UsageError : public ToldError {
public:
    using ToldError::ToldError;
};

}  // namespace loopscope::program
