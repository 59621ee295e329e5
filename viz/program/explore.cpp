#include "viz/data/runs/explore.h"

#include "course/condition.h"
#include "viz/data/runs/compare.h"
#include "viz/program/commands.h"
#include "viz/program/errors.h"
#include "viz/program/files.h"
#include "viz/program/formats.h"

#include <fmt/format.h>

namespace loopscope::program {
namespace {

viz::Expectation expectation_for(const std::string& text, const trace::Recording& usual) {
    try {
        return viz::Expectation(text, usual);
    } catch (const course::ConditionError& error) {
        throw UsageError(fmt::format("--expect: {}", error.what()));
    }
}

// What holds, in words.
std::string told(const std::string& expectation) {
    if (expectation == "output") return "the same is printed";
    if (expectation == "lines") return "the same lines are printed, in whatever order,";
    return expectation + " holds";
}

// How to have it again.
std::string command_for(const ExploreCommand& command, const viz::Order& order) {
    std::string text = "loopscope run " + command.scenario;
    for (const std::string& assignment : command.assignments) text += " --set " + assignment;
    for (const trace::Intervention& each : order) text += fmt::format(" --intervene \"{}\"", to_text(each));
    return text;
}

}  // namespace

int run_explore(const Catalogue& catalogue, const ExploreCommand& command) {
    const CatalogueEntry& entry = catalogue.get(command.scenario);
    const viz::ParameterValues values = parameter_values(entry, command.assignments);
    const trace::Recording usual = catalogue.run(entry.info.name, values, {});
    const viz::Expectation expectation = expectation_for(command.expectation, usual);
    if (!expectation.holds(usual))
        throw SubjectError(fmt::format("the usual order already breaks it: {}.", command.expectation));
    const viz::Search search{.seed = command.seed, .runs = command.runs, .run = [&](const viz::Order& order) {
                                 return catalogue.run(entry.info.name, values, order);
                             }};
    viz::Found found = explore(search, usual, expectation);
    if (found.order.empty()) {
        write_output("", fmt::format("{} runs in other orders: {} in each of them.\n", found.runs,
                                     told(command.expectation)));
        return kExitOk;
    }
    const viz::Words& words = viz::Words::of("en");
    write_output("", fmt::format("Run {} breaks it. The fewest changes of order that do:\n    {}\n\n{}\n"
                                 "It prints:\n{}",
                                 found.runs, command_for(command, found.order),
                                 text_of(viz::compare(usual, found.recording, words), words),
                                 program_output(found.recording)));
    if (!command.output.empty())
        write_output(command.output, render(std::move(found.recording), {.format = "recording"}));
    throw SubjectError(
        fmt::format("an order of the ready handles breaks the expectation: {}.", command.expectation));
}

}  // namespace loopscope::program
