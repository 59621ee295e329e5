#include "viz/studio.h"

#include <algorithm>
#include <cstdio>

namespace loopscope::viz {

namespace {

int fail(const std::string& why) {
    std::fprintf(stderr, "loopscope: %s\n", why.c_str());
    return 1;
}

}  // namespace

bool names_a_key(const std::string& name) { return chord_named(name).has_value(); }

int take_screenshot(const Services& services, const StartWith& start, const ScreenshotOptions& options) {
    constexpr int kSmallest = 320, kLargest = 8192;
    if (std::min(options.width, options.height) < kSmallest ||
        std::max(options.width, options.height) > kLargest) {
        return fail("a picture can be 320 to 8192 pixels wide and high");
    }
    App app(services);
    Settings settings;
    settings.set("language", options.language);
    app.restore(settings);
    if (!app.start(start)) return fail(app.error());
    app.view().theme = options.theme;
    app.view().present = options.present;
    if (app.store() != nullptr) {
        const auto count = app.store()->event_count();
        if (options.at && *options.at > count)
            return fail("there is no event " + std::to_string(*options.at) + ": this run has " +
                        std::to_string(count));
        if (options.at) {
            app.view().playback.seek(*app.store(), *options.at);
        } else {
            app.view().playback.last(*app.store());
        }
    }
    if (options.to) app.show_range({options.from, *options.to});
    std::vector<Chord> keys;
    for (const std::string& name : options.keys) {
        if (const auto key = chord_named(name)) keys.push_back(*key);
    }
    Studio studio;
    if (!studio.open(options.width, options.height)) return fail(studio.error());
    const std::string problem = write_png(studio.draw(app, options.scale, keys), options.output.string());
    if (!problem.empty()) return fail("cannot write " + options.output.string() + ": " + problem);
    return 0;
}

}  // namespace loopscope::viz
