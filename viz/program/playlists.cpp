#include "viz/program/playlists.h"

#include "course/playlist.h"
#include "viz/program/errors.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <set>

namespace loopscope::program {
namespace {

using viz::Saying;

constexpr const char* kEnding = ".playlist";

// Line 0 is the whole file.
Saying at_line(const std::string& file, int line, const Saying& why) {
    return Saying::of(line == 0 ? "why.in_file" : "why.at_line",
                      {{"file", file}, {"line", std::to_string(line)}, {"why", why}});
}

std::string text_of(const Catalogue& catalogue, const std::string& what) {
    if (const auto found = catalogue.playlists.find(what); found != catalogue.playlists.end())
        return found->second;
    std::ifstream file(what);
    if (!file) throw UsageError(Saying::of("why.cannot_read", {{"path", what}}));
    // What is longer is no plan, and would only be looked at for ever.
    constexpr std::size_t kLongest = 2000;  // bytes
    std::string text;
    int number = 0;
    for (std::string line; std::getline(file, line);) {
        ++number;
        if (line.size() > kLongest) throw UsageError(at_line(what, number, Saying::of("why.plan.long_line")));
        text += line + "\n";
    }
    return text;
}

using Versions = std::map<std::string, course::Playlist>;  // by language

// A text that each version has.
template <class Get>
course::Text in_all(const Versions& versions, const Get& get) {
    std::map<std::string, std::string> texts;
    for (const auto& [language, playlist] : versions) texts[language] = get(playlist);
    // Every text has English; a plan of one's own has only its own language.
    if (texts.count("en") == 0) texts["en"] = texts.begin()->second;
    return course::Text(std::move(texts));
}

PlannedStep planned(const Catalogue& catalogue, const Versions& versions, std::size_t number) {
    const course::PlaylistStep& step = versions.begin()->second.steps[number];
    const CatalogueEntry& entry = catalogue.get(step.scenario);
    std::vector<std::string> assignments;
    for (const auto& [name, value] : step.set) assignments.push_back(name + "=" + value);
    return {.entry = &entry,
            .values = parameter_values(entry, assignments),
            .minutes = step.minutes,
            .note = in_all(versions, [&](const course::Playlist& plan) { return plan.steps[number].note; })};
}

void check_each_once(const course::Playlist& playlist, const std::string& what) {
    std::set<std::string> seen;
    for (const course::PlaylistStep& step : playlist.steps) {
        if (!seen.insert(step.scenario).second)
            throw UsageError(
                at_line(what, step.line, Saying::of("why.plan.step_twice", {{"word", step.scenario}})));
    }
}

// What the course has of this plan in other languages joins it, if its steps are the same.
void add_translations(const Catalogue& catalogue, const std::string& english, PlannedLesson& lesson,
                      Versions& versions) {
    const std::size_t steps = versions.begin()->second.steps.size();
    for (const auto& [name, text] : catalogue.playlists) {
        course::Playlist other = course::parse_playlist(text);
        if (name != english && other.translates != english) continue;
        if (other.steps.size() != steps)
            throw UsageError(fmt::format("{}: not the steps of {}.", name, english));
        const std::string language = other.translates.empty() ? "en" : other.language;
        lesson.names[language] = name;
        versions.insert_or_assign(language, std::move(other));
    }
}

}  // namespace

bool is_playlist(const Catalogue& catalogue, const std::string& what) {
    return catalogue.playlists.count(what) != 0 || std::filesystem::path(what).extension() == kEnding;
}

std::string language_of(const Catalogue& catalogue, const std::string& what) {
    const auto found = catalogue.playlists.find(what);
    if (found == catalogue.playlists.end()) return "en";
    const course::Playlist plan = course::parse_playlist(found->second);
    return plan.translates.empty() ? "en" : plan.language;
}

PlannedLesson read_playlist(const Catalogue& catalogue, const std::string& what) {
    try {
        const course::Playlist own = course::parse_playlist(text_of(catalogue, what));
        check_each_once(own, what);
        const std::string language = own.translates.empty() ? "en" : own.language;
        PlannedLesson lesson{
            .names = {{language, what}}, .title = {}, .about = {}, .minutes = own.minutes(), .steps = {}};
        Versions versions = {{language, own}};
        if (catalogue.playlists.count(what) != 0)
            add_translations(catalogue, own.translates.empty() ? what : own.translates, lesson, versions);
        lesson.title = in_all(versions, [](const course::Playlist& plan) { return plan.title; });
        lesson.about = in_all(versions, [](const course::Playlist& plan) { return plan.about; });
        for (std::size_t i = 0; i < own.steps.size(); ++i) {
            try {
                lesson.steps.push_back(planned(catalogue, versions, i));
            } catch (const UsageError& error) {
                throw UsageError(at_line(what, own.steps[i].line, error.saying()));
            }
        }
        return lesson;
    } catch (const course::PlaylistError& error) {
        throw UsageError(
            at_line(what, error.line(), Saying::of("why.plan." + error.key(), {{"word", error.word()}})));
    }
}

std::vector<PlannedLesson> course_plans(const Catalogue& catalogue) {
    std::vector<PlannedLesson> all;
    for (const auto& [name, text] : catalogue.playlists)
        if (course::parse_playlist(text).translates.empty()) all.push_back(read_playlist(catalogue, name));
    // In the order in which the course comes to them.
    const auto where = [&](const PlannedLesson& lesson) {
        double sum = 0;
        for (const PlannedStep& step : lesson.steps)
            sum += static_cast<double>(step.entry - catalogue.scenarios.data());
        return sum / static_cast<double>(lesson.steps.size());
    };
    std::stable_sort(all.begin(), all.end(),
                     [&](const auto& a, const auto& b) { return where(a) < where(b); });
    return all;
}

}  // namespace loopscope::program
