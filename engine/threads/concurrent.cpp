#include "engine/threads/concurrent.h"

#include "engine/loop/event_loop.h"
#include "engine/system/kernel_thread.h"
#include "engine/threads/threading.h"

#include <algorithm>
#include <cstdio>
#include <deque>
#include <thread>

namespace asyncio::concurrent {

namespace detail {

namespace {

const char* name_of(FutureBase::State state) {
    constexpr const char* kNames[] = {"PENDING", "RUNNING", "CANCELLED", "FINISHED"};
    return kNames[static_cast<int>(state)];
}

}  // namespace

bool FutureBase::cancel() {
    const State before = monitor_.change([&] {
        if (state_ != State::pending) return state_;
        return std::exchange(state_, State::cancelled);
    });
    if (before == State::pending) call_callbacks();
    return before == State::pending || before == State::cancelled;
}

bool FutureBase::set_running_or_notify_cancel() {
    return monitor_.locked([&] {
        if (state_ == State::cancelled) return false;
        if (state_ != State::pending)
            throw RuntimeError("Future in unexpected state");
        state_ = State::running;
        return true;
    });
}

std::exception_ptr FutureBase::exception(std::optional<double> timeout, const std::source_location& where) {
    if (!monitor_.wait([&] { return is_done(state_); }, timeout, where)) throw TimeoutError();
    if (state() == State::cancelled) throw CancelledError();
    return error_;
}

void FutureBase::set_exception(std::exception_ptr error) {
    finish([&] { error_ = std::move(error); });
}

void FutureBase::finish(const std::function<void()>& store) {
    monitor_.change([&] {
        if (is_done(state_)) throw InvalidStateError(std::string(name_of(state_)) + ": <Future>");
        store();
        state_ = State::finished;
    });
    call_callbacks();
}

void FutureBase::add_callback(std::function<void()> callback) {
    const bool later = monitor_.locked([&] {
        if (!is_done(state_)) callbacks_.push_back(callback);
        return !is_done(state_);
    });
    if (later) return;
    monitor_.locked([&] { callbacks_.push_back(std::move(callback)); });
    call_callbacks();
}

// What a callback raises is its own fault: Python logs it and goes on, too.
void FutureBase::call_callbacks() {
    for (const auto& callback : monitor_.locked([&] { return std::exchange(callbacks_, {}); })) {
        try {
            callback();
        } catch (...) {
            const std::string text = repr(std::current_exception());
            std::fprintf(stderr, "exception calling callback for <Future>: %s\n", text.c_str());
        }
    }
}

// Which thread does which job is decided when the job is submitted or the thread becomes free, so it does not
// depend on who wakes first: the first idle thread, then a new one, then the end of the queue.
class ThreadPool : public std::enable_shared_from_this<ThreadPool> {
public:
    ThreadPool(std::size_t max_workers, std::string prefix) : max_(max_workers), prefix_(std::move(prefix)) {}

    void submit(std::function<void()> run, std::function<void()> cancel) {
        monitor_.change([&] {
            if (shutdown_) throw RuntimeError("cannot schedule new futures after shutdown");
            Job job{std::move(run), std::move(cancel), asyncio::detail::current_door(), nullptr};
            Worker* worker = idle_worker();
            if (!worker) return queue_.push_back(std::move(job));
            give(*worker, std::move(job));
        });
    }

    void shutdown(bool wait, bool cancel_futures) {
        std::deque<Job> cancelled;
        monitor_.change([&] {
            shutdown_ = true;
            if (cancel_futures) cancelled.swap(queue_);
        });
        for (const Job& job : cancelled) job.cancel();
        if (!wait || is_own_thread()) return;
        monitor_.wait(
            [&] { return queue_.empty() && std::none_of(workers_.begin(), workers_.end(), is_busy); });
        for (const auto& worker : workers_)
            if (worker->thread.joinable()) asyncio::detail::join_ending(worker->thread);
    }

private:
    struct Job {
        std::function<void()> run;
        std::function<void()> cancel;
        std::shared_ptr<asyncio::detail::Door> door;
        std::shared_ptr<asyncio::detail::Seat> seat;  // once it has a thread, on a virtual clock
    };
    struct Worker {
        std::string name;
        std::optional<Job> job;  // to begin with
        bool busy = false;
        std::thread thread;
        ~Worker() {
            if (thread.joinable()) thread.detach();  // it is the last to hold the pool
        }
    };
    static bool is_busy(const std::unique_ptr<Worker>& worker) { return worker->busy; }
    bool is_own_thread() {
        return std::any_of(workers_.begin(), workers_.end(), [](const auto& worker) {
            return worker->thread.get_id() == std::this_thread::get_id();
        });
    }

