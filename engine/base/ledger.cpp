#include "engine/base/ledger.h"

#include <iterator>

namespace asyncio::detail {

constinit thread_local Ledger* ledger = nullptr;

Object* Ledger::at(const void* ref) const {
    const auto found = refs_.find(address(ref));
    return found == refs_.end() ? nullptr : found->second;
}

std::map<Ledger::Address, std::size_t>::const_iterator Ledger::block_of(const void* inside) const {
    const auto after = blocks_.upper_bound(address(inside));
    if (after == blocks_.begin()) return blocks_.end();
    const auto block = std::prev(after);
    return address(inside) < block->first + block->second ? block : blocks_.end();
}

void note_ref(const void* ref, Object* object) { ledger->note(ref, object); }

void forget_ref(const void* ref) { ledger->forget(ref); }

void note_block(const void* block, std::size_t bytes) { ledger->note_block(block, bytes); }

void forget_block(const void* block) { ledger->forget_block(block); }

void move_ref(const void* to, const void* from) {
    if (Object* const object = ledger->at(from)) {
        ledger->forget(from);
        ledger->note(to, object);
    }
}

void swap_refs(const void* one, const void* other) {
    Object* const first = ledger->at(one);
    Object* const second = ledger->at(other);
    const auto put = [](const void* ref, Object* object) {
        if (object)
            ledger->note(ref, object);
        else
            ledger->forget(ref);
    };
    put(one, second);
    put(other, first);
}

}  // namespace asyncio::detail
