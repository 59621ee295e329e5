#include "tests/engine/engine_test.h"

using namespace asyncio;
using engine_test::run;
using engine_test::thrown_by;
using engine_test::virtual_loop;
using Lines = std::vector<std::string>;

namespace {

Coroutine<int> give(int value) { co_return value; }

Coroutine<int> depth(int levels) {
    int below = 0;
    if (levels > 0) below = co_await depth(levels - 1);
    co_return below + 1;
}

Coroutine<int> fail_at(int levels) {
    int below = 0;
    if (levels == 0) throw ValueError("bottom");
    below = co_await fail_at(levels - 1);
    co_return below;
}

Coroutine<> sleep_at(int levels) {
    if (levels == 0)
        co_await sleep(1);
    else
        co_await sleep_at(levels - 1);
}

Coroutine<> await_task_chain(Task<> next) {
    if (next)
        co_await next;
    else
        co_await sleep(1);
}

// Says when it goes.
struct Witness {
    std::string name;
    Lines* lines;
    Witness(std::string n, Lines& l) : name(std::move(n)), lines(&l) {}
    Witness(const Witness&) = delete;
    Witness& operator=(const Witness&) = delete;
    ~Witness() { lines->push_back(name + " gone"); }
};

// Deep enough to overflow the stack if each level took some: an address sanitizer's levels are large, and
// slow.
#ifdef __SANITIZE_ADDRESS__
constexpr int kDeep = 20'000, kLong = 100'000;
#else
constexpr int kDeep = 100'000, kLong = 1'000'000;
#endif

// g++ 12 does not warn of it.
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wreturn-type"
Coroutine<std::string> forgets_its_result(bool forgets) {
    co_await sleep(0);
    if (!forgets) co_return "remembered";
}
#pragma GCC diagnostic pop

}  // namespace

TEST_CASE("a coroutine that comes to its end without its result fails and says so") {
    const auto result = run([]() -> Coroutine<> {
        print(co_await forgets_its_result(false));
        try {
            co_await forgets_its_result(true);
        } catch (const RuntimeError& exc) {
            print(repr(exc));
        }
        const auto task = create_task(forgets_its_result(true));
        co_await wait(task);
        print(repr(task.exception()));
    });
    const std::string error =
        "RuntimeError(\"coroutine 'forgets_its_result' came to its end without a co_return\")";
    CHECK(result.lines == Lines{"remembered", error, error});
}

TEST_CASE("a coroutine does nothing until it is awaited") {
    const auto result = run([]() -> Coroutine<> {
        const auto say = []() -> Coroutine<> {
            print("body");
            co_return;
        };
        auto coroutine = say();
        print("made");
        co_await coroutine;
    });
    CHECK(result.lines == Lines{"made", "body"});
}

TEST_CASE("a coroutine that is never awaited is a warning with its name") {
    const auto result = run([]() -> Coroutine<> {
        { auto forgotten = give(1); }
        co_return;
    });
    CHECK(result.warns_of("coroutine 'give' was never awaited"));
}

TEST_CASE("a coroutine can be used only once") {
    const auto result = run([]() -> Coroutine<> {
        auto coroutine = give(1);
        print(co_await coroutine);
        try {
            co_await coroutine;
        } catch (const RuntimeError& error) {
            print(error);
        }
        auto moved = give(2);
        const auto task = create_task(std::move(moved));
        print(co_await task);
    });
    CHECK(result.lines == Lines{"1", "cannot reuse already awaited coroutine", "2"});
}

TEST_CASE("a task of a coroutine that was used fails in its first step") {
    const auto result = run([]() -> Coroutine<> {
        auto coroutine = give(1);
        const auto first = create_task(std::move(coroutine));
        const auto second = create_task(std::move(coroutine));
        co_await wait(first, second);
        print(first.result(), second.exception());
    });
    CHECK(result.lines == Lines{"1 cannot reuse already awaited coroutine"});
}

