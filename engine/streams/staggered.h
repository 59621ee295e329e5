// Several attempts to connect, of which the first to succeed counts: asyncio's staggered_race().
#pragma once

#include "engine/streams/open_socket.h"
#include "engine/tasks/task.h"

#include <functional>
#include <optional>
#include <vector>

namespace asyncio::detail {

using ConnectAttempt = std::function<Coroutine<OpenSocket>()>;

// Begins with each attempt `delay` seconds after the one before, or as soon as that has failed; each is a
// task of its own. Gives what the first to succeed gives, once the others have been cancelled and have ended;
// nothing if all fail.
Coroutine<std::optional<OpenSocket>> staggered_race(EventLoop& loop, std::vector<ConnectAttempt> attempts,
                                                    double delay);

}  // namespace asyncio::detail
