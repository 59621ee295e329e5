// The threads of a program on a virtual clock.
//
// A recording must not depend on which of two threads is quicker, so on a virtual clock only one runs at a
// time:
//   - The loop's thread runs until it waits: in its selector, or because the program blocks it.
//   - Then each thread that can go on has its turn, in the order in which it became able to (new ones in the
//     order of their creation), and keeps it until it waits: in time::sleep(), for a concurrent::Future, for
//     an Event or a Lock of threading, or because it has ended.
//   - When all of them wait, what they handed to the loop is its next turn. If there is nothing, the clock
//     moves to the next timer or the next thread that wakes, whichever is earlier; of one instant the threads
//     come first, and among them those that were created first.
// So the clock stands still while a thread works, and moves with one that sleeps.
//
// A thread may also wait for something that is not ours: a std::mutex, a read() from a pipe. The kernel
// tells: such a thread has lost its turn, and goes on beside the others when it wakes, until it waits here
// the next time. One that waits for a lock can only be woken from inside of the process, so the clock may
// move; for any other, the loop waits in real time.
#pragma once

#include "engine/base/object.h"

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <functional>
#include <limits>
#include <memory>
#include <mutex>
#include <optional>
#include <source_location>
#include <string>
#include <thread>
#include <vector>

namespace asyncio::detail {

class Threads;

// What a recording knows of a thread. Of the loop's thread only.
class ThreadObject final : public Object {
public:
    ThreadObject(EventLoop& loop, const std::string& name);

private:
    ~ThreadObject() override;
    EventLoop& loop_;
};

// A thread's place in the order of turns.
class Seat {
public:
    Seat(std::shared_ptr<Threads> threads, std::string name, std::uint32_t number)
        : threads_(std::move(threads)), name_(std::move(name)), number_(number) {}
    // In the thread itself: waits for its first turn. Until leave(), wait_virtually() means this seat.
    void enter();
    void leave();
    const std::shared_ptr<Threads>& threads() const noexcept { return threads_; }
    // Its number in the recording, 0 before its first turn.
    ObjectId object_id() const noexcept { return object_id_; }
    // While true it keeps its turn, even if the kernel calls it waiting: for something of the engine's own
    // that comes by itself and costs no loop time.
    void keep_turn(bool keep) noexcept { keeps_turn_ = keep; }

private:
    friend class Threads;
    enum class State { ready, running, outside, waiting, gone };

    const std::shared_ptr<Threads> threads_;
    const std::string name_;
    const std::uint32_t number_;
    // The rest under the lock of threads_.
    State state_ = State::ready;
    std::function<bool()> condition_;
    double deadline_ = 0;  // seconds of loop time
    bool met_ = false;     // the condition, when it stopped waiting
    int kernel_id_ = 0;
    std::condition_variable turn_;
    std::atomic<ObjectId> object_id_ = 0;
    std::atomic<bool> keeps_turn_ = false;
    Ref<ThreadObject> object_;  // touched by the loop's thread only
};

class Threads : public std::enable_shared_from_this<Threads> {
public:
    static constexpr double kNever = std::numeric_limits<double>::infinity();

    explicit Threads(EventLoop& loop) : loop_(&loop) {}

    // A new thread, last in the line. By whoever has the turn; null after close().
    std::shared_ptr<Seat> add(std::string name);
    // It never had a turn, and is to have none.
    void remove(const Seat& seat);

    // Whose these are; null once it is gone.
    EventLoop* loop() {
        const std::lock_guard lock(mutex_);
        return loop_;
    }

    // --- in the loop's thread ---
    // Every thread that can run runs until it waits.
    void run();
    // When the first sleeping thread wakes, or kNever.
    double next_deadline();
    // The clock has come to `now`: who waited for that is ready.
    void wake_due(double now);
    // Does a thread do something that only real time ends?
    bool work_outside();
    // The loop is gone: whoever waits goes on at once, in real time.
    void close();

private:
    friend class Seat;
    friend std::optional<bool> wait_virtually(const std::function<bool()>&, std::optional<double>,
                                              const std::source_location&);
    friend bool wait_for_other_threads(const std::function<bool()>&);
    using Lock = std::unique_lock<std::mutex>;

    std::optional<bool> wait(Seat& seat, const std::function<bool()>& condition,
                             std::optional<double> timeout);
    void give_turn(Seat& seat, Lock& lock);
    void watch(Seat& seat, Lock& lock);
    void make_ready(Seat& seat, bool met);
    bool wake(Lock& lock, const std::function<bool(const Seat&)>& due);
    std::shared_ptr<Seat> take_first();

    std::mutex mutex_;
    std::condition_variable given_back_;
    EventLoop* loop_;                           // null after close()
    std::vector<std::shared_ptr<Seat>> seats_;  // in order of creation
    std::deque<Seat*> line_;                    // those that are ready
    std::vector<Seat*> waiting_;                // in the order in which they began to
    std::uint32_t last_number_ = 0;
    bool stirred_ = false;  // a thread came back from outside since the loop last looked
    std::atomic<bool> used_ = false;
};

// The seat of this thread, or null.
Seat* own_seat() noexcept;
// Starts a thread that does `body`; `seat`, on a virtual clock, is its place. Throws RuntimeError if the
// system has no thread to give, as Python does; the seat is gone then.
std::thread start_thread(const std::shared_ptr<Seat>& seat, std::function<void()> body);
// Joins a thread that has nothing left to do but to end. On a virtual clock that takes no time.
void join_ending(std::thread& thread);
// On a virtual clock: waits until `condition()` (null: never true), at most `timeout` seconds; was it true?
// Nothing, at once, where there is no virtual clock (or no longer).
std::optional<bool> wait_virtually(const std::function<bool()>& condition, std::optional<double> timeout,
                                   const std::source_location& where);
// Of a loop that runs in such a thread, and has nothing to do: the thread waits. False if it is none.
bool wait_for_other_threads(const std::function<bool()>& condition);

}  // namespace asyncio::detail
