// A program that uses everything is ended at every place where it can end: leaks and uses of freed memory
// show under the sanitizers, unsound recordings and lost descriptors without them.
#include "tests/engine/engine_test.h"

#include <filesystem>
#include <limits>

using namespace asyncio;
using engine_test::problems_of;

namespace {

enum class Ending { none, interrupt, error, cancel_main, drop_handles };

// What a run of the program shares: where it ends, and what outlives it.
struct World {
    explicit World(Ending how = Ending::none, int ticks_until = 0) : ending(how), left(ticks_until) {}

    Ending ending;
    int left;  // ticks until then
    int ticks = 0;
    AnyTask main;
    std::vector<Task<>> tasks;
    std::vector<Future<>> futures;

    void tick() {
        ++ticks;
        if (--left != 0) return;
        if (ending == Ending::interrupt) throw KeyboardInterrupt();
        if (ending == Ending::error) throw ValueError("tick");
        if (ending == Ending::cancel_main) main.cancel("tick");
        if (ending == Ending::drop_handles) tasks.clear(), futures.clear();
    }
};

// Goes with the frame that it is in, and does then what destructors may do.
struct LastWish {
    Future<> future;
    Task<> task;
    LastWish(Future<> f, Task<> t) : future(std::move(f)), task(std::move(t)) {}
    LastWish(const LastWish&) = delete;
    LastWish& operator=(const LastWish&) = delete;
    ~LastWish() {
        if (task) task.cancel("last wish");
        if (!future.done()) future.set_result();
        try {
            future.get_loop().call_soon([] {});
        } catch (const RuntimeError&) {  // the loop is closed
        }
    }
};

Coroutine<> nested(World& world, int depth) {
    world.tick();
    if (depth > 0)
        co_await nested(world, depth - 1);
    else
        co_await sleep(1);
    world.tick();
}

Coroutine<> wishes(World& world, Future<> future, Task<> task) {
    const LastWish wish(future, task);
    co_await sleep(0);
    world.tick();
    co_await future;
    world.tick();
}

Coroutine<> stubborn(World& world) {
    try {
        co_await sleep(3);
    } catch (const CancelledError&) {
        world.tick();
    }
    co_await sleep(1);
    world.tick();
}

Coroutine<> limits(World& world) {
    try {
        co_await wait_for(nested(world, 2), 0.5);
    } catch (const TimeoutError&) {
        world.tick();
    }
    const auto body = [&]() -> Coroutine<> {
        world.tick();
        co_await shield(nested(world, 1));
    };
    try {
        co_await async_with(timeout(0.5), body);
    } catch (const TimeoutError&) {
        world.tick();
    }
}

Coroutine<> gathers(World& world) {
    const auto fails = [&]() -> Coroutine<> {
        co_await sleep(0.25);
        world.tick();
        throw ValueError("gathered");
    };
    try {
        co_await gather(nested(world, 1), fails(), stubborn(world));
    } catch (const ValueError&) {
        world.tick();
    }
    co_await gather(fails(), nested(world, 0), return_exceptions);
    world.tick();
}

Coroutine<> echo(World& world, StreamReader reader, StreamWriter writer) {
    while (true) {
        const Bytes line = co_await reader.readline();
        world.tick();
        if (line.empty()) break;
        writer.write(line);
        co_await writer.drain();
    }
    writer.close();
}

// Attempts to connect that start one after the other: tasks of the engine's own, which hold each other.
Coroutine<> race(World& world, int port) {
    auto [reader, writer] = co_await open_connection("localhost", port, {.happy_eyeballs_delay = 0.25});
    world.tick();
    writer.close();
    co_await writer.wait_closed();
}

Coroutine<> talk(World& world) {
    const auto serve = [&](StreamReader reader, StreamWriter writer) {
        return echo(world, std::move(reader), std::move(writer));
    };
    auto server = co_await start_server(serve, "127.0.0.1", 0);
    world.tick();
    auto [reader, writer] = co_await open_connection(server.sockets()[0].getsockname());
    for (const char* text : {"one\n", "two\n"}) {
        writer.write(text);
        world.tick();
        co_await reader.readline();
        co_await sleep(0.5);
    }
    writer.close();
    co_await writer.wait_closed();
    world.tick();
    co_await race(world, server.sockets()[0].getsockname().port);
    server.close();
    co_await server.wait_closed();
}

Coroutine<> everything(World& world, bool with_sockets) {
    world.main = current_task();
    auto& loop = get_running_loop();
    loop.set_exception_handler([](EventLoop&, const ExceptionContext&) {});
    world.futures = {loop.create_future(), loop.create_future()};
    const auto start = [&](Coroutine<> coroutine) {
        world.tasks.push_back(create_task(std::move(coroutine)));
    };
    start(nested(world, 3));
    start(wishes(world, world.futures[0], world.tasks[0]));
    start(wishes(world, world.futures[1], {}));
    start(limits(world));
    start(gathers(world));
    start(stubborn(world));
    if (with_sockets) start(talk(world));
    const auto tasks = world.tasks;
    loop.call_later(1.5, [&world] {
        world.tick();
        for (const auto& future : world.futures)
            if (!future.done()) future.set_result();
    });
    tasks[0].add_done_callback([&world] { world.tick(); });
    co_await sleep(2);
    world.tick();
    tasks[5].cancel("enough");
    co_await wait(tasks, {.timeout = 20});
    world.tick();
}

// Stops the loop in turn `last`.
class StopAfter final : public Observer {
public:
    explicit StopAfter(std::uint32_t last) : last_(last) {}
    EventLoop* loop_to_stop = nullptr;
    std::uint32_t turns = 0;
    void turn(std::uint32_t number, std::int64_t) noexcept override {
        turns = number;
        if (number == last_) loop_to_stop->stop();
    }

private:
    std::uint32_t last_;
};

int open_descriptors() {
    int count = 0;
    for ([[maybe_unused]] const auto& entry : std::filesystem::directory_iterator("/proc/self/fd")) ++count;
    return count;
}

// How many turns there were.
std::uint32_t run_turns(World& world, std::uint32_t turns, bool with_sockets) {
    StopAfter observer(turns);
    auto loop = new_event_loop({.clock = ClockKind::virtual_time, .observer = &observer});
    observer.loop_to_stop = &*loop;
    try {
        loop->run_until_complete(everything(world, with_sockets));
    } catch (const RuntimeError&) {  // stopped before it was done
    }
    return observer.turns;
}

// Runs to the end as run() does; gives the ticks there were.
int run_to_end(World& world) {
    Recorder recorder([](const std::string&) { return std::string(); });
    try {
        asyncio::run(everything(world, true), {.clock = ClockKind::virtual_time, .observer = &recorder});
    } catch (...) {}
    const auto recording = recorder.take();
    CHECK(problems_of(recording) == "");
    return world.ticks;
}

void end_at_every_tick(Ending ending) {
    World whole;
    const int ticks = run_to_end(whole);
    REQUIRE(ticks > 40);
    const int descriptors = open_descriptors();
    for (int tick = 1; tick <= ticks; ++tick) {
        CAPTURE(tick);
        World world(ending, tick);
        run_to_end(world);
        CHECK(world.ticks >= tick);
    }
    CHECK(open_descriptors() == descriptors);
}

}  // namespace

