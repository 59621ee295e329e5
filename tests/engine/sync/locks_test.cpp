// Locks, events, conditions, semaphores and barriers: what the conformance cases do not show.
#include "tests/engine/engine_test.h"

#include "engine/trace/loop_state.h"

using namespace asyncio;
using engine_test::run;
using engine_test::thrown_by;
using loopscope::trace::EventIndex;
using loopscope::trace::EventKind;
using loopscope::trace::LoopState;
using loopscope::trace::ObjectKind;
using loopscope::trace::Recording;

namespace {

// The loop as it stood when the program printed `line`.
LoopState state_at(const Recording& recording, std::string_view line) {
    LoopState state;
    for (EventIndex i = 0; i < recording.events.size(); ++i) {
        CHECK(state.apply(recording, i).value_or("") == "");
        const auto& event = recording.events[i];
        if (event.kind == EventKind::print && recording.string(event.text) == line) return state;
    }
    FAIL("it never printed that");
    return state;
}

const loopscope::trace::ObjectState* find(const LoopState& state, ObjectKind kind, bool internal = false) {
    for (const auto& object : state.objects())
        if (object.kind == kind && object.internal == internal) return state.object(object.id);
    return nullptr;
}

Coroutine<> hold(Lock lock, double seconds) {
    const auto body = [&]() -> Coroutine<> { co_await sleep(seconds); };
    co_await async_with(lock, body);
}

}  // namespace

TEST_CASE("a lock shows itself as Python's does, but for the address") {
    run([]() -> Coroutine<> {
        Lock lock;
        CHECK(repr(lock) == "<asyncio.locks.Lock object [unlocked]>");
        const auto holder = create_task(hold(lock, 1));
        const auto waiter = create_task(hold(lock, 1));
        co_await sleep(0);
        CHECK(repr(lock) == "<asyncio.locks.Lock object [locked, waiters:1]>");
        co_await gather(holder, waiter);
    });
}

TEST_CASE("the others show themselves as Python's do") {
    run([]() -> Coroutine<> {
        Event event;
        CHECK(repr(event) == "<asyncio.locks.Event object [unset]>");
        event.set();
        CHECK(repr(event) == "<asyncio.locks.Event object [set]>");
        CHECK(repr(Condition()) == "<asyncio.locks.Condition object [unlocked]>");
        Semaphore semaphore(1);
        CHECK(repr(semaphore) == "<asyncio.locks.Semaphore object [unlocked, value:1]>");
        co_await semaphore.acquire();
        CHECK(repr(semaphore) == "<asyncio.locks.Semaphore object [locked]>");
        CHECK(repr(BoundedSemaphore(2)) == "<asyncio.locks.BoundedSemaphore object [unlocked, value:2]>");
        Barrier barrier(2);
        CHECK(repr(barrier) == "<asyncio.locks.Barrier object [filling, waiters:0/2]>");
        co_await barrier.abort();
        CHECK(repr(barrier) == "<asyncio.locks.Barrier object [broken]>");
    });
}

TEST_CASE("misuse raises what asyncio raises") {
    run([]() -> Coroutine<> {
        CHECK(thrown_by([] { Lock().release(); }) == "RuntimeError('Lock is not acquired.')");
        CHECK(thrown_by([] { Condition().notify(); }) == "RuntimeError('cannot notify on un-acquired lock')");
        CHECK(thrown_by([] { Semaphore(-1); }) == "ValueError('Semaphore initial value must be >= 0')");
        CHECK(thrown_by([] { BoundedSemaphore(1).release(); }) ==
              "ValueError('BoundedSemaphore released too many times')");
        CHECK(thrown_by([] { Barrier(0); }) == "ValueError('parties must be >= 1')");
        try {
            co_await Condition().wait();
        } catch (const RuntimeError& error) {
            CHECK(error.str() == "cannot wait on un-acquired lock");
        }
    });
}

