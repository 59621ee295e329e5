#include "viz/data/runs/task_changes.h"

#include "viz/data/recording/statistics.h"

#include <algorithm>
#include <cstdlib>
#include <map>
#include <string_view>
#include <utility>

namespace loopscope::viz {

using trace::ObjectId;

namespace {

struct Wait {
    std::string what;
    std::int64_t begins_ns = 0, ends_ns = 0;
    std::int64_t takes_ns() const { return ends_ns - begins_ns; }
};

struct Life {
    ObjectId task = 0;
    LaneEnd how = LaneEnd::open;
    std::int64_t begins_ns = 0, ends_ns = 0;
    std::vector<Wait> waits;
};

std::string what_of(const Store& store, ObjectId about, const Words& words) {
    // The name of a sleep is its deadline.
    return store.objects()[about].kind == trace::ObjectKind::sleep ? words["change.sleep"]
                                                                   : store.label(about);
}

Life life_of(const Store& store, const Lane& lane, const Words& words) {
    Life life{lane.task, lane.how, store.time_at(lane.begin + 1), store.time_at(lane.end + 1), {}};
    for (const Span& span : store.lanes().spans_of(lane))
        if (span.state == SpanState::suspended)
            life.waits.push_back({what_of(store, span.about, words), store.time_at(span.begin + 1),
                                  store.time_at(span.end + 1)});
    return life;
}

using TaskKey = std::pair<std::string, int>;  // a name, and which of that name

// "Task-7", which another run may give to another task.
bool is_numbered(std::string_view name) {
    constexpr std::string_view kNumbered = "Task-";
    return name.starts_with(kNumbered) && name.size() > kNumbered.size() &&
           name.find_first_not_of("0123456789", kNumbered.size()) == std::string_view::npos;
}

std::map<TaskKey, const Lane*> tasks_of(const Store& store) {
    std::map<std::string, int> seen;
    std::map<TaskKey, const Lane*> tasks;
    for (const Lane& lane : store.lanes().lanes) {
        if (lane.task == 0) continue;
        std::string name = store.label(lane.task);
        // Not what it was called with: that may be another object in each run.
        if (is_numbered(name)) name += " " + store.function_of(lane.task);
        tasks[{name, seen[name]++}] = &lane;
    }
    return tasks;
}

struct Judge {
    bool measured = false;
    const Words& words;

    bool other_time(std::int64_t a, std::int64_t b) const {
        constexpr std::int64_t kLeast = 5'000'000;
        const std::int64_t by = std::abs(a - b);
        return measured ? by >= std::max(kLeast, std::max(a, b) / 10) : by != 0;
    }

    std::string times(std::string_view what, std::int64_t before, std::int64_t after) const {
        return words.fill("change.wait", {{"what", std::string(what)},
                                          {"before", seconds_text(before, words)},
                                          {"after", seconds_text(after, words)}});
    }

    // What is said of the two, or nothing: they do the same.
    std::string operator()(const Life& a, const Life& b, std::int64_t& by_ns) const {
        if (a.how != b.how)
            return words.fill("change.end",
                              {{"before", words[end_key(a.how)]}, {"after", words[end_key(b.how)]}});
        const Wait *before = nullptr, *after = nullptr;
        for (std::size_t i = 0; i < std::min(a.waits.size(), b.waits.size()); ++i) {
            const Wait &x = a.waits[i], &y = b.waits[i];
            if (x.what != y.what) return words.fill("change.other", {{"before", x.what}, {"after", y.what}});
            const std::int64_t by = std::abs(x.takes_ns() - y.takes_ns());
            if (!other_time(x.takes_ns(), y.takes_ns()) || (before != nullptr && by <= by_ns)) continue;
            before = &x;
            after = &y;
            by_ns = by;
        }
        if (before != nullptr) return times(before->what, before->takes_ns(), after->takes_ns());
        if (a.waits.size() != b.waits.size())
            return words.fill("change.waits", {{"before", std::to_string(a.waits.size())},
                                               {"after", std::to_string(b.waits.size())}});
        if (!measured && (a.ends_ns != b.ends_ns || a.begins_ns != b.begins_ns))
            return words.fill("change.when", {{"before", seconds_text(a.ends_ns, words)},
                                              {"after", seconds_text(b.ends_ns, words)}});
        return {};
    }
};

}  // namespace

bool is_measured(const trace::Recording& before, const trace::Recording& after) {
    return before.header.clock == "real" || after.header.clock == "real";
}

std::vector<TaskChange> task_changes(const Store& before, const Store& after, const Words& words) {
    const Judge judge{is_measured(before.recording(), after.recording()), words};
    const std::map<TaskKey, const Lane*> first = tasks_of(before), second = tasks_of(after);
    std::vector<TaskChange> changes;
    for (const auto& [key, lane] : second) {
        const auto found = first.find(key);
        TaskChange change{
            found == first.end() ? 0 : found->second->task, lane->task, after.full_label(lane->task), {}, 0};
        change.what = found == first.end() ? words["change.only_second"]
                                           : judge(life_of(before, *found->second, words),
                                                   life_of(after, *lane, words), change.by_ns);
        if (!change.what.empty()) changes.push_back(std::move(change));
    }
    for (const auto& [key, lane] : first)
        if (!second.contains(key))
            changes.push_back({lane->task, 0, before.full_label(lane->task), words["change.only_first"], 0});
    std::sort(changes.begin(), changes.end(), [&](const TaskChange& a, const TaskChange& b) {
        if (judge.measured && a.by_ns != b.by_ns) return a.by_ns > b.by_ns;
        const auto place = [](const TaskChange& each) {
            return std::pair(each.after == 0 ? each.before : each.after, each.after == 0);
        };
        return place(a) < place(b);
    });
    return changes;
}

}  // namespace loopscope::viz
