#include "engine/selector.h"

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
        return each.direction == Observer::kWriting && network.has_unread(each.fd);
    });
}

}  // namespace asyncio
