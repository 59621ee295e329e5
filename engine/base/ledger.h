// Who holds what. A reference counter knows how many references there are; a ledger also knows where each is,
// and so whose it is. It is kept only where somebody asks: gc::Tracking.
#pragma once

#include "engine/trace/event.h"

#include <cstddef>
#include <map>
#include <set>

namespace asyncio::detail {

class Object;

// Every Ref of one thread, and every block of memory that frames and objects are made in, by address.
class Ledger {
public:
    using Address = const char*;

    void note(const void* ref, Object* object) { refs_[address(ref)] = object; }
    void forget(const void* ref) { refs_.erase(address(ref)); }
    void note_block(const void* block, std::size_t bytes) { blocks_[address(block)] = bytes; }
    void forget_block(const void* block) { blocks_.erase(address(block)); }
    Object* at(const void* ref) const;

    const std::map<Address, Object*>& refs() const noexcept { return refs_; }
    const std::map<Address, std::size_t>& blocks() const noexcept { return blocks_; }
    // By numbers: the futures that the observer knows to be held by a task's coroutines.
    std::set<loopscope::trace::ObjectId>& told(loopscope::trace::ObjectId task) { return told_[task]; }
    // The task is gone: another recording may number another one so.
    void forget_told(loopscope::trace::ObjectId task) { told_.erase(task); }
    // The block in which something is; end() if in none.
    std::map<Address, std::size_t>::const_iterator block_of(const void* inside) const;

private:
    static Address address(const void* place) noexcept { return static_cast<Address>(place); }

    std::map<Address, Object*> refs_;
    std::map<Address, std::size_t> blocks_;
    std::map<loopscope::trace::ObjectId, std::set<loopscope::trace::ObjectId>> told_;
};

// The ledger of this thread; null: none is kept.
extern constinit thread_local Ledger* ledger;

// Out of line, as they are rarely needed.
void note_ref(const void* ref, Object* object);
void forget_ref(const void* ref);
// The Ref at `from` becomes the one at `to`.
void move_ref(const void* to, const void* from);
void swap_refs(const void* one, const void* other);
void note_block(const void* block, std::size_t bytes);
void forget_block(const void* block);

}  // namespace asyncio::detail
