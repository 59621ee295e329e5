#include "engine/sync/condition.h"
#include "engine/tasks/task.h"

namespace asyncio::detail {

namespace {

// While a wait has given the lock away: if its coroutine is destroyed, the block around it must know.
class GivenAway {
public:
    explicit GivenAway(LockState& lock) : lock_(&lock) { lock.unlock(); }
    GivenAway(const GivenAway&) = delete;
    GivenAway& operator=(const GivenAway&) = delete;
    ~GivenAway() {
        if (lock_) lock_->abandon_wait();
    }
    void taken_back() noexcept { lock_ = nullptr; }

private:
    LockState* lock_;
};

}  // namespace

ConditionState::ConditionState(Primitive* part_of)
    : Primitive(ObjectKind::condition, "Condition", 0, part_of), lock_(make_ref<LockState>(this)) {}

ConditionState::ConditionState(Ref<LockState> lock)
    : Primitive(ObjectKind::condition, "Condition"), lock_(std::move(lock)) {
    if (Observer* told = observer()) told->linked(*this, lock_->known(), "lock");
}

std::string ConditionState::repr() const {
    std::string text =
        std::string("<asyncio.locks.Condition object [") + (lock_->locked() ? "locked" : "unlocked");
    if (!waiters_.empty()) text += ", waiters:" + std::to_string(waiters_.size());
    return text + "]>";
}

std::string ConditionState::missing(std::string_view function) const {
    return part_of_other() ? Primitive::missing(function) : "a condition that nobody can notify any more";
}

void ConditionState::notify(std::size_t n) {
    if (!lock_->locked()) throw RuntimeError("cannot notify on un-acquired lock");
    // What nobody waited for is lost: that, too, is to be seen.
    if (observer() && !part_of_other()) report("notified", static_cast<std::int64_t>(waiters_.pending(n)));
    wake(n);
}

void ConditionState::wake(std::size_t n) {
    for (; n > 0; --n) {
        Waiter* waiter = waiters_.first_pending();
        if (!waiter) return;
        waiter->set_result(false);
    }
}

Coroutine<bool> ConditionState::wait(Ref<ConditionState> condition) {
    LockState& lock = *condition->lock_;
    if (!lock.locked()) throw RuntimeError("cannot wait on un-acquired lock");
    condition->bind();
    GivenAway given_away(lock);
    std::exception_ptr error;
    try {
        const Place place(condition->waiters_, *condition, "Condition.wait");
        co_await place.future();
    } catch (...) {
        error = std::current_exception();
    }
    for (bool held = false; !held;) {
        try {
            co_await LockState::acquire(condition->lock_);
            held = true;
        } catch (const CancelledError&) {  // not without the lock; the last one counts
            error = std::current_exception();
        } catch (...) {
            given_away.taken_back();  // who leaves the block must find that the lock is not held
            condition->wake(1);
            throw;
        }
    }
    given_away.taken_back();
    if (error) {
        condition->wake(1);  // perhaps we had been notified
        std::rethrow_exception(error);
    }
    co_return true;
}

}  // namespace asyncio::detail
