// Signals of the process.
#pragma once

#include "engine/loop/callback.h"
#include "engine/loop/door.h"

#include <csignal>
#include <functional>
#include <map>
#include <memory>
#include <vector>

namespace asyncio {

// Python's signal.raise_signal(): sends `signal` to this process, and has the running loop notice at once.
void raise_signal(int signal);

namespace detail {

// What a loop does when a signal was raised: EventLoop::add_signal_handler(). Signals come through its door.
class SignalHandlers {
public:
    struct Handler {
        Callback callback;
        Context context;  // that of add_signal_handler()
    };

    explicit SignalHandlers(std::shared_ptr<Door> door) : door_(std::move(door)) {}

    bool empty() const noexcept { return handlers_.empty(); }
    // Replaces one that is there. Throws ValueError outside of the main thread, RuntimeError for a signal
    // that cannot be caught. Requires a number that is one of a signal.
    void add(int signal, const Callback& callback);
    // False if there was none. The signal does again what it does by default: SIGINT raises KeyboardInterrupt
    // where it is noticed, also if it cancelled a Runner's main before. Throws ValueError for what is no
    // signal.
    bool remove(int signal);
    void clear();

    // Were any raised that take() has not given?
    bool raised() const noexcept { return door_->signals_kept(); }
    // The handlers of those that were raised since the last call, each as often and in the order in which
    // they came.
    std::vector<Handler> take();

    // For Runner: what SIGINT does, at once; empty: what it did before. No effect where somebody else has an
    // opinion about SIGINT, or outside of the main thread.
    void set_interrupt(std::function<void()> handler);
    // Has SIGINT been raised? Does what it does if nobody has a handler for it, see above.
    void take_interrupt();

private:
    std::shared_ptr<Door> door_;
    std::map<int, Handler> handlers_;
    std::function<void()> interrupt_;
};

}  // namespace detail
}  // namespace asyncio