TEST_CASE("what a coroutine was given goes before its caller goes on") {
    const auto result = run([]() -> Coroutine<> {
        Lines lines;
        const auto callee = [](std::unique_ptr<Witness> argument, Lines& to) -> Coroutine<> {
            Witness local("local", to);
            co_await sleep(0);
            to.push_back(argument->name + " still there");
        };
        auto argument = std::make_unique<Witness>("argument", lines);
        auto call = callee(std::move(argument), lines);
        co_await call;
        lines.emplace_back("caller goes on");
        print(lines);
    });
    CHECK(result.lines == Lines{"['argument still there', 'local gone', 'argument gone', 'caller goes on']"});
}

TEST_CASE("results may be of types that can only be moved, or have no default") {
    struct NoDefault {
        explicit NoDefault(int n) : value(n) {}
        int value;
    };
    const auto result = run([]() -> Coroutine<> {
        const auto unique = []() -> Coroutine<std::unique_ptr<int>> { co_return std::make_unique<int>(7); };
        const auto no_default = []() -> Coroutine<NoDefault> { co_return NoDefault(8); };
        const std::unique_ptr<int> pointer = co_await unique();
        const NoDefault object = co_await no_default();
        const NoDefault from_task = co_await create_task(no_default());
        print(*pointer, object.value, from_task.value);
    });
    CHECK(result.lines == Lines{"7 8 8"});
}

TEST_CASE("very many awaits in a row cost no stack") {
    const auto result = run([]() -> Coroutine<> {
        long sum = 0;
        for (int i = 0; i < kLong; ++i) sum += co_await give(1);
        print(sum);
    });
    CHECK(result.lines == Lines{std::to_string(kLong)});
}

TEST_CASE("coroutines very deep inside each other cost no stack") {
    const auto result = run([]() -> Coroutine<> { print(co_await depth(kDeep)); });
    CHECK(result.lines == Lines{std::to_string(kDeep + 1)});
}

TEST_CASE("an exception passes through very many coroutines") {
    const auto result = run([]() -> Coroutine<> {
        try {
            co_await fail_at(kDeep);
        } catch (const ValueError& error) {
            print(error);
        }
    });
    CHECK(result.lines == Lines{"bottom"});
}

TEST_CASE("coroutines very deep inside each other can be cancelled") {
    const auto result = run([]() -> Coroutine<> {
        auto task = create_task(sleep_at(kDeep));
        co_await sleep(0);
        task.cancel();
        co_await wait(task);
        print(task.cancelled());
    });
    CHECK(result.lines == Lines{"True"});
}

TEST_CASE("very many suspended coroutines can be destroyed with their loop") {
    auto loop = new_event_loop(virtual_loop());
    loop->set_exception_handler([](EventLoop&, const ExceptionContext&) {});
    auto task = loop->create_task(sleep_at(kDeep));
    loop->call_later(0.5, [&] { loop->stop(); });
    loop->run_forever();
    CHECK_FALSE(task.done());
}

TEST_CASE("a chain of very many tasks can be cancelled from its end") {
    auto loop = new_event_loop(virtual_loop());
    Task<> last;
    for (int i = 0; i < kDeep; ++i) last = loop->create_task(await_task_chain(std::move(last)));
    loop->call_later(0.5, [&] { last.cancel(); });
    CHECK(thrown_by([&] { loop->run_until_complete(last); }) == "CancelledError()");
}

TEST_CASE("a chain of very many tasks can be destroyed with its loop") {
    auto loop = new_event_loop(virtual_loop());
    loop->set_exception_handler([](EventLoop&, const ExceptionContext&) {});
    Task<> last;
    for (int i = 0; i < kDeep; ++i) last = loop->create_task(await_task_chain(std::move(last)));
    loop->call_later(0.5, [&] { loop->stop(); });
    loop->run_forever();
    CHECK_FALSE(last.done());
}
