// What a task waits for, and what has to happen for it to go on.
#include "viz/data/explain/sentence_parts.h"

#include <algorithm>
#include <iterator>
#include <string>
#include <vector>

namespace loopscope::viz {

using trace::Event;
using trace::EventIndex;
using trace::EventKind;
using trace::ObjectId;
using trace::ObjectKind;
using trace::ObjectState;

namespace {

// What asyncio's functions wait for inside; await.in.FUNCTION is in the texts.
constexpr std::string_view kFunctions[] = {
    "connect",   "connection_made",    "run_in_executor",      "wait",
    "wait_for",  "TaskGroup",          "create_subprocess",    "connect_read_pipe",
    "Queue.get", "Server.wait_closed", "Server.serve_forever", "connect_write_pipe"};

// The lock, queue or other primitive in whose line the awaited future stands; null if in none.
const ObjectState* line_of(const Facts& f, const ObjectState& awaited) {
    if (const ObjectId barrier = waited_barrier(f.store.objects(), awaited.id); barrier != 0)
        return f.now.object(barrier);
    return awaited.kind == ObjectKind::task || awaited.awaits == 0 ? nullptr : f.now.object(awaited.awaits);
}

// Permits go to who stands in front.
std::string at_semaphore(const Facts& f, const ObjectState& semaphore) {
    const std::vector<ObjectId> line = f.now.waiters(semaphore.id);
    const auto place = std::find(line.begin(), line.end(), f.event.b) - line.begin() + 1;
    const ObjectId front = line.empty() ? f.event.b : line.front();
    const std::vector<ObjectId> tasks = f.now.waiters(front);
    std::string_view key = "await.semaphore";
    if (semaphore.primitive().value > 0)
        key = "await.semaphore.woken";
    else if (front == f.event.b)
        key = "await.semaphore.first";
    return f.say(key, {{"who", f.name(f.event.a)},
                       {"what", f.name(semaphore.id)},
                       {"place", std::to_string(place)},
                       {"first", f.name(tasks.empty() ? front : tasks.front())}});
}

std::string in_line(const Facts& f, const ObjectState& line, std::string_view function) {
    const std::string who = f.name(f.event.a), what = f.name(line.id);
    switch (line.kind) {
        case ObjectKind::lock: {
            const ObjectId owner = line.primitive().owner;
            if (owner == 0) return f.say("await.lock.free", {{"who", who}, {"what", what}});
            return f.say("await.lock", {{"who", who}, {"what", what}, {"owner", f.name(owner)}});
        }
        case ObjectKind::semaphore: return at_semaphore(f, line);
        case ObjectKind::condition: return f.say("await.condition", {{"who", who}, {"what", what}});
        case ObjectKind::barrier:
            return f.say("await.barrier",
                         {{"who", who}, {"what", what}, {"count", std::to_string(line.value)}});
        case ObjectKind::queue:
            return f.say(function == "Queue.put" ? "await.queue.put" : "await.queue.get",
                         {{"who", who}, {"what", what}});
        case ObjectKind::event: {
            if (const ObjectId queue = joined_queue(f.store.objects(), f.event.b); queue != 0)
                return f.say("await.queue.join", {{"who", who}, {"what", f.name(queue)}});
            return f.say("await.event", {{"who", who}, {"what", what}});
        }
        default: return {};
    }
}

// "A, B and C", shortened when there are many.
std::string names(const Facts& f, const std::vector<trace::Link>& links) {
    constexpr std::size_t kShown = 4;
    const bool all = links.size() <= kShown;
    const std::size_t listed = all ? links.size() - 1 : kShown - 1;
    std::string text;
    for (std::size_t i = 0; i < listed; ++i) text += (i == 0 ? "" : ", ") + f.name(links[i].object);
    if (!all) return f.say("names.more", {{"first", text}, {"count", std::to_string(links.size() - listed)}});
    const std::string last = f.name(links.back().object);
    return text.empty() ? last : f.say("names.two", {{"first", text}, {"last", last}});
}

// Who waits for bytes, or for room, has said so just before.
std::string in_stream(const Facts& f) {
    constexpr EventIndex kBefore = 8;
    for (EventIndex i = f.index; i-- > 0 && f.index - i <= kBefore;) {
        const Event& event = f.store.event(i);
        if (event.kind != EventKind::stream_wait || event.b != f.event.b) continue;
        return f.say((event.flags & trace::kWrite) != 0 ? "await.drain" : "await.read",
                     {{"who", f.name(f.event.a)}, {"call", f.store.text(event.text)}});
    }
    return {};
}

std::string in_function(const Facts& f, std::string_view function) {
    if (std::find(std::begin(kFunctions), std::end(kFunctions), function) == std::end(kFunctions)) return {};
    return f.say("await.in." + std::string(function), {{"who", f.name(f.event.a)}});
}

// Empty if nothing is to be said but its name.
std::string reason(const Facts& f, const ObjectState& awaited) {
    const std::string function = f.store.text(f.store.objects()[awaited.id].name);
    if (const ObjectState* line = line_of(f, awaited); line != nullptr) {
        if (std::string text = in_line(f, *line, function); !text.empty()) return text;
    }
    if (std::string text = in_stream(f); !text.empty()) return text;
    if (std::string text = in_function(f, function); !text.empty()) return text;
    if (awaited.kind == ObjectKind::future && function.empty())
        return f.say("await.future", {{"who", f.name(f.event.a)}, {"what", f.name(awaited.id)}});
    return {};
}

}  // namespace

std::string await_sentence(const Facts& f) {
    const std::string who = f.name(f.event.a), what = f.name(f.event.b);
    const ObjectState* awaited = f.now.object(f.event.b);
    if (awaited == nullptr) return f.say("await.gone", {{"who", who}, {"what", what}});
    if (awaited->kind == ObjectKind::sleep)
        return f.say("await.sleep", {{"who", who}, {"time", seconds_text(awaited->value, f.words)}});
    if (f.store.is_communicate(awaited->id)) return f.say("await.communicate", {{"who", who}});
    if (awaited->kind == ObjectKind::gather && !awaited->links().empty())
        return f.say("await.gather", {{"who", who}, {"names", names(f, awaited->links())}});
    if (awaited->kind == ObjectKind::shield && !awaited->links().empty())
        return f.say("await.shield", {{"who", who}, {"names", names(f, awaited->links())}});
    if (std::string why = reason(f, *awaited); !why.empty()) return why;
    return f.say(awaited->kind == ObjectKind::task ? "await.task" : "await.other",
                 {{"who", who}, {"what", what}});
}

}  // namespace loopscope::viz
