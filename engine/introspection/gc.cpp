#include "engine/introspection/gc.h"

#include "engine/sync/wait_line.h"

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <set>
#include <utility>
#include <vector>

namespace asyncio {
namespace detail {

namespace {

using Place = Ledger::Address;

template <class Visit>
void each_frame(const TaskBase& task, Visit visit) {
    for (auto* frame = const_cast<PromiseBase*>(task.innermost()); frame; frame = frame->caller)
        visit(static_cast<Place>(frame->handle().address()));
}

std::uintptr_t word_at(Place place) {
    std::uintptr_t word = 0;
    std::memcpy(&word, place, sizeof word);
    return word;
}

constexpr std::ptrdiff_t kWord = sizeof(std::uintptr_t);

// Whether three pointers are those of a std::vector of handles: begin, end, and an end of capacity that
// growing by doubling gives. All words from begin to end must be references; what is not surely a vector
// holds nothing.
bool is_vector(const Ledger& book, std::uintptr_t begin, std::uintptr_t end, std::uintptr_t capacity) {
    if (begin == 0 || begin >= end || end > capacity || capacity - begin > 2 * (end - begin)) return false;
    const auto first = reinterpret_cast<Place>(begin), last = reinterpret_cast<Place>(end);
    auto ref = book.refs().find(first);
    if (ref == book.refs().end() || book.block_of(first) != book.blocks().end()) return false;
    for (Place place = first; place != last; place += kWord, ++ref)
        if (ref == book.refs().end() || ref->first != place) return false;
    return true;
}

// The references in a block of memory, and in the vectors that are there.
template <class Visit>
void each_ref(const Ledger& book, std::map<Place, std::size_t>::const_iterator block, Visit visit) {
    const auto between = [&](Place from, Place to) {
        for (auto ref = book.refs().lower_bound(from); ref != book.refs().end() && ref->first < to; ++ref)
            visit(ref->first, *ref->second);
    };
    const Place start = block->first, after = start + block->second;
    between(start, after);
    for (Place at = start; at + 3 * kWord <= after; at += kWord) {
        const std::uintptr_t begin = word_at(at), end = word_at(at + kWord);
        if (is_vector(book, begin, end, word_at(at + 2 * kWord)))
            between(reinterpret_cast<Place>(begin), reinterpret_cast<Place>(end));
    }
}

// Only what the loop can do without is collected: what the outside world may still reach stays.
bool can_be_lost(ObjectKind kind) {
    return loopscope::trace::lives_by_references(kind) || loopscope::trace::is_primitive(kind);
}

// What holds what, seen from the tasks. As CPython's collector does, it counts for each object the references
// that come from others of the graph: if there are more, somebody else holds it.
class HoldGraph {
public:
    HoldGraph(const Ledger& book, const EventLoop& loop) : book_(book) {
        for (const auto& [place, object] : book.refs()) add(*object);
        for (TaskBase& task : loop.pending_tasks()) add(task);
        for (Object* object : objects_) note_owner(*object);
        for (const auto& [block, owner] : owners_)
            each_ref(book_, book_.blocks().find(block),
                     [&, holder = owner](Place place, Object& held) { hold(*holder, held, place); });
        for (Object* object : objects_) note_callbacks(*object);
    }

    // Everything that somebody else holds, and what that holds.
    std::set<const Object*> reachable() const {
        std::set<const Object*> found;
        std::vector<const Object*> next;
        const auto reach = [&](const Object* object) {
            if (found.insert(object).second) next.push_back(object);
        };
        for (const Object* object : objects_) {
            const auto counted = counted_.find(object);
            if (object->references() != (counted == counted_.end() ? 0 : counted->second)) reach(object);
        }
        while (!next.empty()) {
            const Object* const object = next.back();
            next.pop_back();
            if (const auto held = holds_.find(object); held != holds_.end())
                for (const Object* each : held->second) reach(each);
        }
        return found;
    }

private:
    void add(Object& object) {
        if (!can_be_lost(object.kind()) || !objects_.insert(&object).second) return;
        if (const auto* future = dynamic_cast<const FutureBase*>(&object))
            for (Runnable* callback : future->callbacks()) add(*callback);
    }

