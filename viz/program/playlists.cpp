#include "viz/program/playlists.h"

#include "course/playlist.h"
#include "viz/program/errors.h"

#include <fmt/format.h>

#include <filesystem>
#include <fstream>
#include <set>

namespace loopscope::program {
namespace {

constexpr const char* kEnding = ".playlist";

std::string text_of(const Catalogue& catalogue, const std::string& what) {
    if (const auto found = catalogue.playlists.find(what); found != catalogue.playlists.end())
        return found->second;
    std::ifstream file(what);
    if (!file) throw UsageError(fmt::format("cannot read {}.", what));
    // What is longer is no plan, and would only be looked at for ever.
    constexpr std::size_t kLongest = 2000;  // bytes
    std::string text;
    int number = 0;
    for (std::string line; std::getline(file, line);) {
        ++number;
        if (line.size() > kLongest)
            throw UsageError(fmt::format("{}: line {} is too long for a lesson plan.", what, number));
        text += line + "\n";
    }
    return text;
}

PlannedStep planned(const Catalogue& catalogue, const course::PlaylistStep& step) {
    const CatalogueEntry& entry = catalogue.get(step.scenario);
    std::vector<std::string> assignments;
    for (const auto& [name, value] : step.set) assignments.push_back(name + "=" + value);
    return {.entry = &entry,
            .values = parameter_values(entry, assignments),
            .minutes = step.minutes,
            .note = step.note};
}

}  // namespace

bool is_playlist(const Catalogue& catalogue, const std::string& what) {
    return catalogue.playlists.count(what) != 0 || std::filesystem::path(what).extension() == kEnding;
}

PlannedLesson read_playlist(const Catalogue& catalogue, const std::string& what) {
    try {
        const course::Playlist playlist = course::parse_playlist(text_of(catalogue, what));
        PlannedLesson lesson{
            .title = playlist.title, .about = playlist.about, .minutes = playlist.minutes(), .steps = {}};
        std::set<std::string> seen;
        for (const course::PlaylistStep& step : playlist.steps) {
            if (!seen.insert(step.scenario).second)
                throw UsageError(fmt::format("{}: {} is there twice.", what, step.scenario));
        }
        for (const course::PlaylistStep& step : playlist.steps)
            lesson.steps.push_back(planned(catalogue, step));
        return lesson;
    } catch (const course::PlaylistError& error) {
        throw UsageError(fmt::format("{}: {}", what, error.what()));
    }
}

}  // namespace loopscope::program
