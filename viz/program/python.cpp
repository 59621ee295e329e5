#include "viz/program/python.h"

#include "viz/program/child.h"
#include "viz/program/errors.h"

#include <fmt/format.h>

#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <charconv>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <iterator>
#include <optional>
#include <sstream>
#include <string_view>
#include <system_error>
#include <thread>
#include <utility>

namespace loopscope::program {
namespace {

namespace fs = std::filesystem;

constexpr const char* kModule = "loopscope_recorder";

std::string interpreter(const std::string& wanted) {
    if (!wanted.empty()) return wanted;
    const char* chosen = std::getenv("LOOPSCOPE_PYTHON");
    return chosen != nullptr && *chosen != '\0' ? chosen : "python3";
}

// Ours for the child, whose PYTHONPATH has the recorder first. Our own stays: other threads may be reading
// it.
std::vector<std::string> environment_with(const fs::path& recorder) {
    constexpr std::string_view kPath = "PYTHONPATH=";
    std::string path = std::string(kPath) + recorder.string();
    std::vector<std::string> all;
    for (char** at = environ; *at != nullptr; ++at) {
        const std::string_view entry = *at;
        if (!entry.starts_with(kPath))
            all.emplace_back(entry);
        else if (entry.size() > kPath.size())
            path.append(":").append(entry.substr(kPath.size()));
    }
    all.push_back(std::move(path));
    return all;
}

Ending wait_for(pid_t child, const std::function<int()>& signal) {
    constexpr auto kLook = std::chrono::milliseconds(20);
    int status = 0;
    while (true) {
        const pid_t ended = waitpid(child, &status, signal ? WNOHANG : 0);
        if (ended > 0) break;
        if (ended < 0 && errno != EINTR)
            throw SubjectError(fmt::format("lost sight of Python: {}.", std::strerror(errno)));
        if (!signal) continue;
        if (const int due = signal(); due != 0) kill(child, due);
        std::this_thread::sleep_for(kLook);
    }
    return WIFEXITED(status) ? Ending{.code = WEXITSTATUS(status)} : Ending{.signal = WTERMSIG(status)};
}

std::atomic<pid_t> heir = 0;  // who gets our signals; 0: nobody

void pass_on(int signal, siginfo_t* info, void* /*context*/) {
    // The terminal sends Ctrl+C to the program, too: that comes from the kernel.
    const bool from_terminal = signal == SIGINT && info->si_code == SI_KERNEL;
    if (const pid_t child = heir; child != 0 && !from_terminal) kill(child, signal);
}

// What is to end us is the business of the program, and we outlive it: what it recorded is to be told of. A
// signal that comes before the program is there waits for it.
class PassesSignalsOn {
public:
    PassesSignalsOn() {
        struct sigaction action {};
        action.sa_sigaction = pass_on;
        action.sa_flags = SA_SIGINFO | SA_RESTART;
        sigset_t both;
        sigemptyset(&both);
        for (std::size_t i = 0; i < std::size(kEnding); ++i) {
            sigaddset(&both, kEnding[i]);
            sigaction(kEnding[i], &action, &before_[i]);
        }
        pthread_sigmask(SIG_BLOCK, &both, &mask_);
    }
    ~PassesSignalsOn() {
        heir = 0;
        for (std::size_t i = 0; i < std::size(kEnding); ++i) sigaction(kEnding[i], &before_[i], nullptr);
        pthread_sigmask(SIG_SETMASK, &mask_, nullptr);
    }
    PassesSignalsOn(const PassesSignalsOn&) = delete;
    PassesSignalsOn& operator=(const PassesSignalsOn&) = delete;

