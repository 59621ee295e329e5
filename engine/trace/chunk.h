// Large pieces of memory for what grows by millions of events.
#pragma once

#include <cstddef>
#include <memory>

namespace loopscope::trace {

constexpr std::size_t kChunkBytes = std::size_t{2} << 20;  // a huge page of most machines

namespace detail {
// Never null; not written, so that small pages cost nothing before they are used. Throws std::bad_alloc.
void* allocate_chunk(bool huge_pages);
struct FreeChunk {
    void operator()(void* memory) const noexcept;
};
}  // namespace detail

template <class T>
using Chunk = std::unique_ptr<T[], detail::FreeChunk>;

// kChunkBytes of uninitialized T, which must need no constructor. What appending costs is above all the first
// touch of each page: `huge_pages` asks the system for as few as possible, which cost as a whole. Ask for
// them once it is known that there is much to come.
template <class T>
Chunk<T> make_chunk(bool huge_pages) {
    return Chunk<T>(static_cast<T*>(detail::allocate_chunk(huge_pages)));
}

}  // namespace loopscope::trace
