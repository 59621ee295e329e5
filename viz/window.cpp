#include "viz/window.h"

#include "viz/backend.h"
#include "viz/settings_file.h"

#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <system_error>

namespace loopscope::viz {

int run_window(const Services& services, const StartWith& start) {
    App app(services);
    app.predict_first();
    const std::filesystem::path settings = settings_path();
    std::string unreadable;
    const Settings remembered = load_settings(settings, unreadable);
    const std::string unknown_values = app.restore(remembered);
    Saying problem;
    if (!unreadable.empty()) {
        problem = Saying::of(unreadable, {{"path", settings.string()}});
    } else if (!unknown_values.empty()) {
        problem = Saying::of("settings.values", {{"values", unknown_values}});
    }
    // Large recordings are opened while the window is already there.
    constexpr std::uintmax_t kLarge = 8'000'000;
    std::error_code unknown;
    const bool recording = !start.file.empty() && start.file.extension() != ".py";
    if (recording && std::filesystem::file_size(start.file, unknown) > kLarge && !unknown) {
        app.open_in_background(start.file);
    } else if (!app.start(start)) {
        std::fprintf(stderr, "loopscope: %s\n", app.error().c_str());
        return 1;
    }
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
    backend.run();
    const std::string unsaved = save_settings(settings, app.settings(), !problem.empty());
    if (!unsaved.empty()) std::fprintf(stderr, "loopscope: %s\n", unsaved.c_str());
    return 0;
}

}  // namespace loopscope::viz
