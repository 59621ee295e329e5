// Tasks that nobody holds go at a collection, and only those.
#include "tests/engine/engine_test.h"

#include <map>
#include <memory>
#include <vector>

using namespace asyncio;
using engine_test::Run;

namespace {

using Lines = std::vector<std::string>;

// As engine_test::run(), with a ledger; the exception handler prints which task was destroyed.
template <class Main>
Run run_tracked(Main main) {
    const gc::Tracking tracking;
    return engine_test::run([&]() -> Coroutine<> {
        const std::function<Coroutine<>()> body = main;
        get_running_loop().set_exception_handler([](EventLoop&, const ExceptionContext& context) {
            print(context.message, context.task.get_name());
        });
        co_await body();
    });
}

std::vector<std::string> alive() {
    std::vector<std::string> names;
    for (const AnyTask& task : all_tasks()) names.push_back(task.get_name());
    return names;
}

Coroutine<> waits_alone() {
    auto answer = get_running_loop().create_future<int>();
    co_await answer;
}

Coroutine<> sleeps() { co_await sleep(5); }

Coroutine<> awaits(Future<> other) { co_await other; }

void start(Coroutine<> coroutine, std::string name) {
    static_cast<void>(create_task(std::move(coroutine), {.name = name}));
}

}  // namespace

TEST_CASE("a task that waits for a future only it knows goes, a sleeping one stays") {
    const Run run = run_tracked([]() -> Coroutine<> {
        start(waits_alone(), "alone");
        start(sleeps(), "sleeper");
        co_await sleep(1);
        CHECK(gc::collect() == 1);
        print(alive());
    });
    CHECK(run.lines == Lines{"Task was destroyed but it is pending! alone", "['Task-1', 'sleeper']"});
    CHECK(run.warns_of("destroyed pending: task alone"));
}

TEST_CASE("nothing is collected without a ledger") {
    const Run run = engine_test::run([]() -> Coroutine<> {
        start(waits_alone(), "alone");
        co_await sleep(1);
        CHECK(gc::collect() == 0);
        print(alive());
    });
    CHECK(run.lines == Lines{"['Task-1', 'alone']"});
}

TEST_CASE("a task that is ready, or has not begun, stays") {
    const Run run = run_tracked([]() -> Coroutine<> {
        start(waits_alone(), "new");
        CHECK(gc::collect() == 0);
        print(alive());
        co_return;
    });
    CHECK(run.lines == Lines{"['Task-1', 'new']"});
}

TEST_CASE("a variable of a living coroutine holds a task, until it lets go") {
    const Run run = run_tracked([]() -> Coroutine<> {
        auto task = create_task(waits_alone(), {.name = "kept"});
        co_await sleep(1);
        CHECK(gc::collect() == 0);
        task = {};
        CHECK(gc::collect() == 1);
    });
    CHECK(run.lines == Lines{"Task was destroyed but it is pending! kept"});
}

TEST_CASE("a handle that went out of scope holds nobody") {
    const Run run = run_tracked([]() -> Coroutine<> {
        {
            auto task = create_task(waits_alone(), {.name = "gone"});
            co_await sleep(0);
        }
        co_await sleep(1);
        CHECK(gc::collect() == 1);
    });
    CHECK(run.lines == Lines{"Task was destroyed but it is pending! gone"});
}

TEST_CASE("containers hold tasks: a list, a map, a shared object") {
    const Run run = run_tracked([]() -> Coroutine<> {
        std::vector<Task<>> list{create_task(waits_alone(), {.name = "in a list"})};
        std::map<int, Task<>> map;
        map.emplace(1, create_task(waits_alone(), {.name = "in a map"}));
        const auto shared = std::make_shared<Task<>>(create_task(waits_alone(), {.name = "shared"}));
        co_await sleep(1);
        CHECK(gc::collect() == 0);
        print(alive());
        list.clear();
        map.clear();
        CHECK(gc::collect() == 2);
    });
    CHECK(run.lines == Lines{"['Task-1', 'in a list', 'in a map', 'shared']",
                             "Task was destroyed but it is pending! in a list",
                             "Task was destroyed but it is pending! in a map"});
}

TEST_CASE("who holds a future holds the task that waits for it") {
    const Run run = run_tracked([]() -> Coroutine<> {
        auto answer = get_running_loop().create_future();
        start(awaits(answer), "waiter");
        co_await sleep(1);
        CHECK(gc::collect() == 0);
        answer.set_result();
        co_await sleep(1);
        print(alive());
    });
    CHECK(run.lines == Lines{"['Task-1']"});
}

