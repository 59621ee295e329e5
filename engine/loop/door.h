// The way from other threads (and signal handlers) into a loop: what they hand over, and the bell.
#pragma once

#include "engine/loop/context.h"
#include "engine/loop/threads.h"

#include <atomic>
#include <functional>
#include <memory>
#include <mutex>
#include <source_location>
#include <string>
#include <string_view>
#include <vector>

namespace asyncio::detail {

// Shared by the loop and by the threads that it or its program started: they may outlive it.
class Door {
public:
    struct Call {
        std::string name;
        bool internal;  // asyncio's own, not the program's
        std::function<void()> function;
        std::shared_ptr<std::atomic<bool>> cancelled;
        ContextHandle context = nullptr;  // a copy of the caller's; null: empty
    };
    struct Print {
        std::string line;
        ObjectId thread;
        std::source_location where;
    };

    // `threads` is null on a real clock.
    explicit Door(std::shared_ptr<Threads> threads);
    ~Door();
    Door(const Door&) = delete;
    Door& operator=(const Door&) = delete;

    // From any thread. False, and nothing happens, if the loop is closed.
    bool hand_over(Call call);
    bool print(std::string_view line, const std::source_location& where);
    // From a signal handler.
    void raise(int signal) noexcept;

    // In the loop's thread.
    bool pending() const noexcept { return pending_ || signals_kept(); }
    std::vector<Call> take_calls();
    // Whether signals are kept for take_signals(); at first they are not.
    void keep_signals(bool on);
    bool signals_kept() const noexcept { return kept_signals_ > 0; }
    // Those raised since the last call, each as often and in the order in which they came.
    std::vector<int> take_signals();
    // Was SIGINT raised since the last call? Kept or not.
    bool take_interrupt() noexcept { return interrupted_.exchange(false); }
    std::vector<Print> take_prints();
    // The descriptor that the selector watches: readable when there is something.
    int bell() const noexcept { return bell_; }
    void close();

    const std::shared_ptr<Threads>& threads() const noexcept { return threads_; }

    // Numbers for default names, from 1: a recording must not depend on what else ran, or runs, in the
    // process.
    enum class Named { thread, pool };
    int next_number(Named what) noexcept { return ++numbers_[static_cast<std::size_t>(what)]; }

private:
    void ring() noexcept;

    const std::shared_ptr<Threads> threads_;
    const int bell_;
    std::mutex mutex_;
    std::vector<Call> calls_;
    std::vector<Print> prints_;
    int signals_[2] = {-1, -1};  // a pipe, as asyncio's: a byte for each, its number
    std::atomic<int> kept_signals_ = 0;
    std::atomic<bool> keeps_signals_ = false;
    std::atomic<bool> interrupted_ = false;
    std::atomic<bool> pending_ = false;
    std::atomic<int> numbers_[2] = {0, 0};
    bool closed_ = false;
};

// Of the loop that runs in this thread, or of the one whose program started this thread; or null.
std::shared_ptr<Door> current_door();
// Its next number, or where there is none the process's.
int next_number(Door::Named what);
// In a new thread: the door of who started it.
void set_door(std::shared_ptr<Door> door);

}  // namespace asyncio::detail
