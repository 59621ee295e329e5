// `live`: a real server, watched while it runs.
#include "scenarios/live/live.h"

#include "viz/program/commands.h"
#include "viz/program/errors.h"
#include "viz/program/scratch_folder.h"

#include <fmt/format.h>

#include <csignal>
#include <optional>
#include <stdexcept>

namespace loopscope::program {
namespace {

using scenarios::live::Request;
using scenarios::live::Session;

bool is_loopback(const std::string& host) {
    return host == "localhost" || host == "::1" || host.starts_with("127.");
}

std::string how_to_connect(const LiveCommand& command, int port) {
    const std::string host = command.host == "0.0.0.0" ? "THIS-COMPUTER" : command.host;
    if (command.server == "http") return fmt::format("http://{}:{}/", host, port);
    return fmt::format("nc {} {}", host, port);
}

// Ctrl-C and its like, for this thread and those that it starts; wait() takes them one by one.
class Signals {
public:
    Signals() {
        sigemptyset(&set_);
        sigaddset(&set_, SIGINT);
        sigaddset(&set_, SIGTERM);
        pthread_sigmask(SIG_BLOCK, &set_, &before_);
    }
    ~Signals() { pthread_sigmask(SIG_SETMASK, &before_, nullptr); }
    Signals(const Signals&) = delete;
    Signals& operator=(const Signals&) = delete;

    // Until one comes, or the session has ended.
    void wait(const Session& session) const {
        const timespec look{.tv_sec = 0, .tv_nsec = 200'000'000};
        while (!session.ended() && sigtimedwait(&set_, nullptr, &look) < 0) {}
    }

private:
    sigset_t set_{};
    sigset_t before_{};
};

void announce(const LiveCommand& command, int port) {
    fmt::print("Serving {} on {} port {}. Connect with: {}\n", command.server, command.host, port,
               how_to_connect(command, port));
    std::fflush(stdout);
    if (is_loopback(command.host)) return;
    fmt::print(stderr,
               "loopscope: everybody who can reach {} can connect, and what they send is recorded. "
               "Do this in a network that you trust only.\n",
               command.host);
}

}  // namespace

int run_live(const Catalogue& catalogue, const LiveCommand& command) {
    std::optional<ScratchFolder> scratch;
    if (command.output.empty()) scratch.emplace();
    const std::string file =
        scratch ? (scratch->path() / (command.server + ".loopscope")).string() : command.output;
    std::optional<Signals> signals;
    if (!command.window) signals.emplace();
    Session session(
        {.server = command.server, .host = command.host, .port = command.port, .recording = file});
    announce(command, session.port());
    const int status = command.window ? open_window(catalogue, file) : kExitOk;
    if (signals) signals->wait(session);
    session.stop();
    if (session.full()) fmt::print(stderr, "loopscope: the recording was full, so the server has ended.\n");
    if (!command.output.empty()) fmt::print(stderr, "Recorded. Look at it with: loopscope {}\n", file);
    return status;
}

}  // namespace loopscope::program
