#include "viz/data/runs/compare.h"

#include "viz/program/commands.h"
#include "viz/program/errors.h"
#include "viz/program/files.h"

#include <fmt/format.h>

#include <filesystem>

namespace loopscope::program {
namespace {

trace::Recording recording_of(const Catalogue& catalogue, const std::string& what,
                              const std::vector<std::string>& assignments = {}) {
    if (const CatalogueEntry* const entry = catalogue.find(what))
        return catalogue.run(what, parameter_values(*entry, assignments), {});
    if (!assignments.empty())
        throw UsageError(fmt::format("--set is for a scenario's parameters, and {} is none.", what));
    if (what != "-" && !std::filesystem::exists(what)) throw_unknown(catalogue, what);
    return read_recording(what).recording;
}

}  // namespace

int run_compare(const Catalogue& catalogue, const CompareCommand& command) {
    const viz::Words& words = viz::Words::of(command.language);
    const trace::Recording before = recording_of(catalogue, command.before);
    if (command.after.empty() && command.assignments.empty())
        throw UsageError("compare it with what? Name a second one, or another value with --set.");
    const bool same = command.after.empty();
    const std::string with_values = fmt::format("{} with other values", command.before);
    const trace::Recording after =
        recording_of(catalogue, same ? command.before : command.after, command.assignments);
    const viz::Comparison comparison = viz::compare(before, after, words);
    write_output("", viz::text_of(comparison, words));
    if (!comparison.first) return kExitOk;
    throw SubjectError(fmt::format("{} and {} differ, first at event {} of the one and {} of the other.",
                                   command.before, same ? with_values : command.after, comparison.first->before,
                                   comparison.first->after));
}

}  // namespace loopscope::program
