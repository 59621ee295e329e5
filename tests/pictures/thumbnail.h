// A picture made so small that typefaces and rasterizers no longer matter, but places, colours and contrasts
// do.
#pragma once

#include "viz/offscreen.h"

#include <cstdint>
#include <string>
#include <vector>

namespace loopscope::pictures {

// Red, green and blue, a byte each, rows from the top.
struct Thumbnail {
    int width = 0, height = 0;
    std::vector<std::uint8_t> pixels;

    const std::uint8_t* at(int x, int y) const {
        return pixels.data() + 3 * (static_cast<std::size_t>(y) * static_cast<std::size_t>(width) +
                                    static_cast<std::size_t>(x));
    }
};

// Each pixel is the mean of a block, in few steps, so that the file is small.
Thumbnail thumbnail_of(const viz::Picture& picture, int width);
// Beside each other, the tops aligned.
Thumbnail beside(const std::vector<Thumbnail>& all);
Thumbnail cut_out(const Thumbnail& from, int x, int y, int width, int height);

// The share of pixels that are clearly other ones, 0 to 1. Pictures of different sizes differ everywhere.
double difference(const Thumbnail& a, const Thumbnail& b);
// The second picture, enlarged, with a red frame around each pixel that is another one in the first.
Thumbnail marked(const Thumbnail& a, const Thumbnail& b);

// Throws std::runtime_error if there is no such PNG file, or it cannot be written.
Thumbnail read_thumbnail(const std::string& path);
void write_thumbnail(const Thumbnail& thumbnail, const std::string& path);

}  // namespace loopscope::pictures
