#include "viz/window.h"

#include "viz/backend.h"

#include <cstdio>

namespace loopscope::viz {

int run_window(const Services& services, const StartWith& start) {
    App app(services);
    if (!app.start(start)) {
        std::fprintf(stderr, "loopscope: %s\n", app.error().c_str());
        return 1;
    }
    Backend backend;
    if (!backend.open(app)) {
        std::fprintf(stderr,
                     "loopscope: cannot open a window: %s. These need no display: list, run, record, show, check, "
                     "screenshot.\n",
                     backend.error().c_str());
        return 1;
    }
    backend.run();
    return 0;
}

}  // namespace loopscope::viz
