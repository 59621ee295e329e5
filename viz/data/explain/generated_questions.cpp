#include "viz/data/explain/generated_questions.h"

#include "viz/data/explain/sentence.h"

#include <algorithm>
#include <functional>
#include <map>
#include <set>

namespace loopscope::viz {

using course::Asked;
using course::Text;
using trace::EventIndex;
using trace::EventKind;
using trace::ObjectId;

namespace {

constexpr std::size_t kMostOptions = 4;

Text in_every_language(const std::function<std::string(const Words&)>& say) {
    std::map<std::string, std::string> texts;
    for (const std::string_view language : languages())
        texts[std::string(language)] = say(Words::of(language));
    return Text(std::move(texts));
}

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

// The options have letters: a task that is called A is "task A".
Text task_option(const Store& store, ObjectId task) {
    const std::string label = store.label(task);
    if (label.size() > 1) return same_in_every_language(label);
    return in_every_language([&](const Words& words) { return words.fill("quiz.task", {{"who", label}}); });
}

// Nothing if there is only one to choose.
std::optional<Asked> about_tasks(const Store& store, Text text, EventIndex decided, ObjectId right,
                                 const std::vector<ObjectId>& others,
                                 const std::function<Text(ObjectId)>& reply) {
    Asked asked{.text = std::move(text), .options = {}, .answer = 0, .decided = decided};
    for (const ObjectId task : tasks_to_choose(store, right, others)) {
        if (task == right) asked.answer = asked.options.size();
        asked.options.push_back({task_option(store, task), reply(task), {}});
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
std::optional<Asked> about_values(Text text, EventIndex decided, const Value& right,
                                  const std::vector<Value>& values,
                                  const std::function<Text(const Value&)>& label, Text reason) {
    Asked asked{.text = std::move(text), .options = {}, .answer = 0, .decided = decided};
    for (const Value& value : values) {
        if (value == right) asked.answer = asked.options.size();
        asked.options.push_back({label(value), value == right ? reason : Text(), {}});
    }
    if (asked.options.size() < 2) return std::nullopt;
    return asked;
}

Text plain_text(std::string_view key) {
    return in_every_language([&](const Words& words) { return words[key]; });
}

// Who of `others` and the one that is right takes this step; nothing if nobody else could have been thought
// of.
std::optional<Asked> about_step(Store& store, EventIndex step, const std::vector<ObjectId>& others) {
    const ObjectId right = store.event(step).a;
    std::vector<ObjectId> ready;
    for (const trace::ReadyEntry& entry : store.at(step).ready) ready.push_back(entry.object);
    const Text reason = sentence_of(store, step);
    return about_tasks(store, plain_text("quiz.runs_next"), step, right, others, [&](ObjectId task) {
        if (task == right) return reason;
        const bool queued = std::find(ready.begin(), ready.end(), task) != ready.end();
        return in_every_language([&](const Words& words) {
            return words.fill(queued ? "quiz.behind" : "quiz.waits",
                              {{"who", store.label(task)}, {"first", store.label(right)}});
        });
    });
}

// Those that live before a step; first those that are ready, which are the hardest to tell from the right
// one.
std::vector<ObjectId> others_at(Store& store, EventIndex step) {
    std::vector<ObjectId> others;
    for (const trace::ReadyEntry& entry : store.at(step).ready) others.push_back(entry.object);
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

// Nobody can tell from each other what is nearer than that: on the real clock everything comes a little late.
std::int64_t least_apart(Store& store, EventIndex count, std::int64_t right) {
    constexpr std::int64_t kLeast = 10'000'000, kPart = 10;
    if (store.recording().header.clock != "real") return 1;
    return std::max(kLeast, (right - store.time_at(count)) / kPart);
}

// Times at which something happens, from this moment until some turns after `right`. What is measured is
// rounded: no two say the same.
std::set<std::int64_t> times_around(Store& store, EventIndex count, std::int64_t right) {
    std::set<std::int64_t> times = {right};
    std::set<std::string> said = {seconds_text(right, Words::of("en"))};
    const std::int64_t apart = least_apart(store, count, right);
    const auto add = [&](std::int64_t time) {
        const auto near = times.upper_bound(time - apart);
        if (near != times.end() && *near < time + apart) return;
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

}  // namespace

std::optional<Asked> next_choice(Store& store, EventIndex count) {
    const auto wanted = [&](const trace::Event& e) { return is_step(store, e); };
    for (auto step = find(store, count, wanted); step; step = find(store, *step + 1, wanted)) {
        if (auto asked = about_step(store, *step, others_at(store, *step))) return asked;
    }
    return std::nullopt;
}

// Whoever does not know a task yet cannot choose it.
std::optional<Asked> what_runs_next(Store& store, EventIndex count) {
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

std::optional<Asked> what_is_printed_next(Store& store, EventIndex count) {
    std::set<std::string> lines;
    std::optional<EventIndex> first;
    for (const EventIndex print : store.prints()) {
        if (print < count || lines.size() == kMostOptions) continue;
        if (!first) first = print;
        lines.insert(line_of(store.text(store.event(print).text)));
    }
    if (!first) return std::nullopt;
    const std::string right = line_of(store.text(store.event(*first).text));
    return about_values<std::string>(
        plain_text("quiz.printed_next"), *first, right, {lines.begin(), lines.end()},
        [](const std::string& line) {
            return line.empty() ? plain_text("quiz.empty_line") : same_in_every_language(line);
        },
        sentence_of(store, *first));
}

// Not always about the one that is done first: it would be the smallest number.
std::optional<Asked> when_is_it_done(Store& store, EventIndex count) {
    const std::vector<const Lane*> ends = next_ends(store, count);
    if (ends.empty()) return std::nullopt;
    const Lane& lane = *ends[count / kMostOptions % ends.size()];
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
std::optional<Asked> who_gets_the_exception(Store& store, EventIndex count) {
    const auto is_thrown = [&](const trace::Event& e) { return is_step(store, e) && e.text != 0; };
    const auto thrown = find(store, count, is_thrown);
    if (!thrown) return std::nullopt;
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
