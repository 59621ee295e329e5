#include "viz/panels/machine/machine_layout.h"

#include <algorithm>

namespace loopscope::viz {

using namespace machine_size;

namespace {

constexpr std::size_t kMostRows = 60;  // of a place, where the panel scrolls

}  // namespace

MachineBox MachineLayout::box_at(MachinePlace place, Rect rect, std::size_t columns) const {
    MachineBox box{.place = place, .rect = rect, .first = first_[index_of(place)], .seats = {}, .more = 0};
    const auto& tokens = machine_[place];
    const float inset = scene_.px(kInset), gap = scene_.px(kGap), row = row_;
    const float width =
        (rect.width - 2 * inset - gap * static_cast<float>(columns - 1)) / static_cast<float>(columns);
    const float note = scene_.px(18), bottom = rect.bottom() - inset + 1;
    float y = rect.y + scene_.px(kHead);
    std::size_t column = 0;
    for (std::size_t i = box.first; i < tokens.size(); ++i) {
        const bool border =
            place == MachinePlace::ready && !tokens[i].this_turn && (i == 0 || tokens[i - 1].this_turn);
        if (border) y += scene_.px(kGap + 12);
        const bool last = i + 1 == tokens.size() && machine_.left_out[index_of(place)] == 0;
        if (y + row > bottom - (last ? 0 : note)) break;
        const float x = rect.x + inset + static_cast<float>(column) * (width + gap);
        box.seats.push_back({tokens[i], place, i, {x, y, width, row}});
        if (++column == columns) {
            column = 0;
            y += row + gap;
        }
    }
    box.more = tokens.size() + machine_.left_out[index_of(place)] - box.first - box.seats.size();
    return box;
}

MachineBoxes MachineLayout::stacked(float width) const {
    MachineBoxes boxes;
    float y = scene_.px(30);
    constexpr MachinePlace kOrder[] = {MachinePlace::running,  MachinePlace::ready,   MachinePlace::timers,
                                       MachinePlace::selector, MachinePlace::threads, MachinePlace::waiting};
    for (const MachinePlace place : kOrder) {
        const auto& tokens = machine_[place];
        // What a program does not use takes no room.
        const bool rare = place == MachinePlace::threads ||
                          (!all_ && (place == MachinePlace::selector || place == MachinePlace::waiting));
        if (rare && tokens.empty()) continue;
        // What is empty takes little; the place of what runs stays, as it is empty every other moment.
        if (place != MachinePlace::running && tokens.empty()) {
            boxes[index_of(place)] = box_at(place, {0, y, width, scene_.px(kHead)}, 1);
            y += scene_.px(kHead + 8);
            continue;
        }
        const std::size_t shown = std::clamp<std::size_t>(tokens.size(), 1, kMostRows);
        const bool cut = tokens.size() > kMostRows || machine_.left_out[index_of(place)] > 0;
        const bool two_turns = place == MachinePlace::ready && !tokens.empty() && !tokens.back().this_turn;
        const float height = scene_.px(kHead + kInset - kGap) +
                             static_cast<float>(shown) * (row_ + scene_.px(kGap)) +
                             scene_.px((two_turns ? kGap + 12 : 0.0F) + (cut ? 20.0F : 0.0F));
        boxes[index_of(place)] = box_at(place, {0, y, width, height}, 1);
        y += height + scene_.px(8);
    }
    return boxes;
}

// Of a place with so many rows.
float MachineLayout::height_for(std::size_t rows) const {
    return scene_.px(kHead + kInset - kGap) + static_cast<float>(rows) * (row_ + scene_.px(kGap));
}

MachineBoxes MachineLayout::spread(float width, float height) const {
    constexpr float kStretch = 1.3F;  // boxes are not much larger than what was in them
    const float strip = scene_.px(kStrip + 12), gap = scene_.px(80), between = scene_.px(46);
    const float left = std::min(width * 0.31F, scene_.px(420));
    const float rest = width - left - gap, body = std::max(height - strip, scene_.px(200));
    const float ready = (rest - gap) * 0.58F, running = rest - gap - ready;
    const float small = scene_.px(8);
    const auto columns = static_cast<std::size_t>(std::clamp(rest / (row_ * 7), 1.0F, 4.0F));
    const auto wanted = [&](MachinePlace place, std::size_t least, std::size_t in_a_row = 1) {
        const std::size_t most = most_[index_of(place)];
        return height_for(std::max((most + in_a_row - 1) / in_a_row, least));
    };
    const float threads = std::min(wanted(MachinePlace::threads, 1), body * 0.3F);
    const float selector = std::min(wanted(MachinePlace::selector, 1), body * 0.36F);
    const float sources = wanted(MachinePlace::timers, 3) + selector + threads + 2 * small;
    const float queue = wanted(MachinePlace::ready, 3) + scene_.px(kGap + 12);
    const float outside = wanted(MachinePlace::waiting, 2, columns);
    const float all = std::min(body, kStretch * std::max(sources, queue + between + outside));
    const float top = strip + (body - all) * 0.4F;
    const float timers = all - threads - selector - 2 * small;
    const float upper = (all - between) * std::clamp(queue / (queue + outside), 0.4F, 0.7F);
    const float lower = all - between - upper;
    MachineBoxes boxes;
    const auto put = [&](MachinePlace place, Rect rect, std::size_t in_a_row) {
        boxes[index_of(place)] = box_at(place, rect, in_a_row);
    };
    put(MachinePlace::timers, {0, top, left, timers}, 1);
    put(MachinePlace::selector, {0, top + timers + small, left, selector}, 1);
    put(MachinePlace::threads, {0, top + timers + selector + 2 * small, left, threads}, 1);
    put(MachinePlace::ready, {left + gap, top, ready, upper}, 1);
    put(MachinePlace::running, {left + gap + ready + gap, top, running, upper}, 1);
    put(MachinePlace::waiting, {left + gap, top + upper + between, rest, lower}, columns);
    return boxes;
}

}  // namespace loopscope::viz
