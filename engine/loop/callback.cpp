#include "engine/loop/callback.h"

#include "engine/loop/event_loop.h"

namespace asyncio::detail {

void CallbackState::run(FutureBase* argument) { function_(Ref<FutureBase>(argument)); }

void CallbackState::announce(EventLoop& loop) {
    if (id_ != 0) return;
    id_ = loop.next_object_id();
    if (Observer* observer = loop.observer())
        observer->created(*this, {.name = call_name(), .internal = internal_call()});
}

namespace {

class CallInContext final : public Runnable {
public:
    CallInContext(CallbackState& callback, ContextHandle context)
        : Runnable(callback.kind()), callback_(&callback), context_(std::move(context)) {
        id_ = callback.id();
    }
    void run(FutureBase* argument) override {
        const ContextScope scope(context_);
        callback_->run(argument);
    }
    std::string_view call_name() const noexcept override { return callback_->call_name(); }
    std::string_view qualified_name() const noexcept override { return callback_->qualified_name(); }
    bool internal_call() const noexcept override { return callback_->internal_call(); }
    ContextHandle call_context() const noexcept override { return context_; }
    bool calls(const FunctionIdentity& function) const noexcept override {
        return callback_->calls(function);
    }

private:
    Ref<CallbackState> callback_;
    ContextHandle context_;
};

}  // namespace

Ref<Runnable> in_context(const Callback& callback, ContextArgument context) {
    if (ContextHandle found = context.resolve())
        return make_ref<CallInContext>(callback.state(), std::move(found));
    return Ref<CallbackState>(&callback.state());
}

}  // namespace asyncio::detail
