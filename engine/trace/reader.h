// Reads recordings. Never trusts its input: each problem names its line, memory is bounded by the size of the
// input, what is damaged is left out and the rest is used.
#pragma once

#include "engine/trace/notes.h"
#include "engine/trace/recording.h"

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace loopscope::trace {

enum class Severity : std::uint8_t { warning, error };

enum class ProblemKind : std::uint8_t {
    other,
    unreadable,     // the system's reason is in `system_error`
    empty,          // no header
    newer_version,  // that of `recording.header`
    unfinished,     // no end line, or cut off in the middle of one: of a program that crashed or still runs
};

struct Problem {
    Severity severity{};
    std::uint64_t line = 0;  // from 1; 0 = the file as a whole
    std::string message;
    ProblemKind kind = ProblemKind::other;

    friend bool operator==(const Problem&, const Problem&) = default;
};

// "line 12: no such kind …"
std::string to_string(const Problem& problem);

// Which line of the file an event stood in.
class LineMap {
public:
    void add(EventIndex event, std::uint64_t line);
    std::uint64_t line_of(EventIndex event) const;  // 0 = unknown

private:
    std::vector<std::pair<EventIndex, std::uint64_t>>
        runs_;  // where events stop following each other line by line
};

struct ReadResult {
    Recording recording;
    Notes notes;                      // none of them lies behind the last event
    std::vector<Problem> problems;    // the first kMaxProblems, in order
    std::uint64_t problem_count = 0;  // all of them
    std::uint64_t error_count = 0;    // those that are errors
    std::uint64_t skipped = 0;        // events and definitions of kinds that this version does not know
    bool usable = false;              // the header was good: `recording` may be shown
    bool cancelled = false;           // `progress` returned false
    int system_error = 0;             // as errno
    LineMap lines;

    // The first error, or empty: what to tell someone whose file does not open.
    std::string first_error() const;
};
inline constexpr std::size_t kMaxProblems = 100;

// Called with the share done, 0 to 1, about once a megabyte; false stops.
using Progress = std::function<bool(double)>;

ReadResult read_file(const std::string& path, const Progress& progress = {});
ReadResult read_text(std::string_view text, const Progress& progress = {});

}  // namespace loopscope::trace
