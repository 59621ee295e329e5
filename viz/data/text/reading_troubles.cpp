#include "viz/data/text/reading_troubles.h"

#include <string>
#include <string_view>

namespace loopscope::viz {

namespace {

// How the reader begins to say it.
constexpr std::string_view kNewer = "format version ", kEmpty = "the file is empty";
constexpr std::string_view kNoEnd = "no end line", kCutOff = "the last line is cut off";

std::string number_at(std::string_view text) {
    return std::string(text.substr(0, text.find_first_not_of("0123456789")));
}

}  // namespace

Saying why_unusable(const trace::ReadResult& read) {
    if (read.problems.empty()) return Saying::of("why.no_recording");
    const trace::Problem& problem = read.problems.front();
    const std::string_view said = problem.message;
    if (said == kEmpty) return Saying::of("why.empty");
    if (said.starts_with(kNewer))
        return Saying::of("why.newer", {{"version", number_at(said.substr(kNewer.size()))}});
    if (problem.line != 0) return Saying::of("why.no_recording");
    // "cannot open FILE: REASON"
    return Saying::of("why.unreadable", {{"reason", problem.message.substr(said.rfind(": ") + 2)}});
}

std::vector<Saying> damage_of(const trace::ReadResult& read) {
    constexpr std::size_t kTold = 2;
    std::vector<Saying> told;
    std::uint64_t more = read.problem_count;
    for (const trace::Problem& problem : read.problems) {
        const bool torn = problem.message.starts_with(kNoEnd) || problem.message.starts_with(kCutOff);
        if (torn || told.size() < kTold) --more;
        if (torn || told.size() == kTold) continue;
        told.push_back(Saying::of(problem.line == 0 ? "damage.whole" : "damage.line",
                                  {{"line", std::to_string(problem.line)}, {"what", problem.message}}));
    }
    if (more > 0) told.push_back(Saying::of("damage.more", {{"count", std::to_string(more)}}));
    return told;
}

}  // namespace loopscope::viz
