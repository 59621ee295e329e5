#include "viz/data/explain/generated_questions.h"

#include "viz/data/explain/sentence.h"

#include <algorithm>
#include <cctype>
#include <functional>
#include <iterator>
#include <map>
#include <set>
#include <string_view>

namespace loopscope::viz {

using course::Text;
using trace::EventIndex;
using trace::EventKind;
using trace::ObjectId;

namespace {

constexpr std::size_t kMostOptions = 4;

Text same_in_every_language(const std::string& text) {
    return in_every_language([&](const Words&) { return text; });
}

Text sentence_of(Store& store, EventIndex event) {
    return in_every_language([&](const Words& words) { return sentence(store, event, words); });
}

std::optional<EventIndex> find(const Store& store, EventIndex from,
                               const std::function<bool(const trace::Event&)>& wanted) {
    for (EventIndex i = from; i < store.event_count(); ++i) {
        if (wanted(store.event(i))) return i;
    }
    return std::nullopt;
}

// The right one and the first of the others, in the order in which tasks were created: the place of an answer
// tells nothing. Of several with the same name only one can be chosen.
std::vector<ObjectId> tasks_to_choose(const Store& store, ObjectId right,
                                      const std::vector<ObjectId>& others) {
    std::set<ObjectId> chosen = {right};
    std::set<std::string> names = {store.label(right)};
    for (const ObjectId other : others) {
        if (chosen.size() == kMostOptions || store.lanes().lane_of(other) == 0) continue;
        if (names.insert(store.label(other)).second) chosen.insert(other);
    }
    return {chosen.begin(), chosen.end()};
}

bool lives(const Lane& lane, EventIndex count) {
    return lane.task != 0 && lane.begin < count && lane.end >= count;
}

std::vector<ObjectId> live_tasks(const Store& store, EventIndex count) {
    std::vector<ObjectId> tasks;
    for (const Lane& lane : store.lanes().lanes) {
        if (lives(lane, count)) tasks.push_back(lane.task);
    }
    return tasks;
}

// The options have signs: a task that is called A is "task A".
Text task_option(const Store& store, ObjectId task) {
    const std::string label = store.label(task);
    if (label.size() > 1) return same_in_every_language(label);
    return in_every_language([&](const Words& words) { return words.fill("quiz.task", {{"who", label}}); });
}

// Nothing if there is only one to choose.
std::optional<Posed> about_tasks(const Store& store, Text text, EventIndex decided, ObjectId right,
                                 const std::vector<ObjectId>& others,
                                 const std::function<Text(ObjectId)>& reply) {
    Posed asked;
    asked.text = std::move(text);
    asked.decided = decided;
    for (const ObjectId task : tasks_to_choose(store, right, others)) {
        if (task == right) asked.answer = asked.options.size();
        asked.options.push_back({task_option(store, task), reply(task), {}});
        asked.tasks.push_back(task);
        asked.letters_mislead |= store.label(task).size() == 1;
    }
    if (asked.options.size() < 2) return std::nullopt;
    return asked;
}

// The right one and its neighbours. How many of these are below it changes from moment to moment: the place
// of an answer tells nothing.
template <class Value>
std::vector<Value> around(const Value& right, std::set<Value> values, EventIndex count) {
    values.insert(right);
    const std::vector<Value> all(values.begin(), values.end());
    const auto place = static_cast<std::size_t>(std::distance(values.begin(), values.find(right)));
    const std::size_t most = std::min(kMostOptions, all.size());
    const std::size_t first = std::min(place - std::min(place, count % kMostOptions), all.size() - most);
    const auto begin = all.begin() + static_cast<std::ptrdiff_t>(first);
    return {begin, begin + static_cast<std::ptrdiff_t>(most)};
}

// Options that are values, sorted; nothing if there is only one.
template <class Value>
std::optional<Posed> about_values(Text text, EventIndex decided, const Value& right,
                                  const std::vector<Value>& values,
                                  const std::function<Text(const Value&)>& label, Text reason) {
    Posed asked;
    asked.text = std::move(text);
    asked.decided = decided;
    for (const Value& value : values) {
        if (value == right) asked.answer = asked.options.size();
        asked.options.push_back({label(value), value == right ? reason : Text(), {}});
    }
    if (asked.options.size() < 2) return std::nullopt;
    return asked;
}

// The tasks that are ready before a step, as the queue has them.
std::vector<ObjectId> ready_tasks(Store& store, EventIndex step) {
    std::vector<ObjectId> ready;
    for (const trace::ReadyEntry& entry : store.at(step).ready)
        if (store.lanes().lane_of(entry.object) != 0) ready.push_back(entry.object);
    return ready;
}

// Whether the queue has two that can be told apart, one of them the task that takes the step.
bool has_choice(Store& store, EventIndex step, const std::vector<ObjectId>& ready) {
    const std::string right = store.label(store.event(step).a);
    return std::any_of(ready.begin(), ready.end(),
                       [&](ObjectId other) { return store.label(other) != right; });
}

// Who of `others` and the one that is right takes this step; nothing if nobody else is ready.
std::optional<Posed> about_step(Store& store, EventIndex step, const std::vector<ObjectId>& others) {
    const ObjectId right = store.event(step).a;
    const std::vector<ObjectId> ready = ready_tasks(store, step);
    if (!has_choice(store, step, ready)) return std::nullopt;
    const Text reason = sentence_of(store, step);
    auto asked = about_tasks(store, plain_text("quiz.runs_next"), step, right, others, [&](ObjectId task) {
        if (task == right) return reason;
        const bool queued = std::find(ready.begin(), ready.end(), task) != ready.end();
        return in_every_language([&](const Words& words) {
            return words.fill(queued ? "quiz.behind" : "quiz.waits",
                              {{"who", store.label(task)}, {"first", store.label(right)}});
        });
    });
    if (asked) asked->who_runs = true;
    return asked;
}

// Those that live before a step; first those that are ready, which are the hardest to tell from the right
// one.
std::vector<ObjectId> others_at(Store& store, EventIndex step) {
    std::vector<ObjectId> others = ready_tasks(store, step);
    for (const ObjectId task : live_tasks(store, step)) others.push_back(task);
    return others;
}

bool is_step(const Store& store, const trace::Event& event) {
    return event.kind == EventKind::step && store.lanes().lane_of(event.a) != 0;
}

// What was printed as it is shown to choose from: a line of it.
std::string line_of(const std::string& printed) {
    constexpr std::size_t kMost = 100;  // bytes
    std::size_t end = std::min(printed.find('\n'), printed.size());
    if (end > kMost)
        for (end = kMost; end > 0 && (static_cast<unsigned char>(printed[end]) & 0xC0U) == 0x80U;) --end;
    return end == printed.size() ? printed : printed.substr(0, end) + " \u2026";
}

// The lanes of tasks that live at this moment and end later, the first of these. None whose name another
// has, too.
std::vector<const Lane*> next_ends(const Store& store, EventIndex count) {
    constexpr std::size_t kMost = 3;
    std::vector<const Lane*> ends;
    std::map<std::string, int> names;
    for (const Lane& lane : store.lanes().lanes) {
        if (!lives(lane, count)) continue;
        ++names[store.label(lane.task)];
        if (lane.how != LaneEnd::open) ends.push_back(&lane);
    }
    std::erase_if(ends, [&](const Lane* lane) { return names[store.label(lane->task)] > 1; });
    const std::size_t most = std::min(kMost, ends.size());
    std::partial_sort(ends.begin(), ends.begin() + static_cast<std::ptrdiff_t>(most), ends.end(),
                      [](const Lane* a, const Lane* b) { return a->end < b->end; });
    ends.resize(most);
    return ends;
}

// Times at which something happens, from this moment until some turns after `right`. No two say the same.
std::set<std::int64_t> times_around(Store& store, EventIndex count, std::int64_t right) {
    std::set<std::int64_t> times = {right};
    std::set<std::string> said = {seconds_text(right, Words::of("en"))};
    const auto add = [&](std::int64_t time) {
        if (said.insert(seconds_text(time, Words::of("en"))).second) times.insert(time);
    };
    add(store.time_at(count));
    for (const Turn& turn : store.turns()) {
        if (turn.event < count || times.count(turn.time_ns) != 0) continue;
        add(turn.time_ns);
        if (static_cast<std::size_t>(std::distance(times.find(right), times.end())) == kMostOptions) break;
    }
    return times;
}

// Whether it can be known when something happens that is still to come.
bool is_knowable(Store& store, EventIndex count, EventIndex event) {
    if (store.time_at(event + 1) == store.time_at(count)) return true;
    return store.recording().header.clock != "real" && !draws_numbers(store.recording());
}

}  // namespace

bool draws_numbers(const trace::Recording& recording) {
    constexpr std::string_view kWords[] = {"random", "secrets", "mt19937"};
    const auto is_part = [](char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; };
    const auto uses = [&](const std::string& text, std::string_view word) {
        for (std::size_t at = text.find(word); at != std::string::npos; at = text.find(word, at + 1)) {
            const std::size_t end = at + word.size();
            if ((at == 0 || !is_part(text[at - 1])) && (end == text.size() || !is_part(text[end])))
                return true;
        }
        return false;
    };
    for (std::uint32_t id = 1; id < recording.source_count(); ++id)
        for (const std::string_view word : kWords)
            if (uses(recording.source(id).text, word)) return true;
    return false;
}

std::optional<Posed> next_choice(Store& store, EventIndex count) {
    const auto wanted = [&](const trace::Event& e) { return is_step(store, e); };
    for (auto step = find(store, count, wanted); step; step = find(store, *step + 1, wanted)) {
        auto asked = about_step(store, *step, others_at(store, *step));
        if (!asked) continue;
        asked->from = *step;  // where the ready queue can be seen
        return asked;
    }
    return std::nullopt;
}

// Whoever does not know a task yet cannot choose it.
std::optional<Posed> what_runs_next(Store& store, EventIndex count) {
    const auto step = find(store, count, [&](const trace::Event& e) { return is_step(store, e); });
    const auto known = [&](ObjectId task) {
        const auto& lanes = store.lanes();
        return lanes.lane_of(task) != 0 && lives(lanes.lanes[lanes.lane_of(task)], count);
    };
    if (!step || !known(store.event(*step).a)) return std::nullopt;
    std::vector<ObjectId> others = others_at(store, *step);
    std::erase_if(others, [&](ObjectId task) { return !known(task); });
    return about_step(store, *step, others);
}

std::optional<Posed> what_is_printed_next(Store& store, EventIndex count) {
    std::set<std::string> lines;
    std::optional<EventIndex> first;
    for (const EventIndex print : store.prints()) {
        if (print < count || lines.size() == kMostOptions) continue;
        if (!first) first = print;
        lines.insert(line_of(store.text(store.event(print).text)));
    }
    if (!first || !is_knowable(store, count, *first)) return std::nullopt;
    const std::string right = line_of(store.text(store.event(*first).text));
    return about_values<std::string>(
        plain_text("quiz.printed_next"), *first, right, {lines.begin(), lines.end()},
        [](const std::string& line) {
            return line.empty() ? plain_text("quiz.empty_line") : same_in_every_language(line);
        },
        sentence_of(store, *first));
}

// Not always about the one that is done first: it would be the smallest number.
std::optional<Posed> when_is_it_done(Store& store, EventIndex count) {
    const std::vector<const Lane*> ends = next_ends(store, count);
    if (ends.empty()) return std::nullopt;
    const Lane& lane = *ends[count / kMostOptions % ends.size()];
    if (!is_knowable(store, count, lane.end)) return std::nullopt;
    const Text text = in_every_language([&](const Words& words) {
        return words.fill("quiz.when_done", {{"who", store.label(lane.task)}});
    });
    const std::int64_t right = store.time_at(lane.end + 1);
    return about_values<std::int64_t>(
        text, lane.end, right, around(right, times_around(store, count, right), count),
        [](const std::int64_t& time) {
            return in_every_language([&](const Words& words) { return seconds_text(time, words); });
        },
        sentence_of(store, lane.end));
}

// Others may get one later: they are no right answers to the question who is next.
std::optional<Posed> who_gets_the_exception(Store& store, EventIndex count) {
    const auto is_thrown = [&](const trace::Event& e) { return is_step(store, e) && e.text != 0; };
    const auto thrown = find(store, count, is_thrown);
    if (!thrown || !is_knowable(store, count, *thrown)) return std::nullopt;
    const trace::Event& event = store.event(*thrown);
    const std::vector<ObjectId> live = live_tasks(store, count);
    if (std::find(live.begin(), live.end(), event.a) == live.end()) return std::nullopt;
    std::set<ObjectId> later;
    for (auto next = find(store, *thrown + 1, is_thrown); next; next = find(store, *next + 1, is_thrown))
        later.insert(store.event(*next).a);
    const Text text = in_every_language([&](const Words& words) {
        return words.fill("quiz.exception", {{"text", store.text(event.text)}});
    });
    const Text reason = sentence_of(store, *thrown);
    return about_tasks(store, text, *thrown, event.a, live, [&](ObjectId task) {
        if (task == event.a) return reason;
        return in_every_language([&](const Words& words) {
            return words.fill(later.count(task) != 0 ? "quiz.exception.later" : "quiz.exception.none",
                              {{"who", store.label(task)}});
        });
    });
}

}  // namespace loopscope::viz
