// The timeline as a drawing of real vectors, for slides and paper: the same lanes, signs and words as in the
// window, light on any background.
#pragma once

#include "viz/data/recording/phases.h"
#include "viz/data/recording/store.h"
#include "viz/data/text/words.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace loopscope::viz {

struct DrawingWish {
    // Events that are drawn: from after `from` of them to after `to` of them; nothing: to the end.
    trace::EventIndex from = 0;
    std::optional<trace::EventIndex> to = {};
    // After how many events "now" is; what comes later is pale. Nothing: no such line, and nothing is pale.
    std::optional<trace::EventIndex> at = {};
    double width = 1600;
    std::vector<NamedPhase> phases = {};  // bands above the lanes
};

// Moves the store's state: below the lanes stands the sentence about `at`.
std::string timeline_svg(Store& store, const DrawingWish& wish, const Words& words);

// Text with &, <, > and quotes written as XML wants them; control characters are left out.
std::string xml_text(std::string_view text);

}  // namespace loopscope::viz
