// Paper: A4 pages in a PDF or SVG file, with text that wraps and lines that survive a photocopier.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace loopscope::viz {

// Sizes and places are in points, 72 to the inch, from the top left.
inline constexpr double kPageWidth = 595, kPageHeight = 842;

enum class Print : std::uint8_t { regular, bold, mono };

class Paper {
public:
    // The ending decides: .pdf takes any number of pages, .svg one. Throws std::invalid_argument for any
    // other ending.
    explicit Paper(const std::filesystem::path& file);
    ~Paper();

    // One line; `y` is its baseline. Returns its width.
    double text(double x, double y, std::string_view words, Print print = Print::regular, double size = 10);
    // Wrapped at `width`, `y` being the top. Returns the height.
    double paragraph(double x, double y, double width, std::string_view words, Print print = Print::regular,
                     double size = 10);
    // What paragraph() would return.
    double height_of(std::string_view words, double width, Print print, double size);
    double width_of(std::string_view words, Print print, double size);
    void line(double x0, double y0, double x1, double y1, double thickness = 0.6, bool dashed = false);
    void box(double x, double y, double width, double height, double thickness = 0.6, bool dashed = false);
    // Grey from 0, black, to 1, white.
    void filled_box(double x, double y, double width, double height, double grey);
    void next_page();
    // Writes what is left. Throws std::runtime_error if the file could not be written.
    void finish();

private:
    std::vector<std::string> lines_of(std::string_view words, double width, Print print, double size);

    struct Surface;
    std::unique_ptr<Surface> surface_;
};

}  // namespace loopscope::viz
