// Runs a program again and again, each time with something done to one of its tasks at the beginning of a
// turn: sweep/README.md.
#pragma once

#include <string>

namespace conformance {

// For each line "TURN TASK" of standard input prints "=== TURN TASK" and the step log.
int print_sweep(const std::string& program, const std::string& kind);

// Does each run of sweep/golden.txt give the step log that CPython gave, and a sound recording?
bool golden_sweep_passes();

}  // namespace conformance
