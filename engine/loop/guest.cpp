#include "engine/loop/guest.h"

#include "engine/loop/event_loop.h"
#include "engine/tasks/task.h"

namespace asyncio::detail {

Guest::Guest(EventLoop& host) : host_(&host) {}
Guest::~Guest() = default;

Observer* Guest::hosts_observer() const noexcept {
    return running_loop() == host_.get() ? host_->observer() : nullptr;
}

std::uint32_t Guest::next_future() noexcept { return hosts_observer() ? host_->next_future_number() : 0; }

void Guest::created(const Object& object, const Creation& creation) noexcept {
    Observer* observer = hosts_observer();
    const bool is_told = object.kind() == ObjectKind::callback || dynamic_cast<const FutureBase*>(&object);
    if (!observer || !is_told) return;
    const_cast<Object&>(object).renumber(host_->next_object_id());
    observer->created(object, creation);
}

void Guest::renamed(const Object& task, std::string_view name) noexcept {
    if (Observer* observer = who_knows(task)) observer->renamed(task, name);
}

void Guest::dropped(const Object& object) noexcept {
    if (Observer* observer = who_knows(object)) observer->dropped(object);
}

void Guest::resolved(const FutureBase& future) noexcept {
    if (Observer* observer = who_knows(future)) observer->resolved(future);
}

void Guest::callback_added(const FutureBase& future, const Object& callback) noexcept {
    if (Observer* observer = who_knows(callback) ? who_knows(future) : nullptr)
        observer->callback_added(future, callback);
}

void Guest::callback_removed(const FutureBase& future, const Object& callback) noexcept {
    if (Observer* observer = who_knows(callback) ? who_knows(future) : nullptr)
        observer->callback_removed(future, callback);
}

void Guest::retrieved(const FutureBase& future) noexcept {
    if (Observer* observer = who_knows(future)) observer->retrieved(future);
}

void Guest::cancel(const FutureBase& target, const TaskBase*, const CancelMessage& message,
                   bool already_done) noexcept {
    if (Observer* observer = who_knows(target))
        observer->cancel(target, host_->current_task(), message, already_done);
}

void Guest::cancel_end(const FutureBase& target) noexcept {
    if (Observer* observer = who_knows(target)) observer->cancel_end(target);
}

void Guest::uncancel(const TaskBase& task) noexcept {
    if (Observer* observer = who_knows(task)) observer->uncancel(task);
}

}  // namespace asyncio::detail
