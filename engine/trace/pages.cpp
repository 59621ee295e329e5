#include "engine/trace/pages.h"

#include <sys/mman.h>
#include <unistd.h>
#include <cstdint>

namespace loopscope::trace {

void populate_pages(void* memory, std::size_t bytes) noexcept {
#ifdef MADV_POPULATE_WRITE  // Linux 5.14
    const auto page = static_cast<std::uintptr_t>(sysconf(_SC_PAGESIZE));
    const auto begin = reinterpret_cast<std::uintptr_t>(memory);
    const std::uintptr_t first = (begin + page - 1) / page * page, last = (begin + bytes) / page * page;
    if (first < last) madvise(reinterpret_cast<void*>(first), last - first, MADV_POPULATE_WRITE);
#else
    static_cast<void>(memory), static_cast<void>(bytes);
#endif
}

}  // namespace loopscope::trace
