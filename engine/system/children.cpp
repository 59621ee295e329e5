#include "engine/system/children.h"

#include "engine/system/child_process.h"

#include <dirent.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>
#include <algorithm>
#include <array>
#include <chrono>
#include <cstdlib>
#include <ctime>
#include <fstream>
#include <optional>
#include <ranges>
#include <sstream>
#include <string>

namespace asyncio::detail {

namespace {

constexpr std::int64_t kSecond_ns = 1'000'000'000;
// A shorter sleep is as good as none: it might be over before we see it. What sleeps until an instant of the
// machine's clock is rounded up to a multiple of this, as we see it a little after it began.
constexpr std::int64_t kShortestSleep_ns = 50'000'000;
constexpr std::int64_t kMicrosecond_ns = 1'000;

std::int64_t machine_time_ns() {
    return std::chrono::nanoseconds(std::chrono::steady_clock::now().time_since_epoch()).count();
}

std::string file_text(const std::string& path) {
    std::ifstream file(path);
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}

// What a thread waits in: a call of the system with its arguments; -1 if it is none, or not known.
struct Call {
    long number = -1;
    std::array<unsigned long, 6> arguments = {};
};

Call call_of(const std::string& folder) {
    Call call;
    std::istringstream text(file_text(folder + "/syscall"));
    std::string word;
    if (!(text >> word) || word.front() < '0' || word.front() > '9') return call;
    call.number = std::strtol(word.c_str(), nullptr, 10);
    for (unsigned long& argument : call.arguments)
        if (text >> word) argument = std::strtoul(word.c_str(), nullptr, 16);
    return call;
}

// S sleeping, D, R, T stopped, Z ended … ; X if it is gone.
char state_of(const std::string& folder) {
    const std::string text = file_text(folder + "/stat");
    const std::size_t name_end = text.rfind(')');
    return name_end == std::string::npos || name_end + 2 >= text.size() ? 'X' : text[name_end + 2];
}

std::uint64_t times_run_of(const std::string& folder) {
    std::istringstream text(file_text(folder + "/schedstat"));
    std::uint64_t running = 0, waiting = 0, times = 0;
    text >> running >> waiting >> times;
    return times;
}

bool is_pipe(int pid, unsigned long fd) {
    const std::string path = "/proc/" + std::to_string(pid) + "/fd/" + std::to_string(fd);
    std::array<char, 16> target{};
    return ::readlink(path.c_str(), target.data(), target.size() - 1) > 0 &&
           std::string(target.data()).starts_with("pipe:");
}

// How long a thread in nanosleep() or clock_nanosleep() sleeps; nothing if we cannot know.
std::optional<std::int64_t> length_of_sleep(int pid, const Call& call) {
    const bool plain = call.number == SYS_nanosleep;
    timespec wanted{};
    iovec local{&wanted, sizeof wanted};
    // NOLINTNEXTLINE: an address of another process
    iovec remote{reinterpret_cast<void*>(call.arguments[plain ? 0 : 2]), sizeof wanted};
    if (::process_vm_readv(pid, &local, 1, &remote, 1, 0) != sizeof wanted) return std::nullopt;
    const std::int64_t wanted_ns = wanted.tv_sec * kSecond_ns + wanted.tv_nsec;
    // `sleep 0.15` of newer coreutils asks for 0.150000001 s.
    if (plain || (call.arguments[1] & TIMER_ABSTIME) == 0)
        return wanted_ns / kMicrosecond_ns * kMicrosecond_ns;
    timespec now{};
    ::clock_gettime(static_cast<clockid_t>(call.arguments[0]), &now);
    const std::int64_t left_ns = wanted_ns - (now.tv_sec * kSecond_ns + now.tv_nsec);
    return (left_ns + kShortestSleep_ns - 1) / kShortestSleep_ns * kShortestSleep_ns;
}

enum class Reason { runs, waits, sleeps, outside };

Reason reason_of(int pid, const Call& call) {
    switch (call.number) {
        case SYS_nanosleep:
        case SYS_clock_nanosleep: return Reason::sleeps;
        case SYS_read:
        case SYS_write:
        case SYS_readv:
        case SYS_writev:
        case SYS_splice: return is_pipe(pid, call.arguments[0]) ? Reason::waits : Reason::outside;
        case SYS_wait4:
        case SYS_waitid:
        case SYS_futex:
        case SYS_pause:
        case SYS_rt_sigsuspend:
        case SYS_rt_sigtimedwait: return Reason::waits;
        case SYS_poll:
        case SYS_ppoll:
        case SYS_select:
        case SYS_pselect6:
        case SYS_epoll_wait:
        case SYS_epoll_pwait:
        case SYS_epoll_pwait2:
        case SYS_accept:
        case SYS_accept4:
        case SYS_connect:
        case SYS_recvfrom:
        case SYS_recvmsg:
        case SYS_sendto:
        case SYS_sendmsg:
        case SYS_flock:
        case SYS_fcntl:
        case SYS_restart_syscall: return Reason::outside;
        default: return Reason::runs;  // it is about to go on
    }
}

}  // namespace

// --- one process and its children ---

void Children::take(int pid, std::int64_t now_ns, const Threads& before, Threads& now) {
    const std::string tasks = "/proc/" + std::to_string(pid) + "/task";
    DIR* const folder = ::opendir(tasks.c_str());
    if (!folder) return;
    for (const dirent* entry = ::readdir(folder); entry; entry = ::readdir(folder)) {
        const int thread = std::atoi(entry->d_name);
        if (thread == 0) continue;
        const std::string own = tasks + "/" + entry->d_name;
        const char state = state_of(own);
        if (state == 'Z' || state == 'X') continue;
        Seen seen{.times_run = times_run_of(own)};
        const Call call = call_of(own);
        const Reason reason = state == 'T'   ? Reason::waits
                              : state == 'S' ? reason_of(pid, call)
                                             : Reason::runs;
        seen.runs = reason == Reason::runs;
        seen.outside = reason == Reason::outside;
        const auto known = before.find({pid, thread});
        if (reason == Reason::sleeps && known != before.end() && known->second.times_run == seen.times_run &&
            known->second.sleeps_until_ns != kNever) {
            seen.sleeps_until_ns = known->second.sleeps_until_ns;
            seen.awake_ns = known->second.awake_ns;
        } else if (reason == Reason::sleeps) {
            const auto length_ns = length_of_sleep(pid, call);
            seen.outside = !length_ns;
            seen.runs = length_ns && *length_ns < kShortestSleep_ns;
            if (length_ns && !seen.runs) {
                seen.sleeps_until_ns = now_ns + *length_ns;
                seen.awake_ns = machine_time_ns() + *length_ns - kShortestSleep_ns;
            }
        }
        now.emplace(std::pair(pid, thread), seen);
        std::istringstream children(file_text(own + "/children"));
        for (int child = 0; children >> child;) take(child, now_ns, before, now);
    }
    ::closedir(folder);
}

// --- all of them ---

void Children::remove(int pid) { children_.erase(pid); }

void Children::signalled(int pid) {
    const auto it = children_.find(pid);
    if (it == children_.end()) return;
    it->second.local_ns = 0;
    it->second.threads.clear();
}

std::vector<int> Children::pids() const {
    std::vector<int> all;
    for (const auto& [pid, child] : children_) all.push_back(pid);
    return all;
}

Children::Rest Children::look(std::int64_t now_ns, const AtRest& at_rest) {
    Rest rest = Rest::here;
    for (auto& [pid, child] : children_) {
        Threads now;
        if (!has_ended(pid)) take(pid, std::max(now_ns, child.local_ns), child.threads, now);
        // A sleep that is over has taken its time, even if the clock stood meanwhile.
        for (const auto& [thread, seen] : child.threads) {
            const auto still = now.find(thread);
            const bool same = still != now.end() && still->second.times_run == seen.times_run;
            if (seen.sleeps_until_ns != kNever && !same && machine_time_ns() >= seen.awake_ns)
                child.local_ns = std::max(child.local_ns, seen.sleeps_until_ns);
        }
        const bool proven = now == child.threads;
        child.threads = std::move(now);
        const auto threads = std::views::values(child.threads);
        const bool waits = proven && std::ranges::none_of(threads, [&](const Seen& seen) {
                               return seen.runs || seen.sleeps_until_ns <= std::max(now_ns, child.local_ns);
                           });
        if (waits) at_rest(pid, child.local_ns);
        if (child.local_ns > now_ns) continue;
        if (!waits)
            rest = Rest::none;
        else if (rest == Rest::here && std::ranges::any_of(threads, &Seen::outside))
            rest = Rest::outside;
    }
    return rest;
}

std::int64_t Children::next_wake_ns(std::int64_t now_ns) const {
    std::int64_t next = kNever;
    for (const auto& [pid, child] : children_) {
        if (child.local_ns > now_ns) next = std::min(next, child.local_ns);
        for (const auto& [thread, seen] : child.threads) next = std::min(next, seen.sleeps_until_ns);
    }
    return next;
}

}  // namespace asyncio::detail
