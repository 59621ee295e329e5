#include "engine/trace/packed_state.h"

#include "engine/trace/reader.h"
#include "tests/support/random_recording.h"
#include "tests/support/recording_builder.h"
#include "tests/support/state_dump.h"

#include <doctest/doctest.h>

#include <filesystem>

using namespace loopscope::trace;
using namespace loopscope::test;

namespace {

// Events of every kind with any numbers: most break a rule, and all leave something in the state.
Recording anything(std::uint64_t seed, std::size_t events) {
    std::mt19937_64 random(seed);
    const auto below = [&](std::uint32_t limit) { return static_cast<std::uint32_t>(random() % limit); };
    RecordingBuilder b;
    for (std::size_t i = 0; i < events; ++i) {
        if (below(4) == 0) {
            const auto kind = static_cast<ObjectKind>(below(kLastObjectKind + 1));
            b.create(kind, {.b = below(60), .text = "name", .value = below(9)});
            continue;
        }
        const auto value = static_cast<std::int64_t>(random() >> below(64)) - below(1000);
        b.add(static_cast<EventKind>(below(static_cast<std::uint32_t>(EventKind::stream_wait) + 1)),
              below(60),
              {.b = below(60),
               .text = std::to_string(below(50)),
               .value = value,
               .loc = below(9),
               .flags = static_cast<std::uint8_t>(below(16)),
               .c = below(100'000)});
    }
    return b.finish();
}

void check_every(std::size_t gap, const Recording& recording) {
    LoopState state;
    for (EventIndex i = 0; i < recording.events.size(); ++i) {
        state.apply(recording, i);
        if (i % gap != 0) continue;
        REQUIRE(dump(PackedState(state).unpack()) == dump(state));
    }
}

}  // namespace

TEST_CASE("a packed state gives back the state that it was made of") {
    check_every(1, random_recording({.seed = 1, .events = 3000}));
    check_every(997, random_recording({.seed = 2, .events = 50'000, .live_tasks = 2000}));
    for (const auto& file : std::filesystem::directory_iterator(LOOPSCOPE_PROJECT_DIR "/tests/trace/data")) {
        if (file.path().extension() != ".loopscope") continue;
        const ReadResult read = read_file(file.path().string());
        REQUIRE(read.usable);
        check_every(1, read.recording);
    }
}

TEST_CASE("a packed state forgets nothing, whatever happened") {
    for (std::uint64_t seed = 1; seed <= 20; ++seed) check_every(7, anything(seed, 1500));
}

TEST_CASE("a recording goes on from an unpacked state as it went on") {
    const Recording recording = random_recording({.seed = 3, .events = 20'000, .live_tasks = 200});
    LoopState state;
    for (EventIndex i = 0; i < 10'000; ++i) state.apply(recording, i);
    LoopState again = PackedState(state).unpack();
    for (EventIndex i = 10'000; i < recording.events.size(); ++i) {
        REQUIRE_FALSE(again.apply(recording, i).has_value());
        state.apply(recording, i);
        if (i % 500 == 0) REQUIRE(dump(again) == dump(state));
    }
}

TEST_CASE("a packed state takes few bytes for an object") {
    const Recording recording = random_recording({.seed = 4, .events = 100'000, .live_tasks = 5000});
    LoopState state;
    for (EventIndex i = 0; i < 50'000; ++i) state.apply(recording, i);
    REQUIRE(state.objects().size() > 5000);
    CHECK(PackedState(state).bytes() < 40 * state.objects().size());
}
