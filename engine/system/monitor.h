// Waiting in a thread: for a condition that other threads make true, on the loop's clock.
#pragma once

#include <condition_variable>
#include <functional>
#include <mutex>
#include <optional>
#include <source_location>

namespace asyncio::detail {

// State that threads share, and the waiting for it to change. On a virtual clock who waits gives up its turn
// (see threads.h), and `timeout` is loop time; elsewhere it is a condition variable.
class Monitor {
public:
    template <class F>
    decltype(auto) locked(F read) {
        const std::lock_guard lock(mutex_);
        return read();
    }
    // `write()` under the lock; then who waits looks again.
    template <class F>
    decltype(auto) change(F write) {
        struct Notify {
            std::condition_variable& changed;
            ~Notify() { changed.notify_all(); }
        } const notify{changed_};
        const std::lock_guard lock(mutex_);
        return write();
    }
    // Waits until `ready()`, which is called under the lock, at most `timeout` seconds; was it?
    bool wait(const std::function<bool()>& ready, std::optional<double> timeout = std::nullopt,
              const std::source_location& where = std::source_location::current());

private:
    std::mutex mutex_;
    std::condition_variable changed_;
};

}  // namespace asyncio::detail
