#include "viz/data/instant/collectors.h"

#include "tests/viz/samples.h"
#include "tests/viz/stage.h"

#include <doctest/doctest.h>

#include <vector>

using namespace loopscope::viz;
using namespace loopscope::trace;

namespace {

constexpr std::uint8_t kOwn = 1;

// main (1) collects A (2), B (3) and C (4), which end in the order B, C, A.
class Race : public SampleBuilder {
public:
    Race() {
        create(1, ObjectKind::task, "main");
        turn(1, 0);
        add(EventKind::step, {.a = 1});
        for (const ObjectId id : kAll) create(id, ObjectKind::task, id == 2 ? "A" : id == 3 ? "B" : "C");
    }
    EventIndex end(ObjectId id, std::string_view result) {
        add(EventKind::step, {.a = id});
        return add(EventKind::task_return, {.a = id, .text = result});
    }

    static constexpr ObjectId kAll[] = {2, 3, 4};
};

std::vector<ObjectId> objects(const Collector& collector) {
    std::vector<ObjectId> all;
    for (const Collected& each : collector.all) all.push_back(each.object);
    return all;
}

Recording tickets() {
    Race b;
    b.create(5, ObjectKind::callback, "as_completed", {.flags = kOwn});
    for (const ObjectId id : Race::kAll) b.add(EventKind::add_callback, {.a = id, .b = 5});
    b.create(6, ObjectKind::future, "Queue.get", {.flags = kOwn});
    b.add(EventKind::await, {.a = 1, .b = 6});
    for (const ObjectId id : {3U, 4U, 2U}) {
        b.end(id, "'done'");
        b.add(EventKind::call, {.a = 5, .b = id});
        b.add(EventKind::call_end, {.a = 5});
    }
    return b.take();
}

}  // namespace

TEST_CASE("gather() keeps the places of its arguments, whoever is done first") {
    Race b;
    b.create(5, ObjectKind::gather, "gather");
    for (const ObjectId id : Race::kAll) {
        b.add(EventKind::link, {.a = 5, .b = id, .text = "child"});
        b.add(EventKind::add_callback, {.a = id, .b = 5});
    }
    b.add(EventKind::await, {.a = 1, .b = 5});
    const EventIndex second = b.end(3, "'B'");
    const EventIndex over = b.add(EventKind::resolve, {.a = 5, .flags = 1});
    const EventIndex first = b.end(2, "'A'");
    const Store store(b.take());
    const CollectorIndex index(store);
    REQUIRE(index.all().size() == 1);
    const Collector& gather = index.all().front();
    CHECK(gather.kind == CollectorKind::gather);
    CHECK(gather.owner == 1);
    CHECK(objects(gather) == std::vector<ObjectId>{2, 3, 4});
    CHECK(gather.all[0].done == first);
    CHECK(gather.all[1].done == second);
    CHECK(gather.all[2].done == kNever);
    CHECK(gather.over == over);
    CHECK(index.seen_at(3, 9).empty());
    CHECK(index.seen_at(over, 9).size() == 1);
}

TEST_CASE("wait() is over when its future is, and a callback of its own for each is still one wait()") {
    Race b;
    b.create(5, ObjectKind::future, "wait", {.flags = kOwn});
    for (const ObjectId id : Race::kAll) {
        b.create(id + 4, ObjectKind::callback, "wait", {.flags = kOwn});
        b.add(EventKind::add_callback, {.a = id, .b = id + 4});
    }
    b.add(EventKind::await, {.a = 1, .b = 5});
    b.end(3, "'B'");
    const EventIndex over = b.add(EventKind::resolve, {.a = 5});
    const Store store(b.take());
    const CollectorIndex index(store);
    REQUIRE(index.all().size() == 1);
    CHECK(index.all().front().kind == CollectorKind::wait);
    CHECK(index.all().front().object == 5);
    CHECK(index.all().front().over == over);
    CHECK(objects(index.all().front()) == std::vector<ObjectId>{2, 3, 4});
}

TEST_CASE("as_completed() serves in the order in which they end") {
    const Store store(tickets());
    const CollectorIndex index(store);
    REQUIRE(index.all().size() == 1);
    const Collector& window = index.all().front();
    CHECK(window.kind == CollectorKind::as_completed);
    CHECK(window.served == std::vector<std::size_t>{1, 2, 0});
    CHECK(window.over == window.served_at.back());
}

TEST_CASE("of those that are over only the last one is seen, before it those under way") {
    Race b;
    for (const ObjectId gather : {5U, 6U, 7U}) {
        b.create(gather, ObjectKind::gather, "gather");
        b.add(EventKind::link, {.a = gather, .b = 2, .text = "child"});
        if (gather != 7) b.add(EventKind::resolve, {.a = gather});
    }
    const Store store(b.take());
    const CollectorIndex index(store);
    const auto seen = index.seen_at(store.event_count(), 9);
    REQUIRE(seen.size() == 2);
    CHECK(seen[0]->object == 7);
    CHECK(seen[1]->object == 6);
    CHECK(index.seen_at(store.event_count(), 1).size() == 1);
}

TEST_CASE("who is collected is selected by pressing its place") {
    Stage stage;
    stage.services().open = [](const std::filesystem::path&, const Progress&) {
        Opened opened;
        opened.recording = tickets();
        return opened;
    };
    REQUIRE(stage.app().open_file("sample.loopscope"));
    stage.key('&');
    stage.key(Stroke::f11);
    stage.app().view().playback.last(*stage.app().store());
    stage.frames();
    const Rect rect = stage.app().layout()[View::primitives];
    ObjectId pressed = 0;
    for (float y = rect.y + 40; y < rect.y + 160 && pressed == 0; y += 8) {
        stage.click(rect.x + 60, y);
        const ObjectId now = stage.app().view().selection.object;
        if (now == 2 || now == 3 || now == 4) pressed = now;
    }
    CHECK(pressed == 3);  // the first ticket
}
