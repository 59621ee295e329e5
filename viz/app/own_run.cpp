// Programs of the user's: one that takes its time is shown while it runs, and one that is saved runs anew.
#include "viz/app/own_run.h"

#include "viz/app/app.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <string>
#include <thread>

namespace loopscope::viz {

namespace {

constexpr double kTold = 0.5;  // seconds after which one is told that a program runs

}  // namespace

// Large recordings take a while to be read, and one may be read for nothing: whoever waits for a run that
// takes the place of a good one sees that one a little longer.
bool OwnRun::has_grown() const {
    constexpr std::uintmax_t kSlow = 8'000'000;
    constexpr double kPause = 0.5, kLongPause = 3, kPatience = 3;  // seconds
    if (job.task != Opener::Task::other && !shown() && run->seconds() < kPatience) return false;
    return waited >= (read > kSlow ? kLongPause : kPause) && run->size() > read;
}

bool App::is_run(const std::filesystem::path& path) const {
    return services_->run_program && path.extension() == ".py";
}

void App::end_run() {
    if (running_) running_->run->kill();
    running_.reset();
}

void App::begin_run(const std::filesystem::path& path, Opener::Task task) {
    if (const Loading* other = opener_.awaited())
        return desk_.warn("notice.still_opening", {{"what", other->what()}});
    opener_.cancel();
    end_run();
    const std::optional<FileStamp> stamp = FileStamp::of(path);
    OwnRun now{.run = services_->run_program(path), .job = {task, path, stamp}, .file = {}};
    if (stamp) now.file.emplace(path, *stamp);
    running_ = std::move(now);
}

// Returns whether it has ended after so many seconds.
bool App::run_for(const std::filesystem::path& path, double seconds) {
    constexpr auto kLook = std::chrono::milliseconds(5);
    begin_run(path, Opener::Task::other);
    const auto end = std::chrono::steady_clock::now() + std::chrono::duration<double>(seconds);
    while (!running_->run->ended() && std::chrono::steady_clock::now() < end)
        std::this_thread::sleep_for(kLook);
    running_->waited = seconds;
    return running_->run->ended();
}

void App::follow_run(double seconds) {
    if (!running_) return;
    if (running_->file && running_->file->has_changed(seconds)) {
        const Opener::Job again = running_->job;  // which goes with the run
        return begin_run(again.path, again.task);
    }
    running_->waited += seconds;
    if (opener_.busy()) return;
    const bool ended = running_->run->ended();
    if (!ended && !running_->has_grown()) return;
    Opener::Job job = running_->job;
    job.so_far = !ended;
    running_->read = running_->run->size();
    running_->waited = 0;
    opener_.begin(job, running_->reading(), job.path.filename().string());
    if (ended) running_.reset();
}

void App::cancel_loading() {
    if (!opener_.awaited() && running_) return running_->run->end();
    opener_.cancel();
}

// Of one that is saved only to see what becomes of it, once it takes longer than usual.
bool App::tells_of_run() const {
    const bool awaited = running_ && running_->job.task != Opener::Task::follow;
    return running_ && (awaited || running_->shown() || running_->run->seconds() >= kTold);
}

Work App::run_in_words() const {
    const ProgramRun& run = *running_->run;
    const auto size = static_cast<double>(run.size());
    const long tenths = std::lround(size / 1e5);  // of a megabyte
    const std::string megabytes =
        std::to_string(tenths / 10) + desk_.words()["run.point"] + std::to_string(tenths % 10);
    return {desk_.words().fill("run.goes_on", {{"program", running_->job.path.filename().string()},
                                               {"seconds", std::to_string(std::lround(run.seconds()))},
                                               {"size", megabytes}}),
            std::min(size / static_cast<double>(ProgramRun::kLargest), 1.0), true};
}

}  // namespace loopscope::viz
