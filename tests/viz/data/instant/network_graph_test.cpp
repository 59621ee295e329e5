// The await graph, where it goes on over a connection.
#include "tests/viz/samples.h"
#include "viz/data/instant/await_graph.h"
#include "viz/data/instant/network_waits.h"
#include "viz/data/recording/store.h"

#include <doctest/doctest.h>

#include <algorithm>

using namespace loopscope::viz;
using namespace loopscope::trace;

namespace {

constexpr ObjectId kClient = 1, kHandler = 2, kOther = 3, kServer = 4, kClientSide = 5, kServerSide = 6;

// A client and a handler, each at its end of a connection.
class Talk {
public:
    Talk() {
        builder_.create(kClient, ObjectKind::task, "client");
        builder_.create(kHandler, ObjectKind::task, "handler");
        builder_.create(kOther, ObjectKind::task, "other");
        builder_.create(kServer, ObjectKind::server, "server");
        builder_.turn(1, 0);
        builder_.add(EventKind::step, {.a = kClient});
        builder_.create(kClientSide, ObjectKind::transport, "client side");
        builder_.create(kServerSide, ObjectKind::transport, "server side", {.b = kServer});
        builder_.add(EventKind::stream_peer, {.a = kServerSide, .b = kClientSide});
        builder_.add(EventKind::yield, {.a = kClient});
    }
    // In a step of the task.
    void writes(ObjectId task, ObjectId end, std::int64_t bytes) {
        builder_.add(EventKind::step, {.a = task});
        builder_.add(EventKind::stream_write, {.a = end, .value = bytes, .flags = kWrite});
        builder_.add(EventKind::stream_send, {.a = end, .value = bytes, .flags = kWrite});
        builder_.add(EventKind::yield, {.a = task});
    }
    void receives(ObjectId end, std::int64_t bytes) {
        builder_.add(EventKind::stream_receive, {.a = end, .value = bytes, .flags = kRead});
    }
    ObjectId waits(ObjectId task, ObjectId end, bool for_room) {
        const ObjectId future = next_++;
        builder_.add(EventKind::step, {.a = task});
        builder_.create(future, ObjectKind::future, for_room ? "StreamWriter.drain" : "StreamReader",
                        {.flags = kInternal});
        builder_.add(EventKind::stream_wait, {.a = end,
                                              .b = future,
                                              .text = for_room ? "drain()" : "read(100)",
                                              .flags = for_room ? kWrite : kRead});
        builder_.add(EventKind::await, {.a = task, .b = future});
        return future;
    }
    SampleBuilder& builder() { return builder_; }
    const AwaitGraph& graph() {
        store_ = std::make_unique<Store>(builder_.take());
        graph_ = await_graph(*store_, now(), 0);
        return graph_;
    }
    const LoopState& now() { return store_->at(store_->event_count()); }
    const Store& store() const { return *store_; }

    bool in_circle(ObjectId id) const {
        return std::any_of(graph_.nodes.begin(), graph_.nodes.end(),
                           [&](const GraphNode& node) { return node.id == id && node.in_circle; });
    }
    bool leads(ObjectId from, ObjectId to) const {
        return std::any_of(graph_.edges.begin(), graph_.edges.end(), [&](const GraphEdge& edge) {
            return graph_.nodes[edge.from].id == from && graph_.nodes[edge.to].id == to;
        });
    }

private:
    SampleBuilder builder_;
    std::unique_ptr<Store> store_;
    AwaitGraph graph_;
    ObjectId next_ = 20;
};

}  // namespace

TEST_CASE("who waits for bytes waits for the other end, and for the task that would have to send there") {
    Talk talk;
    talk.writes(kHandler, kServerSide, 5);
    talk.receives(kClientSide, 5);
    const ObjectId wait = talk.waits(kClient, kClientSide, false);
    talk.graph();
    CHECK(talk.leads(kClient, wait));
    CHECK(talk.leads(wait, kServerSide));
    CHECK(talk.leads(kServerSide, kHandler));
    CHECK_FALSE(talk.in_circle(kClient));
}

