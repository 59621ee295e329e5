// The two ways to see something: a window to work in, and a picture in a file.
#pragma once

#include "viz/services.h"
#include "viz/view/theme_name.h"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

namespace loopscope::viz {

// What to open first. With neither, the first scenario of the course.
struct StartWith {
    std::string scenario;
    ParameterValues parameters;
    std::string plan = {};  // by one of its names: in place of the course
    std::filesystem::path file;
    bool at_end = false;  // of that file: one that is still written is followed from there
    // A program that has not ended after so many seconds is shown while it runs; negative: it is waited for.
    double patience = -1;
    bool in_background = false;  // the file is opened while the window is already there
};

// Opens the window and returns when it is closed, or once `ended` is asked for: 0, or 1 after a line on
// stderr (no display, nothing to open).
int run_window(const Services& services, const StartWith& start, const std::stop_token& ended);

struct ScreenshotOptions {
    std::filesystem::path output;
    int width = 1600;
    int height = 1000;
    float scale = 1.0F;
    ThemeName theme = ThemeName::light;
    bool present = false;  // projector view: large type, only what matters
    std::string language = "en";
    std::vector<std::string> keys;  // pressed first, by name: "Q", "Ctrl P", "Enter"
    std::uint32_t from = 0;         // the timeline shows what lies between these counts of events
    std::optional<std::uint32_t> to;
    std::optional<std::uint32_t> at;  // number of events that have happened; nothing = all of them
};

// Whether there is a key of that name.
bool names_a_key(const std::string& name);

// Draws one picture without a visible window and writes it as PNG: 0, or 1 after a line on stderr.
int take_screenshot(const Services& services, const StartWith& start, const ScreenshotOptions& options);

}  // namespace loopscope::viz
