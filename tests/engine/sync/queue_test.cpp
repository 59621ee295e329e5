// Queues: what the conformance cases do not show.
#include "tests/engine/engine_test.h"

#include "engine/trace/loop_state.h"

using namespace asyncio;
using engine_test::run;
using engine_test::thrown_by;
using loopscope::trace::EventIndex;
using loopscope::trace::EventKind;
using loopscope::trace::ObjectKind;

TEST_CASE("a queue shows itself as Python's does") {
    run([]() -> Coroutine<> {
        const Queue<std::string> queue(1);
        CHECK(repr(queue) == "<Queue maxsize=1>");
        queue.put_nowait("x");
        const auto putter = create_task(queue.put("y"));
        co_await sleep(0);
        CHECK(repr(queue) == "<Queue maxsize=1 _queue=['x'] _putters[1] tasks=1>");
        CHECK(str(LifoQueue<int>()) == "<LifoQueue maxsize=0>");
        CHECK(co_await queue.get() == "x");
        queue.shutdown();
        CHECK(repr(queue) == "<Queue maxsize=1 tasks=1 shutdown>");
        try {
            co_await putter;
        } catch (const QueueShutDown& error) {
            CHECK(error.repr() == "QueueShutDown()");
        }
    });
}

TEST_CASE("misuse raises what asyncio raises") {
    const Queue<int> queue(1);
    CHECK(thrown_by([&] { queue.get_nowait(); }) == "QueueEmpty()");
    CHECK(thrown_by([&] { queue.task_done(); }) == "ValueError('task_done() called too many times')");
    queue.put_nowait(1);
    CHECK(thrown_by([&] { queue.put_nowait(2); }) == "QueueFull()");
    queue.shutdown();
    CHECK(thrown_by([&] { queue.put_nowait(2); }) == "QueueShutDown()");
    CHECK(queue.get_nowait() == 1);
    CHECK(thrown_by([&] { queue.get_nowait(); }) == "QueueShutDown()");
}

TEST_CASE("a LifoQueue gives the last item first") {
    const LifoQueue<int> queue;
    for (const int item : {1, 2, 3}) queue.put_nowait(item);
    CHECK(repr(queue) == "<LifoQueue maxsize=0 _queue=[1, 2, 3] tasks=3>");
    for (const int item : {3, 2, 1}) CHECK(queue.get_nowait() == item);
}

TEST_CASE("a PriorityQueue orders its items as Python's heapq does, equal ones included") {
    struct Job {
        int priority;
        char name;
        bool operator<(const Job& other) const { return priority < other.priority; }
    };
    const PriorityQueue<Job> queue;
    char name = 'a';
    for (const int priority : {5, 3, 3, 9, 1, 3, 5, 1, 7, 3}) queue.put_nowait({priority, name++});
    std::string order;
    while (!queue.empty()) order += queue.get_nowait().name;
    CHECK(order == "ehcfjbgaid");  // what heapq gives
}

TEST_CASE("items that can only be moved go through a queue") {
    run([]() -> Coroutine<> {
        const Queue<std::unique_ptr<int>> queue;
        co_await queue.put(std::make_unique<int>(7));
        const auto item = co_await queue.get();
        CHECK(*item == 7);
    });
}

TEST_CASE("a function that takes a Queue takes every kind of queue") {
    const auto fill = [](Queue<int> queue) {
        for (const int item : {2, 3, 1}) queue.put_nowait(item);
        return queue.get_nowait();
    };
    CHECK(fill(Queue<int>()) == 2);
    CHECK(fill(LifoQueue<int>()) == 1);
    CHECK(fill(PriorityQueue<int>()) == 1);
}

TEST_CASE("shutdown(immediate) empties the queue and ends join()") {
    const auto result = run([]() -> Coroutine<> {
        const Queue<int> queue;
        for (int i = 0; i < 3; ++i) queue.put_nowait(i);
        const auto joining = create_task(queue.join());
        co_await sleep(1);
        print(joining.done());
        queue.shutdown(true);
        co_await joining;
        print(queue.qsize());
    });
    CHECK(result.lines == std::vector<std::string>{"False", "0"});
}

TEST_CASE("a recording knows the items of each kind of queue") {
    const auto result = run([]() -> Coroutine<> {
        const Queue<int> first(9), last = LifoQueue<int>(), least = PriorityQueue<int>();
        for (const auto& queue : {first, last, least}) {
            for (const int item : {2, 3, 1, 3}) queue.put_nowait(item);
            queue.get_nowait();
        }
        print("look");
        co_return;
    });
    loopscope::trace::LoopState state;
    const auto& recording = result.recording;
    for (EventIndex i = 0; recording.events[i].kind != EventKind::print; ++i) state.apply(recording, i);
    std::map<std::string, std::multiset<std::string>> items;
    for (const auto& object : state.objects())
        if (object.kind == ObjectKind::queue)
            for (const auto item : object.primitive().items)
                items[std::string(recording.string(object.name))].emplace(recording.string(item));
    CHECK(items["Queue 1"] == std::multiset<std::string>{"1", "3", "3"});
    CHECK(items["LifoQueue 1"] == std::multiset<std::string>{"1", "2", "3"});
    CHECK(items["PriorityQueue 1"] == std::multiset<std::string>{"2", "3", "3"});
}
