// What was painted in the last frame of the present ImGui context, by its colour and place.
#pragma once

#include "viz/theme.h"
#include "viz/view/layout.h"

#include <imgui.h>

#include <algorithm>
#include <optional>

namespace loopscope::viz {

// Where there is something of that colour, however pale, inside of `where`: the least rectangle around its
// corners. Nothing if there is none.
inline std::optional<Rect> ink_in(const ImDrawList& list, Rect where, Color color) {
    constexpr Color kRgb = 0x00FFFFFF;
    std::optional<Rect> found;
    for (const ImDrawVert& corner : list.VtxBuffer) {
        const bool faint = corner.col >> 24U == 0;  // the soft edge of a shape
        if (faint || (corner.col & kRgb) != (color & kRgb) || !where.holds(corner.pos.x, corner.pos.y))
            continue;
        if (!found) found = Rect{corner.pos.x, corner.pos.y, 0, 0};
        const float left = std::min(found->x, corner.pos.x), top = std::min(found->y, corner.pos.y);
        found = Rect{left, top, std::max(found->right(), corner.pos.x) - left,
                     std::max(found->bottom(), corner.pos.y) - top};
    }
    return found;
}

// The same over everything that the frame consists of.
inline bool is_inked(Rect where, Color color) {
    const ImDrawData& data = *ImGui::GetDrawData();
    for (int i = 0; i < data.CmdListsCount; ++i)
        if (ink_in(*data.CmdLists[i], where, color)) return true;
    return false;
}

}  // namespace loopscope::viz
