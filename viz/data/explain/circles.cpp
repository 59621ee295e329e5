#include "viz/data/explain/circles.h"

#include "viz/data/recording/warning_text.h"

#include <algorithm>

namespace loopscope::viz {

using trace::Event;
using trace::EventIndex;
using trace::EventKind;
using trace::ObjectId;
using trace::ObjectKind;

namespace {

// A circle closes where a task begins to wait: only there is one looked for, along the one thing that each
// task waits for.
class Search {
public:
    explicit Search(const Store& store)
        : store_(store),
          holder_(store.objects().size()),
          awaits_(holder_.size()),
          group_(holder_.size()),
          host_(holder_.size()),
          in_circle_(holder_.size()) {}

    std::vector<Circle> run() {
        for (EventIndex i = 0; i < store_.event_count(); ++i) take(store_.event(i), i);
        for (Circle& circle : open_) close(circle, store_.event_count());
        std::sort(found_.begin(), found_.end(),
                  [](const Circle& a, const Circle& b) { return a.begin < b.begin; });
        return std::move(found_);
    }

private:
    void take(const Event& event, EventIndex index) {
        if (event.a >= holder_.size() || event.b >= holder_.size()) return;  // of a damaged recording
        switch (event.kind) {
            case EventKind::state:
                if (kind(event.a) == ObjectKind::lock) holder_[event.a] = event.b;
                break;
            case EventKind::link: note_link(event); break;
            case EventKind::step:
                awaits_[event.a] = 0;
                if (in_circle_[event.a]) come_apart(event, index);
                break;
            case EventKind::await:
                awaits_[event.a] = event.b;
                look_from(event.a, index);
                break;
            case EventKind::warning:
                if (warns_of(store_.recording(), event, trace::WarningKind::waits_for_ever)) forget_open();
                break;
            default: break;
        }
    }

    ObjectKind kind(ObjectId id) const { return store_.objects()[id].kind; }

    void note_link(const Event& event) {
        if (kind(event.a) != ObjectKind::gather && kind(event.a) != ObjectKind::task_group) return;
        const auto role = store_.recording().string(event.text);
        if (role == "child") group_[event.b] = event.a;
        if (role == "parent") host_[event.a] = event.b;
    }

    // A task that waits for a gather or at the end of its task group waits for each task in it.
    bool waits_for_group_of(ObjectId task, ObjectId child) const {
        const ObjectId group = group_[child], awaited = awaits_[task];
        if (group == 0) return false;
        if (awaited == group) return true;
        return host_[group] == task && store_.objects()[awaited].name == store_.objects()[group].name;
    }

    // Who must go on before `task` can; 0 = nobody in particular. Of a group's many tasks it is `sought`.
    ObjectId next(ObjectId task, ObjectId sought, bool& lock) const {
        const ObjectId awaited = awaits_[task];
        if (awaited == 0) return 0;
        if (kind(awaited) == ObjectKind::task) return awaited;
        const ObjectId parent = store_.objects()[awaited].parent;
        lock = kind(parent) == ObjectKind::lock;
        if (lock) return holder_[parent];
        return waits_for_group_of(task, sought) ? sought : 0;
    }

    void look_from(ObjectId first, EventIndex index) {
        constexpr std::size_t kLongest = 1000;  // nobody could read a longer one
        path_.clear();
        for (ObjectId task = first; path_.size() < kLongest;) {
            bool lock = false;
            const ObjectId after = next(task, first, lock);
            path_.push_back({task, lock});
            if (after == first) break;
            if (after == 0 || in_circle_[after] || path_.size() == kLongest) return;
            task = after;
        }
        for (const Circle::Link& link : path_) in_circle_[link.task] = true;
        open_.push_back({.begin = index, .end = index, .links = path_});
    }

    // With an exception it is told; without one what was waited for came after all.
    void come_apart(const Event& step, EventIndex index) {
        const auto circle = std::find_if(open_.begin(), open_.end(), [&](const Circle& one) {
            return std::any_of(one.links.begin(), one.links.end(),
                               [&](const Circle::Link& link) { return link.task == step.a; });
        });
        if (circle == open_.end()) return;
        release(*circle);
        if (step.text != 0) close(*circle, index);
        open_.erase(circle);
    }

    void close(Circle& circle, EventIndex end) {
        circle.end = end;
        found_.push_back(std::move(circle));
    }

    void release(const Circle& circle) {
        for (const Circle::Link& link : circle.links) in_circle_[link.task] = false;
    }

    void forget_open() {
        for (const Circle& circle : open_) release(circle);
        open_.clear();
    }

    const Store& store_;
    std::vector<ObjectId> holder_;  // of each lock: the task that took it
    std::vector<ObjectId> awaits_;  // of each task
    std::vector<ObjectId> group_;   // of each task: the gather or task group that it is in
    std::vector<ObjectId> host_;    // of each task group: the task of its block
    std::vector<bool> in_circle_;   // of each task
    std::vector<Circle> open_, found_;
    std::vector<Circle::Link> path_;
};

}  // namespace

std::vector<Circle> waiting_circles(const Store& store) { return Search(store).run(); }

}  // namespace loopscope::viz
