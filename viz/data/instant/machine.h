// The loop at one instant as a machine: what stands in which of its places, and where it stood before.
#pragma once

#include "viz/data/recording/store.h"

#include <array>
#include <optional>
#include <vector>

namespace loopscope::viz {

enum class MachinePlace : std::uint8_t { running, ready, timers, selector, threads, waiting };
inline constexpr std::size_t kMachinePlaces = 6;
constexpr std::size_t index_of(MachinePlace place) { return static_cast<std::size_t>(place); }

// What the loop does in a turn, one after the other.
enum class MachinePhase : std::uint8_t { stopped, waits, collects, runs };

// One thing in one place.
struct MachineItem {
    trace::ObjectId id = 0;
    // ready: the future that woke it; timers: who is served; waiting: what it waits for; selector: the task
    // that uses the connection.
    trace::ObjectId about = 0;
    trace::ReadyReason reason{};    // ready
    bool this_turn = true;          // ready: runs in this turn, not in the next
    bool cancelled = false;         // ready: CancelledError is thrown into the task when it runs
    bool fired = false;             // selector: has made something ready in this turn
    std::uint8_t directions = 0;    // selector: kRead | kWrite
    bool active = false;            // threads: has its turn
    std::int64_t remaining_ns = 0;  // timers: until it is due; negative: it is overdue
    float remaining_share = 0;      // ... of the time for which it was set, 0 to 1
    trace::StringId name = 0;       // timers: of the callback, if nobody is served
};

struct Machine {
    std::array<std::vector<MachineItem>, kMachinePlaces> places;
    std::array<std::size_t, kMachinePlaces> left_out{};  // for which there was no room
    MachinePhase phase{};
    std::uint32_t turn = 0, run_in_turn = 0, left_in_turn = 0;
    std::int64_t now_ns = 0;

    const std::vector<MachineItem>& operator[](MachinePlace place) const { return places[index_of(place)]; }
};

// With at most `most` things in each place, the first of its order.
Machine machine_of(const Store& store, const trace::LoopState& now, std::size_t most = 512);

// Where something stood: a thing in a place, or the place itself if it came through there unseen.
struct Origin {
    MachinePlace place{};
    std::optional<std::size_t> index;

    friend bool operator==(const Origin&, const Origin&) = default;
};

struct MachineChange {
    // For each thing of the later picture where it comes from; nothing: it is new, from nowhere.
    std::array<std::vector<std::optional<Origin>>, kMachinePlaces> origins;
    std::vector<Origin> gone;  // things of the earlier picture that are nowhere now

    bool empty() const;  // nothing moves, comes or goes
};

MachineChange change_between(const Machine& before, const Machine& after);

}  // namespace loopscope::viz
