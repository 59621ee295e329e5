// What the selector calls when a transport's descriptor is ready.
#pragma once

#include "engine/base/observer.h"
#include "engine/loop/context.h"
#include "engine/streams/transport_state.h"

#include <utility>

namespace asyncio::detail {

// Calls back into a transport of class T, in the context in which it began to be watched. Shows under the
// transport's number.
template <class T>
class IoCallback final : public Runnable {
public:
    IoCallback(T& transport, Observer::Direction direction, IoName name, void (T::*function)())
        : Runnable(ObjectKind::transport),
          transport_(&transport),
          direction_(direction),
          name_(name),
          function_(function),
          context_(inherited_context()) {
        id_ = transport.id();
    }
    void run(FutureBase*) override {
        if (!context_) return ((*transport_).*function_)();
        const ContextScope scope(context_);
        ((*transport_).*function_)();
    }
    std::string_view call_name() const noexcept override { return name_.recorded; }
    std::string_view qualified_name() const noexcept override { return name_.qualified; }
    ContextHandle call_context() const noexcept override { return context_; }
    bool only_receives() const noexcept override {
        if constexpr (requires { transport_->only_receives(); })
            return direction_ == Observer::kReading && transport_->only_receives();
        else
            return false;
    }

private:
    Ref<T> transport_;
    Observer::Direction direction_;
    IoName name_;
    void (T::*function_)();
    ContextHandle context_;  // null: an empty one
};

}  // namespace asyncio::detail
