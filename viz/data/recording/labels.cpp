#include "viz/data/recording/labels.h"

#include "course/text.h"
#include "viz/data/recording/timeouts.h"

#include <array>

namespace loopscope::viz {

using trace::ObjectKind;

std::string decimal_text(std::string_view number, const Words& words) {
    return course::decimal_text(number, words["language"]);
}

namespace {

// What has digits behind the microseconds was measured: of those only the milliseconds say something, or,
// of less than that, the first three that are not 0.
std::uint64_t legible(std::uint64_t ns) {
    if (ns % 1000 == 0) return ns;
    std::uint64_t unit = 1'000'000;
    while (unit > 1 && ns < 100 * unit) unit /= 10;
    return (ns + unit / 2) / unit * unit;
}

}  // namespace

std::string exact_seconds(std::int64_t ns) {
    const bool negative = ns < 0;
    const std::uint64_t magnitude =
        negative ? std::uint64_t{0} - static_cast<std::uint64_t>(ns) : static_cast<std::uint64_t>(ns);
    constexpr std::uint64_t kSecond = 1'000'000'000;
    std::string text = (negative ? "-" : "") + std::to_string(magnitude / kSecond);
    std::string fraction = std::to_string(magnitude % kSecond + kSecond).substr(1);
    fraction.erase(fraction.find_last_not_of('0') + 1);
    return fraction.empty() ? text : text + "." + fraction;
}

std::string seconds_text(std::int64_t ns, const Words& words) {
    const std::int64_t shown =
        ns < 0 ? ns : static_cast<std::int64_t>(legible(static_cast<std::uint64_t>(ns)));
    // Less than a millisecond is told in microseconds: nobody counts zeros.
    if (shown > 0 && shown < 1'000'000)
        return decimal_text(exact_seconds(shown * 1'000'000), words) + " \u00b5s";
    return decimal_text(exact_seconds(shown), words) + " s";
}

namespace {

// CPython's as_completed() has a queue inside, which is no concern of the program's; the engine does without.
bool is_next_of_as_completed(const trace::ObjectInfo& object, std::string_view name) {
    return object.kind == ObjectKind::future && object.internal && object.parent == 0 && name == "Queue.get";
}

// "python3" of "/usr/bin/python3"; a command line stays whole.
std::string program_name(const std::string& program) {
    return program.find(' ') == std::string::npos ? program.substr(program.find_last_of('/') + 1) : program;
}

// "connect_tcp.try_connect" of "anyio._core._sockets.connect_tcp.<locals>.try_connect": libraries name tasks
// by their functions, which begin alike.
std::string task_name(const std::string& name) {
    constexpr std::string_view kWithin = ".<locals>.";
    const std::size_t inner = name.rfind(kWithin);
    if (inner == std::string::npos) return name;
    const std::string outer = name.substr(0, inner);
    const std::size_t before = outer.find_last_of('.');
    return outer.substr(before == std::string::npos ? 0 : before + 1) + "." +
           name.substr(inner + kWithin.size());
}

}  // namespace

trace::ObjectId joined_queue(const trace::ObjectIndex& objects, trace::ObjectId future) {
    const trace::ObjectInfo& event = objects[objects[future].parent];
    const bool inside = event.kind == ObjectKind::event && event.internal;
    return inside && objects[event.parent].kind == ObjectKind::queue ? event.parent : 0;
}

trace::ObjectId waited_barrier(const trace::ObjectIndex& objects, trace::ObjectId future) {
    const trace::ObjectInfo& condition = objects[objects[future].parent];
    const bool inside = condition.kind == ObjectKind::condition && condition.internal;
    return inside && objects[condition.parent].kind == ObjectKind::barrier ? condition.parent : 0;
}

std::string kind_key(ObjectKind kind) {
    static constexpr std::array<std::string_view, trace::kLastObjectKind + 1> kWords = {
        "object",  "task",   "future",     "sleep",  "gather",  "shield",   "timer",     "callback",
        "timeout", "server", "connection", "reader", "lock",    "event",    "condition", "semaphore",
        "barrier", "queue",  "task_group", "thread", "watcher", "callback", "generator", "process"};
    const auto index = static_cast<std::size_t>(kind);
    return "kind." + std::string(index < kWords.size() ? kWords[index] : kWords[0]);
}

std::string label_of(const trace::Recording& recording, const trace::ObjectIndex& objects, trace::ObjectId id,
                     const Words& words) {
    if (id == 0) return "?";
    const trace::ObjectInfo& object = objects[id];
    const std::string name(recording.string(objects.name_at(id, trace::kNever)));
    const auto numbered = [&](std::string_view key, std::int64_t number) {
        return words.fill(key, {{"number", std::to_string(number)}});
    };
    if (is_timeout(recording, objects, id))
        return words.fill("label.timeout", {{"who", label_of(recording, objects, object.creator, words)}});
    switch (object.kind) {
        case ObjectKind::task:
            if (!name.empty()) return task_name(name);
            return object.value != 0 ? "Task-" + std::to_string(object.value) : numbered("label.task", id);
        case ObjectKind::sleep:
            return words.fill("label.sleep", {{"time", seconds_text(object.value, words)}});
        case ObjectKind::future:
            if (is_next_of_as_completed(object, name)) return words["label.next_done"];
            if (joined_queue(objects, id) != 0) return "Queue.join";
            if (waited_barrier(objects, id) != 0) return "Barrier.wait";
            return !name.empty() ? name : numbered("label.future", object.value);
        case ObjectKind::timer:
            return words.fill("label.timer", {{"time", seconds_text(object.value, words)}});
        case ObjectKind::process: return name.empty() ? words[kind_key(object.kind)] : program_name(name);
        case ObjectKind::gather:
        case ObjectKind::shield: return words[kind_key(object.kind)];
        default: return name.empty() ? words[kind_key(object.kind)] : name;
    }
}

std::string brief_label_of(const trace::Recording& recording, const trace::ObjectIndex& objects,
                           trace::ObjectId id, const Words& words) {
    const trace::ObjectInfo& object = objects[id];
    if (id != 0 && is_timeout(recording, objects, id))
        return words.fill("label.timeout.brief",
                          {{"who", label_of(recording, objects, object.creator, words)}});
    if (object.kind == ObjectKind::sleep && object.created != trace::kNever)
        return words.fill("gist.sleeps", {{"time", seconds_text(object.value, words)}});
    if (id != 0 && is_next_of_as_completed(object, recording.string(object.name))) return "as_completed";
    const std::string label = label_of(recording, objects, id, words);
    // "Server.wait_closed": the class of a function of asyncio's.
    const bool function = object.kind == ObjectKind::future && object.internal;
    return function ? label.substr(label.find_last_of('.') + 1) : label;
}

}  // namespace loopscope::viz
