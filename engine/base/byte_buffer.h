// Bytes that come at the end and go at the front.
#pragma once

#include <cstddef>
#include <memory>
#include <string_view>

namespace asyncio::detail {

// Unlike a std::string it does not clear memory that is about to be written, nor keeps much when it is empty.
class ByteBuffer {
public:
    std::string_view view() const noexcept { return {memory_.get() + begin_, end_ - begin_}; }
    std::size_t size() const noexcept { return end_ - begin_; }
    bool empty() const noexcept { return begin_ == end_; }

    // Room for `size` bytes in an empty buffer. What is written there counts once filled() tells.
    char* room(std::size_t size);
    void filled(std::size_t size) noexcept { end_ = begin_ + size; }
    void append(std::string_view data);
    // The first `count`, or all if there are fewer.
    void discard(std::size_t count) noexcept;

private:
    void make_room(std::size_t size);

    std::unique_ptr<char[]> memory_;
    std::size_t capacity_ = 0, begin_ = 0, end_ = 0;
};

}  // namespace asyncio::detail
