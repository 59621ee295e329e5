#include "engine/trace/step_log.h"

#include "engine/trace/check.h"
#include "engine/trace/names.h"
#include "tests/support/recording_builder.h"

#include <doctest/doctest.h>

#include <fstream>
#include <sstream>

using namespace loopscope::trace;
using namespace loopscope::test;

TEST_CASE("the step log of the format's example") {
    RecordingBuilder b;
    const ObjectId main = b.task("Task-1");
    b.ready(main, ReadyReason::created).add(EventKind::loop_run).turn(1, 0).add(EventKind::step, main);
    const ObjectId work = b.task("work");
    b.ready(work, ReadyReason::created);
    const ObjectId sleep = b.create(ObjectKind::sleep, {.value = 10'000'000'000});
    b.add(EventKind::cancel, work, {.b = main, .text = "it's \"enough\"\n", .c = kHasMessage});
    b.add(EventKind::cancel, sleep, {.b = main, .flags = kAlreadyDone}).add(EventKind::cancel_end, sleep);
    b.add(EventKind::cancel, sleep, {.b = main, .text = "('a', 1)", .c = kHasMessage | kNoText});
    b.add(EventKind::cancel_end, sleep);
    b.add(EventKind::cancel_end, work, {.value = 1, .flags = kThrowAtNextStep});
    b.add(EventKind::print, main, {.text = "hello"}).add(EventKind::await, main, {.b = work});
    b.turn(2, 1).turn(3, 1'500'000'000).add(EventKind::step, work, {.text = "CancelledError()"});
    b.add(EventKind::await, work, {.b = sleep}).resolve(sleep, Outcome::exception, "ValueError('x')");
    b.add(EventKind::loop_close).add(EventKind::print, 0, {.text = "after"});
    CHECK(step_log(b.recording()) == R"(#0 t=0.000
  create Task-1
#1 t=0.000
  run Task-1
    create work
    cancel work 'it\'s "enough"\n'
      cancel sleep until 10.000: already done
      cancel sleep until 10.000 ('a', 1)
    print hello
  end Task-1: await task work
#3 t=1.500
  run work throw CancelledError
  end work: await sleep until 10.000
  resolve sleep until 10.000 exception ValueError('x')
print after
)");
}

TEST_CASE("what is nested deeply is indented as deeply") {
    constexpr std::size_t kLevels = 150;
    RecordingBuilder b;
    const ObjectId task = b.task("A");
    b.ready(task, ReadyReason::created).turn(1, 0).add(EventKind::step, task);
    for (std::size_t i = 0; i < kLevels; ++i) b.add(EventKind::cancel, task, {.b = task});
    b.add(EventKind::print, task, {.text = "deep"});
    const std::string log = step_log(b.recording());
    CHECK(log.ends_with("\n" + std::string(2 * (kLevels + 2), ' ') + "print deep\n"));
}

TEST_CASE("what asyncio makes for itself is left out, what happens inside is not") {
    RecordingBuilder b;
    const ObjectId accept = b.task("Task-2", kInternal);
    const ObjectId future = b.create(ObjectKind::future, {.text = "Lock.acquire", .flags = kInternal});
    const ObjectId own = b.create(ObjectKind::future, {.value = 1});
    const ObjectId callback = b.create(ObjectKind::callback);
    b.turn(1, 0).add(EventKind::step, accept);
    const ObjectId handler = b.task("handler");
    b.add(EventKind::print, accept, {.text = "inside"}).add(EventKind::await, accept, {.b = future});
    b.add(EventKind::call, callback, {.text = "wakeup", .flags = kInternal});
    b.resolve(future, Outcome::result).resolve(own, Outcome::result).add(EventKind::call_end, callback);
    b.add(EventKind::call, callback, {.text = "tick"}).add(EventKind::print, 0, {.text = "tock"});
    b.add(EventKind::call_end, callback);
    b.add(EventKind::step, handler)
        .add(EventKind::task_return, handler, {.text = "1", .flags = kButCancelled});
    CHECK(step_log(b.recording()) == R"(#1 t=0.000
  create handler
  print inside
  resolve future 1
  call tick
    print tock
  run handler
  end handler: returned 1 but cancelled
)");
}

TEST_CASE("recordings of real programs give the step logs that CPython 3.14 gave") {
    for (const char* name : {"agen_shutdown", "eager_cancel", "gather_cancel_outer", "taskgroup_child_fails",
                             "tcp_half_close"}) {
        const std::string path = std::string(LOOPSCOPE_PROJECT_DIR "/tests/trace/data/") + name;
        const ReadResult result = read_file(path + ".loopscope");
        INFO(path, " ", result.first_error());
        CHECK(result.problem_count == 0);
        CHECK(check(result).problems.empty());
        std::ifstream expected(path + ".steps");
        std::ostringstream text;
        text << expected.rdbuf();
        CHECK_FALSE(text.str().empty());
        CHECK(step_log(result.recording) == text.str());
    }
}

TEST_CASE("objects are called as people call them") {
    RecordingBuilder b;
    b.task("worker");
    b.create(ObjectKind::sleep, {.value = 1'000'000'000});
    b.create(ObjectKind::gather);
    b.create(ObjectKind::future, {.value = 2});
    b.create(ObjectKind::future, {.text = "Lock.acquire", .flags = kInternal});
    b.create(ObjectKind::task_group);
    b.add(EventKind::rename, 1, {.text = "renamed"});
    ObjectIndex index;
    index.update(b.recording());
    const char* names[] = {"nothing",  "task renamed", "sleep until 1.000", "gather",
                           "future 2", "Lock.acquire", "task group 6",      "object 7"};
    for (ObjectId id = 0; id < std::size(names); ++id) CHECK(describe(b.recording(), index, id) == names[id]);
    CHECK(describe(b.recording(), index, 1, 0) == "task worker");
    CHECK(short_name(b.recording(), index, 1) == "renamed");
    CHECK(format_seconds(2'345'600'000) == "2.346");
    CHECK(format_seconds(-1) == "-0.000");
}
