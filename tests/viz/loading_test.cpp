#include "viz/loading.h"

#include "tests/support/random_recording.h"

#include <doctest/doctest.h>

#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <vector>

using namespace loopscope;
using namespace loopscope::viz;

namespace {

Opened open_large(const Progress& progress) {
    progress(0);
    Opened opened;
    opened.recording = test::random_recording({.seed = 1, .events = 150'000, .live_tasks = 50});
    progress(1);
    return opened;
}

}  // namespace

TEST_CASE("opening tells how far it is, from nothing to all, and never goes back") {
    std::vector<double> shares;
    const Loaded loaded = load(open_large, [&](double share) {
        shares.push_back(share);
        return true;
    });
    REQUIRE(loaded.store);
    CHECK(loaded.store->event_count() >= 150'000);
    CHECK(std::is_sorted(shares.begin(), shares.end()));
    REQUIRE(shares.size() >= 4);  // reading twice, indexing in more than one piece
    CHECK(shares.front() == 0);
    CHECK(shares.back() == 1);
}

TEST_CASE("what nobody wants any more ends in the middle of working out the lanes") {
    std::vector<double> shares;
    const Loaded loaded = load(open_large, [&](double share) {
        shares.push_back(share);
        return share < 0.65;
    });
    CHECK(shares.back() < 1);
    CHECK_FALSE(loaded.store);
}

TEST_CASE("what is opened in the background is the same, and its share ends at all") {
    Loading loading(open_large, "large");
    const Loaded loaded = loading.take();
    REQUIRE(loaded.store);
    CHECK(loading.share() == 1);
    CHECK(loaded.store->lanes().lanes.size() == load(open_large).store->lanes().lanes.size());
}
