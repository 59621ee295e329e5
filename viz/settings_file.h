// The settings on disk: $XDG_CONFIG_HOME/loopscope/window.conf, or ~/.config/loopscope/window.conf.
#pragma once

#include "viz/view/settings.h"

#include <filesystem>
#include <string>

namespace loopscope::viz {

// Empty if there is no home.
std::filesystem::path settings_path();

// Nothing if there is no such file. If it cannot be read or has lines that are none, `problem` is what to say
// about it: the key of a text with the file's {path}.
Settings load_settings(const std::filesystem::path& path, std::string& problem);

// Whole or not at all. What is there already is kept beside it as *.broken if `set_aside`. Returns why it
// could not be written, else nothing.
std::string save_settings(const std::filesystem::path& path, const Settings& settings, bool set_aside);

}  // namespace loopscope::viz