TEST_CASE("a lock belongs to the loop in which somebody first waited for it") {
    const Lock lock;
    const auto main = [&]() -> Coroutine<> {
        const auto holder = create_task(hold(lock, 1));
        co_await sleep(0);
        co_await hold(lock, 0);
        co_await holder;
    };
    CHECK_FALSE(run(main).error);
    CHECK(repr(run(main).error) ==
          "RuntimeError('<asyncio.locks.Lock object [locked]> is bound to a different event loop')");
}

TEST_CASE("a lock that nobody had to wait for serves any loop, and outside of one") {
    const Lock lock;
    const Event event;
    event.set();
    for (int i = 0; i < 2; ++i)
        CHECK_FALSE(run([&]() -> Coroutine<> {
                        co_await hold(lock, 0);
                        co_await event.wait();
                    }).error);
}

TEST_CASE("copies are the same lock") {
    const Lock lock, copy = lock, other;
    CHECK(lock == copy);
    CHECK(lock != other);
}

TEST_CASE("a condition may share its lock") {
    run([]() -> Coroutine<> {
        const Lock lock;
        const Condition condition(lock);
        co_await condition.acquire();
        CHECK(lock.locked());
        lock.release();
        CHECK_FALSE(condition.locked());
    });
}

TEST_CASE("a recording tells how many a notification wakes, and of one that wakes nobody") {
    const auto result = run([]() -> Coroutine<> {
        const Condition condition;
        const auto wait = [&]() -> Coroutine<> {
            const auto once = [&]() -> Coroutine<> { co_await condition.wait(); };
            co_await async_with(condition, once);
        };
        const auto notify = [&](std::size_t n) -> Coroutine<> {
            const auto tell = [&]() -> Coroutine<> {
                condition.notify(n);
                co_return;
            };
            co_await async_with(condition, tell);
        };
        co_await notify(1);
        std::vector<Task<>> tasks;
        for (int i = 0; i < 3; ++i) tasks.push_back(create_task(wait()));
        co_await sleep(0);
        co_await notify(2);
        co_await notify(9);
        co_await gather(tasks);
    });
    std::vector<std::int64_t> woken;
    for (std::size_t i = 0; i < result.recording.events.size(); ++i) {
        const auto& event = result.recording.events[i];
        if (result.recording.string(event.text) == "notified") woken.push_back(event.value);
    }
    CHECK(woken == std::vector<std::int64_t>{0, 2, 1});
}

TEST_CASE("a condition's wait_for() gives what the predicate returned") {
    run([]() -> Coroutine<> {
        const Condition condition;
        int items = 0;
        const auto maker = [&]() -> Coroutine<> {
            const auto add = [&]() -> Coroutine<> {
                ++items;
                condition.notify_all();
                co_return;
            };
            for (int i = 0; i < 3; ++i) {
                co_await sleep(1);
                co_await async_with(condition, add);
            }
        };
        const auto making = create_task(maker());
        const auto take = [&]() -> Coroutine<int> {
            co_return co_await condition.wait_for([&] { return items == 3 ? items : 0; });
        };
        CHECK(co_await async_with(condition, take) == 3);
        co_await making;
    });
}

TEST_CASE("async_with gives the body its place in the barrier") {
    const auto result = run([]() -> Coroutine<> {
        const Barrier barrier(2);
        const auto worker = [barrier](std::string name) -> Coroutine<> {
            const auto body = [&](int index) -> Coroutine<> {
                print(name, index);
                co_return;
            };
            co_await async_with(barrier, body);
        };
        co_await gather(worker("A"), worker("B"));
    });
    CHECK(result.lines == std::vector<std::string>{"B 1", "A 0"});
}

TEST_CASE("a coroutine that is destroyed while it holds a lock releases it") {
    run([]() -> Coroutine<> {
        const Lock lock;
        const Future<> never = get_running_loop().create_future();
        const auto body = [&]() -> Coroutine<> { co_await never; };
        {
            const auto task = create_task(async_with(lock, body));
            co_await sleep(0);
            CHECK(lock.locked());
            task.task().set_log_destroy_pending(false);
            task.task().destroy_pending();
        }
        CHECK_FALSE(lock.locked());
    });
}

