// What the tests of streams and of servers share.
#pragma once

#include "tests/engine/engine_test.h"

#include <filesystem>
#include <string>

namespace engine_test {

inline asyncio::Coroutine<> echo(asyncio::StreamReader reader, asyncio::StreamWriter writer) {
    for (auto line = co_await reader.next(); line; line = co_await reader.next()) writer.write(*line);
    writer.close();
}

// A server's callback that keeps its ends of the connections.
inline auto keep_in(std::vector<asyncio::Connection>& ends) {
    return [&ends](const asyncio::StreamReader& reader, const asyncio::StreamWriter& writer) {
        ends.emplace_back(reader, writer);
    };
}

// What awaiting it raises, as repr; "nothing" if it returns.
template <class T>
asyncio::Coroutine<std::string> failure_of(asyncio::Coroutine<T> coroutine) {
    try {
        co_await std::move(coroutine);
    } catch (const asyncio::BaseException& error) {
        co_return error.repr();
    }
    co_return "nothing";
}

class TemporaryFolder {
public:
    TemporaryFolder() : path_(std::filesystem::temp_directory_path() / "streams_test_XXXXXX") {
        REQUIRE(mkdtemp(path_.data()) != nullptr);
    }
    TemporaryFolder(const TemporaryFolder&) = delete;
    TemporaryFolder& operator=(const TemporaryFolder&) = delete;
    ~TemporaryFolder() { std::filesystem::remove_all(path_); }
    std::string file(const char* name) const { return path_ + "/" + name; }

private:
    std::string path_;
};

}  // namespace engine_test
