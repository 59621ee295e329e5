#include "viz/data/instant/await_graph.h"

#include "tests/viz/samples.h"
#include "viz/data/recording/store.h"

#include <doctest/doctest.h>

#include <algorithm>

using namespace loopscope::viz;
using namespace loopscope::trace;

namespace {

const GraphNode* node(const AwaitGraph& graph, ObjectId id) {
    const auto found =
        std::find_if(graph.nodes.begin(), graph.nodes.end(), [&](const GraphNode& n) { return n.id == id; });
    return found == graph.nodes.end() ? nullptr : &*found;
}

const GraphEdge* edge(const AwaitGraph& graph, ObjectId from, ObjectId to) {
    const auto found = std::find_if(graph.edges.begin(), graph.edges.end(), [&](const GraphEdge& e) {
        return graph.nodes[e.from].id == from && graph.nodes[e.to].id == to;
    });
    return found == graph.edges.end() ? nullptr : &*found;
}

// main (1) runs; tasks from 2 on are created by it and run up to an await of what is given.
class Program {
public:
    Program() {
        builder_.create(1, ObjectKind::task, "main");
        builder_.ready(1, ReadyReason::created);
        builder_.turn(1, 0);
        builder_.add(EventKind::step, {.a = 1});
    }
    void task(ObjectId id, std::string_view name) {
        builder_.create(id, ObjectKind::task, name);
        builder_.ready(id, ReadyReason::created);
    }
    void await(ObjectId task, ObjectId what) {
        if (task != 1) builder_.add(EventKind::step, {.a = task});
        builder_.add(EventKind::await, {.a = task, .b = what});
    }
    SampleBuilder& builder() { return builder_; }
    AwaitGraph graph(ObjectId subject = 0, std::size_t most = 100, ObjectId opened = 0) {
        store_ = std::make_unique<Store>(builder_.take());
        return await_graph(*store_, store_->at(store_->event_count()), subject, most, opened);
    }

private:
    SampleBuilder builder_;
    std::unique_ptr<Store> store_;
};

}  // namespace

TEST_CASE("a gather is one node between the task that waits and its children") {
    Program program;
    program.task(2, "A");
    program.task(3, "B");
    program.builder().create(4, ObjectKind::gather, "gather");
    program.builder().add(EventKind::link, {.a = 4, .b = 2, .text = "child"});
    program.builder().add(EventKind::link, {.a = 4, .b = 3, .text = "child"});
    program.await(1, 4);
    const AwaitGraph graph = program.graph();
    REQUIRE(graph.nodes.size() == 4);
    CHECK(edge(graph, 1, 4)->kind == EdgeKind::awaits);
    CHECK(edge(graph, 4, 2)->kind == EdgeKind::holds);
    REQUIRE(edge(graph, 4, 3));
    CHECK(node(graph, 4)->row == node(graph, 1)->row);
    CHECK(node(graph, 1)->column < node(graph, 4)->column);
    CHECK(node(graph, 4)->column < node(graph, 2)->column);
    CHECK(node(graph, 2)->row < node(graph, 3)->row);
    CHECK(node(graph, 2)->column == node(graph, 3)->column);
    CHECK_FALSE(node(graph, 2)->forgotten);
}

TEST_CASE("unfolded, each node has a row of its own, in the same order") {
    Program program;
    program.task(2, "A");
    program.task(3, "B");
    program.builder().create(4, ObjectKind::gather, "gather");
    program.builder().add(EventKind::link, {.a = 4, .b = 2, .text = "child"});
    program.builder().add(EventKind::link, {.a = 4, .b = 3, .text = "child"});
    program.await(1, 4);
    AwaitGraph graph = program.graph();
    unfold(graph);
    CHECK(graph.rows == 4);
    CHECK(node(graph, 1)->row == 0);
    CHECK(node(graph, 4)->row == 1);
    CHECK(node(graph, 2)->row == 2);
    CHECK(node(graph, 3)->row == 3);
    CHECK(node(graph, 1)->column < node(graph, 4)->column);
}

