#include "tests/viz/samples.h"

#include <algorithm>
#include <set>
#include <string>

namespace loopscope::viz {

using trace::EventIndex;
using trace::EventKind;
using trace::ObjectId;
using trace::ObjectKind;
using trace::ReadyReason;

SampleBuilder::SampleBuilder() {
    recording_.header.producer = "test";
    recording_.header.language = "python";
    recording_.header.program = "sample";
    recording_.add_source({"sample.py", "python",
                           "import asyncio\n"
                           "\n"
                           "async def work(name, delay):\n"
                           "    await asyncio.sleep(delay)\n"
                           "    print(name, 'ends')\n"
                           "    return name\n"
                           "\n"
                           "async def main():\n"
                           "    a = asyncio.create_task(work('A', 1), name='A')\n"
                           "    print(await a)\n"});
}

EventIndex SampleBuilder::add(EventKind kind, Fields fields) {
    trace::Event event{.kind = kind,
                       .flags = fields.flags,
                       .a = fields.a,
                       .b = fields.b,
                       .c = fields.c,
                       .text = recording_.intern(fields.text),
                       .value = fields.value};
    if (fields.line != 0) event.loc = recording_.add_location({source_, fields.line, "work"});
    recording_.events.append(event);
    return static_cast<EventIndex>(recording_.events.size() - 1);
}

EventIndex SampleBuilder::create(ObjectId id, ObjectKind kind, std::string_view name, Fields fields) {
    fields.a = id;
    fields.text = name;
    fields.c = static_cast<std::uint32_t>(kind);
    return add(EventKind::create, fields);
}

EventIndex SampleBuilder::ready(ObjectId id, ReadyReason reason, ObjectId future) {
    return add(EventKind::ready, {.a = id, .b = future, .flags = static_cast<std::uint8_t>(reason)});
}

EventIndex SampleBuilder::turn(std::uint32_t number, std::int64_t time_ns) {
    return add(EventKind::turn, {.a = number, .value = time_ns});
}

trace::Recording SampleBuilder::take() {
    recording_.complete = true;
    return std::move(recording_);
}

trace::Recording sleeper(std::int64_t seconds) {
    SampleBuilder b;
    b.add(EventKind::loop_run, {});
    b.create(1, ObjectKind::task, "main");
    b.ready(1, ReadyReason::created);
    b.turn(1, 0);
    b.add(EventKind::step, {.a = 1});
    b.add(EventKind::enter, {.a = 1, .text = "main"});
    b.create(2, ObjectKind::task, "A", {.line = 9});
    b.ready(2, ReadyReason::created);
    b.add(EventKind::add_callback, {.a = 2, .b = 1});
    b.add(EventKind::await, {.a = 1, .b = 2, .line = 10});
    b.turn(2, 0);
    b.add(EventKind::step, {.a = 2});
    b.add(EventKind::enter, {.a = 2, .text = "work"});
    b.create(3, ObjectKind::sleep, "", {.value = seconds * kSecond});
    b.create(4, ObjectKind::timer, "", {.b = 3, .value = seconds * kSecond});
    b.add(EventKind::timer, {.a = 4, .b = 3, .value = seconds * kSecond});
    b.add(EventKind::await, {.a = 2, .b = 3, .line = 4});
    b.add(EventKind::select, {.value = seconds * kSecond});
    b.turn(3, seconds * kSecond);
    b.ready(4, ReadyReason::timer);
    b.add(EventKind::call, {.a = 4, .flags = trace::kInternal});
    b.add(EventKind::resolve, {.a = 3});
    b.ready(2, ReadyReason::woken, 3);
    b.add(EventKind::call_end, {.a = 4});
    b.turn(4, seconds * kSecond);
    b.add(EventKind::step, {.a = 2, .b = 3});
    b.add(EventKind::print, {.a = 2, .text = "A ends", .line = 5});
    b.add(EventKind::leave, {.a = 2});
    b.add(EventKind::task_return, {.a = 2, .text = "'A'"});
    b.ready(1, ReadyReason::woken, 2);
    b.turn(5, seconds * kSecond);
    b.add(EventKind::step, {.a = 1, .b = 2});
    b.add(EventKind::print, {.a = 1, .text = "A", .line = 10});
    b.add(EventKind::leave, {.a = 1});
    b.add(EventKind::task_return, {.a = 1, .text = "None"});
    b.add(EventKind::loop_stop, {});
    return b.take();
}

trace::Recording cancelled_and_failed() {
    SampleBuilder b;
    b.add(EventKind::loop_run, {});
    b.create(1, ObjectKind::task, "main");
    b.ready(1, ReadyReason::created);
    b.turn(1, 0);
    b.add(EventKind::step, {.a = 1});
    b.create(2, ObjectKind::task, "A", {.line = 9});
    b.ready(2, ReadyReason::created);
    b.add(EventKind::yield, {.a = 1, .line = 10});
    b.turn(2, 0);
    b.add(EventKind::step, {.a = 2});
    b.create(3, ObjectKind::sleep, "", {.value = kSecond});
    b.create(4, ObjectKind::timer, "", {.b = 3, .value = kSecond});
    b.add(EventKind::timer, {.a = 4, .b = 3, .value = kSecond});
    b.add(EventKind::await, {.a = 2, .b = 3, .line = 4});
    b.add(EventKind::step, {.a = 1});
    b.add(EventKind::cancel, {.a = 2, .b = 1, .text = "enough", .c = 1});
    b.add(EventKind::resolve, {.a = 3, .flags = static_cast<std::uint8_t>(trace::Outcome::cancelled)});
    b.add(EventKind::timer_cancel, {.a = 4});
    b.ready(2, ReadyReason::woken, 3);
    b.add(EventKind::cancel_end, {.a = 2, .value = 1});
    b.create(5, ObjectKind::task, "B", {.line = 9});
    b.ready(5, ReadyReason::created);
    b.add(EventKind::await, {.a = 1, .b = 2, .line = 10});
    b.turn(3, 0);
    b.add(EventKind::step, {.a = 2, .b = 3, .text = "CancelledError('enough')"});
    b.add(EventKind::task_cancelled, {.a = 2, .text = "enough"});
    b.ready(1, ReadyReason::woken, 2);
    b.add(EventKind::step, {.a = 5});
    b.add(EventKind::task_raise, {.a = 5, .text = "ValueError('no')"});
    return b.take();
}

namespace {

struct Row {
    SampleBuilder b;
    std::vector<ObjectId> waiting{1, 2, 3};
    std::set<ObjectId> cancelled, ran;

