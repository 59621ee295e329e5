#include "tests/engine/engine_test.h"

using namespace asyncio;
using engine_test::run;
using Lines = std::vector<std::string>;

namespace {

struct Noisy {
    std::string name;
    explicit Noisy(std::string n) : name(std::move(n)) {}
    Noisy(const Noisy&) = delete;
    Noisy& operator=(const Noisy&) = delete;
    ~Noisy() { print(name, "goes"); }
};

AsyncGenerator<int> count(int end) {
    const Noisy noisy("local");
    for (int i = 0; i < end; ++i) {
        co_await sleep(1);
        co_yield i;
    }
}

AsyncGenerator<std::unique_ptr<int>> pointers() { co_yield std::make_unique<int>(7); }

}  // namespace

TEST_CASE("a loop over a generator gets each value, and takes the time that the body takes") {
    const auto result = run([]() -> Coroutine<> {
        auto generator = count(2);
        while (auto i = co_await generator.next()) print(get_running_loop().time(), *i);
        print("end", generator.ag_running());
    });
    CHECK(result.lines == Lines{"1.0 0", "2.0 1", "local goes", "end False"});
}

TEST_CASE("a generator gives away what can only be moved") {
    const auto result = run([]() -> Coroutine<> {
        auto generator = pointers();
        auto pointer = co_await anext(generator);
        print(*pointer);
    });
    CHECK(result.lines == Lines{"7"});
}

TEST_CASE("a generator that was never used goes without a word") {
    const auto result = run([]() -> Coroutine<> {
        auto generator = count(2);
        generator = {};
        print("dropped", static_cast<bool>(generator));
        co_return;
    });
    CHECK(result.lines == Lines{"dropped False"});
    CHECK_FALSE(result.warns_of("never awaited"));
}

TEST_CASE("a call of a generator that is not awaited is warned of") {
    const auto result = run([]() -> Coroutine<> {
        auto generator = count(2);
        { [[maybe_unused]] const auto forgotten = generator.next(); }
        co_return;
    });
    CHECK(result.warns_of("coroutine method 'asend' of 'count' was never awaited"));
}

TEST_CASE("a generator may outlive its loop: its destructors run when the last handle goes") {
    AsyncGenerator<int> kept;
    {
        auto loop = new_event_loop(engine_test::virtual_loop());
        kept = count(5);
        CHECK(loop->run_until_complete(anext(kept)) == 0);
    }
    CHECK(static_cast<bool>(kept));
}

TEST_CASE("the loop may go while a task waits inside of a generator") {
    for (int turns = 1; turns < 6; ++turns) {
        AsyncGenerator<int> outlives;
        auto loop = new_event_loop(engine_test::virtual_loop());
        const auto use = [&]() -> Coroutine<> {
            auto generator = count(3);
            outlives = generator;
            while (auto i = co_await generator.next()) co_await sleep(0);
        };
        auto task = loop->create_task(use());
        for (int turn = 0; turn < turns; ++turn) {
            loop->stop();
            loop->run_forever();
        }
        CHECK_FALSE(task.done());
    }
}

TEST_CASE("a generator that holds itself goes with its loop") {
    struct Holder {
        AsyncGenerator<int> self;
    };
    const auto result = run([]() -> Coroutine<> {
        const auto holder = std::make_shared<Holder>();
        const auto body = [](std::shared_ptr<Holder> held) -> AsyncGenerator<int> {
            co_yield held ? 1 : 0;
            co_yield 2;
        };
        holder->self = body(holder);
        const int first = co_await anext(holder->self);
        print(first);
    });
    CHECK(result.lines == Lines{"1"});
}

TEST_CASE("a generator that is first used after shutdown_asyncgens() is warned of") {
    const auto result = run([]() -> Coroutine<> {
        co_await get_running_loop().shutdown_asyncgens();
        auto generator = count(1);
        co_await anext(generator);
    });
    CHECK(result.warns_of("was scheduled after loop.shutdown_asyncgens() call"));
}
