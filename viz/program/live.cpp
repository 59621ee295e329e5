// `live`: a real server, watched while it runs.
#include "scenarios/live/live.h"

#include "viz/program/commands.h"
#include "viz/program/errors.h"
#include "viz/program/scratch_folder.h"
#include "viz/program/signals.h"

#include <fmt/format.h>

#include <arpa/inet.h>
#include <ifaddrs.h>
#include <net/if.h>
#include <chrono>
#include <cstdlib>
#include <functional>
#include <memory>
#include <optional>
#include <stdexcept>
#include <thread>

namespace loopscope::program {
namespace {

using scenarios::live::Request;
using scenarios::live::Session;

bool is_loopback(const std::string& host) {
    return host == "localhost" || host == "::1" || host.starts_with("127.");
}

bool is_every_address(const std::string& host) { return host == "0.0.0.0" || host == "::"; }

// The first address by which others can reach this computer, to be written on the board.
std::string own_address() {
    ifaddrs* first = nullptr;
    if (getifaddrs(&first) != 0) return "THIS-COMPUTER";
    const std::unique_ptr<ifaddrs, decltype(&freeifaddrs)> all(first, &freeifaddrs);
    for (const ifaddrs* at = first; at != nullptr; at = at->ifa_next) {
        const bool usable = (at->ifa_flags & IFF_UP) != 0 && (at->ifa_flags & IFF_LOOPBACK) == 0;
        if (!usable || at->ifa_addr == nullptr || at->ifa_addr->sa_family != AF_INET) continue;
        char text[INET_ADDRSTRLEN] = {};
        inet_ntop(AF_INET, &reinterpret_cast<const sockaddr_in*>(at->ifa_addr)->sin_addr, text, sizeof text);
        return text;
    }
    return "THIS-COMPUTER";
}

std::string how_to_connect(const LiveCommand& command, int port) {
    const std::string host = is_every_address(command.host) ? own_address() : command.host;
    if (command.server != "http") return fmt::format("nc {} {}", host, port);
    const bool ipv6 = host.find(':') != std::string::npos;
    return fmt::format("http://{}:{}/", ipv6 ? "[" + host + "]" : host, port);
}

// What the window says about it: empty if only this computer can connect.
std::string open_to(const LiveCommand& command, int port) {
    if (is_loopback(command.host)) return {};
    return fmt::format("{} port {}", is_every_address(command.host) ? own_address() : command.host, port);
}

// Then the recording is written to its end, or it is known why not.
void wait_for_end_of(const Session& session) {
    while (!session.ended()) std::this_thread::sleep_for(std::chrono::milliseconds(10));
}

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

// What the loop says is written for programmers.
std::string why_not_listening(const LiveCommand& command, const std::string& why) {
    if (why.find("could not bind on any address") != std::string::npos)
        return fmt::format("{} is no address of this computer.", command.host);
    if (why.find("[Errno -") != std::string::npos)
        return fmt::format("there is no address called {}.", command.host);
    return fmt::format("cannot listen on {} port {}: {}.", command.host, command.port, why);
}

std::unique_ptr<Session> start(const LiveCommand& command, const std::string& file) try {
    return std::make_unique<Session>(Request{.server = command.server,
                                             .host = command.host,
                                             .port = command.port,
                                             .recording = file,
                                             .max_events = command.events});
} catch (const std::exception& error) {
    throw SubjectError(why_not_listening(command, error.what()));
}

}  // namespace

int run_live(const Catalogue& catalogue, const LiveCommand& command) {
    std::optional<ScratchFolder> scratch;
    if (command.output.empty()) scratch.emplace();
    const std::string file =
        scratch ? (scratch->path() / (command.server + ".loopscope")).string() : command.output;
    const Signals signals;
    const std::unique_ptr<Session> started = start(command, file);
    Session& session = *started;
    announce(command, session.port());
    WindowEnd end;
    if (!command.no_window) {
        end =
            watch(catalogue, file, open_to(command, session.port()), how_to_connect(command, session.port()));
    } else {
        signals.wait([&] { return session.ended(); });
    }
    session.stop();
    wait_for_end_of(session);
    if (!session.failure().empty())
        throw SubjectError(fmt::format("{}, so the server has ended.", session.failure()));
    if (session.full()) fmt::print(stderr, "loopscope: the recording was full, so the server has ended.\n");
    if (!command.output.empty()) fmt::print(stderr, "Recorded. Look at it with: loopscope {}\n", file);
    scratch.reset();
    if (end.signal != 0) Signals::die_of(end.signal);
    return end.status;
}

}  // namespace loopscope::program
