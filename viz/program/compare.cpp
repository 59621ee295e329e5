#include "viz/data/runs/compare.h"

#include "viz/program/commands.h"
#include "viz/program/errors.h"
#include "viz/program/files.h"

#include <fmt/format.h>

namespace loopscope::program {
namespace {

trace::Recording recording_of(const Catalogue& catalogue, const std::string& what) {
    const CatalogueEntry* const entry = catalogue.find(what);
    return entry ? catalogue.run(what, parameter_values(*entry, {}), {}) : read_recording(what).recording;
}

}  // namespace

int run_compare(const Catalogue& catalogue, const CompareCommand& command) {
    const viz::Words& words = viz::Words::of(command.language);
    const trace::Recording before = recording_of(catalogue, command.before);
    const trace::Recording after = recording_of(catalogue, command.after);
    const viz::Comparison comparison = viz::compare(before, after, words);
    write_output("", viz::text_of(comparison, words));
    if (!comparison.first) return kExitOk;
    throw SubjectError(fmt::format("{} and {} differ, first at event {} of the one and {} of the other.",
                                   command.before, command.after, comparison.first->before,
                                   comparison.first->after));
}

}  // namespace loopscope::program
