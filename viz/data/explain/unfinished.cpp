#include "viz/data/explain/unfinished.h"

#include "viz/data/recording/running.h"

#include <algorithm>
#include <unordered_map>
#include <unordered_set>
#include <utility>

namespace loopscope::viz {

using trace::Event;
using trace::EventIndex;
using trace::EventKind;
using trace::ObjectId;
using trace::ObjectInfo;
using trace::ObjectKind;

namespace {

// Knows at each event which task runs and what each task waits for.
class QueueWalk {
public:
    explicit QueueWalk(const Store& store)
        : store_(store), awaits_(store.objects().size()), children_(store.objects().size()) {}

    std::vector<UnfinishedQueue> run() {
        for (EventIndex i = 0; i < store_.event_count(); ++i) take(store_.event(i), i);
        for (auto& [task, wait] : waits_) give_up(wait, store_.event_count());
        std::erase_if(found_, [&](const UnfinishedQueue& found) {
            const Line& line = lines_[found.queue];
            return line.unfinished == 0 || line.by_others || line.last_report > found.end;
        });
        std::sort(found_.begin(), found_.end(),
                  [](const UnfinishedQueue& a, const UnfinishedQueue& b) { return a.begin < b.begin; });
        return std::move(found_);
    }

private:
    struct Line {
        std::int64_t items = 0, taken = 0, unfinished = 0, reported = 0;
        EventIndex last_get = 0, last_report = 0;
        bool by_others = false;  // somebody reported items who had taken none
        // Who took items, since when; 0: a callback. Tasks that they made later may have been given some.
        std::unordered_map<ObjectId, EventIndex> takers;
    };

    void take(const Event& event, EventIndex i) {
        if (event.a >= awaits_.size() || event.b >= awaits_.size()) return;  // of a damaged recording
        running_.see(event);
        switch (event.kind) {
            case EventKind::step: return step(event, i);
            case EventKind::await:
                awaits_[event.a] = event.b;
                if (const ObjectId queue = joined_by(event.b); queue != 0)
                    waits_[event.a] = {.begin = i, .queue = queue, .task = event.a};
                return;
            case EventKind::create:
                if (object(event.a).kind == ObjectKind::task) children_[running_.task()].push_back(event.a);
                return;
            case EventKind::queue_put: ++lines_[event.a].items; return;
            case EventKind::queue_get: return get(lines_[event.a], i);
            case EventKind::state:
                if (object(event.a).kind == ObjectKind::queue) count(lines_[event.a], event.value, i);
                return;
            case EventKind::cancel: return asked_to_stop(event.a, i);
            default: return;
        }
    }

    const ObjectInfo& object(ObjectId id) const { return store_.objects()[id]; }

    // A queue has an event for it, which is asyncio's own.
    ObjectId joined_by(ObjectId future) const {
        const ObjectId event = object(future).parent, queue = object(event).parent;
        const bool own = object(event).kind == ObjectKind::event && object(event).internal;
        return own && object(queue).kind == ObjectKind::queue ? queue : 0;
    }

    void step(const Event& event, EventIndex i) {
        awaits_[event.a] = 0;
        const auto wait = waits_.find(event.a);
        if (wait == waits_.end()) return;
        if (event.text != 0) give_up(wait->second, i);  // an exception; else join() returned
        waits_.erase(wait);
    }

    void get(Line& line, EventIndex i) {
        --line.items;
        ++line.taken;
        line.last_get = i;
        line.takers.try_emplace(running_.task(), i);
    }

    void count(Line& line, std::int64_t unfinished, EventIndex i) {
        if (unfinished < line.unfinished) {
            ++line.reported;
            line.last_report = i;
            line.by_others = line.by_others || !may_have_taken(line, running_.task(), i);
        }
        line.unfinished = unfinished;
    }

    // It took an item before `i`, or who made it had done so by then.
    bool may_have_taken(const Line& line, ObjectId task, EventIndex i) const {
        for (; true; i = object(task).created, task = object(task).creator) {
            const auto taker = line.takers.find(task);
            if (taker != line.takers.end() && taker->second <= i) return true;
            if (task == 0) return false;
        }
    }

    // All who may have taken an item so far.
    std::unordered_set<ObjectId> all_takers(const Line& line) const {
        std::unordered_map<ObjectId, EventIndex> since(line.takers.begin(), line.takers.end());
        std::vector<ObjectId> open;
        for (const auto& [task, first] : line.takers) open.push_back(task);
        while (!open.empty()) {
            const ObjectId task = open.back();
            open.pop_back();
            for (const ObjectId child : children_[task]) {
                const EventIndex made = object(child).created;
                if (made < since.at(task)) continue;
                const auto [known, is_new] = since.try_emplace(child, made);
                if (!is_new && known->second <= made) continue;
                known->second = made;
                open.push_back(child);
            }
        }
        std::unordered_set<ObjectId> all;
        for (const auto& [task, first] : since) all.insert(task);
        return all;
    }

    // What matters is how it was before the request: that may go to others, too, who only then end.
    void asked_to_stop(ObjectId whom, EventIndex i) {
        for (auto& [task, wait] : waits_)
            if ((whom == task || whom == awaits_[task]) && !asked_.contains(task)) {
                asked_.insert(task);
                if (is_stuck(wait.queue, i)) found_.push_back(at(wait, i));
            }
    }

    void give_up(const UnfinishedQueue& wait, EventIndex i) {
        if (asked_.erase(wait.task) == 0 && is_stuck(wait.queue, i)) found_.push_back(at(wait, i));
    }

    bool is_stuck(ObjectId queue, EventIndex i) const {
        const auto found = lines_.find(queue);
        if (found == lines_.end()) return false;
        const Line& line = found->second;
        if (line.items != 0 || line.unfinished <= 0) return false;
        const std::unordered_set<ObjectId> takers = all_takers(line);
        return std::all_of(takers.begin(), takers.end(), [&](ObjectId task) {
            return task != 0 && (object(task).done < i || object(awaits_[task]).parent == queue);
        });
    }

    UnfinishedQueue at(UnfinishedQueue wait, EventIndex end) {
        const Line& line = lines_[wait.queue];
        wait.end = end;
        wait.last_get = line.last_get;
        wait.taken = line.taken;
        wait.reported = line.reported;
        return wait;
    }

    const Store& store_;
    std::vector<ObjectId> awaits_;                 // of each task; 0: nothing
    std::vector<std::vector<ObjectId>> children_;  // of each task: those that it made so far
    Running running_;
    std::unordered_map<ObjectId, Line> lines_;             // of queues
    std::unordered_map<ObjectId, UnfinishedQueue> waits_;  // in join(), of tasks
    std::unordered_set<ObjectId> asked_;                   // of these, to stop
    std::vector<UnfinishedQueue> found_;
};

}  // namespace

std::vector<UnfinishedQueue> unfinished_queues(const Store& store) { return QueueWalk(store).run(); }

}  // namespace loopscope::viz
