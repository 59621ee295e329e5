// Context variables: where they are seen, what they cost when nobody uses them, and their errors.
#include "tests/engine/engine_test.h"

using namespace asyncio;
using engine_test::run;
using engine_test::thrown_by;

namespace {

const ContextVar<std::string> name("name", "nobody");
const ContextVar<int> plain("plain");

Coroutine<> suspended() { co_await sleep(1); }

}  // namespace

TEST_CASE("a variable has its repr and its errors from Python") {
    CHECK(name.repr() == "<ContextVar name='name' default='nobody'>");
    CHECK(thrown_by([] { plain.get(); }) == "LookupError(<ContextVar name='plain'>)");
    CHECK(plain.get(std::nullopt) == std::nullopt);
    CHECK(thrown_by([] { Context()[plain]; }) == "KeyError(<ContextVar name='plain'>)");
    CHECK(thrown_by([] {
              Context().run([] {
                  const auto token = plain.set(1);
                  plain.reset(token);
                  plain.reset(token);
              });
          }) == "RuntimeError(\"<Token used var=<ContextVar name='plain'>> has already been used once\")");
    const auto token = Context().run([] { return plain.set(1); });
    CHECK(thrown_by([&] { plain.reset(token); }) ==
          "ValueError(\"<Token var=<ContextVar name='plain'>> was created in a different Context\")");
}

TEST_CASE("a context cannot be entered twice at a time") {
    const Context context;
    CHECK(thrown_by([&] { context.run([&] { context.run([] {}); }); }) ==
          "RuntimeError('cannot enter context: <_contextvars.Context object> is already entered')");
    context.run([] {});  // it was left again
}

TEST_CASE("what is set outside of the loop is seen inside, and not the other way round") {
    Context().run([] {
        name.set("outer");
        const auto result = run([]() -> Coroutine<> {
            print(name.get());
            name.set("inner");
            co_return;
        });
        CHECK(result.lines == std::vector<std::string>{"outer"});
        CHECK(name.get() == "outer");
    });
}

TEST_CASE("the tasks of one Runner share a context") {
    Runner runner({.clock = ClockKind::virtual_time});
    const auto set = []() -> Coroutine<> {
        name.set("first");
        co_return;
    };
    const auto get = []() -> Coroutine<std::string> { co_return name.get(); };
    runner.run(set());
    CHECK(runner.run(get()) == "first");
    CHECK(runner.run(get(), {.context = Context()}) == "nobody");
}

TEST_CASE("a task gets no context of its own as long as no variable is set") {
    run([]() -> Coroutine<> {
        const auto task = create_task(suspended(), {.name = "a task"});
        co_await sleep(0);
        CHECK(task.task().context() == nullptr);
        const Context asked = task.get_context();
        CHECK(asked.is(task.get_context()));
        CHECK(asked.size() == 0);
    });
}

TEST_CASE("a done callback in a context is removed like any other") {
    const auto result = run([]() -> Coroutine<> {
        const auto token = name.set("main");
        auto future = get_running_loop().create_future<>();
        const auto callback = future.add_done_callback([] { print("called"); });
        future.add_done_callback([] { print("kept", name.get()); });
        print(future.remove_done_callback(callback));
        name.reset(token);
        future.set_result();
        co_await sleep(0);
    });
    CHECK(result.lines == std::vector<std::string>{"1", "kept main"});
}

TEST_CASE("a token ends a block as in Python's with") {
    const auto result = run([]() -> Coroutine<> {
        auto body = []() -> Coroutine<> {
            print(name.get());
            co_return;
        };
        co_await async_with(name.set("block"), body);
        print(name.get());
    });
    CHECK(result.lines == std::vector<std::string>{"block", "nobody"});
}
