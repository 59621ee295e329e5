// The scenarios as the program sees them, whatever runs them.
#pragma once

#include "engine/trace/recording.h"
#include "viz/services.h"

#include <functional>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace loopscope::program {

struct CatalogueEntry {
    viz::ScenarioInfo info;
    std::vector<std::string> needs;  // what the Python twin needs beyond pure Python: "sockets", "threads"
};

struct Catalogue {
    std::vector<CatalogueEntry> scenarios;               // in the order of the course
    std::map<std::string, course::Text> misconceptions;  // by their ids
    std::vector<course::GlossaryEntry> glossary;         // the terms of the course
    std::map<std::string, std::string> playlists;  // the course's lesson plans, by name, as they are written
    // Runs the scenario of this name with a value for each of its parameters, and with what the user has the
    // loop do besides.
    std::function<trace::Recording(const std::string& name, const viz::ParameterValues&,
                                   const std::vector<trace::Intervention>&)>
        run;

    const CatalogueEntry* find(const std::string& name) const;
    // As find(), but an unknown name is a UsageError that names the nearest one.
    const CatalogueEntry& get(const std::string& name) const;
};

// What is neither a scenario's name nor a file: throws UsageError, with the nearest name.
[[noreturn]] void throw_unknown(const Catalogue& catalogue, const std::string& what);

// The defaults, overridden by assignments such as "delay_a=3" or "mode=tcp". Throws UsageError for an unknown
// name and for a value that the scenario was not made for.
viz::ParameterValues parameter_values(const CatalogueEntry& entry,
                                      const std::vector<std::string>& assignments);

// `list`: for people, and for programs.
std::string list_text(const Catalogue& catalogue);
std::string list_json(const Catalogue& catalogue);

}  // namespace loopscope::program
