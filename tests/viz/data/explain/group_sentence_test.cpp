// What is told of a TaskGroup in which something failed.
#include "viz/data/explain/sentence.h"

#include "tests/viz/samples.h"

#include <doctest/doctest.h>

using namespace loopscope::viz;
using loopscope::trace::EventIndex;
using loopscope::trace::EventKind;
using loopscope::trace::kInternal;
using loopscope::trace::ObjectId;
using loopscope::trace::ObjectKind;
using loopscope::trace::ReadyReason;

namespace {

constexpr ObjectId kMain = 1, kGroup = 2, kFuture = 9;

// main waits at the end of its group, whose children A, B, ... end as given; then it fails, too.
struct GroupIsLeft {
    SampleBuilder b;
    EventIndex back = 0, uncancelled = 0;

    explicit GroupIsLeft(const std::vector<EventKind>& ends) {
        b.create(kMain, ObjectKind::task, "main");
        b.ready(kMain, ReadyReason::created);
        b.turn(1, 0);
        b.add(EventKind::step, {.a = kMain});
        b.add(EventKind::enter, {.a = kMain, .text = "main"});
        b.create(kGroup, ObjectKind::task_group, "TaskGroup", {.flags = kInternal});
        b.add(EventKind::link, {.a = kGroup, .b = kMain, .text = "parent"});
        for (ObjectId i = 0; i < ends.size(); ++i) {
            b.create(3 + i, ObjectKind::task, std::string(1, static_cast<char>('A' + i)));
            b.add(EventKind::link, {.a = kGroup, .b = 3 + i, .text = "child"});
        }
        b.create(kFuture, ObjectKind::future, "TaskGroup", {.flags = kInternal});
        b.add(EventKind::await, {.a = kMain, .b = kFuture});
        b.turn(2, 0);
        for (ObjectId i = 0; i < ends.size(); ++i) {
            b.add(EventKind::step, {.a = 3 + i});
            b.add(ends[i], {.a = 3 + i, .text = ends[i] == EventKind::task_raise ? "ValueError()" : ""});
            b.add(EventKind::unlink, {.a = kGroup, .b = 3 + i});
        }
        b.add(EventKind::resolve, {.a = kFuture});
        b.ready(kMain, ReadyReason::woken, kFuture);
        b.turn(3, 0);
        back = b.add(EventKind::step, {.a = kMain, .b = kFuture});
        uncancelled = b.add(EventKind::uncancel, {.a = kMain});
        b.add(EventKind::task_raise, {.a = kMain, .text = "ExceptionGroup()"});
    }
};

}  // namespace

TEST_CASE("a group in which a task failed is left with an ExceptionGroup, not with its own CancelledError") {
    GroupIsLeft run({EventKind::task_raise, EventKind::task_cancelled});
    Store store(run.b.take());
    CHECK(sentence(store, run.back) ==
          "main runs on: all tasks of its TaskGroup are at their end. A has failed, so an ExceptionGroup "
          "leaves "
          "the block.");
    CHECK(sentence(store, run.uncancelled) ==
          "The TaskGroup takes back its request to cancel main: its ExceptionGroup leaves the block, not "
          "CancelledError.");
}

TEST_CASE("of several tasks of a group that failed the first and their number are told") {
    GroupIsLeft run({EventKind::task_return, EventKind::task_raise, EventKind::task_raise});
    Store store(run.b.take());
    CHECK(sentence(store, run.back) ==
          "main runs on: all tasks of its TaskGroup are at their end. B and 1 more have failed, so an "
          "ExceptionGroup with all their exceptions leaves the block.");
}

TEST_CASE("a group in which nothing failed is left without a word of it, also if its owner fails later") {
    GroupIsLeft run({EventKind::task_return, EventKind::task_cancelled});
    Store store(run.b.take());
    CHECK(sentence(store, run.back).find("ExceptionGroup") == std::string::npos);
    CHECK(sentence(store, run.uncancelled) ==
          "The request to cancel main is taken back: none remains, and main can go on.");
}
