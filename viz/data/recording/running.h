// Who runs, for what goes through a recording event by event.
#pragma once

#include "engine/trace/event.h"

#include <vector>

namespace loopscope::viz {

// Steps of tasks and callbacks nest: an eager task begins within another one's step.
class Running {
public:
    // Every event, in order.
    void see(const trace::Event& event) {
        if (begins(event.kind)) {
            stack_.push_back({event.a, event.kind == trace::EventKind::step});
        } else if (ends(event.kind) && !stack_.empty()) {
            stack_.pop_back();
        }
    }

    // The innermost task or callback; 0: nothing runs.
    trace::ObjectId object() const { return stack_.empty() ? 0 : stack_.back().object; }
    // The task whose step it is; 0: a callback runs, or nothing.
    trace::ObjectId task() const { return stack_.empty() || !stack_.back().is_task ? 0 : object(); }

    static constexpr bool begins(trace::EventKind kind) {
        return kind == trace::EventKind::step || kind == trace::EventKind::call;
    }
    static constexpr bool ends(trace::EventKind kind) {
        switch (kind) {
            case trace::EventKind::yield:
            case trace::EventKind::await:
            case trace::EventKind::task_return:
            case trace::EventKind::task_raise:
            case trace::EventKind::task_cancelled:
            case trace::EventKind::call_end: return true;
            default: return false;
        }
    }

private:
    struct One {
        trace::ObjectId object = 0;
        bool is_task = false;
    };
    std::vector<One> stack_;
};

}  // namespace loopscope::viz
