// The commands that draw: what to open, and with which services.
#include "engine/trace/writer.h"
#include "viz/data/runs/parameter_lines.h"
#include "viz/data/text/reading_troubles.h"
#include "viz/export/csv.h"
#include "viz/export/pdf.h"
#include "viz/export/perfetto.h"
#include "viz/export/svg.h"
#include "viz/program/answers.h"
#include "viz/program/commands.h"
#include "viz/program/errors.h"
#include "viz/program/files.h"
#include "viz/program/playlists.h"
#include "viz/program/python.h"
#include "viz/program/scratch_folder.h"

#include <fmt/format.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>
#include <string>

namespace loopscope::program {

using viz::Saying;

namespace {

// What the exception that is being handled says.
Saying said() try { throw; } catch (const ToldError& error) {
    return error.saying();
} catch (const std::exception& error) {
    return std::string(error.what());
}

std::string read_text_file(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

// The twin as a file of the learner's own, in the folder where the program was started, with a first line by
// which the recorder knows whose lesson it has. What is there already stays.
std::filesystem::path make_twin(const Catalogue& catalogue, const std::string& name,
                                const viz::ParameterValues& values, std::filesystem::path path) {
    if (path.empty()) path = name + ".py";
    if (std::filesystem::exists(path)) return path;
    for (const trace::Source& source : catalogue.get(name).info.sources)
        if (source.language == "python")
            write_output(path.string(),
                         "# loopscope: " + name + "\n" + viz::with_values(source.text, values));
    return path;
}

struct Recorded {
    trace::ReadResult read;
    Saying failure = {};  // of the program
    std::shared_ptr<const viz::Mistake> mistake = {};
};

// Of a program that did not begin. A copy of a scenario says in its first line whose it is.
trace::ReadResult nothing_ran(const trace::Source& source) {
    constexpr std::string_view kCopyOf = "# loopscope: ";
    trace::ReadResult read;
    read.usable = true;
    read.recording.complete = true;
    read.recording.header.language = source.language;
    read.recording.header.program =
        source.text.starts_with(kCopyOf)
            ? source.text.substr(kCopyOf.size(), source.text.find('\n') - kCopyOf.size())
            : std::filesystem::path(source.path).stem().string();
    return read;
}

Recorded record_and_read(const std::string& program, const viz::Progress& progress) {
    const ScratchFolder scratch;
    RecordRequest request{.program = program,
                          .output = scratch.path() / "program.loopscope",
                          .arguments = {},
                          .complaints = scratch.path() / "complaints"};
    if (progress) request.wanted = [&progress] { return progress(0); };
    const Ending ending = record_python(request);
    const std::string complaints = read_text_file(request.complaints);
    fmt::print(stderr, "{}", complaints);
    const Saying error = ending.well() ? Saying() : why_it_ended(ending, complaints, program);
    const auto mistake = ending.well() ? nullptr : mistake_in(complaints, program);
    const bool began = std::filesystem::exists(request.output);
    if (!began && !mistake)
        throw SubjectError(ending.well() ? Saying::of("why.left_nothing", {{"program", program}}) : error);
    Recorded recorded{began ? read_input(request.output.string()) : nothing_ran(mistake->source), error,
                      mistake};
    if (mistake && recorded.read.recording.events.empty())
        recorded.read.recording.add_source(mistake->source);
    return recorded;
}

viz::Opened open_file(const std::filesystem::path& path, const viz::Progress& progress) {
    try {
        auto [read, failure, mistake] = path.extension() == ".py"
                                            ? record_and_read(path.string(), progress)
                                            : Recorded{read_input(path.string(), progress)};
        viz::Opened opened;
        if (!read.usable) return {.recording = {}, .error = viz::why_unusable(read), .notes = {}};
        opened.notes = viz::damage_of(read);
        opened.failure = std::move(failure);
        opened.mistake = std::move(mistake);
        opened.saved = std::move(read.notes);
        opened.sound = path.extension() != ".py" && read.problem_count == 0;
        opened.recording = std::move(read.recording);
        return opened;
    } catch (...) {
        return {.recording = {}, .error = said(), .notes = {}};
    }
}

// Nothing, or why it could not be done.
Saying attempt(const std::function<void()>& write) try {
    write();
    return {};
} catch (...) {
    return said();
}

Saying save(const trace::Recording& recording, const std::filesystem::path& path, const trace::Notes& notes) {
    return attempt([&] { trace::write_file(recording, path.string(), notes); });
}

Saying draw_timeline(viz::Store& store, const viz::DrawingRequest& request) {
    const viz::DrawingWish wish{
        .from = request.from, .to = request.to, .at = request.at, .phases = request.phases};
    return attempt([&] {
        const std::string svg = viz::timeline_svg(store, wish, viz::Words::of(request.language));
        write_output(request.path.string() + ".svg", svg);
        write_output(request.path.string() + ".pdf", viz::pdf_of_drawing(svg));
    });
}

Saying export_run(const trace::Recording& recording, const std::filesystem::path& stem) {
    return attempt([&] {
        write_output(stem.string() + ".perfetto.json", viz::to_perfetto(recording));
        write_output(stem.string() + ".csv", viz::to_csv(recording));
    });
}

// A paragraph of the teacher's notes that says what it is about.
std::string note_of(std::string_view key, const course::Text& note, const std::string& language) {
    const std::string& text = note.in(language);
    return text.empty() ? "" : "**" + viz::Words::of(language)[key] + "** " + text + "\n\n";
}

// A step of a lesson plan is its scenario with the plan's values, and the teacher's note under those of the
// lesson; the first one's has what is said about the plan before.
viz::ScenarioInfo planned(const PlannedLesson& lesson, const PlannedStep& step) {
    viz::ScenarioInfo info = step.entry->info;
    const bool first = &step == &lesson.steps.front();
    std::map<std::string, std::string> lessons, titles, chapters;
    for (const auto& [language, text] : info.lesson.all()) {
        lessons[language] = text + "\n\n" + (first ? note_of("notes.plan", lesson.about, language) : "") +
                            note_of("notes.step", step.note, language);
    }
    for (const auto& [language, text] : info.title.all()) {
        titles[language] = fmt::format("{} min  {}", step.minutes, text);
        chapters[language] = fmt::format("{} ({} min)", lesson.title.in(language), lesson.minutes);
    }
    info.lesson = course::Text(lessons);
    info.title = course::Text(titles);
    info.chapter = course::Text(chapters);
    for (viz::ParameterInfo& parameter : info.parameters)
        parameter.default_value = step.values.at(parameter.name);
    return info;
}

viz::PlanInfo plan_of(const PlannedLesson& lesson) {
    viz::PlanInfo plan{.names = lesson.names, .title = lesson.title, .minutes = lesson.minutes, .steps = {}};
    for (const PlannedStep& step : lesson.steps) plan.steps.push_back(planned(lesson, step));
    return plan;
}

bool is_own_plan(const Catalogue& catalogue, const std::string& what) {
    return is_playlist(catalogue, what) && catalogue.playlists.count(what) == 0;
}

// Those of the course, and the one that is asked for, if that is a file.
std::vector<viz::PlanInfo> plans_for(const Catalogue& catalogue, const std::string& what) {
    std::vector<PlannedLesson> lessons = course_plans(catalogue);
    if (is_own_plan(catalogue, what)) lessons.insert(lessons.begin(), read_playlist(catalogue, what));
    std::vector<viz::PlanInfo> plans;
    for (const PlannedLesson& lesson : lessons) plans.push_back(plan_of(lesson));
    return plans;
}

viz::Services services(const Catalogue& catalogue, const std::string& what) {
    viz::Services services;
    for (const CatalogueEntry& entry : catalogue.scenarios) services.scenarios.push_back(entry.info);
    services.plans = plans_for(catalogue, what);
    if (is_own_plan(catalogue, what)) services.plan_file = what;
    services.read_plan = [&catalogue](const std::filesystem::path& file) {
        return plan_of(read_playlist(catalogue, file.string()));
    };
    services.glossary = catalogue.glossary;
    services.run = [&catalogue](const std::string& name, const viz::ParameterValues& values,
                                const std::vector<trace::Intervention>& interventions) {
        try {
            return viz::Opened{
                .recording = catalogue.run(name, values, interventions), .error = {}, .notes = {}};
        } catch (...) {
            return viz::Opened{.recording = {}, .error = said(), .notes = {}};
        }
    };
    services.open = open_file;
    services.make = [&catalogue](const std::string& name, const viz::ParameterValues& values) {
        return make_twin(catalogue, name, values, {});
    };
    services.answered = keep_answer;
    services.answers = last_answers();
    services.save = save;
    services.draw = draw_timeline;
    services.export_run = export_run;
    return services;
}

viz::StartWith start_with(const Catalogue& catalogue, const std::string& what,
                          const std::vector<std::string>& assignments = {}) {
    viz::StartWith start;
    const CatalogueEntry* entry = catalogue.find(what);
    if (!assignments.empty() && entry == nullptr)
        throw UsageError("--set is for the parameters of a scenario: name one.");
    if (what.empty()) return start;
    if (is_playlist(catalogue, what)) {
        start.plan = what;
        return start;
    }
    if (entry != nullptr) {
        start.scenario = what;
        start.parameters = parameter_values(*entry, assignments);
    } else if (std::filesystem::exists(what)) {
        start.file = what;
    } else {
        throw_unknown(catalogue, what);
    }
    return start;
}

bool has_display() {
    const auto set = [](const char* name) {
        const char* value = std::getenv(name);
        return value != nullptr && *value != '\0';
    };
    return set("DISPLAY") || set("WAYLAND_DISPLAY");
}

}  // namespace

int run_screenshot(const Catalogue& catalogue, const ScreenshotCommand& command) {
    viz::Services watched = services(catalogue, command.what);
    watched.answered = {};  // keys that were pressed for a picture are nobody's answer
    watched.answers.clear();
    return viz::take_screenshot(watched, start_with(catalogue, command.what, command.assignments),
                                command.options);
}

int run_make(const Catalogue& catalogue, const MakeCommand& command) {
    const viz::ParameterValues values =
        parameter_values(catalogue.get(command.scenario), command.assignments);
    const std::filesystem::path wanted =
        command.output.empty() ? command.scenario + ".py" : command.output.string();
    if (!command.assignments.empty() && std::filesystem::exists(wanted))
        throw SubjectError(
            fmt::format("{} is there already and stays as it is: edit its values, or name another file "
                        "with -o.",
                        wanted.string()));
    const std::filesystem::path path = make_twin(catalogue, command.scenario, values, wanted);
    fmt::print("Edit {}: each time you save it, it runs again on your Python.\n", path.string());
    std::fflush(stdout);
    return open_window(catalogue, path.string());
}

int watch(const Catalogue& catalogue, const std::string& recording, const std::string& open_to,
          const std::string& connect) {
    if (!has_display()) return open_window(catalogue, recording);  // which says what is missing
    viz::StartWith start = start_with(catalogue, recording);
    start.at_end = true;
    viz::Services around = services(catalogue, recording);
    around.open_to = open_to;
    around.connect = connect;
    return viz::run_window(around, start);
}

int open_window(const Catalogue& catalogue, const std::string& what,
                const std::vector<std::string>& assignments) {
    const viz::StartWith start = start_with(catalogue, what, assignments);
    if (has_display()) return viz::run_window(services(catalogue, what), start);
    if (!start.file.empty()) {
        const viz::Opened opened = open_file(start.file, {});  // the worse news first
        const bool nothing = !opened.recording || (opened.mistake && opened.recording->events.empty());
        if (nothing) {
            const Saying& why = opened.recording ? opened.failure : opened.error;
            throw SubjectError(Saying::of("notice.cannot_open", {{"what", what}, {"why", why}}));
        }
    }
    throw SubjectError(
        "there is no display to open a window on (DISPLAY and WAYLAND_DISPLAY are not set). "
        "These commands need none: list, run, record, show, check, screenshot.");
}

}  // namespace loopscope::program