TEST_CASE("a wait for a condition that is destroyed releases no lock that is somebody else's") {
    run([]() -> Coroutine<> {
        const Condition condition;
        const auto body = [&]() -> Coroutine<> { co_await condition.wait(); };
        const auto task = create_task(async_with(condition, body));
        co_await sleep(0);
        co_await condition.acquire();
        task.task().set_log_destroy_pending(false);
        task.task().destroy_pending();
        CHECK(condition.locked());
        condition.release();
        CHECK_FALSE(condition.locked());
    });
}

TEST_CASE("a recording knows who holds a lock and who waits for it, in order") {
    const auto result = run([]() -> Coroutine<> {
        const Lock lock;
        std::vector<Task<>> tasks;
        for (const char* name : {"A", "B", "C"}) tasks.push_back(create_task(hold(lock, 1), {.name = name}));
        co_await sleep(0.5);
        print("look");
        tasks[1].cancel();
        print("again");
        co_await wait(tasks);
        print("end");
    });
    const auto names = [&](const LoopState& state) {
        std::vector<std::string> waiting;
        const auto* lock = find(state, ObjectKind::lock);
        CHECK(result.recording.string(lock->name) == "Lock 1");
        for (const auto future : state.waiters(lock->id))
            for (const auto task : state.waiters(future))
                waiting.emplace_back(result.recording.string(state.object(task)->name));
        return waiting;
    };
    const LoopState look = state_at(result.recording, "look");
    CHECK(names(look) == std::vector<std::string>{"B", "C"});
    const auto owner = find(look, ObjectKind::lock)->primitive().owner;
    CHECK(result.recording.string(look.object(owner)->name) == "A");
    CHECK(names(state_at(result.recording, "again")) == std::vector<std::string>{"C"});
    CHECK(find(state_at(result.recording, "end"), ObjectKind::lock)->primitive().owner == 0);
}

TEST_CASE("a recording knows the permits of a semaphore and how full a barrier is") {
    const auto result = run([]() -> Coroutine<> {
        const Semaphore semaphore(3);
        const Barrier barrier(3);
        co_await semaphore.acquire();
        const auto task = create_task(barrier.wait());
        co_await sleep(0);
        print("look");
        co_await gather(barrier.wait(), barrier.wait(), task);
    });
    const LoopState state = state_at(result.recording, "look");
    CHECK(find(state, ObjectKind::semaphore)->primitive().value == 2);
    CHECK(find(state, ObjectKind::semaphore)->value == 3);
    CHECK(find(state, ObjectKind::barrier)->primitive().value == 1);
    CHECK(result.recording.string(find(state, ObjectKind::barrier)->primitive().state) == "filling");
}

TEST_CASE("one block enters three managers in order and leaves them in reverse") {
    struct Manager {
        Coroutine<std::string> aenter() {
            print("enter", name);
            co_return name + "!";
        }
        Coroutine<bool> aexit(std::exception_ptr error) {
            print("leave", name, repr(error));
            co_return name == "b";
        }
        std::string name;
    };
    const auto result = engine_test::run([]() -> Coroutine<> {
        const Manager a{"a"}, b{"b"}, c{"c"};
        const auto raises = [](std::string x, std::string y, std::string z) -> Coroutine<> {
            print(x, y, z);
            throw ValueError("v");
            co_return;
        };
        co_await async_with(a, b, c, raises);
        const auto gives = []() -> Coroutine<int> { co_return 5; };
        print(co_await async_with(Lock(), timeout(1), Semaphore(1), gives));
    });
    CHECK(result.lines == std::vector<std::string>{"enter a", "enter b", "enter c", "a! b! c!",
                                                   "leave c ValueError('v')", "leave b ValueError('v')",
                                                   "leave a None", "5"});
}
