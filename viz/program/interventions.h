// Interventions as they are typed: --intervene "cancel worker @3.2".
#pragma once

#include "viz/program/catalogue.h"

#include <string>
#include <vector>

namespace loopscope::program {

// Beyond what engine/trace/intervention.h says an object may be called by its name (blanks as "-"), and a
// moment may be given as a number of events, as in `screenshot --at`; both are those of the run with the
// interventions before it in the list. Throws UsageError.
std::vector<trace::Intervention> read_interventions(const Catalogue& catalogue, const CatalogueEntry& entry,
                                                    const viz::ParameterValues& values,
                                                    const std::vector<std::string>& typed);

}  // namespace loopscope::program
