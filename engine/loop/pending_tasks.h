// The tasks of a loop that are not done, in order of creation. It holds none of them, as asyncio's own set
// does not.
#pragma once

#include <cstddef>
#include <iterator>

namespace asyncio {

class TaskBase;

namespace detail {

class PendingTasks {
public:
    class Iterator {
    public:
        using iterator_category = std::forward_iterator_tag;
        using value_type = TaskBase;
        using difference_type = std::ptrdiff_t;
        using pointer = TaskBase*;
        using reference = TaskBase&;

        Iterator() = default;
        explicit Iterator(TaskBase* task) noexcept : task_(task) {}
        reference operator*() const noexcept { return *task_; }
        pointer operator->() const noexcept { return task_; }
        Iterator& operator++() noexcept;
        Iterator operator++(int) noexcept {
            const Iterator before = *this;
            ++*this;
            return before;
        }
        friend bool operator==(const Iterator&, const Iterator&) = default;

    private:
        TaskBase* task_ = nullptr;
    };

    bool empty() const noexcept { return !first_; }
    // Requires: !empty().
    TaskBase& front() const noexcept { return *first_; }
    Iterator begin() const noexcept { return Iterator(first_); }
    Iterator end() const noexcept { return {}; }

    void add(TaskBase& task) noexcept;
    // No effect if it is not among them.
    void remove(TaskBase& task) noexcept;

private:
    TaskBase* first_ = nullptr;
    TaskBase* last_ = nullptr;
};

}  // namespace detail
}  // namespace asyncio
