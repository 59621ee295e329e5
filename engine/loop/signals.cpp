#include "engine/loop/signals.h"

#include "engine/loop/event_loop.h"

#include <sys/syscall.h>
#include <unistd.h>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <thread>

namespace asyncio {

namespace {

constexpr int kSignals = 65;

// A signal belongs to the process, so this is, too: the loop that each one is for.
std::array<std::atomic<detail::Door*>, kSignals> listeners;
std::atomic<int> at_work = 0;  // how many threads are in on_signal()

void on_signal(int signal) {
    ++at_work;
    if (detail::Door* door = listeners[static_cast<std::size_t>(signal)]) door->raise(signal);
    --at_work;
}

// Afterwards the door that was there may go: who has seen it, in another thread, is done with it.
void set_listener(int signal, detail::Door* door) {
    listeners[static_cast<std::size_t>(signal)] = door;
    while (at_work != 0) std::this_thread::yield();
}

void set_action(int signal, void (*handler)(int)) {
    struct sigaction action {};
    action.sa_handler = handler;
    action.sa_flags = SA_RESTART;
    if (::sigaction(signal, &action, nullptr) == 0) return;
    if (errno == EINVAL) throw RuntimeError("sig " + std::to_string(signal) + " cannot be caught");
    throw_os_error(errno);
}

void listen(int signal, detail::Door* door) {
    set_listener(signal, door);
    try {
        set_action(signal, door ? on_signal : SIG_DFL);
    } catch (...) {
        set_listener(signal, nullptr);
        throw;
    }
}

void check_signal(int signal) {
    if (signal < 1 || signal >= kSignals) throw ValueError("invalid signal number " + std::to_string(signal));
}

bool is_default(int signal) {
    struct sigaction action {};
    return ::sigaction(signal, nullptr, &action) == 0 && action.sa_handler == SIG_DFL;
}

bool is_main_thread() { return ::syscall(SYS_gettid) == ::getpid(); }

}  // namespace

namespace detail {

void SignalHandlers::add(int signal, const Callback& callback) {
    if (!is_main_thread())
        throw ValueError("set_wakeup_fd only works in main thread of the main interpreter");
    door_->keep_signals(true);  // first: whoever gets a signal must have a place for it
    try {
        listen(signal, door_.get());
    } catch (...) {
        if (handlers_.empty()) door_->keep_signals(false);
        throw;
    }
    ContextHandle context = inherited_context();
    handlers_.insert_or_assign(signal, Handler{callback, context ? Context(std::move(context)) : Context()});
}

bool SignalHandlers::remove(int signal) {
    check_signal(signal);
    if (handlers_.erase(signal) == 0) return false;
    if (signal == SIGINT)  // Python's default_int_handler: not what a Runner had it do before
        interrupt_ = [] { throw KeyboardInterrupt(); };
    else
        listen(signal, nullptr);
    if (handlers_.empty()) door_->keep_signals(false);
    return true;
}

void SignalHandlers::clear() {
    while (!handlers_.empty()) remove(handlers_.begin()->first);
    set_interrupt(nullptr);
}

std::vector<SignalHandlers::Handler> SignalHandlers::take() {
    std::vector<Handler> all;
    for (const int signal : door_->take_signals())
        if (const auto found = handlers_.find(signal); found != handlers_.end()) all.push_back(found->second);
    return all;
}

// As asyncio's Runner.
void SignalHandlers::set_interrupt(std::function<void()> handler) {
    const bool on = static_cast<bool>(handler);
    if (on ? !is_main_thread() || !is_default(SIGINT) : !interrupt_) return;
    interrupt_ = std::move(handler);
    if (on)
        listen(SIGINT, door_.get());
    else if (!handlers_.contains(SIGINT))
        listen(SIGINT, nullptr);
}

// One that has a handler is nobody else's, not even later.
void SignalHandlers::take_interrupt() {
    const bool raised = door_->take_interrupt();
    if (raised && interrupt_ && !handlers_.contains(SIGINT)) interrupt_();
}

}  // namespace detail

void raise_signal(int signal) {
    check_signal(signal);
    ::raise(signal);
    if (EventLoop* loop = detail::running_loop()) loop->signals().take_interrupt();
}

void EventLoop::set_signal_handler(int signal, const Callback& callback) {
    check_signal(signal);
    check_usable();
    signals_.add(signal, callback);
}

// As asyncio: a signal writes into a pipe that the selector watches, and so do other threads. What reads it
// is called in this turn, the handlers of all signals that it finds there in the next.
void EventLoop::read_signals_soon() {
    const auto read = detail::make_ref<detail::CallbackState>(
        "read_from_self", [this](const detail::FutureRef&) { call_signal_handlers(); },
        detail::ObjectKind::callback);
    read->announce(*this);
    push_ready(*read, nullptr, loopscope::trace::ReadyReason::io);
}

void EventLoop::call_signal_handlers() {
    for (const auto& [callback, context] : signals_.take())
        push_ready(*detail::make_ref<detail::HandleState>(*this, callback, detail::HandleState::kAtOnce,
                                                          CallOptions{.context = context}),
                   nullptr, loopscope::trace::ReadyReason::io);
}

}  // namespace asyncio