TEST_CASE("a loop can be destroyed after every turn") {
    for (const bool with_sockets : {false, true}) {
        World whole;
        const auto all = run_turns(whole, std::numeric_limits<std::uint32_t>::max(), with_sockets);
        REQUIRE(all > 20);
        const int descriptors = open_descriptors();
        for (std::uint32_t turns = 1; turns <= all; ++turns) {
            CAPTURE(with_sockets);
            CAPTURE(turns);
            {
                World world;  // its futures and tasks outlive the loop
                CHECK(run_turns(world, turns, with_sockets) == turns);
            }
            CHECK(open_descriptors() == descriptors);
            {
                World world(Ending::drop_handles, 1);
                run_turns(world, turns, with_sockets);
            }
            CHECK(open_descriptors() == descriptors);
        }
    }
}

TEST_CASE("a loop can be destroyed in the middle of every turn: a KeyboardInterrupt leaves it") {
    World whole;
    run_turns(whole, std::numeric_limits<std::uint32_t>::max(), true);
    const int descriptors = open_descriptors();
    for (int tick = 1; tick <= whole.ticks; ++tick) {
        World world(Ending::interrupt, tick);
        CHECK_THROWS_AS(run_turns(world, std::numeric_limits<std::uint32_t>::max(), true), KeyboardInterrupt);
    }
    CHECK(open_descriptors() == descriptors);
}

TEST_CASE("run() cleans up after a KeyboardInterrupt anywhere") { end_at_every_tick(Ending::interrupt); }
TEST_CASE("run() goes through with an error anywhere") { end_at_every_tick(Ending::error); }
TEST_CASE("run() goes through with main cancelled anywhere") { end_at_every_tick(Ending::cancel_main); }
TEST_CASE("run() goes through with all handles dropped anywhere") { end_at_every_tick(Ending::drop_handles); }

TEST_CASE("what goes with the loop's timers may still set a future that somebody waits for") {
    struct SetsAtTheEnd {
        Future<> future;
        ~SetsAtTheEnd() { future.set_result(); }
    };
    bool called = false;
    {
        auto loop = new_event_loop({.clock = ClockKind::virtual_time});
        const auto future = loop->create_future();
        future.add_done_callback([&called](const AnyFuture&) { called = true; });
        loop->call_later(1000, [last = std::shared_ptr<SetsAtTheEnd>(new SetsAtTheEnd{future})] {});
        loop->close();
        CHECK(future.done());
    }
    CHECK_FALSE(called);
}
