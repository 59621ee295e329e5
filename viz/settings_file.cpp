#include "viz/settings_file.h"

#include "engine/trace/output_file.h"

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <system_error>

namespace loopscope::viz {

namespace fs = std::filesystem;

namespace {

fs::path with_suffix(fs::path path, const char* suffix) { return path += suffix; }

}  // namespace

fs::path settings_path() {
    const char* config = std::getenv("XDG_CONFIG_HOME");
    const char* home = std::getenv("HOME");
    fs::path base;
    if (config != nullptr && fs::path(config).is_absolute()) {
        base = config;
    } else if (home != nullptr && *home != 0) {
        base = fs::path(home) / ".config";
    } else {
        return {};
    }
    return base / "loopscope" / "window.conf";
}

Settings load_settings(const fs::path& path, std::string& problem) {
    std::error_code unknown;
    if (path.empty() || !fs::exists(path, unknown)) return {};
    constexpr std::uintmax_t kLargest = 1'000'000;
    const std::uintmax_t size = fs::file_size(path, unknown);
    std::ifstream file(path, std::ios::binary);
    if (unknown || size > kLargest || !file) {
        problem = "settings.unreadable";
        return {};
    }
    const std::string text{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
    std::string bad;
    Settings settings = Settings::parse(text, bad);
    if (!bad.empty()) problem = "settings.lines";
    return settings;
}

std::string save_settings(const fs::path& path, const Settings& settings, bool set_aside) {
    if (path.empty()) return {};
    std::error_code error;
    fs::create_directories(path.parent_path(), error);
    if (set_aside) fs::rename(path, with_suffix(path, ".broken"), error);
    try {
        trace::replace_file(path.string(), [&](trace::OutputFile& file) { file.write(settings.text()); });
    } catch (const std::system_error&) {
        return "The settings cannot be written to " + path.string() + ".";
    }
    return {};
}

void SettingsKeeper::keep(const Settings& settings) {
    constexpr auto kMoment = std::chrono::seconds(2);
    const auto now = std::chrono::steady_clock::now();
    if (now - last_ < kMoment || settings.text() == kept_) return;
    last_ = now;
    keep_last(settings);
}

std::string SettingsKeeper::keep_last(const Settings& settings) {
    kept_ = settings.text();
    return save_settings(path_, settings, std::exchange(set_aside_, false));
}

// POSIX: the first that is set to something decides.
std::string language_of_user() {
    for (const char* name : {"LC_ALL", "LC_MESSAGES", "LANG"}) {
        const char* value = std::getenv(name);
        if (value == nullptr || *value == '\0') continue;
        const std::string locale = value;
        return locale.substr(0, locale.find_first_of("_.@"));
    }
    return {};
}

}  // namespace loopscope::viz