    // An object owns its own memory, a task also its coroutines'.
    void note_owner(Object& object) {
        const auto own = [&](Place place) {
            if (const auto block = book_.block_of(place); block != book_.blocks().end())
                owners_.emplace(block->first, &object);
        };
        own(reinterpret_cast<Place>(&object));
        if (object.kind() == ObjectKind::task) each_frame(static_cast<TaskBase&>(object), own);
    }

    void note_callbacks(Object& object) {
        const auto* future = dynamic_cast<const FutureBase*>(&object);
        if (!future) return;
        for (Runnable* callback : future->callbacks()) hold(object, *callback, nullptr);
        // A lock and the like do not count those who wait in their line, but wake them.
        if (const auto* waiter = dynamic_cast<const Waiter*>(future); waiter && !waiter->done())
            holds_[&waiter->waits_for()].push_back(&object);
    }

    void hold(Object& holder, Object& held, Place place) {
        if (place && !places_.insert(place).second) return;
        holds_[&holder].push_back(&held);
        ++counted_[&held];
    }

    struct InOrder {
        bool operator()(const Object* a, const Object* b) const noexcept {
            return std::pair(a->id(), a) < std::pair(b->id(), b);
        }
    };

    const Ledger& book_;
    std::set<Object*, InOrder> objects_;
    std::map<Place, Object*> owners_;  // of blocks
    std::set<Place> places_;           // references that were counted
    std::map<const Object*, std::vector<const Object*>> holds_;
    std::map<const Object*, std::uint32_t> counted_;
};

std::vector<Ref<TaskBase>> lost_tasks(const EventLoop& loop) {
    std::vector<TaskBase*> lost;
    if (ledger) {
        const auto reachable = HoldGraph(*ledger, loop).reachable();
        for (TaskBase& task : loop.pending_tasks())
            if (!reachable.contains(&task)) lost.push_back(&task);
    }
    std::vector<Ref<TaskBase>> held;
    for (TaskBase* task : lost) held.emplace_back(task);
    return held;
}

// By number: the futures in variables of the task's coroutines. The one that it awaits is not: its coroutine
// holds it for the sake of waiting.
std::set<ObjectId> held_by_frames(const Ledger& book, const TaskBase& task) {
    std::map<const Object*, int> counts;
    each_frame(task, [&](Place frame) {
        const auto block = book.blocks().find(frame);
        if (block == book.blocks().end()) return;
        each_ref(book, block, [&](Place, Object& object) {
            if (dynamic_cast<FutureBase*>(&object) && !dynamic_cast<Waiter*>(&object)) ++counts[&object];
        });
    });
    if (const FutureBase* awaited = task.awaited()) --counts[awaited];
    std::set<ObjectId> held;
    for (const auto& [object, count] : counts)
        if (count > 0 && object != &task && object->kind() != ObjectKind::sleep) held.insert(object->id());
    return held;
}

}  // namespace

void report_frames(const TaskBase& task) {
    Observer* const observer = task.get_loop().observer();
    if (!ledger || !observer) return;
    const std::set<ObjectId> now = task.innermost() ? held_by_frames(*ledger, task) : std::set<ObjectId>();
    std::set<ObjectId>& told = ledger->told(task.id());
    for (const ObjectId held : told)
        if (!now.contains(held)) observer->frame_holds(task, held, false);
    for (const ObjectId held : now)
        if (!told.contains(held)) observer->frame_holds(task, held, true);
    told = now;
    if (now.empty()) ledger->forget_told(task.id());
}

}  // namespace detail

namespace gc {

Tracking::Tracking() : outer_(std::exchange(detail::ledger, &ledger_)) {}

Tracking::~Tracking() { detail::ledger = outer_; }

std::size_t collect(std::source_location where) {
    EventLoop& loop = get_running_loop();
    if (Observer* observer = loop.observer()) {
        const detail::CallSite site(observer, where);
        observer->collecting(loop.current_task());
    }
    std::vector<detail::Ref<TaskBase>> lost = detail::lost_tasks(loop);
    const std::size_t count = lost.size();
    for (const auto& task : lost) task->destroy_pending();
    lost.clear();
    if (Observer* observer = loop.observer()) observer->collected(count);
    return count;
}

}  // namespace gc
}  // namespace asyncio
