// How the user has shared out the room of a layout: where its borders stand.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace loopscope::viz {

// Of the share that each says: the left column's and the right one's of the window's width, the lower place's
// of the height between header and transport, the uppermost place's and the lowest one's of the right
// column's height, the names' of the timeline's width.
enum class Border : std::uint8_t { left, right, lower, upper, foot, names };
inline constexpr std::size_t kBorders = 6;

class Proportions {
public:
    // Nothing: where the layout puts it.
    std::optional<float> share(Border border) const;
    // What no border can be at is the nearest that it can.
    void set(Border border, float share);
    void reset(Border border) { parts_[static_cast<std::size_t>(border)].reset(); }
    bool untouched() const;

    // One line for the settings: "left 1900, lower 4600", in ten-thousandths; only what the user has moved.
    std::string text() const;
    // Takes over what is understood. Returns whether all was.
    bool take(std::string_view text);

    friend bool operator==(const Proportions&, const Proportions&) = default;

private:
    std::array<std::optional<int>, kBorders> parts_{};
};

}  // namespace loopscope::viz
