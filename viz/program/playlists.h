// Lesson plans: those of the course, and files of one's own.
#pragma once

#include "viz/program/catalogue.h"

namespace loopscope::program {

struct PlannedStep {
    const CatalogueEntry* entry = nullptr;
    viz::ParameterValues values;  // all of them
    int minutes = 0;
    course::Text note;
};

struct PlannedLesson {
    std::map<std::string, std::string> names;  // by language, as on the command line
    course::Text title, about;
    int minutes = 0;
    std::vector<PlannedStep> steps;
};

// Whether it is the name of one of the course's, or a file that ends in .playlist.
bool is_playlist(const Catalogue& catalogue, const std::string& what);

// In all languages that there are of it. Throws UsageError if it cannot be read or names what there is not.
// The catalogue must outlive it.
PlannedLesson read_playlist(const Catalogue& catalogue, const std::string& what);

// The language in which one of the course's is called so; "en" for whatever else.
std::string language_of(const Catalogue& catalogue, const std::string& what);

// Those of the course, each once.
std::vector<PlannedLesson> course_plans(const Catalogue& catalogue);

}  // namespace loopscope::program
