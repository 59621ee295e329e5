// The critical path, worked out where the window does not have to wait for it.
#pragma once

#include "viz/data/explain/critical_path.h"

#include <atomic>
#include <chrono>
#include <future>
#include <optional>

namespace loopscope::viz {

class PathWork {
public:
    PathWork() = default;
    PathWork(const PathWork&) = delete;
    PathWork& operator=(const PathWork&) = delete;
    ~PathWork() { cancel(); }

    // The store must stay until it is done or cancelled. What is short is done at once.
    void begin(const Store& store, trace::ObjectId task) {
        constexpr trace::EventIndex kWorthAThread = 100'000;
        cancel();
        wanted_ = true;
        result_ = std::async(store.event_count() > kWorthAThread ? std::launch::async : std::launch::deferred,
                             [this, &store, task] { return critical_path(store, task, &wanted_); });
    }
    bool works() const { return result_.valid(); }
    // Once, when it is ready.
    std::optional<CriticalPath> take() {
        if (!works() || result_.wait_for(std::chrono::seconds(0)) == std::future_status::timeout)
            return std::nullopt;
        return result_.get();
    }
    // And waits: that takes no time to speak of.
    void cancel() {
        wanted_ = false;
        if (works()) result_.get();
    }

private:
    std::atomic<bool> wanted_ = false;
    std::future<CriticalPath> result_;
};

}  // namespace loopscope::viz
