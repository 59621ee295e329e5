#include "engine/waiting/shield.h"

namespace asyncio::detail {

ShieldBase::ShieldBase(EventLoop& loop, FutureRef inner)
    : ListedFuture(loop, ObjectKind::shield),
      inner_(std::move(inner)),
      made_in_task_(loop.current_task() != nullptr) {
    if (Observer* observer = loop.observer()) {
        observer->created(*this, {.name = "shield", .internal = true});
        observer->linked(*this, *inner_, "inner");
    }
}

// asyncio's _inner_done_callback. Cancelling the inner one drops its message.
void ShieldBase::run(FutureBase* inner) {
    inner_ = nullptr;
    if (cancelled()) return;
    if (inner->cancelled()) {
        FutureBase::cancel(std::nullopt);
    } else if (done()) {  // the program has resolved it in this very turn
        if (inner->failed()) inner->mark_retrieved();
        throw InvalidStateError("invalid state");
    } else if (inner->failed()) {
        become_failed(inner->take_failure());
        if (Observer* observer = loop_->observer()) observer->resolved(*this);
        schedule_callbacks();
    } else {
        copy_result(*inner);
        finish_with_result();
    }
}

void ShieldBase::abandon() noexcept {
    inner_ = nullptr;
    drop_callbacks();
}

void let_go_when_done(ShieldBase& outer, FutureBase& inner) {
    // The outer future's callbacks hold this one, so it must not hold the outer future.
    ShieldBase* const outer_address = &outer;
    const auto let_go = make_ref<CallbackState>(
        "shield outer",
        [outer_address, held = FutureRef(&inner)](const FutureRef&) {
            if (!held->done()) held->remove_callback(*outer_address);
        },
        ObjectKind::callback);
    outer.add_callback(*let_go);
}

}  // namespace asyncio::detail
