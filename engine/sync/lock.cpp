#include "engine/sync/lock.h"
#include "engine/tasks/task.h"

namespace asyncio::detail {

std::string LockState::repr() const {
    std::string text = std::string("<asyncio.locks.Lock object [") + (locked_ ? "locked" : "unlocked");
    if (!waiters_.empty()) text += ", waiters:" + std::to_string(waiters_.size());
    return text + "]>";
}

std::string LockState::missing(std::string_view) const {
    const EventLoop* loop = running_loop();
    if (loop && owner_task_ != 0)
        for (const TaskBase& task : loop->pending_tasks())
            if (task.id() == owner_task_) return "a lock that " + task.name() + " holds";
    return locked_ ? "a lock that was taken and not released" : "a lock that nobody hands on any more";
}

void LockState::take() {
    locked_ = true;
    const EventLoop* loop = running_loop();
    owner_task_ = loop && loop->current_task() ? loop->current_task()->id() : 0;
    report("locked", 0, true);
}

void LockState::unlock() {
    if (!locked_) throw RuntimeError("Lock is not acquired.");
    locked_ = false;
    owner_task_ = 0;
    report("unlocked");
    wake_first();
}

// If the first is done, he has been promised the lock, or he is cancelled and will wake the next when he
// leaves.
void LockState::wake_first() {
    if (Waiter* first = waiters_.front(); first && !first->done()) first->set_result(true);
}

void LockState::abandon_block() noexcept {
    if (lost_ > 0)
        --lost_;
    else if (locked_)
        unlock();
}

void LockState::abandon_wait() noexcept {
    if (free_for_newcomer())
        take();
    else
        ++lost_;
}

Coroutine<bool> LockState::acquire(Ref<LockState> lock) {
    if (lock->free_for_newcomer()) {
        lock->take();
        co_return true;
    }
    try {
        const Place place(lock->waiters_, *lock, "Lock.acquire");
        co_await place.future();
    } catch (const CancelledError&) {
        // Perhaps the lock was promised to us, or we stood in the way of those behind.
        if (!lock->locked_) lock->wake_first();
        throw;
    }
    lock->take();
    co_return true;
}

}  // namespace asyncio::detail
