#include "engine/system/selector.h"

#include "engine/system/virtual_window.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <algorithm>
#include <chrono>
#include <set>
#include <thread>
#include <utility>

namespace asyncio {

namespace {

// Not writable, whatever the kernel says.
bool is_full(const detail::Network& network, const Selector::Ready& ready) {
    return ready.direction == Observer::kWriting && network.has_unread(ready.fd) &&
           network.in_flight_from(ready.fd) >= detail::virtual_window(ready.fd);
}

// What the kernel takes for `fd` for sure: it counts what its packets take, not their bytes.
std::uint64_t room_for(int fd) {
    int buffer = 0;
    socklen_t size = sizeof buffer;
    if (::getsockopt(fd, SOL_SOCKET, SO_RCVBUF, &buffer, &size) < 0) return ~std::uint64_t{0};
    return static_cast<std::uint64_t>(buffer) / 4;
}

}  // namespace

void Selector::expect_of(detail::Network& network) {
    network_ = &network;
    network.keep_changes();
}

void Selector::find_expected() {
    for (const int fd : network_->take_changes())
        for (const Direction direction : {Observer::kReading, Observer::kWriting})
            expected_.emplace(fd, direction);
    std::erase_if(expected_, [&](const auto& each) {
        return !network_->expects(each.first, each.second) || !callback(each.first, each.second);
    });
}

bool Selector::misses_expected(const std::vector<Ready>& ready) const {
    if (expected_.empty()) return false;
    std::set<std::pair<int, Direction>> there;
    for (const Ready& each : ready) there.emplace(each.fd, each.direction);
    return !std::includes(there.begin(), there.end(), expected_.begin(), expected_.end());
}

void Selector::wait_for_all_bytes(int patience_ms) const {
    for (const auto& [fd, direction] : expected_) {
        if (direction != Observer::kReading) continue;
        const std::uint64_t in_flight = network_->in_flight_to(fd);
        if (in_flight == 0) continue;  // one that connects, an end of file
        const std::uint64_t all = std::min(in_flight, room_for(fd));
        for (int tries = 0; tries < patience_ms && readable_bytes(fd) < all; ++tries) {
            // The sender may wait for this end to acknowledge what it has.
            const int on = 1;
            ::setsockopt(fd, IPPROTO_TCP, TCP_QUICKACK, &on, sizeof on);
            if (tries > 0) std::this_thread::sleep_for(std::chrono::milliseconds(1));
        }
    }
}

std::uint64_t Selector::readable_bytes(int fd) const {
    int bytes = 0;
    return ::ioctl(fd, FIONREAD, &bytes) == 0 ? static_cast<std::uint64_t>(bytes) : 0;
}

void Selector::wait_for_expected(int patience_ms, std::vector<Ready>& ready) {
    find_expected();
    if (empty()) return ready.clear();
    select(0, ready);
    // The loopback delivers within microseconds; a busy machine may need a few tries.
    for (int tries = 0; misses_expected(ready) && tries < patience_ms; ++tries)
        select(tries == 0 ? 0 : 1'000'000, ready);
    wait_for_all_bytes(patience_ms);
    std::erase_if(
        ready, [&](const Ready& each) { return network_->is_foreign(each.fd) || is_full(*network_, each); });
}

void Selector::select_foreign(std::int64_t now_ns, std::vector<Ready>& ready) {
    select(0, ready);
    std::erase_if(ready, [&](const Ready& each) {
        if (network_->is_foreign(each.fd)) return !network_->is_ready(each.fd, each.direction, now_ns);
        return is_full(*network_, each);
    });
}

void Selector::find_foreign(detail::Network& network, int pid, std::int64_t local_ns) {
    for (const int fd : network.foreign_fds(pid)) {
        int bytes = 0;
        if (::ioctl(fd, FIONREAD, &bytes) != 0) bytes = 0;  // the process itself, no pipe
        pollfd asked{.fd = fd, .events = POLLIN, .revents = 0};
        ::poll(&asked, 1, 0);
        const bool ended = (asked.revents & (POLLHUP | POLLERR)) != 0 || (asked.revents != 0 && bytes == 0);
        network.found(fd, static_cast<std::size_t>(bytes), ended, local_ns);
    }
}

}  // namespace asyncio
