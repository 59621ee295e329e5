#include "viz/data/warnings.h"

#include "viz/data/labels.h"
#include "viz/data/verdict.h"

#include <algorithm>
#include <charconv>
#include <cmath>

namespace loopscope::viz {

using trace::Event;
using trace::EventIndex;
using trace::EventKind;

namespace {

// Those that we know something about; finding.WORD, with its explanation and remedy, is in the texts.
constexpr std::pair<std::string_view, std::string_view> kKnown[] = {
    {"never awaited", "never_awaited"},      {"never retrieved", "never_retrieved"},
    {"destroyed pending", "destroyed"},      {"slow callback", "slow"},
    {"swallowed cancellation", "swallowed"}, {"waits for ever", "waits"},
    {"exception handler", "handler"},        {"task failed", "failed"},
};

const auto* known_kind(std::string_view kind) {
    const auto* found = std::find_if(std::begin(kKnown), std::end(kKnown),
                                     [&](const auto& entry) { return entry.first == kind; });
    return found == std::end(kKnown) ? nullptr : found;
}

Finding with_advice(EventIndex event, trace::ObjectId object, std::string_view kind, std::string evidence,
                    const Words& words) {
    Finding finding{event, object, std::string(kind), std::move(evidence), {}, {}};
    if (const auto* known = known_kind(kind)) {
        const std::string key = "finding." + std::string(known->second);
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

std::string message_in(const Words& words, const std::string& message) {
    const auto* known = std::find_if(std::begin(kMessages), std::end(kMessages),
                                     [&](const auto& entry) { return message.ends_with(entry.first); });
    return known == std::end(kMessages) ? message : words[known->second];
}

}  // namespace

std::string warning_in(const Words& words, const std::string& text) {
    const std::size_t colon = text.find(": ");
    const std::string kind = text.substr(0, colon);
    const auto* known = known_kind(kind);
    if (colon == text.npos || known == nullptr || kind == "waits for ever") return verdict_in(words, text);
    const std::string message = text.substr(colon + 2);
    if (message.find(kind) != message.npos) return message;
    return words["finding." + std::string(known->second)] + ": " + message;
}

std::string meaning_in(const Words& words, const std::string& text) {
    const std::string kind = text.substr(0, text.find(": "));
    const auto* known = known_kind(kind);
    // The verdict names who waits for whom, and a slow callback says for how long.
    if (known == nullptr || kind == "waits for ever" || kind == "slow callback") return {};
    return words["finding." + std::string(known->second) + ".means"];
}

std::string blocked_for(const std::string& text, const Words& words) {
    constexpr std::string_view kBefore = "slow callback: this ran for ";
    double seconds = 0;
    if (!text.starts_with(kBefore)) return {};
    const auto [end, error] =
        std::from_chars(text.data() + kBefore.size(), text.data() + text.size(), seconds);
    const bool sound = error == std::errc() && std::string_view(end).starts_with(" s") && seconds < 1e9;
    return sound ? seconds_text(std::llround(seconds * 1e3) * 1'000'000, words) : std::string();
}

// The engine writes "coroutine 'greet' was never awaited", the recorder "coroutine greet() was called …".
std::string_view never_awaited(std::string_view text) {
    constexpr std::string_view kBefore = "never awaited: coroutine ";
    if (!text.starts_with(kBefore)) return {};
    text.remove_prefix(kBefore.size());
    const bool quoted = text.starts_with('\'');
    if (quoted) text.remove_prefix(1);
    const std::size_t end = text.find_first_of("'( ");
    // "coroutine method 'asend' of 'count'" is something else.
    if (end == std::string_view::npos || text[end] != (quoted ? '\'' : '(')) return {};
    text = text.substr(0, end);
    return text.substr(text.find_last_of('.') + 1);
}

std::vector<Finding> findings(const Store& store, const Words& words) {
    std::vector<Finding> found;
    for (const Mark& mark : store.marks()) {
        if (mark.kind != MarkKind::error) continue;
        const Event& event = store.event(mark.event);
        const std::string text = store.text(event.text);
        if (event.kind == EventKind::warning) {
            // "KIND: text"
            const std::string told = verdict_in(words, text);
            const std::size_t colon = std::min(told.find(':'), told.size());
            const std::size_t rest = std::min(told.find_first_not_of(": ", colon), told.size());
            found.push_back(with_advice(mark.event, event.a, text.substr(0, text.find(':')),
                                        message_in(words, told.substr(rest)), words));
        } else if (event.kind == EventKind::error) {
            found.push_back(with_advice(mark.event, event.a, "exception handler", text, words));
        } else {
            found.push_back(with_advice(mark.event, event.a, "task failed", text, words));
        }
    }
    return found;
}

}  // namespace loopscope::viz
