// A drawing as a PDF of one page, of real vectors and text.
#pragma once

#include <string>
#include <string_view>

namespace loopscope::viz {

// Of an SVG as timeline_svg() writes it: what is drawn is decided there, and only there. Throws
// std::runtime_error if it is no SVG.
std::string pdf_of_drawing(std::string_view svg);

}  // namespace loopscope::viz
