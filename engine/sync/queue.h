// Queues: between those who make items and those who take them.
#pragma once

#include "engine/base/compiler_faults.h"
#include "engine/base/repr.h"
#include "engine/sync/event.h"

#include <algorithm>
#include <cstddef>
#include <deque>
#include <string>
#include <utility>
#include <vector>

namespace asyncio {

// get_nowait() of an empty queue.
class QueueEmpty : public Exception {
public:
    using Exception::Exception;
};
// put_nowait() into a full queue.
class QueueFull : public Exception {
public:
    using Exception::Exception;
};
// put() into a queue that was shut down, or get() once that is empty.
class QueueShutDown : public Exception {
public:
    using Exception::Exception;
};

namespace detail {

// All of a queue but its items.
class QueueState : public Primitive {
public:
    virtual std::size_t size() const noexcept = 0;
    int maxsize() const noexcept { return maxsize_; }
    bool empty() const noexcept { return size() == 0; }
    bool full() const noexcept { return maxsize_ > 0 && size() >= static_cast<std::size_t>(maxsize_); }

    void task_done();
    void shutdown(bool immediate);
    std::string repr() const override;
    std::string missing(std::string_view function) const override;

    // Return when put_nowait(), get_nowait() would not fail for want of room, or of an item.
    static Coroutine<> wait_for_room(Ref<QueueState> queue);
    static Coroutine<> wait_for_item(Ref<QueueState> queue);
    static Coroutine<> join(Ref<QueueState> queue);

protected:
    QueueState(std::string_view type, int maxsize);

    void check_can_put() const;
    void check_can_get() const;
    // After an item came or went.
    void added(Observer* told, std::string_view item);
    void removed(Observer* told, std::string_view item, Observer::QueueEnd end);
    virtual void drop_item() = 0;
    virtual std::string items_repr() const = 0;

private:
    class Waiting;
    static void wake_next(WaitLine& line);
    static void wake_all(WaitLine& line);
    void unfinished(std::size_t count);

    WaitLine getters_, putters_;
    Ref<EventState> finished_;
    std::size_t unfinished_ = 0;
    int maxsize_;
    bool shut_down_ = false;
};

// Where the items are: which of them is next is what the three queues differ in.
template <class T>
class FifoItems {
public:
    static constexpr std::string_view kType = "Queue";
    static constexpr auto kEnd = Observer::QueueEnd::front;
    void put(T item) { items_.push_back(std::move(item)); }
    T get() {
        T item = std::move(items_.front());
        items_.pop_front();
        return item;
    }
    const std::deque<T>& all() const noexcept { return items_; }

private:
    std::deque<T> items_;
};

template <class T>
class LifoItems {
public:
    static constexpr std::string_view kType = "LifoQueue";
    static constexpr auto kEnd = Observer::QueueEnd::back;
    void put(T item) { items_.push_back(std::move(item)); }
    T get() {
        T item = std::move(items_.back());
        items_.pop_back();
        return item;
    }
    const std::vector<T>& all() const noexcept { return items_; }

private:
    std::vector<T> items_;
};

// A heap that moves its items exactly as Python's heapq does: the order of equal items, and of the items in a
// repr, is Python's.
template <class T>
class PriorityItems {
public:
    static constexpr std::string_view kType = "PriorityQueue";
    static constexpr auto kEnd = Observer::QueueEnd::any;
    void put(T item) {
        items_.push_back(std::move(item));
        rise(0, items_.size() - 1);
    }
    T get() {
        T last = std::move(items_.back());
        items_.pop_back();
        if (items_.empty()) return last;
        std::swap(last, items_.front());
        sink();
        return last;
    }
    const std::vector<T>& all() const noexcept { return items_; }

private:
    // The item at `at` goes up, not above `top`, past all that are greater.
    void rise(std::size_t top, std::size_t at) {
        for (; at > top; at = (at - 1) / 2) {
            const std::size_t parent = (at - 1) / 2;
            if (!(items_[at] < items_[parent])) return;
            std::swap(items_[at], items_[parent]);
        }
    }
    // The first item goes down to a leaf along the lesser children, and up again from there.
    void sink() {
        std::size_t at = 0;
        for (std::size_t child = 1; child < items_.size(); child = 2 * at + 1) {
            if (child + 1 < items_.size() && !(items_[child] < items_[child + 1])) ++child;
            std::swap(items_[at], items_[child]);
            at = child;
        }
        rise(0, at);
    }
    std::vector<T> items_;
};

// A queue of items of type T, whichever is next.
template <class T>
class TypedQueue : public QueueState {
public:
    virtual void put_nowait(T item) = 0;
    virtual T get_nowait() = 0;

    static Coroutine<> put(Ref<TypedQueue> queue, T item) {
        if (queue->full()) co_await wait_for_room(queue);
        queue->put_nowait(std::move(item));
    }
    static Coroutine<T> get(Ref<TypedQueue> queue) {
        if (queue->empty()) co_await wait_for_item(queue);
        co_return queue->get_nowait();
    }

protected:
    using QueueState::QueueState;
};

template <class T, class Items>
class QueueOf final : public TypedQueue<T> {
public:
    explicit QueueOf(int maxsize) : TypedQueue<T>(Items::kType, maxsize) {}

