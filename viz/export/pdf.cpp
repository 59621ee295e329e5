#include "viz/export/pdf.h"

#include <cairo-pdf.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <map>
#include <stdexcept>
#include <vector>

namespace loopscope::viz {

namespace {

using Fields = std::map<std::string, std::string, std::less<>>;

double number_of(std::string_view text, double otherwise) {
    double number = otherwise;
    if (text.starts_with('.')) return number_of("0" + std::string(text), otherwise);
    std::from_chars(text.data(), text.data() + text.size(), number);
    return number;
}

const std::string& field(const Fields& fields, std::string_view name) {
    static const std::string kNone;
    const auto found = fields.find(name);
    return found == fields.end() ? kNone : found->second;
}

double number(const Fields& fields, std::string_view name, double otherwise = 0) {
    return number_of(field(fields, name), otherwise);
}

// `a="1" b="2"`.
Fields attributes_of(std::string_view tag) {
    Fields found;
    for (std::size_t at = 0; (at = tag.find("=\"", at)) != std::string_view::npos;) {
        const std::size_t name = tag.find_last_of(" \n", at) + 1, end = tag.find('"', at + 2);
        if (end == std::string_view::npos) break;
        found.emplace(tag.substr(name, at - name), tag.substr(at + 2, end - at - 2));
        at = end;
    }
    return found;
}

// `.a,.b{fill:#fff;stroke:#000}`, by the names of the classes; that of all texts is "text".
std::map<std::string, Fields, std::less<>> styles_of(std::string_view sheet) {
    std::map<std::string, Fields, std::less<>> styles;
    while (sheet.find('{') != std::string_view::npos) {
        const std::size_t open = sheet.find('{'), close = std::min(sheet.find('}', open), sheet.size() - 1);
        std::string_view names = sheet.substr(0, open), rules = sheet.substr(open + 1, close - open - 1);
        sheet.remove_prefix(close + 1);
        while (!names.empty()) {
            const std::size_t comma = std::min(names.find(','), names.size());
            std::string_view name = names.substr(0, comma);
            if (name.starts_with('.')) name.remove_prefix(1);
            names.remove_prefix(std::min(comma + 1, names.size()));
            Fields& style = styles[std::string(name)];
            for (std::string_view rest = rules; !rest.empty();) {
                const std::size_t end = std::min(rest.find(';'), rest.size());
                const std::string_view rule = rest.substr(0, end);
                const std::size_t colon = std::min(rule.find(':'), rule.size());
                style[std::string(rule.substr(0, colon))] = rule.substr(std::min(colon + 1, rule.size()));
                rest.remove_prefix(std::min(end + 1, rest.size()));
            }
        }
    }
    return styles;
}

// What xml_text() has written.
std::string plain(std::string_view text) {
    constexpr std::pair<std::string_view, char> kNamed[] = {
        {"&amp;", '&'}, {"&lt;", '<'}, {"&gt;", '>'}, {"&quot;", '"'}};
    std::string out;
    while (!text.empty()) {
        const auto named = std::find_if(std::begin(kNamed), std::end(kNamed),
                                        [&](const auto& each) { return text.starts_with(each.first); });
        out += named == std::end(kNamed) ? text.front() : named->second;
        text.remove_prefix(named == std::end(kNamed) ? 1 : named->first.size());
    }
    return out;
}

class Page {
public:
    Page(cairo_t* cairo, std::string_view svg) : cairo_(cairo) {
        const std::size_t begin = svg.find("<style>"), end = svg.find("</style>");
        if (begin < end && end != std::string_view::npos)
            styles_ = styles_of(svg.substr(begin + 7, end - begin - 7));
    }

    void draw(std::string_view name, const Fields& tag, std::string_view content) {
        const std::string& kind = field(tag, "class");
        const auto found = styles_.find(kind);
        style_ = found == styles_.end() ? nullptr : &found->second;
        if (name == "rect") rectangle(tag);
        if (name == "line") {
            cairo_move_to(cairo_, number(tag, "x1"), number(tag, "y1"));
            cairo_line_to(cairo_, number(tag, "x2"), number(tag, "y2"));
        }
        if (name == "circle")
            cairo_arc(cairo_, number(tag, "cx"), number(tag, "cy"), number(tag, "r"), 0, 6.2832);
        if (name == "path") path(field(tag, "d"));
        if (name == "text") return text(tag, plain(content));
        paint();
        if (name == "path" && tag.count("marker-end") != 0) head();
    }

private:
    const std::string& rule(std::string_view name) const {
        static const std::string kNone;
        return style_ == nullptr ? kNone : field(*style_, name);
    }

