// Starting a child process and asking what became of it: Python's Popen, as far as asyncio uses it.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace asyncio::detail {

// What a child is started with. Descriptors: -1 is the parent's own.
struct ChildSetup {
    std::vector<std::string> arguments;  // the program first
    std::string executable;
    std::string cwd = {};                                        // empty: the parent's
    std::optional<std::vector<std::string>> env = std::nullopt;  // "NAME=value"; nothing: the parent's
    bool start_new_session = false;
    std::vector<int> pass_fds = {};
    int umask = -1;  // -1: the parent's
    std::optional<int> process_group = std::nullopt, user = std::nullopt, group = std::nullopt;
    std::vector<int> extra_groups = {};  // none: the parent's
    std::function<void()> preexec = {};  // called in the child, before it becomes the program
    int stdin_fd = -1, stdout_fd = -1, stderr_fd = -1;
};

// The child's process id. It has no other descriptors than its first three and `pass_fds`. Throws the OSError
// of what failed, in the child, too: FileNotFoundError for a program that is not there; SubprocessError if
// `preexec` throws.
int start_child(const ChildSetup& setup);

// Tells when the process has ended: readable then. Throws OSError.
int open_pidfd(int pid);
// What Python calls the return code: -N for signal N. Waits for the process; nothing if somebody else did.
std::optional<int> reap(int pid);
// It has ended, and nobody has asked yet.
bool has_ended(int pid) noexcept;

}  // namespace asyncio::detail
