// A socket that no transport owns yet.
#pragma once

#include "engine/loop/event_loop.h"

#include <unistd.h>
#include <utility>

namespace asyncio::detail {

// Closes it, and has the loop forget it, unless it is released. Must not outlive the loop.
class OpenSocket {
public:
    OpenSocket(EventLoop& loop, int fd) noexcept : loop_(&loop), fd_(fd) {}
    OpenSocket(OpenSocket&& other) noexcept : loop_(other.loop_), fd_(other.release()) {}
    OpenSocket& operator=(OpenSocket&&) = delete;
    ~OpenSocket() {
        if (fd_ < 0) return;
        loop_->selector().remove(fd_, Observer::kWriting);
        loop_->network().closed(fd_);
        ::close(fd_);
    }
    int get() const noexcept { return fd_; }
    int release() noexcept { return std::exchange(fd_, -1); }

private:
    EventLoop* loop_;
    int fd_;
};

}  // namespace asyncio::detail
