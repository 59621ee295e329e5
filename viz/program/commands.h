// What the subcommands do. Each returns the exit code; UsageError and SubjectError say the rest.
#pragma once

#include "viz/program/catalogue.h"
#include "viz/program/formats.h"
#include "viz/program/signals.h"
#include "viz/window.h"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace loopscope::program {

struct RunCommand {
    std::string scenario;
    std::vector<std::string> assignments;
    std::vector<std::string> interventions;
    RenderWish form;
    std::string output;
};

struct AskCommand {
    std::string scenario;
    std::vector<std::string> assignments;
    std::string recording;  // a file to answer from; empty = run the scenario
    std::string language = "en";
    bool json = false;
};

struct HandoutCommand {
    std::string what;  // a scenario, a lesson plan, or "cards"
    std::vector<std::string> assignments;
    std::filesystem::path output;
    std::string language;   // empty: that in which `what` is called so
    bool solution = false;  // of an SVG's only page; a PDF has both
    bool notes = false;     // of a lesson plan: the teacher's, in place of the pages for the class
};

struct CompareCommand {
    std::string before, after;  // recordings, or scenarios to run; no `after`: the same scenario again
    std::vector<std::string> assignments;  // for the second run
    std::string language = "en";
};

struct ExploreCommand {
    std::string scenario;
    std::vector<std::string> assignments;
    std::string expectation = "lines";
    std::uint64_t seed = 1;
    int runs = 200;
    std::string output;  // the recording that breaks it; empty = none is wanted
};

struct ShowCommand {
    std::string file;
    RenderWish form;
    std::string output;
};

struct RecordCommand {
    std::string program;
    std::string output;
    std::string python;  // the interpreter; empty: the usual one
    bool module = false;
    bool real_time = false;
    std::vector<std::string> arguments;
};

struct ScreenshotCommand {
    std::string what;
    std::vector<std::string> assignments;
    viz::ScreenshotOptions options;
};

struct MakeCommand {
    std::string scenario;
    std::vector<std::string> assignments;
    std::filesystem::path output;  // PROGRAM.py; empty = SCENARIO.py here
};

struct LiveCommand {
    std::string server = "echo";
    std::string host = "127.0.0.1";
    int port = 8765;
    std::size_t events = 2'000'000;  // that fill the recording
    std::string output;              // the recording; empty = gone afterwards
    bool no_window = false;
};

int run_list(const Catalogue& catalogue, bool json);
int run_scenario(const Catalogue& catalogue, const RunCommand& command);
int run_ask(const Catalogue& catalogue, const AskCommand& command);
int run_handout(const Catalogue& catalogue, const HandoutCommand& command);
// `files` of several learners are summed up; none = one's own.
int run_answers(const Catalogue& catalogue, const std::vector<std::string>& files, bool raw);
int run_compare(const Catalogue& catalogue, const CompareCommand& command);
int run_explore(const Catalogue& catalogue, const ExploreCommand& command);
int run_record(const RecordCommand& command);
int run_show(const Catalogue& catalogue, const ShowCommand& command);
int run_check(const std::string& file);
int run_screenshot(const Catalogue& catalogue, const ScreenshotCommand& command);
// Opens the window on a copy of the scenario's Python, which is run again whenever it is saved.
int run_make(const Catalogue& catalogue, const MakeCommand& command);
int run_live(const Catalogue& catalogue, const LiveCommand& command);
// The window of the teacher's notes, beside another one.
int open_notes(const Catalogue& catalogue);
// `what` is a scenario, which may run with other values, a recording, a PROGRAM.py or empty.
int open_window(const Catalogue& catalogue, const std::string& what,
                const std::vector<std::string>& assignments = {});
// A server's recording, while it runs. `open_to`: where others can reach it; empty if they cannot. `connect`:
// how to.
WindowEnd watch(const Catalogue& catalogue, const std::string& recording, const std::string& open_to,
                const std::string& connect);

}  // namespace loopscope::program
