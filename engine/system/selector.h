// Which descriptors are ready to be read or written. The loop knows the operating system only through this.
#pragma once

#include "engine/base/observer.h"
#include "engine/system/network.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <set>
#include <utility>
#include <vector>

namespace asyncio {

class Selector {
public:
    using Direction = Observer::Direction;

    struct Ready {
        int fd;
        Direction direction;
        detail::Runnable* callback;
    };

    virtual ~Selector() = default;

    // `callback` is held until remove(), which also cancels it: it may be in the ready queue already. One
    // callback for each descriptor and direction; a second one replaces it.
    virtual void add(int fd, Direction direction, detail::Runnable& callback) = 0;
    // `fd`, which is watched, comes behind all others that are ready with it.
    virtual void put_last(int fd) = 0;
    // False if it was not there.
    virtual bool remove(int fd, Direction direction) = 0;
    virtual detail::Runnable* callback(int fd, Direction direction) const = 0;
    virtual bool empty() const noexcept = 0;
    virtual bool watches_writing() const noexcept = 0;
    virtual void clear() noexcept = 0;
    // Waits up to `timeout_ns` (-1: without limit) and fills `ready`, in the order in which the descriptors
    // were added, reading before writing.
    virtual void select(std::int64_t timeout_ns, std::vector<Ready>& ready) = 0;
    // For the virtual clock, before the first add(): `network`, which must outlive this, says what must
    // become ready.
    void expect_of(detail::Network& network);
    // What is ready now, after waiting (at most `patience_ms`) for all that must become ready, but for what
    // is foreign.
    void wait_for_expected(int patience_ms, std::vector<Ready>& ready);

    // What is ready now of what wait_for_expected() leaves out, as far as it was found by `now_ns`.
    void select_foreign(std::int64_t now_ns, std::vector<Ready>& ready);
    // Tells `network` what there is in the descriptors to process `pid`, which waits.
    static void find_foreign(detail::Network& network, int pid, std::int64_t local_ns);

    struct Watched {
        int fd;
        Direction direction;
    };
    virtual std::vector<Watched> watched() const = 0;
    // So many bytes can be read from `fd` now.
    virtual std::uint64_t readable_bytes(int fd) const;

protected:
    // `fd` is watched from now on, in one direction or in one more.
    void note_watched(int fd) {
        if (network_) network_->note_change(fd);
    }

private:
    void find_expected();
    bool misses_expected(const std::vector<Ready>& ready) const;
    // A descriptor is readable with the first of several pieces; how much one read gives must not depend on
    // how busy the machine is.
    void wait_for_all_bytes(int patience_ms) const;

    detail::Network* network_ = nullptr;
    // What is watched and must become ready. Kept from turn to turn: to look at all that is watched each time
    // would take as long as there are connections.
    std::set<std::pair<int, Direction>> expected_;
};

// select() returns at once when `bell`, an eventfd that must outlive it, is rung.
std::unique_ptr<Selector> make_epoll_selector(int bell);

}  // namespace asyncio
