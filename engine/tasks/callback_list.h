// The callbacks of a future for which more than one waits.
#pragma once

#include "engine/base/object.h"

#include <cstddef>
#include <memory>
#include <unordered_map>
#include <utility>
#include <vector>

namespace asyncio::detail {

// In the order in which they were added. Any number of them can go, in any order, in linear time altogether.
class CallbackList {
public:
    bool empty() const noexcept { return count_ == 0; }
    std::size_t size() const noexcept { return count_; }
    void add(Runnable& callback) {
        slots_.emplace_back(&callback);
        ++count_;
        if (index_) index_->emplace(callback.id(), slots_.size() - 1);
    }
    // Those with the number `id`: how many. They are let go when the list is as it will be: what they hold
    // may come back to it.
    std::size_t remove(ObjectId id);
    // The first one, which is removed; null if there is none.
    Ref<Runnable> take_first();
    // All of them; the list is empty then. Null for one that was removed.
    std::vector<Ref<Runnable>> take_all() noexcept;

    // How many slots remove() has looked at.
    std::size_t searched() const noexcept { return searched_; }

    template <class F>
    void for_each(F& visit) const {
        for (const Ref<Runnable>& callback : slots_)
            if (callback) visit(*callback);
    }

private:
    void drop_holes();

    std::vector<Ref<Runnable>> slots_;  // null: removed
    std::size_t first_ = 0;             // no callback is before it
    std::size_t count_ = 0;
    std::size_t searched_ = 0;
    // Where each is; null until searching has taken long.
    std::unique_ptr<std::unordered_multimap<ObjectId, std::size_t>> index_;
};

}  // namespace asyncio::detail
