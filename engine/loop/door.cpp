#include "engine/loop/door.h"

#include "engine/base/errors.h"
#include "engine/loop/event_loop.h"

#include <fcntl.h>
#include <sys/eventfd.h>
#include <unistd.h>
#include <cerrno>
#include <csignal>

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
Door::~Door() {
    ::close(bell_);
    for (const int end : signals_)
        if (end >= 0) ::close(end);
}

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

void Door::keep_signals(bool on) {
    if (on && signals_[0] < 0 && ::pipe2(signals_, O_CLOEXEC | O_NONBLOCK) != 0) throw_os_error(errno);
    keeps_signals_ = on;
}

void Door::raise(int signal) noexcept {
    const int saved = errno;
    const auto number = static_cast<unsigned char>(signal);
    if (signal == SIGINT) pending_ = interrupted_ = true;
    if (keeps_signals_ && ::write(signals_[1], &number, 1) == 1) ++kept_signals_;  // full: lost, as in Python
    errno = saved;
    ring();
}

std::vector<int> Door::take_signals() {
    std::vector<int> all;
    if (signals_[0] < 0) return all;
    unsigned char numbers[256];
    for (ssize_t got; (got = ::read(signals_[0], numbers, sizeof numbers)) > 0;)
        all.insert(all.end(), numbers, numbers + got);
    kept_signals_ -= static_cast<int>(all.size());
    return all;
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

int next_number(Door::Named what) {
    static std::atomic<int> outside[2] = {0, 0};
    const std::shared_ptr<Door> door = current_door();
    return door ? door->next_number(what) : ++outside[static_cast<std::size_t>(what)];
}

void set_door(std::shared_ptr<Door> door) { the_door = std::move(door); }

}  // namespace asyncio::detail
