#include "viz/program/answers.h"

#include "viz/program/commands.h"
#include "viz/program/errors.h"
#include "viz/program/files.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <cstdlib>
#include <fstream>
#include <sstream>

namespace loopscope::program {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t kShownOfALine = 80;

struct Tally {
    int answers = 0, right = 0, sure_and_wrong = 0;
    std::map<std::string, int> misconceptions;
};

std::string text_of(const std::filesystem::path& path) {
    std::ifstream file(path);
    if (!file) throw UsageError(fmt::format("cannot read {}.", path.string()));
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}

// False: it is none.
bool count(const std::string& line, std::map<std::string, Tally>& tallies) {
    try {
        const Json answer = Json::parse(line);
        const auto scenario = answer.at("scenario").get<std::string>();
        const bool right = answer.at("right").get<bool>(), sure = answer.value("sure", false);
        const std::string misconception = answer.value("misconception", "");
        Tally& tally = tallies[scenario];
        ++tally.answers;
        tally.right += right ? 1 : 0;
        tally.sure_and_wrong += !right && sure ? 1 : 0;
        if (!misconception.empty()) ++tally.misconceptions[misconception];
        return true;
    } catch (const Json::exception&) {
        return false;
    }
}

std::string summary(const Catalogue& catalogue, const std::map<std::string, Tally>& tallies) {
    std::string text;
    for (const CatalogueEntry& entry : catalogue.scenarios) {
        const auto found = tallies.find(entry.info.name);
        if (found == tallies.end()) continue;
        const Tally& tally = found->second;
        text += fmt::format("{}\n  {} of {} right, {} wrong although sure\n", entry.info.title.in("en"),
                            tally.right, tally.answers, tally.sure_and_wrong);
        for (const auto& [id, times] : tally.misconceptions) {
            const auto known = catalogue.misconceptions.find(id);
            if (known != catalogue.misconceptions.end())
                text += fmt::format("  {} x {} {}\n", times, id, known->second.in("en"));
        }
    }
    return text.empty() ? "No answers yet.\n" : text;
}

}  // namespace

std::filesystem::path answers_file() { return state_folder() / "answers.jsonl"; }

std::filesystem::path state_folder() {
    const char *state = std::getenv("XDG_STATE_HOME"), *home = std::getenv("HOME");
    const std::filesystem::path folder =
        state != nullptr && *state != '\0'
            ? std::filesystem::path(state)
            : std::filesystem::path(home == nullptr ? "." : home) / ".local/state";
    return folder / "loopscope";
}

void keep_answer(const viz::Answer& answer) {
    Json values = Json::object();
    for (const auto& [name, value] : answer.values) values[name] = Json::parse(value);
    Json line = {{"scenario", answer.scenario},
                 {"question", answer.question},
                 {"values", values},
                 {"chosen", std::string(1, answer.chosen)},
                 {"right", answer.right}};
    if (answer.sure) line["sure"] = *answer.sure;
    line["misconception"] = answer.misconception;
    const std::filesystem::path path = answers_file();
    std::error_code failed;
    std::filesystem::create_directories(path.parent_path(), failed);
    std::ofstream file(path, std::ios::app);
    file << line.dump() << '\n' << std::flush;
    if (!file) fmt::print(stderr, "loopscope: cannot keep the answer in {}.\n", path.string());
}

std::map<std::string, bool> last_answers() {
    std::map<std::string, bool> last;
    std::ifstream file(answers_file());
    for (std::string line; std::getline(file, line);) {
        const Json answer = Json::parse(line, nullptr, false);
        if (!answer.is_object() || !answer.contains("scenario") || !answer.contains("right")) continue;
        if (!answer["scenario"].is_string() || !answer["right"].is_boolean()) continue;
        last[answer["scenario"].get<std::string>()] = answer["right"].get<bool>();
    }
    return last;
}

int run_answers(const Catalogue& catalogue, const std::vector<std::string>& files, bool raw) {
    std::vector<std::filesystem::path> paths(files.begin(), files.end());
    if (paths.empty() && std::filesystem::exists(answers_file())) paths.push_back(answers_file());
    std::map<std::string, Tally> tallies;
    std::string all, problems;
    for (const std::filesystem::path& path : paths) {
        const std::string text = text_of(path);
        all += text;
        std::istringstream lines(text);
        int number = 0;
        for (std::string line; std::getline(lines, line);) {
            ++number;
            if (line.find_first_not_of(" \t\r") == std::string::npos || count(line, tallies)) continue;
            problems +=
                fmt::format("{}loopscope: {}, line {}: this is no answer: {}.", problems.empty() ? "" : "\n",
                            path.string(), number, line.substr(0, kShownOfALine));
        }
    }
    write_output("", raw ? all : summary(catalogue, tallies));
    if (problems.empty()) return kExitOk;
    fmt::print(stderr, "{}\n", problems);
    return kExitBadSubject;
}

}  // namespace loopscope::program