TEST_CASE("a task with a list of its own that holds itself is lost") {
    const auto holds_itself = []() -> Coroutine<> {
        auto answer = get_running_loop().create_future();
        std::vector<Future<>> futures{answer, answer};
        co_await answer;
    };
    const Run run = run_tracked([&]() -> Coroutine<> {
        start(holds_itself(), "island");
        co_await sleep(1);
        CHECK(gc::collect() == 1);
    });
    CHECK(run.lines == Lines{"Task was destroyed but it is pending! island"});
}

TEST_CASE("tasks that only hold each other go together, in order of creation") {
    const Run run = run_tracked([]() -> Coroutine<> {
        start(awaits(create_task(waits_alone(), {.name = "inner"})), "outer");
        co_await sleep(1);
        CHECK(gc::collect() == 2);
        print(alive());
    });
    CHECK(run.lines == Lines{"Task was destroyed but it is pending! inner",
                             "Task was destroyed but it is pending! outer", "['Task-1']"});
}

TEST_CASE("coroutines that a task is inside of hold for it") {
    const auto inner = []() -> Coroutine<> { co_await waits_alone(); };
    const Run run = run_tracked([&]() -> Coroutine<> {
        start(inner(), "nested");
        co_await sleep(1);
        CHECK(gc::collect() == 1);
    });
    CHECK(run.lines == Lines{"Task was destroyed but it is pending! nested"});
}

TEST_CASE("a lost gather goes with its children, a sleeping child keeps it") {
    const auto gathers = [](bool with_sleeper) -> Coroutine<> {
        auto last = with_sleeper ? create_task(sleeps(), {.name = "sleeper"})
                                 : create_task(waits_alone(), {.name = "child"});
        co_await gather(waits_alone(), last);
    };
    const Run run = run_tracked([&]() -> Coroutine<> {
        start(gathers(false), "lost");
        start(gathers(true), "kept");
        co_await sleep(1);
        print(gc::collect());
        print(alive().size());
    });
    CHECK(run.lines.at(run.lines.size() - 2) == "3");
    CHECK(run.lines.back() == "4");
}

TEST_CASE("an event that only its waiter has is lost with it, another's event is not") {
    const auto waits_for_own = []() -> Coroutine<> {
        Event event;
        co_await event.wait();
    };
    const auto waits_for = [](Event event) -> Coroutine<> { co_await event.wait(); };
    const Run run = run_tracked([&]() -> Coroutine<> {
        Event event;
        start(waits_for_own(), "own");
        start(waits_for(event), "other's");
        co_await sleep(1);
        CHECK(gc::collect() == 1);
        event.set();
        co_await sleep(1);
        print(alive());
    });
    CHECK(run.lines == Lines{"Task was destroyed but it is pending! own", "['Task-1']"});
}

TEST_CASE("what a collection destroys can be watched, and the loop goes on") {
    struct Says {
        ~Says() { print("the frame goes"); }
    };
    const auto says = []() -> Coroutine<> {
        const Says destructor;
        co_await get_running_loop().create_future();
    };
    const Run run = run_tracked([&]() -> Coroutine<> {
        start(says(), "lost");
        co_await sleep(1);
        gc::collect();
        co_await sleep(1);
        print("the loop goes on");
    });
    CHECK(run.lines ==
          Lines{"Task was destroyed but it is pending! lost", "the frame goes", "the loop goes on"});
}

TEST_CASE("the recording says what variables hold, from suspension to suspension") {
    using loopscope::trace::EventKind;
    const Run run = run_tracked([]() -> Coroutine<> {
        {
            auto task = create_task(waits_alone(), {.name = "kept"});
            co_await sleep(1);
        }
        co_await sleep(1);
        gc::collect();
    });
    Lines found;
    for (std::size_t i = 0; i < run.recording.events.size(); ++i) {
        const auto& event = run.recording.events[i];
        const bool frame = run.recording.string(event.text) == "frame";
        if (event.kind == EventKind::link && frame) found.push_back("link " + std::to_string(event.a));
        if (event.kind == EventKind::unlink && frame) found.push_back("unlink " + std::to_string(event.a));
        if (event.kind == EventKind::collect) found.push_back("collect");
        if (event.kind == EventKind::collect_end) found.push_back("took " + std::to_string(event.value));
    }
    CHECK(found == Lines{"link 1", "link 3", "unlink 1", "collect", "took 1"});
}

TEST_CASE("a second recording under the same tracking tells of its frames anew") {
    const gc::Tracking tracking;
    const auto record = [] {
        const Run run = engine_test::run([]() -> Coroutine<> {
            start(waits_alone(), "alone");
            co_await sleep(1);
            gc::collect();
        });
        return loopscope::trace::to_text(run.recording);
    };
    CHECK(record() == record());
}
