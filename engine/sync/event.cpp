#include "engine/sync/event.h"
#include "engine/tasks/task.h"

namespace asyncio::detail {

std::string EventState::repr() const {
    std::string text = std::string("<asyncio.locks.Event object [") + (set_ ? "set" : "unset");
    if (!waiters_.empty()) text += ", waiters:" + std::to_string(waiters_.size());
    return text + "]>";
}

std::string EventState::missing(std::string_view function) const {
    return part_of_other() ? Primitive::missing(function) : "an event that nobody can set any more";
}

void EventState::set() {
    if (set_) return;
    set_ = true;
    report("set");
    while (Waiter* waiter = waiters_.first_pending()) waiter->set_result(true);
}

void EventState::clear() {
    if (!set_) return;
    set_ = false;
    report("unset");
}

Coroutine<bool> EventState::wait(Ref<EventState> event) {
    if (event->set_) co_return true;
    const Place place(event->waiters_, *event, "Event.wait");
    co_await place.future();
    co_return true;
}

}  // namespace asyncio::detail
