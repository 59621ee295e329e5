// Damages a good recording, byte by byte and line by line, and expects a clear error or a sound result.
#include "engine/trace/check.h"
#include "engine/trace/names.h"
#include "engine/trace/packed_state.h"
#include "engine/trace/step_log.h"
#include "engine/trace/timeline.h"
#include "engine/trace/writer.h"
#include "tests/support/damage.h"
#include "tests/support/random_recording.h"
#include "tests/support/state_dump.h"

#include <doctest/doctest.h>

using namespace loopscope::trace;
using namespace loopscope::test;

namespace {

// Does with an accepted recording what the window and the command line do.
void use(const Recording& recording, std::uint64_t seed) {
    const auto total = static_cast<EventIndex>(recording.events.size());
    Timeline timeline(recording);
    std::string at_end = dump(timeline.at(total));
    std::mt19937_64 random(seed);
    for (int i = 0; i < 3; ++i) dump(timeline.at(static_cast<EventIndex>(random() % (total + 1))));
    CHECK(dump(PackedState(timeline.at(total)).unpack()) == at_end);
    CHECK(dump(timeline.at(total)) == at_end);
    ObjectIndex index;
    index.update(recording);
    for (ObjectId id = 0; id <= index.size(); ++id) describe(recording, index, id, total);
    CHECK(step_log(recording).size() < 1000 + 300 * (total + 1));
}

void attack(const Recording& good, std::uint64_t usual_seeds) {
    const std::uint64_t seeds = fuzz_rounds(usual_seeds);
    const std::string text = to_text(good);
    std::uint64_t usable = 0, refused = 0, unnoticed = 0;
    for (std::uint64_t seed = 0; seed < seeds; ++seed) {
        const std::string damaged = Damage(seed).apply(text);
        const ReadResult result = read_text(damaged);
        const CheckReport report = check(result);
        INFO("seed ", seed);
        for (const Problem& p : report.problems) {
            REQUIRE_FALSE(p.message.empty());
            REQUIRE(p.message.size() < 500);
            REQUIRE(p.line <=
                    1 + static_cast<std::uint64_t>(std::count(damaged.begin(), damaged.end(), '\n')));
        }
        if (!result.usable) {
            REQUIRE(report.error_count > 0);
            ++refused;
            continue;
        }
        ++usable;
        unnoticed += report.problems.empty();
        use(result.recording, seed);
        // What was accepted is a good file again once written.
        const ReadResult again = read_text(to_text(result.recording));
        REQUIRE(again.error_count == 0);
        REQUIRE(again.recording.events.size() == result.recording.events.size());
    }
    MESSAGE(seeds << " damaged recordings: " << refused << " refused, " << usable << " used, " << unnoticed
                  << " of them without a finding");
    CHECK(refused > 0);
    CHECK(usable > seeds / 2);
    // Some damage is no damage (a digit of a time, a letter of a text), but most must be noticed.
    CHECK(unnoticed < usable / 2);
}

}  // namespace

TEST_CASE("a small damaged recording gives a clear error or a sound result") {
    attack(random_recording({.seed = 21, .events = 60, .live_tasks = 4}), 3000);
}

TEST_CASE("a larger damaged recording gives a clear error or a sound result") {
    attack(random_recording({.seed = 22, .events = 1000, .live_tasks = 12}), 500);
}

TEST_CASE("a damaged recording of a real program over TCP gives a clear error or a sound result") {
    const ReadResult good = read_file(LOOPSCOPE_PROJECT_DIR "/tests/trace/data/tcp_half_close.loopscope");
    REQUIRE(good.problem_count == 0);
    attack(good.recording, 750);
}

TEST_CASE("noise gives a clear error") {
    constexpr std::string_view kNoise = "[]{}\",0127ste\n\\u\xff\x01 ";
    std::mt19937_64 random(5);
    for (int i = 0; i < 2000; ++i) {
        std::string text = i % 2 ? "{\"loopscope\":1}\n" : "";
        for (std::uint64_t left = random() % 200; left != 0; --left) text += kNoise[random() % kNoise.size()];
        const ReadResult result = read_text(text);
        if (i % 2 == 0) CHECK_FALSE(result.usable);
        for (const Problem& p : result.problems) CHECK_FALSE(p.message.empty());
        use(result.recording, 1);
    }
}
