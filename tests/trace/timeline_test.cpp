#include "engine/trace/timeline.h"

#include "engine/trace/check.h"
#include "engine/trace/writer.h"
#include "tests/support/random_recording.h"
#include "tests/support/state_dump.h"

#include <doctest/doctest.h>

using namespace loopscope::trace;
using namespace loopscope::test;

namespace {

LoopState forwards(const Recording& recording, EventIndex count) {
    LoopState state;
    for (EventIndex i = 0; i < count; ++i) state.apply(recording, i);
    return state;
}

}  // namespace

TEST_CASE("the random programs that these tests use break no rule") {
    for (std::uint64_t seed = 1; seed <= 50; ++seed) {
        const Recording recording = random_recording({.seed = seed, .events = 3000, .live_tasks = 5 + seed});
        REQUIRE(recording.events.size() >= 3000);
        LoopState state;
        for (EventIndex i = 0; i < recording.events.size(); ++i) {
            const auto finding = state.apply(recording, i);
            INFO("seed ", seed, " event ", i, " ", finding.value_or(""));
            REQUIRE_FALSE(finding.has_value());
        }
        CHECK(state.ready.empty());
        CHECK(state.timer_count() == 0);
    }
}

TEST_CASE("a copy of a state does not change with the original") {
    const Recording recording = random_recording({.seed = 7, .events = 4000});
    std::vector<LoopState> copies;
    std::vector<std::string> dumps;
    LoopState state;
    for (EventIndex i = 0; i < recording.events.size(); ++i) {
        state.apply(recording, i);
        if (i % 97 != 0) continue;
        copies.push_back(state);
        dumps.push_back(dump(state));
    }
    for (std::size_t i = 0; i < copies.size(); ++i) REQUIRE(dump(copies[i]) == dumps[i]);
}

TEST_CASE("seeking anywhere gives the state that playing forwards gives") {
    const Recording recording = random_recording({.seed = 3, .events = 60'000, .live_tasks = 300});
    Timeline timeline(recording);
    std::mt19937_64 random(1);
    for (int i = 0; i < 60; ++i) {
        const auto count = static_cast<EventIndex>(random() % (recording.events.size() + 1));
        const LoopState& state = timeline.at(count);
        REQUIRE(state.applied == count);
        REQUIRE(dump(state) == dump(forwards(recording, count)));
    }
    CHECK(timeline.checkpoint_count() > 3);
}

TEST_CASE("stepping to the end and back visits the same states") {
    const Recording recording = random_recording({.seed = 5, .events = 10'000});
    const auto total = static_cast<EventIndex>(recording.events.size());
    Timeline timeline(recording);
    std::vector<std::size_t> seen;
    const auto digest = [&](EventIndex count) { return std::hash<std::string>{}(dump(timeline.at(count))); };
    for (EventIndex i = 0; i <= total; ++i) seen.push_back(digest(i));
    for (EventIndex i = total + 1; i-- > 0;) REQUIRE(digest(i) == seen[i]);
}

TEST_CASE("few bytes for checkpoints make them few, not wrong") {
    const Recording recording = random_recording({.seed = 4, .events = 150'000, .live_tasks = 500});
    Timeline timeline(recording, 200'000);
    CHECK(timeline.index_all());
    Timeline roomy(recording);
    CHECK(roomy.index_all());
    CHECK(timeline.checkpoint_count() < roomy.checkpoint_count());
    for (EventIndex at = 149'999; at > 20'000; at -= 19'997)
        CHECK(dump(timeline.at(at)) == dump(roomy.at(at)));
    for (EventIndex at = 120'000; at > 119'000; at -= 100) CHECK(dump(timeline.at(at)) == dump(roomy.at(at)));
}

TEST_CASE("checkpoints that lie far apart are packed, and give the same states") {
    const Recording recording = random_recording({.seed = 6, .events = 600'000, .live_tasks = 400});
    Timeline packed(recording, 600'000), roomy(recording);
    CHECK(packed.index_all());
    CHECK(roomy.index_all());
    // As copies they would be so few that they lay further apart.
    CHECK(packed.checkpoint_count() > 8);
    CHECK(packed.checkpoint_bytes() < packed.checkpoint_count() * 100'000);
    for (EventIndex at = 599'999; at > 20'000; at -= 49'999) CHECK(dump(packed.at(at)) == dump(roomy.at(at)));
}

TEST_CASE("events that are appended later are found") {
    const Recording whole = random_recording({.seed = 9, .events = 30'000});
    Recording growing;
    for (StringId i = 1; i < whole.string_count(); ++i) growing.append_string(whole.string(i));
    Timeline timeline(growing);
    CHECK(timeline.at(5).applied == 0);
    for (std::size_t i = 0; i < whole.events.size(); ++i) {
        growing.events.append(whole.events[i]);
        if (i % 5000 == 0) CHECK(timeline.at(static_cast<EventIndex>(i + 1)).applied == i + 1);
    }
    const auto total = static_cast<EventIndex>(whole.events.size());
    CHECK(dump(timeline.at(total)) == dump(forwards(whole, total)));
}

TEST_CASE("indexing tells its progress and can be stopped") {
    const Recording recording = random_recording({.seed = 2, .events = 250'000, .live_tasks = 50});
    Timeline timeline(recording);
    double last = 0;
    int calls = 0;
    CHECK_FALSE(timeline.index_all([&](double share) {
        CHECK(share > last);
        last = share;
        return ++calls < 2;
    }));
    CHECK(calls == 2);
    CHECK(timeline.index_all());
    CHECK(timeline.at(~EventIndex{0}).applied == recording.events.size());
}
