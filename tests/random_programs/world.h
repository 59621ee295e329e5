// What a random program consists of, whoever runs it: the interpreter, or C++ that was printed. It is the C++
// of what to_python.py puts in front of each program.
#pragma once

#include "tests/conformance/caselog.h"

#include <sys/socket.h>
#include <unistd.h>
#include <algorithm>
#include <string>
#include <utility>
#include <vector>

namespace random_programs {

using namespace asyncio;
using conformance::err;
using conformance::log;

// A result: all of a program have one type, which knows no more than how Python shows it.
struct Value {
    std::string text = "None";
    std::string repr() const { return text; }
};

template <class T>
Value value_of(const T& result) {
    return {asyncio::repr(result)};
}

using detail::FutureRef;
using Items = AsyncGenerator<int, int>;
using AnyFuture = Future<Value>;

constexpr int kFutures = 3, kLocks = 2, kEvents = 2, kBarriers = 1, kReaders = 2;
constexpr std::size_t kMostTasks = 25;
inline const ContextVar<int> kVar("VAR", 0);

// Not opened before it is used.
class SocketPair {
public:
    SocketPair() = default;
    SocketPair(const SocketPair&) = delete;
    SocketPair& operator=(const SocketPair&) = delete;
    SocketPair& operator=(SocketPair&& other) noexcept {
        std::swap(fds_, other.fds_);
        return *this;
    }
    ~SocketPair() {
        for (const int fd : fds_)
            if (fd >= 0) ::close(fd);
    }
    // Either end.
    int operator[](std::size_t end) {
        if (fds_[end] < 0 && ::socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, fds_) != 0)
            throw OSError("no socket pair");
        return fds_[end];
    }

private:
    int fds_[2] = {-1, -1};
};

class World {
public:
    struct Kept {
        int level;
        AnyFuture future;
    };
    std::vector<Kept> tasks;  // in the order in which they were kept; the first is main's
    std::vector<Handle> handles;
    std::vector<Callback> callbacks;
    std::vector<AnyFuture> futures;
    std::vector<Lock> locks;
    std::vector<Event> events;
    std::vector<Condition> conditions;
    std::vector<int> counts;
    std::vector<Semaphore> semaphores;
    std::vector<Queue<int>> queues;
    std::vector<Barrier> barriers;
    std::vector<StreamReader> readers;
    std::vector<Items> generators;
    std::vector<AsyncGenerator<double>> managers;
    std::optional<concurrent::ThreadPoolExecutor> pool;
    std::vector<Connection> ends;  // two of each connection
    std::vector<Context> contexts = {Context(), Context()};
    SocketPair watched;
    std::vector<Server> servers;
    std::vector<ReadTransport> read_transports;  // of ends, if these are pipes

    // In main's first step.
    void begin(bool eager);

    const AnyFuture& keep(int level, AnyFuture future) {
        tasks.push_back({level, std::move(future)});
        return tasks.back().future;
    }
    bool may_spawn() const { return tasks.size() < kMostTasks; }
    AnyFuture any_task(std::size_t k) const { return tasks[k % tasks.size()].future; }
    // One of the tasks that a function of this level may await.
    AnyFuture task(int level, std::size_t k) const {
        std::vector<AnyFuture> found;
        for (const Kept& each : tasks)
            if (each.level > level) found.push_back(each.future);
        return found.empty() ? futures[k % futures.size()] : found[k % found.size()];
    }
};

inline std::string name(const AnyFuture& future) {
    return future.state()->is_task() ? static_cast<TaskBase&>(*future.state()).name() : "future";
}
// Sorted: Python's sets have no order.
inline std::vector<std::string> names(const std::vector<AnyFuture>& futures) {
    std::vector<std::string> all;
    for (const AnyFuture& each : futures) all.push_back(name(each));
    std::sort(all.begin(), all.end());
    return all;
}

inline std::string outcome(const AnyFuture& future) { return conformance::outcome(future); }

inline AnyFuture main_task() { return AnyFuture(FutureRef(detail::Ref<TaskBase>(&current_task().task()))); }

inline void handle_error(EventLoop&, const ExceptionContext& context) {
    if (context.handle)
        log("handler", err(context.exception));
    else if (context.message.find("never retrieved") == std::string::npos &&
             context.message.find("destroyed") == std::string::npos)
        log("handler", context.message.substr(0, context.message.find('<')), err(context.exception));
}

inline void World::begin(bool eager) {
    auto& loop = get_running_loop();
    loop.set_exception_handler(handle_error);
    if (eager) loop.set_task_factory(eager_task_factory);
    pool.emplace(1, "pool");
    for (int i = 0; i < kFutures; ++i) futures.push_back(loop.create_future<Value>());
    locks.resize(kLocks);
    events.resize(kEvents);
    conditions = {Condition(locks[0]), Condition()};
    counts.resize(conditions.size());
    for (int i = 0; i < kBarriers; ++i) barriers.emplace_back(2);
    for (int i = 0; i < kReaders; ++i) readers.emplace_back(4);
    keep(0, main_task());
}

// A gather(), still without children, of what all has one type, as one of them.
inline detail::Ref<detail::GatherBase> new_gather(bool return_exceptions) {
    const auto collect = [return_exceptions](const std::vector<FutureRef>& done) {
        std::vector<std::string> results;
        std::string text;
        for (const FutureRef& each : done)
            text += (text.empty() ? "" : ", ") + (return_exceptions
                                                      ? detail::GatherAccess::outcome_of<Value>(*each).repr()
                                                      : detail::GatherAccess::result_of<Value>(*each).repr());
        return Value{"[" + text + "]"};
    };
    return detail::new_gather<Value>(get_running_loop(), return_exceptions, collect, {});
}

// An exception of that name; without an argument if `text` is null.
std::exception_ptr make_error(const std::string& name, const std::optional<std::string>& text);

}  // namespace random_programs
