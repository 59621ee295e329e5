// The wait for a new transport to be ready for use.
#pragma once

#include "engine/streams/transport_state.h"
#include "engine/tasks/task.h"

namespace asyncio::detail {

// Await it: waits for `made`, which the transport resolves. If that fails or is cancelled, the transport is
// closed.
class ConnectionMade : public TypedFutureAwaiter<void> {
public:
    ConnectionMade(FutureRef made, Ref<BaseTransportState> transport)
        : TypedFutureAwaiter<void>(std::move(made)), transport_(std::move(transport)) {}

    void await_resume() {
        try {
            TypedFutureAwaiter<void>::await_resume();
        } catch (...) {
            transport_->close();
            throw;
        }
    }

private:
    Ref<BaseTransportState> transport_;
};

}  // namespace asyncio::detail
