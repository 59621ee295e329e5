// The settings on disk: $XDG_CONFIG_HOME/loopscope/window.conf, or ~/.config/loopscope/window.conf.
#pragma once

#include "viz/view/settings.h"

#include <chrono>
#include <filesystem>
#include <string>
#include <utility>

namespace loopscope::viz {

// Empty if there is no home.
std::filesystem::path settings_path();

// Nothing if there is no such file. If it cannot be read or has lines that are none, `problem` is what to say
// about it: the key of a text with the file's {path}.
Settings load_settings(const std::filesystem::path& path, std::string& problem);

// Whole or not at all. What is there already is kept beside it as *.broken if `set_aside`. Returns why it
// could not be written, else nothing.
std::string save_settings(const std::filesystem::path& path, const Settings& settings, bool set_aside);

// Writes them while the window is used, so that they are kept whatever ends it.
class SettingsKeeper {
public:
    // As they are now; see save_settings().
    SettingsKeeper(std::filesystem::path path, const Settings& now, bool set_aside)
        : path_(std::move(path)), kept_(now.text()), set_aside_(set_aside) {}

    // If they have changed, and not twice within a moment. That they cannot be written is said at the end.
    void keep(const Settings& settings);
    // Returns why they could not be written, else nothing.
    std::string keep_last(const Settings& settings);

private:
    std::filesystem::path path_;
    std::string kept_;
    bool set_aside_;
    std::chrono::steady_clock::time_point last_;
};

// The language that the system's settings name, as "de"; empty if they name none.
std::string language_of_user();

}  // namespace loopscope::viz
