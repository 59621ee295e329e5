#include "viz/data/instant/thread_stack.h"

#include <algorithm>

namespace loopscope::viz {

namespace {

std::string call_of(std::string_view name) {
    return std::string(name.substr(name.find_last_of('.') + 1)) + "()";
}

// run(), or run_until_complete(): it wants to be told when its task is done.
bool runs_until_complete(const Store& store, const trace::LoopState& now) {
    return std::any_of(now.objects().begin(), now.objects().end(), [&](const trace::ObjectState& object) {
        if (object.kind != trace::ObjectKind::callback) return false;
        const std::string_view name = store.recording().string(store.objects()[object.id].name);
        return name == "run_until_complete" || name == "run";
    });
}

void add(std::vector<StackEntry>& stack, const Store& store, const trace::LoopState& now,
         const trace::Running& running) {
    if (!running.is_task) {
        const trace::StringId function = store.event(running.since).text;
        const std::string_view name = store.recording().string(function);
        stack.push_back({name.empty() ? store.label(running.object) : call_of(name), false, 0});
        return;
    }
    stack.push_back({store.label(running.object), false, running.object});
    const trace::ObjectState* task = now.object(running.object);
    if (task == nullptr) return;
    for (const trace::Frame& frame : task->frames())
        stack.push_back({call_of(store.recording().string(frame.function)), false, running.object});
}

}  // namespace

std::vector<StackEntry> thread_stack(const Store& store, const trace::LoopState& now) {
    if (!now.loop_running) return {};
    std::vector<StackEntry> stack;
    constexpr std::size_t kMany = 5000;  // objects: nobody looks for that one
    if (now.objects().size() < kMany && runs_until_complete(store, now))
        stack.push_back({"run_until_complete()", true, 0});
    stack.push_back({"run_forever()", true, 0});
    if (now.turn != 0 || now.in_select) stack.push_back({"_run_once()", true, 0});
    if (now.in_select) stack.push_back({"select()", true, 0});
    for (const trace::Running& running : now.running) add(stack, store, now, running);
    return stack;
}

}  // namespace loopscope::viz
