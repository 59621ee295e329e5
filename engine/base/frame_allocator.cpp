#include "engine/base/frame_allocator.h"

#include "engine/trace/pages.h"

#include <cstdio>
#include <cstdlib>
#include <iterator>
#include <mutex>
#include <new>
#include <vector>

namespace asyncio::detail {

constinit thread_local BlockPool block_pool;
constinit thread_local const void* newest_frame = nullptr;
constinit thread_local std::size_t newest_frame_bytes = 0;

namespace {

#ifdef ASYNCIO_NO_POOL
void* take_block(std::size_t bytes) { return ::operator new(bytes); }
void give_block(void* block, std::size_t) noexcept { ::operator delete(block); }
#else
constexpr std::size_t kSlab = 256 * 1024;

// What threads that have ended left behind. Never destroyed: threads may outlive main().
struct Heritage {
    std::mutex mutex;
    std::vector<BlockPool> all;
};
Heritage& heritage() {
    static auto* const instance = new Heritage;
    return *instance;
}

// Slabs are never given back, but become another thread's.
struct Testament {
    ~Testament() {
        const std::lock_guard lock(heritage().mutex);
        heritage().all.push_back(std::exchange(block_pool, {}));
    }
};

void inherit() {
    const std::lock_guard lock(heritage().mutex);
    if (heritage().all.empty()) return;
    BlockPool& pool = block_pool;
    const BlockPool own = std::exchange(pool, heritage().all.back());
    heritage().all.pop_back();
    // Few: they were freed before the first was needed.
    for (std::size_t i = 0; i < std::size(own.heads); ++i)
        for (BlockPool::Free* block = own.heads[i]; block;) {
            BlockPool::Free* const next = std::exchange(block->next, pool.heads[i]);
            pool.heads[i] = std::exchange(block, next);
        }
}

// Before this thread has its first block.
void bequeath() {
    thread_local Testament testament;
    static_cast<void>(testament);
    block_pool.is_bequeathed = true;
}

void add_slab() {
    const bool first = !block_pool.slab;  // of few objects most of it stays untouched
    block_pool.slab = static_cast<char*>(::operator new(kSlab));
    block_pool.left = kSlab;
    if (!first) loopscope::trace::populate_pages(block_pool.slab, kSlab);
}

void* cut(std::size_t bytes) {
    if (!block_pool.is_bequeathed) bequeath();
    if (!block_pool.slab) inherit();
    if (block_pool.left < bytes) add_slab();
    block_pool.left -= bytes;
    return std::exchange(block_pool.slab, block_pool.slab + bytes);
}

void* take_block(std::size_t bytes) {
    if (!BlockPool::has(bytes)) return ::operator new(bytes);
    BlockPool::Free*& head = block_pool.head_for(bytes);
    if (!head) return cut((bytes + BlockPool::kStep - 1) / BlockPool::kStep * BlockPool::kStep);
    return std::exchange(head, head->next);
}

void give_block(void* block, std::size_t bytes) noexcept {
    if (!BlockPool::has(bytes)) return ::operator delete(block);
    if (!block_pool.is_bequeathed) bequeath();
    BlockPool::Free*& head = block_pool.head_for(bytes);
    head = new (block) BlockPool::Free{head};
}
#endif

}  // namespace

void* allocate_slowly(std::size_t bytes) {
    void* const block = take_block(bytes);
    if (ledger) [[unlikely]]
        note_block(block, bytes);
    return block;
}

void free_slowly(void* block, std::size_t bytes) noexcept {
    if (ledger) [[unlikely]]
        forget_block(block);
    give_block(block, bytes);
}

void report_lost_body(const char* function) noexcept {
    std::fprintf(stderr,
                 "asyncio: the compiler lost the body of the coroutine %s (g++ bug 106188).\n"
                 "Declare something in its outermost block, or move the co_await out of the condition:\n"
                 "    bool more = co_await next();\n",
                 function);
    std::abort();
}

}  // namespace asyncio::detail
