// The program: wires the scenarios, the engine that runs them, the window and the command line together.
#include "scenarios/registry.h"
#include "scenarios/scenario.h"
#include "viz/program/command_line.h"

#include <algorithm>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace {

using namespace loopscope;

program::CatalogueEntry entry_for(const scenarios::Scenario& scenario) {
    program::CatalogueEntry entry;
    entry.info = {.name = scenario.name,
                  .title = scenario.title,
                  .chapter = scenario.chapter,
                  .idea = scenario.idea,
                  .lesson = scenario.lesson,
                  .questions = course::parse_questions(scenario.questions),
                  .layer = scenario.layer,
                  .views = scenario.views,
                  .by_clock = scenario.by_clock,
                  .parameters = {},
                  .sources = {scenario.python, scenario.cpp}};
    for (const scenarios::ParameterInfo& parameter : scenario.parameters) {
        entry.info.parameters.push_back({.name = parameter.name,
                                         .label = parameter.label,
                                         .values = parameter.values,
                                         .default_value = parameter.default_value,
                                         .words = parameter.words});
    }
    entry.needs = scenario.needs;
    return entry;
}

program::Catalogue catalogue_of(std::vector<scenarios::Scenario> all) {
    program::Catalogue catalogue;
    for (const scenarios::Scenario& scenario : all) catalogue.scenarios.push_back(entry_for(scenario));
    catalogue.misconceptions = scenarios::misconceptions();
    catalogue.glossary = scenarios::glossary();
    catalogue.playlists = scenarios::playlists();
    catalogue.run = [all = std::move(all)](const std::string& name, const viz::ParameterValues& values,
                                           const std::vector<trace::Intervention>& interventions) {
        const auto scenario =
            std::find_if(all.begin(), all.end(), [&](const auto& s) { return s.name == name; });
        if (scenario == all.end()) throw std::logic_error("no scenario " + name);
        return scenarios::run(*scenario, scenarios::Parameters(values), interventions);
    };
    return catalogue;
}

}  // namespace

int main(int argc, char** argv) {
    const program::Catalogue catalogue = catalogue_of(scenarios::registry());
    return program::run_program(argc, argv, catalogue);
}
