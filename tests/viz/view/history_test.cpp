#include "viz/view/history.h"

#include <doctest/doctest.h>

using namespace loopscope::viz;

TEST_CASE("one goes back and forward as in a browser") {
    History history;
    CHECK_FALSE(history.back({1, 10}));
    history.leave({1, 10});
    history.leave({1, 10});  // the same place once
    history.leave({2, 20});
    CHECK(history.back({3, 30}) == Visit{2, 20});
    CHECK(history.back({2, 20}) == Visit{1, 10});
    CHECK_FALSE(history.back({1, 10}));
    CHECK(history.forward({1, 10}) == Visit{2, 20});
    CHECK(history.forward({2, 20}) == Visit{3, 30});
    CHECK_FALSE(history.forward({3, 30}));
    history.back({3, 30});
    history.leave({2, 20});  // another way: what was ahead is gone
    CHECK_FALSE(history.forward({1, 10}));
}