    static std::string name(ObjectId id) { return std::string(1, static_cast<char>('a' + id - 1)); }

    void intervene(const trace::Intervention& wish) {
        const auto place = std::find(waiting.begin(), waiting.end(), wish.object);
        const bool possible = place != waiting.end();
        b.add(EventKind::intervene, {.a = wish.object,
                                     .text = possible ? "" : "it is done",
                                     .flags = static_cast<std::uint8_t>(wish.kind),
                                     .c = possible ? 0 : trace::kNotDone});
        if (!possible) return;
        if (wish.kind == trace::InterventionKind::first) std::rotate(waiting.begin(), place, place + 1);
        if (wish.kind != trace::InterventionKind::cancel) return;
        cancelled.insert(wish.object);
        b.add(EventKind::cancel, {.a = wish.object});
        b.add(EventKind::cancel_end, {.a = wish.object, .value = 1, .flags = trace::kThrowAtNextStep});
    }

    void run_next() {
        const ObjectId id = waiting.front();
        waiting.erase(waiting.begin());
        const bool thrown = cancelled.contains(id);
        b.add(EventKind::step, {.a = id, .text = thrown ? "CancelledError()" : ""});
        const std::string line = name(id) + (id == 2 && ran.contains(3) ? " is late" : "");
        if (!thrown) b.add(EventKind::print, {.a = id, .text = line, .line = 5});
        b.add(thrown ? EventKind::task_cancelled : EventKind::task_return, {.a = id});
        ran.insert(id);
    }
};

}  // namespace

trace::Recording three_in_a_row(const std::vector<trace::Intervention>& interventions) {
    Row row;
    row.b.add(EventKind::loop_run, {});
    for (const ObjectId id : row.waiting) {
        row.b.create(id, ObjectKind::task, Row::name(id));
        row.b.ready(id, ReadyReason::created);
    }
    row.b.turn(1, 0);
    for (std::uint32_t entry = 0; entry <= 3; ++entry) {
        for (const trace::Intervention& wish : interventions)
            if (wish.at == trace::Moment{1, entry}) row.intervene(wish);
        if (entry < 3) row.run_next();
    }
    row.b.add(EventKind::loop_stop, {});
    row.b.add(EventKind::loop_close, {});
    trace::Recording recording = row.b.take();
    recording.header.language = "c++";
    recording.header.interventions = interventions;
    return recording;
}

}  // namespace loopscope::viz