    std::size_t size() const noexcept override { return items_.all().size(); }
    void put_nowait(T item) override {
        this->check_can_put();
        Observer* told = this->observer();
        const std::string text = told ? repr_or_object(item) : std::string();
        items_.put(std::move(item));
        this->added(told, text);
    }
    T get_nowait() override {
        this->check_can_get();
        T item = items_.get();
        Observer* told = this->observer();
        this->removed(told, told ? repr_or_object(item) : std::string(), Items::kEnd);
        return item;
    }

private:
    void drop_item() override {
        const T item = items_.get();
        if (Observer* told = this->observer()) told->queue_get(*this, repr_or_object(item), Items::kEnd);
    }
    std::string items_repr() const override { return repr_range(items_.all(), "[", "]"); }

    Items items_;
};

}  // namespace detail

// The keyword argument: Queue<int>({.maxsize = 2}).
struct QueueOptions {
    int maxsize = 0;
};

// The keyword argument: queue.shutdown({.immediate = true}).
struct ShutdownOptions {
    bool immediate = false;
};

// asyncio.Queue: first in, first out. A handle: copies are the same queue. Items go to those who wait in the
// order in which they came; but an item lies in the queue until the one it woke runs, and whoever runs before
// may take it.
template <class T>
class Queue {
public:
    using value_type = T;

    // `maxsize` <= 0: no limit.
    explicit Queue(int maxsize = 0)
        : Queue(detail::make_ref<detail::QueueOf<T, detail::FifoItems<T>>>(maxsize)) {}
    explicit Queue(QueueOptions options) : Queue(options.maxsize) {}

    // Waits for room if the queue is full. Throws QueueShutDown.
    Coroutine<> put(T&& item) const {
        detail::check_temporary<T>();
        return detail::TypedQueue<T>::put(state_, std::move(item));
    }
    Coroutine<> put(const T& item) const { return detail::TypedQueue<T>::put(state_, item); }
    // Throws QueueFull, or QueueShutDown.
    void put_nowait(T item, std::source_location where = std::source_location::current()) const {
        const detail::CallSite site(state_->observer(), where);
        state_->put_nowait(std::move(item));
    }
    // Waits for an item if the queue is empty. Throws QueueShutDown if there will be none any more.
    Coroutine<T> get() const { return detail::TypedQueue<T>::get(state_); }
    // Throws QueueEmpty, or QueueShutDown if there will be none any more.
    T get_nowait(std::source_location where = std::source_location::current()) const {
        const detail::CallSite site(state_->observer(), where);
        return state_->get_nowait();
    }

    // Waits until each item that was ever put has been followed by a task_done().
    Coroutine<> join() const { return detail::QueueState::join(state_); }
    // What was got has been dealt with. Throws ValueError if called more often than items were put.
    void task_done(std::source_location where = std::source_location::current()) const {
        const detail::CallSite site(state_->observer(), where);
        state_->task_done();
    }
    // No more items: put() throws QueueShutDown from now on, get() once the queue is empty. `immediate`: it
    // is emptied at once, and its items count as done.
    void shutdown(bool immediate = false,
                  std::source_location where = std::source_location::current()) const {
        const detail::CallSite site(state_->observer(), where);
        state_->shutdown(immediate);
    }
    void shutdown(ShutdownOptions options,
                  std::source_location where = std::source_location::current()) const {
        shutdown(options.immediate, where);
    }
    using MeantAsCallback = void (Queue::*)(bool, std::source_location) const;

    std::size_t qsize() const { return state_->size(); }
    bool empty() const { return state_->empty(); }
    bool full() const { return state_->full(); }
    int maxsize() const { return state_->maxsize(); }
    std::string repr() const { return state_->repr(); }
    friend bool operator==(const Queue&, const Queue&) = default;

protected:
    explicit Queue(detail::Ref<detail::TypedQueue<T>> state) : state_(std::move(state)) {}

private:
    detail::Ref<detail::TypedQueue<T>> state_;
};

// asyncio.LifoQueue: last in, first out.
template <class T>
class LifoQueue : public Queue<T> {
public:
    explicit LifoQueue(int maxsize = 0)
        : Queue<T>(detail::make_ref<detail::QueueOf<T, detail::LifoItems<T>>>(maxsize)) {}
    explicit LifoQueue(QueueOptions options) : LifoQueue(options.maxsize) {}
};

// asyncio.PriorityQueue: the least item (by operator<) first; use pairs or tuples of priority and item.
template <class T>
class PriorityQueue : public Queue<T> {
public:
    explicit PriorityQueue(int maxsize = 0)
        : Queue<T>(detail::make_ref<detail::QueueOf<T, detail::PriorityItems<T>>>(maxsize)) {}
    explicit PriorityQueue(QueueOptions options) : PriorityQueue(options.maxsize) {}
};

}  // namespace asyncio
