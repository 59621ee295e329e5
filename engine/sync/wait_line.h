// What locks, events, semaphores and queues are made of: an object that a recording knows, and a line of
// waiters.
#pragma once

#include "engine/loop/event_loop.h"
#include "engine/tasks/future.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace asyncio::detail {

// The shared state behind the handles. It belongs to no loop until somebody has to wait; then to that one.
// May be made before the loop and live longer, also as a global.
class Primitive : public Object, private LoopResource {
public:
    // The running loop. Throws RuntimeError if the primitive has been waited for in another one.
    EventLoop& bind();
    // Python's repr, without the address.
    virtual std::string repr() const = 0;
    std::string_view type() const noexcept { return type_; }
    // What is missing for one who waits in `function`, for the verdict on a program in which nothing happens
    // any more. By default the business of the primitive that this one is a part of.
    virtual std::string missing(std::string_view function) const;
    // The observer of the running loop if there is one; it knows this object then.
    Observer* observer();
    // This, with a number if the running loop records.
    const Primitive& known() {
        observer();
        return *this;
    }

    // Not from the pool, whose blocks end with the thread.
    static void* operator new(std::size_t bytes);
    static void operator delete(void* object) noexcept;

protected:
    // `type`: the Python class. `size`: how much it holds (parties, maxsize, initial value). `owner`: the
    // primitive that this one is a part of; must outlive it.
    Primitive(ObjectKind kind, std::string_view type, std::int64_t size = 0, Primitive* owner = nullptr);
    ~Primitive() override;

    // Tells the observer what it is now: see `state` in docs/trace_format.md.
    void report(std::string_view state, std::int64_t value = 0, bool owned = false);
    bool part_of_other() const noexcept { return owner_ != nullptr; }

private:
    void announce(EventLoop& loop);
    void abandon() noexcept final { loop_ = nullptr; }  // the loop is gone

    EventLoop* loop_ = nullptr;  // that knows this object
    std::string_view type_;
    std::int64_t size_;
    Primitive* owner_;
    bool bound_ = false;            // somebody had to wait
    bool bound_elsewhere_ = false;  // ... in a loop before that one
};

class WaitLine;

// The future of one who waits in a line.
class Waiter final : public FutureState<bool> {
public:
    // `name`: of the asyncio function that waits.
    Waiter(EventLoop& loop, Primitive& waits_for, const char* name);
    bool cancel(const CancelMessage& message) override;
    std::string missing() const override;
    // In whose line it stands, or stood.
    Primitive& waits_for() const noexcept { return *waits_for_; }

private:
    friend class WaitLine;
    Primitive* waits_for_;
    const char* name_;
    WaitLine* line_ = nullptr;  // while it stands in one
    Waiter* next_in_line_ = nullptr;
    Waiter* previous_in_line_ = nullptr;
};

// Waiters in the order in which they came; who is done stays until he leaves. Every operation takes constant
// time, the search for the first who is not done on average. Holds nobody: a waiter's Place does.
class WaitLine {
public:
    WaitLine() = default;
    WaitLine(const WaitLine&) = delete;
    WaitLine& operator=(const WaitLine&) = delete;

    bool empty() const noexcept { return size_ == 0; }
    std::size_t size() const noexcept { return size_; }
    bool all_cancelled() const noexcept { return cancelled_ == size_; }
    // Null if empty.
    Waiter* front() const noexcept { return first_; }
    // Null if there is none.
    Waiter* first_pending() noexcept;
    // How many are not done, at most `most`.
    std::size_t pending(std::size_t most) const noexcept;

    void append(Waiter& waiter) noexcept;
    // No effect if he is not in the line.
    void remove(Waiter& waiter) noexcept;

private:
    friend class Waiter;
    Waiter* first_ = nullptr;
    Waiter* last_ = nullptr;
    Waiter* maybe_pending_ = nullptr;  // all before it are done; null: all are
    std::size_t size_ = 0;
    std::size_t cancelled_ = 0;
};

// A place in a line, left at the end of the scope, also if the coroutine is destroyed there.
class Place {
public:
    Place(WaitLine& line, Primitive& waits_for, const char* name);
    Place(const Place&) = delete;
    Place& operator=(const Place&) = delete;
    ~Place() { line_.remove(*waiter_); }

    Waiter& waiter() const noexcept { return *waiter_; }
    Future<bool> future() const { return Future<bool>(waiter_); }

private:
    WaitLine& line_;
    Ref<Waiter> waiter_;
};

}  // namespace asyncio::detail
