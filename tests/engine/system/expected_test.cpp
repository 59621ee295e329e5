// What the virtual clock asks the selector for: descriptors that must become ready, and no others.
#include "engine/loop/callback.h"
#include "engine/system/selector.h"
#include "tests/engine/engine_test.h"

#include <map>
#include <set>

using namespace asyncio;
using namespace engine_test;

namespace {

// No kernel: what is in `ready` is ready. Counts how often somebody looks at one of its descriptors.
class CountingSelector final : public Selector {
public:
    void add(int fd, Direction direction, detail::Runnable& callback) override {
        watched_[{fd, direction}] = &callback;
        note_watched(fd);
    }
    void put_last(int) override {}
    bool remove(int fd, Direction direction) override { return watched_.erase({fd, direction}) > 0; }
    detail::Runnable* callback(int fd, Direction direction) const override {
        ++looks;
        const auto it = watched_.find({fd, direction});
        return it == watched_.end() ? nullptr : it->second;
    }
    bool empty() const noexcept override { return watched_.empty(); }
    bool watches_writing() const noexcept override { return false; }
    void clear() noexcept override { watched_.clear(); }
    void select(std::int64_t, std::vector<Ready>& found) override {
        ++selects;
        found.clear();
        for (const int fd : ready) found.push_back({fd, Observer::kReading, nullptr});
        if (selects >= late_until) ready = late;
    }
    std::vector<Watched> watched() const override {
        looks += watched_.size();
        std::vector<Watched> all;
        for (const auto& [key, callback] : watched_) all.push_back({key.first, key.second});
        return all;
    }

    std::uint64_t readable_bytes(int fd) const override {
        const auto it = part_of.find(fd);
        return it == part_of.end() ? 1000 : it->second++;
    }

    std::set<int> ready, late;
    // Only so many bytes have arrived there, and one more each time that somebody asks.
    mutable std::map<int, std::uint64_t> part_of;
    std::size_t late_until = ~std::size_t{0};  // selects, after which what is late is ready, too
    std::size_t selects = 0;
    mutable std::size_t looks = 0;

private:
    std::map<std::pair<int, Direction>, detail::Runnable*> watched_;
};

constexpr int kServer = 1;
int client_end(int i) { return 10 + 2 * i; }
int server_end(int i) { return 11 + 2 * i; }

// `count` connections, whose ends are watched.
void connect(detail::Network& network, Selector& selector, int count) {
    static const Callback callback([] {});
    network.listening(kServer, "path");
    for (int i = 0; i < count; ++i) {
        network.connecting(client_end(i), "", "path", "path");
        network.connected(client_end(i));
        network.accepted(kServer, server_end(i), "");
        selector.add(client_end(i), Observer::kReading, callback.state());
        selector.add(server_end(i), Observer::kReading, callback.state());
    }
}

// Each connection in turn has a byte to deliver.
std::size_t looks_for(int connections) {
    detail::Network network;
    CountingSelector selector;
    selector.expect_of(network);
    connect(network, selector, connections);
    std::vector<Selector::Ready> ready;
    for (int i = 0; i < connections; ++i) {
        network.sent(client_end(i), 1);
        selector.ready = {server_end(i)};
        selector.wait_for_expected(1, ready);
        REQUIRE(ready.size() == 1);
        network.received(server_end(i), 1);
    }
    return selector.looks;
}

}  // namespace

TEST_CASE("a turn on the virtual clock looks only at the descriptors of which something has changed") {
    CHECK(looks_for(4000) <= 10 * looks_for(500));
}

TEST_CASE("what was expected before its descriptor was watched is waited for once it is") {
    detail::Network network;
    CountingSelector selector;
    selector.expect_of(network);
    connect(network, selector, 1);
    const Callback callback([] {});
    std::vector<Selector::Ready> ready;
    selector.remove(server_end(0), Observer::kReading);
    network.sent(client_end(0), 1);
    selector.wait_for_expected(100, ready);
    CHECK(selector.selects == 1);  // nobody wants to read it

    selector.add(server_end(0), Observer::kReading, callback.state());
    selector.late_until = 3;
    selector.late = {server_end(0)};
    selector.wait_for_expected(100, ready);
    CHECK(selector.selects == 4);
    CHECK(ready.size() == 1);
}

TEST_CASE("the end of a connection that the other side closed is waited for") {
    detail::Network network;
    CountingSelector selector;
    selector.expect_of(network);
    connect(network, selector, 1);
    std::vector<Selector::Ready> ready;
    network.closed(client_end(0));
    selector.remove(client_end(0), Observer::kReading);
    selector.late_until = 3;
    selector.late = {server_end(0)};
    selector.wait_for_expected(100, ready);
    CHECK(ready.size() == 1);
    network.eof_received(server_end(0));
    selector.ready.clear();
    selector.late_until = ~std::size_t{0};
    selector.selects = 0;
    selector.wait_for_expected(100, ready);
    CHECK(selector.selects == 1);
}

TEST_CASE("all that was sent is waited for, not only its first piece") {
    detail::Network network;
    CountingSelector selector;
    selector.expect_of(network);
    connect(network, selector, 1);
    network.sent(client_end(0), 3);
    std::vector<Selector::Ready> ready;
    selector.ready = {server_end(0)};
    selector.part_of[server_end(0)] = 1;
    selector.wait_for_expected(100, ready);
    CHECK(selector.part_of[server_end(0)] == 4);  // it was asked until there were three
    CHECK(ready.size() == 1);
}
