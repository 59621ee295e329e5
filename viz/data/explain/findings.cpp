#include "viz/data/explain/findings.h"

#include "viz/data/recording/warning_text.h"
#include "viz/data/text/verdict.h"

#include <algorithm>

namespace loopscope::viz {

using trace::Event;
using trace::EventIndex;
using trace::EventKind;

namespace {

Finding with_advice(EventIndex event, trace::ObjectId object, std::string_view kind, std::string evidence,
                    const Words& words) {
    Finding finding{event, object, std::string(kind), std::move(evidence), {}, {}};
    if (const std::string key = warning_key(kind); !key.empty()) {
        finding.title = words[key];
        finding.explanation = words[key + ".means"];
        finding.remedy = words[key + ".remedy"];
    }
    return finding;
}

// What our own messages say, which are English in every recording.
constexpr std::pair<std::string_view, std::string_view> kMessages[] = {
    {"it returned as if nothing had happened", "finding.swallowed.returned"},
    {"here it waits again", "finding.swallowed.again"},
    {"was destroyed before it was done", "finding.destroyed.unfinished"},
    {"so it was destroyed unfinished", "finding.destroyed.unfinished"},
};

std::string message_in(const Words& words, const trace::Warning& warning) {
    const std::string message(warning.message);
    if (warning.kind == trace::WarningKind::waits_for_ever) return verdict_in(words, message);
    const auto* known = std::find_if(std::begin(kMessages), std::end(kMessages),
                                     [&](const auto& entry) { return message.ends_with(entry.first); });
    return known == std::end(kMessages) ? message : words[known->second];
}

}  // namespace

std::vector<Finding> findings(const Store& store, const Words& words) {
    std::vector<Finding> found;
    for (const Mark& mark : store.marks()) {
        if (mark.kind != MarkKind::error) continue;
        const Event& event = store.event(mark.event);
        const std::string text = store.text(event.text);
        if (event.kind == EventKind::warning) {
            const trace::Warning warning = trace::parse_warning(text);
            found.push_back(
                with_advice(mark.event, event.a, warning.name, message_in(words, warning), words));
        } else if (event.kind == EventKind::error) {
            found.push_back(with_advice(mark.event, event.a, "exception handler", text, words));
        } else {
            found.push_back(with_advice(mark.event, event.a, "task failed", text, words));
        }
    }
    return found;
}

}  // namespace loopscope::viz
