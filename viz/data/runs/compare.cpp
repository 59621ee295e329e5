#include "viz/data/runs/compare.h"

#include "engine/trace/names.h"
#include "engine/trace/step_log.h"
#include "viz/data/explain/step_phrase.h"
#include "viz/data/recording/labels.h"

#include <algorithm>
#include <map>
#include <set>
#include <string_view>
#include <utility>

namespace loopscope::viz {

using trace::EventIndex;
using trace::EventKind;
using trace::Recording;
using trace::StepLine;

namespace {

std::string value_or_none(const std::map<std::string, std::string>& values, const std::string& name) {
    const auto found = values.find(name);
    return found == values.end() ? "\u2013" : found->second;
}

// "cancel A (turn 3), run next B (turn 5)".
std::string interventions_text(const Recording& recording, const Words& words) {
    trace::ObjectIndex objects;
    objects.update(recording);
    std::string text;
    for (const trace::Intervention& each : recording.header.interventions) {
        const std::string who = label_of(recording, objects, each.object, words);
        text += (text.empty() ? "" : ", ") +
                words.fill("compare.intervention",
                           {{"what", words["intervene." + std::string(name_of(each.kind)) + ".short"]},
                            {"who", who},
                            {"turn", std::to_string(each.at.turn)}});
    }
    return text;
}

bool same_sources(const Recording& before, const Recording& after) {
    std::set<std::string_view> first, second;
    for (std::uint32_t i = 1; i < before.source_count(); ++i) first.insert(before.source(i).text);
    for (std::uint32_t i = 1; i < after.source_count(); ++i) second.insert(after.source(i).text);
    return first == second;
}

std::vector<std::string> given(const Recording& before, const Recording& after, const Words& words,
                               const ParameterTexts& parameters) {
    const trace::Header &a = before.header, &b = after.header;
    std::vector<std::string> sentences;
    if (a.program != b.program)
        sentences.push_back(words.fill("compare.programs", {{"before", a.program}, {"after", b.program}}));
    std::set<std::string> names;
    for (const trace::Header* header : {&a, &b})
        for (const auto& [name, value] : header->parameters)
            if (a.program == b.program) names.insert(name);  // each program has others
    for (const std::string& name : names) {
        const std::string x = value_or_none(a.parameters, name), y = value_or_none(b.parameters, name);
        if (x != y)
            sentences.push_back(words.fill("compare.parameter", {{"name", parameters.label_of(name)},
                                                                 {"before", parameters.value_of(name, x)},
                                                                 {"after", parameters.value_of(name, y)}}));
    }
    const bool others = a.interventions != b.interventions;
    if (others && !a.interventions.empty())
        sentences.push_back(
            words.fill("compare.interventions_before", {{"what", interventions_text(before, words)}}));
    if (others && !b.interventions.empty())
        sentences.push_back(
            words.fill("compare.interventions_after", {{"what", interventions_text(after, words)}}));
    if (a.program == b.program && is_edited(before, after)) sentences.push_back(words["compare.source"]);
    if (sentences.empty()) sentences.push_back(words["compare.same_start"]);
    return sentences;
}

std::string moment_text(const StepLine& line, const Words& words) {
    return words.fill("compare.moment",
                      {{"time", seconds_text(line.time_ns, words)}, {"turn", std::to_string(line.turn)}});
}

// The user intervenes.
bool is_intervention(const StepLine& line) { return line.text.starts_with("! "); }

// The runs as they are told.
struct Told {
    StepPhrases before, after;
};

// What two different lines say.
std::string what_differs(const StepLine& a, const StepLine& b, const Told& told, const Words& words) {
    const auto say = [&](std::string_view key) {
        return words.fill(key, {{"before", told.before(a)}, {"after", told.after(b)}});
    };
    if (is_intervention(b)) return say("compare.you");
    if (is_intervention(a)) return say("compare.you_before");
    return say("compare.other");
}

bool same(const StepLine& a, const StepLine& b) {
    return a.text == b.text && a.depth == b.depth && a.time_ns == b.time_ns && a.turn == b.turn;
}

std::string sentence_of(const StepLine& a, const StepLine& b, const Told& told, const Words& words) {
    if (a.text != b.text || a.depth != b.depth) {
        if (a.time_ns == b.time_ns || is_intervention(a) || is_intervention(b))
            return moment_text(is_intervention(a) ? a : b, words) + " " + what_differs(a, b, told, words);
        return words.fill("compare.both_differ", {{"before", told.before(a)},
                                                  {"before_time", seconds_text(a.time_ns, words)},
                                                  {"after", told.after(b)},
                                                  {"after_time", seconds_text(b.time_ns, words)}});
    }
    if (a.time_ns != b.time_ns)
        return words.fill("compare.time", {{"what", told.after(b)},
                                           {"before", seconds_text(a.time_ns, words)},
                                           {"after", seconds_text(b.time_ns, words)}});
    return words.fill(
        "compare.turn",
        {{"what", told.after(b)}, {"before", std::to_string(a.turn)}, {"after", std::to_string(b.turn)}});
}

// What a line says apart from times.
std::string timeless(const StepLine& line) {
    constexpr std::string_view kSleep = "sleep until ";
    const std::size_t at = line.text.find(": await sleep until ");
    return at == std::string::npos ? line.text
                                   : line.text.substr(0, line.text.find(kSleep, at) + kSleep.size());
}

bool same_apart_from_time(const StepLine& a, const StepLine& b) {
    return a.depth == b.depth && timeless(a) == timeless(b);
}

// The lines of each task, by its name: what it does is the same also if others come in between.
std::map<std::string, std::vector<const StepLine*>> by_task(const Recording& recording,
                                                            const std::vector<StepLine>& lines,
                                                            const Words& words) {
    trace::ObjectIndex objects;
    objects.update(recording);
    std::map<std::string, std::vector<const StepLine*>> tasks;
    for (const StepLine& line : lines)
        tasks[label_of(recording, objects, recording.events[line.event].a, words)].push_back(&line);
    return tasks;
}

std::vector<std::string_view> output_of(const Recording& recording) {
    std::vector<std::string_view> lines;
    for (std::size_t i = 0; i < recording.events.size(); ++i)
        if (recording.events[i].kind == EventKind::print)
            lines.push_back(recording.string(recording.events[i].text));
    return lines;
}

using Lines = std::vector<const StepLine*>;
using Ends = std::pair<const StepLine*, const StepLine*>;  // of two runs; null: there it is over

// The earliest line of the first run in which a task does something else than in the second, or goes on where
// it does not.
std::optional<Ends> other_step(const std::map<std::string, Lines>& first,
                               const std::map<std::string, Lines>& second) {
    std::optional<Ends> found;
    const auto at = [](const Ends& ends) {
        return ends.first != nullptr ? ends.first->event : ends.second->event;
    };
    for (const auto& [name, lines] : first) {
        const auto task = second.find(name);
        if (task == second.end()) continue;
        const Lines& others = task->second;
        const auto [p, q] = std::mismatch(lines.begin(), lines.end(), others.begin(), others.end(),
                                          [](auto* m, auto* n) { return timeless(*m) == timeless(*n); });
        if (p == lines.end() && q == others.end()) continue;
        const Ends here{p == lines.end() ? nullptr : *p, q == others.end() ? nullptr : *q};
        if (!found || at(here) < at(*found)) found = here;
    }
    return found;
}

// On the real clock tasks come in another order for no reason; first comes what one of them did otherwise.
std::optional<Difference> measured_difference(const Recording& before, const Recording& after,
                                              const Words& words) {
    const std::vector<StepLine> a = step_lines(before), b = step_lines(after);
    const auto first = by_task(before, a, words), second = by_task(after, b, words);
    const Told told{{before, words}, {after, words}};
    const auto at = [&](const StepLine* x, const StepLine* y, std::string_view both) {
        const std::string_view key = x == nullptr   ? "compare.stops_before"
                                     : y == nullptr ? "compare.stops_after"
                                                    : both;
        return Difference{x == nullptr ? static_cast<EventIndex>(before.events.size()) : x->event,
                          y == nullptr ? static_cast<EventIndex>(after.events.size()) : y->event,
                          words.fill(key, {{"before", x == nullptr ? "" : told.before(*x)},
                                           {"after", y == nullptr ? "" : told.after(*y)}})};
    };
    if (const auto found = other_step(first, second)) return at(found->first, found->second, "compare.other");
    const auto [p, q] = std::mismatch(a.begin(), a.end(), b.begin(), b.end(), same_apart_from_time);
    if (p == a.end() && q == b.end()) return std::nullopt;
    if (p == a.end())
        return Difference{static_cast<EventIndex>(before.events.size()), q->event,
                          words.fill("compare.first_over", {{"what", told.after(*q)}})};
    if (q == b.end())
        return Difference{p->event, static_cast<EventIndex>(after.events.size()),
                          words.fill("compare.second_over", {{"what", told.before(*p)}})};
    const bool same_tasks = std::equal(first.begin(), first.end(), second.begin(), second.end(),
                                       [](const auto& x, const auto& y) { return x.first == y.first; });
    Difference found = at(&*p, &*q, same_tasks ? "compare.other_order" : "compare.other");
    found.by_chance = same_tasks && output_of(before) == output_of(after);
    return found;
}

std::optional<Difference> first_difference(const Recording& before, const Recording& after,
                                           const Words& words) {
    if (is_measured(before, after)) return measured_difference(before, after, words);
    const std::vector<StepLine> a = step_lines(before), b = step_lines(after);
    const auto [x, y] = std::mismatch(a.begin(), a.end(), b.begin(), b.end(), same);
    if (x == a.end() && y == b.end()) return std::nullopt;
    Difference difference{x == a.end() ? static_cast<EventIndex>(before.events.size()) : x->event,
                          y == b.end() ? static_cast<EventIndex>(after.events.size()) : y->event,
                          {}};
    const Told told{{before, words}, {after, words}};
    if (x == a.end())
        difference.sentence = words.fill("compare.first_over", {{"what", told.after(*y)}});
    else if (y == b.end())
        difference.sentence = words.fill("compare.second_over", {{"what", told.before(*x)}});
    else
        difference.sentence = sentence_of(*x, *y, told, words);
    return difference;
}

std::int64_t end_of(const Recording& recording) {
    std::int64_t end = 0;
    for (std::size_t i = 0; i < recording.events.size(); ++i)
        if (recording.events[i].kind == EventKind::turn) end = recording.events[i].value;
    return end;
}

std::vector<std::string> results(const Recording& before, const Recording& after, const Words& words) {
    std::vector<std::string> sentences;
    const auto a = output_of(before), b = output_of(after);
    const auto [x, y] = std::mismatch(a.begin(), a.end(), b.begin(), b.end());
    if (x == a.end() && y == b.end()) {
        sentences.push_back(words["compare.same_output"]);
    } else {
        const auto line = [](auto at, auto end) { return at == end ? "\u2013" : std::string(*at); };
        sentences.push_back(words.fill("compare.output", {{"line", std::to_string(x - a.begin() + 1)},
                                                          {"before", line(x, a.end())},
                                                          {"after", line(y, b.end())}}));
    }
    const std::int64_t ends_a = end_of(before), ends_b = end_of(after);
    const std::string when_a = seconds_text(ends_a, words), when_b = seconds_text(ends_b, words);
    sentences.push_back(ends_a == ends_b
                            ? words.fill("compare.same_end", {{"time", when_a}})
                            : words.fill("compare.end", {{"before", when_a}, {"after", when_b}}));
    return sentences;
}

}  // namespace

bool is_edited(const Recording& before, const Recording& after) {
    return before.header.language == after.header.language && !same_sources(before, after);
}

Comparison compare(const Recording& before, const Recording& after, const Words& words,
                   const ParameterTexts& parameters) {
    const bool edited = is_edited(before, after);
    return {given(before, after, words, parameters),
            edited ? changed_lines(before, after) : std::vector<ChangedLine>(),
            first_difference(before, after, words), results(before, after, words),
            is_measured(before, after)};
}

std::string what_is_special(const Recording& run, const Recording& other, const Words& words,
                            const ParameterTexts& parameters) {
    std::string text;
    const auto add = [&](const std::string& more) { text += (text.empty() ? "" : ", ") + more; };
    for (const auto& [name, value] : run.header.parameters)
        if (value_or_none(other.header.parameters, name) != value)
            add(parameters.label_of(name) + ": " + parameters.value_of(name, value));
    if (run.header.interventions != other.header.interventions)
        add(run.header.interventions.empty() ? words["compare.left_alone"] : interventions_text(run, words));
    return text;
}

const std::string& no_difference(const Comparison& comparison, const Words& words) {
    return words[comparison.measured ? "compare.no_difference_measured" : "compare.no_difference"];
}

std::string text_of(const Comparison& comparison, const Words& words) {
    std::string text;
    for (const std::string& sentence : comparison.given) text += sentence + "\n";
    constexpr std::size_t kMostLines = 20;
    const std::size_t lines = comparison.lines.size();
    for (std::size_t i = 0; i < std::min(lines, kMostLines); ++i)
        text += "  " + text_of(comparison.lines[i], words) + "\n";
    if (lines > kMostLines)
        text += "  " + words.fill("change.more", {{"count", std::to_string(lines - kMostLines)}}) + "\n";
    text += (comparison.first ? words["compare.first"] + " " + comparison.first->sentence
                              : no_difference(comparison, words)) +
            "\n";
    for (const std::string& sentence : comparison.results) text += sentence + "\n";
    return text;
}

std::string text_of(const std::vector<TaskChange>& changes, const Words& words, std::size_t most) {
    if (changes.empty()) return {};
    std::string text = words.fill("change.tasks", {{"count", std::to_string(changes.size())}}) + "\n";
    for (std::size_t i = 0; i < std::min(most, changes.size()); ++i)
        text += "  " + changes[i].name + ": " + changes[i].what + "\n";
    if (changes.size() > most)
        text += "  " + words.fill("change.more", {{"count", std::to_string(changes.size() - most)}}) + "\n";
    return text;
}

}  // namespace loopscope::viz
