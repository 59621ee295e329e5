#include "viz/view/motion.h"

#include <doctest/doctest.h>

using namespace loopscope::viz;

TEST_CASE("a movement begins, goes on evenly in both halves and ends") {
    Motion motion;
    CHECK_FALSE(motion.moving());
    CHECK(motion.progress() == 1);
    motion.start(Pace::quick);
    CHECK(motion.moving());
    CHECK(motion.progress() == 0);
    float before = 0;
    int frames = 0;
    for (; motion.moving() && frames < 1000; ++frames) {
        motion.advance(1.0 / 60);
        CHECK(motion.progress() >= before);
        before = motion.progress();
    }
    CHECK(motion.progress() == 1);
    CHECK(frames > 10);
    CHECK(frames < 60);
}

TEST_CASE("slow takes longer, off takes no time") {
    Motion quick, slow, off;
    quick.start(Pace::quick);
    slow.start(Pace::slow);
    off.start(Pace::off);
    CHECK_FALSE(off.moving());
    quick.advance(0.5);
    slow.advance(0.5);
    CHECK_FALSE(quick.moving());
    CHECK(slow.moving());
}

TEST_CASE("a movement is over before the next one, and a new one begins at its own start") {
    Motion motion;
    motion.start(Pace::slow, 0.1);
    motion.advance(0.1);
    CHECK_FALSE(motion.moving());
    motion.start(Pace::slow);
    motion.advance(0.8);
    motion.start(Pace::slow);
    CHECK(motion.progress() == 0);
    motion.stop();
    CHECK_FALSE(motion.moving());
}

TEST_CASE("paces have words, and follow each other in a circle") {
    for (const Pace pace : {Pace::off, Pace::quick, Pace::slow}) {
        CHECK(pace_named(pace_word(pace)) == pace);
        CHECK(next_pace(next_pace(next_pace(pace))) == pace);
    }
    CHECK_FALSE(pace_named("hasty"));
}
