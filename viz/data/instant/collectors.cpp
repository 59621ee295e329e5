#include "viz/data/instant/collectors.h"

#include <algorithm>
#include <optional>
#include <string_view>
#include <unordered_map>
#include <utility>

namespace loopscope::viz {

using trace::Event;
using trace::EventIndex;
using trace::EventKind;
using trace::ObjectId;
using trace::ObjectKind;

namespace {

// By the name of the callback that they give to those they collect.
std::optional<CollectorKind> kind_of(std::string_view callback) {
    if (callback == "wait") return CollectorKind::wait;
    if (callback == "as_completed" || callback == "AsCompletedIterator") return CollectorKind::as_completed;
    return std::nullopt;
}

}  // namespace

class CollectorIndex::Walk {
public:
    Walk(std::vector<Collector>& all, const Store& store) : all_(all), store_(store) {}

    void take(EventIndex i) {
        const Event& event = store_.event(i);
        switch (event.kind) {
            case EventKind::create: return create(event, i);
            case EventKind::link: return link(event, i);
            case EventKind::add_callback: return callback(event, i);
            case EventKind::ready:
            case EventKind::timer: return;  // a wait()'s limit; a callback of who is done already
            case EventKind::step: runs_ = event.a; break;
            case EventKind::call: serve(event, i); break;
            case EventKind::resolve:
            case EventKind::task_return:
            case EventKind::task_raise:
            case EventKind::task_cancelled: done(event.a, i); break;
            default: break;
        }
        open_.reset();
    }

private:
    Collector& add(CollectorKind kind, ObjectId object, EventIndex i) {
        by_object_[object] = all_.size();
        all_.push_back({.kind = kind, .object = object, .owner = runs_, .made = i});
        return all_.back();
    }

    void create(const Event& event, EventIndex i) {
        const auto kind = static_cast<ObjectKind>(std::min<std::uint32_t>(event.c, trace::kLastObjectKind));
        if (kind == ObjectKind::gather) add(CollectorKind::gather, event.a, i);
        const bool wait = kind == ObjectKind::future && store_.recording().string(event.text) == "wait";
        if (wait) waits_on_ = event.a;
    }

    void collect(std::size_t number, ObjectId what, EventIndex i) {
        Collector& collector = all_[number];
        const auto ended = done_.find(what);
        collector.made = i;
        places_[what].push_back({number, collector.all.size()});
        collector.all.push_back({what, ended == done_.end() ? trace::kNever : ended->second});
    }

    void link(const Event& event, EventIndex i) {
        const auto gather = by_object_.find(event.a);
        if (gather == by_object_.end() || store_.recording().string(event.text) != "child") return;
        if (all_[gather->second].kind == CollectorKind::gather) collect(gather->second, event.b, i);
    }

    // They follow one another: all of one call.
    void callback(const Event& event, EventIndex i) {
        const trace::ObjectInfo& told = store_.objects()[event.b];
        const auto kind = told.internal ? kind_of(store_.recording().string(told.name)) : std::nullopt;
        if (!kind) return;
        if (!open_ || all_[*open_].kind != *kind) {
            const ObjectId object = *kind == CollectorKind::wait && waits_on_ != 0 ? waits_on_ : event.b;
            add(*kind, object, i);
            open_ = all_.size() - 1;
        }
        by_object_[event.b] = *open_;
        collect(*open_, event.a, i);
    }

    void done(ObjectId what, EventIndex i) {
        done_[what] = i;
        if (const auto own = by_object_.find(what);
            own != by_object_.end() && all_[own->second].object == what)
            all_[own->second].over = std::min(all_[own->second].over, i);
        const auto found = places_.find(what);
        if (found == places_.end()) return;
        for (const auto& [number, place] : found->second) {
            all_[number].all[place].done = i;
        }
    }

    void serve(const Event& event, EventIndex i) {
        const auto found = by_object_.find(event.a);
        if (found == by_object_.end() || all_[found->second].kind != CollectorKind::as_completed) return;
        Collector& collector = all_[found->second];
        const auto who = std::find_if(collector.all.begin(), collector.all.end(),
                                      [&](const Collected& each) { return each.object == event.b; });
        if (who == collector.all.end()) return;
        collector.served.push_back(static_cast<std::size_t>(who - collector.all.begin()));
        collector.served_at.push_back(i);
        if (collector.served.size() == collector.all.size()) collector.over = i;
    }

    std::vector<Collector>& all_;
    const Store& store_;
    ObjectId runs_ = 0, waits_on_ = 0;
    std::optional<std::size_t> open_;  // one whose callbacks are being added
    std::unordered_map<ObjectId, std::size_t> by_object_;
    std::unordered_map<ObjectId, EventIndex> done_;
    std::unordered_map<ObjectId, std::vector<std::pair<std::size_t, std::size_t>>> places_;
};

CollectorIndex::CollectorIndex(const Store& store) {
    Walk walk(all_, store);
    for (EventIndex i = 0; i < store.event_count(); ++i) walk.take(i);
    // What asyncio gathers for itself, in start_server() or communicate(), is no concern of the program's.
    const auto is_own = [&](const Collected& each) { return store.objects()[each.object].internal; };
    std::erase_if(all_, [&](const Collector& collector) {
        return std::all_of(collector.all.begin(), collector.all.end(), is_own);
    });
}

std::vector<const Collector*> CollectorIndex::seen_at(EventIndex count, std::size_t most) const {
    std::vector<const Collector*> seen;
    const auto end = std::partition_point(all_.begin(), all_.end(),
                                          [&](const Collector& each) { return each.made < count; });
    constexpr std::size_t kPatience = 4096;  // that are looked at
    std::size_t looked = 0;
    bool last = true;
    for (auto each = end; each != all_.begin() && seen.size() < most && ++looked < kPatience;) {
        --each;
        if (each->over < count && !std::exchange(last, false)) continue;
        seen.push_back(&*each);
    }
    return seen;
}

}  // namespace loopscope::viz
