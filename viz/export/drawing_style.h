// How a drawing of the timeline looks: the classes of its shapes, and the heads of its arrows.
#pragma once

namespace loopscope::viz {

// The light theme's colours (viz/theme.cpp).
inline constexpr const char* kDrawingStyle =
    "<style>"
    "text{font-family:Inter,'DejaVu Sans',sans-serif;font-size:13px;fill:#1A1F2B}"
    ".dim{fill:#566074}.halo{fill:#566074;stroke:#fff;stroke-width:4;stroke-linejoin:round;paint-order:"
    "stroke}"
    ".paper{fill:#fff}"
    ".strong{font-weight:600}.sentence{font-size:20px}"
    ".turn{stroke:#DDE1E8}.instant{stroke:#7A8396}.edge{stroke:#DDE1E8}"
    ".running,.dense{fill:#1F55D0}.dense{opacity:.55}.running-text{fill:#fff}"
    ".ready{fill:#FFF4DC;stroke:#8A5700;stroke-width:1.5;stroke-dasharray:4 3}.ready-text{fill:#8A5700}"
    ".waiting{stroke:#7A8396;stroke-width:2;fill:none}.selecting{stroke:#7A8396;stroke-dasharray:4 "
    "3;fill:none}"
    ".call{fill:#7A8396}.blocked{fill:#FBE9E9;stroke:#BA2626;stroke-width:1.5}.blocked-text{fill:#BA2626}"
    ".create{stroke:#13714A;fill:none;stroke-width:1.3}.wake{stroke:#7A8396;fill:none;stroke-width:1.3}"
    ".cancel{stroke:#7A2BA0;fill:none;stroke-width:1.6;stroke-dasharray:5 3}"
    ".returned{fill:#13714A}.failed{fill:#BA2626}.cancelled{fill:#F4E8FA;stroke:#7A2BA0;stroke-width:1.5}"
    ".sign{stroke:#fff;stroke-width:2;fill:none}.cross{stroke:#7A2BA0;stroke-width:2}"
    ".destroyed{fill:none;stroke:#BA2626;stroke-width:2;stroke-dasharray:4 2}"
    ".limit{stroke:#7A2BA0;stroke-width:1.5;fill:none}.wall{fill:#7A2BA0}"
    ".late{fill:#FBE9E9;stroke:#BA2626}.group{fill:#1F55D0}"
    ".phase{fill:#E3ECFF}.next-phase{fill:#F6F7F9}.bound{stroke:#1F55D0;stroke-opacity:.55}"
    ".now{stroke:#1F55D0;stroke-width:2}.future{fill:#fff;opacity:.68}"
    "</style>";

inline constexpr const char* kHeads =
    "<defs>"
    "<marker id=\"create\" viewBox=\"0 0 8 8\" refX=\"7\" refY=\"4\" markerWidth=\"7\" markerHeight=\"7\" "
    "orient=\"auto\"><path d=\"M0 0 8 4 0 8z\" fill=\"#13714A\"/></marker>"
    "<marker id=\"wake\" viewBox=\"0 0 8 8\" refX=\"7\" refY=\"4\" markerWidth=\"7\" markerHeight=\"7\" "
    "orient=\"auto\"><path d=\"M0 0 8 4 0 8z\" fill=\"#7A8396\"/></marker>"
    "<marker id=\"cancel\" viewBox=\"0 0 8 8\" refX=\"7\" refY=\"4\" markerWidth=\"7\" markerHeight=\"7\" "
    "orient=\"auto\"><path d=\"M0 0 8 4 0 8z\" fill=\"#7A2BA0\"/></marker>"
    "</defs>";

}  // namespace loopscope::viz