TEST_CASE("two tasks that wait for each other are a circle, and others are not") {
    Program program;
    program.task(2, "A");
    program.task(3, "B");
    program.await(1, 2);
    program.await(2, 3);
    program.await(3, 2);
    const AwaitGraph graph = program.graph();
    CHECK(node(graph, 2)->in_circle);
    CHECK(node(graph, 3)->in_circle);
    CHECK_FALSE(node(graph, 1)->in_circle);
    CHECK(edge(graph, 2, 3)->in_circle);
    CHECK_FALSE(edge(graph, 1, 2)->in_circle);
}

TEST_CASE("a lock leads to the task that has it: two that each want the other's are a circle") {
    Program program;
    for (const ObjectId task : {2U, 3U, 4U})
        program.task(task, std::string(1, static_cast<char>('?' + task)));
    for (const ObjectId lock : {5U, 6U}) program.builder().create(lock, ObjectKind::lock, "");
    program.await(1, 2);
    for (const auto& [task, first, second] : {std::tuple(2U, 5U, 6U), {3U, 6U, 5U}, {4U, 0U, 5U}}) {
        if (first != 0) program.builder().add(EventKind::state, {.a = first, .b = task, .text = "locked"});
        program.builder().create(task + 5, ObjectKind::future, "Lock.acquire",
                                 {.b = second, .flags = kInternal});
        program.await(task, task + 5);
    }
    const AwaitGraph graph = program.graph();
    REQUIRE(edge(graph, 6, 3) != nullptr);
    CHECK(edge(graph, 6, 3)->kind == EdgeKind::held_by);
    REQUIRE(edge(graph, 5, 2) != nullptr);
    for (const ObjectId id : {2U, 3U, 5U, 6U, 7U, 8U}) CHECK(node(graph, id)->in_circle);
    CHECK_FALSE(node(graph, 4)->in_circle);  // it only stands in line
    CHECK(rows_that_matter(graph, 4)->first == node(graph, 2)->row);
    CHECK(rows_that_matter(graph, 4)->last == node(graph, 3)->row);
    CHECK(node(graph, 3)->forgotten);  // who waits for its lock does not wait for it
}

TEST_CASE("a task that nobody waits for is forgotten, the first one never") {
    Program program;
    program.task(2, "A");
    program.builder().create(3, ObjectKind::future, "f");
    program.await(1, 3);
    const AwaitGraph graph = program.graph();
    CHECK(node(graph, 2)->forgotten);
    CHECK(rows_that_matter(graph, 2)->first == node(graph, 2)->row);
    CHECK_FALSE(rows_that_matter(graph, 99));
    CHECK_FALSE(node(graph, 1)->forgotten);
}

TEST_CASE(
    "a gather that has failed stays beside who asked for it, and nobody waits for the children that run on") {
    Program program;
    SampleBuilder& events = program.builder();
    program.task(2, "A");
    program.task(3, "B");
    events.create(4, ObjectKind::gather, "gather", {.b = 1});
    for (const ObjectId child : {2U, 3U}) {
        events.add(EventKind::link, {.a = 4, .b = child, .text = "child"});
        events.add(EventKind::add_callback, {.a = child, .b = 4});
    }
    program.await(1, 4);
    events.add(EventKind::resolve, {.a = 4, .text = "ValueError('B')", .c = 1});
    const AwaitGraph graph = program.graph();
    REQUIRE(node(graph, 4) != nullptr);
    CHECK(node(graph, 4)->done);
    CHECK(node(graph, 4)->row == node(graph, 1)->row);
    CHECK(node(graph, 1)->column < node(graph, 4)->column);
    CHECK(edge(graph, 4, 2)->kind == EdgeKind::holds);
    CHECK(node(graph, 2)->forgotten);
}

TEST_CASE("a shield stops a cancellation that passes everything else, as soon as it gets there") {
    for (const bool has_ended : {false, true}) {
        Program program;
        program.task(2, "inner");
        program.builder().create(3, ObjectKind::shield, "shield");
        program.builder().add(EventKind::link, {.a = 3, .b = 2, .text = "inner"});
        program.await(1, 3);
        program.builder().add(EventKind::cancel, {.a = 1});
        program.builder().add(EventKind::cancel, {.a = 3});
        if (has_ended) program.builder().add(EventKind::resolve, {.a = 3, .flags = 2});
        const AwaitGraph graph = program.graph();
        CHECK(edge(graph, 1, 3)->cancel == EdgeCancel::passed);
        CHECK(edge(graph, 3, 2)->cancel == EdgeCancel::stopped);
        CHECK(node(graph, 3)->row == node(graph, 2)->row);
        CHECK(node(graph, 3)->column < node(graph, 2)->column);
    }
}

