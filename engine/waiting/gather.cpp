#include "engine/waiting/gather.h"

#include <algorithm>

namespace asyncio::detail {

namespace {

// A gather is told of when all its children are there; at once where a child may end before that.
bool children_may_end_meanwhile(const EventLoop& loop) { return static_cast<bool>(loop.get_task_factory()); }

void tell_of(const GatherBase& gather) {
    if (Observer* observer = gather.get_loop().observer())
        observer->created(gather, {.name = "gather", .internal = true});
}

void tell_of_child(const GatherBase& gather, const FutureBase& child) {
    Observer* observer = gather.get_loop().observer();
    if (!observer) return;
    observer->linked(gather, child, "child");
    if (!child.done()) observer->callback_added(child, gather);
}

}  // namespace

void check_loop(const FutureBase& future, const EventLoop& loop) {
    if (&future.get_loop() != &loop)
        throw ValueError(
            "The future belongs to a different loop than the one specified as the loop argument");
}

GatherBase::GatherBase(EventLoop& loop, bool return_exceptions)
    : ListedFuture(loop, ObjectKind::gather), return_exceptions_(return_exceptions) {
    id_ = 0;  // until it is told of
}

void GatherBase::abandon() noexcept {
    children_.clear();
    drop_callbacks();
}

void GatherBase::add(FutureRef child, bool made_here) {
    if (made_here) static_cast<TaskBase&>(*child).set_log_destroy_pending(false);
    const bool again = !made_here && std::find(children_.begin(), children_.end(), child) != children_.end();
    children_.push_back(std::move(child));
    if (!again) watch(*children_.back());
}

// No program runs meanwhile, so that marks can tell equal ones.
void GatherBase::add_all(std::vector<FutureRef> children) {
    children_ = std::move(children);
    for (const FutureRef& child : children_)
        if (child->mark(true)) watch(*child);
    for (const FutureRef& child : children_) child->mark(false);
}

void GatherBase::watch(FutureBase& child) {
    if (&child.get_loop() != loop_ && !flag(kStarted))  // nobody was told of it, and nobody will be
        for (const FutureRef& each : children_) each->remove_callback(*this, true);
    check_loop(child, *loop_);
    if (flag(kStarted) || children_may_end_meanwhile(*loop_)) {
        if (!flag(kStarted)) {
            id_ = loop_->next_object_id();  // numbers count up in the order in which things are told of
            tell_of(*this);
            set_flag(kStarted, true);
        }
        tell_of_child(*this, child);
    }
    ++to_wait_for_;
    if (child.done())
        done_already_.push_back(&child);
    else
        child.add_callback(*this, true);
}

void GatherBase::complete() {
    const Ref<GatherBase> self(this);
    complete_ = true;
    if (!flag(kStarted)) {
        id_ = loop_->next_object_id();
        tell_of(*this);
        for (const FutureRef& child : children_)
            if (child->mark(true)) tell_of_child(*this, *child);
        for (const FutureRef& child : children_) child->mark(false);
    }
    if (children_.empty()) {
        collect();
        return finish_with_result();
    }
    // 3.12+: what is done counts at once, so a gather of done futures is itself done when it is returned.
    for (FutureBase* child : std::exchange(done_already_, {})) child_done(*child);
}

void GatherBase::child_done(FutureBase& child) {
    ++finished_;
    if (done() || !complete_) {  // nobody will ask for this child's error any more
        if (!child.cancelled()) child.mark_retrieved();
        return;
    }
    if (!return_exceptions_ && (child.cancelled() || child.failed())) return fail(child.take_failure());
    if (finished_ < to_wait_for_) return;
    collect();
    if (!cancel_requested_) return finish_with_result();
    // asyncio takes the message from the last argument, whichever child was the last to end.
    FutureBase& last = *children_.back();
    if (last.cancelled()) return fail(last.make_cancelled_error());
    fail(std::make_exception_ptr(CancelledError(last.cancel_message())));
}

void GatherBase::fail(std::exception_ptr error) {
    become_failed(std::move(error));
    if (Observer* observer = loop_->observer()) observer->resolved(*this);
    schedule_callbacks();
}

bool GatherBase::cancel(const CancelMessage& message) {
    const CancelReport report(*this, message);
    if (done()) return false;
    bool any = false;
    for (const FutureRef& child : children_) any = child->cancel(message) || any;
    if (any) cancel_requested_ = true;
    return any;
}

std::exception_ptr GatherBase::failure_of(FutureBase& child) {
    if (child.cancelled()) {
        const CancelMessage message = child.cancel_message();
        return std::make_exception_ptr(CancelledError(message ? message : CancelMessage("")));
    }
    return child.failed() ? child.take_failure() : nullptr;
}

void* GatherBase::value_slot(FutureBase& child) {
    static std::optional<None> none = None{};
    void* slot = child.slot();
    return slot ? slot : &none;
}

EventLoop& gather_loop(const FutureBase* first) {
    EventLoop* const running = running_loop();
    return running || !first ? get_event_loop() : first->get_loop();
}

}  // namespace asyncio::detail
