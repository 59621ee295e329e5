// Runs the cases and compares them with what CPython did:
//     conformance_tests [NAME...]    these cases, or all, and --accounts
//     conformance_tests --accounts   is every golden file used, and nothing left out that is there?
//     conformance_tests --golden-sweep, --sweep PROGRAM KIND     see sweep.h
#include "tests/conformance/case.h"
#include "tests/conformance/sweep.h"

#include "engine/recorder.h"
#include "engine/trace/check.h"
#include "engine/trace/step_log.h"
#include "engine/trace/writer.h"

#include <algorithm>
#include <csignal>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <optional>
#include <set>
#include <sstream>
#include <vector>

namespace conformance {

std::map<std::string, Main>& all_cases() {
    static std::map<std::string, Main> cases;
    return cases;
}

namespace {

namespace fs = std::filesystem;
using loopscope::trace::Recording;

const fs::path kFolder = fs::path(LOOPSCOPE_PROJECT_DIR) / "tests" / "conformance";
// The sample of the conformance suite, and the programs of our own.
const fs::path kGolden[] = {kFolder / "golden", kFolder / "own" / "golden"};

struct Result {
    std::string output;
    std::string steps;
    Recording recording;
};

Result run_case(Main main) {
    Result result;
    asyncio::Recorder recorder;
    const std::function<void(std::string_view)> output = [&](std::string_view line) {
        result.output.append(line).append("\n");
    };
    std::string failure;
    try {
        asyncio::run(main(),
                     {.clock = asyncio::ClockKind::virtual_time, .observer = &recorder, .output = &output});
    } catch (...) {
        failure = "main raised " + asyncio::repr(std::current_exception()) + "\n";
    }
    result.recording = recorder.take();
    result.steps = loopscope::trace::step_log(result.recording);
    // The loop is gone by now, so this line belongs to no step.
    if (!failure.empty()) result.steps += "print " + failure;
    result.output += failure;
    return result;
}

std::vector<std::string> lines_of(const std::string& text) {
    std::vector<std::string> lines;
    std::istringstream in(text);
    for (std::string line; std::getline(in, line);) lines.push_back(line);
    return lines;
}

// Empty if equal; else the first lines that differ, with what comes before.
std::string difference(const std::string& expected_text, const std::string& actual_text) {
    constexpr std::size_t kBefore = 6, kAfter = 4;
    const auto expected = lines_of(expected_text), actual = lines_of(actual_text);
    const auto at = static_cast<std::size_t>(
        std::mismatch(expected.begin(), expected.end(), actual.begin(), actual.end()).first -
        expected.begin());
    if (at == expected.size() && at == actual.size()) return {};
    std::string text;
    for (std::size_t i = at - std::min(at, kBefore); i < at; ++i) text += "    " + expected[i] + "\n";
    const auto show = [&](const std::vector<std::string>& lines, const char* mark) {
        for (std::size_t i = at; i < std::min(at + kAfter, lines.size()); ++i) text += mark + lines[i] + "\n";
        if (at >= lines.size()) text += std::string(mark) + "(ends here)\n";
    };
    show(expected, "  CPython  ");
    show(actual, "  ours     ");
    return text;
}

std::optional<std::string> read_golden(const std::string& name, const char* ending) {
    for (const fs::path& folder : kGolden)
        if (std::ifstream in(folder / (name + ending)); in)
            return std::string(std::istreambuf_iterator<char>(in), {});
    return std::nullopt;
}

// The recording breaks no rule, also after it was written and read; that changes nothing of it.
std::string recording_problems(const Recording& recording) {
    const std::string text = loopscope::trace::to_text(recording);
    const auto read = loopscope::trace::read_text(text);
    std::string found;
    for (const auto& problem : loopscope::trace::check(read).problems)
        found += "  " + to_string(problem) + "\n";
    if (loopscope::trace::to_text(read.recording) != text) found += "  reading and writing it changes it\n";
    return found;
}

bool passes(const std::string& name, Main main) {
    const Result result = run_case(main);
    std::string report;
    const auto add = [&](const char* what, const std::string& text) {
        if (!text.empty()) report += std::string(" ") + what + ":\n" + text;
    };
    add("output", difference(read_golden(name, ".out").value_or("(no golden output)"), result.output));
    // Without golden steps the steps depend on chance: how many bytes the kernel hands over at once.
    if (const auto steps = read_golden(name, ".events")) {
        add("steps", difference(*steps, result.steps));
        if (run_case(main).steps != result.steps) add("second run", "  it does other steps\n");
    }
    add("recording", recording_problems(result.recording));
    std::cout << (report.empty() ? "ok   " : "FAIL ") << name << "\n" << report;
    return report.empty();
}

// Is there golden output without a program, or a program that is listed as left out?
bool all_is_accounted_for() {
    std::set<std::string> golden, left_out;
    for (const fs::path& folder : kGolden)
        for (const auto& entry : fs::directory_iterator(folder)) golden.insert(entry.path().stem().string());
    std::ifstream list(kFolder / "left_out.txt");
    for (std::string line; std::getline(list, line);)
        if (!line.empty() && line[0] != '#') left_out.insert(line.substr(0, line.find(' ')));
    bool good = !golden.empty();
    for (const std::string& name : golden) {
        if (all_cases().contains(name)) continue;
        std::cout << "FAIL golden/" << name << " has no program\n";
        good = false;
    }
    for (const std::string& name : left_out) {
        if (!golden.contains(name)) continue;
        std::cout << "FAIL " << name << " is in left_out.txt although it is there\n";
        good = false;
    }
    return good;
}

int run(const std::vector<std::string>& names) {
    if (names == std::vector<std::string>{"--accounts"}) return all_is_accounted_for() ? 0 : 1;
    if (names == std::vector<std::string>{"--golden-sweep"}) return golden_sweep_passes() ? 0 : 1;
    if (names.size() == 3 && names[0] == "--sweep") return print_sweep(names[1], names[2]);
    bool good = true;
    for (const auto& [name, main] : all_cases())
        if (names.empty() || std::find(names.begin(), names.end(), name) != names.end())
            good = passes(name, main) && good;
    for (const std::string& name : names) {
        if (all_cases().contains(name)) continue;
        std::cout << "FAIL there is no case " << name << "\n";
        good = false;
    }
    if (names.empty()) good = all_is_accounted_for() && good;
    return good ? 0 : 1;
}

}  // namespace
}  // namespace conformance

int main(int argc, char** argv) {
    std::signal(SIGINT, SIG_DFL);  // a shell may have told its background jobs to ignore it
    return conformance::run(std::vector<std::string>(argv + 1, argv + argc));
}
