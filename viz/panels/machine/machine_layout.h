// Where the places of the loop's machine are, and where each thing is in them.
#pragma once

#include "viz/data/instant/machine.h"
#include "viz/panels/base/panel.h"

#include <array>
#include <vector>

namespace loopscope::viz {

// Sizes at scale 1. Rows are higher where there is much room: on a projector.
namespace machine_size {
inline constexpr float kRow = 30, kHighRow = 56, kGap = 5, kInset = 10, kHead = 30, kStrip = 34;
}

// A thing on the screen. Rectangles are relative to the upper left corner of the contents.
struct MachineSeat {
    MachineItem token;
    MachinePlace place{};
    std::size_t number = 0;  // in its place
    Rect rect;
};
// A place on the screen, with the things that there is room for.
struct MachineBox {
    MachinePlace place{};
    Rect rect;  // empty: it is not shown
    std::size_t first = 0;
    std::vector<MachineSeat> seats;
    std::size_t more = 0;  // things below, for which there is no room
};
using MachineBoxes = std::array<MachineBox, kMachinePlaces>;

class MachineLayout {
public:
    using Counts = std::array<std::size_t, kMachinePlaces>;
    // `first`: the first thing that is seen in each place. `most`: how many have been seen in each at once:
    // there is room for them, so that nothing jumps. `row`: the height of a thing, in pixels. `all`: places
    // that nothing is in are shown, too. All must outlive it.
    MachineLayout(const Scene& scene, const Machine& machine, const Counts& first, const Counts& most,
                  float row, bool all = false)
        : scene_(scene), machine_(machine), first_(first), most_(most), row_(row), all_(all) {}

    // One below the other, as high as they need to be.
    MachineBoxes stacked(float width) const;
    // What comes from outside at the left, the queue and what runs at the right, who waits below.
    MachineBoxes spread(float width, float height) const;

private:
    MachineBox box_at(MachinePlace place, Rect rect, std::size_t columns) const;
    float height_for(std::size_t rows) const;

    const Scene& scene_;
    const Machine& machine_;
    const Counts &first_, &most_;
    float row_;
    bool all_;
};

}  // namespace loopscope::viz
