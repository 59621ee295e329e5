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
#include "viz/program/editor.h"
#include "viz/program/errors.h"
#include "viz/program/files.h"
#include "viz/program/lesson_place.h"
#include "viz/program/playlists.h"
#include "viz/program/program_run.h"
#include "viz/program/signals.h"

#include <fmt/format.h>

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <functional>
#include <string>
#include <thread>
#include <utility>

namespace loopscope::program {

using viz::Saying;

namespace {

// What the exception that is being handled says.
Saying said() try { throw; } catch (const ToldError& error) {
    return error.saying();
} catch (const std::exception& error) {
    return std::string(error.what());
}

// The twin as a file of the learner's own, with a first line by which the recorder knows whose lesson it has.
// What is there already stays.
std::filesystem::path make_twin(const Catalogue& catalogue, const std::string& name,
                                const viz::ParameterValues& values, const std::filesystem::path& path) {
    if (std::filesystem::exists(path)) return path;
    for (const trace::Source& source : catalogue.get(name).info.sources)
        if (source.language == "python")
            write_output(path.string(),
                         std::string(viz::kCopyOf) + name + "\n" + viz::with_values(source.text, values));
    return path;
}

viz::Opened run_to_its_end(const std::filesystem::path& program, const viz::Progress& progress) {
    constexpr auto kLook = std::chrono::milliseconds(5);
    const auto run = start_program(program);
    while (!run->ended()) {
        if (progress && !progress(0)) run->kill();
        std::this_thread::sleep_for(kLook);
    }
    return run->read(progress);
}

viz::Opened open_recording(const std::filesystem::path& path, const viz::Progress& progress) {
    trace::ReadResult read = read_input(path.string(), progress);
    if (!read.usable) return {.recording = {}, .error = viz::why_unusable(read), .notes = {}};
    return {.recording = std::move(read.recording),
            .error = {},
            .notes = viz::damage_of(read),
            .saved = std::move(read.notes),
            .sound = read.problem_count == 0};
}

viz::Opened open_file(const std::filesystem::path& path, const viz::Progress& progress) {
    try {
        return path.extension() == ".py" ? run_to_its_end(path, progress) : open_recording(path, progress);
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
    services.run_program = start_program;
    services.make = [&catalogue](const std::string& name, const viz::ParameterValues& values) {
        return make_twin(catalogue, name, values, place_for_copy(name));
    };
    services.edit = open_in_editor;
    services.at_lesson = keep_lesson_place;
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

[[noreturn]] void throw_no_display() {
    throw SubjectError(
        "there is no display to open a window on (DISPLAY and WAYLAND_DISPLAY are not set). "
        "These commands need none: list, run, record, show, check, screenshot.");
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
    watched.at_lesson = {};
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

WindowEnd watch(const Catalogue& catalogue, const std::string& recording, const std::string& open_to,
                const std::string& connect) {
    if (!has_display()) throw_no_display();
    viz::StartWith start = start_with(catalogue, recording);
    start.at_end = true;
    viz::Services around = services(catalogue, recording);
    around.open_to = open_to;
    around.connect = connect;
    return show_window(around, start);
}

int open_notes(const Catalogue& catalogue) {
    if (!has_display()) throw_no_display();
    viz::Services of_notes = services(catalogue, "");
    of_notes.at_lesson = {};
    of_notes.answered = {};
    of_notes.lesson_file = lesson_file();
    of_notes.lesson_place = read_lesson_place;
    const WindowEnd end = show_window(of_notes, {});
    if (end.signal != 0) Signals::die_of(end.signal);
    return end.status;
}

int open_window(const Catalogue& catalogue, const std::string& what,
                const std::vector<std::string>& assignments) {
    const viz::StartWith start = start_with(catalogue, what, assignments);
    if (has_display()) {
        const WindowEnd end = show_window(services(catalogue, what), start);
        if (end.signal != 0) Signals::die_of(end.signal);
        return end.status;
    }
    if (!start.file.empty()) {
        const viz::Opened opened = open_file(start.file, {});  // the worse news first
        const bool nothing = !opened.recording || (opened.mistake && opened.recording->events.empty());
        if (nothing) {
            const Saying& why = opened.recording ? opened.failure : opened.error;
            throw SubjectError(Saying::of("notice.cannot_open", {{"what", what}, {"why", why}}));
        }
    }
    throw_no_display();
}

}  // namespace loopscope::program
