#include "engine/selector.h"

#include <sys/ioctl.h>
#include <algorithm>

namespace asyncio {

void Selector::wait_for_expected(const detail::Network& network, int patience_ms, std::vector<Ready>& ready) {
    select(0, ready);
    const std::vector<Watched> all = watched();
    const auto missing = [&] {
        return std::any_of(all.begin(), all.end(), [&](const Watched& watch) {
            return network.expects(watch.fd, watch.direction) &&
                   std::none_of(ready.begin(), ready.end(), [&](const Ready& each) {
                       return each.fd == watch.fd && each.direction == watch.direction;
                   });
        });
    };
    // The loopback delivers within microseconds; a busy machine may need a few tries.
    for (int tries = 0; missing() && tries < patience_ms; ++tries) select(tries == 0 ? 0 : 1'000'000, ready);
    std::erase_if(ready, [&](const Ready& each) {
        return network.is_foreign(each.fd) ||
               (each.direction == Observer::kWriting && network.has_unread(each.fd));
    });
}

void Selector::select_foreign(detail::Network& network, const std::function<bool(int pid)>& due,
                              std::vector<Ready>& ready) {
    select(0, ready);
    for (const int fd : network.foreign_fds()) {
        int bytes = 0;
        if (::ioctl(fd, FIONREAD, &bytes) == 0) network.found(fd, static_cast<std::size_t>(bytes));
    }
    std::erase_if(ready, [&](const Ready& each) {
        if (!network.is_foreign(each.fd))
            return each.direction == Observer::kWriting && network.has_unread(each.fd);
        return !due(network.process_of(each.fd)) ||
               (each.direction == Observer::kWriting && network.room(each.fd) == 0);
    });
}

}  // namespace asyncio
