#include "engine/gather.h"

#include <algorithm>

namespace asyncio::detail {

GatherBase::GatherBase(EventLoop& loop, bool return_exceptions)
    : ListedFuture(loop, ObjectKind::gather), return_exceptions_(return_exceptions) {
    if (Observer* observer = loop.observer()) observer->created(*this, {.name = "gather", .internal = true});
}

void GatherBase::abandon() noexcept {
    children_.clear();
    drop_callbacks();
}

void GatherBase::add_child(FutureRef child) { children_.push_back(std::move(child)); }

void GatherBase::watch_children() {
    const Ref<GatherBase> self(this);
    std::vector<FutureBase*> done_already;
    for (const FutureRef& child : children_) {
        if (!child->mark(true)) continue;  // an equal argument came before
        ++to_wait_for_;
        if (Observer* observer = loop_->observer()) observer->linked(*this, *child, "child");
        if (child->done())
            done_already.push_back(child.get());
        else
            child->add_callback(*this);
    }
    for (const FutureRef& child : children_) child->mark(false);
    if (children_.empty()) {
        collect();
        return finish_with_result();
    }
    // 3.12+: what is done counts at once, so a gather of done futures is itself done when it is returned.
    for (FutureBase* child : done_already) child_done(*child);
}

void GatherBase::child_done(FutureBase& child) {
    ++finished_;
    if (done()) {  // nobody will ask for this child's error any more
        if (!child.cancelled()) child.mark_retrieved();
        return;
    }
    if (!return_exceptions_ && (child.cancelled() || child.failed())) return fail(child.take_failure());
    if (finished_ < to_wait_for_) return;
    if (cancel_requested_) {
        // asyncio takes the message from the last argument, whichever child was the last to end.
        FutureBase& last = *children_.back();
        if (last.cancelled()) return fail(last.make_cancelled_error());
        const std::string* message = last.cancel_message();
        return fail(std::make_exception_ptr(message ? CancelledError(*message) : CancelledError()));
    }
    collect();
    finish_with_result();
}

void GatherBase::fail(std::exception_ptr error) {
    become_failed(std::move(error));
    if (Observer* observer = loop_->observer()) observer->resolved(*this);
    schedule_callbacks();
}

bool GatherBase::cancel(const std::optional<std::string>& message) {
    Observer* observer = loop_->observer();
    if (observer) observer->cancel(*this, loop_->current_task(), message, done());
    struct End {
        const GatherBase& gather;
        Observer* observer;
        ~End() {
            if (observer) observer->cancel_end(gather);
        }
    };
    const End end{*this, observer};
    if (done()) return false;
    bool any = false;
    for (const FutureRef& child : children_) any = child->cancel(message) || any;
    if (any) cancel_requested_ = true;
    return any;
}

std::exception_ptr GatherBase::failure_of(FutureBase& child) {
    if (child.cancelled())
        return std::make_exception_ptr(
            CancelledError(child.cancel_message() ? *child.cancel_message() : std::string()));
    return child.failed() ? child.take_failure() : nullptr;
}

void* GatherBase::value_slot(FutureBase& child) {
    static std::optional<None> none = None{};
    void* slot = child.slot();
    return slot ? slot : &none;
}

EventLoop& gather_loop(const std::vector<FutureRef>& children) {
    return children.empty() ? get_running_loop() : children.front()->get_loop();
}

}  // namespace asyncio::detail
