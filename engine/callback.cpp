#include "engine/callback.h"

#include "engine/event_loop.h"

namespace asyncio::detail {

void CallbackState::run(FutureBase* argument) { function_(Ref<FutureBase>(argument)); }

void CallbackState::announce(EventLoop& loop) {
    if (id_ != 0) return;
    id_ = loop.next_object_id();
    if (Observer* observer = loop.observer())
        observer->created(*this, {.name = name_, .internal = internal_call()});
}

}  // namespace asyncio::detail
