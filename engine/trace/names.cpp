#include "engine/trace/names.h"

#include <cstdio>
#include <limits>

namespace loopscope::trace {

namespace {

// Without needless zeros.
std::string billionths_text(std::int64_t count) {
    constexpr std::uint64_t kOne = 1'000'000'000;
    const std::uint64_t all =
        count < 0 ? -static_cast<std::uint64_t>(count) : static_cast<std::uint64_t>(count);
    std::string fraction = std::to_string(kOne + all % kOne);
    fraction.resize(fraction.find_last_not_of('0') + 1);
    const std::string whole = (count < 0 ? "-" : "") + std::to_string(all / kOne);
    return all % kOne == 0 ? whole : whole + "." + fraction.substr(1);
}

}  // namespace

std::string arguments_of(const Recording& recording, const Event& enter) {
    if ((enter.flags & kWholeNumber) != 0) return std::to_string(enter.value);
    if ((enter.flags & kBillionths) != 0) return billionths_text(enter.value);
    if (enter.value <= 0 || enter.value > std::numeric_limits<StringId>::max()) return {};
    return std::string(recording.string(static_cast<StringId>(enter.value)));
}

std::string_view kind_name(ObjectKind kind) {
    constexpr std::string_view kWords[] = {
        "object",  "task",   "future",     "sleep",  "gather",  "shield",   "timer",     "handle",
        "timeout", "server", "transport",  "reader", "lock",    "event",    "condition", "semaphore",
        "barrier", "queue",  "task group", "thread", "watcher", "callback", "generator", "process",
    };
    static_assert(std::size(kWords) == kLastObjectKind + 1u);
    const auto at = static_cast<std::size_t>(kind);
    return at < std::size(kWords) ? kWords[at] : kWords[0];
}

// Division first: the double nearest to the time is what Python's loop has, and rounds, too.
std::string format_seconds(std::int64_t ns) {
    char text[48];
    const int size = std::snprintf(text, sizeof text, "%.3f", static_cast<double>(ns) / 1e9);
    return std::string(text, static_cast<std::size_t>(size));
}

namespace {

std::string plain_name(const ObjectInfo& object, std::string_view name, ObjectId id, bool renamed) {
    switch (object.kind) {
        case ObjectKind::sleep: return "sleep until " + format_seconds(object.value);
        case ObjectKind::gather: return "gather";
        case ObjectKind::shield: return "shield";
        case ObjectKind::task:
            if (name.empty() && object.value != 0 && !renamed) return "Task-" + std::to_string(object.value);
            return std::string(name);  // which may be empty: create_task(f(), name=""), set_name("")
        case ObjectKind::future:
            if (name.empty()) return "future " + std::to_string(object.value);
            break;
        default: break;
    }
    if (!name.empty()) return std::string(name);
    return std::string(kind_name(object.kind)) + " " + std::to_string(id);
}

}  // namespace

std::string short_name(const Recording& recording, const ObjectIndex& index, ObjectId id, EventIndex at) {
    if (!index.knows(id)) return id == 0 ? "nothing" : "object " + std::to_string(id);
    return plain_name(index[id], recording.string(index.name_at(id, at)), id, index.renamed(id, at));
}

std::string describe(const Recording& recording, const ObjectIndex& index, ObjectId id, EventIndex at) {
    const std::string name = short_name(recording, index, id, at);
    const bool task = index.knows(id) && index[id].kind == ObjectKind::task;
    return task ? "task " + name : name;
}

}  // namespace loopscope::trace
