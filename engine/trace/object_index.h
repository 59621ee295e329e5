// Every object that a recording ever knew: what it was, when it came, ended and went.
#pragma once

#include "engine/trace/recording.h"

#include <limits>
#include <unordered_map>
#include <vector>

namespace loopscope::trace {

inline constexpr EventIndex kNever = std::numeric_limits<EventIndex>::max();

struct ObjectInfo {
    ObjectKind kind{};
    bool internal = false;  // asyncio's own
    StringId name = 0;      // the one it was created with; ObjectIndex::name_at() knows later ones
    ObjectId parent = 0;
    ObjectId creator = 0;         // the task that ran when it was created, 0 = none
    std::int64_t value = 0;       // see `new`
    EventIndex created = kNever;  // kNever: no such object
    EventIndex done = kNever;     // `return`, `raise`, `cancelled`, `resolve`
    EventIndex dropped = kNever;
};

class ObjectIndex {
public:
    // Takes in the events that were appended since the last call.
    void update(const Recording& recording);

    // One past the highest number.
    ObjectId size() const { return static_cast<ObjectId>(objects_.size()); }
    // An empty entry (created == kNever) if there is no such object.
    const ObjectInfo& operator[](ObjectId id) const { return objects_[id < objects_.size() ? id : 0]; }
    bool knows(ObjectId id) const { return (*this)[id].created != kNever; }

    // Its name just after event `at`.
    StringId name_at(ObjectId id, EventIndex at) const;
    // It was given a name after its creation, perhaps the empty one.
    bool renamed(ObjectId id, EventIndex at) const;
    // Of memory, without those rare names.
    std::size_t bytes() const { return objects_.capacity() * sizeof(ObjectInfo); }

private:
    struct Rename {
        EventIndex event;
        StringId name;
    };

    void apply(const Event& event, EventIndex index);
    void create(const Event& event, EventIndex index);

    std::vector<ObjectInfo> objects_ = std::vector<ObjectInfo>(1);
    std::unordered_map<ObjectId, std::vector<Rename>> renames_;  // of each, in their order; rare
    std::vector<ObjectId> running_;                              // tasks and, as 0, callbacks
    std::size_t seen_ = 0;                                       // events taken in
};

}  // namespace loopscope::trace
