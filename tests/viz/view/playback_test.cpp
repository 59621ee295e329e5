#include "viz/view/playback.h"

#include "tests/viz/samples.h"
#include "viz/data/recording/stops.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <vector>

using namespace loopscope::viz;
using loopscope::trace::Event;
using loopscope::trace::EventIndex;
using loopscope::trace::EventKind;

namespace {

std::vector<EventIndex> walk(const Store& store, Playback& playback, void (Playback::*step)(const Store&)) {
    std::vector<EventIndex> visited{playback.cursor()};
    for (;;) {
        (playback.*step)(store);
        if (playback.cursor() == visited.back()) return visited;
        visited.push_back(playback.cursor());
    }
}

}  // namespace

TEST_CASE("stepping to the end and back visits the same places") {
    for (auto make : {+[] { return sleeper(); }, +[] { return cancelled_and_failed(); }}) {
        Store store(make());
        Playback playback;
        const auto forward = walk(store, playback, &Playback::next_event);
        CHECK(forward.size() == store.stops().size() + 1);
        CHECK(playback.at_end(store));
        auto back = walk(store, playback, &Playback::previous_event);
        std::reverse(back.begin(), back.end());
        CHECK(forward == back);
        CHECK(playback.at_start());
    }
}

TEST_CASE("turn by turn goes to the same turns in both directions") {
    Store store(sleeper());
    Playback playback;
    auto forward = walk(store, playback, &Playback::next_turn);
    CHECK(forward.size() == 7);  // the start, five turns, the end
    auto back = walk(store, playback, &Playback::previous_turn);
    std::reverse(back.begin(), back.end());
    CHECK(forward == back);
}

TEST_CASE("from between two stops a step goes to the next one, either way") {
    Store store(sleeper());
    Playback playback;
    std::size_t gap = 0;
    while (store.stops()[gap + 1] <= store.stops()[gap] + 1) ++gap;
    const EventIndex stop = store.stops()[gap], next = store.stops()[gap + 1];
    playback.seek(store, stop + 2);
    playback.next_event(store);
    CHECK(playback.cursor() == next + 1);
    playback.seek(store, stop + 2);
    playback.previous_event(store);
    CHECK(playback.cursor() == stop + 1);
}

TEST_CASE("bookkeeping is no stop, what happens is") {
    const loopscope::trace::ObjectIndex none;
    const auto stops = [&](EventKind kind, loopscope::trace::LocationId loc = 0, std::uint8_t flags = 0) {
        return is_stop(Event{.kind = kind, .flags = flags, .loc = loc}, none);
    };
    for (const EventKind kind :
         {EventKind::create, EventKind::drop, EventKind::link, EventKind::unlink, EventKind::add_callback,
          EventKind::remove_callback, EventKind::retrieve, EventKind::watch, EventKind::call_end}) {
        CHECK_FALSE(stops(kind));
    }
    for (const EventKind kind :
         {EventKind::turn, EventKind::step, EventKind::await, EventKind::ready, EventKind::print,
          EventKind::cancel, EventKind::error, EventKind::warning, EventKind::stream_write}) {
        CHECK(stops(kind));
    }
    CHECK_FALSE(stops(EventKind::resolve));
    CHECK(stops(EventKind::resolve, 1));
    CHECK_FALSE(stops(EventKind::cancel_end));
    CHECK(stops(EventKind::cancel_end, 0, loopscope::trace::kThrowAtNextStep));
}

TEST_CASE("turns in which nothing happens are left out, with the wait before them") {
    SampleBuilder b;
    b.turn(1, 0);
    b.add(EventKind::select, {.value = 5});
    b.turn(2, 0);
    const EventIndex select = b.add(EventKind::select, {.value = 5});
    const EventIndex turn = b.turn(3, 0);
    const EventIndex print = b.add(EventKind::print, {.text = "x"});
    b.turn(4, 0);
    Store store(b.take());
    CHECK(store.stops() == std::vector{select, turn, print});
}

TEST_CASE("the next event of a task skips the others") {
    Store store(sleeper());
    Playback playback;
    playback.next_of(store, 2);
    CHECK(store.event(playback.cursor() - 1).kind == EventKind::ready);
    for (int i = 0; i < 50; ++i) {
        playback.next_of(store, 2);
        const Event& event = store.event(playback.cursor() - 1);
        CHECK((event.a == 2 || event.b == 2));
        CHECK(event.kind != EventKind::turn);  // the second turn is no event of task 2
    }
    const EventIndex last = playback.cursor();
    playback.previous_of(store, 2);
    CHECK(playback.cursor() < last);
}

TEST_CASE("playing takes one step at a time and stops at the end") {
    Store store(sleeper());
    Playback playback;
    playback.toggle(store);
    REQUIRE(playback.playing());
    const double step = 1 / playback.steps_per_second();
    CHECK_FALSE(playback.advance(store, step * 0.9));
    CHECK(playback.seconds_to_next_step() == doctest::Approx(step * 0.1));
    CHECK(playback.advance(store, step * 0.2));
    CHECK(playback.cursor() == store.stops()[0] + 1);
    playback.advance(store, 1000);
    CHECK(playback.at_end(store));
    CHECK_FALSE(playback.playing());
    CHECK(playback.seconds_to_next_step() < 0);
    playback.toggle(store);
    CHECK(playback.at_start());
}

TEST_CASE("an empty recording can be stepped through") {
    Store store(SampleBuilder().take());
    Playback playback;
    for (auto step : {&Playback::next_event, &Playback::previous_event, &Playback::next_turn,
                      &Playback::previous_turn, &Playback::first, &Playback::last}) {
        (playback.*step)(store);
        CHECK(playback.cursor() == 0);
    }
}
