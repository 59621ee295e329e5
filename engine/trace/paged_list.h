// A sequence in pages that copies share until one of them writes: copying costs a pointer a page.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <iterator>
#include <memory>
#include <vector>

namespace loopscope::trace {

// Used for what a LoopState holds in numbers: its ready queue and its timers. Not for two threads at once,
// not even two copies of one list: they share pages.
template <class T, std::size_t kPage = 128>
class PagedList {
public:
    using value_type = T;

    std::size_t size() const { return size_; }
    bool empty() const { return size_ == 0; }

    const T& operator[](std::size_t i) const { return (*pages_[(head_ + i) / kPage])[(head_ + i) % kPage]; }
    const T& front() const { return (*this)[0]; }
    const T& back() const { return (*this)[size_ - 1]; }

    // The element for writing. Requires: i < size().
    T& edit(std::size_t i) { return own((head_ + i) / kPage)[(head_ + i) % kPage]; }

    void push_back(const T& item) {
        const std::size_t at = head_ + size_;
        if (at / kPage == pages_.size()) pages_.push_back(std::make_shared<Page>());
        own(at / kPage)[at % kPage] = item;
        ++size_;
    }

    // Requires: !empty().
    void pop_front() {
        ++head_;
        --size_;
        if (head_ == kPage) {
            pages_.erase(pages_.begin());
            head_ = 0;
        }
    }

    // Requires: !empty().
    void pop_back() {
        --size_;
        if ((head_ + size_) % kPage == 0) pages_.pop_back();
    }

    // Bytes that a copy takes for itself.
    std::size_t own_bytes() const { return pages_.size() * sizeof(std::shared_ptr<Page>); }
    // Bytes of pages that no copy shares.
    std::size_t unshared_bytes() const {
        const auto count =
            std::count_if(pages_.begin(), pages_.end(), [](const auto& p) { return p.use_count() == 1; });
        return static_cast<std::size_t>(count) * sizeof(Page);
    }

    class Iterator {
    public:
        using iterator_category = std::forward_iterator_tag;
        using value_type = T;
        using difference_type = std::ptrdiff_t;
        using pointer = const T*;
        using reference = const T&;

        Iterator() = default;
        Iterator(const PagedList* list, std::size_t at) : list_(list), at_(at) {}
        reference operator*() const { return (*list_)[at_]; }
        pointer operator->() const { return &(*list_)[at_]; }
        Iterator& operator++() {
            ++at_;
            return *this;
        }
        Iterator operator++(int) {
            Iterator before = *this;
            ++at_;
            return before;
        }
        bool operator==(const Iterator& other) const { return at_ == other.at_; }

    private:
        const PagedList* list_ = nullptr;
        std::size_t at_ = 0;
    };
    Iterator begin() const { return {this, 0}; }
    Iterator end() const { return {this, size_}; }

private:
    using Page = std::array<T, kPage>;

    Page& own(std::size_t page) {
        std::shared_ptr<Page>& p = pages_[page];
        if (p.use_count() > 1) p = std::make_shared<Page>(*p);
        return *p;
    }

    std::vector<std::shared_ptr<Page>> pages_;
    std::size_t head_ = 0;  // position of the first element in the first page
    std::size_t size_ = 0;
};

}  // namespace loopscope::trace