    void begin(pid_t child) const {
        heir = child;
        pthread_sigmask(SIG_SETMASK, &mask_, nullptr);
    }

private:
    static constexpr int kEnding[] = {SIGINT, SIGTERM};
    struct sigaction before_[std::size(kEnding)]{};
    sigset_t mask_{};
};

Ending run(ChildStart start, const std::function<int()>& signal) {
    std::optional<PassesSignalsOn> foreground;
    if (start.foreground) foreground.emplace();
    const pid_t child = [&] {
        try {
            return start_child(start);
        } catch (const std::system_error&) {
            throw SubjectError(viz::Saying::of("why.no_python", {{"python", start.command[0]}}));
        }
    }();
    if (foreground) foreground->begin(child);
    return wait_for(child, signal);
}

}  // namespace

fs::path recorder_folder() {
    std::error_code problem;
    const fs::path folder = fs::read_symlink("/proc/self/exe", problem).parent_path();
    for (const fs::path& place :
         {folder.parent_path() / "share" / "loopscope" / "recorder", folder / "recorder"}) {
        if (fs::exists(place / kModule, problem)) return place;
    }
    throw SubjectError(viz::Saying::of("why.no_recorder"));
}

Ending record_python(const RecordRequest& request) {
    if (!request.module && !fs::exists(request.program))
        throw UsageError(viz::Saying::of("why.no_file", {{"path", request.program}}));
    std::vector<std::string> environment = environment_with(recorder_folder());
    std::vector<std::string> command{
        interpreter(request.python), "-m", kModule, "--format", "recording", "-o", request.output.string()};
    if (request.real_time) command.emplace_back("--real-time");
    if (request.module) command.emplace_back("-m");
    command.push_back(request.program);
    if (!request.arguments.empty()) command.emplace_back("--");
    command.insert(command.end(), request.arguments.begin(), request.arguments.end());
    return run({.command = std::move(command),
                .environment = std::move(environment),
                .complaints = request.complaints,
                .foreground = !request.signal},
               request.signal);
}

viz::Saying how_it_ended(const Ending& ending, const std::string& program) {
    if (ending.signal == 0)
        return viz::Saying::of("why.exit", {{"program", program}, {"code", std::to_string(ending.code)}});
    const char* name = sigabbrev_np(ending.signal);
    const std::string number = std::to_string(ending.signal);
    return viz::Saying::of(
        "why.signal",
        {{"program", program}, {"signal", name == nullptr ? number : number + " (SIG" + name + ")"}});
}

// The recorder's last line is "loopscope_recorder: PLACE: TEXT", Python's own "KIND: TEXT", with the place
// above it as `  File "NAME", line N`.
viz::Saying why_it_ended(const Ending& ending, const std::string& complaints, const std::string& program) {
    const std::string own = std::string(kModule) + ": ";
    const std::string place = "File \"" + program + "\", line ";
    std::string line, number, last, before;
    for (std::istringstream lines(complaints); std::getline(lines, line);) {
        if (const std::size_t at = line.find(place); at != std::string::npos)
            number = line.substr(at + place.size(), line.find(',', at + place.size()) - at - place.size());
        if (!line.empty() && line.front() != ' ') before = std::exchange(last, line);
    }
    const bool exited = last.starts_with(own) && last.find(" ended with exit code ") != std::string::npos;
    if (exited && !before.empty()) return before + "\n" + last.substr(own.size());
    if (last.starts_with(own + program))  // where it lies is known
        return std::filesystem::path(program).filename().string() + last.substr(own.size() + program.size());
    if (last.starts_with(own)) return last.substr(own.size());
    if (!last.empty() && !number.empty()) last = fmt::format("{}, line {}: {}", program, number, last);
    return viz::Saying::lines({how_it_ended(ending, program), last});
}

struct Blame {
    std::string place, text;
    std::uint32_t line = 0;
};

// "loopscope_recorder: PLACE, line N: TEXT". The place is as it was typed, or as the recording calls it.
std::optional<Blame> blame_in(std::string_view line) {
    const std::string own = std::string(kModule) + ": ";
    constexpr std::string_view kLine = ", line ";
    if (!line.starts_with(own)) return std::nullopt;
    line.remove_prefix(own.size());
    for (std::size_t at = line.find(kLine); at != std::string_view::npos; at = line.find(kLine, at + 1)) {
        std::uint32_t number = 0;
        const char* digits = line.data() + at + kLine.size();
        const auto [after, error] = std::from_chars(digits, line.data() + line.size(), number);
        const std::string_view rest = line.substr(static_cast<std::size_t>(after - line.data()));
        if (at == 0 || error != std::errc() || !rest.starts_with(": ")) continue;
        return Blame{std::string(line.substr(0, at)), std::string(rest.substr(2)), number};
    }
    return std::nullopt;
}

std::shared_ptr<const viz::Mistake> mistake_in(const std::string& complaints, const std::string& program) {
    std::string last;
    std::istringstream lines(complaints);
    for (std::string line; std::getline(lines, line);)
        if (!line.empty()) last = line;
    const std::optional<Blame> blame = blame_in(last);
    if (!blame) return nullptr;
    fs::path path = blame->place;
    std::error_code problem;
    if (!fs::exists(path, problem)) path = fs::path(program).parent_path() / path;
    std::ifstream file(path, std::ios::binary);
    if (!file) return nullptr;
    std::string text{std::istreambuf_iterator<char>(file), {}};
    return std::make_shared<const viz::Mistake>(
        viz::Mistake{.source = {.path = blame->place, .language = "python", .text = std::move(text)},
                     .line = blame->line,
                     .what = blame->text});
}

}  // namespace loopscope::program
