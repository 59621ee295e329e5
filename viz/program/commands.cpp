#include "viz/program/commands.h"

#include "course/facts.h"
#include "engine/trace/check.h"
#include "engine/trace/warning.h"
#include "viz/data/explain/findings.h"
#include "viz/data/recording/memory_use.h"
#include "viz/program/errors.h"
#include "viz/program/files.h"
#include "viz/program/interventions.h"
#include "viz/program/python.h"

#include <fmt/format.h>

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <map>
#include <optional>
#include <system_error>
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

// What a program says besides its output: errors that reached the loop, the verdict that it is stuck, and
// what of the user's interventions could not be done.
std::string trouble_of(const trace::Recording& recording) {
    std::string trouble;
    std::size_t interventions = 0;
    for (std::size_t i = 0; i < recording.events.size(); ++i) {
        const trace::Event& event = recording.events[i];
        const std::string_view text = recording.string(event.text);
        const bool intervened = event.kind == trace::EventKind::intervene;
        interventions += intervened ? 1 : 0;
        if (intervened && (event.c & trace::kNotDone) != 0)
            trouble +=
                fmt::format("{} {}: not possible there: {}\n",
                            trace::name_of(static_cast<trace::InterventionKind>(event.flags)), event.a, text);
        const bool stuck = event.kind == trace::EventKind::warning &&
                           trace::parse_warning(text).kind == trace::WarningKind::waits_for_ever;
        if (stuck || event.kind == trace::EventKind::error) trouble += std::string(text) + "\n";
    }
    const std::size_t wished = recording.header.interventions.size();
    if (interventions < wished)
        trouble += fmt::format("{} never took place: the program ended before.\n",
                               count(wished - interventions, "intervention"));
    return trouble;
}

namespace {

// Not to be ignored: who names a moment means a picture of it.
void require_drawing(const RenderWish& form) {
    const bool draws = form.format == "svg" || form.format == "pdf";
    if (!draws && (form.at || form.from != 0 || form.to))
        throw UsageError(
            fmt::format("--at, --from and --to are for drawings: name one with --format svg or --format pdf. "
                        "The form {} is of the whole run.",
                        form.format));
}

void require_moments(const RenderWish& form, std::size_t events) {
    const auto require = [&](const char* option, trace::EventIndex moment) {
        if (moment > events)
            throw SubjectError(fmt::format("{} {}: this run has {}, so 0 to {} can be asked for.", option,
                                           moment, count(events, "event"), events));
    };
    require("--at", form.at.value_or(0));
    require("--from", form.from);
    require("--to", form.to.value_or(0));
    if (form.to && *form.to <= form.from)
        throw SubjectError(fmt::format("--from {} --to {}: nothing lies between them.", form.from, *form.to));
}

// With the named parts of the run, if it is one of a scenario that has them.
std::string rendered(const Catalogue& catalogue, trace::Recording recording, RenderWish form) {
    require_drawing(form);
    require_moments(form, recording.events.size());
    if (const CatalogueEntry* entry = catalogue.find(recording.header.program)) {
        const auto events = static_cast<trace::EventIndex>(recording.events.size());
        const auto& phases = entry->info.questions.phases;
        form.phases =
            viz::named_phases(course::phases_of(phases, course::Facts(recording), events), form.language);
    }
    return render(std::move(recording), form);
}

}  // namespace

int run_scenario(const Catalogue& catalogue, const RunCommand& command) {
    const CatalogueEntry& entry = catalogue.get(command.scenario);
    const viz::ParameterValues values = parameter_values(entry, command.assignments);
    trace::Recording recording = catalogue.run(
        entry.info.name, values, read_interventions(catalogue, entry, values, command.interventions));
    const std::string trouble = command.form.format == "text" ? trouble_of(recording) : "";
    write_output(command.output, rendered(catalogue, std::move(recording), command.form));
    fmt::print(stderr, "{}", trouble);
    return kExitOk;
}

namespace {

std::optional<std::filesystem::file_time_type> last_written(const std::filesystem::path& path) {
    std::error_code failed;
    const auto time = std::filesystem::last_write_time(path, failed);
    return failed ? std::nullopt : std::optional(time);
}

// Near its beginning, if at all, unless the program printed much before.
bool has_a_loop(const std::filesystem::path& recording) {
    std::ifstream file(recording);
    for (std::string line; std::getline(file, line);)
        if (line.starts_with("[\"loop.run\"")) return true;
    return false;
}

}  // namespace

