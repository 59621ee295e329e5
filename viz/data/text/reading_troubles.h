// What the reader found wrong, as the window says it: in the user's language as far as the window has words
// for it, else in the reader's own, which are English.
#pragma once

#include "engine/trace/reader.h"
#include "viz/data/text/saying.h"

#include <vector>

namespace loopscope::viz {

// Why it cannot be shown. Requires: it is not usable.
Saying why_unusable(const trace::ReadResult& read);

// What of it is damaged, a few of these at most. That it has no end, or ends in the middle of a line, is
// none.
std::vector<Saying> damage_of(const trace::ReadResult& read);

}  // namespace loopscope::viz
