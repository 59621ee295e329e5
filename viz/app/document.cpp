#include "viz/app/document.h"

#include "course/asked.h"
#include "course/condition.h"
#include "viz/data/recording/source_place.h"
#include "viz/data/runs/compare.h"
#include "viz/data/runs/parameter_lines.h"
#include "viz/data/runs/place.h"

#include <string_view>
#include <system_error>
#include <utility>

namespace loopscope::viz {

namespace fs = std::filesystem;
using trace::EventIndex;

void Document::replace(Loaded& loaded, const std::string& title, bool same, const std::string& language) {
    if (same) {
        std::vector<trace::Bookmark> moved = bookmarks_.all();
        for (trace::Bookmark& bookmark : moved) bookmark.at = same_place(*store_, bookmark.at, *loaded.store);
        bookmarks_.replace(std::move(moved));
    } else {
        bookmarks_.take(loaded.saved.bookmarks);
    }
    const std::string title_before = this->title(language);
    keep_to_compare(std::exchange(store_, std::move(loaded.store)), title_before);
    ++generation_;
    title_ = title;
    sound_ = loaded.sound;
    mistake_ = loaded.mistake;
    speak(language);
}

// Unless it was the same run.
void Document::keep_to_compare(std::unique_ptr<Store> replaced, const std::string& title) {
    constexpr EventIndex kMost = 2'000'000;  // larger ones would hold too much memory
    if (!replaced || !replaced->recording().complete || replaced->event_count() > kMost) return;
    const trace::Header &a = replaced->recording().header, &b = store_->recording().header;
    const bool same = a.program == b.program && a.parameters == b.parameters &&
                      a.interventions == b.interventions &&
                      replaced->event_count() == store_->event_count() &&
                      !is_edited(replaced->recording(), store_->recording());
    if (same) return;
    before_ = std::move(replaced);
    title_before_ = title;
}

void Document::speak(const std::string& language) {
    const Words& words = Words::of(language);
    if (store_) store_->speak(words);
    if (before_) before_->speak(words);
}

bool Document::read_as(Twin twin) {
    const auto now = std::tuple(generation_, scenario_, twin);
    if (!store_ || named_ == now) return false;
    named_ = now;
    std::optional<Store::Reading> reading;
    const trace::Recording& recording = store_->recording();
    const bool of_twin = scenario_ != nullptr && twin != Twin::cpp;
    for (std::uint32_t i = 1; of_twin && i < recording.source_count(); ++i) {
        for (const trace::Source& source : scenario_->sources) {
            if (recording.source(i).language != "c++" || source.language != "python") continue;
            reading = {i, file_name(source), TwinLines(source.text, recording.source(i).text)};
        }
    }
    store_->read_as(std::move(reading));
    return true;
}

std::string Document::title(const std::string& language) const {
    const bool course = scenario_ != nullptr && title_ == scenario_->name && !scenario_->title.empty();
    return course ? scenario_->title.in(language) : title_;
}

void Document::set_scenario(const ScenarioInfo* scenario) {
    scenario_ = scenario;
    lesson_of_ = {};  // another may be where an old one was
}

void Document::set_run_of(const ScenarioInfo* scenario, ParameterValues parameters) {
    set_scenario(scenario);
    parameters_ = std::move(parameters);
    judge();
}

bool Document::says_something_else() const {
    if (scenario_ == nullptr || file_.empty()) return false;
    const auto is_python = [](const trace::Source& source) { return source.language == "python"; };
    const auto twin = std::find_if(scenario_->sources.begin(), scenario_->sources.end(), is_python);
    if (twin == scenario_->sources.end()) return false;
    bool is_known = false;
    const trace::Recording& run = store_->recording();
    for (std::uint32_t i = 1; i < run.source_count(); ++i) {
        const std::string& copy = run.source(i).text;
        if (!is_python(run.source(i)) || copy.empty()) continue;
        if (differ_in_values_only(twin->text, copy, scenario_->default_values())) return false;
        is_known = true;
    }
    return is_known;
}

void Document::judge() {
    goals_.clear();
    phases_.clear();
    if (scenario_ == nullptr) return;
    const course::Facts facts(store_->recording(), parameters_);
    phases_ = course::phases_of(scenario_->questions.phases, facts, store_->event_count());
    for (const course::Goal& goal : scenario_->questions.goals)
        goals_.push_back(
            {course::fill_in(goal.text, facts),
             course::holds(goal.reached, facts) || reached_.count({scenario_->name, goals_.size()}) != 0});
}

void Document::keep_goals() {
    for (std::size_t i = 0; i < goals_.size(); ++i)
        if (goals_[i].reached) reached_.insert({scenario_->name, i});
}

const Lesson& Document::lesson(const std::string& language) {
    const auto now = std::tuple(generation_, scenario_, language);
    if (scenario_ != nullptr && lesson_of_ != now) {
        lesson_of_ = now;
        lesson_ = parse_lesson(scenario_->lesson.in(language));
    }
    return lesson_;
}

bool Document::can_rerun() const {
    return store_ && scenario_ != nullptr && store_->recording().header.language != "python";
}

void Document::set_file(const fs::path& path, std::optional<FileStamp> stamp) {
    std::error_code unknown;
    file_ = fs::absolute(path, unknown);
    stamp_ = stamp;
    followed_.reset();
    const bool changes = !store_->recording().complete || is_program();
    if (changes && stamp) followed_.emplace(file_, *stamp);
}

void Document::clear_file() {
    file_.clear();
    followed_.reset();
}

bool Document::still_recorded() const {
    return followed_ && followed_->grows() && !is_program() && !store_->recording().complete;
}

namespace {

constexpr std::string_view kSaved = "-bookmarks", kEnding = ".loopscope";

// "run" of "run-bookmarks" and of "run-bookmarks-2".
std::string without_addition(std::string name) {
    const std::size_t at = name.rfind(kSaved);
    if (at == std::string::npos || at == 0) return name;
    const std::string_view rest = std::string_view(name).substr(at + kSaved.size());
    const bool number = rest.size() > 1 && rest.front() == '-' &&
                        rest.find_first_not_of("0123456789", 1) == std::string_view::npos;
    if (rest.empty() || number) name.resize(at);
    return name;
}

// With a number behind the name if there is such a file.
fs::path free_path(const fs::path& folder, const std::string& name) {
    std::error_code unknown;
    fs::path path = folder / (name + std::string(kEnding));
    for (int number = 2; fs::exists(path, unknown); ++number)
        path = folder / (name + "-" + std::to_string(number) + std::string(kEnding));
    return path;
}

}  // namespace

// Since it was read: what it holds now would be lost.
bool Document::changed_by_others() const {
    const std::optional<FileStamp> now = FileStamp::of(file_);
    return now && now != stamp_;
}

fs::path Document::save_path() const {
    if (is_whole_file() && !changed_by_others()) return file_;
    const std::string name =
        file_.empty() ? title_ : without_addition(file_.stem().string()) + std::string(kSaved);
    return free_path(file_.parent_path(), name);
}

void Document::saved_as(const fs::path& path) {
    bookmarks_.saved();
    if (is_program()) return;  // that one still runs when it is saved
    std::error_code unknown;
    file_ = fs::absolute(path, unknown);
    stamp_ = FileStamp::of(path);
    sound_ = true;
}

}  // namespace loopscope::viz
