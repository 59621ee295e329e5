// How loop_bench talks to whoever compares it with others: `loop_bench --list` prints the cases, `loop_bench
// CASE` does one once and prints name<TAB>peer<TAB>value<TAB>unit, one line a figure. Clocks and memory as
// the kernel accounts them.
#pragma once

#include <sys/resource.h>
#include <unistd.h>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <string>

namespace bench {

inline double now_ns() {
    timespec now{};
    clock_gettime(CLOCK_MONOTONIC, &now);
    return static_cast<double>(now.tv_sec) * 1e9 + static_cast<double>(now.tv_nsec);
}

// User and system time of this process, in seconds.
inline double cpu_s() {
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    return static_cast<double>(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) +
           static_cast<double>(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) * 1e-6;
}

inline double resident_bytes() {
    long total = 0, resident = 0;
    std::FILE* file = std::fopen("/proc/self/statm", "r");
    if (!file || std::fscanf(file, "%ld %ld", &total, &resident) != 2) std::abort();
    std::fclose(file);
    return static_cast<double>(resident) * static_cast<double>(sysconf(_SC_PAGESIZE));
}

// Who we are in the lines: set by main.
inline std::string& peer() {
    static std::string name = "loopscope";
    return name;
}

inline void report(const char* figure, double value, const char* unit) {
    std::printf("%s\t%s\t%.6g\t%s\n", figure, peer().c_str(), value, unit);
    std::fflush(stdout);
}

inline void check(bool ok, const char* what) {
    if (ok) return;
    std::fprintf(stderr, "%s: FAILED: %s\n", peer().c_str(), what);
    std::exit(3);
}

}  // namespace bench
