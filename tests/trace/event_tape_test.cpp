#include "engine/trace/event_tape.h"

#include <doctest/doctest.h>

#include <limits>
#include <random>

using namespace loopscope::trace;

namespace {

// Fields of all sizes, 0 among them more often than by chance.
Event random_event(std::mt19937_64& random) {
    const auto field = [&] {
        return static_cast<std::uint32_t>(random() % 2 ? random() : 0) >> random() % 32;
    };
    Event event;
    event.kind = static_cast<EventKind>(field() % kEventKinds);
    event.flags = static_cast<std::uint8_t>(field());
    event.a = field();
    event.b = field();
    event.c = field();
    event.text = field();
    event.loc = field();
    event.value = static_cast<std::int64_t>(std::uint64_t{field()} << 32 | field());
    return event;
}

}  // namespace

TEST_CASE("what was noted on a tape comes back unchanged and in order, over many chunks") {
    std::mt19937_64 random(1);
    std::vector<Event> events(200'000);
    for (Event& event : events) event = random_event(random);
    events[0].value = std::numeric_limits<std::int64_t>::min();
    events[1].value = -1;
    events[2] = {};
    EventTape tape;
    for (const Event& event : events) tape.append(event);
    EventLog log;
    tape.move_to(log);
    REQUIRE(log.size() == events.size());
    for (std::size_t i = 0; i < events.size(); ++i) REQUIRE(log[i] == events[i]);
}

TEST_CASE("a tape that was emptied goes on after what it gave away") {
    EventTape tape;
    EventLog log;
    tape.move_to(log);
    CHECK(log.empty());
    for (ObjectId id = 1; id <= 3; ++id) {
        Event event;
        event.a = id;
        tape.append(event);
        tape.move_to(log);
    }
    REQUIRE(log.size() == 3);
    CHECK(log[0].a == 1);
    CHECK(log.back().a == 3);
}
