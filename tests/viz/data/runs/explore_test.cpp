#include "viz/data/runs/explore.h"

#include "course/condition.h"
#include "tests/viz/samples.h"

#include <doctest/doctest.h>

using namespace loopscope::viz;
using loopscope::trace::InterventionKind;
using loopscope::trace::Recording;

namespace {

struct Searching {
    int runs = 0;
    Search search;
    Recording usual = three_in_a_row();

    explicit Searching(std::uint64_t seed = 1, int most = 50) {
        search.seed = seed;
        search.runs = most;
        search.run = [this](const Order& order) {
            ++runs;
            return three_in_a_row(order);
        };
    }
    Found find(const std::string& expectation) {
        return explore(search, usual, Expectation(expectation, usual));
    }
};

}  // namespace

TEST_CASE("an order that prints other lines is found, with no more changes than it takes") {
    for (std::uint64_t seed = 1; seed <= 20; ++seed) {
        const Found found = Searching(seed).find("lines");
        REQUIRE(found.order.size() == 1);
        CHECK(found.order[0].kind == InterventionKind::first);
        CHECK(found.order[0].object == 3);
        CHECK(found.recording.header.interventions == found.order);
    }
}

TEST_CASE("the same seed finds the same order after as many runs") {
    const Found one = Searching(7).find("output"), two = Searching(7).find("output");
    CHECK(one.order == two.order);
    CHECK(one.runs == two.runs);
}

TEST_CASE("what holds in every order is not found, and the search ends") {
    Searching searching(3, 40);
    const Found found = searching.find("`print c`");
    CHECK(found.order.empty());
    CHECK(found.runs <= 40);
    CHECK(searching.runs == found.runs);
}

TEST_CASE("a break that takes two changes is found, and is shrunk to two") {
    // Backwards: c, b, a.
    const Found found = Searching(2, 200).find("not (`print c` before `print b*` before `print a`)");
    CHECK(found.order.size() == 2);
}

TEST_CASE("what is no expectation is an error") {
    Searching searching;
    CHECK_THROWS_AS(searching.find("output(("), loopscope::course::ConditionError);
}
