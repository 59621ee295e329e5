#include "engine/loop/handle.h"

#include "engine/loop/event_loop.h"

namespace asyncio::detail {

HandleState::HandleState(EventLoop& loop, const Callback& callback, double when, CallOptions options,
                         const std::source_location& where)
    : Runnable(when == kAtOnce ? ObjectKind::handle : ObjectKind::timer),
      loop_(&loop),
      callback_(in_context(callback, options.context)),
      when_(when) {
    loop_->retain();
    id_ = loop.next_object_id();
    if (loop.get_debug()) created_at_ = where;
    if (Observer* observer = loop.observer())
        observer->created(
            *this,
            {.name = call_name(), .value = when == kAtOnce ? 0 : ns_of(when), .internal = internal_call()});
}

HandleState::~HandleState() {
    if (Observer* observer = loop_->observer()) observer->dropped(*this);
    loop_->release();
}

void HandleState::run(FutureBase*) { callback_->run(nullptr); }

ContextHandle HandleState::context() {
    if (!call_context()) {
        const Context made;
        callback_ = in_context(Callback(Ref<CallbackState>(&static_cast<CallbackState&>(*callback_))), made);
    }
    return call_context();
}

void HandleState::cancel() noexcept {
    if (handle_cancelled_) return;
    handle_cancelled_ = true;
    if (!armed()) return;
    if (Observer* observer = loop_->observer()) observer->timer_cancelled(*this);
    loop_->timers().note_cancelled();
}

}  // namespace asyncio::detail
