#include "viz/app/app.h"

#include "viz/data/runs/compare.h"
#include "viz/data/runs/place.h"

#include <algorithm>
#include <string_view>
#include <system_error>
#include <utility>

namespace loopscope::viz {

using trace::EventIndex;

bool App::start(const StartWith& what) {
    last_answers_ = services_->answers;
    plan_file_ = services_->plan_file;
    if (const auto stamp = FileStamp::of(plan_file_)) followed_plan_.emplace(plan_file_, *stamp);
    if (!what.file.empty()) {
        if (!open_file(what.file)) return false;
        if (what.at_end) view_.playback.last(*store_);
        return true;
    }
    if (!what.scenario.empty()) return open_scenario(what.scenario, what.parameters);
    if (!what.plan.empty()) return start_plan(what.plan);
    if (scenarios().empty()) return true;
    return open_scenario(scenarios().front().name, {});
}

bool App::open_scenario(const std::string& name, const ParameterValues& parameters) {
    const auto found = std::find_if(scenarios().begin(), scenarios().end(),
                                    [&](const ScenarioInfo& info) { return info.name == name; });
    if (found == scenarios().end()) {
        warn("notice.no_scenario", {{"name", name}});
        return false;
    }
    ParameterValues values = found->default_values();
    for (const auto& [key, value] : parameters) values[key] = value;
    Loaded loaded = load([&](const Progress&) { return services_->run(name, values, {}); });
    if (!show(std::move(loaded), found->name, false)) return false;
    if (scenario_ != &*found) {
        view_.layer = std::clamp(found->layer, 1, kLastLayer);
        lend_axis(found->by_clock);
        for (Arrangement& each : view_.arrangements) each.give_back();
        for (const std::string& word : found->views)
            if (const auto seat = seat_named(word))
                for (const int layer : {view_.layer, kPresentLayer})
                    view_.arrangements[static_cast<std::size_t>(layer)].lend(seat->first, seat->second);
        // What the teacher is told, and the answer, is not for the class that sees the next scenario.
        Arrangement& seen = view_.arrangement();
        if (view_.present && (seen.shows(View::notes) || seen.shows(View::lesson))) seen.show(View::source);
        view_.parameter = 0;
        asked_ = 0;
    }
    scenario_ = &*found;
    parameters_ = std::move(values);
    own_values_.reset();
    file_.clear();
    followed_.reset();
    predicting_ = predicts_ && !last_answers_.contains(name);
    judge_run();
    return true;
}

// The timeline's axis that a scenario begins with; the next one puts back what was before.
void App::lend_axis(bool clock) {
    if (std::exchange(axis_lent_, false) && view_.axis == AxisMode::clock) view_.axis = AxisMode::logical;
    axis_lent_ = clock && view_.axis == AxisMode::logical;
    if (axis_lent_) view_.axis = AxisMode::clock;
}

bool App::open_file(const std::filesystem::path& path) {
    const std::optional<FileStamp> stamp = FileStamp::of(path);
    if (!show(load(opening_of(path)), path.filename().string(), false)) return false;
    adopt_file(path, stamp);
    tell_if_torn();
    return true;
}

Open App::opening_of(const std::filesystem::path& path) const {
    return [services = services_, path](const Progress& progress) { return services->open(path, progress); };
}

void App::begin_opening(Opener::Job job, Open open, const Saying& what) {
    if (!opener_.begin(std::move(job), std::move(open), what))
        warn("notice.still_opening", {{"what", opener_.awaited()->what()}});
}

void App::open_in_background(const std::filesystem::path& path, Opener::Task task) {
    begin_opening({task, path, FileStamp::of(path)}, opening_of(path), path.filename().string());
}

void App::finish_opening() {
    if (leaving_) return;  // until it is clear what becomes of the bookmarks
    std::optional<Opener::Done> done = opener_.take();
    if (!done) return;
    if (done->job.task != Opener::Task::other || !done->loaded.store) return take_over(std::move(*done));
    // There may be bookmarks by now that were not there when it began.
    leave([this, kept = std::make_shared<Opener::Done>(std::move(*done))] { take_over(std::move(*kept)); });
}

void App::take_over(Opener::Done done) {
    const auto& [task, path, stamp] = done.job;
    if (task == Opener::Task::explore) return finish_exploring(std::move(done.loaded));
    const bool began = done.loaded.store && (!done.loaded.mistake || done.loaded.store->event_count() > 0);
    if (task == Opener::Task::follow && !began && store_ && store_->event_count() > 0) {
        const Saying& why = done.loaded.mistake ? done.loaded.failure : done.loaded.error;
        note(Saying::lines(
            {why, Saying::of(done.loaded.mistake ? "notice.last_good_source" : "notice.last_good")}));
        return show_mistake(done.loaded.mistake);
    }
    const bool at_end = task == Opener::Task::follow && store_ && view_.playback.at_end(*store_);
    if (!show(std::move(done.loaded), path.filename().string(), task != Opener::Task::other)) return;
    adopt_file(path, stamp);
    tell_if_torn();
    if (at_end) view_.playback.last(*store_);
}

// The scenario's Python as a file of the learner's own.
void App::make_twin() {
    if (!scenario_ || !services_->make) {
        warn("notice.no_twin");
        return;
    }
    try {
        const std::filesystem::path path = services_->make(scenario_->name, parameters_);
        leave([this, path] { open_in_background(path, Opener::Task::again); });
        tell("notice.edit", {{"file", std::filesystem::absolute(path).string()}});
    } catch (const std::exception& error) {
        note(std::string(error.what()));
    }
}

void App::ask_to_open(const std::filesystem::path& path) {
    if (path.extension() == ".playlist") return open_plan(path);
    leave([this, path] { open_in_background(path); });
}

// A file that is still being written is read again when it has grown, a program that was edited runs again.
void App::follow_file(double seconds) {
    if (!followed_ || opener_.busy()) return;
    const bool grew = still_recorded();
    if (followed_->has_changed(seconds)) return open_in_background(file_, Opener::Task::follow);
    if (grew) tell_if_torn();
}

bool App::still_recorded() const {
    return followed_ && followed_->grows() && !is_program() && !store_->recording().complete;
}

// A recording of one of our own scenarios is shown with its twin.
void App::adopt_file(const std::filesystem::path& path, std::optional<FileStamp> stamp) {
    std::error_code unknown;
    const std::filesystem::path before = std::exchange(file_, std::filesystem::absolute(path, unknown));
    if (is_program() && file_ != before) {  // who opens a program is going to edit it
        view_.arrangement().show(View::source);
        if (view_.twin == Twin::cpp) view_.twin = Twin::automatic;
    }
    stamp_ = stamp;
    recent_.add(path);
    followed_.reset();
    const bool changes = !store_->recording().complete || is_program();
    if (changes && stamp) followed_.emplace(file_, *stamp);
    scenario_ = nullptr;
    predicting_ = false;
    const trace::Header& header = store_->recording().header;
    for (const ScenarioInfo& info : scenarios()) {
        if (info.name == header.program) scenario_ = &info;
    }
    parameters_ = header.parameters;
    own_values_.reset();
    judge_run();
    tell_python();
}

// A lesson may not be true of another release than it was written for: said once.
void App::tell_python() {
    static constexpr std::string_view kOfLessons = "3.14";
    const std::string& python = store_->recording().header.python;
    const std::string release = python.substr(0, python.find('.', python.find('.') + 1));
    if (scenario_ == nullptr || !is_program() || release.empty() || release == kOfLessons ||
        release == told_python_)
        return;
    told_python_ = release;
    messages_.tell(Saying::of("notice.python", {{"ran", release}, {"lesson", std::string(kOfLessons)}}));
}

// That there is no end is no fault of what is there, and no news while it is being written.
void App::tell_if_torn() {
    const bool torn = !store_->recording().complete && !still_recorded();
    if (torn && !messages_.has_notice()) warn("notice.torn");
}

bool App::show(Loaded loaded, const std::string& what, bool keep_place) {
    if (!loaded.store) {
        warn("notice.cannot_open", {{"what", what}, {"why", loaded.error}});
        return false;
    }
    opener_.present_is_gone();
    std::unique_ptr<Store>& store = loaded.store;
    const bool same = keep_place && store_;
    const EventIndex cursor = same ? same_place(*store_, view_.playback.cursor(), *store)
                                   : std::min(loaded.saved.cursor.value_or(0), store->event_count());
    if (same) {
        std::vector<trace::Bookmark> moved = bookmarks_.all();
        for (trace::Bookmark& bookmark : moved) bookmark.at = same_place(*store_, bookmark.at, *store);
        bookmarks_.replace(std::move(moved));
    } else {
        bookmarks_.take(loaded.saved.bookmarks);
        history_.clear();
    }
    sound_ = loaded.sound;
    view_.measure.reset();
    const std::string selected =
        keep_place && store_ && !view_.selection.empty() ? store_->label(view_.selection.object) : "";
    view_.playback.pause();
    view_.selection.clear();
    quiz_.close();
    end_game();
    for (const Lane& lane : store->lanes().lanes) {
        if (!selected.empty() && lane.task != 0 && store->label(lane.task) == selected)
            view_.selection.object = lane.task;
    }
    const std::string title_before = title();
    keep_to_compare(std::exchange(store_, std::move(store)), title_before);
    speak();
    ++generation_;
    view_.playback.seek(*store_, cursor);
    here_.forget();
    title_ = what;
    messages_.dismiss();
    // Of the same file again they are known; a program that was edited may fail now.
    if (!same || !loaded.failure.empty()) tell_problems(loaded);
    show_mistake(loaded.mistake);
    return true;
}

// Where it is, is to be seen at once.
void App::show_mistake(std::shared_ptr<const Mistake> mistake) {
    mistake_ = std::move(mistake);
    if (!mistake_) return;
    view_.arrangement().show(View::source);
    view_.focus = View::source;
}

void App::tell_problems(const Loaded& loaded) {
    const bool ran = loaded.mistake == nullptr || store_->event_count() > 0;
    if (!loaded.failure.empty())
        return note(ran ? Saying::lines({Saying::of("notice.failed"), loaded.failure}) : loaded.failure);
    if (!loaded.notes.empty())
        note(Saying::lines({Saying::of("notice.damaged"), Saying::lines(loaded.notes)}));
}

// What is open calls its objects by names in the user's language.
void App::speak() {
    if (store_) store_->speak(words());
    if (before_) before_->speak(words());
    here_.forget();
}

// Unless it was the same run.
void App::keep_to_compare(std::unique_ptr<Store> replaced, const std::string& title) {
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

// By the user: from now on these are the values that a question gives back.
void App::set_parameters(const ParameterValues& wanted) {
    run_with(wanted);
    own_values_.reset();
}

void App::run_with(const ParameterValues& wanted) {
    if (scenario_ == nullptr) return;
    ParameterValues values = parameters_;
    for (const auto& [name, value] : wanted) values[name] = value;
    const bool changed = store_ && !store_->recording().header.interventions.empty();
    const bool own = is_program();  // what runs now is the course's program
    if (!show(load([&](const Progress&) { return services_->run(scenario_->name, values, {}); }),
              own ? scenario_->name : title_, true))
        return;
    if (own) {
        tell("notice.course_again", {{"file", file_.filename().string()}});
        file_.clear();
        followed_.reset();
    }
    parameters_ = std::move(values);
    asked_ = 0;  // with other values the first question is another one
    judge_run();
    if (changed) warn("whatif.gone");
}

void App::judge_run() {
    goals_.clear();
    phases_.clear();
    if (scenario_ == nullptr) return;
    const course::Facts facts(store_->recording(), parameters_);
    phases_ = course::phases_of(scenario_->questions.phases, facts, store_->event_count());
    for (const course::Goal& goal : scenario_->questions.goals)
        goals_.push_back({course::fill_in(goal.text, facts), course::holds(goal.reached, facts)});
}

void App::mark_parameter(int by) {
    if (scenario_ == nullptr || scenario_->parameters.empty()) return tell("notice.no_values");
    const auto count = static_cast<int>(scenario_->parameters.size());
    view_.parameter = (view_.parameter + by + count) % count;
}

void App::change_value(int by) {
    if (scenario_ == nullptr || scenario_->parameters.empty()) return tell("notice.no_values");
    const ParameterInfo& parameter = scenario_->parameters[static_cast<std::size_t>(view_.parameter)];
    const auto& values = parameter.values;
    auto here = std::find(values.begin(), values.end(), parameters_[parameter.name]) - values.begin();
    if (by > 0 && here == static_cast<std::ptrdiff_t>(values.size())) here = -1;  // it is none of these
    const std::ptrdiff_t next = here + by;
    const std::string& name = parameter.label.empty() ? parameter.name : parameter.label.in(view_.language);
    if (next < 0) return tell("notice.first_value", {{"name", name}});
    if (next >= static_cast<std::ptrdiff_t>(values.size()))
        return tell("notice.last_value", {{"name", name}});
    set_parameters({{parameter.name, values[static_cast<std::size_t>(next)]}});
}

std::string App::title() const {
    const bool course = scenario_ != nullptr && title_ == scenario_->name && !scenario_->title.empty();
    return course ? scenario_->title.in(view_.language) : title_;
}

void App::change_scenario(int by) {
    const auto& all = scenarios();
    if (all.empty()) return;
    const auto count = static_cast<std::ptrdiff_t>(all.size());
    const std::ptrdiff_t here = scenario_ == nullptr ? (by > 0 ? -1 : count) : scenario_ - all.data();
    const std::ptrdiff_t next = here + by;
    if (next < 0) return tell(plan_ != nullptr ? "notice.first_step" : "notice.first_scenario");
    if (next >= count) return tell(plan_ != nullptr ? "notice.last_step" : "notice.last_scenario");
    leave([this, name = all[static_cast<std::size_t>(next)].name] { open_scenario(name, {}); });
}

}  // namespace loopscope::viz
