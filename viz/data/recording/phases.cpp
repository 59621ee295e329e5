#include "viz/data/recording/phases.h"

namespace loopscope::viz {

std::vector<NamedPhase> named_phases(const std::vector<course::PhaseSpan>& spans,
                                     const std::string& language) {
    std::vector<NamedPhase> named;
    for (const course::PhaseSpan& span : spans)
        named.push_back({span.text.in(language), span.begin, span.end});
    return named;
}

}  // namespace loopscope::viz
