#include "viz/data/recording/warning_text.h"

#include "viz/data/recording/labels.h"
#include "viz/data/text/verdict.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <iterator>

namespace loopscope::viz {

using trace::Warning;
using trace::WarningKind;

namespace {

// Those that we know something about; finding.WORD, with its explanation and remedy, is in the texts.
constexpr std::pair<std::string_view, std::string_view> kKnown[] = {
    {"never awaited", "never_awaited"},      {"never retrieved", "never_retrieved"},
    {"destroyed pending", "destroyed"},      {"slow callback", "slow"},
    {"swallowed cancellation", "swallowed"}, {"waits for ever", "waits"},
    {"exception handler", "handler"},        {"task failed", "failed"},
    {"not thread-safe", "unsafe"},
};

}  // namespace

bool warns_of(const trace::Recording& recording, const trace::Event& event, trace::WarningKind kind) {
    return event.kind == trace::EventKind::warning &&
           trace::parse_warning(recording.string(event.text)).kind == kind;
}

std::string warning_key(std::string_view kind) {
    const auto* found = std::find_if(std::begin(kKnown), std::end(kKnown),
                                     [&](const auto& entry) { return entry.first == kind; });
    return found == std::end(kKnown) ? std::string() : "finding." + std::string(found->second);
}

std::string_view swallowed_how(const Warning& warning) {
    if (warning.kind != WarningKind::swallowed_cancellation) return {};
    const std::string_view message = warning.message;
    if (message.ends_with("it returned as if nothing had happened")) return "returned";
    return message.ends_with("no TimeoutError") ? "in_time" : "again";
}

std::string warning_in(const Words& words, const Warning& warning) {
    const std::string key = warning_key(warning.name);
    std::string message(warning.message);
    if (warning.kind == WarningKind::waits_for_ever)
        return words["verdict.ever"] + ": " + verdict_in(words, message);
    if (message.find(warning.name) != message.npos) return message;
    return (key.empty() ? std::string(warning.name) : words[key]) + ": " + message;
}

std::string meaning_in(const Words& words, const Warning& warning) {
    const std::string key = warning_key(warning.name);
    // The verdict names who waits for whom, and a slow callback says for how long.
    if (key.empty() || warning.kind == WarningKind::waits_for_ever ||
        warning.kind == WarningKind::slow_callback)
        return {};
    const std::string how(swallowed_how(warning));
    return words[key + (how.empty() ? "" : "." + how) + ".means"];
}

std::string blocked_for(const Warning& warning, const Words& words) {
    constexpr std::string_view kBefore = "this ran for ";
    const std::string_view text = warning.message;
    double seconds = 0;
    if (warning.kind != WarningKind::slow_callback || !text.starts_with(kBefore)) return {};
    const auto [end, error] =
        std::from_chars(text.data() + kBefore.size(), text.data() + text.size(), seconds);
    const bool sound = error == std::errc() && std::string_view(end).starts_with(" s") && seconds < 1e9;
    return sound ? seconds_text(std::llround(seconds * 1e3) * 1'000'000, words) : std::string();
}

// The engine writes "coroutine 'greet' was never awaited", the recorder "coroutine greet() was called …".
std::string_view never_awaited(const Warning& warning) {
    constexpr std::string_view kBefore = "coroutine ";
    std::string_view text = warning.message;
    if (warning.kind != WarningKind::never_awaited || !text.starts_with(kBefore)) return {};
    text.remove_prefix(kBefore.size());
    const bool quoted = text.starts_with('\'');
    if (quoted) text.remove_prefix(1);
    const std::size_t end = text.find_first_of("'( ");
    // "coroutine method 'asend' of 'count'" is something else.
    if (end == std::string_view::npos || text[end] != (quoted ? '\'' : '(')) return {};
    text = text.substr(0, end);
    return text.substr(text.find_last_of('.') + 1);
}

}  // namespace loopscope::viz
