#include "viz/program/commands.h"

#include "engine/trace/check.h"
#include "viz/program/errors.h"
#include "viz/program/files.h"
#include "viz/program/python.h"

#include <fmt/format.h>

#include <cstdio>
#include <filesystem>
#include <utility>

namespace loopscope::program {
namespace {

// The recording is used as far as it is sound; whoever asked should know that it is not all there.
int note_damage(const std::string& file, const trace::ReadResult& read) {
    if (read.problem_count == 0) return kExitOk;
    fmt::print(stderr, "loopscope: {}: {}{} `loopscope check {}` lists everything.\n", file,
               to_string(read.problems.front()),
               read.problem_count == 1 ? "." : fmt::format(", and {} more.", read.problem_count - 1), file);
    return read.error_count == 0 ? kExitOk : kExitBadSubject;
}

std::string count(std::uint64_t number, const char* noun) {
    return fmt::format("{} {}{}", number, noun, number == 1 ? "" : "s");
}

}  // namespace

int run_list(const Catalogue& catalogue, bool json) {
    write_output("", json ? list_json(catalogue) : list_text(catalogue));
    return kExitOk;
}

// What a program says besides its output: errors that reached the loop, and the verdict that it is stuck.
std::string trouble_of(const trace::Recording& recording) {
    std::string trouble;
    for (std::size_t i = 0; i < recording.events.size(); ++i) {
        const trace::Event& event = recording.events[i];
        const std::string_view text = recording.string(event.text);
        const bool stuck = event.kind == trace::EventKind::warning && text.starts_with("waits for ever");
        if (stuck || event.kind == trace::EventKind::error) trouble += std::string(text) + "\n";
    }
    return trouble;
}

int run_scenario(const Catalogue& catalogue, const RunCommand& command) {
    const CatalogueEntry& entry = catalogue.get(command.scenario);
    const viz::ParameterValues values = parameter_values(entry, command.assignments);
    trace::Recording recording = catalogue.run(entry.info.name, values);
    const std::string trouble = command.form.format == "text" ? trouble_of(recording) : "";
    write_output(command.output, render(std::move(recording), command.form));
    fmt::print(stderr, "{}", trouble);
    return kExitOk;
}

int run_record(const RecordCommand& command) {
    RecordRequest request{.program = command.program,
                          .output = command.output,
                          .real_time = command.real_time,
                          .arguments = command.arguments};
    if (command.output.empty()) {
        request.output = std::filesystem::path(command.program).filename().replace_extension(".loopscope");
    }
    const int status = record_python(request);
    if (status == 0) {
        fmt::print(stderr, "Recorded {}. Look at it with: loopscope {}\n", command.program,
                   request.output.string());
    }
    return status == 0 ? kExitOk : kExitBadSubject;
}

int run_show(const ShowCommand& command) {
    trace::ReadResult read = read_recording(command.file);
    write_output(command.output, render(std::move(read.recording), command.form));
    return note_damage(command.file, read);
}

int run_check(const std::string& file) {
    const trace::CheckReport report = trace::check(read_input(file));
    std::string text;
    for (const trace::Problem& problem : report.problems) {
        const char* severity = problem.severity == trace::Severity::error ? "error" : "warning";
        text += fmt::format("{}:{}: {}: {}\n", file, problem.line, severity, problem.message);
    }
    if (report.sound()) {
        text += fmt::format("{}: sound: {} in {}, {}\n", file, count(report.events, "event"),
                            count(report.turns, "turn"), count(report.warning_count, "warning"));
    }
    write_output("", text);
    if (report.sound()) return kExitOk;
    throw SubjectError(fmt::format("{} is not sound: {}; the lines above say where.", file,
                                   count(report.error_count, "error")));
}

}  // namespace loopscope::program
