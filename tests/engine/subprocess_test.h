// What the tests of child processes share.
#pragma once

#include "tests/engine/engine_test.h"

#include <sys/wait.h>
#include <cerrno>
#include <filesystem>
#include <iterator>

namespace engine_test {

inline const asyncio::SubprocessOptions kPipes{
    .stdin = asyncio::PIPE, .stdout = asyncio::PIPE, .stderr = asyncio::PIPE};

inline std::ptrdiff_t open_descriptors() {
    return std::distance(std::filesystem::directory_iterator("/proc/self/fd"), {});
}

inline bool any_child_is_left() { return ::waitpid(-1, nullptr, WNOHANG) >= 0 || errno != ECHILD; }

}  // namespace engine_test
