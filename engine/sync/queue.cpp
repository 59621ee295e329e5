#include "engine/sync/queue.h"
#include "engine/tasks/task.h"

namespace asyncio::detail {

// One who waits for room or an item. Whoever wakes him takes him out of the line; if he leaves otherwise
// (cancelled, or his coroutine is destroyed) and what he was woken for is still there, the next one is woken
// for it.
class QueueState::Waiting {
public:
    Waiting(QueueState& queue, bool for_room)
        : queue_(queue),
          for_room_(for_room),
          waiter_(make_ref<Waiter>(queue.bind(), queue, for_room ? "Queue.put" : "Queue.get")) {
        line().append(*waiter_);
    }
    Waiting(const Waiting&) = delete;
    Waiting& operator=(const Waiting&) = delete;
    ~Waiting() {
        if (served_) return;
        waiter_->cancel({});
        line().remove(*waiter_);
        const bool there = for_room_ ? !queue_.full() : !queue_.empty();
        if (there && !waiter_->cancelled()) wake_next(line());
    }
    Future<bool> future() const { return Future<bool>(waiter_); }
    void served() noexcept { served_ = true; }

private:
    WaitLine& line() noexcept { return for_room_ ? queue_.putters_ : queue_.getters_; }

    QueueState& queue_;
    bool for_room_;
    bool served_ = false;
    Ref<Waiter> waiter_;
};

QueueState::QueueState(std::string_view type, int maxsize)
    : Primitive(ObjectKind::queue, type, maxsize), finished_(make_ref<EventState>(this)), maxsize_(maxsize) {
    finished_->set();
}

std::string QueueState::repr() const {
    std::string text = "<" + std::string(type()) + " maxsize=" + std::to_string(maxsize_);
    if (!empty()) text += " _queue=" + items_repr();
    if (!getters_.empty()) text += " _getters[" + std::to_string(getters_.size()) + "]";
    if (!putters_.empty()) text += " _putters[" + std::to_string(putters_.size()) + "]";
    if (unfinished_ > 0) text += " tasks=" + std::to_string(unfinished_);
    if (shut_down_) text += " shutdown";
    return text + ">";
}

std::string QueueState::missing(std::string_view function) const {
    if (function == "Queue.get") return "an item of a queue into which nobody can put one any more";
    if (function == "Queue.put") return "room in a queue from which nobody can take an item any more";
    return "task_done() of a queue, which nobody can call any more";
}

void QueueState::wake_next(WaitLine& line) {
    while (Waiter* waiter = line.front()) {
        line.remove(*waiter);
        if (waiter->done()) continue;
        waiter->set_result(true);
        return;
    }
}

void QueueState::wake_all(WaitLine& line) {
    while (!line.empty()) wake_next(line);
}

void QueueState::check_can_put() const {
    if (shut_down_) throw QueueShutDown();
    if (full()) throw QueueFull();
}

void QueueState::check_can_get() const {
    if (!empty()) return;
    if (shut_down_) throw QueueShutDown();
    throw QueueEmpty();
}

void QueueState::added(Observer* told, std::string_view item) {
    if (told) told->queue_put(*this, item);
    unfinished(unfinished_ + 1);
    finished_->clear();
    wake_next(getters_);
}

void QueueState::removed(Observer* told, std::string_view item, Observer::QueueEnd end) {
    if (told) told->queue_get(*this, item, end);
    wake_next(putters_);
}

void QueueState::unfinished(std::size_t count) {
    unfinished_ = count;
    report(shut_down_ ? "shutdown" : "", static_cast<std::int64_t>(count));
}

void QueueState::task_done() {
    if (unfinished_ == 0) throw ValueError("task_done() called too many times");
    unfinished(unfinished_ - 1);
    if (unfinished_ == 0) finished_->set();
}

void QueueState::shutdown(bool immediate) {
    shut_down_ = true;
    unfinished(unfinished_);
    if (immediate) {
        while (!empty()) {
            drop_item();
            if (unfinished_ > 0) unfinished(unfinished_ - 1);
        }
        if (unfinished_ == 0) finished_->set();
    }
    wake_all(getters_);
    wake_all(putters_);
}

Coroutine<> QueueState::wait_for_room(Ref<QueueState> queue) {
    while (queue->full()) {
        if (queue->shut_down_) throw QueueShutDown();
        Waiting waiting(*queue, true);
        co_await waiting.future();
        waiting.served();
    }
}

Coroutine<> QueueState::wait_for_item(Ref<QueueState> queue) {
    while (queue->empty()) {
        if (queue->shut_down_) throw QueueShutDown();
        Waiting waiting(*queue, false);
        co_await waiting.future();
        waiting.served();
    }
}

Coroutine<> QueueState::join(Ref<QueueState> queue) {
    if (queue->unfinished_ > 0) co_await EventState::wait(queue->finished_);
}

}  // namespace asyncio::detail
