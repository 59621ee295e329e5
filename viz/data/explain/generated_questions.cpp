#include "viz/data/explain/generated_questions.h"

#include "viz/data/explain/sentence.h"

#include <algorithm>
#include <functional>
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
// tells nothing.
std::vector<ObjectId> tasks_to_choose(const Store& store, ObjectId right,
                                      const std::vector<ObjectId>& others) {
    std::set<ObjectId> chosen = {right};
    for (const ObjectId other : others) {
        if (chosen.size() < kMostOptions && store.lanes().lane_of(other) != 0) chosen.insert(other);
    }
    return {chosen.begin(), chosen.end()};
}

std::vector<ObjectId> live_tasks(const Store& store, EventIndex count) {
    std::vector<ObjectId> tasks;
    for (const Lane& lane : store.lanes().lanes) {
        if (lane.task != 0 && lane.begin < count && lane.end >= count) tasks.push_back(lane.task);
    }
    return tasks;
}

// Nothing if there is only one to choose.
std::optional<Asked> about_tasks(const Store& store, Text text, EventIndex decided, ObjectId right,
                                 const std::vector<ObjectId>& others,
                                 const std::function<Text(ObjectId)>& reply) {
    Asked asked{.text = std::move(text), .options = {}, .answer = 0, .decided = decided};
    for (const ObjectId task : tasks_to_choose(store, right, others)) {
        if (task == right) asked.answer = asked.options.size();
        asked.options.push_back({same_in_every_language(store.label(task)), reply(task), {}});
    }
    if (asked.options.size() < 2) return std::nullopt;
    return asked;
}

// Options that are values, sorted; nothing if there is only one.
template <class Value>
std::optional<Asked> about_values(Text text, EventIndex decided, const Value& right,
                                  const std::set<Value>& values,
                                  const std::function<Text(const Value&)>& label, Text reason) {
    Asked asked{.text = std::move(text), .options = {}, .answer = 0, .decided = decided};
    std::set<Value> chosen = {right};
    for (const Value& value : values) {
        if (chosen.size() < kMostOptions) chosen.insert(value);
    }
    for (const Value& value : chosen) {
        if (value == right) asked.answer = asked.options.size();
        asked.options.push_back({label(value), value == right ? reason : Text(), {}});
    }
    if (asked.options.size() < 2) return std::nullopt;
    return asked;
}

Text plain_text(std::string_view key) {
    return in_every_language([&](const Words& words) { return words[key]; });
}

// Who takes this step; nothing if nobody else could have been thought of.
std::optional<Asked> about_step(Store& store, EventIndex step) {
    const ObjectId right = store.event(step).a;
    std::vector<ObjectId> ready;
    for (const trace::ReadyEntry& entry : store.at(step).ready) ready.push_back(entry.object);
    std::vector<ObjectId> others = ready;
    for (const ObjectId task : live_tasks(store, step)) others.push_back(task);
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

}  // namespace

std::optional<Asked> what_runs_next(Store& store, EventIndex count) {
    const auto is_step = [&](const trace::Event& e) {
        return e.kind == EventKind::step && store.lanes().lane_of(e.a) != 0;
    };
    for (auto step = find(store, count, is_step); step; step = find(store, *step + 1, is_step)) {
        if (auto asked = about_step(store, *step)) return asked;
    }
    return std::nullopt;
}

std::optional<Asked> what_is_printed_next(Store& store, EventIndex count) {
    std::set<std::string> lines;
    std::optional<EventIndex> first;
    for (const EventIndex print : store.prints()) {
        if (print < count || lines.size() == kMostOptions) continue;
        if (!first) first = print;
        lines.insert(store.text(store.event(print).text));
    }
    if (!first) return std::nullopt;
    return about_values<std::string>(plain_text("quiz.printed_next"), *first,
                                     store.text(store.event(*first).text), lines, same_in_every_language,
                                     sentence_of(store, *first));
}

std::optional<Asked> when_is_it_done(Store& store, EventIndex count) {
    std::set<std::int64_t> times;
    const Lane* first = nullptr;
    for (const Lane& lane : store.lanes().lanes) {
        if (lane.task == 0 || lane.how == LaneEnd::open || lane.begin >= count || lane.end < count) continue;
        if (first == nullptr || lane.end < first->end) first = &lane;
        times.insert(store.time_at(lane.end + 1));
    }
    if (first == nullptr) return std::nullopt;
    times.insert(store.time_at(count));
    // What is measured is rounded: no two options may say the same.
    std::set<std::string> said = {seconds_text(store.time_at(first->end + 1), Words::of("en"))};
    std::erase_if(
        times, [&](std::int64_t time) { return !said.insert(seconds_text(time, Words::of("en"))).second; });
    const Text text = in_every_language([&](const Words& words) {
        return words.fill("quiz.when_done", {{"who", store.label(first->task)}});
    });
    return about_values<std::int64_t>(
        text, first->end, store.time_at(first->end + 1), times,
        [](const std::int64_t& time) {
            return in_every_language([&](const Words& words) { return seconds_text(time, words); });
        },
        sentence_of(store, first->end));
}

std::optional<Asked> who_gets_the_exception(Store& store, EventIndex count) {
    const auto thrown = find(store, count, [&](const trace::Event& e) {
        return e.kind == EventKind::step && e.text != 0 && store.lanes().lane_of(e.a) != 0;
    });
    if (!thrown) return std::nullopt;
    const std::string exception = store.text(store.event(*thrown).text);
    const Text text = in_every_language([&](const Words& words) {
        return words.fill("quiz.exception", {{"text", exception}});
    });
    const Text reason = sentence_of(store, *thrown);
    const ObjectId right = store.event(*thrown).a;
    return about_tasks(store, text, *thrown, right, live_tasks(store, *thrown),
                       [&](ObjectId task) { return task == right ? reason : Text(); });
}

}  // namespace loopscope::viz
