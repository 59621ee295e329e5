#include "viz/loading.h"

#include <chrono>
#include <exception>
#include <utility>

namespace loopscope::viz {

Loaded load(const std::function<Opened()>& open) {
    try {
        Opened opened = open();
        Loaded loaded{nullptr, std::move(opened.error), std::move(opened.notes)};
        if (opened.recording) {
            loaded.store = std::make_unique<Store>(std::move(*opened.recording));
            loaded.store->index();
        } else if (loaded.error.empty()) {
            loaded.error = "it is not a recording.";
        }
        return loaded;
    } catch (const std::exception& error) {
        return {nullptr, error.what(), {}};
    }
}

Loading::Loading(std::function<Opened()> open, std::string what)
    : what_(std::move(what)),
      result_(std::async(std::launch::async, [open = std::move(open)] { return load(open); })) {}

bool Loading::ready() const { return result_.wait_for(std::chrono::seconds(0)) == std::future_status::ready; }

}  // namespace loopscope::viz