    // "#fff" or "#1F55D0"; false if there is no colour.
    bool use(const std::string& color, double opacity = 1) const {
        if (color.empty() || color == "none") return false;
        std::uint32_t code = 0;
        std::from_chars(color.data() + 1, color.data() + color.size(), code, 16);
        const bool brief = color.size() == 4;
        const auto part = [&](unsigned place) {
            return brief ? (code >> (4 * place) & 15U) / 15.0 : (code >> (8 * place) & 255U) / 255.0;
        };
        cairo_set_source_rgba(cairo_, part(2), part(1), part(0), opacity);
        return true;
    }

    void stroke_with_style() const {
        std::vector<double> dashes;
        for (std::string_view rest = rule("stroke-dasharray"); !rest.empty();) {
            const std::size_t end = std::min(rest.find(' '), rest.size());
            dashes.push_back(number_of(rest.substr(0, end), 1));
            rest.remove_prefix(std::min(end + 1, rest.size()));
        }
        cairo_set_dash(cairo_, dashes.data(), static_cast<int>(dashes.size()), 0);
        cairo_set_line_width(cairo_, number_of(rule("stroke-width"), 1));
        cairo_stroke_preserve(cairo_);
    }

    void paint() const {
        // Without a style of its own a shape is black, as in SVG.
        const std::string& fill = rule("fill");
        if (use(fill.empty() && rule("stroke").empty() ? "#000" : fill, number_of(rule("opacity"), 1)))
            cairo_fill_preserve(cairo_);
        if (use(rule("stroke"))) stroke_with_style();
        cairo_new_path(cairo_);
    }

    void rectangle(const Fields& tag) const {
        const double x = number(tag, "x"), y = number(tag, "y"), r = number(tag, "rx");
        const double right = x + number(tag, "width"), bottom = y + number(tag, "height");
        const double corner = std::min({r, (right - x) / 2, (bottom - y) / 2});
        constexpr double kQuarter = 1.570796;
        cairo_new_sub_path(cairo_);
        cairo_arc(cairo_, right - corner, y + corner, corner, -kQuarter, 0);
        cairo_arc(cairo_, right - corner, bottom - corner, corner, 0, kQuarter);
        cairo_arc(cairo_, x + corner, bottom - corner, corner, kQuarter, 2 * kQuarter);
        cairo_arc(cairo_, x + corner, y + corner, corner, 2 * kQuarter, 3 * kQuarter);
        cairo_close_path(cairo_);
    }

