// The signals that end programs, for what has to be tidied up first.
#pragma once

#include "viz/window.h"

#include <csignal>
#include <functional>

namespace loopscope::program {

// Keeps Ctrl+C and its like from this thread and from those that it starts meanwhile; who waits gets them one
// by one.
class Signals {
public:
    Signals();
    ~Signals();
    Signals(const Signals&) = delete;
    Signals& operator=(const Signals&) = delete;

    // Until one comes, or `enough`, which is asked now and then. The signal, or 0.
    int wait(const std::function<bool()>& enough) const;
    int wait() const;  // until one comes
    // As if it had never been kept from anybody.
    static void die_of(int signal);

private:
    sigset_t set_{};
    sigset_t before_{};
};

// How a window ended.
struct WindowEnd {
    int status = 0;  // exit code
    int signal = 0;  // that ended it; 0: none
};

// Shows it until it is closed, or until such a signal comes. Another one ends the program at once.
WindowEnd show_window(const viz::Services& services, const viz::StartWith& start);

}  // namespace loopscope::program
