#include "tests/engine/engine_test.h"

using namespace asyncio;

namespace {

struct Noisy {
    explicit Noisy(int& count) : gone(&count) {}
    Noisy(const Noisy&) = delete;
    Noisy& operator=(const Noisy&) = delete;
    ~Noisy() { ++*gone; }
    int* gone;
};

Coroutine<> waits_for_ever(int& gone) {
    const Noisy noisy(gone);
    co_await get_running_loop().create_future<int>();
}

}  // namespace

TEST_CASE("a loop that another takes the place of is disposed of, with what is left in it") {
    int gone = 0;
    OwnedLoop loop;
    CHECK_FALSE(loop);
    CHECK(repr(loop) == "None");
    for (int made = 0; made < 2; ++made) {
        loop = new_event_loop();
        REQUIRE(loop);
        CHECK(gone == made);
        loop->create_task(waits_for_ever(gone));
        loop->run_until_complete(asyncio::sleep(0));
    }
    loop = OwnedLoop();
    CHECK(gone == 2);
    CHECK_FALSE(loop);
}
