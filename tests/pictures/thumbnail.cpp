#include "tests/pictures/thumbnail.h"

#include <png.h>

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <stdexcept>

namespace loopscope::pictures {

namespace {

constexpr int kStep = 16;     // of a channel
constexpr int kClearly = 40;  // of 255: what an eye sees at once

Thumbnail blank(int width, int height) {
    return {
        width, height,
        std::vector<std::uint8_t>(3 * static_cast<std::size_t>(width) * static_cast<std::size_t>(height))};
}

std::uint8_t* pixel(Thumbnail& thumbnail, int x, int y) {
    return const_cast<std::uint8_t*>(thumbnail.at(x, y));
}

bool differs(const std::uint8_t* a, const std::uint8_t* b) {
    for (int channel = 0; channel < 3; ++channel)
        if (std::abs(a[channel] - b[channel]) > kClearly) return true;
    return false;
}

png_image image_of(int width, int height) {
    png_image image{};
    image.version = PNG_IMAGE_VERSION;
    image.width = static_cast<png_uint_32>(width);
    image.height = static_cast<png_uint_32>(height);
    image.format = PNG_FORMAT_RGB;
    return image;
}

}  // namespace

Thumbnail thumbnail_of(const viz::Picture& picture, int width) {
    const int height = picture.height * width / picture.width;
    Thumbnail small = blank(width, height);
    for (int y = 0; y < height; ++y) {
        const int top = y * picture.height / height, bottom = (y + 1) * picture.height / height;
        for (int x = 0; x < width; ++x) {
            const int left = x * picture.width / width, right = (x + 1) * picture.width / width;
            long sums[3] = {};
            for (int row = top; row < bottom; ++row)
                for (int column = left; column < right; ++column)
                    for (int channel = 0; channel < 3; ++channel)
                        sums[channel] += picture.pixels[4 * (static_cast<std::size_t>(row) *
                                                                 static_cast<std::size_t>(picture.width) +
                                                             static_cast<std::size_t>(column)) +
                                                        static_cast<std::size_t>(channel)];
            const long count = static_cast<long>(bottom - top) * (right - left);
            for (int channel = 0; channel < 3; ++channel) {
                const long step = (sums[channel] / count + kStep / 2) / kStep;
                pixel(small, x, y)[channel] = static_cast<std::uint8_t>(std::min(step * kStep, 255L));
            }
        }
    }
    return small;
}

Thumbnail beside(const std::vector<Thumbnail>& all) {
    int width = 0, height = 0;
    for (const Thumbnail& each : all) {
        width += each.width;
        height = std::max(height, each.height);
    }
    Thumbnail sheet = blank(width, height);
    int left = 0;
    for (const Thumbnail& each : all) {
        for (int y = 0; y < each.height; ++y)
            std::memcpy(pixel(sheet, left, y), each.at(0, y), 3 * static_cast<std::size_t>(each.width));
        left += each.width;
    }
    return sheet;
}

Thumbnail cut_out(const Thumbnail& from, int x, int y, int width, int height) {
    if (x + width > from.width || y + height > from.height) return {};
    Thumbnail piece = blank(width, height);
    for (int row = 0; row < height; ++row)
        std::memcpy(pixel(piece, 0, row), from.at(x, y + row), 3 * static_cast<std::size_t>(width));
    return piece;
}

double difference(const Thumbnail& a, const Thumbnail& b) {
    if (a.width != b.width || a.height != b.height || a.pixels.empty()) return 1;
    int count = 0;
    for (int y = 0; y < a.height; ++y)
        for (int x = 0; x < a.width; ++x) count += differs(a.at(x, y), b.at(x, y));
    return static_cast<double>(count) / (static_cast<double>(a.width) * a.height);
}

Thumbnail marked(const Thumbnail& a, const Thumbnail& b) {
    constexpr int kLarger = 8;
    const bool same_size = a.width == b.width && a.height == b.height;
    Thumbnail large = blank(b.width * kLarger, b.height * kLarger);
    constexpr std::uint8_t kRed[3] = {230, 0, 0};
    for (int y = 0; y < large.height; ++y) {
        for (int x = 0; x < large.width; ++x) {
            const int column = x / kLarger, row = y / kLarger;
            const bool edge = x % kLarger == 0 || y % kLarger == 0;
            const bool other = !same_size || differs(a.at(column, row), b.at(column, row));
            std::memcpy(pixel(large, x, y), other && edge ? kRed : b.at(column, row), 3);
        }
    }
    return large;
}

Thumbnail read_thumbnail(const std::string& path) {
    png_image image{};
    image.version = PNG_IMAGE_VERSION;
    if (png_image_begin_read_from_file(&image, path.c_str()) == 0)
        throw std::runtime_error(path + ": " + image.message);
    image.format = PNG_FORMAT_RGB;
    Thumbnail thumbnail = blank(static_cast<int>(image.width), static_cast<int>(image.height));
    if (png_image_finish_read(&image, nullptr, thumbnail.pixels.data(), 0, nullptr) == 0)
        throw std::runtime_error(path + ": " + image.message);
    return thumbnail;
}

void write_thumbnail(const Thumbnail& thumbnail, const std::string& path) {
    png_image image = image_of(thumbnail.width, thumbnail.height);
    if (png_image_write_to_file(&image, path.c_str(), 0, thumbnail.pixels.data(), 0, nullptr) == 0)
        throw std::runtime_error(path + ": " + image.message);
}

}  // namespace loopscope::pictures
