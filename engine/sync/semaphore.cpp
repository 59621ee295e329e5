#include "engine/sync/semaphore.h"
#include "engine/tasks/task.h"

namespace asyncio::detail {

SemaphoreState::SemaphoreState(int value) : SemaphoreState(value, "Semaphore") {}

SemaphoreState::SemaphoreState(int value, std::string_view type)
    : Primitive(ObjectKind::semaphore, type, value), value_(value) {
    if (value < 0) throw ValueError("Semaphore initial value must be >= 0");
}

std::string SemaphoreState::repr() const {
    std::string text = "<asyncio.locks." + std::string(type()) + " object [";
    text += locked() ? "locked" : "unlocked, value:" + std::to_string(value_);
    if (!waiters_.empty()) text += ", waiters:" + std::to_string(waiters_.size());
    return text + "]>";
}

std::string SemaphoreState::missing(std::string_view) const {
    return "a permit of a semaphore that nobody can release any more";
}

void SemaphoreState::change(int by) {
    value_ += by;
    report({}, value_);
}

void SemaphoreState::add_permit() {
    change(+1);
    wake_next();
}

void SemaphoreState::abandon_block() noexcept {
    try {
        add_permit();
    } catch (const ValueError&) {}  // the block had released it, too
}

void BoundedSemaphoreState::add_permit() {
    if (value() >= bound_) throw ValueError("BoundedSemaphore released too many times");
    SemaphoreState::add_permit();
}

// The permit is taken for him at once: nobody can come between.
bool SemaphoreState::wake_next() {
    Waiter* waiter = waiters_.first_pending();
    if (!waiter) return false;
    change(-1);
    waiter->set_result(true);
    return true;
}

Coroutine<bool> SemaphoreState::acquire(Ref<SemaphoreState> semaphore) {
    if (!semaphore->locked()) {
        semaphore->change(-1);
        co_return true;
    }
    std::exception_ptr error;
    {
        const Place place(semaphore->waiters_, *semaphore, "Semaphore.acquire");
        try {
            co_await place.future();
        } catch (...) {
            error = std::current_exception();
            const bool has_permit = is_cancelled_error(error) && !place.waiter().cancelled();
            if (has_permit) semaphore->change(+1);  // it gives it back
        }
    }
    // Newcomers had to wait behind us, even if there are permits.
    while (semaphore->value_ > 0 && semaphore->wake_next()) {}
    if (error) std::rethrow_exception(error);
    co_return true;
}

}  // namespace asyncio::detail