int run_record(const RecordCommand& command) {
    if (command.output == "-")
        throw UsageError("a recording cannot go where the program prints: write -o FILE.");
    RecordRequest request{.program = command.program,
                          .output = command.output,
                          .python = command.python,
                          .module = command.module,
                          .real_time = command.real_time,
                          .arguments = command.arguments};
    if (command.output.empty() && command.module) {
        request.output = command.program + ".loopscope";
    } else if (command.output.empty()) {
        std::filesystem::path program = command.program;
        if (!program.has_filename()) program = program.parent_path();  // a folder: "package/"
        request.output = program.filename().replace_extension(".loopscope");
    }
    const auto before = last_written(request.output);
    const Ending ending = record_python(request);
    if (!ending.well() && !ending.is_told())
        fmt::print(stderr, "loopscope: {}\n", how_it_ended(ending, command.program).in(viz::Words::of("en")));
    // One that raised is recorded up to there.
    const bool written = last_written(request.output) != before;
    if (written && !has_a_loop(request.output))
        fmt::print(stderr, "loopscope: no event loop ran in {}: only what it printed is recorded.\n",
                   command.program);
    if (written)
        fmt::print(stderr, "Recorded {}{}. Look at it with: loopscope {}\n", command.program,
                   ending.well() ? "" : " up to there", request.output.string());
    return ending.well() ? kExitOk : kExitBadSubject;
}

int run_show(const Catalogue& catalogue, const ShowCommand& command) {
    trace::ReadResult read = read_recording(command.file);
    write_output(command.output, rendered(catalogue, std::move(read.recording), command.form));
    return note_damage(command.file, read);
}

namespace {

// What the window lists as warnings, one a line: mistakes of the program, not of the recording.
std::string mistakes_in(const std::string& file, const viz::Store& store) {
    std::string all;
    for (const viz::Finding& found : viz::findings(store)) {
        const auto part = [](bool there, const std::string& text) { return there ? text : std::string(); };
        const std::size_t times = found.events.size();
        all += fmt::format(
            "{}: the program: {}{}{}{}: {}\n", file, found.title,
            part(found.object != 0, " (" + store.full_label(found.object) + ")"),
            part(times > 1, fmt::format(" {} times", times)),
            part(found.place.line != 0, fmt::format(", {}:{}", found.place.file, found.place.line)),
            found.evidence);
    }
    return all;
}

// How large it is, on one line.
std::string memory_in(const std::string& file, const viz::Store& store) {
    const viz::Words& words = viz::Words::of("en");
    const viz::MemoryUse use = viz::memory_use(store);
    const auto size = [&](std::size_t bytes) { return viz::bytes_text(bytes, words); };
    std::error_code unknown;
    const std::uintmax_t bytes = std::filesystem::file_size(file, unknown);
    return fmt::format(
        "{}: {}in memory {}: events {}, states {} (at most {}), lanes and objects {}, texts {}\n", file,
        unknown ? std::string() : fmt::format("{} in the file, ", size(bytes)), size(use.total()),
        size(use.events), size(use.states), size(use.states_at_most), size(use.index), size(use.texts));
}

}  // namespace

int run_check(const std::string& file) {
    trace::ReadResult read = read_input(file);
    const trace::CheckReport report = trace::check(read);
    std::string text;
    for (const trace::Problem& problem : report.problems) {
        const char* severity = problem.severity == trace::Severity::error ? "error" : "remark";
        const std::string line = problem.line == 0 ? "" : fmt::format("{}:", problem.line);  // 0: of all
        text += fmt::format("{}:{} {}: {}\n", file, line, severity, problem.message);
    }
    if (report.sound()) {
        const std::string remarks =
            report.warning_count == 0 ? "" : fmt::format(", {} above", count(report.warning_count, "remark"));
        const std::string& python = read.recording.header.python;
        text +=
            fmt::format("{}: a sound recording: {} in {}{}{}\n", file, count(report.events, "event"),
                        count(report.turns, "turn"), python.empty() ? "" : ", of Python " + python, remarks);
        const viz::Store store(std::move(read.recording));
        text += memory_in(file, store) + mistakes_in(file, store);
    }
    write_output("", text);
    if (report.sound()) return kExitOk;
    throw SubjectError(fmt::format("{} is not sound: {}; the lines above say where.", file,
                                   count(report.error_count, "error")));
}

}  // namespace loopscope::program
