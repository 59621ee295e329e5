#include "viz/export/page.h"

#include <cairo-pdf.h>
#include <cairo-svg.h>

#include <stdexcept>
#include <vector>

namespace loopscope::viz {

namespace {

cairo_surface_t* open_surface(const std::filesystem::path& file) {
    if (file.extension() == ".pdf") {
        cairo_surface_t* pdf = cairo_pdf_surface_create(file.c_str(), kPageWidth, kPageHeight);
        cairo_pdf_surface_restrict_to_version(pdf, CAIRO_PDF_VERSION_1_4);  // what old printers read
        return pdf;
    }
    if (file.extension() == ".svg") return cairo_svg_surface_create(file.c_str(), kPageWidth, kPageHeight);
    throw std::invalid_argument("a hand-out is a .pdf or a .svg file");
}

std::vector<std::string> words_of(std::string_view text) {
    std::vector<std::string> words;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find(' '), text.size());
        if (end > 0) words.emplace_back(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return words;
}

constexpr double kLineHeight = 1.35;

}  // namespace

struct Paper::Surface {
    std::filesystem::path file;
    cairo_surface_t* surface;
    cairo_t* cairo;

    void use(Print print, double size) const {
        cairo_select_font_face(cairo, print == Print::mono ? "JetBrains Mono" : "Inter",
                               CAIRO_FONT_SLANT_NORMAL,
                               print == Print::bold ? CAIRO_FONT_WEIGHT_BOLD : CAIRO_FONT_WEIGHT_NORMAL);
        cairo_set_font_size(cairo, size);
        cairo_set_source_rgb(cairo, 0, 0, 0);
    }
    void stroke(double thickness, bool dashed) const {
        constexpr double kDash[] = {3, 2};
        cairo_set_source_rgb(cairo, 0, 0, 0);
        cairo_set_line_width(cairo, thickness);
        cairo_set_dash(cairo, kDash, dashed ? 2 : 0, 0);
        cairo_stroke(cairo);
    }
};

Paper::Paper(const std::filesystem::path& file) : surface_(std::make_unique<Surface>()) {
    surface_->file = file;
    surface_->surface = open_surface(file);
    surface_->cairo = cairo_create(surface_->surface);
}

Paper::~Paper() {
    cairo_destroy(surface_->cairo);
    cairo_surface_destroy(surface_->surface);
}

double Paper::text(double x, double y, std::string_view words, Print print, double size) {
    surface_->use(print, size);
    cairo_move_to(surface_->cairo, x, y);
    cairo_show_text(surface_->cairo, std::string(words).c_str());
    return width_of(words, print, size);
}

double Paper::width_of(std::string_view words, Print print, double size) {
    surface_->use(print, size);
    cairo_text_extents_t extents;
    cairo_text_extents(surface_->cairo, std::string(words).c_str(), &extents);
    return extents.x_advance;
}

std::vector<std::string> Paper::lines_of(std::string_view words, double width, Print print, double size) {
    std::vector<std::string> lines(1);
    for (const std::string& word : words_of(words)) {
        std::string& line = lines.back();
        const std::string longer = line.empty() ? word : line + " " + word;
        if (line.empty() || width_of(longer, print, size) <= width)
            line = longer;
        else
            lines.push_back(word);
    }
    return lines;
}

double Paper::height_of(std::string_view words, double width, Print print, double size) {
    return static_cast<double>(lines_of(words, width, print, size).size()) * size * kLineHeight;
}

double Paper::paragraph(double x, double y, double width, std::string_view words, Print print, double size) {
    double baseline = y + size;
    for (const std::string& line : lines_of(words, width, print, size)) {
        text(x, baseline, line, print, size);
        baseline += size * kLineHeight;
    }
    return baseline - size - y;
}

void Paper::line(double x0, double y0, double x1, double y1, double thickness, bool dashed) {
    cairo_move_to(surface_->cairo, x0, y0);
    cairo_line_to(surface_->cairo, x1, y1);
    surface_->stroke(thickness, dashed);
}

void Paper::box(double x, double y, double width, double height, double thickness, bool dashed) {
    cairo_rectangle(surface_->cairo, x, y, width, height);
    surface_->stroke(thickness, dashed);
}

void Paper::filled_box(double x, double y, double width, double height, double grey) {
    cairo_rectangle(surface_->cairo, x, y, width, height);
    cairo_set_source_rgb(surface_->cairo, grey, grey, grey);
    cairo_fill(surface_->cairo);
}

void Paper::next_page() { cairo_show_page(surface_->cairo); }

void Paper::finish() {
    cairo_surface_finish(surface_->surface);
    const cairo_status_t status = cairo_surface_status(surface_->surface);
    if (status != CAIRO_STATUS_SUCCESS)
        throw std::runtime_error("cannot write " + surface_->file.string() + ": " +
                                 cairo_status_to_string(status));
}

}  // namespace loopscope::viz