TEST_CASE("who waits for room waits for the task that would have to read at the other end") {
    Talk talk;
    talk.writes(kHandler, kServerSide, 5);
    const ObjectId wait = talk.waits(kHandler, kServerSide, true);
    talk.graph();
    CHECK(talk.leads(wait, kClientSide));
    CHECK(talk.leads(kClientSide, kClient));  // it has opened the connection
}

TEST_CASE("who waits at one end of a connection for different tasks is not told to wait for both") {
    constexpr ObjectId kReads = 7;
    Talk talk;
    talk.builder().create(kReads, ObjectKind::task, "reads");
    talk.writes(kClient, kClientSide, 5);
    talk.receives(kServerSide, 5);
    talk.receives(kClientSide, 5);
    talk.builder().add(EventKind::step, {.a = kOther});
    talk.builder().add(EventKind::stream_read, {.a = kClientSide, .value = 5, .flags = kRead});
    talk.builder().add(EventKind::yield, {.a = kOther});
    const ObjectId room = talk.waits(kHandler, kServerSide, true);  // until kOther reads
    const ObjectId bytes = talk.waits(kReads, kServerSide, false);  // until kClient writes
    talk.graph();
    CHECK(talk.leads(room, kClientSide));
    CHECK(talk.leads(kClientSide, kOther));
    CHECK_FALSE(talk.leads(kClientSide, kClient));
    CHECK(talk.leads(bytes, kClient));
    CHECK_FALSE(talk.leads(bytes, kClientSide));
}

TEST_CASE("two that wait for each other's bytes are a circle over the network") {
    Talk talk;
    talk.writes(kClient, kClientSide, 5);
    talk.receives(kServerSide, 5);
    const ObjectId first = talk.waits(kHandler, kServerSide, false);
    const ObjectId second = talk.waits(kClient, kClientSide, false);
    talk.graph();
    for (const ObjectId id : {kClient, kHandler, first, second, kClientSide, kServerSide})
        CHECK(talk.in_circle(id));
    CHECK_FALSE(talk.in_circle(kOther));
    CHECK(network_wait(talk.store(), talk.now(), first).certain);
}

TEST_CASE("as long as bytes are under way nobody waits in a circle") {
    Talk talk;
    talk.writes(kClient, kClientSide, 5);
    talk.waits(kHandler, kServerSide, false);
    const ObjectId second = talk.waits(kClient, kClientSide, false);
    talk.graph();
    CHECK_FALSE(talk.in_circle(kClient));
    CHECK_FALSE(talk.in_circle(second));
    CHECK_FALSE(talk.in_circle(kServerSide));
}

TEST_CASE("where another task has written too, a circle is not sure and is not told") {
    Talk talk;
    talk.writes(kOther, kClientSide, 5);
    talk.writes(kClient, kClientSide, 5);
    talk.receives(kServerSide, 10);
    const ObjectId wait = talk.waits(kHandler, kServerSide, false);
    talk.waits(kClient, kClientSide, false);
    talk.graph();
    CHECK(talk.leads(kClientSide, kClient));  // who wrote there last
    CHECK_FALSE(talk.in_circle(kClient));
    CHECK_FALSE(network_wait(talk.store(), talk.now(), wait).certain);
}

TEST_CASE("who waits for a server to close waits for those who still have a connection of it") {
    Talk talk;
    talk.builder().add(EventKind::link, {.a = kServer, .b = kServerSide, .text = "connection"});
    const ObjectId read = talk.waits(kHandler, kServerSide, false);
    talk.builder().add(EventKind::step, {.a = kOther});
    talk.builder().create(50, ObjectKind::future, "Server.wait_closed", {.flags = kInternal});
    talk.builder().add(EventKind::await, {.a = kOther, .b = 50});
    talk.graph();
    CHECK(talk.leads(50, kServer));
    CHECK(talk.leads(kServer, kServerSide));
    CHECK(talk.leads(kServerSide, kHandler));
    CHECK(talk.leads(read, kClientSide));
    CHECK(talk.leads(kClientSide, kClient));
}
