#include "viz/data/instant/primitives.h"

#include "viz/data/recording/running.h"

#include <algorithm>
#include <iterator>
#include <span>
#include <utility>

namespace loopscope::viz {

using trace::Event;
using trace::EventIndex;
using trace::EventKind;
using trace::ObjectId;
using trace::ObjectKind;

// Knows at each event which task runs, and who waits on which future.
class PrimitiveIndex::Walk {
public:
    Walk(PrimitiveIndex& index, const Store& store) : index_(index), store_(store) {}

    void take(EventIndex i) {
        const Event& event = store_.event(i);
        running_.see(event);
        switch (event.kind) {
            case EventKind::create: return create(event);
            case EventKind::link: return link(event.a, event.b);
            case EventKind::step:
                if (const auto wait = waits_since_.find(event.a); wait != waits_since_.end()) {
                    const ObjectId lock = store_.objects()[wait->second.first].parent;
                    note(index_.entries_[lock].waits, wait->second.second, i, event.a);
                    waits_since_.erase(wait);
                }
                return;
            case EventKind::await:
                waits_on_[event.b] = event.a;
                if (store_.objects()[store_.objects()[event.b].parent].kind == ObjectKind::lock)
                    waits_since_[event.a] = {event.b, i};
                return;
            case EventKind::drop: waits_on_.erase(event.a); return;
            case EventKind::state: return state(event, i);
            case EventKind::queue_put:
                index_.entries_[event.a].puts.push_back(i);
                return level(event.a, i, +1);
            case EventKind::queue_get: return level(event.a, i, -1);
            default: return;
        }
    }

private:
    void create(const Event& event) {
        const auto kind = static_cast<ObjectKind>(std::min<std::uint32_t>(event.c, trace::kLastObjectKind));
        if (!trace::is_primitive(kind)) return;
        if ((event.flags & trace::kInternal) == 0) index_.all_.push_back(event.a);
        link(event.b, event.a);  // perhaps its own lock
        const bool inside = (event.flags & trace::kInternal) != 0;
        if (kind == ObjectKind::event && inside && store_.objects()[event.b].kind == ObjectKind::queue)
            index_.finished_events_[event.b] = event.a;
        if (kind == ObjectKind::semaphore) index_.entries_[event.a].level = event.value;
    }

    void link(ObjectId holder, ObjectId held) {
        if (store_.objects()[holder].kind == ObjectKind::condition &&
            store_.objects()[held].kind == ObjectKind::lock)
            index_.locks_[holder] = held;
    }

    void level(ObjectId id, EventIndex i, std::int64_t by) {
        Entry& entry = index_.entries_[id];
        entry.level += by;
        entry.levels.push_back({i, entry.level});
        entry.highest = std::max(entry.highest, entry.level);
    }

    void state(const Event& event, EventIndex i) {
        const ObjectKind kind = store_.objects()[event.a].kind;
        if (kind == ObjectKind::queue) return;  // its unfinished tasks; the items are counted
        if (kind == ObjectKind::condition) return;
        const Entry& entry = index_.entries_[event.a];
        const std::string_view word = store_.recording().string(event.text);
        const bool on = word == "locked" || word == "set";
        const bool counts = kind == ObjectKind::semaphore || kind == ObjectKind::barrier;
        const std::int64_t by = (counts ? event.value : on ? 1 : 0) - entry.level;
        if (kind == ObjectKind::semaphore) permit(event, i, by);
        if (kind == ObjectKind::lock) lock(event, i, on);
        level(event.a, i, by);
    }

    void lock(const Event& event, EventIndex i, bool taken) {
        Entry& entry = index_.entries_[event.a];
        if (taken) {
            entry.taken.push_back(i);
            held_by_[event.a] = event.b;
        } else if (!entry.taken.empty()) {
            note(entry.holds, entry.taken.back(), i, held_by_[event.a]);
        }
    }

    // Only what is longer than all before is worth keeping.
    void note(std::vector<Stay>& stays, EventIndex begin, EventIndex end, ObjectId task) {
        const std::int64_t time = store_.time_at(end + 1) - store_.time_at(begin + 1);
        if (time > (stays.empty() ? 0 : stays.back().time_ns)) stays.push_back({end, time, task});
    }

