#include "engine/trace/chunk.h"

#include <cstdlib>
#include <new>

#include <sys/mman.h>

namespace loopscope::trace::detail {

void* allocate_chunk(bool huge_pages) {
    void* memory = huge_pages ? std::aligned_alloc(kChunkBytes, kChunkBytes) : std::malloc(kChunkBytes);
    if (!memory) throw std::bad_alloc();
#ifdef MADV_HUGEPAGE
    if (huge_pages) madvise(memory, kChunkBytes, MADV_HUGEPAGE);  // a wish: a kernel without them says no
#endif
    return memory;
}

void FreeChunk::operator()(void* memory) const noexcept { std::free(memory); }

}  // namespace loopscope::trace::detail
