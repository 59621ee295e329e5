#include "viz/export/pdf.h"

#include <cairo-pdf.h>
#include <librsvg/rsvg.h>

#include <cstdint>
#include <memory>
#include <stdexcept>

namespace loopscope::viz {

namespace {

template <class T, void (*Release)(T*)>
struct Released {
    void operator()(T* what) const { Release(what); }
};
void unref(RsvgHandle* drawing) { g_object_unref(drawing); }
using OwnedDrawing = std::unique_ptr<RsvgHandle, Released<RsvgHandle, unref>>;
using OwnedSurface = std::unique_ptr<cairo_surface_t, Released<cairo_surface_t, cairo_surface_destroy>>;
using OwnedCairo = std::unique_ptr<cairo_t, Released<cairo_t, cairo_destroy>>;

[[noreturn]] void throw_error(GError* error) {
    const std::string text = error ? error->message : "the drawing cannot be read";
    g_clear_error(&error);
    throw std::runtime_error(text);
}

cairo_status_t append(void* out, const unsigned char* data, unsigned int length) {
    static_cast<std::string*>(out)->append(reinterpret_cast<const char*>(data), length);
    return CAIRO_STATUS_SUCCESS;
}

}  // namespace

std::string pdf_of_drawing(std::string_view svg) {
    GError* error = nullptr;
    const OwnedDrawing drawing(
        rsvg_handle_new_from_data(reinterpret_cast<const std::uint8_t*>(svg.data()), svg.size(), &error));
    if (!drawing) throw_error(error);
    double width = 0, height = 0;
    if (!rsvg_handle_get_intrinsic_size_in_pixels(drawing.get(), &width, &height)) throw_error(nullptr);
    constexpr double kPoint = 0.75;  // of a pixel
    const RsvgRectangle page{0, 0, width * kPoint, height * kPoint};
    std::string out;
    const OwnedSurface surface(cairo_pdf_surface_create_for_stream(append, &out, page.width, page.height));
    cairo_pdf_surface_restrict_to_version(surface.get(), CAIRO_PDF_VERSION_1_4);  // the same of any cairo
    const OwnedCairo cairo(cairo_create(surface.get()));
    if (!rsvg_handle_render_document(drawing.get(), cairo.get(), &page, &error)) throw_error(error);
    cairo_surface_finish(surface.get());
    return out;
}

}  // namespace loopscope::viz
