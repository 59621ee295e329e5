// A program of the user's that runs now, and what becomes of its recording.
#pragma once

#include "viz/app/opener.h"
#include "viz/services.h"
#include "viz/view/file_stamp.h"

#include <cstdint>
#include <memory>
#include <optional>

namespace loopscope::viz {

struct OwnRun {
    std::shared_ptr<ProgramRun> run;
    Opener::Job job;                   // that its recording is read for
    std::optional<FollowedFile> file;  // the program: if it is saved, this run is of no use any more
    std::uintmax_t read = 0;           // bytes of the recording, when it was read last
    double waited = 0;                 // seconds since then

    Open reading() const {
        return [run = run](const Progress& progress) { return run->read(progress); };
    }
    // Whether the recording so far is what is open.
    bool shown() const { return read > 0 && job.task == Opener::Task::follow; }
    // Whether it is worth reading before it has ended.
    bool has_grown() const;
};

}  // namespace loopscope::viz
