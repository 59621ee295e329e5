// Which lanes the timeline shows, in which order, and what stands above or under which: tasks under their
// creator, pinned ones first, folded ones put away.
#pragma once

#include "viz/data/recording/store.h"

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace loopscope::viz {

// Under which heading a lane stands: its creator's lane, the function that it runs, or how it ended.
enum class LaneGroup : std::uint8_t { creator, function, ending, none };
inline constexpr int kLaneGroups = 4;
enum class LaneSort : std::uint8_t { created, name, ended, steps };
inline constexpr int kLaneSorts = 4;

// How the user wants them. Tasks are named by their label, so that it outlives a run with other parameters.
struct LaneWish {
    LaneGroup group = LaneGroup::creator;
    LaneSort sort = LaneSort::created;
    std::string filter;  // words that must all be in the label or the function; empty = all
    std::set<std::string> pinned, folded;
    // Locks and queues; nothing: as there is room for them.
    std::optional<bool> folds_primitives = std::nullopt;

    friend bool operator==(const LaneWish&, const LaneWish&) = default;
};

struct LaneRow {
    std::uint32_t lane = 0;    // 0 is the loop's, and of headings
    std::uint32_t depth = 0;   // how far it is indented
    std::uint32_t inside = 0;  // lanes below it, shown or folded away
    std::string heading = {};  // of a group that is no lane; empty for lanes
    LaneEnd ending{};          // of the heading of those that ended so
    bool folded = false;
    bool pinned = false;

    bool is_lane() const { return heading.empty(); }
};

// The loop's lane is always the first.
std::vector<LaneRow> lane_rows(const Store& store, const LaneWish& wish);

// The lanes of locks, queues and the like, by their number in Store::primitive_lanes().
struct PrimitiveRows {
    bool folded = false;
    std::size_t all = 0;  // 0: no heading, either
    std::vector<std::uint32_t> lanes = {};

    friend bool operator==(const PrimitiveRows&, const PrimitiveRows&) = default;
};
// Pinned ones first; of folded ones only these, and the selected one. A filter that is set chooses.
PrimitiveRows primitive_rows(const Store& store, const LaneWish& wish, trace::ObjectId selected, bool folded);

// The lane of the task that created each lane's; 0 for those of the loop or a callback.
std::vector<std::uint32_t> creators_of_lanes(const Lanes& lanes);

// What a row is folded by: its task's label, or its heading.
std::string fold_key(const Store& store, const LaneRow& row);

}  // namespace loopscope::viz
