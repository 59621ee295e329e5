#include "tests/conformance/sweep.h"

#include "tests/conformance/case.h"

#include "engine/recorder.h"
#include "engine/trace/check.h"
#include "engine/trace/step_log.h"
#include "engine/trace/writer.h"
#include "scenarios/registry.h"

#include <sys/wait.h>
#include <unistd.h>
#include <cstdint>
#include <cstdio>
#include <fstream>
#include <functional>
#include <iostream>
#include <sstream>
#include <utility>
#include <vector>

namespace conformance {

namespace {

using namespace loopscope::trace;
namespace scenarios = loopscope::scenarios;

using Interventions = std::vector<Intervention>;
using Program = std::function<Recording(const Interventions&)>;

Recording run_case(Main main, const Interventions& interventions) {
    asyncio::Recorder recorder;
    const std::function<void(std::string_view)> silent = [](std::string_view) {};
    asyncio::RunOptions options{.clock = asyncio::ClockKind::virtual_time, .observer = &recorder};
    options.output = options.errors = &silent;
    options.interventions = &interventions;
    try {
        asyncio::run(main(), options);
    } catch (...) {
        if (!recorder.ended()) recorder.printed("main raised " + asyncio::repr(std::current_exception()), 0);
    }
    return recorder.take();
}

// Scenarios are called "scenarios/NAME": there are cases of the same name.
Program program_called(const std::string& name) {
    if (const auto found = all_cases().find(name); found != all_cases().end())
        return [main = found->second](const Interventions& list) { return run_case(main, list); };
    static const std::vector<scenarios::Scenario> kScenarios = scenarios::registry();
    for (const auto& scenario : kScenarios) {
        if ("scenarios/" + scenario.name != name) continue;
        std::map<std::string, std::string> values;
        for (const auto& parameter : scenario.parameters) values[parameter.name] = parameter.default_value;
        return [&scenario, values](const Interventions& list) {
            return scenarios::run(scenario, scenarios::Parameters(values), list);
        };
    }
    return {};
}

// The program's tasks in order of creation; up to its moment a run with an intervention has the same.
std::vector<ObjectId> tasks_of(const Recording& recording) {
    std::vector<ObjectId> tasks;
    for (std::size_t i = 0; i < recording.events.size(); ++i) {
        const Event& event = recording.events[i];
        if (event.kind == EventKind::create && event.c == static_cast<std::uint32_t>(ObjectKind::task) &&
            (event.flags & kInternal) == 0)
            tasks.push_back(event.a);
    }
    return tasks;
}

struct Run {
    std::uint32_t turn = 0;
    std::size_t task = 0;  // its place in the order of creation
};

Interventions interventions_of(const Run& run, const std::string& kind, const std::vector<ObjectId>& tasks) {
    const ObjectId task = run.task < tasks.size() ? tasks[run.task] : 0;
    if (kind == "fail")
        return {
            {.kind = InterventionKind::fail, .object = task, .at = {run.turn, 0}, .failure = "ValueError"}};
    Interventions list{
        {.kind = InterventionKind::cancel, .object = task, .at = {run.turn, 0}, .failure = {}}};
    if (kind == "twice") {
        list.push_back(list[0]);
        ++list[1].at.turn;
    }
    return list;
}

// As CPython's, which does not say who meddled: without those lines, and without turns that had no other.
std::string steps_of(const Recording& recording) {
    std::istringstream all(step_log(recording));
    std::string steps, turn;
    for (std::string line; std::getline(all, line);) {
        if (line.find_first_not_of(' ') == line.find("! ")) continue;
        if (line.starts_with('#')) {
            turn = line + "\n";
            continue;
        }
        if (line.starts_with(' ')) steps += std::exchange(turn, {});
        steps += line + "\n";
    }
    return steps;
}

std::string problems_of(const Recording& recording) {
    std::string found;
    const auto read = read_text(to_text(recording));
    for (const auto& problem : check(read).problems) found += "unsound: " + to_string(problem) + "\n";
    return found;
}

// FNV-1a
std::string digest(const std::string& text) {
    std::uint64_t hash = 0xcbf29ce484222325;
    for (const char each : text) hash = (hash ^ static_cast<unsigned char>(each)) * 0x100000001b3;
    char shown[17];
    std::snprintf(shown, sizeof shown, "%016llx", static_cast<unsigned long long>(hash));
    return shown;
}

void put(const std::string& text) { std::cout << text << std::flush; }

// One run in a process of its own: it may refer to what is gone by then, or never end.
void print_run(const Program& program, const Interventions& interventions) {
    constexpr unsigned kPatience = 20;  // seconds
    const int child = ::fork();
    if (child == 0) {
        ::alarm(kPatience);
        const Recording recording = program(interventions);
        put(steps_of(recording) + problems_of(recording));
        ::_exit(0);
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    if (status != 0) put("ENDED " + std::to_string(status) + "\n");
}

}  // namespace

int print_sweep(const std::string& name, const std::string& kind) {
    const Program program = program_called(name);
    if (!program) return 1;
    const Recording as_it_is = program({});
    put("=== as it is\n" + steps_of(as_it_is) + problems_of(as_it_is));
    const std::vector<ObjectId> tasks = tasks_of(as_it_is);
    for (Run run; std::cin >> run.turn >> run.task;) {
        put("=== " + std::to_string(run.turn) + " " + std::to_string(run.task) + "\n");
        print_run(program, interventions_of(run, kind, tasks));
    }
    return 0;
}

bool golden_sweep_passes() {
    std::ifstream golden(LOOPSCOPE_PROJECT_DIR "/tests/conformance/sweep/golden.txt");
    std::string name, kind, expected;
    Program program;
    std::vector<ObjectId> tasks;
    std::size_t runs = 0, wrong = 0;
    for (std::string line; std::getline(golden, line);) {
        std::istringstream words(line);
        Run run;
        if (!(words >> run.turn >> run.task >> expected)) {  // NAME KIND: what follows is of this program
            std::istringstream(line) >> name >> kind;
            program = program_called(name);
            if (program) tasks = tasks_of(program({}));
            continue;
        }
        ++runs;
        std::string found = "no such program";
        if (program) {
            const Recording recording = program(interventions_of(run, kind, tasks));
            found = problems_of(recording);
            if (found.empty()) found = digest(steps_of(recording));
        }
        if (found == expected) continue;
        ++wrong;
        put("FAIL " + name + " " + kind + " " + line + ": " + found + "\n");
    }
    put(std::to_string(runs) + " runs, " + std::to_string(wrong) + " wrong\n");
    return runs > 0 && wrong == 0;
}

}  // namespace conformance
