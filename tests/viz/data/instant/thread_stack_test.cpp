#include "viz/data/instant/thread_stack.h"

#include "tests/viz/samples.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

using namespace loopscope::viz;
using namespace loopscope::trace;

namespace {

std::vector<std::string> stack_at(Store& store, EventIndex count) {
    std::vector<std::string> texts;
    for (const StackEntry& entry : thread_stack(store, store.at(count))) texts.push_back(entry.text);
    return texts;
}

using Texts = std::vector<std::string>;

}  // namespace

TEST_CASE("the thread's stack has the loop's own functions, the task and the coroutines inside of it") {
    SampleBuilder b;
    b.create(1, ObjectKind::task, "main");
    b.create(2, ObjectKind::callback, "run_until_complete", {.flags = 1});
    const EventIndex before = b.add(EventKind::add_callback, {.a = 1, .b = 2});
    b.ready(1, ReadyReason::created);
    const EventIndex run = b.add(EventKind::loop_run, {});
    b.turn(1, 0);
    b.add(EventKind::step, {.a = 1});
    b.add(EventKind::enter, {.a = 1, .text = "main"});
    const EventIndex inside = b.add(EventKind::enter, {.a = 1, .text = "module.compute", .line = 3});
    b.add(EventKind::leave, {.a = 1});
    const EventIndex ended = b.add(EventKind::task_return, {.a = 1});
    const EventIndex waits = b.add(EventKind::select, {});
    b.turn(2, 0);
    const EventIndex call = b.add(EventKind::call, {.a = 2, .b = 1, .text = "_run_until_complete_cb"});
    b.add(EventKind::call_end, {.a = 2});
    const EventIndex stopped = b.add(EventKind::loop_stop, {});
    Store store(b.take());
    CHECK(stack_at(store, before + 1).empty());
    CHECK(stack_at(store, run + 1) == Texts{"run_until_complete()", "run_forever()"});
    CHECK(stack_at(store, inside + 1) ==
          Texts{"run_until_complete()", "run_forever()", "_run_once()", "main", "main()", "compute()"});
    CHECK(stack_at(store, ended + 1) == Texts{"run_until_complete()", "run_forever()", "_run_once()"});
    CHECK(stack_at(store, waits + 1).back() == "select()");
    CHECK(stack_at(store, call + 1).back() == "_run_until_complete_cb()");
    CHECK(stack_at(store, stopped + 1).empty());
}
