// Paints the loop's machine at one origin.
#pragma once

#include "viz/panels/machine/machine_layout.h"

#include <string>

namespace loopscope::viz {

// Why a thing is where it is: "timer due", "2 s left"; empty if there is nothing to say. `brief`: "woken" in
// place of "woken by sleep until 2 s".
std::string remark_text(const Scene& scene, const MachineItem& token, MachinePlace place, bool brief = false);

class MachinePainter {
public:
    // `high`: there is much room, so words are large.
    MachinePainter(const Scene& scene, const ViewState& view, ImVec2 origin, bool high)
        : scene_(scene),
          view_(view),
          theme_(*scene.theme),
          brush_(scene.brush()),
          origin_(origin),
          name_(high ? Type::strong : Type::small_strong),
          high_(high) {}

    // The three parts of a turn; the present one is filled.
    void strip(const Machine& machine, float width, bool wide) const;

    void box(const MachineBox& box, const Machine& machine) const;

    // From the edge of one place to that of another, with a word beside it.
    void way(ImVec2 from, ImVec2 to, std::string_view key) const;

    void line(ImVec2 from, ImVec2 to, std::string_view key) const;

    // At a place that need not be its seat.
    void token(const MachineSeat& seat, Rect relative, float alpha, bool flies) const;

private:
    struct Look {
        Color fill, edge, text;
        float thickness = 1;
    };

    // In the box or, if that is low, beside its name.
    void nothing(const MachineBox& box, const Machine& machine, ImVec2 corner) const;

    ImVec2 at(ImVec2 relative) const { return {origin_.x + relative.x, origin_.y + relative.y}; }

    // Beside an upright line, above another.
    void label(ImVec2 a, ImVec2 b, std::string_view key) const;

    Rect at(Rect relative) const;

    void phase(Rect rect, std::string_view text, bool now) const;

    Look look_of(const MachineItem& token, MachinePlace place, bool front) const;

    // What remains of a timer is a band that grows shorter.
    void remaining(const MachineItem& token, Rect rect, float alpha, float corner) const;

    void words(const MachineItem& token, MachinePlace place, Rect rect, float alpha, const Look& look,
               bool front) const;

    // Between what runs in this turn and what in the next.
    void turn_border(const MachineBox& box) const;

    const Scene& scene_;
    const ViewState& view_;
    const Theme& theme_;
    Brush brush_;
    ImVec2 origin_;
    Type name_;  // of the places' names
    bool high_;
};

}  // namespace loopscope::viz
