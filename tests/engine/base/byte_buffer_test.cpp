#include "engine/base/byte_buffer.h"

#include <doctest/doctest.h>
#include <cstring>
#include <string>
#include <utility>

using asyncio::detail::ByteBuffer;

TEST_CASE("bytes leave a buffer in the order in which they came") {
    ByteBuffer buffer;
    std::string expected;
    for (int i = 0; i < 3000; ++i) {
        const std::string data(static_cast<std::size_t>(i % 97 + 1), static_cast<char>('a' + i % 26));
        buffer.append(data);
        expected += data;
        const std::size_t taken = static_cast<std::size_t>(i * 31 % 89);
        buffer.discard(taken);
        expected.erase(0, taken);
        REQUIRE(buffer.view() == expected);
    }
}

TEST_CASE("more than there is can be discarded") {
    ByteBuffer buffer;
    buffer.discard(1);
    buffer.append("abc");
    buffer.discard(10);
    CHECK(buffer.empty());
    buffer.append("d");
    CHECK(buffer.view() == "d");
}

TEST_CASE("what is written into the room of a buffer counts once it is filled") {
    ByteBuffer buffer;
    std::memcpy(buffer.room(100'000), "hello", 5);
    CHECK(buffer.empty());
    buffer.filled(5);
    CHECK(buffer.view() == "hello");
    buffer.append(" world");
    buffer.discard(2);
    ByteBuffer other;
    std::swap(buffer, other);
    CHECK(buffer.empty());
    CHECK(other.view() == "llo world");
}
