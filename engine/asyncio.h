// Python's asyncio in C++20: the one header that programs include.
//
//     #include <asyncio.h>
//
//     asyncio::Coroutine<int> work(std::string name, double delay) {
//         co_await asyncio::sleep(delay);
//         asyncio::print(name, "done");
//         co_return 42;
//     }
//     asyncio::Coroutine<> main_() {
//         auto [a, b] = co_await asyncio::gather(work("A", 2), work("B", 1));
//     }
//     int main() { asyncio::run(main_()); }
#pragma once

#include "engine/base/errors.h"
#include "engine/base/exception_group.h"
#include "engine/base/repr.h"
#include "engine/introspection/call_graph.h"
#include "engine/introspection/gc.h"
#include "engine/loop/context.h"
#include "engine/loop/event_loop.h"
#include "engine/loop/functools.h"
#include "engine/loop/handle.h"
#include "engine/loop/owned_loop.h"
#include "engine/loop/print.h"
#include "engine/loop/signals.h"
#include "engine/runner.h"
#include "engine/streams/create_connection.h"
#include "engine/streams/create_server.h"
#include "engine/streams/datagrams.h"
#include "engine/streams/name_lookup.h"
#include "engine/streams/open_connection.h"
#include "engine/streams/pipes.h"
#include "engine/streams/protocol.h"
#include "engine/streams/sendfile.h"
#include "engine/streams/server.h"
#include "engine/streams/socket.h"
#include "engine/streams/start_server.h"
#include "engine/streams/streams.h"
#include "engine/streams/transport.h"
#include "engine/subprocess/subprocess_protocols.h"
#include "engine/sync/barrier.h"
#include "engine/sync/condition.h"
#include "engine/sync/event.h"
#include "engine/sync/lock.h"
#include "engine/sync/queue.h"
#include "engine/sync/semaphore.h"
#include "engine/tasks/async_context_manager.h"
#include "engine/tasks/async_exit_stack.h"
#include "engine/tasks/async_generator.h"
#include "engine/tasks/async_iterator.h"
#include "engine/tasks/async_with.h"
#include "engine/tasks/eager_task_factory.h"
#include "engine/tasks/future.h"
#include "engine/tasks/task.h"
#include "engine/threads/concurrent.h"
#include "engine/threads/executor.h"
#include "engine/threads/threading.h"
#include "engine/threads/time.h"
#include "engine/tls/ssl_context.h"
#include "engine/waiting/as_completed.h"
#include "engine/waiting/gather.h"
#include "engine/waiting/gather_options.h"
#include "engine/waiting/shield.h"
#include "engine/waiting/sleep.h"
#include "engine/waiting/task_group.h"
#include "engine/waiting/timeout.h"
#include "engine/waiting/wait.h"
#include "engine/waiting/wait_for.h"
