// What a scenario's C++ file includes. Besides asyncio it needs only its parameters:
//
//     #include "scenarios/scenario.h"
//
//     Coroutine<> main(Parameters p) {
//         co_await asyncio::sleep(p.get<double>("delay_a"));
//     }
#pragma once

#include <asyncio.h>

#include "engine/trace/recording.h"

#include <sys/socket.h>  // SO_SNDBUF and the like
#include <map>
#include <string>
#include <vector>

namespace loopscope::scenarios {

// The values that a scenario runs with, by name. Values are JSON text: 3, "tcp", true, null.
class Parameters {
public:
    Parameters() = default;
    explicit Parameters(std::map<std::string, std::string> values) : values_(std::move(values)) {}

    // T is double, int, bool or std::string, or std::optional of one for a value that may be null.
    // Throws asyncio::KeyError for an unknown name, asyncio::TypeError for a value of another type.
    template <class T>
    T get(const std::string& name) const;
    const std::map<std::string, std::string>& values() const { return values_; }

private:
    std::map<std::string, std::string> values_;
};

using ScenarioResult = asyncio::Coroutine<>;
using ScenarioMain = ScenarioResult (*)(Parameters);

// Python's tempfile.TemporaryDirectory: a folder that is there as long as this is.
class TemporaryDirectory {
public:
    TemporaryDirectory();  // throws asyncio::OSError
    ~TemporaryDirectory();
    TemporaryDirectory(const TemporaryDirectory&) = delete;
    TemporaryDirectory& operator=(const TemporaryDirectory&) = delete;
    const std::string& path() const { return path_; }

private:
    std::string path_;
};

// What the twins have the command `openssl req -x509` make: a key and a certificate for 127.0.0.1 that it
// signed itself, for a day, in a PEM file in that folder. Gives its path; throws asyncio::OSError.
std::string make_certificate(const std::string& folder);

struct Scenario;

// Runs it on a virtual clock. An exception that leaves the scenario is its output's last line, as
// "main raised ValueError('…')". `interventions` is what the user has the loop do besides. Byte-identical for
// equal arguments.
trace::Recording run(const Scenario& scenario, const Parameters& parameters,
                     const std::vector<trace::Intervention>& interventions = {});

}  // namespace loopscope::scenarios

using asyncio::Coroutine;
using asyncio::print;
using loopscope::scenarios::make_certificate;
using loopscope::scenarios::Parameters;
using loopscope::scenarios::TemporaryDirectory;
