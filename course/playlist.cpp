#include "course/playlist.h"

#include <numeric>
#include <regex>
#include <sstream>
#include <utility>

namespace loopscope::course {
namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

// Before the first step: "9min gather_order", "9 minutes gather_order". It is no sentence about the plan.
bool is_nearly_step(const std::string& line) {
    static const std::regex kBegin(
        R"(^\d{1,9}\s{0,9}[a-z]{0,20}\.?\s{1,99}[a-z0-9]{0,99}_[a-z0-9_]{0,99}(?=\s|$))", std::regex::icase);
    std::smatch begin;
    if (!std::regex_search(line, begin, kBegin, std::regex_constants::match_continuous)) return false;
    std::istringstream values(begin.suffix());
    for (std::string word; values >> word;)
        if (word.find('=', 1) == std::string::npos) return false;
    return true;
}

void join(std::string& text, const std::string& line) { text += (text.empty() ? "" : " ") + line; }

// "9 min  gather_order  delay_a=0".
class StepLine {
public:
    explicit StepLine(const std::string& line) {
        static const std::regex kShape(R"(^(\d{1,3}) min\s+([a-z][a-z0-9_]*)(.*)$)");
        matches_ = std::regex_match(line, parts_, kShape);
    }
    explicit operator bool() const { return matches_; }

    PlaylistStep step(int line_number) const {
        PlaylistStep step;
        step.line = line_number;
        step.minutes = std::stoi(parts_[1]);
        step.scenario = parts_[2];
        std::istringstream rest(parts_[3]);
        for (std::string word; rest >> word;) {
            const std::size_t equals = word.find('=');
            if (equals == std::string::npos || equals == 0) throw PlaylistError("value", line_number, word);
            const std::string name = word.substr(0, equals);
            if (!step.set.emplace(name, word.substr(equals + 1)).second)
                throw PlaylistError("value_twice", line_number, name);
        }
        return step;
    }

private:
    std::smatch parts_;
    bool matches_ = false;
};

// "de: errors_and_cancellation": this is that plan in German.
bool take_translation(const std::string& line, Playlist& playlist) {
    static const std::regex kShape(R"(^([a-z]{2}): ([a-z][a-z0-9_]*)$)");
    std::smatch parts;
    if (!std::regex_match(line, parts, kShape)) return false;
    playlist.language = parts[1];
    playlist.translates = parts[2];
    return true;
}

}  // namespace

PlaylistError::PlaylistError(std::string key, int line, std::string word)
    : std::runtime_error("line " + std::to_string(line) + ": " + key + " " + word),
      key_(std::move(key)),
      word_(std::move(word)),
      line_(line) {}

int Playlist::minutes() const {
    return std::accumulate(steps.begin(), steps.end(), 0,
                           [](int sum, const PlaylistStep& step) { return sum + step.minutes; });
}

Playlist parse_playlist(std::string_view text) {
    Playlist playlist;
    if (text.starts_with(kByteOrderMark)) text.remove_prefix(kByteOrderMark.size());
    std::istringstream lines{std::string(text)};
    int number = 0;
    for (std::string line; std::getline(lines, line);) {
        ++number;
        if (!line.empty() && line.back() == '\r') line.pop_back();
        const std::size_t begin = line.find_first_not_of(" \t");
        if (begin == std::string::npos) continue;
        const std::string words = line.substr(begin);
        if (playlist.title.empty()) {
            if (StepLine(line)) throw PlaylistError("step_first", number);
            playlist.title = words;
        } else if (const StepLine step(line); step) {
            playlist.steps.push_back(step.step(number));
        } else if (playlist.steps.empty() && !is_nearly_step(line)) {
            if (!take_translation(line, playlist)) join(playlist.about, words);
        } else if (begin > 0 && !playlist.steps.empty()) {
            join(playlist.steps.back().note, words);
        } else {
            throw PlaylistError("no_step_line", number);
        }
    }
    if (playlist.title.empty()) throw PlaylistError("no_title");
    if (playlist.steps.empty()) throw PlaylistError("no_step");
    return playlist;
}

}  // namespace loopscope::course
