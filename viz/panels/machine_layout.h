// Where the places of the loop's machine are, and where each thing is in them.
#pragma once

#include "viz/data/machine.h"
#include "viz/panels/panel.h"

#include <array>
#include <vector>

namespace loopscope::viz {

// Sizes at scale 1. Rows are higher where there is much room: on a projector.
namespace machine_size {
inline constexpr float kRow = 30, kHighRow = 44, kGap = 5, kInset = 10, kHead = 30, kStrip = 34;
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
    // `first`: the first thing that is seen in each place. `row`: the height of a thing, in pixels. All must
    // outlive it.
    MachineLayout(const Scene& scene, const Machine& machine,
                  const std::array<std::size_t, kMachinePlaces>& first, float row)
        : scene_(scene), machine_(machine), first_(first), row_(row) {}

    // One below the other, as high as they need to be.
    MachineBoxes stacked(float width) const;
    // What comes from outside at the left, the queue and what runs at the right, who waits below.
    MachineBoxes spread(float width, float height) const;

private:
    MachineBox box_at(MachinePlace place, Rect rect, std::size_t columns) const;

    const Scene& scene_;
    const Machine& machine_;
    const std::array<std::size_t, kMachinePlaces>& first_;
    float row_;
};

}  // namespace loopscope::viz