    // --- under the lock ---

    Worker* idle_worker() {
        for (const auto& worker : workers_)
            if (!worker->busy) return worker.get();
        if (workers_.size() == max_) return nullptr;
        auto& worker = *workers_.emplace_back(std::make_unique<Worker>());
        worker.name = prefix_ + "_" + std::to_string(workers_.size() - 1);
        return &worker;
    }

    void give(Worker& worker, Job job) {
        if (job.door && job.door->threads()) job.seat = job.door->threads()->add(worker.name);
        worker.job = std::move(job);
        worker.busy = true;
        if (worker.thread.joinable()) return;
        try {
            worker.thread = asyncio::detail::start_thread(
                worker.job->seat, [self = shared_from_this(), &worker] { self->work(worker); });
        } catch (...) {
            // As in Python the job stays in the queue: another thread may come to it. The new one is the
            // last.
            queue_.push_back(*std::exchange(worker.job, std::nullopt));
            queue_.back().seat = nullptr;
            workers_.pop_back();
            throw;
        }
    }

    // --- in the thread ---

    void work(Worker& worker) {
        threading::detail::set_current_name(worker.name);
        while (std::optional<Job> job = next_job(worker)) {
            asyncio::detail::set_door(job->door);
            if (job->seat) job->seat->enter();
            job->run();
            // The next job takes its place in the line before this one gives up its turn.
            const auto seat = std::move(job->seat);
            job.reset();
            asyncio::detail::set_door(nullptr);
            finish(worker);
            if (seat) seat->leave();
        }
    }

    std::optional<Job> next_job(Worker& worker) {
        monitor_.wait([&] { return worker.job || shutdown_; });
        return monitor_.locked([&] { return std::exchange(worker.job, std::nullopt); });
    }

    void finish(Worker& worker) {
        monitor_.change([&] {
            worker.busy = false;
            if (queue_.empty()) return;
            Job job = std::move(queue_.front());
            queue_.pop_front();
            give(worker, std::move(job));
        });
    }

    const std::size_t max_;
    const std::string prefix_;
    asyncio::detail::Monitor monitor_;
    std::vector<std::unique_ptr<Worker>> workers_;
    std::deque<Job> queue_;
    bool shutdown_ = false;
};

}  // namespace detail

namespace {

std::size_t checked_workers(std::optional<int> max_workers) {
    if (max_workers && *max_workers <= 0) throw ValueError("max_workers must be greater than 0");
    if (max_workers) return static_cast<std::size_t>(*max_workers);
    const auto door = asyncio::detail::current_door();
    if (door && door->threads()) return 32;
    return std::min<std::size_t>(32, std::thread::hardware_concurrency() + 4);
}

std::string checked_prefix(const std::string& prefix) {
    if (!prefix.empty()) return prefix;
    using asyncio::detail::Door;
    return "ThreadPoolExecutor-" + std::to_string(asyncio::detail::next_number(Door::Named::pool) - 1);
}

}  // namespace

// Its threads hold the pool; the last handle has them end.
ThreadPoolExecutor::ThreadPoolExecutor(std::optional<int> max_workers,
                                       const std::string& thread_name_prefix) {
    const auto pool = std::make_shared<detail::ThreadPool>(checked_workers(max_workers),
                                                           checked_prefix(thread_name_prefix));
    pool_ = std::shared_ptr<detail::ThreadPool>(pool.get(), [pool](detail::ThreadPool*) {
        try {
            pool->shutdown(true, false);
        } catch (const RuntimeError&) {  // its threads wait for ever: they are left to themselves
        }
    });
}

void ThreadPoolExecutor::shutdown(bool wait, bool cancel_futures) const {
    pool_->shutdown(wait, cancel_futures);
}

void ThreadPoolExecutor::submit_job(std::function<void()> run, std::function<void()> cancel) const {
    pool_->submit(std::move(run), std::move(cancel));
}

}  // namespace asyncio::concurrent
