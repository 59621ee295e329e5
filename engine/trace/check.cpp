#include "engine/trace/check.h"

#include "engine/trace/loop_state.h"
#include "engine/trace/warning.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace loopscope::trace {

namespace {

// The program was found to wait for ever: a recording ends there, wherever that is.
bool is_verdict(const Recording& recording, EventIndex index) {
    const Event& event = recording.events[index];
    return event.kind == EventKind::warning &&
           parse_warning(recording.string(event.text)).kind == WarningKind::waits_for_ever;
}

class RuleCheck {
public:
    RuleCheck(const ReadResult& read, CheckReport& report) : read_(read), report_(report) {}

    void run() {
        const Recording& recording = read_.recording;
        for (std::size_t i = 0; i < recording.events.size(); ++i) {
            const auto index = static_cast<EventIndex>(i);
            if (auto finding = state_.apply(recording, index)) add(index, *finding);
        }
        if (!recording.complete) return;
        const auto last =
            static_cast<EventIndex>(recording.events.size() - (recording.events.empty() ? 0 : 1));
        if (!state_.running.empty() && !is_verdict(recording, last))
            add(last, "the recording ends in the middle of a step or call");
        if (!state_.cancels.empty()) add(last, "the recording ends in the middle of a cancel()");
    }

private:
    void add(EventIndex index, const std::string& what) {
        ++report_.error_count;
        if (++found_ > kMaxProblems) return;
        std::string message = "event " + std::to_string(index);
        if (!read_.recording.events.empty())
            message += " (" + std::string(name_of(read_.recording.events[index].kind)) + ")";
        report_.problems.push_back({Severity::error, read_.lines.line_of(index), message + ": " + what});
    }

    const ReadResult& read_;
    CheckReport& report_;
    LoopState state_;
    std::size_t found_ = 0;
};

// Both are in order already. What concerns the file as a whole, line 0, comes last.
std::vector<Problem> by_line(const std::vector<Problem>& x, const std::vector<Problem>& y) {
    std::vector<Problem> all;
    std::merge(x.begin(), x.end(), y.begin(), y.end(), std::back_inserter(all),
               [](const Problem& p, const Problem& q) { return p.line - 1 < q.line - 1; });
    return all;
}

}  // namespace

CheckReport check(const ReadResult& read) {
    CheckReport report;
    report.error_count = read.error_count;
    report.warning_count = read.problem_count - read.error_count;
    report.events = read.recording.events.size();
    report.skipped = read.skipped;
    if (!read.usable) {
        report.problems = read.problems;
        return report;
    }
    RuleCheck(read, report).run();
    report.problems = by_line(read.problems, report.problems);
    for (std::size_t i = 0; i < read.recording.events.size(); ++i) {
        if (read.recording.events[i].kind == EventKind::turn) ++report.turns;
    }
    return report;
}

CheckReport check_file(const std::string& path, const Progress& progress) {
    return check(read_file(path, progress));
}

}  // namespace loopscope::trace
