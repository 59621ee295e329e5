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

#include "engine/as_completed.h"
#include "engine/async_context_manager.h"
#include "engine/async_generator.h"
#include "engine/async_iterator.h"
#include "engine/async_with.h"
#include "engine/barrier.h"
#include "engine/call_graph.h"
#include "engine/concurrent.h"
#include "engine/condition.h"
#include "engine/context.h"
#include "engine/eager_task_factory.h"
#include "engine/errors.h"
#include "engine/event.h"
#include "engine/event_loop.h"
#include "engine/exception_group.h"
#include "engine/executor.h"
#include "engine/functools.h"
#include "engine/future.h"
#include "engine/gather.h"
#include "engine/gc.h"
#include "engine/handle.h"
#include "engine/lock.h"
#include "engine/name_lookup.h"
#include "engine/open_connection.h"
#include "engine/owned_loop.h"
#include "engine/pipes.h"
#include "engine/print.h"
#include "engine/queue.h"
#include "engine/repr.h"
#include "engine/runner.h"
#include "engine/semaphore.h"
#include "engine/server.h"
#include "engine/shield.h"
#include "engine/signals.h"
#include "engine/sleep.h"
#include "engine/start_server.h"
#include "engine/streams.h"
#include "engine/subprocess.h"
#include "engine/task.h"
#include "engine/task_group.h"
#include "engine/threading.h"
#include "engine/time.h"
#include "engine/timeout.h"
#include "engine/tls/ssl_context.h"
#include "engine/wait.h"
#include "engine/wait_for.h"
