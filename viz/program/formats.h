// The forms in which a recording can be had: --format.
#pragma once

#include "engine/trace/recording.h"
#include "viz/data/recording/phases.h"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace loopscope::program {

// In the order in which help lists them; the first is the default.
std::vector<std::string> format_names();

// What a file of that name is expected to be, by its ending; the default if that says nothing.
std::string format_of_file(const std::filesystem::path& file);

struct RenderWish {
    std::string format;           // one of format_names()
    std::string language = "en";  // of sentences
    // Of drawings: the moment that they show, and the events that they begin and end with.
    std::optional<trace::EventIndex> at = {};
    trace::EventIndex from = 0;
    std::optional<trace::EventIndex> to = {};
    std::vector<viz::NamedPhase> phases = {};
};

std::string render(trace::Recording recording, const RenderWish& wish);

// The lines that the program printed.
std::string program_output(const trace::Recording& recording);

}  // namespace loopscope::program
