#include "engine/system/selector.h"

#include "engine/system/virtual_window.h"

#include <poll.h>
#include <sys/ioctl.h>
#include <algorithm>
#include <set>
#include <utility>

namespace asyncio {

namespace {

// Not writable, whatever the kernel says.
bool is_full(const detail::Network& network, const Selector::Ready& ready) {
    return ready.direction == Observer::kWriting && network.has_unread(ready.fd) &&
           network.in_flight_from(ready.fd) >= detail::virtual_window(ready.fd);
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

void Selector::wait_for_expected(int patience_ms, std::vector<Ready>& ready) {
    find_expected();
    if (empty()) return ready.clear();
    select(0, ready);
    // The loopback delivers within microseconds; a busy machine may need a few tries.
    for (int tries = 0; misses_expected(ready) && tries < patience_ms; ++tries)
        select(tries == 0 ? 0 : 1'000'000, ready);
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
