#include "engine/loop/threads.h"

#include "engine/base/errors.h"
#include "engine/loop/event_loop.h"
#include "engine/system/kernel_thread.h"
#include "engine/system/monitor.h"

#include <algorithm>
#include <chrono>
#include <system_error>
#include <utility>

namespace asyncio::detail {

namespace {

thread_local Seat* the_seat = nullptr;

// A thread that the kernel calls waiting this often in a row, a millisecond apart, does wait: a lock that
// another is about to leave does not take so long.
constexpr int kProofs = 3;
constexpr std::chrono::milliseconds kBetweenProofs{1};

}  // namespace

ThreadObject::ThreadObject(EventLoop& loop, const std::string& name)
    : Object(ObjectKind::thread), loop_(loop) {
    id_ = loop.next_object_id();
    if (Observer* observer = loop.observer()) observer->created(*this, {.name = name});
}

ThreadObject::~ThreadObject() {
    if (Observer* observer = loop_.observer()) observer->dropped(*this);
}

// --- in the thread ---

void Seat::enter() {
    the_seat = this;
    Threads::Lock lock(threads_->mutex_);
    kernel_id_ = own_kernel_id();
    turn_.wait(lock, [&] { return state_ != State::ready || !threads_->loop_; });
}

void Seat::leave() {
    the_seat = nullptr;
    const std::lock_guard lock(threads_->mutex_);
    threads_->stirred_ = threads_->stirred_ || state_ == State::outside;
    state_ = State::gone;
    threads_->given_back_.notify_one();
}

std::optional<bool> Threads::wait(Seat& seat, const std::function<bool()>& condition,
                                  std::optional<double> timeout) {
    if (condition && condition()) return true;
    Lock lock(mutex_);
    if (!loop_) return std::nullopt;
    stirred_ = stirred_ || seat.state_ == Seat::State::outside;
    seat.condition_ = condition;
    seat.deadline_ = timeout ? loop_->when_after(*timeout) : kNever;
    if (seat.deadline_ <= loop_->time()) {
        make_ready(seat, false);  // behind those that are ready
    } else {
        seat.state_ = Seat::State::waiting;
        waiting_.push_back(&seat);
    }
    given_back_.notify_one();
    seat.turn_.wait(lock, [&] { return seat.state_ == Seat::State::running || !loop_; });
    if (loop_) return seat.met_;
    return condition ? std::nullopt : std::optional(false);  // the loop is gone, and its time is over
}

// --- in the loop's thread, or whoever has the turn ---

std::shared_ptr<Seat> Threads::add(std::string name) {
    const std::lock_guard lock(mutex_);
    if (!loop_) return nullptr;
    used_ = true;
    auto seat = std::make_shared<Seat>(shared_from_this(), std::move(name), ++last_number_);
    seats_.push_back(seat);
    line_.push_back(seat.get());
    return seat;
}

void Threads::remove(const Seat& seat) {
    const std::lock_guard lock(mutex_);
    std::erase(line_, &seat);
    std::erase_if(seats_, [&](const auto& each) { return each.get() == &seat; });
}

void Threads::run() {
    if (!used_) return;
    Lock lock(mutex_);
    for (const auto& seat : std::vector(seats_)) {  // those that woke in the meantime
        if (seat->state_ == Seat::State::outside && kernel_state(seat->kernel_id_) == KernelState::running)
            watch(*seat, lock);
    }
    do
        while (const std::shared_ptr<Seat> seat = take_first()) give_turn(*seat, lock);
    while (wake(lock, [](const Seat&) { return false; }));
    std::erase_if(seats_, [](const auto& seat) {
        if (seat->state_ == Seat::State::gone) seat->object_ = nullptr;
        return seat->state_ == Seat::State::gone;
    });
}

std::shared_ptr<Seat> Threads::take_first() {
    if (line_.empty()) return nullptr;
    Seat* const first = line_.front();
    line_.pop_front();
    return *std::find_if(seats_.begin(), seats_.end(), [&](const auto& seat) { return seat.get() == first; });
}

void Threads::give_turn(Seat& seat, Lock& lock) {
    Observer* observer = loop_->observer();
    if (!seat.object_) {
        seat.object_ = make_ref<ThreadObject>(*loop_, seat.name_);
        seat.object_id_ = seat.object_->id();
    }
    if (observer) observer->thread_runs(*seat.object_);
    seat.state_ = Seat::State::running;
    seat.turn_.notify_one();
    watch(seat, lock);
    loop_->take_prints();
    if (observer && seat.state_ != Seat::State::gone)
        observer->thread_waits(*seat.object_, seat.deadline_ == kNever ? -1 : ns_of(seat.deadline_));
}

// Until the thread waits, here or where the kernel says.
void Threads::watch(Seat& seat, Lock& lock) {
    seat.state_ = Seat::State::running;
    seat.deadline_ = kNever;
    const auto still = [&] { return seat.state_ != Seat::State::running; };
    for (int proofs = 0; proofs < kProofs && !given_back_.wait_for(lock, kBetweenProofs, still);) {
        const int kernel_id = seat.kernel_id_;
        lock.unlock();
        const bool runs = seat.keeps_turn_ || kernel_id == 0 ||
                          kernel_state(kernel_id) == KernelState::running || another_runs(kernel_id);
        lock.lock();
        proofs = runs ? 0 : proofs + 1;
    }
    if (!still()) seat.state_ = Seat::State::outside;
}

void Threads::make_ready(Seat& seat, bool met) {
    seat.state_ = Seat::State::ready;
    seat.met_ = met;
    seat.condition_ = nullptr;
    line_.push_back(&seat);
}

// Those that are `due`, and those whose condition is true by now. Conditions have locks of their own, so they
// are called without ours; who waits stays as it is meanwhile, as only the loop's thread wakes.
bool Threads::wake(Lock& lock, const std::function<bool(const Seat&)>& due) {
    const std::vector<Seat*> waiting = waiting_;
    lock.unlock();
    std::vector<std::pair<Seat*, bool>> woken;
    for (Seat* seat : waiting) {
        const bool met = seat->condition_ && seat->condition_();
        if (met || due(*seat)) woken.emplace_back(seat, met);
    }
    lock.lock();
    for (const auto& [seat, met] : woken) make_ready(*seat, met);
    std::erase_if(waiting_, [](Seat* seat) { return seat->state_ == Seat::State::ready; });
    return !woken.empty();
}

double Threads::next_deadline() {
    if (!used_) return kNever;
    const std::lock_guard lock(mutex_);
    double next = kNever;
    for (const Seat* seat : waiting_) next = std::min(next, seat->deadline_);
    return next;
}

void Threads::wake_due(double now) {
    if (!used_) return;
    Lock lock(mutex_);
    std::sort(waiting_.begin(), waiting_.end(), [](Seat* a, Seat* b) {
        return a->deadline_ != b->deadline_ ? a->deadline_ < b->deadline_ : a->number_ < b->number_;
    });
    wake(lock, [&](const Seat& seat) { return seat.deadline_ <= now; });
}

// The kernel is asked without our lock, and more than once: a thread on its way back may be about to take it,
// or another that is left in a moment, and one look would call that waiting for ever.
// Of a loop that runs in a thread of the program's, the thread that started that one has no seat, and may
// call at any time.
bool Threads::work_outside() {
    const int starter = living_starter();
    if (!used_ && starter == 0) return false;
    for (int proofs = 0;; ++proofs) {
        std::vector<int> kernel_ids;
        if (starter != 0) kernel_ids.push_back(starter);
        {
            const std::lock_guard lock(mutex_);
            if (std::exchange(stirred_, false)) return true;
            for (const auto& seat : seats_) {
                if (seat->state_ == Seat::State::outside) kernel_ids.push_back(seat->kernel_id_);
            }
        }
        if (kernel_ids.empty() || proofs == kProofs) return false;
        const bool locked = std::all_of(kernel_ids.begin(), kernel_ids.end(), [](int kernel_id) {
            return kernel_state(kernel_id) == KernelState::locked;
        });
        if (!locked) return true;
        std::this_thread::sleep_for(kBetweenProofs);
    }
}

void Threads::close() {
    const std::lock_guard lock(mutex_);
    loop_ = nullptr;
    line_.clear();
    waiting_.clear();
    for (const auto& seat : seats_) {
        seat->object_ = nullptr;
        seat->turn_.notify_one();
    }
    seats_.clear();
}

// --- for everybody ---

Seat* own_seat() noexcept { return the_seat; }

std::thread start_thread(const std::shared_ptr<Seat>& seat, std::function<void()> body) {
    try {
        return std::thread([body = std::move(body), starter = own_kernel_id()] {
            const KnownThread known(starter);
            body();
        });
    } catch (const std::system_error&) {
        if (seat) seat->threads()->remove(*seat);
        throw RuntimeError("can't start new thread");
    }
}

void join_ending(std::thread& thread) {
    if (the_seat) the_seat->keep_turn(true);
    thread.join();
    if (the_seat) the_seat->keep_turn(false);
}

std::optional<bool> wait_virtually(const std::function<bool()>& condition, std::optional<double> timeout,
                                   const std::source_location& where) {
    if (EventLoop* loop = running_loop()) {
        if (!loop->virtual_time()) return std::nullopt;
        return loop->block(condition, timeout, where);
    }
    if (!the_seat) return std::nullopt;
    return the_seat->threads()->wait(*the_seat, condition, timeout);
}

bool wait_for_other_threads(const std::function<bool()>& condition) {
    return the_seat && the_seat->threads()->wait(*the_seat, condition, std::nullopt).value_or(false);
}

bool Monitor::wait(const std::function<bool()>& ready, std::optional<double> timeout,
                   const std::source_location& where) {
    const auto checked = [&] { return locked(ready); };
    if (const auto met = wait_virtually(checked, timeout, where)) return *met;
    std::unique_lock lock(mutex_);
    constexpr double kLongest = 1e9;  // seconds
    if (timeout)
        return changed_.wait_for(lock, std::chrono::duration<double>(std::min(*timeout, kLongest)), ready);
    changed_.wait(lock, ready);
    return true;
}

}  // namespace asyncio::detail