    // M, L, H absolute, m, l, v relative, z.
    void path(std::string_view d) {
        char command = 'M';
        bool first = true;  // coordinate pair of an m
        while (!d.empty()) {
            const char c = d.front();
            if (c == 'z') {
                cairo_close_path(cairo_);
                d.remove_prefix(1);
                continue;
            }
            if ((c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z')) {
                command = c;
                first = true;
                d.remove_prefix(1);
                continue;
            }
            if (c == ' ') {
                d.remove_prefix(1);
                continue;
            }
            const double one = take(d);
            if (command == 'H' || command == 'v') {
                double x = 0, y = 0;
                cairo_get_current_point(cairo_, &x, &y);
                command == 'H' ? line_to(one, y) : line_to(x, y + one);
                continue;
            }
            if (!d.empty() && d.front() == ' ') d.remove_prefix(1);
            const double two = take(d);
            const bool relative = command == 'm' || command == 'l';
            double x = 0, y = 0;
            if (relative) cairo_get_current_point(cairo_, &x, &y);
            if ((command == 'M' || command == 'm') && first)
                cairo_move_to(cairo_, x + one, y + two);
            else
                line_to(x + one, y + two);
            first = false;
        }
    }

    void line_to(double x, double y) {
        cairo_get_current_point(cairo_, &from_x_, &from_y_);
        cairo_line_to(cairo_, x, y);
        to_x_ = x;
        to_y_ = y;
    }

    static double take(std::string_view& d) {
        double value = 0;
        const auto [end, error] = std::from_chars(d.data(), d.data() + d.size(), value);
        d.remove_prefix(std::max<std::size_t>(static_cast<std::size_t>(end - d.data()), 1));
        return value;
    }

    // Of an arrow: in the direction of its last line.
    void head() const {
        const double dx = to_x_ - from_x_, dy = to_y_ - from_y_;
        const double length = std::max(std::hypot(dx, dy), 1e-6), ux = dx / length, uy = dy / length;
        constexpr double kLong = 8, kBreadth = 4.5;
        cairo_move_to(cairo_, to_x_, to_y_);
        cairo_line_to(cairo_, to_x_ - ux * kLong - uy * kBreadth, to_y_ - uy * kLong + ux * kBreadth);
        cairo_line_to(cairo_, to_x_ - ux * kLong + uy * kBreadth, to_y_ - uy * kLong - ux * kBreadth);
        cairo_close_path(cairo_);
        if (use(rule("stroke"))) cairo_fill(cairo_);
        cairo_new_path(cairo_);
    }

    void text(const Fields& tag, const std::string& words) const {
        const bool strong = rule("font-weight") == "600";
        cairo_select_font_face(cairo_, "Inter", CAIRO_FONT_SLANT_NORMAL,
                               strong ? CAIRO_FONT_WEIGHT_BOLD : CAIRO_FONT_WEIGHT_NORMAL);
        cairo_set_font_size(cairo_, number_of(rule("font-size"), 13));
        cairo_text_extents_t size;
        cairo_text_extents(cairo_, words.c_str(), &size);
        const double left = field(tag, "text-anchor") == "middle" ? size.x_advance / 2 : 0;
        const double x = number(tag, "x") - left, y = number(tag, "y");
        if (use(rule("stroke"))) {  // a halo, below it
            cairo_move_to(cairo_, x, y);
            cairo_text_path(cairo_, words.c_str());
            cairo_set_line_join(cairo_, CAIRO_LINE_JOIN_ROUND);
            stroke_with_style();
            cairo_new_path(cairo_);
        }
        const std::string& fill = rule("fill");
        use(fill.empty() ? field(styles_.at("text"), "fill") : fill);
        cairo_move_to(cairo_, x, y);
        cairo_show_text(cairo_, words.c_str());
        cairo_new_path(cairo_);
    }

    cairo_t* cairo_;
    std::map<std::string, Fields, std::less<>> styles_;
    const Fields* style_ = nullptr;
    double from_x_ = 0, from_y_ = 0, to_x_ = 0, to_y_ = 0;  // the last line of a path
};

cairo_status_t append(void* out, const unsigned char* data, unsigned int length) {
    static_cast<std::string*>(out)->append(reinterpret_cast<const char*>(data), length);
    return CAIRO_STATUS_SUCCESS;
}

// Every element in its order; what only defines something is passed over.
void draw_elements(Page& page, std::string_view svg) {
    svg.remove_prefix(std::min(svg.find("</defs>"), svg.size()));
    for (std::size_t at = 0; (at = svg.find('<', at)) != std::string_view::npos;) {
        const std::size_t end = svg.find('>', at);
        if (end == std::string_view::npos) return;
        const std::string_view tag = svg.substr(at + 1, end - at - 1);
        const std::size_t next = std::min(svg.find('<', end), svg.size());
        if (!tag.starts_with('/'))
            page.draw(tag.substr(0, tag.find(' ')), attributes_of(tag), svg.substr(end + 1, next - end - 1));
        at = end;
    }
}

}  // namespace

std::string pdf_of_drawing(std::string_view svg) {
    constexpr double kPoint = 0.75;  // of a pixel
    const Fields root = attributes_of(svg.substr(0, svg.find('>')));
    std::string out;
    cairo_surface_t* surface = cairo_pdf_surface_create_for_stream(
        append, &out, number(root, "width") * kPoint, number(root, "height") * kPoint);
    cairo_pdf_surface_restrict_to_version(surface, CAIRO_PDF_VERSION_1_4);
    cairo_t* cairo = cairo_create(surface);
    cairo_scale(cairo, kPoint, kPoint);
    Page page(cairo, svg);
    draw_elements(page, svg);
    cairo_destroy(cairo);
    cairo_surface_finish(surface);
    const cairo_status_t status = cairo_surface_status(surface);
    cairo_surface_destroy(surface);
    if (status != CAIRO_STATUS_SUCCESS) throw std::runtime_error(cairo_status_to_string(status));
    return out;
}

}  // namespace loopscope::viz
