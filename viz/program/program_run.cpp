#include "viz/program/program_run.h"

#include "viz/data/runs/parameter_lines.h"
#include "viz/data/text/reading_troubles.h"
#include "viz/program/errors.h"
#include "viz/program/files.h"
#include "viz/program/python.h"
#include "viz/program/scratch_folder.h"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <csignal>
#include <fstream>
#include <iterator>
#include <string>
#include <system_error>
#include <thread>
#include <utility>

namespace loopscope::program {

using viz::Saying;

namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

std::string all_of(const fs::path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

std::uintmax_t size_of(const fs::path& path) {
    std::error_code nothing;
    const std::uintmax_t size = fs::file_size(path, nothing);
    return nothing ? 0 : size;
}

// Of a program that did not begin. A copy of a scenario says in its first line whose it is.
trace::ReadResult nothing_ran(const trace::Source& source) {
    using viz::kCopyOf;
    trace::ReadResult read;
    read.usable = true;
    read.recording.complete = true;
    read.recording.header.language = source.language;
    read.recording.header.program =
        source.text.starts_with(kCopyOf)
            ? source.text.substr(kCopyOf.size(), source.text.find('\n') - kCopyOf.size())
            : fs::path(source.path).stem().string();
    return read;
}

// What ends it, one after the other: a loop of asyncio takes the first SIGINT as a wish, and a step that does
// not come back hears of the second only.
class Orders {
public:
    void end() { asked_ = true; }
    void kill() { killed_ = true; }
    // The signal that is due now; 0: none.
    int due(bool full) {
        constexpr auto kMoment = std::chrono::milliseconds(500);
        if (killed_) return SIGKILL;
        if (!asked_ && !full) return 0;
        if (given_ > 0 && Clock::now() - last_ < kMoment) return 0;
        last_ = Clock::now();
        return ++given_ > 2 ? SIGKILL : SIGINT;
    }
    bool asked() const { return asked_; }

private:
    std::atomic<bool> asked_ = false, killed_ = false;
    int given_ = 0;
    Clock::time_point last_;
};

class PythonRun final : public viz::ProgramRun {
public:
    explicit PythonRun(fs::path program) : program_(std::move(program)), thread_([this] { run(); }) {}
    ~PythonRun() override { orders_.kill(); }  // and waits

    void end() override { orders_.end(); }
    void kill() override { orders_.kill(); }
    bool ended() const override { return ended_; }
    double seconds() const override { return std::chrono::duration<double>(Clock::now() - begun_).count(); }
    std::uintmax_t size() const override { return size_of(recording_); }
    viz::Opened read(const viz::Progress& progress) override;

private:
    void run();
    viz::Opened told(trace::ReadResult read) const;
    std::string name() const { return program_.filename().string(); }

    const ScratchFolder scratch_;
    const fs::path program_, recording_ = scratch_.path() / "program.loopscope",
                             complaints_ = scratch_.path() / "complaints";
    const Clock::time_point begun_ = Clock::now();
    Orders orders_;
    // Written by the thread, read once it has ended.
    Ending ending_;
    Saying error_, stopped_;
    std::shared_ptr<const viz::Mistake> mistake_;
    std::atomic<bool> ended_ = false;
    std::jthread thread_;  // last: it uses the others
};

void PythonRun::run() {
    bool full = false;
    try {
        ending_ = record_python({.program = program_.string(),
                                 .output = recording_,
                                 .arguments = {},
                                 .complaints = complaints_,
                                 .signal = [this, &full] {
                                     full = full || size() + size_of(complaints_) > kLargest;
                                     return orders_.due(full);
                                 }});
        const std::string complaints = all_of(complaints_);
        fmt::print(stderr, "{}", complaints);
        if (!ending_.well()) error_ = why_it_ended(ending_, complaints, program_.string());
        mistake_ = ending_.well() ? nullptr : mistake_in(complaints, program_.string());
        const std::string after = fmt::format("{:.0f}", seconds());
        if (full)
            stopped_ = Saying::of(
                "run.full",
                {{"program", name()}, {"size", std::to_string(kLargest / 1'000'000)}, {"seconds", after}});
        else if (orders_.asked() && !ending_.well())
            stopped_ = Saying::of("run.stopped", {{"program", name()}, {"seconds", after}});
    } catch (const ToldError& error) {
        error_ = error.saying();
    } catch (const std::exception& error) {
        error_ = std::string(error.what());
    }
    ended_ = true;
}

viz::Opened PythonRun::read(const viz::Progress& progress) {
    const bool all = ended_;
    if (fs::exists(recording_)) {
        trace::ReadResult read = read_input(recording_.string(), progress);
        if (all) return told(std::move(read));
        if (!read.usable) return {.recording = {}, .error = viz::why_unusable(read), .notes = {}};
        return {.recording = std::move(read.recording), .error = {}, .notes = {}};
    }
    if (all && mistake_) return told(nothing_ran(mistake_->source));
    Saying why = !stopped_.empty() ? stopped_ : error_;
    if (why.empty()) why = Saying::of("why.left_nothing", {{"program", name()}});
    return {.recording = {}, .error = std::move(why), .notes = {}};
}

viz::Opened PythonRun::told(trace::ReadResult read) const {
    if (mistake_ && read.recording.events.empty()) read.recording.add_source(mistake_->source);
    if (!read.usable) return {.recording = {}, .error = viz::why_unusable(read), .notes = {}};
    return {.recording = std::move(read.recording),
            .error = {},
            .notes = viz::damage_of(read),
            .saved = std::move(read.notes),
            .failure = error_,
            .stopped = stopped_,
            .mistake = stopped_.empty() ? mistake_ : nullptr};
}

}  // namespace

std::shared_ptr<viz::ProgramRun> start_program(const fs::path& program) {
    return std::make_shared<PythonRun>(program);
}

}  // namespace loopscope::program
