#include "viz/data/text/verdict.h"

#include <algorithm>
#include <iterator>
#include <string_view>
#include <utility>
#include <vector>

namespace loopscope::viz {

namespace {

using Phrase = std::pair<std::string_view, std::string_view>;

// As the engine and the recorder write them (engine/introspection/await_graph.cpp): what a task waits for,
constexpr Phrase kMissing[] = {
    {"a lock that was taken and not released", "verdict.lock_taken"},
    {"a lock that nobody hands on any more", "verdict.lock_lost"},
    {"a connection or a thread of which nothing comes any more", "verdict.outside"},
    {"its own thread, which it blocks", "verdict.itself"},
    {"a future that nobody can resolve any more", "verdict.future"},
    {"a condition that nobody can notify any more", "verdict.condition"},
    {"an event that nobody can set any more", "verdict.event"},
    {"an item of a queue into which nobody can put one any more", "verdict.item"},
    {"room in a queue from which nobody can take an item any more", "verdict.room"},
    {"task_done() of a queue, which nobody can call any more", "verdict.task_done"},
    {"a permit of a semaphore that nobody can release any more", "verdict.permit"},
};
// and why nothing can happen.
constexpr Phrase kWhy[] = {
    {"nothing is ready, no timer runs, nothing is under way", "verdict.nothing"},
    {"the loop is blocked, and what is ready cannot run", "verdict.blocked"},
    {"a server listens for clients from outside, who come only with loopscope record --real-time",
     "verdict.listens"},
    {"a server listens for clients from outside, who come only on the real clock", "verdict.listens_here"},
};

constexpr std::string_view kWaitsFor = " waits for ", kCircle = ": a circle, ", kLock = "a lock that ",
                           kHolds = " holds", kEnd = "which nobody can end any more", kAnd = " and ",
                           kMore = " more tasks wait", kComma = ", ";

using Parts = std::vector<std::string_view>;

// "and 3 more tasks wait": the 3; else empty.
std::string_view number_of_others(std::string_view clause) {
    constexpr std::string_view kBegin = "and ";
    if (!clause.starts_with(kBegin) || !clause.ends_with(kMore)) return {};
    clause.remove_prefix(kBegin.size());
    clause.remove_suffix(std::min(kMore.size(), clause.size()));
    return clause.find_first_not_of("0123456789") == clause.npos ? clause : std::string_view();
}

// "A waits for …" each, and the number of the others. A comma before anything else is a part of that.
Parts clauses_of(std::string_view text) {
    Parts clauses;
    std::size_t from = 0;
    for (std::size_t comma = text.find(kComma); comma != text.npos; comma = text.find(kComma, comma + 1)) {
        const std::string_view rest = text.substr(comma + kComma.size());
        const std::string_view next = rest.substr(0, rest.find(kComma));
        if (next.find(kWaitsFor) == next.npos && number_of_others(next).empty()) continue;
        clauses.push_back(text.substr(from, comma - from));
        from = comma + kComma.size();
    }
    clauses.push_back(text.substr(from));
    return clauses;
}

const Phrase* phrase_for(std::string_view missing) {
    const auto found = std::find_if(std::begin(kMissing), std::end(kMissing),
                                    [&](const Phrase& phrase) { return phrase.first == missing; });
    return found == std::end(kMissing) ? nullptr : found;
}

// Where in "A waits for B" the words are. Names may have them, too: what we know may follow the right ones.
std::size_t waits_for_in(std::string_view clause) {
    for (std::size_t at = clause.find(kWaitsFor); at != clause.npos; at = clause.find(kWaitsFor, at + 1))
        if (phrase_for(clause.substr(at + kWaitsFor.size())) != nullptr) return at;
    return clause.find(kWaitsFor);
}

// Where in "A, B and C" the last name begins: of tasks that have been named, each with what it waits for.
std::size_t and_in(std::string_view missing, const Parts& names) {
    const auto is_name = [&](std::string_view text) {
        return std::find(names.begin(), names.end(), text) != names.end();
    };
    if (is_name(missing)) return missing.npos;
    for (std::size_t at = missing.find(kAnd); at != missing.npos; at = missing.find(kAnd, at + 1))
        if (is_name(missing.substr(at + kAnd.size()))) return at;
    return missing.npos;
}

std::string missing_in(const Words& words, std::string_view missing, const Parts& names) {
    if (const Phrase* phrase = phrase_for(missing)) return words[phrase->second];
    const std::string text(missing);
    if (missing.starts_with(kLock) && missing.ends_with(kHolds) &&
        missing.size() > kLock.size() + kHolds.size())
        return words["verdict.lock"] + " " +
               text.substr(kLock.size(), missing.size() - kLock.size() - kHolds.size()) + " " +
               words["verdict.holds"];
    if (missing.ends_with(kEnd)) return text.substr(0, text.size() - kEnd.size()) + words["verdict.end"];
    const std::size_t at = and_in(missing, names);
    if (at == missing.npos) return text;
    return text.substr(0, at) + " " + words["verdict.and"] + " " + text.substr(at + kAnd.size());
}

constexpr std::string_view kOutside = "verdict.outside";

std::string clause_in(const Words& words, std::string_view clause, const Parts& names,
                      const VerdictNotes& notes) {
    if (const std::string_view number = number_of_others(clause); !number.empty())
        return words["verdict.and"] + " " + std::string(number) + " " + words["verdict.more"];
    const std::size_t at = waits_for_in(clause);
    if (at == clause.npos) return std::string(clause);
    const std::string_view who = clause.substr(0, at), missing = clause.substr(at + kWaitsFor.size());
    const Phrase* phrase = phrase_for(missing);
    VerdictNotes::Known known;
    if (notes.known) known = notes.known(who, phrase != nullptr && phrase->second == kOutside);
    return std::string(who) + " " + words["verdict.waits"] + " " +
           (known.what.empty() ? missing_in(words, missing, names) : known.what) +
           (known.where.empty() ? "" : " (" + known.where + ")");
}

std::string who_waits_for_what(const Words& words, std::string_view text, const VerdictNotes& notes) {
    const Parts clauses = clauses_of(text);
    Parts names;
    for (const std::string_view clause : clauses) names.push_back(clause.substr(0, waits_for_in(clause)));
    std::string told;
    for (const std::string_view clause : clauses)
        told += (told.empty() ? "" : std::string(kComma)) + clause_in(words, clause, names, notes);
    return told;
}

// Takes from the end of `text` why nothing can happen.
std::string why_in(const Words& words, std::string_view& text) {
    for (const auto& [phrase, key] : kWhy) {
        if (text == phrase) {  // of nobody in particular
            text = {};
            return words[key];
        }
        if (!text.ends_with("; " + std::string(phrase))) continue;
        text.remove_suffix(phrase.size() + 2);
        return "; " + words[key];
    }
    return {};
}

// Takes from the end of `text` the circle.
std::string circle_in(const Words& words, std::string_view& text) {
    const std::size_t at = text.rfind(kCircle);
    if (at == text.npos) return {};
    const std::string tasks(text.substr(at + kCircle.size()));
    text = text.substr(0, at);
    return ": " + words["verdict.circle"] + " " + tasks;
}

}  // namespace

// "A waits for B, B waits for a lock that A holds: a circle, A -> B -> A; why". Names of tasks in it stay,
// whatever they are.
std::string verdict_in(const Words& words, std::string_view message, const VerdictNotes& notes) {
    std::string_view rest = message;
    const std::string why = why_in(words, rest);
    std::string circle = circle_in(words, rest);
    if (circle.empty() && !notes.circle.empty()) circle = ": " + words["verdict.circle"] + " " + notes.circle;
    return who_waits_for_what(words, rest, notes) + circle + why;
}

}  // namespace loopscope::viz
