#include "tests/engine/engine_test.h"

#include <set>
#include <unordered_map>
#include <unordered_set>

using namespace asyncio;
using engine_test::run;
using engine_test::thrown_by;
using Lines = std::vector<std::string>;

namespace {

Coroutine<> nothing() { co_return; }
Coroutine<> fails(std::string text) {
    throw ValueError(text);
    co_return;
}

}  // namespace

TEST_CASE("tasks have numbered names; a name of one's own uses up no number") {
    const auto result = run([]() -> Coroutine<> {
        auto a = create_task(nothing()), b = create_task(nothing(), {.name = "mine"}),
             c = create_task(nothing());
        print(current_task().get_name(), a.get_name(), b.get_name(), c.get_name());
        b.set_name("renamed");
        print(b.get_name());
        co_await gather(a, b, c);
    });
    CHECK(result.lines == Lines{"Task-1 Task-2 mine Task-3", "renamed"});
}

TEST_CASE("all_tasks() lists what is not done, in order of creation") {
    const auto result = run([]() -> Coroutine<> {
        auto a = create_task(sleep(1), {.name = "a"}), b = create_task(nothing(), {.name = "b"});
        const auto names = [] {
            Lines list;
            for (const auto& task : all_tasks()) list.push_back(task.get_name());
            return list;
        };
        print(names());
        co_await sleep(0);
        print(names());
        co_await a;
        print(names());
    });
    CHECK(result.lines == Lines{"['Task-1', 'a', 'b']", "['Task-1', 'a']", "['Task-1']"});
}

TEST_CASE("in a plain callback there is no current task") {
    const auto result = run([]() -> Coroutine<> {
        get_running_loop().call_soon([] { print(static_cast<bool>(current_task())); });
        co_await sleep(0);
        print(static_cast<bool>(current_task()));
    });
    CHECK(result.lines == Lines{"False", "True"});
}

TEST_CASE("a future is set once") {
    const auto result = run([]() -> Coroutine<> {
        auto future = get_running_loop().create_future<int>();
        future.set_result(1);
        print(thrown_by([&] { future.set_result(2); }),
              thrown_by([&] { future.set_exception(ValueError()); }));
        print(future.result(), future.cancel(), future.cancelled());
        co_return;
    });
    CHECK(result.lines ==
          Lines{"InvalidStateError('invalid state') InvalidStateError('invalid state')", "1 False False"});
}

TEST_CASE("a task's result cannot be set from outside") {
    const auto result = run([]() -> Coroutine<> {
        auto task = create_task(nothing());
        print(thrown_by([&] { task.set_result(); }));
        print(thrown_by([&] { task.set_exception(ValueError()); }));
        co_await task;
    });
    CHECK(result.lines == Lines{"RuntimeError('Task does not support set_result operation')",
                                "RuntimeError('Task does not support set_exception operation')"});
}

TEST_CASE("done callbacks get their future, and can be removed, each as often as it was added") {
    const auto result = run([]() -> Coroutine<> {
        auto future = get_running_loop().create_future<int>();
        const auto twice = future.add_done_callback([] { print("never printed"); });
        future.add_done_callback(twice);
        future.add_done_callback([](const Future<int>& done) { print("got", done.result()); });
        future.add_done_callback([](auto& done) { print("got", done.result()); });
        const auto removed = future.remove_done_callback(twice);
        print(removed, future.remove_done_callback(twice));
        future.set_result(5);
        future.add_done_callback([] { print("added late"); });
        co_await sleep(0);
    });
    CHECK(result.lines == Lines{"2 0", "got 5", "got 5", "added late"});
}

namespace {
void on_done(const Future<int>&) { print("never printed"); }
void other(const Future<int>&) { print("other"); }
struct Listener {
    void on_done(Future<int> done) { print(name, done.result()); }
    std::string name;
};
}  // namespace

TEST_CASE("done callbacks are removed by the function, or by the object's method, that was added") {
    const auto result = run([]() -> Coroutine<> {
        auto future = get_running_loop().create_future<int>();
        const auto lambda = [](auto) { print("never printed"); };
        Listener first{"first"}, second{"second"};
        future.add_done_callback(on_done);
        future.add_done_callback(lambda);
        future.add_done_callback(other);
        future.add_done_callback(on_done, {.context = copy_context()});
        future.add_done_callback(&Listener::on_done, &first);
        future.add_done_callback(&Listener::on_done, &second);
        const auto twice = future.remove_done_callback(on_done);
        const auto none = future.remove_done_callback(on_done);
        const auto by_lambda = future.remove_done_callback(lambda);
        const auto by_method = future.remove_done_callback(&Listener::on_done, std::ref(first));
        print(twice, none, by_lambda, by_method);
        future.set_result(5);
        co_await sleep(0);
    });
    CHECK(result.lines == Lines{"2 0 1 1", "other", "second 5"});
}

