// The loop at this instant, drawn as a machine: what runs, the ready queue, the timers, the selector, the
// door for threads, and the tasks that wait outside. At a step things move from one place to the next.
#pragma once

#include "viz/panels/machine/machine_layout.h"
#include "viz/view/motion.h"

#include <array>
#include <optional>
#include <vector>

namespace loopscope::viz {

class MachinePainter;

class LoopPanel {
public:
    // Before draw(), for the time since the last frame.
    void advance(double seconds) { motion_.advance(seconds); }
    bool moving() const { return motion_.moving(); }
    // The movement is over, as if its time had passed.
    void skip() { motion_.stop(); }

    void draw(const Scene& scene, const ViewState& view, Wishes& wishes, Rect rect);

private:
    void update(const Scene& scene, const ViewState& view);
    void start_motion(const ViewState& view, const Machine& before);
    void scroll(ImVec2 origin);
    void draw_ways(const Scene& scene, const MachinePainter& painter) const;
    void draw_things(const MachinePainter& painter) const;
    // The thread's stack below the machine; returns its height.
    float draw_stack(const Scene& scene, Wishes& wishes, ImVec2 at, float width) const;
    void draw_stack_row(const Scene& scene, Wishes& wishes, Rect rect) const;
    void take_clicks(const Scene& scene, Wishes& wishes, ImVec2 origin) const;
    void take_destination(const Scene& scene, Wishes& wishes, ImVec2 origin) const;
    std::optional<Rect> seat_of(const Origin& origin) const;

    Machine machine_;
    std::uint64_t generation_ = 0;
    std::optional<trace::EventIndex> cursor_;          // that the machine belongs to
    bool mixed_ = false;                               // the order of its queue is asked, and not told
    float row_ = 0;                                    // the height of a thing, in pixels
    MachineBoxes boxes_;                               // as last drawn
    std::array<std::size_t, kMachinePlaces> first_{};  // that is seen in each place
    std::array<std::size_t, kMachinePlaces> most_{};   // that were seen in each at once
    // While something moves: where each thing of the machine comes from, and what is gone.
    Motion motion_;
    std::array<std::vector<std::optional<Rect>>, kMachinePlaces> from_;
    std::vector<MachineSeat> gone_;
};

}  // namespace loopscope::viz
