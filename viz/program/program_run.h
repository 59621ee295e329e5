// A Python program that runs beside the window.
#pragma once

#include "viz/services.h"

#include <filesystem>
#include <memory>

namespace loopscope::program {

// Begins to run it under the recorder, into a folder that is gone with the run. What it prints goes where
// ours goes. Throws SubjectError if there is no room for its recording.
std::shared_ptr<viz::ProgramRun> start_program(const std::filesystem::path& program);

}  // namespace loopscope::program