TEST_CASE("an exception that nobody looks at is told when its task goes, at the latest with the loop") {
    Task<> kept;
    const auto result = run([&]() -> Coroutine<> {
        get_running_loop().set_exception_handler([](EventLoop&, const ExceptionContext& context) {
            print(context.message, repr(context.exception));
        });
        create_task(fails("dropped"));
        kept = create_task(fails("kept"));
        co_await sleep(1);
        print("end");
    });
    CHECK(result.lines == Lines{"Task exception was never retrieved ValueError('dropped')", "end"});
    CHECK(result.warns_of("never retrieved: ValueError('dropped')"));
    CHECK(thrown_by([&] { kept.result(); }) == "ValueError('kept')");
}

TEST_CASE("a task that nobody holds and nothing will wake is destroyed, and that is told") {
    const auto result = run([]() -> Coroutine<> {
        get_running_loop().set_exception_handler(
            [](EventLoop&, const ExceptionContext& context) { print(context.message); });
        const auto waits = []() -> Coroutine<> { co_await get_running_loop().create_future(); };
        create_task(waits(), {.name = "lost"});
        co_await sleep(1);
        print("end");
    });
    // The future holds the task as a callback, the task's frame the future: a cycle, which run() ends by
    // cancelling.
    CHECK(result.lines == Lines{"end"});
}

TEST_CASE("gather() of nothing is done; of a container gives a list; return_exceptions keeps what failed") {
    const auto result = run([]() -> Coroutine<> {
        std::vector<Task<>> tasks;
        print((co_await gather(tasks)).size());
        tasks.push_back(create_task(nothing()));
        tasks.push_back(create_task(fails("one")));
        print(co_await gather(tasks, return_exceptions));
        print(co_await gather(sleep(1, "a"), fails("two"), return_exceptions));
        for (const auto& each : co_await gather(nothing(), fails("three"), return_exceptions))
            print(isinstance<ValueError>(each), isinstance<CancelledError, LookupError>(each));
    });
    CHECK(result.lines ==
          Lines{"0", "[None, ValueError('one')]", "['a', ValueError('two')]", "False False", "True False"});
}

TEST_CASE("wait() gives what is done and what is not, and needs something to wait for") {
    const auto result = run([]() -> Coroutine<> {
        auto slow = create_task(sleep(10)), fast = create_task(sleep(1));
        const std::vector with_double{slow, fast, slow};
        auto first = co_await wait(with_double, {.timeout = 2});
        print(first.done == std::vector{fast}, first.pending == std::vector{slow}, get_running_loop().time());
        auto failing = create_task(fails("x"));
        const std::vector both{slow, failing};
        auto second = co_await wait(both, {.return_when = FIRST_EXCEPTION});
        print(second.done == std::vector{failing}, get_running_loop().time());
        std::vector<Task<>> none;
        auto empty = wait(none);
        try {
            co_await empty;
        } catch (const ValueError& error) {
            print(error);
        }
        print(repr(failing.exception()));
    });
    CHECK(result.lines ==
          Lines{"True True 2.0", "True 2.0", "Set of Tasks/Futures is empty.", "ValueError('x')"});
}

TEST_CASE("what an exception handler prints of a task that goes with its loop is the program's output, too") {
    const auto result = run([]() -> Coroutine<> {
        get_running_loop().set_exception_handler(
            [](EventLoop&, const ExceptionContext& context) { print(context.message); });
        static const auto sleeper = []() -> Coroutine<> { co_await sleep(1); };
        static const auto leftover = []() -> Coroutine<> {
            try {
                co_await sleep(100);
            } catch (const CancelledError&) {}
            create_task(sleeper());  // run() has cancelled all that were there
        };
        create_task(leftover());
        co_await sleep(0);
    });
    CHECK(result.lines == Lines{"Task was destroyed but it is pending!"});
}

TEST_CASE("what wait() gives is taken apart into vectors, too, and a vector or a set is taken off a set") {
    run([]() -> Coroutine<> {
        std::vector<Task<>> pending{create_task(sleep(2)), create_task(sleep(1))}, done;
        const std::vector<Task<>> all = pending;
        while (!pending.empty())
            std::tie(done, pending) = co_await wait(pending, {.return_when = FIRST_COMPLETED});
        CHECK(done == std::vector{all[0]});
        const Task<> other = create_task(sleep(1));
        const std::set<AnyTask> own = {current_task()};
        CHECK((all_tasks() - own).contains(other));
        CHECK((all_tasks() - std::vector<AnyTask>{current_task(), other}).empty());
    });
}

TEST_CASE(
    "tasks and futures may be in sets and be keys, in order of creation; a set is waited for as a list") {
    run([]() -> Coroutine<> {
        const auto work = [](int n) -> Coroutine<int> {
            co_await sleep(n);
            co_return n;
        };
        const auto slow = create_task(work(2)), quick = create_task(work(1));
        const std::set<Task<int>> tasks = {quick, slow};
        CHECK(*tasks.begin() == slow);
        const std::set<AnyTask> any = {quick, slow, quick};
        CHECK(any.size() == 2);
        CHECK(any.contains(slow));
        std::unordered_map<AnyFuture, std::string> names = {{quick, "quick"}};
        CHECK(names.at(quick) == "quick");
        CHECK(!std::unordered_set<Task<int>>{slow}.contains(quick));
        const auto result = co_await wait(tasks, {.return_when = FIRST_COMPLETED});
        CHECK(result.done[0] == quick);
        const std::vector<int> expected = {2, 1};
        CHECK(co_await gather(tasks) == expected);
        int sum = 0;
        for (auto next : as_completed(tasks)) sum += co_await next;
        CHECK(sum == 3);
    });
}

