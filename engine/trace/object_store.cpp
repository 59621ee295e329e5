#include "engine/trace/object_store.h"

namespace loopscope::trace {

namespace {

// The page for writing: made if it is not there, copied if it is shared.
template <class Page>
Page& own(std::shared_ptr<Page>& page) {
    if (!page)
        page = std::make_shared<Page>();
    else if (page.use_count() > 1)
        page = std::make_shared<Page>(*page);
    return *page;
}

}  // namespace

const ObjectState* ObjectStore::find(ObjectId id) const {
    const std::size_t at = branch_of(id);
    if (at >= root_.size() || !root_[at]) return nullptr;
    const Leaf* leaf = root_[at]->leaves[leaf_of(id)].get();
    if (!leaf || !(leaf->live >> slot_of(id) & 1)) return nullptr;
    return &leaf->objects[slot_of(id)];
}

ObjectState* ObjectStore::edit(ObjectId id) {
    if (!find(id)) return nullptr;
    Branch& branch = own(root_[branch_of(id)]);
    return &own(branch.leaves[leaf_of(id)]).objects[slot_of(id)];
}

ObjectState& ObjectStore::insert(ObjectId id) {
    const std::size_t at = branch_of(id);
    if (at >= root_.size()) root_.resize(at + 1);
    Branch& branch = own(root_[at]);
    std::shared_ptr<Leaf>& slot = branch.leaves[leaf_of(id)];
    if (!slot) {
        ++branch.used;
        slot = new_leaf();
    }
    Leaf& leaf = own(slot);
    leaf.live |= 1u << slot_of(id);
    ++size_;
    ObjectState& object = leaf.objects[slot_of(id)];  // as new: what was erased is so again
    object.id = id;
    return object;
}

void ObjectStore::start_over() {
    spare_.clear();
    for (auto& branch : root_) {
        if (branch.use_count() != 1) continue;
        for (auto& leaf : branch->leaves)
            if (leaf.use_count() == 1) spare_.push_back(std::move(leaf));
    }
    root_.clear();
    size_ = 0;
}

std::shared_ptr<ObjectStore::Leaf> ObjectStore::new_leaf() {
    if (spare_.empty()) return std::make_shared<Leaf>();
    std::shared_ptr<Leaf> leaf = std::move(spare_.back());
    spare_.pop_back();
    for (std::uint32_t live = leaf->live; live != 0; live &= live - 1)
        leaf->objects[static_cast<std::size_t>(std::countr_zero(live))] = ObjectState{};
    leaf->live = 0;
    return leaf;
}

void ObjectStore::erase(ObjectId id) {
    if (!find(id)) return;
    std::shared_ptr<Branch>& branch_slot = root_[branch_of(id)];
    Branch& branch = own(branch_slot);
    Leaf& leaf = own(branch.leaves[leaf_of(id)]);
    leaf.objects[slot_of(id)] = ObjectState{};
    leaf.live &= ~(1u << slot_of(id));
    --size_;
    if (leaf.live != 0) return;
    branch.leaves[leaf_of(id)].reset();
    if (--branch.used == 0) branch_slot.reset();
}

// The first live number from `id` on, or capacity().
std::uint64_t ObjectStore::next_live(std::uint64_t id) const {
    while (id < capacity()) {
        const auto narrow = static_cast<ObjectId>(id);
        const Branch* branch = root_[branch_of(narrow)].get();
        if (!branch) {
            id = (branch_of(narrow) + 1) * kLeaf * kBranch;
            continue;
        }
        const Leaf* leaf = branch->leaves[leaf_of(narrow)].get();
        const std::uint32_t rest = leaf ? leaf->live >> slot_of(narrow) : 0;
        if (rest != 0) return id + static_cast<std::uint64_t>(std::countr_zero(rest));
        id = (id / kLeaf + 1) * kLeaf;
    }
    return capacity();
}

std::size_t ObjectStore::unshared_bytes() const {
    std::size_t bytes = 0;
    for (const auto& branch : root_) {
        if (branch.use_count() == 1) bytes += unshared_bytes(*branch);
    }
    return bytes;
}

std::size_t ObjectStore::unshared_bytes(const Branch& branch) {
    std::size_t bytes = sizeof(Branch);
    for (const auto& leaf : branch.leaves) {
        if (leaf.use_count() != 1) continue;
        bytes += sizeof(Leaf);
        for (const ObjectState& object : leaf->objects) bytes += object.unshared_bytes();
    }
    return bytes;
}

}  // namespace loopscope::trace
