#include "viz/window.h"

#include "viz/backend.h"
#include "viz/settings_file.h"

#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <system_error>

namespace loopscope::viz {

namespace {

// Large recordings are opened while the window is already there, and a program that takes its time is shown
// while it runs.
StartWith without_delay(StartWith start, const Services& services) {
    constexpr std::uintmax_t kLarge = 8'000'000;
    constexpr double kPatience = 1;  // seconds
    const bool program = start.file.extension() == ".py" && services.run_program;
    std::error_code unknown;
    if (program)
        start.patience = kPatience;
    else if (!start.file.empty())
        start.in_background = std::filesystem::file_size(start.file, unknown) > kLarge && !unknown;
    return start;
}

}  // namespace

int run_window(const Services& services, const StartWith& start, const std::stop_token& ended) {
    App app(services);
    const bool of_notes = !services.lesson_file.empty();
    if (!of_notes) app.predict_first();
    const std::filesystem::path settings = settings_path();
    std::string unreadable;
    const Settings remembered = load_settings(settings, unreadable);
    if (!remembered.get("language")) app.speak(language_of_user());
    const std::string unknown_values = app.restore(remembered);
    Saying problem;
    if (!unreadable.empty()) {
        problem = Saying::of(unreadable, {{"path", settings.string()}});
    } else if (!unknown_values.empty()) {
        problem = Saying::of("settings.values", {{"values", unknown_values}});
    }
    if (!app.start(without_delay(start, services))) {
        std::fprintf(stderr, "loopscope: %s\n", app.error().c_str());
        return 1;
    }
    if (of_notes) app.begin_notes();
    if (!problem.empty()) app.note(problem);
    Backend backend;
    if (!backend.open(app)) {
        std::fprintf(
            stderr,
            "loopscope: cannot open a window: %s. These need no display: list, run, record, show, check, "
            "screenshot.\n",
            backend.error().c_str());
        return 1;
    }
    if (of_notes) {  // the settings are the other window's
        backend.run(ended, [] {});
        return 0;
    }
    SettingsKeeper keeper(settings, app.settings(), !problem.empty());
    backend.run(ended, [&] { keeper.keep(app.settings()); });
    const std::string unsaved = keeper.keep_last(app.settings());
    if (!unsaved.empty()) std::fprintf(stderr, "loopscope: %s\n", unsaved.c_str());
    return 0;
}

}  // namespace loopscope::viz
