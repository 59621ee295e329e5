#include "viz/program/signals.h"

#include <pthread.h>

#include <algorithm>
#include <cerrno>
#include <stop_token>
#include <thread>

namespace loopscope::program {

Signals::Signals() {
    sigemptyset(&set_);
    for (const int signal : {SIGINT, SIGTERM, SIGHUP}) sigaddset(&set_, signal);
    pthread_sigmask(SIG_BLOCK, &set_, &before_);
}

Signals::~Signals() { pthread_sigmask(SIG_SETMASK, &before_, nullptr); }

int Signals::wait(const std::function<bool()>& enough) const {
    const timespec look{.tv_sec = 0, .tv_nsec = 200'000'000};
    int signal = 0;
    while (!enough() && (signal = sigtimedwait(&set_, nullptr, &look)) < 0) {}
    return std::max(signal, 0);
}

int Signals::wait() const {
    int signal = 0;
    while (sigwait(&set_, &signal) != 0) {}
    return signal;
}

void Signals::die_of(int signal) {
    sigset_t only;
    sigemptyset(&only);
    sigaddset(&only, signal);
    std::signal(signal, SIG_DFL);
    raise(signal);
    pthread_sigmask(SIG_UNBLOCK, &only, nullptr);
}

WindowEnd show_window(const viz::Services& services, const viz::StartWith& start) {
    const Signals signals;
    std::stop_source ended;
    WindowEnd end;
    std::jthread waiter([&](const std::stop_token& closed) {
        while (!closed.stop_requested()) {
            const int signal = signals.wait();
            if (closed.stop_requested()) return;
            if (!ended.request_stop()) Signals::die_of(signal);
            end.signal = signal;
        }
    });
    end.status = viz::run_window(services, start, ended.get_token());
    waiter.request_stop();
    pthread_kill(waiter.native_handle(), SIGTERM);  // so that it looks
    waiter.join();
    return end;
}

}  // namespace loopscope::program
