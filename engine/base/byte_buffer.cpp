#include "engine/base/byte_buffer.h"

#include <algorithm>

namespace asyncio::detail {

namespace {
// What an empty one keeps at most: there may be thousands.
constexpr std::size_t kKept = 4096;
}  // namespace

char* ByteBuffer::room(std::size_t size) {
    if (capacity_ < size) {
        memory_ = std::make_unique_for_overwrite<char[]>(size);
        capacity_ = size;
    }
    begin_ = end_ = 0;
    return memory_.get();
}

void ByteBuffer::append(std::string_view data) {
    if (capacity_ - end_ < data.size()) make_room(data.size());
    std::copy(data.begin(), data.end(), memory_.get() + end_);
    end_ += data.size();
}

// To the front, with as much room behind it as there are bytes: each byte moves at most once for another one.
void ByteBuffer::make_room(std::size_t size) {
    const std::string_view kept = view();
    const std::size_t needed = kept.size() + std::max(size, kept.size());
    if (capacity_ >= needed) {
        std::copy(kept.begin(), kept.end(), memory_.get());
    } else {
        auto memory = std::make_unique_for_overwrite<char[]>(needed);
        std::copy(kept.begin(), kept.end(), memory.get());
        memory_ = std::move(memory);
        capacity_ = needed;
    }
    begin_ = 0;
    end_ = kept.size();
}

void ByteBuffer::discard(std::size_t count) noexcept {
    begin_ += std::min(count, size());
    if (!empty()) return;
    begin_ = end_ = 0;
    if (capacity_ <= kKept) return;
    memory_ = nullptr;
    capacity_ = 0;
}

}  // namespace asyncio::detail