TEST_CASE("of very many tasks those near the selected one are shown") {
    Program program;
    for (ObjectId id = 2; id <= 60; ++id) program.task(id, "T");
    program.await(1, 40);
    const AwaitGraph graph = program.graph(40, 10);
    CHECK(graph.nodes.size() == 2);
    CHECK(graph.left_out == 60 - 2);  // those two are all that is connected
    CHECK(node(graph, 40));
    CHECK(node(graph, 1));
}

TEST_CASE("rows stay in the order of creation at every moment") {
    Store store(cancelled_and_failed());
    for (EventIndex count = 0; count <= store.event_count(); ++count) {
        const AwaitGraph graph = await_graph(store, store.at(count), 0);
        const GraphNode* before = nullptr;
        for (const GraphNode& n : graph.nodes) {
            CHECK(n.row < graph.rows);
            CHECK(n.column < graph.columns);
            if (!is_task(store.objects(), n.id)) continue;
            if (before != nullptr) CHECK(before->row < n.row);
            before = &n;
        }
    }
}

TEST_CASE("who waits in a lock's line stands in its own row, whoever came before") {
    Program program;
    program.builder().create(2, ObjectKind::lock, "Lock");
    for (const ObjectId id : {3U, 5U, 7U}) {
        program.task(id, "T");
        program.builder().create(id + 1, ObjectKind::future, "Lock.acquire", {.b = 2, .flags = kInternal});
        program.await(id, id + 1);
    }
    const AwaitGraph graph = program.graph();
    for (const ObjectId id : {3U, 5U, 7U}) {
        REQUIRE(node(graph, id + 1));
        CHECK(node(graph, id + 1)->row == node(graph, id)->row);
        CHECK(edge(graph, id + 1, 2));
    }
}

TEST_CASE("of tasks that wait for the same one stands for all, until it is opened") {
    Program program;
    program.builder().create(2, ObjectKind::queue, "Queue");
    const auto consumer = [&](ObjectId id, std::string_view function) {
        program.task(id, "consumer");
        program.builder().create(id + 1, ObjectKind::future, "Queue.get", {.b = 2, .flags = kInternal});
        program.builder().add(EventKind::step, {.a = id});
        program.builder().add(EventKind::enter, {.a = id, .text = function});
        program.builder().add(EventKind::await, {.a = id, .b = id + 1});
    };
    for (ObjectId id = 3; id <= 11; id += 2) consumer(id, "work");
    consumer(13, "another");
    SUBCASE("folded") {
        const AwaitGraph graph = program.graph();
        REQUIRE(node(graph, 3));
        CHECK(node(graph, 3)->alike == 4);
        CHECK(graph.folded == 4);
        CHECK(graph.left_out == 0);
        CHECK_FALSE(node(graph, 5));
        REQUIRE(node(graph, 13));
        CHECK(node(graph, 13)->alike == 0);
    }
    SUBCASE("the selected one is seen") {
        const AwaitGraph graph = program.graph(7);
        REQUIRE(node(graph, 7));
        CHECK(node(graph, 7)->alike == 4);
        CHECK_FALSE(node(graph, 3));
    }
    SUBCASE("opened") {
        const AwaitGraph graph = program.graph(0, 100, 5);
        CHECK(graph.folded == 0);
        REQUIRE(node(graph, 3));
        CHECK(node(graph, 3)->alike == 0);
        CHECK(node(graph, 11));
    }
}

TEST_CASE("unfolded, no task that a gather does not hold stands between the gather and its children") {
    Program program;
    program.task(2, "heartbeat");
    program.task(3, "A");
    program.task(4, "B");
    program.builder().create(5, ObjectKind::gather, "gather");
    program.builder().add(EventKind::link, {.a = 5, .b = 3, .text = "child"});
    program.builder().add(EventKind::link, {.a = 5, .b = 4, .text = "child"});
    program.await(1, 5);
    AwaitGraph graph = program.graph();
    unfold(graph);
    CHECK(node(graph, 1)->row < node(graph, 2)->row);
    CHECK(node(graph, 2)->row < node(graph, 5)->row);
    CHECK(node(graph, 5)->row + 1 == node(graph, 3)->row);
}
