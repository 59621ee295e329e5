// The live objects of a LoopState by number: a tree of pages that copies share until one of them writes.
#pragma once

#include "engine/trace/object_state.h"

#include <array>
#include <bit>
#include <cstddef>
#include <iterator>
#include <memory>
#include <vector>

namespace loopscope::trace {

// Numbers grow and most objects are short-lived: pages that hold nothing alive are freed.
// Not for two threads at once, not even two copies of one store: they share pages.
class ObjectStore {
public:
    std::size_t size() const { return size_; }
    bool empty() const { return size_ == 0; }

    // Null if it is not there.
    const ObjectState* find(ObjectId id) const;
    ObjectState* edit(ObjectId id);

    // Requires: find(id) is null.
    ObjectState& insert(ObjectId id);
    void erase(ObjectId id);

    // Empties it. Pages that no copy shares are kept for what is inserted until drop_spare().
    void start_over();
    void drop_spare() { spare_.clear(); }

    // Bytes that a copy takes for itself.
    std::size_t own_bytes() const { return root_.size() * sizeof(root_[0]); }
    // Bytes of pages that no copy shares.
    std::size_t unshared_bytes() const;

    // In order of creation.
    class Iterator {
    public:
        using iterator_category = std::forward_iterator_tag;
        using value_type = ObjectState;
        using difference_type = std::ptrdiff_t;
        using pointer = const ObjectState*;
        using reference = const ObjectState&;

        Iterator() = default;
        Iterator(const ObjectStore* store, std::uint64_t id) : store_(store) { go_to(id); }
        reference operator*() const { return *object_; }
        pointer operator->() const { return object_; }
        Iterator& operator++() {
            go_to(id_ + 1);
            return *this;
        }
        Iterator operator++(int) {
            Iterator before = *this;
            ++*this;
            return before;
        }
        bool operator==(const Iterator& other) const { return id_ == other.id_; }

    private:
        void go_to(std::uint64_t id) {
            id_ = store_->next_live(id);
            object_ = id_ < store_->capacity() ? store_->find(static_cast<ObjectId>(id_)) : nullptr;
        }

        const ObjectStore* store_ = nullptr;
        std::uint64_t id_ = 0;
        const ObjectState* object_ = nullptr;
    };
    Iterator begin() const { return {this, 0}; }
    Iterator end() const { return {this, capacity()}; }

    // The same for all of them, faster: each page lies somewhere else, so the processor is told of those to
    // come.
    template <class F>
    void for_each(F visit) const {
        for (const auto& branch : root_)
            if (branch) for_each(*branch, visit);
    }

private:
    static constexpr std::uint32_t kLeaf = 4;      // objects a leaf
    static constexpr std::uint32_t kBranch = 256;  // leaves a branch

    struct Leaf {
        std::uint32_t live = 0;  // bit i: objects[i] is there
        std::array<ObjectState, kLeaf> objects;
    };
    struct Branch {
        std::uint32_t used = 0;  // leaves that are there
        std::array<std::shared_ptr<Leaf>, kBranch> leaves;
    };

    static constexpr std::uint64_t branch_of(ObjectId id) { return id / (kLeaf * kBranch); }
    static constexpr std::size_t leaf_of(ObjectId id) { return id / kLeaf % kBranch; }
    static constexpr std::size_t slot_of(ObjectId id) { return id % kLeaf; }

    std::uint64_t capacity() const { return std::uint64_t{root_.size()} * kLeaf * kBranch; }
    std::uint64_t next_live(std::uint64_t id) const;
    template <class F>
    static void for_each(const Branch& branch, F& visit) {
        constexpr std::size_t kPage = 8, kDetails = 4;  // leaves ahead
        for (std::size_t i = 0; i < kBranch; ++i) {
            if (i + kPage < kBranch) fetch(branch.leaves[i + kPage].get());
            if (i + kDetails < kBranch) fetch_details(branch.leaves[i + kDetails].get());
            const Leaf* leaf = branch.leaves[i].get();
            for (std::uint32_t live = leaf ? leaf->live : 0; live != 0; live &= live - 1)
                visit(leaf->objects[static_cast<std::size_t>(std::countr_zero(live))]);
        }
    }
    static void fetch(const Leaf* leaf) {
        constexpr std::size_t kLine = 64;
        if (!leaf) return;
        for (std::size_t at = 0; at < sizeof(Leaf); at += kLine)
            __builtin_prefetch(reinterpret_cast<const char*>(leaf) + at);
    }
    static void fetch_details(const Leaf* leaf) {
        if (!leaf) return;
        for (const ObjectState& object : leaf->objects) __builtin_prefetch(object.details_.get());
    }
    static std::size_t unshared_bytes(const Branch& branch);
    std::shared_ptr<Leaf> new_leaf();

    std::vector<std::shared_ptr<Branch>> root_;
    std::vector<std::shared_ptr<Leaf>> spare_;
    std::size_t size_ = 0;
};

}  // namespace loopscope::trace
