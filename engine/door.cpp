#include "engine/door.h"

#include "engine/errors.h"
#include "engine/event_loop.h"

#include <sys/eventfd.h>
#include <unistd.h>
#include <cerrno>

namespace asyncio::detail {

namespace {

thread_local std::shared_ptr<Door> the_door;

int make_bell() {
    const int bell = ::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    if (bell < 0) throw_os_error(errno);
    return bell;
}

}  // namespace

Door::Door(std::shared_ptr<Threads> threads) : threads_(std::move(threads)), bell_(make_bell()) {}
Door::~Door() { ::close(bell_); }

bool Door::hand_over(Call call) {
    {
        const std::lock_guard lock(mutex_);
        if (closed_) return false;
        calls_.push_back(std::move(call));
        pending_ = true;
    }
    ring();
    return true;
}

bool Door::print(std::string_view line, const std::source_location& where) {
    {
        const std::lock_guard lock(mutex_);
        if (closed_) return false;
        const Seat* seat = own_seat();
        prints_.push_back({std::string(line), seat ? seat->object_id() : 0, where});
        pending_ = pending_ || !threads_;  // on a virtual clock the loop looks when the thread's turn ends
    }
    ring();
    return true;
}

void Door::raise(int signal) noexcept {
    raised_[static_cast<std::size_t>(signal)] = true;
    pending_ = true;
    ring();
}

bool Door::take_signal(int signal) noexcept {
    return raised_[static_cast<std::size_t>(signal)].exchange(false);
}

// Wakes the selector. Allowed in a signal handler.
void Door::ring() noexcept {
    const int saved = errno;
    [[maybe_unused]] const int failed = ::eventfd_write(bell_, 1);  // only if it has rung 2^64 times
    errno = saved;
}

std::vector<Door::Call> Door::take_calls() {
    const std::lock_guard lock(mutex_);
    pending_ = false;
    return std::exchange(calls_, {});
}

std::vector<Door::Print> Door::take_prints() {
    const std::lock_guard lock(mutex_);
    return std::exchange(prints_, {});
}

void Door::close() {
    std::vector<Call> dropped;
    {
        const std::lock_guard lock(mutex_);
        closed_ = true;
        pending_ = false;
        dropped = std::exchange(calls_, {});
    }
    if (threads_) threads_->close();
}

std::shared_ptr<Door> current_door() {
    if (EventLoop* loop = running_loop()) return loop->door();
    return the_door;
}

void set_door(std::shared_ptr<Door> door) { the_door = std::move(door); }

}  // namespace asyncio::detail
