#include "viz/data/text/reading_troubles.h"

#include <cstring>
#include <string>

namespace loopscope::viz {

using trace::ProblemKind;

Saying why_unusable(const trace::ReadResult& read) {
    const ProblemKind kind = read.problems.empty() ? ProblemKind::other : read.problems.front().kind;
    if (kind == ProblemKind::empty) return Saying::of("why.empty");
    if (kind == ProblemKind::newer_version)
        return Saying::of("why.newer", {{"version", std::to_string(read.recording.header.version)}});
    if (kind == ProblemKind::unreadable)
        return Saying::of("why.unreadable", {{"reason", std::strerror(read.system_error)}});
    return Saying::of("why.no_recording");
}

std::vector<Saying> damage_of(const trace::ReadResult& read) {
    constexpr std::size_t kTold = 2;
    std::vector<Saying> told;
    std::uint64_t more = read.problem_count;
    for (const trace::Problem& problem : read.problems) {
        const bool torn = problem.kind == ProblemKind::unfinished;
        if (torn || told.size() < kTold) --more;
        if (torn || told.size() == kTold) continue;
        told.push_back(Saying::of(problem.line == 0 ? "damage.whole" : "damage.line",
                                  {{"line", std::to_string(problem.line)}, {"what", problem.message}}));
    }
    if (more > 0) told.push_back(Saying::of("damage.more", {{"count", std::to_string(more)}}));
    return told;
}

}  // namespace loopscope::viz
