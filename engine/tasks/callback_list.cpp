#include "engine/tasks/callback_list.h"

#include <algorithm>
#include <utility>

namespace asyncio::detail {

namespace {
// Up to so many slots it costs less to search them than to have an index.
constexpr std::size_t kFew = 32;
}  // namespace

std::size_t CallbackList::remove(ObjectId id) {
    if (empty()) return 0;
    if (!index_ && slots_.size() > kFew && searched_ > 4 * slots_.size()) {
        index_ = std::make_unique<std::unordered_multimap<ObjectId, std::size_t>>();
        for (std::size_t i = first_; i < slots_.size(); ++i)
            if (slots_[i]) index_->emplace(slots_[i]->id(), i);
    }
    std::vector<std::size_t> found;
    if (index_) {
        const auto [begin, end] = index_->equal_range(id);
        for (auto it = begin; it != end; ++it) found.push_back(it->second);
        index_->erase(begin, end);
        std::sort(found.begin(), found.end());
    } else {
        searched_ += slots_.size() - first_;
        for (std::size_t i = first_; i < slots_.size(); ++i)
            if (slots_[i] && slots_[i]->id() == id) found.push_back(i);
    }
    std::vector<Ref<Runnable>> removed;
    for (const std::size_t i : found) removed.push_back(std::exchange(slots_[i], nullptr));
    count_ -= removed.size();
    drop_holes();
    return removed.size();
}

Ref<Runnable> CallbackList::take_first() {
    while (first_ < slots_.size() && !slots_[first_]) ++first_;
    if (first_ == slots_.size()) return nullptr;
    Ref<Runnable> callback = std::exchange(slots_[first_], nullptr);
    if (index_) {
        const auto [begin, end] = index_->equal_range(callback->id());
        index_->erase(std::find_if(begin, end, [&](const auto& each) { return each.second == first_; }));
    }
    --count_;
    drop_holes();
    return callback;
}

std::vector<Ref<Runnable>> CallbackList::take_all() noexcept {
    index_.reset();
    first_ = count_ = searched_ = 0;
    return std::exchange(slots_, {});
}

// Once half of the slots are holes: so each was paid for by a removal.
void CallbackList::drop_holes() {
    if (slots_.size() > 2 * count_) {
        std::erase(slots_, nullptr);
        first_ = 0;
        if (!index_) return;
        index_->clear();
        for (std::size_t i = 0; i < slots_.size(); ++i) index_->emplace(slots_[i]->id(), i);
    }
}

}  // namespace asyncio::detail
