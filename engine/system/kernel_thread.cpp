#include "engine/system/kernel_thread.h"

#include <fcntl.h>
#include <sys/syscall.h>
#include <unistd.h>
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <mutex>
#include <vector>

namespace asyncio::detail {

namespace {

struct KnownThreads {
    std::mutex mutex;
    std::vector<int> kernel_ids;
};
thread_local int the_starter = 0;

// Never destroyed: threads may outlive main().
KnownThreads& known_threads() {
    static auto* const instance = new KnownThreads;
    return *instance;
}

}  // namespace

KnownThread::KnownThread(int starter) {
    the_starter = starter;
    const std::lock_guard lock(known_threads().mutex);
    known_threads().kernel_ids.push_back(own_kernel_id());
}

KnownThread::~KnownThread() {
    const std::lock_guard lock(known_threads().mutex);
    std::erase(known_threads().kernel_ids, own_kernel_id());
}

int living_starter() noexcept {
    if (the_starter == 0) return 0;
    char path[64];
    std::snprintf(path, sizeof path, "/proc/self/task/%d", the_starter);
    return ::access(path, F_OK) == 0 ? the_starter : 0;
}

bool another_runs(int kernel_id) {
    const std::lock_guard lock(known_threads().mutex);
    const auto& all = known_threads().kernel_ids;
    return std::any_of(all.begin(), all.end(), [&](int each) {
        return each != kernel_id && kernel_state(each) == KernelState::running;
    });
}

int own_kernel_id() noexcept { return static_cast<int>(::syscall(SYS_gettid)); }

// /proc/self/task/ID/syscall: "running", or the number of the call that the
// thread waits in.
KernelState kernel_state(int kernel_id) noexcept {
    char path[64];
    std::snprintf(path, sizeof path, "/proc/self/task/%d/syscall", kernel_id);
    const int file = ::open(path, O_RDONLY | O_CLOEXEC);
    if (file < 0) return KernelState::running;
    char text[32] = {};
    const ssize_t length = ::read(file, text, sizeof text - 1);
    ::close(file);
    if (length <= 0 || text[0] < '0' || text[0] > '9') return KernelState::running;
    return std::strtol(text, nullptr, 10) == SYS_futex ? KernelState::locked : KernelState::blocked;
}

}  // namespace asyncio::detail
