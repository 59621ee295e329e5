// Random programs that create, await, cancel, fail, shield, limit and drop in every order. Nothing is
// expected of what they do but that it breaks nothing: sanitizers stay silent, recordings are sound, the same
// seed does the same.
#include "tests/engine/engine_test.h"

#include <random>

using namespace asyncio;
using engine_test::problems_of;

namespace {

struct World {
    explicit World(unsigned seed) : random(seed), budget(40 + static_cast<int>(seed % 80)) {}
    std::mt19937 random;
    int budget;  // actions until all come to their end
    std::vector<Task<int>> tasks;
    std::vector<Future<int>> futures;

    int pick(int below) { return static_cast<int>(random() % static_cast<unsigned>(below)); }
    bool chance(int one_in) { return pick(one_in) == 0; }
    Task<int> any_task() { return tasks[random() % tasks.size()]; }
    Future<int> any_future() { return futures[random() % futures.size()]; }
    // One of both.
    Future<int> anything() { return chance(2) ? Future<int>(any_task()) : any_future(); }
    std::optional<std::string> message() {
        return chance(2) ? std::nullopt : std::optional<std::string>("message");
    }

    void settle(const Future<int>& future) {
        if (future.done()) return;
        if (chance(3))
            future.set_exception(ValueError("settled"));
        else if (chance(4))
            future.cancel(message());
        else
            future.set_result(7);
    }
};

Coroutine<int> actor(World& world);
Coroutine<> act(World& world);

void start(World& world) { world.tasks.push_back(create_task(actor(world))); }

// Actions that do not wait.
void do_at_once(World& world) {
    auto& loop = get_running_loop();
    switch (world.pick(9)) {
        case 0: return start(world);
        case 1: world.any_task().cancel(world.message()); return;
        case 2: return world.settle(world.any_future());
        case 3: world.futures.push_back(loop.create_future<int>()); return;
        case 4: world.tasks[world.random() % world.tasks.size()] = create_task(actor(world)); return;
        case 5: current_task().uncancel(); return;
        case 6:
            loop.call_later(world.pick(3), [&world] { world.any_task().cancel(world.message()); });
            return;
        case 7: loop.call_soon([&world, future = world.any_future()] { world.settle(future); }); return;
        default:
            world.anything().add_done_callback([&world](const Future<int>& future) {
                if (!future.cancelled() && world.chance(2)) future.exception();
                if (world.chance(4)) throw ValueError("done callback");
            });
    }
}

Coroutine<> wait_in_some_way(World& world) {
    const int way = world.pick(9);
    if (way == 0) co_await sleep(world.pick(3));
    if (way == 1) co_await world.anything();
    if (way == 2) co_await wait_for(world.anything(), world.pick(3));
    if (way == 3) co_await wait_for(actor(world), world.pick(3) - 1);
    if (way == 4) co_await gather(world.anything(), world.anything(), actor(world));
    if (way == 5) co_await gather(world.anything(), actor(world), return_exceptions);
    if (way == 6) co_await shield(world.anything());
    if (way == 7) {
        const auto options = WaitOptions{.timeout = static_cast<double>(world.pick(3)),
                                         .return_when = static_cast<ReturnWhen>(world.pick(3))};
        co_await wait(std::vector<Future<int>>(world.futures), options);
    }
    if (way == 8) {
        auto scope = timeout(world.pick(3));
        const auto body = [&]() -> Coroutine<> {
            co_await act(world);
            if (world.chance(2)) scope.reschedule(get_running_loop().time() + world.pick(2));
            co_await act(world);
        };
        co_await async_with(scope, body);
    }
}

Coroutine<> act(World& world) {
    const int kind = world.pick(5);
    if (kind < 2)
        do_at_once(world);
    else if (kind == 2)
        co_await sleep(0);
    else
        co_await wait_in_some_way(world);
}

// Swallows half of what is thrown at it, cancellation included.
Coroutine<int> actor(World& world) {
    while (world.budget > 0) {
        --world.budget;
        if (world.chance(10)) co_return 1;
        if (world.chance(20)) throw RuntimeError("actor");
        std::exception_ptr error;
        try {
            co_await act(world);
        } catch (...) {
            error = std::current_exception();
        }
        if (error && world.chance(2)) std::rethrow_exception(error);
    }
    co_return 0;
}

Coroutine<> program(World& world) {
    auto& loop = get_running_loop();
    loop.set_exception_handler([](EventLoop&, const ExceptionContext&) {});
    for (int i = 0; i < 3; ++i) world.futures.push_back(loop.create_future<int>());
    for (int i = 0; i < 4; ++i) start(world);
    co_await sleep(30);
    world.futures.resize(1);
    if (world.chance(2)) world.tasks.resize(1);
    co_await sleep(30);
}

loopscope::trace::Recording record(unsigned seed) {
    World world(seed);
    Recorder recorder([](const std::string&) { return std::string(); });
    try {
        asyncio::run(program(world), {.clock = ClockKind::virtual_time, .observer = &recorder});
    } catch (
        ...) {  // tasks that wait for each other: the verdict, or a RecursionError when run() cancels them
    }
    return recorder.take();
}

}  // namespace

TEST_CASE("random programs leave sound recordings") {
    std::size_t events = 0;
    for (unsigned seed = 0; seed < 1000; ++seed) {
        CAPTURE(seed);
        const auto recording = record(seed);
        events += recording.events.size();
        REQUIRE(problems_of(recording) == "");
    }
    MESSAGE(events, " events");
    CHECK(events > 100'000);
}

TEST_CASE("the same seed does the same") {
    for (unsigned seed = 0; seed < 50; ++seed) {
        CAPTURE(seed);
        CHECK(loopscope::trace::to_text(record(seed)) == loopscope::trace::to_text(record(seed)));
    }
}

TEST_CASE("random programs can be destroyed at a random instant") {
    for (unsigned seed = 0; seed < 2000; ++seed) {
        CAPTURE(seed);
        World world(seed);
        auto loop = new_event_loop(engine_test::virtual_loop());
        loop->call_later(static_cast<double>(seed % 7), [&] { loop->stop(); });
        try {
            loop->run_until_complete(program(world));
        } catch (...) {}
        if (seed % 2) world.tasks.clear();
    }
}
