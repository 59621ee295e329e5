#include "engine/base/frame_allocator.h"

#include "engine/base/ledger.h"
#include "engine/trace/pages.h"

#include <cstdio>
#include <cstdlib>
#include <iterator>
#include <mutex>
#include <new>
#include <utility>
#include <vector>

namespace asyncio::detail {

namespace {

constinit thread_local const void* newest_frame = nullptr;

}  // namespace

#if defined(__SANITIZE_ADDRESS__)
#define ASYNCIO_NO_POOL
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define ASYNCIO_NO_POOL
#endif
#endif

namespace {

#ifdef ASYNCIO_NO_POOL
// Sanitizers see uses of freed memory only if it is really freed.
void* take_block(std::size_t bytes) { return ::operator new(bytes); }
void give_block(void* block, std::size_t) noexcept { ::operator delete(block); }
#else
constexpr std::size_t kStep = 16;
constexpr std::size_t kLargest = 1024;
constexpr std::size_t kSlab = 256 * 1024;

struct FreeBlock {
    FreeBlock* next;
};

struct Blocks {
    FreeBlock* heads[kLargest / kStep + 1] = {};
    char* slab = nullptr;  // the part of the newest slab that was not cut yet
    std::size_t left = 0;
};

// What threads that have ended left behind. Never destroyed: threads may outlive main().
struct Heritage {
    std::mutex mutex;
    std::vector<Blocks> all;
};
Heritage& heritage() {
    static auto* const instance = new Heritage;
    return *instance;
}

// The blocks of one thread. A block may be freed in another thread, and is that one's from then on: what a
// thread hands to a loop outlives it. So slabs are never given back, but become another thread's.
// Without a constructor or a destructor, as each use would ask whether it has run.
constinit thread_local Blocks pool;

struct Testament {
    ~Testament() {
        const std::lock_guard lock(heritage().mutex);
        heritage().all.push_back(std::exchange(pool, {}));
    }
};

void inherit() {
    const std::lock_guard lock(heritage().mutex);
    if (heritage().all.empty()) return;
    const Blocks own = std::exchange(pool, heritage().all.back());
    heritage().all.pop_back();
    // Few: they were freed before the first was needed.
    for (std::size_t i = 0; i < std::size(own.heads); ++i)
        for (FreeBlock* block = own.heads[i]; block;) {
            FreeBlock* const next = std::exchange(block->next, pool.heads[i]);
            pool.heads[i] = std::exchange(block, next);
        }
}

// Called before this thread has its first block.
[[gnu::noinline]] void make_testament() {
    thread_local Testament testament;
    static_cast<void>(testament);
}

void add_slab() {
    const bool first = !pool.slab;  // of few objects most of it stays untouched
    pool.slab = static_cast<char*>(::operator new(kSlab));
    pool.left = kSlab;
    if (!first) loopscope::trace::populate_pages(pool.slab, kSlab);
}

[[gnu::noinline]] void* cut(std::size_t bytes) {
    make_testament();
    if (!pool.slab) inherit();
    if (pool.left < bytes) add_slab();
    pool.left -= bytes;
    return std::exchange(pool.slab, pool.slab + bytes);
}

void* take_block(std::size_t bytes) {
    if (bytes > kLargest) return ::operator new(bytes);
    const std::size_t size_class = (bytes + kStep - 1) / kStep;
    FreeBlock*& head = pool.heads[size_class];
    if (!head) return cut(size_class * kStep);
    return std::exchange(head, head->next);
}

void give_block(void* block, std::size_t bytes) noexcept {
    if (bytes > kLargest) return ::operator delete(block);
    FreeBlock*& head = pool.heads[(bytes + kStep - 1) / kStep];
    if (!head) make_testament();
    head = new (block) FreeBlock{head};
}
#endif

}  // namespace

void* allocate_pooled(std::size_t bytes) {
    void* const block = take_block(bytes);
    if (ledger) [[unlikely]]
        note_block(block, bytes);
    return block;
}

void free_pooled(void* block, std::size_t bytes) noexcept {
    if (ledger) [[unlikely]]
        forget_block(block);
    give_block(block, bytes);
}

void* allocate_frame(std::size_t bytes) {
    void* frame = allocate_pooled(bytes);
    newest_frame = frame;
    return frame;
}

void check_frame_layout(const void* handle, const char* function) noexcept {
    if (handle == newest_frame) return;
    std::fprintf(stderr,
                 "asyncio: the compiler lost the body of the coroutine %s (g++ bug 106188).\n"
                 "Declare something in its outermost block, or move the co_await out of the condition:\n"
                 "    bool more = co_await next();\n",
                 function);
    std::abort();
}

}  // namespace asyncio::detail
