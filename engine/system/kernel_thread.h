// What the kernel knows of a thread of this process.
#pragma once

namespace asyncio::detail {

enum class KernelState {
    running,  // or able to; also if the kernel does not tell
    locked,   // waits for another thread
    blocked,  // waits for something else
};

int own_kernel_id() noexcept;
KernelState kernel_state(int kernel_id) noexcept;

// In a thread that the engine starts, as long as it runs. `starter`: the kernel's number of the thread that
// started it.
class KnownThread {
public:
    explicit KnownThread(int starter);
    ~KnownThread();
    KnownThread(const KnownThread&) = delete;
    KnownThread& operator=(const KnownThread&) = delete;
};
// The one that started this thread, if that is a known one and the other still lives; else 0.
int living_starter() noexcept;
// Is one of the known ones able to run, besides `kernel_id`? Who waits for a lock may wait for that one only,
// and not long.
bool another_runs(int kernel_id);

}  // namespace asyncio::detail