TEST_CASE("the result of a task can be taken by many") {
    const auto result = run([]() -> Coroutine<> {
        const auto text = []() -> Coroutine<std::string> { co_return "shared"; };
        auto task = create_task(text());
        const auto reader = [](Task<std::string> source) -> Coroutine<std::string> {
            co_return co_await source;
        };
        print(co_await gather(reader(task), reader(task), task));
    });
    CHECK(result.lines == Lines{"['shared', 'shared', 'shared']"});
}

TEST_CASE("indexes of a gather's results are Python's") {
    run([]() -> Coroutine<> {
        const auto number = [](int n) -> Coroutine<int> { co_return n; };
        const auto few = co_await gather(number(1), number(2));
        CHECK(few == co_await gather(number(1), number(2)));
        CHECK(few[0] + 10 * few[-1] == 21);
        CHECK(thrown_by([&] { few[2]; }) == "IndexError('list index out of range')");
        CHECK(thrown_by([&] { few[-3]; }) == "IndexError('list index out of range')");
        const Address address("127.0.0.1", 80);
        CHECK(address[-1] == 80);
        CHECK(thrown_by([&] { address[2]; }) == "IndexError('tuple index out of range')");
        CHECK(Address("::1", 80, 0, 3)[3] == 3);
    });
}

TEST_CASE("an object's method may be a done callback of whatever is a future") {
    struct Watcher {
        void on_task(Task<> task) { print("task", task.get_name()); }
        void on_any(AnyTask task) { print("any task", task.done()); }
        void on_future(Future<> future) { print("future", future.done()); }
        void on_end() { print("end"); }
    };
    const auto result = run([]() -> Coroutine<> {
        Watcher watcher;
        auto task = create_task(nothing(), {.name = "A"});
        task.add_done_callback(&Watcher::on_task, &watcher);
        AnyTask(task).add_done_callback(&Watcher::on_any, &watcher);
        AnyFuture(task).add_done_callback(&Watcher::on_end, &watcher);
        auto future = get_running_loop().create_future();
        const auto removed = future.add_done_callback(&Watcher::on_end, &watcher);
        future.add_done_callback(&Watcher::on_future, std::ref(watcher));
        print(future.remove_done_callback(removed));
        future.set_result();
        co_await sleep(1);
    });
    CHECK(result.lines == Lines{"1", "future True", "task A", "any task True", "end"});
}

TEST_CASE("a result that cannot be moved is the task's exception") {
    static bool breaks = false;
    struct Fragile {
        Fragile() = default;
        Fragile(const Fragile&) = default;
        Fragile(Fragile&&) {
            if (breaks) throw ValueError("broken");
        }
    };
    struct Later {
        ~Later() { breaks = true; }
    };
    const auto result = run([]() -> Coroutine<> {
        const auto make = []() -> Coroutine<Fragile> {
            const Later later;
            co_return Fragile();
        };
        const auto task = create_task(make());
        co_await sleep(0);
        breaks = false;
        print(task.done(), repr(task.exception()), all_tasks().size());
    });
    CHECK(result.lines == Lines{"True ValueError('broken') 1"});
}

TEST_CASE("who is named as a part of asyncio is told of swallowed cancellations all the same") {
    struct Program {
        static Coroutine<> staggered_race() {
            try {
                co_await sleep(10);
            } catch (const CancelledError&) {}
            co_await sleep(10);
        }
    };
    const auto result = run([]() -> Coroutine<> {
        const auto task = create_task(Program::staggered_race());
        co_await sleep(1);
        task.cancel();
        co_await task;
    });
    CHECK(result.warns_of("swallowed cancellation"));
}

TEST_CASE("a Future that is None says so where it is used") {
    const std::string text = "AttributeError('this Future is None: loop.create_future() makes one')";
    const Future<int> none;
    CHECK(thrown_by([&] { none.set_result(1); }) == text);
    CHECK(thrown_by([&] { none.done(); }) == text);
    const auto waits = [&]() -> Coroutine<int> { co_return co_await none; };
    CHECK(thrown_by([&] { asyncio::run(waits(), {.clock = ClockKind::virtual_time}); }) == text);
}

namespace {

AnyTask plain_factory(EventLoop& loop, const AnyCoroutine& coroutine, TaskOptions options) {
    return coroutine.make_task(loop, options);
}

}  // namespace

TEST_CASE("a task factory can be compared with a plain function") {
    const auto loop = new_event_loop({.clock = ClockKind::virtual_time});
    loop->set_task_factory(plain_factory);
    CHECK(loop->get_task_factory() == plain_factory);
    loop->set_task_factory(eager_task_factory);
    CHECK_FALSE(loop->get_task_factory() == plain_factory);
}
