#include "engine/trace/intervention.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <vector>

namespace loopscope::trace {

namespace {

constexpr std::string_view kNames[] = {"cancel", "fail", "delay", "fire", "drop", "cut", "hold", "first"};
static_assert(std::size(kNames) == kLastInterventionKind);

constexpr std::string_view kFailures[] = {
    "RuntimeError",    "TimeoutError", "ValueError", "ConnectionResetError",
    "BrokenPipeError", "OSError",      "KeyError",   "EOFError"};

constexpr double kMostSeconds = 1e9;
constexpr std::int64_t kMostBytes = std::int64_t{1} << 40;

bool takes_seconds(InterventionKind kind) {
    return kind == InterventionKind::delay || kind == InterventionKind::hold;
}

template <class Number>
std::optional<Number> number(std::string_view text) {
    Number value{};
    const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (problem != std::errc() || end != text.data() + text.size()) return std::nullopt;
    return value;
}

// As short as it can be: 1.5, 2.
std::string seconds(std::int64_t ns) {
    std::array<char, 32> digits{};
    const auto end =
        std::to_chars(digits.data(), digits.data() + digits.size(), static_cast<double>(ns) / 1e9).ptr;
    return {digits.data(), end};
}

std::vector<std::string_view> words_of(std::string_view text) {
    std::vector<std::string_view> words;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find(' '), text.size());
        if (end != 0) words.push_back(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return words;
}

std::optional<Moment> moment(std::string_view word) {
    if (!word.starts_with('@')) return std::nullopt;
    word.remove_prefix(1);
    const std::size_t dot = word.find('.');
    if (dot == std::string_view::npos) return std::nullopt;
    const auto turn = number<std::uint32_t>(word.substr(0, dot));
    const auto entry = number<std::uint32_t>(word.substr(dot + 1));
    if (!turn || !entry) return std::nullopt;
    return Moment{*turn, *entry};
}

// What stands between the object and the moment: empty if it is right.
std::string take_detail(Intervention& intervention, std::string_view word) {
    if (intervention.kind == InterventionKind::fail) {
        intervention.failure = word.empty() ? kFailures[0] : word;
        const bool known = std::find(std::begin(kFailures), std::end(kFailures), intervention.failure) !=
                           std::end(kFailures);
        return known ? "" : "no await can be made to fail with " + std::string(word);
    }
    if (takes_seconds(intervention.kind)) {
        const auto value = number<double>(word);
        if (!value || !(*value > 0) || *value > kMostSeconds) return "it needs seconds, more than 0";
        intervention.amount = std::llround(*value * 1e9);
        return {};
    }
    if (intervention.kind == InterventionKind::cut) {
        const auto value = number<std::int64_t>(word);
        if (!value || *value < 0 || *value > kMostBytes) return "it needs a number of bytes";
        intervention.amount = *value;
        return {};
    }
    return word.empty() ? "" : "it takes nothing more than an object";
}

}  // namespace

std::span<const std::string_view> failures() { return kFailures; }

std::string_view name_of(InterventionKind kind) {
    const auto at = static_cast<std::size_t>(kind) - 1;
    return at < std::size(kNames) ? kNames[at] : std::string_view("intervene");
}

std::string to_text(const Intervention& intervention) {
    std::string text = std::string(name_of(intervention.kind)) + " " + std::to_string(intervention.object);
    if (intervention.kind == InterventionKind::fail) text += " " + intervention.failure;
    if (takes_seconds(intervention.kind)) text += " " + seconds(intervention.amount);
    if (intervention.kind == InterventionKind::cut) text += " " + std::to_string(intervention.amount);
    return text + " @" + std::to_string(intervention.at.turn) + "." + std::to_string(intervention.at.entry);
}

std::optional<Intervention> parse_intervention(std::string_view text, std::string& why) {
    const std::vector<std::string_view> words = words_of(text);
    why = "write WHAT OBJECT [AMOUNT] @TURN.ENTRY, as in cancel 5 @3.2";
    if (words.size() < 3 || words.size() > 4) return std::nullopt;
    Intervention intervention;
    const auto kind = std::find(std::begin(kNames), std::end(kNames), words[0]);
    if (kind == std::end(kNames)) {
        why = "there is no intervention " + std::string(words[0]) + ", only";
        for (const std::string_view name : kNames) (why += name == kNames[0] ? " " : ", ") += name;
        return std::nullopt;
    }
    intervention.kind = static_cast<InterventionKind>(kind - std::begin(kNames) + 1);
    const auto object = number<ObjectId>(words[1]);
    const auto at = moment(words.back());
    if (!object || *object == 0 || !at) return std::nullopt;
    intervention.object = *object;
    intervention.at = *at;
    why = take_detail(intervention, words.size() == 4 ? words[2] : std::string_view{});
    return why.empty() ? std::optional(intervention) : std::nullopt;
}

}  // namespace loopscope::trace