    // A permit that is handed on belongs to the one whose future is resolved with it.
    void permit(const Event& event, EventIndex i, std::int64_t by) {
        ObjectId task = running_.task();
        if (by < 0 && i + 1 < store_.event_count()) {
            const Event& next = store_.event(i + 1);
            const bool handed = next.kind == EventKind::resolve && store_.objects()[next.a].parent == event.a;
            if (const auto waiter = waits_on_.find(next.a); handed && waiter != waits_on_.end())
                task = waiter->second;
        }
        if (by != 0) index_.entries_[event.a].permits.push_back({i, task, by < 0});
    }

    PrimitiveIndex& index_;
    const Store& store_;
    Running running_;
    std::unordered_map<ObjectId, ObjectId> waits_on_;                            // futures to tasks
    std::unordered_map<ObjectId, std::pair<ObjectId, EventIndex>> waits_since_;  // tasks in a lock's line
    std::unordered_map<ObjectId, ObjectId> held_by_;                             // locks to tasks
};

PrimitiveIndex::PrimitiveIndex(const Store& store) : store_(&store) {
    Walk walk(*this, store);
    for (EventIndex i = 0; i < store.event_count(); ++i) walk.take(i);
    for (auto& [id, entry] : entries_) {
        std::vector<ObjectId> holders;
        for (std::size_t i = 0; i < entry.permits.size(); ++i) {
            if (i % kPermitsApart == 0) entry.holders.push_back(holders);
            change(holders, entry.permits[i]);
        }
    }
}

const std::vector<Level>& PrimitiveIndex::levels(ObjectId id) const {
    static const std::vector<Level> kNone;
    const auto found = entries_.find(id);
    return found == entries_.end() ? kNone : found->second.levels;
}

ObjectId PrimitiveIndex::lock_of(ObjectId condition) const {
    const auto found = locks_.find(condition);
    return found == locks_.end() ? 0 : found->second;
}

ObjectId PrimitiveIndex::finished_event_of(ObjectId queue) const {
    const auto found = finished_events_.find(queue);
    return found == finished_events_.end() ? 0 : found->second;
}

std::int64_t PrimitiveIndex::highest(ObjectId id) const {
    const auto found = entries_.find(id);
    const std::int64_t first = store_->objects()[id].value;
    return found == entries_.end() ? first : std::max(first, found->second.highest);
}

std::int64_t PrimitiveIndex::put_into(ObjectId queue, EventIndex cursor) const {
    const auto found = entries_.find(queue);
    if (found == entries_.end()) return 0;
    const auto& puts = found->second.puts;
    return std::lower_bound(puts.begin(), puts.end(), cursor) - puts.begin();
}

const std::vector<LevelColumn>& PrimitiveIndex::curve(ObjectId id, std::size_t columns) const {
    static const std::vector<LevelColumn> kNone;
    const auto found = entries_.find(id);
    if (found == entries_.end()) return kNone;
    std::vector<LevelColumn>& curve = found->second.curve;
    if (curve.size() != columns) curve = drawn(id, columns);
    return curve;
}

std::vector<LevelColumn> PrimitiveIndex::drawn(ObjectId id, std::size_t columns) const {
    const auto& all = levels(id);
    const auto count = static_cast<double>(std::max<EventIndex>(store_->event_count(), 1));
    std::int64_t value =
        store_->objects()[id].kind == ObjectKind::semaphore ? store_->objects()[id].value : 0;
    std::vector<LevelColumn> result;
    auto next = all.begin();
    for (std::size_t i = 0; i < columns; ++i) {
        const double end = count * static_cast<double>(i + 1) / static_cast<double>(columns);
        LevelColumn column{value, value, value};
        for (; next != all.end() && next->event < end; ++next) {
            value = next->value;
            column = {std::min(column.lowest, value), std::max(column.highest, value), value};
        }
        result.push_back(column);
    }
    return result;
}

std::vector<ObjectId> PrimitiveIndex::holders(ObjectId semaphore, EventIndex cursor) const {
    std::vector<ObjectId> holders;
    const auto found = entries_.find(semaphore);
    if (found == entries_.end()) return holders;
    const std::vector<Permit>& permits = found->second.permits;
    const auto after = std::partition_point(permits.begin(), permits.end(),
                                            [&](const Permit& permit) { return permit.event < cursor; });
    const auto count = static_cast<std::size_t>(after - permits.begin());
    if (count != 0) holders = found->second.holders[(count - 1) / kPermitsApart];
    for (std::size_t i = count == 0 ? 0 : (count - 1) / kPermitsApart * kPermitsApart; i < count; ++i)
        change(holders, permits[i]);
    return holders;
}

void PrimitiveIndex::change(std::vector<ObjectId>& holders, const Permit& permit) {
    if (permit.taken) return holders.push_back(permit.task);
    const auto own = std::find(holders.begin(), holders.end(), permit.task);
    if (!holders.empty()) holders.erase(own == holders.end() ? holders.begin() : own);
}

namespace {

// Since when a task has waited in line.
EventIndex waits_since(const Store& store, ObjectId task, EventIndex cursor) {
    const std::span<const Span> spans = store.lanes().spans_before(task, cursor);
    return spans.empty() ? cursor : spans.back().begin;
}

}  // namespace

LockFigures PrimitiveIndex::lock_figures(ObjectId lock, const trace::LoopState& now) const {
    LockFigures figures;
    const EventIndex cursor = now.applied;
    const auto lasts = [&](EventIndex since) { return store_->time_at(cursor) - store_->time_at(since + 1); };
    const auto found = entries_.find(lock);
    if (found == entries_.end()) return figures;
    const Entry& entry = found->second;
    figures.taken = static_cast<std::size_t>(
        std::lower_bound(entry.taken.begin(), entry.taken.end(), cursor) - entry.taken.begin());
    const auto longest = [&](const std::vector<Stay>& stays, std::int64_t& time, ObjectId& task) {
        const auto after = std::partition_point(stays.begin(), stays.end(),
                                                [&](const Stay& stay) { return stay.end < cursor; });
        if (after == stays.begin()) return;
        time = std::prev(after)->time_ns;
        task = std::prev(after)->task;
    };
    longest(entry.holds, figures.longest_hold_ns, figures.holder);
    longest(entry.waits, figures.longest_wait_ns, figures.waiter);
    const trace::ObjectState* state = now.object(lock);
    if (state == nullptr || state->primitive().owner == 0 || figures.taken == 0) return figures;
    figures.held_ns = lasts(entry.taken[figures.taken - 1]);
    if (const std::vector<InLine> line = line_of(*store_, now, lock); !line.empty())
        figures.waited_ns = lasts(waits_since(*store_, line.front().who, cursor));
    return figures;
}

std::string primitive_level_text(ObjectKind kind, std::int64_t level, std::int64_t all, const Words& words) {
    const std::string value = std::to_string(level), most = std::to_string(all);
    switch (kind) {
        case ObjectKind::event: return words[level > 0 ? "primitive.set" : "primitive.unset"];
        case ObjectKind::semaphore: return words.fill("primitive.permits", {{"left", value}, {"all", most}});
        case ObjectKind::barrier: return words.fill("primitive.arrived", {{"here", value}, {"all", most}});
        case ObjectKind::queue:
            if (all > 0) return words.fill("primitive.items_of", {{"count", value}, {"all", most}});
            return words.fill(level == 1 ? "primitive.item" : "primitive.items", {{"count", value}});
        default: return {};
    }
}

std::string primitive_text(const Store& store, const trace::ObjectState& primitive, const Words& words,
                           bool open) {
    const trace::PrimitiveState& state = primitive.primitive();
    const std::string_view word = store.recording().string(state.state);
    const auto level_text = [&](std::int64_t level) {
        return primitive_level_text(primitive.kind, level, primitive.value, words);
    };
    switch (primitive.kind) {
        case ObjectKind::lock: return words[word == "locked" ? "primitive.locked" : "primitive.unlocked"];
        case ObjectKind::event: return level_text(word == "set" ? 1 : 0);
        case ObjectKind::semaphore: return level_text(state.value);
        case ObjectKind::barrier:
            return word == "broken" ? words["primitive.broken"] : level_text(state.value);
        case ObjectKind::queue: {
            std::string text = level_text(static_cast<std::int64_t>(state.items.size()));
            if (word == "shutdown") text += ", " + words["primitive.shutdown"];
            if (open && state.value > 0)
                text += ", " + words.fill("primitive.open", {{"count", std::to_string(state.value)}});
            return text;
        }
        default: return words[kind_key(primitive.kind)];
    }
}

std::vector<InLine> line_of(const Store& store, const trace::LoopState& now, ObjectId primitive) {
    std::vector<InLine> line;
    for (const ObjectId future : now.waiters(primitive)) {
        const std::vector<ObjectId> tasks = now.waiters(future);
        line.push_back({tasks.empty() ? future : tasks.front(), store.objects()[future].name});
    }
    return line;
}

}  // namespace loopscope::viz
