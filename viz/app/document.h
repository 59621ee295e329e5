// What is open: a run, the program it is of, the file it stands in, and the run that was open before it.
// Knows nothing of how it is looked at.
#pragma once

#include "viz/data/recording/phases.h"
#include "viz/data/recording/store.h"
#include "viz/data/text/lesson.h"
#include "viz/loading.h"
#include "viz/services.h"
#include "viz/view/bookmarks.h"
#include "viz/view/file_stamp.h"
#include "viz/view/view_state.h"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

namespace loopscope::viz {

class Document {
public:
    // The run; null: nothing is open.
    Store* store() { return store_.get(); }
    const Store* store() const { return store_.get(); }
    std::uint64_t generation() const { return generation_; }  // another number for each store
    // The run that was open before this one, to compare with; null: there is none.
    const Store* before() const { return before_.get(); }
    const std::string& title_before() const { return title_before_; }
    // Puts `loaded`, which has a store, in place of what is open. If it is the same program again, bookmarks
    // move to where they belong in it; else it has those that it was saved with.
    void replace(Loaded& loaded, const std::string& title, bool same, const std::string& language);
    // Objects are called by names in the user's language.
    void speak(const std::string& language);
    // Lines are those of the program that is read: who reads a scenario's Python hears its lines, not those
    // of the C++ that ran. Returns whether they are others than before.
    bool read_as(Twin twin);

    // What it is called: the scenario, in that language, or the file.
    std::string title(const std::string& language) const;
    const std::string& name() const { return title_; }

    // The scenario that it is a run of; null: it is none of the course's.
    const ScenarioInfo* scenario() const { return scenario_; }
    const ParameterValues& parameters() const { return parameters_; }
    // The scenario must outlive it, or be taken away before.
    void set_scenario(const ScenarioInfo* scenario);
    // And judges the run by that scenario.
    void set_run_of(const ScenarioInfo* scenario, ParameterValues parameters);
    // Is it an edited copy of the scenario's program, of which what the course says need not be true?
    bool says_something_else() const;
    // The same values, another run.
    void judge();
    struct JudgedGoal {
        course::Text text;
        bool reached = false;
    };
    // One that was reached before, by other values, stays so.
    const std::vector<JudgedGoal>& goals() const { return goals_; }
    // This run is the learner's doing: what it reaches counts.
    void keep_goals();
    const std::vector<course::PhaseSpan>& phases() const { return phases_; }
    // The scenario's; empty if there is none.
    const Lesson& lesson(const std::string& language);
    // Where the program fails, as it was saved last; null: nowhere.
    const std::shared_ptr<const Mistake>& mistake() const { return mistake_; }
    void set_mistake(std::shared_ptr<const Mistake> mistake) { mistake_ = std::move(mistake); }
    // Whether it can be run again with something changed. What CPython runs depends on more than we know of.
    bool can_rerun() const;

    // The file, absolute; empty: it is a scenario's run.
    const std::filesystem::path& file() const { return file_; }
    bool is_program() const { return file_.extension() == ".py"; }  // what is open is run, not read
    // Of the recording's file, as it was read; 0: it is in none.
    std::uintmax_t file_bytes() const { return file_.empty() || is_program() || !stamp_ ? 0 : stamp_->size; }
    // It was read from that file, as it was then.
    void set_file(const std::filesystem::path& path, std::optional<FileStamp> stamp);
    void clear_file();
    // Whether it is still being written.
    bool still_recorded() const;
    // Whether the file has changed, `seconds` after the last time it was asked, if it may change at all.
    bool has_changed(double seconds) { return followed_ && followed_->has_changed(seconds); }
    // Whether it may, and after how many seconds it is worth asking again.
    bool is_followed() const { return followed_.has_value(); }
    double pause() const { return followed_ ? followed_->pause() : 0; }

    const Bookmarks& bookmarks() const { return bookmarks_; }
    Bookmarks& bookmarks() { return bookmarks_; }
    // Where to save it: over the file only if nothing of what that holds would be lost.
    std::filesystem::path save_path() const;
    // Whether that is another file, as this one has changed meanwhile.
    bool is_saved_beside() const { return is_whole_file() && save_path() != file_; }
    void saved_as(const std::filesystem::path& path);
    // What a picture of it or another form is called, without an ending.
    std::string stem() const { return file_.empty() ? title_ : file_.stem().string(); }

private:
    void keep_to_compare(std::unique_ptr<Store> replaced, const std::string& title);
    bool is_whole_file() const { return !file_.empty() && sound_ && store_->recording().complete; }
    bool changed_by_others() const;

    std::unique_ptr<Store> store_, before_;
    std::uint64_t generation_ = 0;
    std::string title_, title_before_;
    // What the store's lines are named after.
    std::optional<std::tuple<std::uint64_t, const ScenarioInfo*, Twin>> named_;

    const ScenarioInfo* scenario_ = nullptr;
    ParameterValues parameters_;
    std::vector<JudgedGoal> goals_;
    std::set<std::pair<std::string, std::size_t>> reached_;  // a scenario, and which of its goals
    std::vector<course::PhaseSpan> phases_;
    Lesson lesson_;
    std::tuple<std::uint64_t, const ScenarioInfo*, std::string> lesson_of_ = {};  // and its language
    std::shared_ptr<const Mistake> mistake_;

    std::filesystem::path file_;
    bool sound_ = false;                    // the file may be written over
    std::optional<FileStamp> stamp_;        // of the file as it was read
    std::optional<FollowedFile> followed_;  // the file, if it may change
    Bookmarks bookmarks_;
};

}  // namespace loopscope::viz
