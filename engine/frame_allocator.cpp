#include "engine/frame_allocator.h"

#include <cstdio>
#include <cstdlib>
#include <new>

namespace asyncio::detail {

namespace {

constexpr std::size_t kStep = 32;
constexpr std::size_t kLargest = 1024;

struct FreeFrame {
    FreeFrame* next;
};

// Frees what it holds when the thread ends.
struct FreeLists {
    FreeFrame* heads[kLargest / kStep + 1] = {};

    ~FreeLists() {
        for (FreeFrame* head : heads)
            while (head) {
                FreeFrame* next = head->next;
                ::operator delete(head);
                head = next;
            }
    }
};

thread_local FreeLists free_lists;
thread_local const void* newest_frame = nullptr;

constexpr std::size_t size_class(std::size_t bytes) { return (bytes + kStep - 1) / kStep; }

}  // namespace

#if defined(__SANITIZE_ADDRESS__)
#define ASYNCIO_NO_FRAME_POOL
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define ASYNCIO_NO_FRAME_POOL
#endif
#endif

#ifdef ASYNCIO_NO_FRAME_POOL
// Sanitizers see uses of freed frames only if frames are really freed.
void* allocate_frame(std::size_t bytes) {
    void* frame = ::operator new(bytes);
    newest_frame = frame;
    return frame;
}
void free_frame(void* frame, std::size_t) noexcept { ::operator delete(frame); }
#else
void* allocate_frame(std::size_t bytes) {
    void* frame;
    if (bytes > kLargest) {
        frame = ::operator new(bytes);
    } else if (FreeFrame*& head = free_lists.heads[size_class(bytes)]; head) {
        frame = head;
        head = head->next;
    } else {
        frame = ::operator new(size_class(bytes) * kStep);
    }
    newest_frame = frame;
    return frame;
}

void free_frame(void* frame, std::size_t bytes) noexcept {
    if (bytes > kLargest) return ::operator delete(frame);
    FreeFrame*& head = free_lists.heads[size_class(bytes)];
    head = new (frame) FreeFrame{head};
}
#endif

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
