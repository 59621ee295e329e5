// A run as one page of HTML that needs nothing else: drawing, output, sentences, source.
#pragma once

#include "viz/data/recording/phases.h"
#include "viz/data/recording/store.h"
#include "viz/data/text/words.h"

#include <string>

namespace loopscope::viz {

// Moves the store's state.
std::string to_html(Store& store, const Words& words, std::string_view language,
                    const std::vector<NamedPhase>& phases = {});

}  // namespace loopscope::viz
