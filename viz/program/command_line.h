// The command line of the program.
#pragma once

#include "viz/program/catalogue.h"

namespace loopscope::program {

// Does what the arguments say and returns the exit code: 0, 1 (what you asked about is bad), 2 (what you
// typed is bad).
int run_program(int argc, const char* const* argv, const Catalogue& catalogue);

}  // namespace loopscope::program
