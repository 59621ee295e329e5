// A drawing as a PDF of one page, of real vectors and text.
#pragma once

#include <string>
#include <string_view>

namespace loopscope::viz {

// Of the SVG that timeline_svg() writes: what is drawn is decided there, and only there. It knows of SVG what
// that uses, and no more. Throws std::runtime_error if there is no memory for it.
std::string pdf_of_drawing(std::string_view svg);

}  // namespace loopscope::viz
