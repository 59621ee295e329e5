#include "engine/threads/threading.h"

#include "engine/loop/door.h"
#include "engine/system/kernel_thread.h"

#include <cstdio>
#include <thread>

namespace asyncio::threading {

namespace detail {

namespace {

thread_local std::string the_name;  // empty: the main thread

std::string default_name(const std::string& function) {
    using asyncio::detail::Door;
    const int number = asyncio::detail::next_number(Door::Named::thread);
    return "Thread-" + std::to_string(number) + " (" + function + ")";
}

}  // namespace

void set_current_name(std::string name) { the_name = std::move(name); }

class ThreadState : public std::enable_shared_from_this<ThreadState> {
public:
    ThreadState(std::string name, const std::string& function_name,
                std::shared_ptr<std::function<void()>> call)
        : name_(name.empty() ? default_name(function_name) : std::move(name)), call_(std::move(call)) {}
    ~ThreadState() {
        if (thread_.joinable()) thread_.detach();  // the thread itself is the last to hold it
    }

    const std::string& name() const { return name_; }
    bool is_alive() {
        return monitor_.locked([&] { return started_ && !ended_; });
    }

    void start() {
        if (started_.exchange(true)) throw RuntimeError("threads can only be started once");
        auto door = asyncio::detail::current_door();
        auto seat = door && door->threads() ? door->threads()->add(name_) : nullptr;
        try {
            thread_ = asyncio::detail::start_thread(
                seat, [self = shared_from_this(), door, seat] { self->run(door, seat); });
        } catch (...) {
            started_ = false;
            throw;
        }
    }

    void join(std::optional<double> timeout, const std::source_location& where) {
        if (!started_) throw RuntimeError("cannot join thread before it is started");
        if (thread_.get_id() == std::this_thread::get_id()) throw RuntimeError("cannot join current thread");
        const bool ended = monitor_.wait([&] { return ended_; }, timeout, where);
        if (ended && thread_.joinable()) asyncio::detail::join_ending(thread_);
    }

    // The last handle goes. A thread that waits for ever is left to itself.
    void let_go() noexcept {
        if (!thread_.joinable() || thread_.get_id() == std::this_thread::get_id()) return;
        try {
            join(std::nullopt, std::source_location());
        } catch (const RuntimeError&) {
            thread_.detach();
        }
    }

private:
    void run(const std::shared_ptr<asyncio::detail::Door>& door,
             const std::shared_ptr<asyncio::detail::Seat>& seat) {
        set_current_name(name_);
        asyncio::detail::set_door(door);
        if (seat) seat->enter();
        try {
            (*std::exchange(call_, nullptr))();
        } catch (...) {
            const std::string text = asyncio::repr(std::current_exception());
            std::fprintf(stderr, "Exception in thread %s: %s\n", name_.c_str(), text.c_str());
        }
        monitor_.change([&] { ended_ = true; });
        asyncio::detail::set_door(nullptr);
        if (seat) seat->leave();
    }

    const std::string name_;
    std::shared_ptr<std::function<void()>> call_;
    asyncio::detail::Monitor monitor_;
    std::atomic<bool> started_ = false;
    bool ended_ = false;
    std::thread thread_;
};

}  // namespace detail

void Thread::init(std::string name, const std::string& function_name,
                  std::shared_ptr<std::function<void()>> call) {
    const auto state = std::make_shared<detail::ThreadState>(std::move(name), function_name, std::move(call));
    state_ =
        std::shared_ptr<detail::ThreadState>(state.get(), [state](detail::ThreadState*) { state->let_go(); });
}

void Thread::start() const { state_->start(); }
void Thread::join(std::optional<double> timeout, std::source_location where) const {
    state_->join(timeout, where);
}
bool Thread::is_alive() const { return state_->is_alive(); }
std::string Thread::name() const { return state_->name(); }

ThreadView current_thread() {
    return detail::the_name.empty() ? main_thread() : ThreadView(detail::the_name, get_ident());
}

ThreadView main_thread() { return ThreadView("MainThread", 0); }

std::uint64_t get_ident() { return std::hash<std::thread::id>()(std::this_thread::get_id()); }

bool Lock::acquire(bool blocking, double timeout, std::source_location where) const {
    if (!blocking && timeout >= 0) throw ValueError("can't specify a timeout for a non-blocking call");
    const auto limit = !blocking ? std::optional(0.0) : timeout < 0 ? std::nullopt : std::optional(timeout);
    return state_->monitor.wait([&] { return !std::exchange(state_->held, true); }, limit, where);
}

void Lock::release() const {
    state_->monitor.change([&] {
        if (!state_->held) throw RuntimeError("release unlocked lock");
        state_->held = false;
    });
}

}  // namespace asyncio::threading
