// Puts a file, a program or a run in place of what is open.
#include "viz/app/app.h"
#include "viz/data/runs/place.h"

#include <algorithm>
#include <chrono>
#include <string_view>
#include <utility>

namespace loopscope::viz {

using trace::EventIndex;

bool App::start(const StartWith& what) {
    tutor_.remember(services_->answers);
    if (!services_->plan_file.empty()) plans_.follow(services_->plan_file);
    if (!what.file.empty() && what.in_background) {
        open_in_background(what.file);
        return true;
    }
    if (!what.file.empty()) {
        if (!open_file(what.file, what.patience)) return false;
        if (desk_.store() == nullptr) return true;  // it runs and has nothing to show yet
        if (what.at_end) desk_.view.playback.last(*desk_.store());
        return true;
    }
    if (!what.scenario.empty()) return open_scenario(what.scenario, what.parameters);
    if (!what.plan.empty()) return start_plan(what.plan);
    if (plans_.scenarios().empty()) return true;
    return go_on() || open_scenario(plans_.scenarios().front().name, {});
}

bool App::open_file(const std::filesystem::path& path, double patience) {
    const std::optional<FileStamp> stamp = FileStamp::of(path);
    const bool waits = patience >= 0 && is_run(path);
    if (waits && !run_for(path, patience)) return true;
    const auto run = std::exchange(running_, std::nullopt);
    const Open open = waits ? run->reading() : opening_of(path);
    if (!show(load(open), path.filename().string(), false)) return false;
    adopt_file(path, stamp);
    tell_if_torn();
    return true;
}

Open App::opening_of(const std::filesystem::path& path) const {
    return [services = services_, path](const Progress& progress) { return services->open(path, progress); };
}

void App::begin_opening(Opener::Job job, Open open, const Saying& what) {
    if (!opener_.begin(std::move(job), std::move(open), what))
        desk_.warn("notice.still_opening", {{"what", opener_.awaited()->what()}});
}

void App::open_in_background(const std::filesystem::path& path, Opener::Task task) {
    if (is_run(path)) return begin_run(path, task);
    if (task != Opener::Task::follow) end_run();
    begin_opening({task, path, FileStamp::of(path)}, opening_of(path), path.filename().string());
}

void App::finish_opening() {
    if (leaving_) return;  // until it is clear what becomes of the bookmarks
    std::optional<Opener::Done> done = opener_.take();
    if (!done) return;
    if (done->job.so_far && bookmarks().unsaved() && done->job.task == Opener::Task::other) return;
    if (done->job.task != Opener::Task::other || done->job.so_far || !done->loaded.store)
        return take_over(std::move(*done));
    // There may be bookmarks by now that were not there when it began.
    leave([this, kept = std::make_shared<Opener::Done>(std::move(*done))] { take_over(std::move(*kept)); });
}

void App::take_over(Opener::Done done) {
    const auto& [task, path, stamp, so_far] = done.job;
    if (task == Opener::Task::explore) return finish_exploring(std::move(done.loaded));
    const Store* store = desk_.store();
    const bool follows = task == Opener::Task::follow && store != nullptr;
    const bool began = done.loaded.store && (!done.loaded.mistake || done.loaded.store->event_count() > 0);
    if (so_far && (!running_ || !done.loaded.store || done.loaded.store->event_count() == 0)) return;
    if (follows && !began && store->event_count() > 0) {
        const Saying& why = done.loaded.mistake ? done.loaded.failure : done.loaded.error;
        note(Saying::lines(
            {why, Saying::of(done.loaded.mistake ? "notice.last_good_source" : "notice.last_good")}));
        return show_mistake(done.loaded.mistake);
    }
    const bool at_end = follows && desk_.view.playback.at_end(*store);
    const bool from_start = task == Opener::Task::restart;
    auto running = std::exchange(running_, std::nullopt);  // it does not go with what it takes the place of
    const bool shown = show(std::move(done.loaded), path.filename().string(), task != Opener::Task::other);
    running_ = std::move(running);
    if (!shown) return;
    adopt_file(path, stamp);
    if (!so_far) tell_if_torn();
    if (from_start) desk_.seek(0);
    if (at_end || (so_far && (task == Opener::Task::other || from_start)))
        desk_.view.playback.last(*desk_.store());
    if (so_far) running_->job.task = Opener::Task::follow;
}

// The scenario's Python as a file of the learner's own.
void App::make_twin() {
    // A program of the learner's own needs no copy.
    if (desk_.document.is_program() && !desk_.document.file().empty()) return edit(desk_.document.file());
    if (scenario() == nullptr || !services_->make) return desk_.warn("notice.no_twin");
    try {
        const std::filesystem::path path = services_->make(scenario()->name, parameters());
        leave([this, path] {
            open_in_background(path, Opener::Task::again);
            edit(path);
        });
    } catch (const std::exception& error) {
        note(std::string(error.what()));
    }
}

void App::edit(const std::filesystem::path& path) {
    desk_.tell("notice.edit", {{"file", std::filesystem::absolute(path).string()}});
    if (services_->edit) editing_ = services_->edit(path);
}

void App::hear_editor() {
    if (!editing_.valid() || editing_.wait_for(std::chrono::seconds(0)) != std::future_status::ready) return;
    if (Saying problem = editing_.get(); !problem.empty()) note(std::move(problem));
}

void App::ask_to_open(const std::filesystem::path& path) {
    if (path.extension() == ".playlist") return open_plan(path);
    leave([this, path] { open_in_background(path); });
}

// A file that is still being written is read again when it has grown, a program that was edited runs again.
void App::follow_file(double seconds) {
    if (opener_.busy() || running_) return;
    const bool grew = desk_.document.still_recorded();
    if (desk_.document.has_changed(seconds))
        return open_in_background(desk_.document.file(), Opener::Task::follow);
    if (grew) tell_if_torn();
}

// A recording of one of our own scenarios is shown with its twin.
void App::adopt_file(const std::filesystem::path& path, std::optional<FileStamp> stamp) {
    Document& document = desk_.document;
    const std::filesystem::path before = document.file();
    document.set_file(path, stamp);
    if (document.is_program() && document.file() != before) {  // who opens a program is going to edit it
        desk_.view.arrangement().show(View::source);
        if (desk_.view.twin == Twin::cpp) desk_.view.twin = Twin::automatic;
    }
    recent_.add(path);
    const trace::Header& header = document.store()->recording().header;
    document.set_run_of(plans_.scenario(header.program), header.parameters);
    tutor_.begin({});
    tell_python();
}

// A lesson may not be true of another release than it was written for: said once.
void App::tell_python() {
    static constexpr std::string_view kOfLessons = "3.14";
    const std::string& python = desk_.store()->recording().header.python;
    const std::string release = python.substr(0, python.find('.', python.find('.') + 1));
    if (scenario() == nullptr || !desk_.document.is_program() || release.empty() || release == kOfLessons ||
        release == told_python_)
        return;
    told_python_ = release;
    desk_.tell("notice.python", {{"ran", release}, {"lesson", std::string(kOfLessons)}});
}

// That there is no end is no fault of what is there, and no news while it is being written.
void App::tell_if_torn() {
    const bool torn = !desk_.store()->recording().complete && !desk_.document.still_recorded();
    if (torn && !desk_.messages.has_notice()) desk_.warn("notice.torn");
}

bool App::show(Loaded loaded, const std::string& what, bool keep_place) {
    if (!loaded.store) {
        desk_.warn("notice.cannot_open", {{"what", what}, {"why", loaded.error}});
        return false;
    }
    opener_.present_is_gone();
    if (running_ && running_->job.task != Opener::Task::other) end_run();
    Document& document = desk_.document;
    ViewState& view = desk_.view;
    const Store* old = document.store();
    const bool same = keep_place && old != nullptr;
    const EventIndex cursor = same ? same_place(*old, view.playback.cursor(), *loaded.store)
                                   : std::min(loaded.saved.cursor.value_or(0), loaded.store->event_count());
    const std::string selected = same && !view.selection.empty() ? old->label(view.selection.object) : "";
    tutor_.close();
    if (!same) navigator_.forget();
    desk_.path_work.cancel();
    document.replace(loaded, what, same, view.language);
    view.measure.reset();
    view.playback.pause();
    view.selection.clear();
    if (!selected.empty()) desk_.select_task(selected);
    desk_.seek(cursor);
    desk_.here.forget();
    desk_.messages.dismiss();
    // Of the same file again they are known; a program that was edited may fail now.
    if (!same || !loaded.failure.empty() || !loaded.stopped.empty()) tell_problems(loaded);
    show_mistake(loaded.mistake);
    return true;
}

// Where it is, is to be seen at once.
void App::show_mistake(std::shared_ptr<const Mistake> mistake) {
    desk_.document.set_mistake(std::move(mistake));
    if (!desk_.document.mistake()) return;
    desk_.view.arrangement().show(View::source);
    desk_.view.focus = View::source;
}

void App::tell_problems(const Loaded& loaded) {
    if (!loaded.stopped.empty()) return note(loaded.stopped);
    const bool ran = loaded.mistake == nullptr || desk_.store()->event_count() > 0;
    if (!loaded.failure.empty())
        return note(ran ? Saying::lines({Saying::of("notice.failed"), loaded.failure}) : loaded.failure);
    if (!loaded.notes.empty())
        note(Saying::lines({Saying::of("notice.damaged"), Saying::lines(loaded.notes)}));
}

}  // namespace loopscope::viz
