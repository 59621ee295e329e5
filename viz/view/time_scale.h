// From positions on an axis to pixels and back; zooming and panning. Pure arithmetic.
#pragma once

#include <algorithm>
#include <cmath>

namespace loopscope::viz {

// Requires: width > 0. Positions run from 0 to `length`.
class TimeScale {
public:
    // `max_pixels_per_unit`: how far one may zoom in. `lead`: pixels of air before position 0.
    TimeScale(double length, double width, double max_pixels_per_unit, double lead = 0)
        : length_(std::max(length, 1e-9)),
          width_(std::max(width, 1.0)),
          max_(max_pixels_per_unit),
          lead_(std::min(lead, width_ / 2)) {}

    double start() const { return start_; }
    double pixels_per_unit() const { return zoom_; }
    double end() const { return start_ + width_ / zoom_; }
    double to_pixel(double position) const { return (position - start_) * zoom_; }
    double to_position(double pixel) const { return start_ + pixel / zoom_; }
    bool shows_all() const {
        constexpr double kRounded = 1e-9;  // of the length
        return start_ <= 0 && end() >= length_ * (1 - kRounded);
    }

    // The whole length, but no unit wider than `widest` pixels.
    void fit(double widest) { restore_start(std::min(min_zoom(), widest)); }

    // The beginning, at that size.
    void restore_start(double zoom) {
        zoom_ = std::clamp(zoom, std::min(min_zoom(), zoom), max_);
        start_ = earliest();
    }

    // Sets the view as it was under another width or length.
    void restore(double start, double zoom) {
        zoom_ = std::clamp(zoom, min_zoom(), max_);
        start_ = bounded(start);
    }

    // Zooms by `factor`; what is under `pixel` stays there.
    void zoom_at(double pixel, double factor) {
        const double fixed = to_position(pixel);
        zoom_ = std::clamp(zoom_ * factor, min_zoom(), max_);
        start_ = bounded(fixed - pixel / zoom_);
    }

    void pan(double pixels) { start_ = bounded(start_ + pixels / zoom_); }

    // Moves as little as it takes for `position` to be inside, `margin` pixels from the edge.
    void reveal(double position, double margin) {
        const double inset = std::min(margin, width_ / 3) / zoom_;
        if (position < start_ + inset) start_ = bounded(position - inset);
        if (position > end() - inset) start_ = bounded(position + inset - width_ / zoom_);
    }

private:
    double min_zoom() const { return std::min((width_ - lead_) / length_, max_); }
    double earliest() const { return -lead_ / zoom_; }
    double bounded(double start) const {
        return std::clamp(start, earliest(), std::max(earliest(), length_ - width_ / zoom_));
    }

    double length_, width_, max_, lead_;
    double start_ = 0;
    double zoom_ = 1;
};

}  // namespace loopscope::viz
