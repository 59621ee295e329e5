#include "viz/data/runs/compare.h"

#include "viz/parameter_texts.h"
#include "viz/program/commands.h"
#include "viz/program/errors.h"
#include "viz/program/files.h"

#include <fmt/format.h>

#include <filesystem>
#include <utility>

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

// "gather_order", or what differs where both are called that: "gather_order with delay_a=1".
std::string name_of(const std::string& what, const std::string& other, const trace::Recording& run,
                    const trace::Recording& other_run) {
    std::string values;
    for (const auto& [name, value] : run.header.parameters) {
        const auto& others = other_run.header.parameters;
        const auto same = others.find(name);
        if (what == other && same != others.end() && same->second != value)
            values += fmt::format("{}{}={}", values.empty() ? " with " : ", ", name, value);
    }
    return what + values;
}

// In its author's words, with the name that --set takes.
viz::ParameterTexts texts_of(const CatalogueEntry& entry, const viz::Words& words,
                             const std::string& language) {
    viz::ParameterTexts texts = viz::parameter_texts(entry.info, words, language);
    texts.label = [label = texts.label](const std::string& name) {
        const std::string text = label(name);
        return text == name ? name : fmt::format("{} ({})", text, name);
    };
    return texts;
}

}  // namespace

int run_compare(const Catalogue& catalogue, const CompareCommand& command) {
    const viz::Words& words = viz::Words::of(command.language);
    trace::Recording before = recording_of(catalogue, command.before);
    if (command.after.empty() && command.assignments.empty())
        throw UsageError("compare it with what? Name a second one, or another value with --set.");
    const std::string& second = command.after.empty() ? command.before : command.after;
    trace::Recording after = recording_of(catalogue, second, command.assignments);
    const CatalogueEntry* const entry = catalogue.find(before.header.program);
    const viz::Comparison comparison =
        viz::compare(before, after, words,
                     entry == nullptr ? viz::ParameterTexts() : texts_of(*entry, words, command.language));
    const std::string names[] = {name_of(command.before, second, before, after),
                                 name_of(second, command.before, after, before)};
    viz::Store first_run(std::move(before)), second_run(std::move(after));
    for (viz::Store* each : {&first_run, &second_run}) each->speak(words);
    constexpr std::size_t kMostTasks = 20;
    write_output("", viz::text_of(comparison, words) +
                         viz::text_of(viz::task_changes(first_run, second_run, words), words, kMostTasks));
    if (!comparison.first || comparison.first->by_chance) return kExitOk;
    throw SubjectError(fmt::format("{} and {} differ, first at event {} of the one and {} of the other.",
                                   names[0], names[1], comparison.first->before, comparison.first->after));
}

}  // namespace loopscope::program
