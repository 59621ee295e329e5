// A loop of one's own, without run().
#pragma once

#include "engine/loop/event_loop.h"

#include <string>
#include <utility>

namespace asyncio {

// Owns a loop: closes it and destroys what is left in it when it goes. Futures and handles may outlive it;
// they are then what they were. Empty (default constructed) it owns none, as a member that Python sets to
// None.
class OwnedLoop {
public:
    OwnedLoop() = default;
    explicit OwnedLoop(const LoopOptions& options) : loop_(EventLoop::create(options)) {}
    OwnedLoop(OwnedLoop&&) noexcept = default;
    OwnedLoop& operator=(OwnedLoop&& other) noexcept {
        if (this == &other) return *this;
        if (loop_) loop_->dispose();
        loop_ = std::move(other.loop_);
        return *this;
    }
    ~OwnedLoop() {
        if (loop_) loop_->dispose();
    }
    explicit operator bool() const noexcept { return static_cast<bool>(loop_); }
    EventLoop& operator*() const noexcept { return *loop_; }
    EventLoop* operator->() const noexcept { return loop_.get(); }
    std::string repr() const { return loop_ ? loop_->repr() : "None"; }

private:
    detail::Ref<EventLoop> loop_;
};

// new_event_loop(), an object so that it can be given as it is: run(main(), {.loop_factory =
// new_event_loop}).
struct NewEventLoop {
    OwnedLoop operator()(const LoopOptions& options = {}) const { return OwnedLoop(options); }
};
inline constexpr NewEventLoop new_event_loop;

}  // namespace asyncio
